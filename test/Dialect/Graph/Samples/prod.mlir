func.func @f32_all(%x: tensor<3x5x7xf32>) -> tensor<f32> {
  %0 = graph.prod %x : (tensor<3x5x7xf32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @f32_last(%x: tensor<3x5x7xf32>) -> tensor<3x5xf32> {
  %0 = graph.prod %x {axes = array<i64: -1>}
      : (tensor<3x5x7xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @f32_first(%x: tensor<3x5x7xf32>) -> tensor<5x7xf32> {
  %0 = graph.prod %x {axes = array<i64: 0>}
      : (tensor<3x5x7xf32>) -> tensor<5x7xf32>
  return %0 : tensor<5x7xf32>
}

func.func @f32_middle(%x: tensor<3x5x7xf32>) -> tensor<3x7xf32> {
  %0 = graph.prod %x {axes = array<i64: 1>}
      : (tensor<3x5x7xf32>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @f64_two(%x: tensor<3x5x7xf64>) -> tensor<5xf64> {
  %0 = graph.prod %x {axes = array<i64: 0, 2>}
      : (tensor<3x5x7xf64>) -> tensor<5xf64>
  return %0 : tensor<5xf64>
}

func.func @f64_keeps_dims(%x: tensor<3x5x7xf64>) -> tensor<1x5x1xf64> {
  %0 = graph.prod %x {axes = array<i64: 0, -1>, keep_dims = true}
      : (tensor<3x5x7xf64>) -> tensor<1x5x1xf64>
  return %0 : tensor<1x5x1xf64>
}

func.func @bf16(%x: tensor<3x19xbf16>) -> tensor<3xbf16> {
  %0 = graph.prod %x {axes = array<i64: 1>}
      : (tensor<3x19xbf16>) -> tensor<3xbf16>
  return %0 : tensor<3xbf16>
}

func.func @f32_wide(%x: tensor<5x301xf32>) -> tensor<301xf32> {
  %0 = graph.prod %x {axes = array<i64: 0>}
      : (tensor<5x301xf32>) -> tensor<301xf32>
  return %0 : tensor<301xf32>
}

func.func @i8(%x: tensor<3x7xi8> {sample.range = [-2, 2]}) -> tensor<3xi8> {
  %0 = graph.prod %x {axes = array<i64: 1>} : (tensor<3x7xi8>) -> tensor<3xi8>
  return %0 : tensor<3xi8>
}

func.func @ui8(%x: tensor<3x7xui8>) -> tensor<3xui8> {
  %0 = graph.prod %x {axes = array<i64: 1>} : (tensor<3x7xui8>) -> tensor<3xui8>
  return %0 : tensor<3xui8>
}

func.func @i32_wraps(%x: tensor<3x7xi32>) -> tensor<3xi32> {
  %0 = graph.prod %x {axes = array<i64: 1>} : (tensor<3x7xi32>) -> tensor<3xi32>
  return %0 : tensor<3xi32>
}

func.func @i64(%x: tensor<3x7xi64>) -> tensor<7xi64> {
  %0 = graph.prod %x {axes = array<i64: 0>} : (tensor<3x7xi64>) -> tensor<7xi64>
  return %0 : tensor<7xi64>
}

func.func @one(%x: tensor<1x1xf32>) -> tensor<1xf32> {
  %0 = graph.prod %x {axes = array<i64: 1>} : (tensor<1x1xf32>) -> tensor<1xf32>
  return %0 : tensor<1xf32>
}

func.func @nothing(%x: tensor<3x0xf32>) -> tensor<3xf32> {
  %0 = graph.prod %x {axes = array<i64: 1>} : (tensor<3x0xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

func.func @no_result(%x: tensor<0x3xi32>) -> tensor<0xi32> {
  %0 = graph.prod %x {axes = array<i64: 1>} : (tensor<0x3xi32>) -> tensor<0xi32>
  return %0 : tensor<0xi32>
}
