func.func @f32(%x: tensor<2x3x6x8xf32>) -> tensor<2x3x3x4xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : (tensor<2x3x6x8xf32>) -> tensor<2x3x3x4xi64>
  return %0 : tensor<2x3x3x4xi64>
}

func.func @f64(%x: tensor<2x3x7x9xf64>) -> tensor<2x3x3x4xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : (tensor<2x3x7x9xf64>) -> tensor<2x3x3x4xi64>
  return %0 : tensor<2x3x3x4xi64>
}

func.func @overlapping(%x: tensor<1x2x7x7xf32>) -> tensor<1x2x3x3xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>}
      : (tensor<1x2x7x7xf32>) -> tensor<1x2x3x3xi64>
  return %0 : tensor<1x2x3x3xi64>
}

func.func @unequal(%x: tensor<1x2x7x7xf32>) -> tensor<1x2x5x3xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 3, 2>, strides = array<i64: 1, 2>}
      : (tensor<1x2x7x7xf32>) -> tensor<1x2x5x3xi64>
  return %0 : tensor<1x2x5x3xi64>
}

func.func @padded(%x: tensor<1x2x5x5xf32>) -> tensor<1x2x3x3xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1>}
      : (tensor<1x2x5x5xf32>) -> tensor<1x2x3x3xi64>
  return %0 : tensor<1x2x3x3xi64>
}

func.func @padded_one_way(%x: tensor<1x1x4x5xf64>) -> tensor<1x1x3x2xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 2, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 0>}
      : (tensor<1x1x4x5xf64>) -> tensor<1x1x3x2xi64>
  return %0 : tensor<1x1x3x2xi64>
}

func.func @gaps(%x: tensor<1x1x9x9xf32>) -> tensor<1x1x3x2xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 2, 1>, strides = array<i64: 3, 5>}
      : (tensor<1x1x9x9xf32>) -> tensor<1x1x3x2xi64>
  return %0 : tensor<1x1x3x2xi64>
}

func.func @one(%x: tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 1, 1>, strides = array<i64: 1, 1>}
      : (tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xi64>
  return %0 : tensor<1x1x1x1xi64>
}

func.func @whole_input(%x: tensor<2x3x4x5xf32>) -> tensor<2x3x1x1xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 4, 5>, strides = array<i64: 1, 1>}
      : (tensor<2x3x4x5xf32>) -> tensor<2x3x1x1xi64>
  return %0 : tensor<2x3x1x1xi64>
}

func.func @no_batch(%x: tensor<0x2x4x4xf32>) -> tensor<0x2x2x2xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : (tensor<0x2x4x4xf32>) -> tensor<0x2x2x2xi64>
  return %0 : tensor<0x2x2x2xi64>
}

func.func @only_padding(%x: tensor<1x2x0x0xf32>) -> tensor<1x2x1x1xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1>}
      : (tensor<1x2x0x0xf32>) -> tensor<1x2x1x1xi64>
  return %0 : tensor<1x2x1x1xi64>
}

func.func @default_strides(%x: tensor<2x3x7x9xf32>) -> tensor<2x3x2x4xi64> {
  %0 = graph.max_pool2d_indices %x {kernel = array<i64: 3, 2>}
      : (tensor<2x3x7x9xf32>) -> tensor<2x3x2x4xi64>
  return %0 : tensor<2x3x2x4xi64>
}

func.func @dilated(%x: tensor<1x2x9x11xf32>) -> tensor<1x2x5x4xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 3, 2>, strides = array<i64: 1, 2>, dilations = array<i64: 2, 3>}
      : (tensor<1x2x9x11xf32>) -> tensor<1x2x5x4xi64>
  return %0 : tensor<1x2x5x4xi64>
}

func.func @dilated_padded(%x: tensor<1x2x5x6xf32>) -> tensor<1x2x3x4xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1>, dilations = array<i64: 2, 2>}
      : (tensor<1x2x5x6xf32>) -> tensor<1x2x3x4xi64>
  return %0 : tensor<1x2x3x4xi64>
}

func.func @dilated_beyond(%x: tensor<1x1x2x2xf32>) -> tensor<1x1x1x1xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>, padding = array<i64: 1, 1>, dilations = array<i64: 3, 3>}
      : (tensor<1x1x2x2xf32>) -> tensor<1x1x1x1xi64>
  return %0 : tensor<1x1x1x1xi64>
}

func.func @ceil(%x: tensor<2x3x8x10xf32>) -> tensor<2x3x4x4xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 3>, ceil_mode = true}
      : (tensor<2x3x8x10xf32>) -> tensor<2x3x4x4xi64>
  return %0 : tensor<2x3x4x4xi64>
}

func.func @ceil_padded(%x: tensor<1x2x8x9xf32>) -> tensor<1x2x5x5xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1>, ceil_mode = true}
      : (tensor<1x2x8x9xf32>) -> tensor<1x2x5x5xi64>
  return %0 : tensor<1x2x5x5xi64>
}

func.func @ceil_drops_a_window(%x: tensor<1x1x4x4xf32>) -> tensor<1x1x2x1xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 1, 1>, strides = array<i64: 2, 5>, ceil_mode = true}
      : (tensor<1x1x4x4xf32>) -> tensor<1x1x2x1xi64>
  return %0 : tensor<1x1x2x1xi64>
}

func.func @ceil_beyond_padding(%x: tensor<1x1x3x3xf64>) -> tensor<1x1x1x2xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 2, 4>, strides = array<i64: 4, 3>, padding = array<i64: 1, 2>, ceil_mode = true}
      : (tensor<1x1x3x3xf64>) -> tensor<1x1x1x2xi64>
  return %0 : tensor<1x1x1x2xi64>
}

func.func @ceil_dilated(%x: tensor<1x1x7x8xf32>) -> tensor<1x1x3x3xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 2, 3>, strides = array<i64: 3, 3>, padding = array<i64: 1, 1>, dilations = array<i64: 2, 2>, ceil_mode = true}
      : (tensor<1x1x7x8xf32>) -> tensor<1x1x3x3xi64>
  return %0 : tensor<1x1x3x3xi64>
}

func.func @larger_than_input(%x: tensor<1x2x3x2xf32>) -> tensor<1x2x1x1xi64> {
  %0 = graph.max_pool2d_indices %x {kernel = array<i64: 20, 30>, ceil_mode = true}
      : (tensor<1x2x3x2xf32>) -> tensor<1x2x1x1xi64>
  return %0 : tensor<1x2x1x1xi64>
}

func.func @huge(%x: tensor<1x1x2x3xf32>) -> tensor<1x1x1x1xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 2147483647, 2147483647>, padding = array<i64: 1073741823, 1073741823>}
      : (tensor<1x1x2x3xf32>) -> tensor<1x1x1x1xi64>
  return %0 : tensor<1x1x1x1xi64>
}

func.func @bf16(%x: tensor<1x2x6x5xbf16>) -> tensor<1x2x3x2xi64> {
  %0 = graph.max_pool2d_indices %x {kernel = array<i64: 2, 2>}
      : (tensor<1x2x6x5xbf16>) -> tensor<1x2x3x2xi64>
  return %0 : tensor<1x2x3x2xi64>
}

func.func @i32(%x: tensor<1x2x6x5xi32>) -> tensor<1x2x4x3xi64> {
  %0 = graph.max_pool2d_indices %x {kernel = array<i64: 2, 2>, padding = array<i64: 1, 1>}
      : (tensor<1x2x6x5xi32>) -> tensor<1x2x4x3xi64>
  return %0 : tensor<1x2x4x3xi64>
}

func.func @bytes(%x: tensor<1x2x7x19xui8>) -> tensor<1x2x6x18xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>}
      : (tensor<1x2x7x19xui8>) -> tensor<1x2x6x18xi64>
  return %0 : tensor<1x2x6x18xi64>
}

func.func @channels_last(%x: tensor<2x7x5x3xf32>) -> tensor<2x4x2x3xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 3, 2>, strides = array<i64: 2, 2>, padding = array<i64: 1, 0>, axes = array<i64: 1, 2>}
      : (tensor<2x7x5x3xf32>) -> tensor<2x4x2x3xi64>
  return %0 : tensor<2x4x2x3xi64>
}

func.func @blocks(%x: tensor<1x2x7x9x16xf32>) -> tensor<1x2x4x5x16xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1>, axes = array<i64: 2, 3>}
      : (tensor<1x2x7x9x16xf32>) -> tensor<1x2x4x5x16xi64>
  return %0 : tensor<1x2x4x5x16xi64>
}

func.func @blocks_of_large_windows(%x: tensor<1x1x11x5x8xf64>) -> tensor<1x1x2x3x8xi64> {
  %0 = graph.max_pool2d_indices %x
      {kernel = array<i64: 9, 4>, strides = array<i64: 3, 1>, padding = array<i64: 1, 1>, dilations = array<i64: 1, 1>, axes = array<i64: -3, -2>, ceil_mode = true}
      : (tensor<1x1x11x5x8xf64>) -> tensor<1x1x3x4x8xi64>
  %1 = graph.slice %0 {starts = #graph.dims<0, 0, 1, 1, 0>, sizes = #graph.dims<1, 1, 2, 3, 8>, strides = array<i64: 1, 1, 1, 1, 1>}
      : (tensor<1x1x3x4x8xi64>) -> tensor<1x1x2x3x8xi64>
  return %1 : tensor<1x1x2x3x8xi64>
}

func.func @blocks_of_bytes(%x: tensor<1x7x5x64xui8>) -> tensor<1x3x2x64xi64> {
  %0 = graph.max_pool2d_indices %x {kernel = array<i64: 2, 2>, axes = array<i64: 1, 2>}
      : (tensor<1x7x5x64xui8>) -> tensor<1x3x2x64xi64>
  return %0 : tensor<1x3x2x64xi64>
}

func.func @blocks_of_bf16(%x: tensor<1x7x5x32xbf16>) -> tensor<1x3x2x32xi64> {
  %0 = graph.max_pool2d_indices %x {kernel = array<i64: 2, 2>, axes = array<i64: 1, 2>}
      : (tensor<1x7x5x32xbf16>) -> tensor<1x3x2x32xi64>
  return %0 : tensor<1x3x2x32xi64>
}

func.func @across_channels(%x: tensor<5x3x16xf32>) -> tensor<2x3x8xi64> {
  %0 = graph.max_pool2d_indices %x {kernel = array<i64: 2, 2>, axes = array<i64: 2, 0>}
      : (tensor<5x3x16xf32>) -> tensor<2x3x8xi64>
  return %0 : tensor<2x3x8xi64>
}
