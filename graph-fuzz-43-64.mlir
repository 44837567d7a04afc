// gradients: wrong gradient
module attributes {graph.model = "fuzz_s43_r64"} {
  func.func @forward(%arg0: tensor<1xf64> {graph.parameter = "w1"}, %arg1: tensor<1x1xf64> {graph.parameter = "w2"}, %arg2: tensor<1xf64> {graph.parameter = "w3"}, %arg3: tensor<8x1xf64> {graph.parameter = "w4"}, %arg4: tensor<8xf64> {graph.parameter = "w5"}, %arg5: tensor<8x1xf64> {graph.parameter = "w6"}, %arg6: tensor<8x1xf64> {graph.parameter = "w7"}, %arg7: tensor<8xf64> {graph.parameter = "w8"}, %arg8: tensor<8x1x1xf64> {graph.input = "x0"}, %arg9: tensor<25xf64> {graph.input = "weights9"}, %arg10: tensor<1xf64> {graph.input = "z12"}, %arg11: tensor<8xf64> {graph.input = "z12z"}) -> (tensor<1xf64> {graph.output = "gradient0"}) {
    %0 = graph.matmul %arg5, %arg0 : (tensor<8x1xf64>, tensor<1xf64>) -> tensor<8xf64>
    %1 = graph.constant dense<0.000000e+00> : tensor<f64>
    %2 = graph.broadcast %1 {shape = #graph.dims<8>} : (tensor<f64>) -> tensor<8xf64>
    %3 = graph.maximum %0, %2 : tensor<8xf64>
    %4 = graph.concat %arg10, %arg11, %3, %arg7 {axis = 0 : i64} : (tensor<1xf64>, tensor<8xf64>, tensor<8xf64>, tensor<8xf64>) -> tensor<25xf64>
    %5 = graph.mul %4, %arg9 : tensor<25xf64>
    %6 = graph.sum %5 : (tensor<25xf64>) -> tensor<f64>
    %7:9 = graph.gradients %6, %arg0, %arg1, %arg2, %arg3, %arg4, %arg5, %arg6, %arg7, %arg8 : (tensor<f64>, tensor<1xf64>, tensor<1x1xf64>, tensor<1xf64>, tensor<8x1xf64>, tensor<8xf64>, tensor<8x1xf64>, tensor<8x1xf64>, tensor<8xf64>, tensor<8x1x1xf64>) -> (tensor<1xf64>, tensor<1x1xf64>, tensor<1xf64>, tensor<8x1xf64>, tensor<8xf64>, tensor<8x1xf64>, tensor<8x1xf64>, tensor<8xf64>, tensor<8x1x1xf64>)
    return %7#0 : tensor<1xf64>
  }
}
