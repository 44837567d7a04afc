func.func @f32_odd(%x: tensor<2x3x7x9xf32>,
                   %w: tensor<2x3x3x2x8xf32>)
    -> tensor<2x2x5x8x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 1, 1>,
       strides = array<i64: 1, 1>}
      : (tensor<2x3x7x9xf32>, tensor<2x3x3x2x8xf32>) -> tensor<2x2x5x8x8xf32>
  return %0 : tensor<2x2x5x8x8xf32>
}

func.func @f64_odd(%x: tensor<2x3x7x9xf64>,
                   %w: tensor<3x3x3x2x4xf64>)
    -> tensor<2x3x5x8x4xf64> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 4 : i64, dilations = array<i64: 1, 1>,
       strides = array<i64: 1, 1>}
      : (tensor<2x3x7x9xf64>, tensor<3x3x3x2x4xf64>) -> tensor<2x3x5x8x4xf64>
  return %0 : tensor<2x3x5x8x4xf64>
}

func.func @narrower_blocks(%x: tensor<1x2x6x5xf32>,
                           %w: tensor<2x2x3x3x16xf32>)
    -> tensor<1x4x4x3x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 1, 1>,
       strides = array<i64: 1, 1>}
      : (tensor<1x2x6x5xf32>, tensor<2x2x3x3x16xf32>) -> tensor<1x4x4x3x8xf32>
  return %0 : tensor<1x4x4x3x8xf32>
}

func.func @single_channels(%x: tensor<1x2x6x5xf32>,
                           %w: tensor<1x2x3x3x8xf32>)
    -> tensor<1x8x4x3x1xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 1 : i64, dilations = array<i64: 1, 1>,
       strides = array<i64: 1, 1>}
      : (tensor<1x2x6x5xf32>, tensor<1x2x3x3x8xf32>) -> tensor<1x8x4x3x1xf32>
  return %0 : tensor<1x8x4x3x1xf32>
}

func.func @strided(%x: tensor<1x3x9x8xf32>,
                   %w: tensor<1x3x3x3x8xf32>)
    -> tensor<1x1x4x6x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 1, 1>,
       strides = array<i64: 2, 1>}
      : (tensor<1x3x9x8xf32>, tensor<1x3x3x3x8xf32>) -> tensor<1x1x4x6x8xf32>
  return %0 : tensor<1x1x4x6x8xf32>
}

func.func @dilated(%x: tensor<1x3x9x8xf32>,
                   %w: tensor<1x3x3x3x8xf32>)
    -> tensor<1x1x5x2x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 2, 3>,
       strides = array<i64: 1, 1>}
      : (tensor<1x3x9x8xf32>, tensor<1x3x3x3x8xf32>) -> tensor<1x1x5x2x8xf32>
  return %0 : tensor<1x1x5x2x8xf32>
}

func.func @everything(%x: tensor<2x5x13x12xf64>,
                      %w: tensor<2x5x3x3x16xf64>)
    -> tensor<2x4x5x8x8xf64> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 2, 2>,
       strides = array<i64: 2, 1>}
      : (tensor<2x5x13x12xf64>, tensor<2x5x3x3x16xf64>) -> tensor<2x4x5x8x8xf64>
  return %0 : tensor<2x4x5x8x8xf64>
}

func.func @one(%x: tensor<1x1x1x1xf32>,
               %w: tensor<1x1x1x1x8xf32>)
    -> tensor<1x1x1x1x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 1, 1>,
       strides = array<i64: 1, 1>}
      : (tensor<1x1x1x1xf32>, tensor<1x1x1x1x8xf32>) -> tensor<1x1x1x1x8xf32>
  return %0 : tensor<1x1x1x1x8xf32>
}

func.func @no_batch(%x: tensor<0x3x5x5xf32>,
                    %w: tensor<1x3x3x3x8xf32>)
    -> tensor<0x1x3x3x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 1, 1>,
       strides = array<i64: 1, 1>}
      : (tensor<0x3x5x5xf32>, tensor<1x3x3x3x8xf32>) -> tensor<0x1x3x3x8xf32>
  return %0 : tensor<0x1x3x3x8xf32>
}

func.func @no_inputs(%x: tensor<1x0x5x5xf32>,
                     %w: tensor<1x0x3x3x8xf32>)
    -> tensor<1x1x3x3x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 1, 1>,
       strides = array<i64: 1, 1>}
      : (tensor<1x0x5x5xf32>, tensor<1x0x3x3x8xf32>) -> tensor<1x1x3x3x8xf32>
  return %0 : tensor<1x1x3x3x8xf32>
}
