func.func @f32_odd(%x: tensor<2x3x7x9xf32>,
    %g: tensor<2x2x5x8x8xf32>) -> tensor<2x3x3x2x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 3 : i64, kernel = array<i64: 3, 2>, outputs = 13 : i64}
      : (tensor<2x3x7x9xf32>, tensor<2x2x5x8x8xf32>)
      -> tensor<2x3x3x2x8xf32>
  return %0 : tensor<2x3x3x2x8xf32>
}

func.func @f64_odd(%x: tensor<2x3x7x9xf64>,
    %g: tensor<2x3x5x8x4xf64>) -> tensor<3x3x3x2x4xf64> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 3 : i64, kernel = array<i64: 3, 2>, outputs = 11 : i64}
      : (tensor<2x3x7x9xf64>, tensor<2x3x5x8x4xf64>)
      -> tensor<3x3x3x2x4xf64>
  return %0 : tensor<3x3x3x2x4xf64>
}

func.func @blocks(%x: tensor<2x2x6x5x8xf32>,
    %g: tensor<2x3x6x5x8xf32>) -> tensor<3x16x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 16 : i64, kernel = array<i64: 3, 3>, low = array<i64: 1, 1>,
       outputs = 24 : i64}
      : (tensor<2x2x6x5x8xf32>, tensor<2x3x6x5x8xf32>)
      -> tensor<3x16x3x3x8xf32>
  return %0 : tensor<3x16x3x3x8xf32>
}

func.func @blocks_with_rest(%x: tensor<3x2x6x5x8xf32>,
    %g: tensor<3x2x6x5x8xf32>) -> tensor<2x11x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 11 : i64, kernel = array<i64: 3, 3>, low = array<i64: 1, 1>,
       outputs = 13 : i64}
      : (tensor<3x2x6x5x8xf32>, tensor<3x2x6x5x8xf32>)
      -> tensor<2x11x3x3x8xf32>
  return %0 : tensor<2x11x3x3x8xf32>
}

func.func @wide_panels(%x: tensor<1x2x5x4x8xf32>,
    %g: tensor<1x8x5x4x8xf32>) -> tensor<8x9x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 9 : i64, kernel = array<i64: 3, 3>, low = array<i64: 1, 1>,
       outputs = 60 : i64}
      : (tensor<1x2x5x4x8xf32>, tensor<1x8x5x4x8xf32>)
      -> tensor<8x9x3x3x8xf32>
  return %0 : tensor<8x9x3x3x8xf32>
}

func.func @several_chunks_of_images(%x: tensor<7x2x7x8x4xf64>,
    %g: tensor<7x3x7x8x4xf64>) -> tensor<3x5x3x3x4xf64> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 5 : i64, kernel = array<i64: 3, 3>, low = array<i64: 1, 1>,
       outputs = 9 : i64}
      : (tensor<7x2x7x8x4xf64>, tensor<7x3x7x8x4xf64>)
      -> tensor<3x5x3x3x4xf64>
  return %0 : tensor<3x5x3x3x4xf64>
}

func.func @strided(%x: tensor<2x1x9x11x8xf32>,
    %g: tensor<2x1x5x4x8xf32>) -> tensor<1x8x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 8 : i64, kernel = array<i64: 3, 3>, low = array<i64: 1, 1>,
       outputs = 8 : i64, strides = array<i64: 2, 3>}
      : (tensor<2x1x9x11x8xf32>, tensor<2x1x5x4x8xf32>)
      -> tensor<1x8x3x3x8xf32>
  return %0 : tensor<1x8x3x3x8xf32>
}

func.func @dilated(%x: tensor<2x1x11x12x8xf32>,
    %g: tensor<2x1x11x8x8xf32>) -> tensor<1x8x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {dilations = array<i64: 2, 3>, inputs = 8 : i64,
       kernel = array<i64: 3, 3>, low = array<i64: 2, 1>, outputs = 8 : i64}
      : (tensor<2x1x11x12x8xf32>, tensor<2x1x11x8x8xf32>)
      -> tensor<1x8x3x3x8xf32>
  return %0 : tensor<1x8x3x3x8xf32>
}

func.func @one_tap(%x: tensor<2x2x5x7x8xf32>,
    %g: tensor<2x3x5x7x8xf32>) -> tensor<3x16x1x1x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 16 : i64, kernel = array<i64: 1, 1>, outputs = 24 : i64}
      : (tensor<2x2x5x7x8xf32>, tensor<2x3x5x7x8xf32>)
      -> tensor<3x16x1x1x8xf32>
  return %0 : tensor<3x16x1x1x8xf32>
}

func.func @one_tap_of_long_rows(%x: tensor<2x2x3x40x8xf32>,
    %g: tensor<2x3x3x40x8xf32>) -> tensor<3x16x1x1x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 16 : i64, kernel = array<i64: 1, 1>, outputs = 24 : i64}
      : (tensor<2x2x3x40x8xf32>, tensor<2x3x3x40x8xf32>)
      -> tensor<3x16x1x1x8xf32>
  return %0 : tensor<3x16x1x1x8xf32>
}

func.func @one_tap_strided(%x: tensor<2x2x5x7x8xf32>,
    %g: tensor<2x3x3x4x8xf32>) -> tensor<3x16x1x1x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 16 : i64, kernel = array<i64: 1, 1>, outputs = 24 : i64,
       strides = array<i64: 2, 2>}
      : (tensor<2x2x5x7x8xf32>, tensor<2x3x3x4x8xf32>)
      -> tensor<3x16x1x1x8xf32>
  return %0 : tensor<3x16x1x1x8xf32>
}

func.func @more_before_than_behind(%x: tensor<1x1x5x6x8xf32>,
    %g: tensor<1x1x5x5x8xf32>) -> tensor<1x8x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 8 : i64, kernel = array<i64: 3, 3>, low = array<i64: 2, 1>,
       outputs = 8 : i64}
      : (tensor<1x1x5x6x8xf32>, tensor<1x1x5x5x8xf32>)
      -> tensor<1x8x3x3x8xf32>
  return %0 : tensor<1x8x3x3x8xf32>
}

func.func @long_windows(%x: tensor<2x1x4x20x8xf32>,
    %g: tensor<2x1x4x20x8xf32>) -> tensor<1x8x1x13x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 8 : i64, kernel = array<i64: 1, 13>, low = array<i64: 0, 6>,
       outputs = 8 : i64}
      : (tensor<2x1x4x20x8xf32>, tensor<2x1x4x20x8xf32>)
      -> tensor<1x8x1x13x8xf32>
  return %0 : tensor<1x8x1x13x8xf32>
}

func.func @groups(%x: tensor<2x2x6x6x8xf32>,
    %g: tensor<2x4x6x6x8xf32>) -> tensor<4x8x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {groups = 2 : i64, inputs = 16 : i64, kernel = array<i64: 3, 3>,
       low = array<i64: 1, 1>, outputs = 32 : i64}
      : (tensor<2x2x6x6x8xf32>, tensor<2x4x6x6x8xf32>)
      -> tensor<4x8x3x3x8xf32>
  return %0 : tensor<4x8x3x3x8xf32>
}

func.func @groups_of_planes(%x: tensor<2x6x6x6xf32>,
    %g: tensor<2x6x6x6x8xf32>) -> tensor<6x3x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {groups = 2 : i64, inputs = 6 : i64, kernel = array<i64: 3, 3>,
       low = array<i64: 1, 1>, outputs = 48 : i64}
      : (tensor<2x6x6x6xf32>, tensor<2x6x6x6x8xf32>)
      -> tensor<6x3x3x3x8xf32>
  return %0 : tensor<6x3x3x3x8xf32>
}

func.func @many_planes(%x: tensor<1x37x4x4xf32>,
    %g: tensor<1x1x4x4x8xf32>) -> tensor<1x37x1x1x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 37 : i64, kernel = array<i64: 1, 1>, outputs = 5 : i64}
      : (tensor<1x37x4x4xf32>, tensor<1x1x4x4x8xf32>)
      -> tensor<1x37x1x1x8xf32>
  return %0 : tensor<1x37x1x1x8xf32>
}

func.func @single_channels(%x: tensor<1x2x4x5xf32>,
    %g: tensor<1x3x3x4x1xf32>) -> tensor<3x2x2x2x1xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 2 : i64, kernel = array<i64: 2, 2>, outputs = 3 : i64}
      : (tensor<1x2x4x5xf32>, tensor<1x3x3x4x1xf32>)
      -> tensor<3x2x2x2x1xf32>
  return %0 : tensor<3x2x2x2x1xf32>
}

func.func @sixteen_lanes(%x: tensor<2x2x6x7x16xf32>,
    %g: tensor<2x3x6x7x16xf32>) -> tensor<3x19x3x3x16xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 19 : i64, kernel = array<i64: 3, 3>, low = array<i64: 1, 1>,
       outputs = 40 : i64}
      : (tensor<2x2x6x7x16xf32>, tensor<2x3x6x7x16xf32>)
      -> tensor<3x19x3x3x16xf32>
  return %0 : tensor<3x19x3x3x16xf32>
}

func.func @everything(%x: tensor<2x2x13x12x4xf64>,
    %g: tensor<2x4x5x13x4xf64>) -> tensor<4x4x3x2x4xf64> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {dilations = array<i64: 2, 2>, groups = 2 : i64, inputs = 8 : i64,
       kernel = array<i64: 3, 2>, low = array<i64: 1, 2>, outputs = 16 : i64,
       strides = array<i64: 2, 1>}
      : (tensor<2x2x13x12x4xf64>, tensor<2x4x5x13x4xf64>)
      -> tensor<4x4x3x2x4xf64>
  return %0 : tensor<4x4x3x2x4xf64>
}

func.func @one(%x: tensor<1x1x1x1xf32>,
    %g: tensor<1x1x1x1x8xf32>) -> tensor<1x1x1x1x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 1 : i64, kernel = array<i64: 1, 1>, outputs = 1 : i64}
      : (tensor<1x1x1x1xf32>, tensor<1x1x1x1x8xf32>)
      -> tensor<1x1x1x1x8xf32>
  return %0 : tensor<1x1x1x1x8xf32>
}

func.func @no_images(%x: tensor<0x1x5x5x8xf32>,
    %g: tensor<0x1x3x3x8xf32>) -> tensor<1x8x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 8 : i64, kernel = array<i64: 3, 3>, outputs = 8 : i64}
      : (tensor<0x1x5x5x8xf32>, tensor<0x1x3x3x8xf32>)
      -> tensor<1x8x3x3x8xf32>
  return %0 : tensor<1x8x3x3x8xf32>
}

func.func @no_inputs(%x: tensor<2x0x5x5xf32>,
    %g: tensor<2x1x3x3x8xf32>) -> tensor<1x0x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 0 : i64, kernel = array<i64: 3, 3>, outputs = 8 : i64}
      : (tensor<2x0x5x5xf32>, tensor<2x1x3x3x8xf32>)
      -> tensor<1x0x3x3x8xf32>
  return %0 : tensor<1x0x3x3x8xf32>
}

func.func @no_outputs(%x: tensor<2x1x5x5x8xf32>,
    %g: tensor<2x0x3x3x8xf32>) -> tensor<0x8x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 8 : i64, kernel = array<i64: 3, 3>, outputs = 0 : i64}
      : (tensor<2x1x5x5x8xf32>, tensor<2x0x3x3x8xf32>)
      -> tensor<0x8x3x3x8xf32>
  return %0 : tensor<0x8x3x3x8xf32>
}

func.func @only_padding(%x: tensor<2x1x0x2x8xf32>,
    %g: tensor<2x1x1x2x8xf32>) -> tensor<1x8x2x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 8 : i64, kernel = array<i64: 2, 3>, low = array<i64: 1, 1>,
       outputs = 8 : i64}
      : (tensor<2x1x0x2x8xf32>, tensor<2x1x1x2x8xf32>)
      -> tensor<1x8x2x3x8xf32>
  return %0 : tensor<1x8x2x3x8xf32>
}

func.func @several_chunks(%x: tensor<3x2x19x18x8xf32>,
    %g: tensor<3x3x19x18x8xf32>) -> tensor<3x12x3x3x8xf32> {
  %0 = graph.blocked_conv2d_filter_gradient %x, %g
      {inputs = 12 : i64, kernel = array<i64: 3, 3>, low = array<i64: 1, 1>,
       outputs = 21 : i64}
      : (tensor<3x2x19x18x8xf32>, tensor<3x3x19x18x8xf32>)
      -> tensor<3x12x3x3x8xf32>
  return %0 : tensor<3x12x3x3x8xf32>
}
