func.func @f32_odd(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<3x5x7xf32> {
  %0 = graph.random_uniform %k {shape = #graph.dims<3, 5, 7>, dtype = f32}
      : (tensor<2xi32>) -> tensor<3x5x7xf32>
  return %0 : tensor<3x5x7xf32>
}

func.func @f32_long(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<5003xf32> {
  %0 = graph.random_uniform %k {shape = #graph.dims<5003>, dtype = f32}
      : (tensor<2xi32>) -> tensor<5003xf32>
  return %0 : tensor<5003xf32>
}

func.func @f32_one(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<1x1xf32> {
  %0 = graph.random_uniform %k {shape = #graph.dims<1, 1>, dtype = f32}
      : (tensor<2xi32>) -> tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @f32_scalar(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<f32> {
  %0 = graph.random_uniform %k {shape = #graph.dims<>, dtype = f32}
      : (tensor<2xi32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @f32_empty(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<4x0x3xf32> {
  %0 = graph.random_uniform %k {shape = #graph.dims<4, 0, 3>, dtype = f32}
      : (tensor<2xi32>) -> tensor<4x0x3xf32>
  return %0 : tensor<4x0x3xf32>
}

func.func @f64_odd(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<3x5x7xf64> {
  %0 = graph.random_uniform %k {shape = #graph.dims<3, 5, 7>, dtype = f64}
      : (tensor<2xi32>) -> tensor<3x5x7xf64>
  return %0 : tensor<3x5x7xf64>
}

func.func @f64_long(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<5003xf64> {
  %0 = graph.random_uniform %k {shape = #graph.dims<5003>, dtype = f64}
      : (tensor<2xi32>) -> tensor<5003xf64>
  return %0 : tensor<5003xf64>
}

func.func @f64_one(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<1x1xf64> {
  %0 = graph.random_uniform %k {shape = #graph.dims<1, 1>, dtype = f64}
      : (tensor<2xi32>) -> tensor<1x1xf64>
  return %0 : tensor<1x1xf64>
}

func.func @f64_scalar(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<f64> {
  %0 = graph.random_uniform %k {shape = #graph.dims<>, dtype = f64}
      : (tensor<2xi32>) -> tensor<f64>
  return %0 : tensor<f64>
}

func.func @f64_empty(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<4x0x3xf64> {
  %0 = graph.random_uniform %k {shape = #graph.dims<4, 0, 3>, dtype = f64}
      : (tensor<2xi32>) -> tensor<4x0x3xf64>
  return %0 : tensor<4x0x3xf64>
}

// Numbers are drawn once for each element, whoever reads them.
func.func @dropout(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]},
                   %x: tensor<5x133xf32>) -> tensor<5xf32> {
  %u = graph.random_uniform %k {shape = #graph.dims<5, 133>, dtype = f32}
      : (tensor<2xi32>) -> tensor<5x133xf32>
  %half = graph.constant dense<0.5> : tensor<5x133xf32>
  %zero = graph.constant dense<0.0> : tensor<5x133xf32>
  %kept = graph.less %u, %half : tensor<5x133xf32>
  %y = graph.select %kept, %x, %zero : tensor<5x133xi1>, tensor<5x133xf32>
  %0 = graph.sum %y {axes = array<i64: 1>} : (tensor<5x133xf32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}
