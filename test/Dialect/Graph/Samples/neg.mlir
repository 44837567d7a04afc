func.func @f32_odd(%x: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = graph.neg %x : tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @f32_long(%x: tensor<1031xf32>) -> tensor<1031xf32> {
  %0 = graph.neg %x : tensor<1031xf32>
  return %0 : tensor<1031xf32>
}

func.func @f32_scalar(%x: tensor<f32>) -> tensor<f32> {
  %0 = graph.neg %x : tensor<f32>
  return %0 : tensor<f32>
}

func.func @f32_one(%x: tensor<1x1xf32>) -> tensor<1x1xf32> {
  %0 = graph.neg %x : tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @f32_empty(%x: tensor<4x0x3xf32>) -> tensor<4x0x3xf32> {
  %0 = graph.neg %x : tensor<4x0x3xf32>
  return %0 : tensor<4x0x3xf32>
}

func.func @f64_odd(%x: tensor<2x3x7xf64>) -> tensor<2x3x7xf64> {
  %0 = graph.neg %x : tensor<2x3x7xf64>
  return %0 : tensor<2x3x7xf64>
}

func.func @f64_scalar(%x: tensor<f64>) -> tensor<f64> {
  %0 = graph.neg %x : tensor<f64>
  return %0 : tensor<f64>
}

func.func @i8(%x: tensor<3x7xi8>) -> tensor<3x7xi8> {
  %0 = graph.neg %x : tensor<3x7xi8>
  return %0 : tensor<3x7xi8>
}

func.func @ui8(%x: tensor<3x7xui8>) -> tensor<3x7xui8> {
  %0 = graph.neg %x : tensor<3x7xui8>
  return %0 : tensor<3x7xui8>
}

func.func @i32(%x: tensor<3x7xi32>) -> tensor<3x7xi32> {
  %0 = graph.neg %x : tensor<3x7xi32>
  return %0 : tensor<3x7xi32>
}

func.func @i64(%x: tensor<3x7xi64>) -> tensor<3x7xi64> {
  %0 = graph.neg %x : tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}

// Wraps at the lowest value.
func.func @i8_lowest(%x: tensor<9xi8> {sample.range = [-128, -126]})
    -> tensor<9xi8> {
  %0 = graph.neg %x : tensor<9xi8>
  return %0 : tensor<9xi8>
}
