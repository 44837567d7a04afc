func.func @global(%x: tensor<2x3x7x5xf32>) -> tensor<2x3x1x1xf32> {
  %0 = graph.adaptive_avg_pool2d %x {output_size = array<i64: 1, 1>}
      : (tensor<2x3x7x5xf32>) -> tensor<2x3x1x1xf32>
  return %0 : tensor<2x3x1x1xf32>
}

func.func @even(%x: tensor<2x3x8x6xf32>) -> tensor<2x3x4x2xf32> {
  %0 = graph.adaptive_avg_pool2d %x {output_size = array<i64: 4, 2>}
      : (tensor<2x3x8x6xf32>) -> tensor<2x3x4x2xf32>
  return %0 : tensor<2x3x4x2xf32>
}

func.func @uneven(%x: tensor<2x3x7x10xf32>) -> tensor<2x3x3x4xf32> {
  %0 = graph.adaptive_avg_pool2d %x {output_size = array<i64: 3, 4>}
      : (tensor<2x3x7x10xf32>) -> tensor<2x3x3x4xf32>
  return %0 : tensor<2x3x3x4xf32>
}

func.func @one_axis_even(%x: tensor<1x2x6x7xf64>) -> tensor<1x2x3x5xf64> {
  %0 = graph.adaptive_avg_pool2d %x {output_size = array<i64: 3, 5>}
      : (tensor<1x2x6x7xf64>) -> tensor<1x2x3x5xf64>
  return %0 : tensor<1x2x3x5xf64>
}

func.func @same(%x: tensor<1x2x3x4xf32>) -> tensor<1x2x3x4xf32> {
  %0 = graph.adaptive_avg_pool2d %x {output_size = array<i64: 3, 4>}
      : (tensor<1x2x3x4xf32>) -> tensor<1x2x3x4xf32>
  return %0 : tensor<1x2x3x4xf32>
}

func.func @upwards(%x: tensor<1x2x3x2xf32>) -> tensor<1x2x7x5xf32> {
  %0 = graph.adaptive_avg_pool2d %x {output_size = array<i64: 7, 5>}
      : (tensor<1x2x3x2xf32>) -> tensor<1x2x7x5xf32>
  return %0 : tensor<1x2x7x5xf32>
}

func.func @bf16(%x: tensor<1x2x33x17xbf16>) -> tensor<1x2x2x3xbf16> {
  %0 = graph.adaptive_avg_pool2d %x {output_size = array<i64: 2, 3>}
      : (tensor<1x2x33x17xbf16>) -> tensor<1x2x2x3xbf16>
  return %0 : tensor<1x2x2x3xbf16>
}

func.func @one(%x: tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xf32> {
  %0 = graph.adaptive_avg_pool2d %x {output_size = array<i64: 1, 1>}
      : (tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xf32>
  return %0 : tensor<1x1x1x1xf32>
}

func.func @no_batch(%x: tensor<0x2x4x4xf32>) -> tensor<0x2x2x3xf32> {
  %0 = graph.adaptive_avg_pool2d %x {output_size = array<i64: 2, 3>}
      : (tensor<0x2x4x4xf32>) -> tensor<0x2x2x3xf32>
  return %0 : tensor<0x2x2x3xf32>
}

func.func @no_windows(%x: tensor<1x2x4x4xf32>) -> tensor<1x2x0x3xf32> {
  %0 = graph.adaptive_avg_pool2d %x {output_size = array<i64: 0, 3>}
      : (tensor<1x2x4x4xf32>) -> tensor<1x2x0x3xf32>
  return %0 : tensor<1x2x0x3xf32>
}

func.func @channels_last(%x: tensor<2x7x10x3xf32>) -> tensor<2x3x4x3xf32> {
  %0 = graph.adaptive_avg_pool2d %x
      {output_size = array<i64: 3, 4>, axes = array<i64: 1, 2>}
      : (tensor<2x7x10x3xf32>) -> tensor<2x3x4x3xf32>
  return %0 : tensor<2x3x4x3xf32>
}

func.func @blocks(%x: tensor<1x2x7x10x16xf32>) -> tensor<1x2x3x4x16xf32> {
  %0 = graph.adaptive_avg_pool2d %x
      {output_size = array<i64: 3, 4>, axes = array<i64: 2, 3>}
      : (tensor<1x2x7x10x16xf32>) -> tensor<1x2x3x4x16xf32>
  return %0 : tensor<1x2x3x4x16xf32>
}

func.func @blocks_even(%x: tensor<1x2x8x12x8xf32>) -> tensor<1x2x2x3x8xf32> {
  %0 = graph.adaptive_avg_pool2d %x
      {output_size = array<i64: 2, 3>, axes = array<i64: 2, 3>}
      : (tensor<1x2x8x12x8xf32>) -> tensor<1x2x2x3x8xf32>
  return %0 : tensor<1x2x2x3x8xf32>
}
