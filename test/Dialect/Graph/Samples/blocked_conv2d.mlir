func.func @f32_odd(%x: tensor<2x3x7x9xf32>, %w: tensor<2x3x3x2x8xf32>)
    -> tensor<2x2x5x8x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<2x3x7x9xf32>, tensor<2x3x3x2x8xf32>)
      -> tensor<2x2x5x8x8xf32>
  return %0 : tensor<2x2x5x8x8xf32>
}

func.func @f64_odd(%x: tensor<2x3x7x9xf64>, %w: tensor<3x3x3x2x4xf64>)
    -> tensor<2x3x5x8x4xf64> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 4 : i64, inputs = 3 : i64, outputs = 11 : i64}
      : (tensor<2x3x7x9xf64>, tensor<3x3x3x2x4xf64>)
      -> tensor<2x3x5x8x4xf64>
  return %0 : tensor<2x3x5x8x4xf64>
}

func.func @wide_panels(%x: tensor<1x2x6x5xf32>, %w: tensor<2x2x3x3x16xf32>)
    -> tensor<1x4x4x3x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, inputs = 2 : i64, outputs = 32 : i64}
      : (tensor<1x2x6x5xf32>, tensor<2x2x3x3x16xf32>)
      -> tensor<1x4x4x3x8xf32>
  return %0 : tensor<1x4x4x3x8xf32>
}

func.func @single_channels(%x: tensor<1x2x6x5xf32>, %w: tensor<1x2x3x3x8xf32>)
    -> tensor<1x8x4x3x1xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 1 : i64, inputs = 2 : i64, outputs = 8 : i64}
      : (tensor<1x2x6x5xf32>, tensor<1x2x3x3x8xf32>)
      -> tensor<1x8x4x3x1xf32>
  return %0 : tensor<1x8x4x3x1xf32>
}

func.func @strided(%x: tensor<1x3x9x8xf32>, %w: tensor<1x3x3x3x8xf32>)
    -> tensor<1x1x4x6x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 8 : i64,
       strides = array<i64: 2, 1>}
      : (tensor<1x3x9x8xf32>, tensor<1x3x3x3x8xf32>)
      -> tensor<1x1x4x6x8xf32>
  return %0 : tensor<1x1x4x6x8xf32>
}

func.func @dilated(%x: tensor<1x3x9x8xf32>, %w: tensor<1x3x3x3x8xf32>)
    -> tensor<1x1x5x2x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 2, 3>, inputs = 3 : i64,
       outputs = 8 : i64}
      : (tensor<1x3x9x8xf32>, tensor<1x3x3x3x8xf32>)
      -> tensor<1x1x5x2x8xf32>
  return %0 : tensor<1x1x5x2x8xf32>
}

func.func @everything(%x: tensor<2x5x13x12xf64>, %w: tensor<2x5x3x3x16xf64>)
    -> tensor<2x4x7x10x8xf64> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 2, 2>,
       high = array<i64: 3, 0>, inputs = 5 : i64, low = array<i64: 1, 2>,
       outputs = 30 : i64, strides = array<i64: 2, 1>}
      : (tensor<2x5x13x12xf64>, tensor<2x5x3x3x16xf64>)
      -> tensor<2x4x7x10x8xf64>
  return %0 : tensor<2x4x7x10x8xf64>
}

func.func @one(%x: tensor<1x1x1x1xf32>, %w: tensor<1x1x1x1x8xf32>)
    -> tensor<1x1x1x1x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, inputs = 1 : i64, outputs = 8 : i64}
      : (tensor<1x1x1x1xf32>, tensor<1x1x1x1x8xf32>)
      -> tensor<1x1x1x1x8xf32>
  return %0 : tensor<1x1x1x1x8xf32>
}

func.func @no_batch(%x: tensor<0x3x5x5xf32>, %w: tensor<1x3x3x3x8xf32>)
    -> tensor<0x1x3x3x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 8 : i64}
      : (tensor<0x3x5x5xf32>, tensor<1x3x3x3x8xf32>)
      -> tensor<0x1x3x3x8xf32>
  return %0 : tensor<0x1x3x3x8xf32>
}

func.func @no_inputs(%x: tensor<1x0x5x5xf32>, %w: tensor<1x0x3x3x8xf32>)
    -> tensor<1x1x3x3x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, inputs = 0 : i64, outputs = 8 : i64}
      : (tensor<1x0x5x5xf32>, tensor<1x0x3x3x8xf32>)
      -> tensor<1x1x3x3x8xf32>
  return %0 : tensor<1x1x3x3x8xf32>
}

func.func @no_outputs(%x: tensor<1x3x5x5xf32>, %w: tensor<0x3x3x3x8xf32>)
    -> tensor<1x0x3x3x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 0 : i64}
      : (tensor<1x3x5x5xf32>, tensor<0x3x3x3x8xf32>)
      -> tensor<1x0x3x3x8xf32>
  return %0 : tensor<1x0x3x3x8xf32>
}

func.func @no_rows(%x: tensor<1x3x0x5xf32>, %w: tensor<1x3x3x3x8xf32>)
    -> tensor<1x1x1x3x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 1, 0>, inputs = 3 : i64,
       low = array<i64: 2, 0>, outputs = 8 : i64}
      : (tensor<1x3x0x5xf32>, tensor<1x3x3x3x8xf32>)
      -> tensor<1x1x1x3x8xf32>
  return %0 : tensor<1x1x1x3x8xf32>
}

func.func @padded(%x: tensor<2x3x7x9xf32>, %w: tensor<1x3x3x3x16xf32>)
    -> tensor<2x2x7x9x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 1, 1>, inputs = 3 : i64,
       low = array<i64: 1, 1>, outputs = 16 : i64}
      : (tensor<2x3x7x9xf32>, tensor<1x3x3x3x16xf32>)
      -> tensor<2x2x7x9x8xf32>
  return %0 : tensor<2x2x7x9x8xf32>
}

func.func @padded_unequally(%x: tensor<1x2x6x5xf32>, %w: tensor<1x2x4x4x8xf32>)
    -> tensor<1x1x5x6x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 2, 1>, inputs = 2 : i64,
       low = array<i64: 0, 3>, outputs = 8 : i64}
      : (tensor<1x2x6x5xf32>, tensor<1x2x4x4x8xf32>)
      -> tensor<1x1x5x6x8xf32>
  return %0 : tensor<1x1x5x6x8xf32>
}

func.func @mostly_padding(%x: tensor<1x2x1x1xf32>, %w: tensor<1x2x3x3x8xf32>)
    -> tensor<1x1x10x14x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 6, 8>, inputs = 2 : i64,
       low = array<i64: 5, 7>, outputs = 8 : i64}
      : (tensor<1x2x1x1xf32>, tensor<1x2x3x3x8xf32>)
      -> tensor<1x1x10x14x8xf32>
  return %0 : tensor<1x1x10x14x8xf32>
}

func.func @blocks(%x: tensor<2x2x7x9x8xf32>, %w: tensor<2x2x3x3x8x8xf32>)
    -> tensor<2x2x7x9x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 1, 1>, inputs = 16 : i64,
       low = array<i64: 1, 1>, outputs = 16 : i64}
      : (tensor<2x2x7x9x8xf32>, tensor<2x2x3x3x8x8xf32>)
      -> tensor<2x2x7x9x8xf32>
  return %0 : tensor<2x2x7x9x8xf32>
}

func.func @blocks_not_full(%x: tensor<1x2x5x6x8xf32>, %w: tensor<1x2x3x2x8x16xf32>)
    -> tensor<1x2x4x6x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 0, 1>, inputs = 11 : i64,
       low = array<i64: 1, 0>, outputs = 13 : i64}
      : (tensor<1x2x5x6x8xf32>, tensor<1x2x3x2x8x16xf32>)
      -> tensor<1x2x4x6x8xf32>
  return %0 : tensor<1x2x4x6x8xf32>
}

func.func @few_in_a_block(%x: tensor<1x1x5x6x8xf32>, %w: tensor<1x1x3x3x8x8xf32>)
    -> tensor<1x1x3x4x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 5 : i64}
      : (tensor<1x1x5x6x8xf32>, tensor<1x1x3x3x8x8xf32>)
      -> tensor<1x1x3x4x8xf32>
  return %0 : tensor<1x1x3x4x8xf32>
}

func.func @blocks_f64(%x: tensor<1x2x6x7x4xf64>, %w: tensor<2x2x3x3x4x8xf64>)
    -> tensor<1x3x6x7x4xf64> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 4 : i64, high = array<i64: 1, 1>, inputs = 7 : i64,
       low = array<i64: 1, 1>, outputs = 9 : i64}
      : (tensor<1x2x6x7x4xf64>, tensor<2x2x3x3x4x8xf64>)
      -> tensor<1x3x6x7x4xf64>
  return %0 : tensor<1x3x6x7x4xf64>
}

func.func @blocks_of_two_sizes(%x: tensor<1x2x5x4x4xf32>, %w: tensor<2x2x1x3x4x8xf32>)
    -> tensor<1x2x5x4x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 0, 1>, inputs = 6 : i64,
       low = array<i64: 0, 1>, outputs = 10 : i64}
      : (tensor<1x2x5x4x4xf32>, tensor<2x2x1x3x4x8xf32>)
      -> tensor<1x2x5x4x8xf32>
  return %0 : tensor<1x2x5x4x8xf32>
}

func.func @three_vectors(%x: tensor<1x1x7x7x8xf32>, %w: tensor<3x1x3x3x8x24xf32>)
    -> tensor<1x8x7x7x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 1, 1>, inputs = 8 : i64,
       low = array<i64: 1, 1>, outputs = 64 : i64}
      : (tensor<1x1x7x7x8xf32>, tensor<3x1x3x3x8x24xf32>)
      -> tensor<1x8x7x7x8xf32>
  return %0 : tensor<1x8x7x7x8xf32>
}

func.func @pointwise(%x: tensor<2x3x5x7x8xf32>, %w: tensor<2x3x1x1x8x16xf32>)
    -> tensor<2x3x5x7x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, inputs = 17 : i64, outputs = 24 : i64}
      : (tensor<2x3x5x7x8xf32>, tensor<2x3x1x1x8x16xf32>)
      -> tensor<2x3x5x7x8xf32>
  return %0 : tensor<2x3x5x7x8xf32>
}

func.func @pointwise_strided(%x: tensor<1x2x9x8x8xf32>, %w: tensor<1x2x1x1x8x16xf32>)
    -> tensor<1x2x5x4x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, inputs = 16 : i64, outputs = 16 : i64,
       strides = array<i64: 2, 2>}
      : (tensor<1x2x9x8x8xf32>, tensor<1x2x1x1x8x16xf32>)
      -> tensor<1x2x5x4x8xf32>
  return %0 : tensor<1x2x5x4x8xf32>
}

func.func @pointwise_padded(%x: tensor<1x1x3x4x8xf32>, %w: tensor<1x1x1x1x8x8xf32>)
    -> tensor<1x1x6x7x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 2, 1>, inputs = 8 : i64,
       low = array<i64: 1, 2>, outputs = 8 : i64}
      : (tensor<1x1x3x4x8xf32>, tensor<1x1x1x1x8x8xf32>)
      -> tensor<1x1x6x7x8xf32>
  return %0 : tensor<1x1x6x7x8xf32>
}

func.func @wide_strided(%x: tensor<1x1x3x40x8xf32>, %w: tensor<1x1x3x3x8x8xf32>)
    -> tensor<1x1x3x20x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 1, 1>, inputs = 8 : i64,
       low = array<i64: 1, 1>, outputs = 8 : i64, strides = array<i64: 1, 2>}
      : (tensor<1x1x3x40x8xf32>, tensor<1x1x3x3x8x8xf32>)
      -> tensor<1x1x3x20x8xf32>
  return %0 : tensor<1x1x3x20x8xf32>
}

func.func @wide_dilated(%x: tensor<1x1x4x40x8xf32>, %w: tensor<1x1x2x3x8x16xf32>)
    -> tensor<1x2x4x40x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 2, 9>,
       high = array<i64: 1, 9>, inputs = 8 : i64, low = array<i64: 1, 9>,
       outputs = 16 : i64}
      : (tensor<1x1x4x40x8xf32>, tensor<1x1x2x3x8x16xf32>)
      -> tensor<1x2x4x40x8xf32>
  return %0 : tensor<1x2x4x40x8xf32>
}

func.func @far_apart(%x: tensor<1x3x1x70xf32>, %w: tensor<1x3x1x3x8xf32>)
    -> tensor<1x1x1x70x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, dilations = array<i64: 1, 25>, inputs = 3 : i64,
       low = array<i64: 0, 50>, outputs = 8 : i64}
      : (tensor<1x3x1x70xf32>, tensor<1x3x1x3x8xf32>)
      -> tensor<1x1x1x70x8xf32>
  return %0 : tensor<1x1x1x70x8xf32>
}

func.func @long_kernel(%x: tensor<1x1x1x40x8xf32>, %w: tensor<1x1x1x15x8x8xf32>)
    -> tensor<1x1x1x40x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 0, 7>, inputs = 8 : i64,
       low = array<i64: 0, 7>, outputs = 8 : i64}
      : (tensor<1x1x1x40x8xf32>, tensor<1x1x1x15x8x8xf32>)
      -> tensor<1x1x1x40x8xf32>
  return %0 : tensor<1x1x1x40x8xf32>
}

func.func @larger_than_input(%x: tensor<1x1x3x3x8xf32>, %w: tensor<1x1x7x7x8x8xf32>)
    -> tensor<1x1x3x3x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, high = array<i64: 3, 3>, inputs = 8 : i64,
       low = array<i64: 3, 3>, outputs = 8 : i64}
      : (tensor<1x1x3x3x8xf32>, tensor<1x1x7x7x8x8xf32>)
      -> tensor<1x1x3x3x8xf32>
  return %0 : tensor<1x1x3x3x8xf32>
}

func.func @grouped_planes(%x: tensor<1x6x5x6xf32>, %w: tensor<2x3x3x3x16xf32>)
    -> tensor<1x4x5x6x8xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 8 : i64, groups = 2 : i64, high = array<i64: 1, 1>,
       inputs = 6 : i64, low = array<i64: 1, 1>, outputs = 32 : i64}
      : (tensor<1x6x5x6xf32>, tensor<2x3x3x3x16xf32>)
      -> tensor<1x4x5x6x8xf32>
  return %0 : tensor<1x4x5x6x8xf32>
}

func.func @grouped_blocks(%x: tensor<2x2x6x5x8xf32>, %w: tensor<2x1x3x3x8x12xf32>)
    -> tensor<2x6x3x5x4xf32> {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 4 : i64, groups = 2 : i64, high = array<i64: 1, 1>,
       inputs = 16 : i64, low = array<i64: 1, 1>, outputs = 24 : i64,
       strides = array<i64: 2, 1>}
      : (tensor<2x2x6x5x8xf32>, tensor<2x1x3x3x8x12xf32>)
      -> tensor<2x6x3x5x4xf32>
  return %0 : tensor<2x6x3x5x4xf32>
}
