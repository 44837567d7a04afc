// By norm, by value, and both; a gradient may be a single number.
func.func @by_norm(%x: tensor<3x7xf32>, %w: tensor<f32>) -> (tensor<3x7xf32>, tensor<f32>, tensor<f32>) {
  %0:2, %1 = graph.clip_gradients %x, %w {max_norm = 5.000000e-01 : f64} : (tensor<3x7xf32>, tensor<f32>) -> (tensor<3x7xf32>, tensor<f32>, tensor<f32>)
  return %0#0, %0#1, %1 : tensor<3x7xf32>, tensor<f32>, tensor<f32>
}

func.func @by_value(%x: tensor<5xf64>) -> (tensor<5xf64>, tensor<f64>) {
  %0, %1 = graph.clip_gradients %x {max_value = 2.500000e-01 : f64} : (tensor<5xf64>) -> (tensor<5xf64>, tensor<f64>)
  return %0, %1 : tensor<5xf64>, tensor<f64>
}

func.func @by_both(%x: tensor<5xf32>, %y: tensor<2x2xf32>) -> (tensor<5xf32>, tensor<2x2xf32>) {
  %0:2, %1 = graph.clip_gradients %x, %y {max_norm = 1.000000e+00 : f64, max_value = 2.500000e-01 : f64} : (tensor<5xf32>, tensor<2x2xf32>) -> (tensor<5xf32>, tensor<2x2xf32>, tensor<f32>)
  return %0#0, %0#1 : tensor<5xf32>, tensor<2x2xf32>
}

func.func @norm_only(%x: tensor<0x3xf32>) -> (tensor<0x3xf32>, tensor<f32>) {
  %0, %1 = graph.clip_gradients %x : (tensor<0x3xf32>) -> (tensor<0x3xf32>, tensor<f32>)
  return %0, %1 : tensor<0x3xf32>, tensor<f32>
}
