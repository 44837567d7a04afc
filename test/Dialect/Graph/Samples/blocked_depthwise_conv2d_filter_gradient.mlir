func.func @f32_odd(%x: tensor<2x3x7x9x8xf32>, %g: tensor<2x3x5x8x8xf32>)
    -> tensor<3x3x2x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 3, 2>}
      : (tensor<2x3x7x9x8xf32>, tensor<2x3x5x8x8xf32>) -> tensor<3x3x2x8xf32>
  return %0 : tensor<3x3x2x8xf32>
}

func.func @f64_odd(%x: tensor<2x2x6x5x4xf64>, %g: tensor<2x2x5x3x4xf64>)
    -> tensor<2x2x3x4xf64> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 2, 3>}
      : (tensor<2x2x6x5x4xf64>, tensor<2x2x5x3x4xf64>) -> tensor<2x2x3x4xf64>
  return %0 : tensor<2x2x3x4xf64>
}

func.func @padded(%x: tensor<3x2x7x14x8xf32>, %g: tensor<3x2x7x14x8xf32>)
    -> tensor<2x3x3x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 3, 3>, low = array<i64: 1, 1>}
      : (tensor<3x2x7x14x8xf32>, tensor<3x2x7x14x8xf32>) -> tensor<2x3x3x8xf32>
  return %0 : tensor<2x3x3x8xf32>
}

func.func @padded_unequally(%x: tensor<1x1x6x5x8xf32>, %g: tensor<1x1x5x6x8xf32>)
    -> tensor<1x4x4x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 4, 4>, low = array<i64: 0, 3>}
      : (tensor<1x1x6x5x8xf32>, tensor<1x1x5x6x8xf32>) -> tensor<1x4x4x8xf32>
  return %0 : tensor<1x4x4x8xf32>
}

func.func @strided(%x: tensor<1x2x9x29x8xf32>, %g: tensor<1x2x5x15x8xf32>)
    -> tensor<2x3x3x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 3, 3>, low = array<i64: 1, 1>, strides = array<i64: 2, 2>}
      : (tensor<1x2x9x29x8xf32>, tensor<1x2x5x15x8xf32>) -> tensor<2x3x3x8xf32>
  return %0 : tensor<2x3x3x8xf32>
}

func.func @dilated(%x: tensor<1x2x9x31x8xf32>, %g: tensor<1x2x9x31x8xf32>)
    -> tensor<2x3x3x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {dilations = array<i64: 2, 3>, kernel = array<i64: 3, 3>, low = array<i64: 2, 3>}
      : (tensor<1x2x9x31x8xf32>, tensor<1x2x9x31x8xf32>) -> tensor<2x3x3x8xf32>
  return %0 : tensor<2x3x3x8xf32>
}

func.func @wide_window(%x: tensor<1x1x8x12x8xf32>, %g: tensor<1x1x8x12x8xf32>)
    -> tensor<1x5x7x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 5, 7>, low = array<i64: 2, 3>}
      : (tensor<1x1x8x12x8xf32>, tensor<1x1x8x12x8xf32>) -> tensor<1x5x7x8xf32>
  return %0 : tensor<1x5x7x8xf32>
}

func.func @window_larger_than_input(%x: tensor<2x1x2x3x8xf32>, %g: tensor<2x1x6x7x8xf32>)
    -> tensor<1x5x5x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 5, 5>, low = array<i64: 4, 4>}
      : (tensor<2x1x2x3x8xf32>, tensor<2x1x6x7x8xf32>) -> tensor<1x5x5x8xf32>
  return %0 : tensor<1x5x5x8xf32>
}

func.func @very_wide_window(%x: tensor<1x1x3x40x8xf32>, %g: tensor<1x1x3x9x8xf32>)
    -> tensor<1x1x35x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 1, 35>, low = array<i64: 0, 2>}
      : (tensor<1x1x3x40x8xf32>, tensor<1x1x3x9x8xf32>) -> tensor<1x1x35x8xf32>
  return %0 : tensor<1x1x35x8xf32>
}

func.func @very_wide_strided(%x: tensor<2x1x2x41x8xf32>, %g: tensor<2x1x2x8x8xf32>)
    -> tensor<1x2x33x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 2, 33>, low = array<i64: 1, 3>, strides = array<i64: 1, 2>}
      : (tensor<2x1x2x41x8xf32>, tensor<2x1x2x8x8xf32>) -> tensor<1x2x33x8xf32>
  return %0 : tensor<1x2x33x8xf32>
}

func.func @one_tap(%x: tensor<2x2x3x5x8xf32>, %g: tensor<2x2x3x5x8xf32>)
    -> tensor<2x1x1x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 1, 1>}
      : (tensor<2x2x3x5x8xf32>, tensor<2x2x3x5x8xf32>) -> tensor<2x1x1x8xf32>
  return %0 : tensor<2x1x1x8xf32>
}

func.func @one_element(%x: tensor<1x1x1x1x8xf32>, %g: tensor<1x1x1x1x8xf32>)
    -> tensor<1x1x1x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 1, 1>}
      : (tensor<1x1x1x1x8xf32>, tensor<1x1x1x1x8xf32>) -> tensor<1x1x1x8xf32>
  return %0 : tensor<1x1x1x8xf32>
}

func.func @only_padding(%x: tensor<1x1x1x1x8xf32>, %g: tensor<1x1x1x1x8xf32>)
    -> tensor<1x3x3x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 3, 3>, low = array<i64: 1, 1>}
      : (tensor<1x1x1x1x8xf32>, tensor<1x1x1x1x8xf32>) -> tensor<1x3x3x8xf32>
  return %0 : tensor<1x3x3x8xf32>
}

func.func @four_lanes(%x: tensor<2x2x5x6x4xf32>, %g: tensor<2x2x5x6x4xf32>)
    -> tensor<2x3x3x4xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 3, 3>, low = array<i64: 1, 1>}
      : (tensor<2x2x5x6x4xf32>, tensor<2x2x5x6x4xf32>) -> tensor<2x3x3x4xf32>
  return %0 : tensor<2x3x3x4xf32>
}

func.func @sixteen_lanes(%x: tensor<1x2x5x6x16xf32>, %g: tensor<1x2x5x6x16xf32>)
    -> tensor<2x3x3x16xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 3, 3>, low = array<i64: 1, 1>}
      : (tensor<1x2x5x6x16xf32>, tensor<1x2x5x6x16xf32>) -> tensor<2x3x3x16xf32>
  return %0 : tensor<2x3x3x16xf32>
}

func.func @no_images(%x: tensor<0x2x5x6x8xf32>, %g: tensor<0x2x5x6x8xf32>)
    -> tensor<2x3x3x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 3, 3>, low = array<i64: 1, 1>}
      : (tensor<0x2x5x6x8xf32>, tensor<0x2x5x6x8xf32>) -> tensor<2x3x3x8xf32>
  return %0 : tensor<2x3x3x8xf32>
}

func.func @no_blocks(%x: tensor<1x0x5x6x8xf32>, %g: tensor<1x0x5x6x8xf32>)
    -> tensor<0x3x3x8xf32> {
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %x, %g
      {kernel = array<i64: 3, 3>, low = array<i64: 1, 1>}
      : (tensor<1x0x5x6x8xf32>, tensor<1x0x5x6x8xf32>) -> tensor<0x3x3x8xf32>
  return %0 : tensor<0x3x3x8xf32>
}
