func.func @odd(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<7x2xi32> {
  %0 = graph.random_split %k {count = #graph.dims<7>}
      : (tensor<2xi32>) -> tensor<7x2xi32>
  return %0 : tensor<7x2xi32>
}

func.func @one(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<1x2xi32> {
  %0 = graph.random_split %k {count = #graph.dims<1>}
      : (tensor<2xi32>) -> tensor<1x2xi32>
  return %0 : tensor<1x2xi32>
}

func.func @nothing(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<0x2xi32> {
  %0 = graph.random_split %k {count = #graph.dims<0>}
      : (tensor<2xi32>) -> tensor<0x2xi32>
  return %0 : tensor<0x2xi32>
}

func.func @many(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<1031x2xi32> {
  %0 = graph.random_split %k {count = #graph.dims<1031>}
      : (tensor<2xi32>) -> tensor<1031x2xi32>
  return %0 : tensor<1031x2xi32>
}

// A row as the key of numbers.
func.func @numbers(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<5xf32> {
  %keys = graph.random_split %k {count = #graph.dims<3>}
      : (tensor<2xi32>) -> tensor<3x2xi32>
  %row = graph.slice %keys
      {starts = #graph.dims<1, 0>, sizes = #graph.dims<1, 2>, strides = array<i64: 1, 1>}
      : (tensor<3x2xi32>) -> tensor<1x2xi32>
  %key = graph.reshape %row {shape = #graph.dims<2>}
      : (tensor<1x2xi32>) -> tensor<2xi32>
  %0 = graph.random_uniform %key {shape = #graph.dims<5>, dtype = f32}
      : (tensor<2xi32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}
