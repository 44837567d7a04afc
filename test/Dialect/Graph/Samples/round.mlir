func.func @f32_odd(%x: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = graph.round %x : tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @f32_long(%x: tensor<1031xf32>) -> tensor<1031xf32> {
  %0 = graph.round %x : tensor<1031xf32>
  return %0 : tensor<1031xf32>
}

func.func @f32_scalar(%x: tensor<f32>) -> tensor<f32> {
  %0 = graph.round %x : tensor<f32>
  return %0 : tensor<f32>
}

func.func @f32_one(%x: tensor<1x1xf32>) -> tensor<1x1xf32> {
  %0 = graph.round %x : tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @f32_empty(%x: tensor<4x0x3xf32>) -> tensor<4x0x3xf32> {
  %0 = graph.round %x : tensor<4x0x3xf32>
  return %0 : tensor<4x0x3xf32>
}

func.func @f64_odd(%x: tensor<2x3x7xf64>) -> tensor<2x3x7xf64> {
  %0 = graph.round %x : tensor<2x3x7xf64>
  return %0 : tensor<2x3x7xf64>
}

func.func @f64_scalar(%x: tensor<f64>) -> tensor<f64> {
  %0 = graph.round %x : tensor<f64>
  return %0 : tensor<f64>
}

func.func @f32_large(%x: tensor<501xf32> {sample.range = [-1000000, 1000000]})
    -> tensor<501xf32> {
  %0 = graph.round %x : tensor<501xf32>
  return %0 : tensor<501xf32>
}

// Through the epilogue of a product: on vectors.
func.func @f32_epilogue(%x: tensor<5x7xf32>,
                        %w: tensor<7x19xf32>)
    -> tensor<5x19xf32> {
  %0 = graph.matmul %x, %w
      : (tensor<5x7xf32>, tensor<7x19xf32>) -> tensor<5x19xf32>
  %1 = graph.round %0 : tensor<5x19xf32>
  return %1 : tensor<5x19xf32>
}

func.func @f64_epilogue(%x: tensor<5x7xf64>,
                        %w: tensor<7x19xf64>)
    -> tensor<5x19xf64> {
  %0 = graph.matmul %x, %w
      : (tensor<5x7xf64>, tensor<7x19xf64>) -> tensor<5x19xf64>
  %1 = graph.round %0 : tensor<5x19xf64>
  return %1 : tensor<5x19xf64>
}

func.func @bf16(%x: tensor<5x7xbf16>) -> tensor<5x7xbf16> {
  %0 = graph.round %x : tensor<5x7xbf16>
  return %0 : tensor<5x7xbf16>
}
