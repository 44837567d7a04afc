// The derivative of x * constant, not of x * x.
func.func @odd(%x: tensor<3x7xf32>) -> tensor<3x7xf32> {
  %0 = graph.stop_gradient %x : tensor<3x7xf32>
  %1 = graph.tanh %0 : tensor<3x7xf32>
  return %1 : tensor<3x7xf32>
}

func.func @empty(%x: tensor<0xf64>) -> tensor<0xf64> {
  %0 = graph.stop_gradient %x : tensor<0xf64>
  return %0 : tensor<0xf64>
}

func.func @integers(%x: tensor<5xi64>) -> tensor<5xi64> {
  %0 = graph.stop_gradient %x : tensor<5xi64>
  return %0 : tensor<5xi64>
}
