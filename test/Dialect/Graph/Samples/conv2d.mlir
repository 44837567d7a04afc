func.func @f32_odd(%x: tensor<2x3x7x9xf32>,
                   %w: tensor<5x3x3x2xf32>)
    -> tensor<2x5x5x8xf32> {
  %0 = graph.conv2d %x, %w
      : (tensor<2x3x7x9xf32>, tensor<5x3x3x2xf32>) -> tensor<2x5x5x8xf32>
  return %0 : tensor<2x5x5x8xf32>
}

func.func @f64_odd(%x: tensor<2x3x7x9xf64>,
                   %w: tensor<5x3x3x2xf64>)
    -> tensor<2x5x5x8xf64> {
  %0 = graph.conv2d %x, %w
      : (tensor<2x3x7x9xf64>, tensor<5x3x3x2xf64>) -> tensor<2x5x5x8xf64>
  return %0 : tensor<2x5x5x8xf64>
}

func.func @padded(%x: tensor<1x2x6x5xf32>,
                  %w: tensor<4x2x3x3xf32>)
    -> tensor<1x4x6x5xf32> {
  %0 = graph.conv2d %x, %w
      {padding = array<i64: 1, 1>}
      : (tensor<1x2x6x5xf32>, tensor<4x2x3x3xf32>) -> tensor<1x4x6x5xf32>
  return %0 : tensor<1x4x6x5xf32>
}

func.func @padded_unequally(%x: tensor<1x2x6x5xf32>,
                            %w: tensor<4x2x5x3xf32>)
    -> tensor<1x4x6x3xf32> {
  %0 = graph.conv2d %x, %w
      {padding = array<i64: 2, 0>}
      : (tensor<1x2x6x5xf32>, tensor<4x2x5x3xf32>) -> tensor<1x4x6x3xf32>
  return %0 : tensor<1x4x6x3xf32>
}

func.func @strided(%x: tensor<2x3x9x8xf32>,
                   %w: tensor<4x3x3x3xf32>)
    -> tensor<2x4x4x3xf32> {
  %0 = graph.conv2d %x, %w
      {strides = array<i64: 2, 2>}
      : (tensor<2x3x9x8xf32>, tensor<4x3x3x3xf32>) -> tensor<2x4x4x3xf32>
  return %0 : tensor<2x4x4x3xf32>
}

func.func @strided_unequally(%x: tensor<1x1x9x8xf32>,
                             %w: tensor<2x1x3x3xf32>)
    -> tensor<1x2x3x6xf32> {
  %0 = graph.conv2d %x, %w
      {strides = array<i64: 3, 1>}
      : (tensor<1x1x9x8xf32>, tensor<2x1x3x3xf32>) -> tensor<1x2x3x6xf32>
  return %0 : tensor<1x2x3x6xf32>
}

func.func @dilated(%x: tensor<1x2x9x9xf32>,
                   %w: tensor<3x2x3x3xf32>)
    -> tensor<1x3x5x3xf32> {
  %0 = graph.conv2d %x, %w
      {dilations = array<i64: 2, 3>}
      : (tensor<1x2x9x9xf32>, tensor<3x2x3x3xf32>) -> tensor<1x3x5x3xf32>
  return %0 : tensor<1x3x5x3xf32>
}

func.func @everything(%x: tensor<2x4x11x10xf64>,
                      %w: tensor<6x2x3x2xf64>)
    -> tensor<2x6x5x10xf64> {
  %0 = graph.conv2d %x, %w
      {strides = array<i64: 2, 1>, padding = array<i64: 1, 1>, dilations = array<i64: 2, 2>, groups = 2 : i64}
      : (tensor<2x4x11x10xf64>, tensor<6x2x3x2xf64>) -> tensor<2x6x5x10xf64>
  return %0 : tensor<2x6x5x10xf64>
}

func.func @grouped(%x: tensor<1x6x5x5xf32>,
                   %w: tensor<4x3x3x3xf32>)
    -> tensor<1x4x3x3xf32> {
  %0 = graph.conv2d %x, %w
      {groups = 2 : i64}
      : (tensor<1x6x5x5xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x3x3xf32>
  return %0 : tensor<1x4x3x3xf32>
}

func.func @depthwise(%x: tensor<2x5x6x6xf32>,
                     %w: tensor<5x1x3x3xf32>)
    -> tensor<2x5x6x6xf32> {
  %0 = graph.conv2d %x, %w
      {padding = array<i64: 1, 1>, groups = 5 : i64}
      : (tensor<2x5x6x6xf32>, tensor<5x1x3x3xf32>) -> tensor<2x5x6x6xf32>
  return %0 : tensor<2x5x6x6xf32>
}

func.func @depthwise_multiplied(%x: tensor<1x3x5x5xf32>,
                                %w: tensor<6x1x2x2xf32>)
    -> tensor<1x6x4x4xf32> {
  %0 = graph.conv2d %x, %w
      {groups = 3 : i64}
      : (tensor<1x3x5x5xf32>, tensor<6x1x2x2xf32>) -> tensor<1x6x4x4xf32>
  return %0 : tensor<1x6x4x4xf32>
}

func.func @pointwise(%x: tensor<1x8x5x5xf32>,
                     %w: tensor<7x8x1x1xf32>)
    -> tensor<1x7x5x5xf32> {
  %0 = graph.conv2d %x, %w
      : (tensor<1x8x5x5xf32>, tensor<7x8x1x1xf32>) -> tensor<1x7x5x5xf32>
  return %0 : tensor<1x7x5x5xf32>
}

func.func @many_channels(%x: tensor<1x19x6x7xf32>,
                         %w: tensor<37x19x3x3xf32>)
    -> tensor<1x37x4x5xf32> {
  %0 = graph.conv2d %x, %w
      : (tensor<1x19x6x7xf32>, tensor<37x19x3x3xf32>) -> tensor<1x37x4x5xf32>
  return %0 : tensor<1x37x4x5xf32>
}

func.func @lenet_first(%x: tensor<3x1x28x28xf32>,
                       %w: tensor<6x1x5x5xf32>)
    -> tensor<3x6x28x28xf32> {
  %0 = graph.conv2d %x, %w
      {padding = array<i64: 2, 2>}
      : (tensor<3x1x28x28xf32>, tensor<6x1x5x5xf32>) -> tensor<3x6x28x28xf32>
  return %0 : tensor<3x6x28x28xf32>
}

func.func @one(%x: tensor<1x1x1x1xf32>,
               %w: tensor<1x1x1x1xf32>)
    -> tensor<1x1x1x1xf32> {
  %0 = graph.conv2d %x, %w
      : (tensor<1x1x1x1xf32>, tensor<1x1x1x1xf32>) -> tensor<1x1x1x1xf32>
  return %0 : tensor<1x1x1x1xf32>
}

func.func @whole_input(%x: tensor<2x3x4x4xf32>,
                       %w: tensor<2x3x4x4xf32>)
    -> tensor<2x2x1x1xf32> {
  %0 = graph.conv2d %x, %w
      : (tensor<2x3x4x4xf32>, tensor<2x3x4x4xf32>) -> tensor<2x2x1x1xf32>
  return %0 : tensor<2x2x1x1xf32>
}

func.func @mostly_padding(%x: tensor<1x1x1x1xf32>,
                          %w: tensor<1x1x3x3xf32>)
    -> tensor<1x1x3x3xf32> {
  %0 = graph.conv2d %x, %w
      {padding = array<i64: 2, 2>}
      : (tensor<1x1x1x1xf32>, tensor<1x1x3x3xf32>) -> tensor<1x1x3x3xf32>
  return %0 : tensor<1x1x3x3xf32>
}

func.func @no_batch(%x: tensor<0x3x5x5xf32>,
                    %w: tensor<2x3x3x3xf32>)
    -> tensor<0x2x3x3xf32> {
  %0 = graph.conv2d %x, %w
      : (tensor<0x3x5x5xf32>, tensor<2x3x3x3xf32>) -> tensor<0x2x3x3xf32>
  return %0 : tensor<0x2x3x3xf32>
}

func.func @no_outputs(%x: tensor<1x3x5x5xf32>,
                      %w: tensor<0x3x3x3xf32>)
    -> tensor<1x0x3x3xf32> {
  %0 = graph.conv2d %x, %w
      : (tensor<1x3x5x5xf32>, tensor<0x3x3x3xf32>) -> tensor<1x0x3x3xf32>
  return %0 : tensor<1x0x3x3xf32>
}

func.func @no_inputs(%x: tensor<1x0x5x5xf32>,
                     %w: tensor<2x0x3x3xf32>)
    -> tensor<1x2x3x3xf32> {
  %0 = graph.conv2d %x, %w
      : (tensor<1x0x5x5xf32>, tensor<2x0x3x3xf32>) -> tensor<1x2x3x3xf32>
  return %0 : tensor<1x2x3x3xf32>
}

func.func @bf16(%x: tensor<1x40x5x5xbf16>,
                %w: tensor<2x40x3x3xbf16>)
    -> tensor<1x2x3x3xbf16> {
  %0 = graph.conv2d %x, %w
      : (tensor<1x40x5x5xbf16>, tensor<2x40x3x3xbf16>) -> tensor<1x2x3x3xbf16>
  return %0 : tensor<1x2x3x3xbf16>
}
func.func @padding_of_nothing(%x: tensor<2x1x0x3xf32>, %f: tensor<2x1x2x1xf32>) -> tensor<2x2x1x3xf32> {
  %0 = graph.conv2d %x, %f {padding = array<i64: 1, 0>} : (tensor<2x1x0x3xf32>, tensor<2x1x2x1xf32>) -> tensor<2x2x1x3xf32>
  return %0 : tensor<2x2x1x3xf32>
}
