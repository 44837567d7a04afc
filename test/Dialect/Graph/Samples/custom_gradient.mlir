func.func @square(%x: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %0 = graph.mul %x, %x : tensor<3x5xf64>
  %1 = graph.custom_gradient(%0 : tensor<3x5xf64>) of(%x : tensor<3x5xf64>)
      -> tensor<3x5xf64> {
  ^bb0(%y: tensor<3x5xf64>, %g: tensor<3x5xf64>):
    %2 = graph.add %x, %x : tensor<3x5xf64>
    %3 = graph.mul %g, %2 : tensor<3x5xf64>
    graph.return_gradients %3 : tensor<3x5xf64>
  }
  return %1 : tensor<3x5xf64>
}

func.func @exponential(%x: tensor<7xf32>, %i: tensor<2xi64>) -> (tensor<7xf32>, tensor<2xi64>) {
  %0 = graph.exp %x : tensor<7xf32>
  %1:2 = graph.custom_gradient(%0, %i : tensor<7xf32>, tensor<2xi64>)
      of(%x : tensor<7xf32>) -> tensor<7xf32>, tensor<2xi64> {
  ^bb0(%y: tensor<7xf32>, %j: tensor<2xi64>, %g: tensor<7xf32>):
    %2 = graph.mul %g, %y : tensor<7xf32>
    graph.return_gradients %2 : tensor<7xf32>
  }
  return %1#0, %1#1 : tensor<7xf32>, tensor<2xi64>
}
