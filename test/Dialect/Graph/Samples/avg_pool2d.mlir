func.func @f32(%x: tensor<2x3x6x8xf32>) -> tensor<2x3x3x4xf32> {
  %0 = graph.avg_pool2d %x {kernel = array<i64: 2, 2>}
      : (tensor<2x3x6x8xf32>) -> tensor<2x3x3x4xf32>
  return %0 : tensor<2x3x3x4xf32>
}

func.func @f64(%x: tensor<2x3x7x9xf64>) -> tensor<2x3x2x4xf64> {
  %0 = graph.avg_pool2d %x {kernel = array<i64: 3, 2>}
      : (tensor<2x3x7x9xf64>) -> tensor<2x3x2x4xf64>
  return %0 : tensor<2x3x2x4xf64>
}

func.func @bf16(%x: tensor<1x2x33x35xbf16>) -> tensor<1x2x2x2xbf16> {
  %0 = graph.avg_pool2d %x {kernel = array<i64: 16, 17>}
      : (tensor<1x2x33x35xbf16>) -> tensor<1x2x2x2xbf16>
  return %0 : tensor<1x2x2x2xbf16>
}

func.func @overlapping(%x: tensor<1x2x7x7xf32>) -> tensor<1x2x3x5xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 1>}
      : (tensor<1x2x7x7xf32>) -> tensor<1x2x3x5xf32>
  return %0 : tensor<1x2x3x5xf32>
}

func.func @padded(%x: tensor<1x2x5x6xf32>) -> tensor<1x2x3x3xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1>}
      : (tensor<1x2x5x6xf32>) -> tensor<1x2x3x3xf32>
  return %0 : tensor<1x2x3x3xf32>
}

func.func @padded_excluded(%x: tensor<1x2x5x6xf32>) -> tensor<1x2x3x3xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1>, count_include_pad = false}
      : (tensor<1x2x5x6xf32>) -> tensor<1x2x3x3xf32>
  return %0 : tensor<1x2x3x3xf32>
}

func.func @padded_one_way(%x: tensor<1x2x5x6xf64>) -> tensor<1x2x4x3xf64> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 2, 3>, strides = array<i64: 1, 2>, padding = array<i64: 0, 1>}
      : (tensor<1x2x5x6xf64>) -> tensor<1x2x4x3xf64>
  return %0 : tensor<1x2x4x3xf64>
}

func.func @ceil(%x: tensor<2x3x8x10xf32>) -> tensor<2x3x4x4xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 3>, ceil_mode = true}
      : (tensor<2x3x8x10xf32>) -> tensor<2x3x4x4xf32>
  return %0 : tensor<2x3x4x4xf32>
}

func.func @ceil_excluded(%x: tensor<1x2x8x9xf32>) -> tensor<1x2x5x5xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1>, ceil_mode = true, count_include_pad = false}
      : (tensor<1x2x8x9xf32>) -> tensor<1x2x5x5xf32>
  return %0 : tensor<1x2x5x5xf32>
}

func.func @ceil_padded(%x: tensor<1x1x3x3xf32>) -> tensor<1x1x2x2xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 4, 4>, strides = array<i64: 3, 3>, padding = array<i64: 2, 2>, ceil_mode = true}
      : (tensor<1x1x3x3xf32>) -> tensor<1x1x2x2xf32>
  return %0 : tensor<1x1x2x2xf32>
}

func.func @divisor(%x: tensor<1x2x5x6xf32>) -> tensor<1x2x3x4xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 3, 2>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1>, divisor = 5 : i64}
      : (tensor<1x2x5x6xf32>) -> tensor<1x2x3x4xf32>
  return %0 : tensor<1x2x3x4xf32>
}

func.func @negative_divisor(%x: tensor<1x2x4x6xf32>) -> tensor<1x2x2x3xf32> {
  %0 = graph.avg_pool2d %x {kernel = array<i64: 2, 2>, divisor = -3 : i64}
      : (tensor<1x2x4x6xf32>) -> tensor<1x2x2x3xf32>
  return %0 : tensor<1x2x2x3xf32>
}

func.func @gaps(%x: tensor<1x1x9x9xf32>) -> tensor<1x1x3x2xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 2, 1>, strides = array<i64: 3, 5>}
      : (tensor<1x1x9x9xf32>) -> tensor<1x1x3x2xf32>
  return %0 : tensor<1x1x3x2xf32>
}

func.func @one(%x: tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xf32> {
  %0 = graph.avg_pool2d %x {kernel = array<i64: 1, 1>}
      : (tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xf32>
  return %0 : tensor<1x1x1x1xf32>
}

func.func @whole_input(%x: tensor<2x3x4x5xf32>) -> tensor<2x3x1x1xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 4, 5>, strides = array<i64: 1, 1>}
      : (tensor<2x3x4x5xf32>) -> tensor<2x3x1x1xf32>
  return %0 : tensor<2x3x1x1xf32>
}

func.func @large_window(%x: tensor<1x2x40x37xf32>) -> tensor<1x2x1x1xf32> {
  %0 = graph.avg_pool2d %x {kernel = array<i64: 40, 37>}
      : (tensor<1x2x40x37xf32>) -> tensor<1x2x1x1xf32>
  return %0 : tensor<1x2x1x1xf32>
}

func.func @larger_than_input(%x: tensor<1x2x3x2xf32>) -> tensor<1x2x1x1xf32> {
  %0 = graph.avg_pool2d %x {kernel = array<i64: 20, 30>, ceil_mode = true}
      : (tensor<1x2x3x2xf32>) -> tensor<1x2x1x1xf32>
  return %0 : tensor<1x2x1x1xf32>
}

func.func @no_batch(%x: tensor<0x2x4x4xf32>) -> tensor<0x2x2x2xf32> {
  %0 = graph.avg_pool2d %x {kernel = array<i64: 2, 2>}
      : (tensor<0x2x4x4xf32>) -> tensor<0x2x2x2xf32>
  return %0 : tensor<0x2x2x2xf32>
}

func.func @only_padding(%x: tensor<1x2x0x0xf32>) -> tensor<1x2x1x1xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1>}
      : (tensor<1x2x0x0xf32>) -> tensor<1x2x1x1xf32>
  return %0 : tensor<1x2x1x1xf32>
}

func.func @only_padding_excluded(%x: tensor<1x2x0x3xf32>)
    -> tensor<1x2x1x4xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1>, count_include_pad = false}
      : (tensor<1x2x0x3xf32>) -> tensor<1x2x1x4xf32>
  return %0 : tensor<1x2x1x4xf32>
}

func.func @channels_last(%x: tensor<2x7x5x3xf32>) -> tensor<2x4x2x3xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 3, 2>, strides = array<i64: 2, 2>, padding = array<i64: 1, 0>, axes = array<i64: 1, 2>}
      : (tensor<2x7x5x3xf32>) -> tensor<2x4x2x3xf32>
  return %0 : tensor<2x4x2x3xf32>
}

func.func @blocks(%x: tensor<1x2x7x9x16xf32>) -> tensor<1x2x4x5x16xf32> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1>, count_include_pad = false, axes = array<i64: 2, 3>}
      : (tensor<1x2x7x9x16xf32>) -> tensor<1x2x4x5x16xf32>
  return %0 : tensor<1x2x4x5x16xf32>
}

func.func @blocks_padded(%x: tensor<1x1x5x6x8xf64>) -> tensor<1x1x3x4x8xf64> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 2, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1>, ceil_mode = true, axes = array<i64: 2, 3>}
      : (tensor<1x1x5x6x8xf64>) -> tensor<1x1x3x4x8xf64>
  return %0 : tensor<1x1x3x4x8xf64>
}

func.func @blocks_by_divisor(%x: tensor<1x5x6x32xbf16>) -> tensor<1x2x3x32xbf16> {
  %0 = graph.avg_pool2d %x
      {kernel = array<i64: 2, 2>, divisor = 3 : i64, axes = array<i64: 1, 2>}
      : (tensor<1x5x6x32xbf16>) -> tensor<1x2x3x32xbf16>
  return %0 : tensor<1x2x3x32xbf16>
}
