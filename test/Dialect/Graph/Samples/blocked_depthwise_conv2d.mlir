func.func @f32_odd(%x: tensor<2x3x7x9x8xf32>, %w: tensor<3x3x2x8xf32>)
    -> tensor<2x3x5x8x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      : (tensor<2x3x7x9x8xf32>, tensor<3x3x2x8xf32>)
      -> tensor<2x3x5x8x8xf32>
  return %0 : tensor<2x3x5x8x8xf32>
}

func.func @f64_odd(%x: tensor<2x2x6x5x4xf64>, %w: tensor<2x2x3x4xf64>)
    -> tensor<2x2x5x3x4xf64> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      : (tensor<2x2x6x5x4xf64>, tensor<2x2x3x4xf64>)
      -> tensor<2x2x5x3x4xf64>
  return %0 : tensor<2x2x5x3x4xf64>
}

func.func @padded(%x: tensor<1x2x7x7x8xf32>, %w: tensor<2x3x3x8xf32>)
    -> tensor<1x2x7x7x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {high = array<i64: 1, 1>, low = array<i64: 1, 1>}
      : (tensor<1x2x7x7x8xf32>, tensor<2x3x3x8xf32>)
      -> tensor<1x2x7x7x8xf32>
  return %0 : tensor<1x2x7x7x8xf32>
}

func.func @padded_unequally(%x: tensor<1x1x6x5x8xf32>, %w: tensor<1x4x4x8xf32>)
    -> tensor<1x1x5x6x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {high = array<i64: 2, 1>, low = array<i64: 0, 3>}
      : (tensor<1x1x6x5x8xf32>, tensor<1x4x4x8xf32>)
      -> tensor<1x1x5x6x8xf32>
  return %0 : tensor<1x1x5x6x8xf32>
}

func.func @strided(%x: tensor<1x2x9x29x8xf32>, %w: tensor<2x3x3x8xf32>)
    -> tensor<1x2x5x15x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {high = array<i64: 1, 1>, low = array<i64: 1, 1>,
       strides = array<i64: 2, 2>}
      : (tensor<1x2x9x29x8xf32>, tensor<2x3x3x8xf32>)
      -> tensor<1x2x5x15x8xf32>
  return %0 : tensor<1x2x5x15x8xf32>
}

func.func @dilated(%x: tensor<1x2x9x11x8xf32>, %w: tensor<2x3x3x8xf32>)
    -> tensor<1x2x9x11x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {dilations = array<i64: 2, 3>, high = array<i64: 2, 3>,
       low = array<i64: 2, 3>}
      : (tensor<1x2x9x11x8xf32>, tensor<2x3x3x8xf32>)
      -> tensor<1x2x9x11x8xf32>
  return %0 : tensor<1x2x9x11x8xf32>
}

func.func @everything(%x: tensor<2x1x13x17x4xf64>, %w: tensor<1x5x3x4xf64>)
    -> tensor<2x1x5x15x4xf64> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {dilations = array<i64: 2, 2>, high = array<i64: 3, 0>,
       low = array<i64: 1, 2>, strides = array<i64: 2, 1>}
      : (tensor<2x1x13x17x4xf64>, tensor<1x5x3x4xf64>)
      -> tensor<2x1x5x15x4xf64>
  return %0 : tensor<2x1x5x15x4xf64>
}

func.func @wide(%x: tensor<1x1x3x61x8xf32>, %w: tensor<1x3x5x8xf32>)
    -> tensor<1x1x3x61x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {high = array<i64: 1, 2>, low = array<i64: 1, 2>}
      : (tensor<1x1x3x61x8xf32>, tensor<1x3x5x8xf32>)
      -> tensor<1x1x3x61x8xf32>
  return %0 : tensor<1x1x3x61x8xf32>
}

func.func @seven_taps(%x: tensor<1x1x8x20x8xf32>, %w: tensor<1x7x7x8xf32>)
    -> tensor<1x1x8x20x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {high = array<i64: 3, 3>, low = array<i64: 3, 3>}
      : (tensor<1x1x8x20x8xf32>, tensor<1x7x7x8xf32>)
      -> tensor<1x1x8x20x8xf32>
  return %0 : tensor<1x1x8x20x8xf32>
}

func.func @long_kernel(%x: tensor<1x1x2x30x8xf32>, %w: tensor<1x1x15x8xf32>)
    -> tensor<1x1x2x30x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {high = array<i64: 0, 7>, low = array<i64: 0, 7>}
      : (tensor<1x1x2x30x8xf32>, tensor<1x1x15x8xf32>)
      -> tensor<1x1x2x30x8xf32>
  return %0 : tensor<1x1x2x30x8xf32>
}

func.func @very_long_kernel(%x: tensor<1x1x1x50x4xf32>, %w: tensor<1x1x35x4xf32>)
    -> tensor<1x1x1x21x4xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {high = array<i64: 0, 3>, low = array<i64: 0, 2>}
      : (tensor<1x1x1x50x4xf32>, tensor<1x1x35x4xf32>)
      -> tensor<1x1x1x21x4xf32>
  return %0 : tensor<1x1x1x21x4xf32>
}

func.func @larger_than_input(%x: tensor<1x1x2x2x8xf32>, %w: tensor<1x5x5x8xf32>)
    -> tensor<1x1x2x2x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {high = array<i64: 2, 2>, low = array<i64: 2, 2>}
      : (tensor<1x1x2x2x8xf32>, tensor<1x5x5x8xf32>)
      -> tensor<1x1x2x2x8xf32>
  return %0 : tensor<1x1x2x2x8xf32>
}

func.func @single_channels(%x: tensor<1x3x5x6x1xf32>, %w: tensor<3x3x3x1xf32>)
    -> tensor<1x3x5x6x1xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {high = array<i64: 1, 1>, low = array<i64: 1, 1>}
      : (tensor<1x3x5x6x1xf32>, tensor<3x3x3x1xf32>)
      -> tensor<1x3x5x6x1xf32>
  return %0 : tensor<1x3x5x6x1xf32>
}

func.func @one(%x: tensor<1x1x1x1x8xf32>, %w: tensor<1x1x1x8xf32>)
    -> tensor<1x1x1x1x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      : (tensor<1x1x1x1x8xf32>, tensor<1x1x1x8xf32>)
      -> tensor<1x1x1x1x8xf32>
  return %0 : tensor<1x1x1x1x8xf32>
}

func.func @mostly_padding(%x: tensor<1x1x1x1x8xf32>, %w: tensor<1x3x3x8xf32>)
    -> tensor<1x1x11x9x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {high = array<i64: 7, 4>, low = array<i64: 5, 6>}
      : (tensor<1x1x1x1x8xf32>, tensor<1x3x3x8xf32>)
      -> tensor<1x1x11x9x8xf32>
  return %0 : tensor<1x1x11x9x8xf32>
}

func.func @no_batch(%x: tensor<0x2x5x5x8xf32>, %w: tensor<2x3x3x8xf32>)
    -> tensor<0x2x3x3x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      : (tensor<0x2x5x5x8xf32>, tensor<2x3x3x8xf32>)
      -> tensor<0x2x3x3x8xf32>
  return %0 : tensor<0x2x3x3x8xf32>
}

func.func @no_channels(%x: tensor<1x0x5x5x8xf32>, %w: tensor<0x3x3x8xf32>)
    -> tensor<1x0x3x3x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      : (tensor<1x0x5x5x8xf32>, tensor<0x3x3x8xf32>)
      -> tensor<1x0x3x3x8xf32>
  return %0 : tensor<1x0x3x3x8xf32>
}

func.func @no_columns(%x: tensor<1x1x5x0x8xf32>, %w: tensor<1x3x3x8xf32>)
    -> tensor<1x1x3x2x8xf32> {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      {high = array<i64: 0, 3>, low = array<i64: 0, 1>}
      : (tensor<1x1x5x0x8xf32>, tensor<1x3x3x8xf32>)
      -> tensor<1x1x3x2x8xf32>
  return %0 : tensor<1x1x3x2x8xf32>
}
