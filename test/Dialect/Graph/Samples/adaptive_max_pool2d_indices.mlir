func.func @global(%x: tensor<2x3x7x5xf32>) -> tensor<2x3x1x1xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x {output_size = array<i64: 1, 1>}
      : (tensor<2x3x7x5xf32>) -> tensor<2x3x1x1xi64>
  return %0 : tensor<2x3x1x1xi64>
}

func.func @even(%x: tensor<2x3x8x6xf32>) -> tensor<2x3x4x2xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x {output_size = array<i64: 4, 2>}
      : (tensor<2x3x8x6xf32>) -> tensor<2x3x4x2xi64>
  return %0 : tensor<2x3x4x2xi64>
}

func.func @uneven(%x: tensor<2x3x7x10xf32>) -> tensor<2x3x3x4xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x {output_size = array<i64: 3, 4>}
      : (tensor<2x3x7x10xf32>) -> tensor<2x3x3x4xi64>
  return %0 : tensor<2x3x3x4xi64>
}

func.func @one_axis_even(%x: tensor<1x2x6x7xf64>) -> tensor<1x2x3x5xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x {output_size = array<i64: 3, 5>}
      : (tensor<1x2x6x7xf64>) -> tensor<1x2x3x5xi64>
  return %0 : tensor<1x2x3x5xi64>
}

func.func @same(%x: tensor<1x2x3x4xf32>) -> tensor<1x2x3x4xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x {output_size = array<i64: 3, 4>}
      : (tensor<1x2x3x4xf32>) -> tensor<1x2x3x4xi64>
  return %0 : tensor<1x2x3x4xi64>
}

func.func @upwards(%x: tensor<1x2x3x2xf32>) -> tensor<1x2x7x5xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x {output_size = array<i64: 7, 5>}
      : (tensor<1x2x3x2xf32>) -> tensor<1x2x7x5xi64>
  return %0 : tensor<1x2x7x5xi64>
}

func.func @bf16(%x: tensor<1x2x33x17xbf16>) -> tensor<1x2x2x3xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x {output_size = array<i64: 2, 3>}
      : (tensor<1x2x33x17xbf16>) -> tensor<1x2x2x3xi64>
  return %0 : tensor<1x2x2x3xi64>
}

func.func @one(%x: tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x {output_size = array<i64: 1, 1>}
      : (tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xi64>
  return %0 : tensor<1x1x1x1xi64>
}

func.func @no_batch(%x: tensor<0x2x4x4xf32>) -> tensor<0x2x2x3xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x {output_size = array<i64: 2, 3>}
      : (tensor<0x2x4x4xf32>) -> tensor<0x2x2x3xi64>
  return %0 : tensor<0x2x2x3xi64>
}

func.func @no_windows(%x: tensor<1x2x4x4xf32>) -> tensor<1x2x0x3xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x {output_size = array<i64: 0, 3>}
      : (tensor<1x2x4x4xf32>) -> tensor<1x2x0x3xi64>
  return %0 : tensor<1x2x0x3xi64>
}

func.func @i64(%x: tensor<1x2x6x5xi64>) -> tensor<1x2x4x3xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x {output_size = array<i64: 4, 3>}
      : (tensor<1x2x6x5xi64>) -> tensor<1x2x4x3xi64>
  return %0 : tensor<1x2x4x3xi64>
}

func.func @channels_last(%x: tensor<2x7x10x3xi32>) -> tensor<2x3x4x3xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x
      {output_size = array<i64: 3, 4>, axes = array<i64: 1, 2>}
      : (tensor<2x7x10x3xi32>) -> tensor<2x3x4x3xi64>
  return %0 : tensor<2x3x4x3xi64>
}

func.func @blocks(%x: tensor<1x2x7x10x16xf32>) -> tensor<1x2x3x4x16xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x
      {output_size = array<i64: 3, 4>, axes = array<i64: 2, 3>}
      : (tensor<1x2x7x10x16xf32>) -> tensor<1x2x3x4x16xi64>
  return %0 : tensor<1x2x3x4x16xi64>
}

func.func @blocks_of_integers(%x: tensor<1x8x12x16xi64>) -> tensor<1x2x3x16xi64> {
  %0 = graph.adaptive_max_pool2d_indices %x
      {output_size = array<i64: 2, 3>, axes = array<i64: 1, 2>}
      : (tensor<1x8x12x16xi64>) -> tensor<1x2x3x16xi64>
  return %0 : tensor<1x2x3x16xi64>
}
