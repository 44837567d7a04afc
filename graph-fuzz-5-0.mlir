// graph-rematerialize alone: not idempotent
module attributes {graph.model = "fuzz_s5_r0"} {
  func.func @forward(%arg0: tensor<1x1xf64> {graph.parameter = "w1"}, %arg1: tensor<1x1x1xf64> {graph.input = "x0"}) -> (tensor<1x1xf64> {graph.output = "gradient0"}) {
    %0 = graph.matmul %arg1, %arg0 : (tensor<1x1x1xf64>, tensor<1x1xf64>) -> tensor<1x1x1xf64>
    %1 = graph.sum %0 : (tensor<1x1x1xf64>) -> tensor<f64>
    %2:2 = graph.gradients %1, %arg0, %arg1 : (tensor<f64>, tensor<1x1xf64>, tensor<1x1x1xf64>) -> (tensor<1x1xf64>, tensor<1x1x1xf64>)
    return %2#0 : tensor<1x1xf64>
  }
}
