func.func @f32_odd(%x: tensor<2x3x7x9xf32>, %g: tensor<2x5x5x8xf32>)
    -> tensor<5x3x3x2xf32> {
  %0 = graph.conv2d_filter_gradient %x, %g {kernel = array<i64: 3, 2>}
      : (tensor<2x3x7x9xf32>, tensor<2x5x5x8xf32>) -> tensor<5x3x3x2xf32>
  return %0 : tensor<5x3x3x2xf32>
}

func.func @f64_padded(%x: tensor<1x2x6x5xf64>, %g: tensor<1x4x6x3xf64>)
    -> tensor<4x2x5x3xf64> {
  %0 = graph.conv2d_filter_gradient %x, %g
      {kernel = array<i64: 5, 3>, padding = array<i64: 2, 0>}
      : (tensor<1x2x6x5xf64>, tensor<1x4x6x3xf64>) -> tensor<4x2x5x3xf64>
  return %0 : tensor<4x2x5x3xf64>
}

func.func @strided(%x: tensor<2x3x9x8xf32>, %g: tensor<2x4x4x3xf32>)
    -> tensor<4x3x3x3xf32> {
  %0 = graph.conv2d_filter_gradient %x, %g
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>}
      : (tensor<2x3x9x8xf32>, tensor<2x4x4x3xf32>) -> tensor<4x3x3x3xf32>
  return %0 : tensor<4x3x3x3xf32>
}

func.func @everything(%x: tensor<2x4x11x10xf64>, %g: tensor<2x6x5x10xf64>)
    -> tensor<6x2x3x2xf64> {
  %0 = graph.conv2d_filter_gradient %x, %g
      {dilations = array<i64: 2, 2>, groups = 2 : i64,
       kernel = array<i64: 3, 2>, padding = array<i64: 1, 1>,
       strides = array<i64: 2, 1>}
      : (tensor<2x4x11x10xf64>, tensor<2x6x5x10xf64>) -> tensor<6x2x3x2xf64>
  return %0 : tensor<6x2x3x2xf64>
}

func.func @depthwise(%x: tensor<2x5x6x6xf32>, %g: tensor<2x5x6x6xf32>)
    -> tensor<5x1x3x3xf32> {
  %0 = graph.conv2d_filter_gradient %x, %g
      {groups = 5 : i64, kernel = array<i64: 3, 3>, padding = array<i64: 1, 1>}
      : (tensor<2x5x6x6xf32>, tensor<2x5x6x6xf32>) -> tensor<5x1x3x3xf32>
  return %0 : tensor<5x1x3x3xf32>
}

func.func @one(%x: tensor<1x1x1x1xf32>, %g: tensor<1x1x1x1xf32>)
    -> tensor<1x1x1x1xf32> {
  %0 = graph.conv2d_filter_gradient %x, %g {kernel = array<i64: 1, 1>}
      : (tensor<1x1x1x1xf32>, tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xf32>
  return %0 : tensor<1x1x1x1xf32>
}

func.func @no_images(%x: tensor<0x3x5x5xf32>, %g: tensor<0x4x3x3xf32>)
    -> tensor<4x3x3x3xf32> {
  %0 = graph.conv2d_filter_gradient %x, %g {kernel = array<i64: 3, 3>}
      : (tensor<0x3x5x5xf32>, tensor<0x4x3x3xf32>) -> tensor<4x3x3x3xf32>
  return %0 : tensor<4x3x3x3xf32>
}

func.func @no_channels(%x: tensor<2x0x5x5xf32>, %g: tensor<2x4x3x3xf32>)
    -> tensor<4x0x3x3xf32> {
  %0 = graph.conv2d_filter_gradient %x, %g {kernel = array<i64: 3, 3>}
      : (tensor<2x0x5x5xf32>, tensor<2x4x3x3xf32>) -> tensor<4x0x3x3xf32>
  return %0 : tensor<4x0x3x3xf32>
}

func.func @only_padding(%x: tensor<2x3x0x2xf32>, %g: tensor<2x4x1x2xf32>)
    -> tensor<4x3x2x3xf32> {
  %0 = graph.conv2d_filter_gradient %x, %g
      {kernel = array<i64: 2, 3>, padding = array<i64: 1, 1>}
      : (tensor<2x3x0x2xf32>, tensor<2x4x1x2xf32>) -> tensor<4x3x2x3xf32>
  return %0 : tensor<4x3x2x3xf32>
}

func.func @bf16(%x: tensor<2x3x5x5xbf16>, %g: tensor<2x4x3x3xbf16>)
    -> tensor<4x3x3x3xbf16> {
  %0 = graph.conv2d_filter_gradient %x, %g {kernel = array<i64: 3, 3>}
      : (tensor<2x3x5x5xbf16>, tensor<2x4x3x3xbf16>) -> tensor<4x3x3x3xbf16>
  return %0 : tensor<4x3x3x3xbf16>
}
