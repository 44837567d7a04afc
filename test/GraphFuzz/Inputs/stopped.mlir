module attributes {graph.model = "stopped"} {
  func.func @forward(%x: tensor<3xf32> {graph.input = "x"}) -> (tensor<3xf32> {graph.output = "y"}) {
    %0 = graph.stop_gradient %x : tensor<3xf32>
    %1 = graph.mul %0, %x : tensor<3xf32>
    %2 = graph.sum %1 {axes = array<i64>} : (tensor<3xf32>) -> tensor<f32>
    %3 = graph.gradients %2, %x : (tensor<f32>, tensor<3xf32>) -> tensor<3xf32>
    return %3 : tensor<3xf32>
  }
}
