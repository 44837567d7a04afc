func.func @f32_odd(%x: tensor<3x5xf32>,
                   %y: tensor<3x5xf32>)
    -> tensor<3x5xf32> {
  %0 = graph.minimum %x, %y : tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @f32_long(%x: tensor<1031xf32>,
                    %y: tensor<1031xf32>)
    -> tensor<1031xf32> {
  %0 = graph.minimum %x, %y : tensor<1031xf32>
  return %0 : tensor<1031xf32>
}

func.func @f32_scalar(%x: tensor<f32>, %y: tensor<f32>) -> tensor<f32> {
  %0 = graph.minimum %x, %y : tensor<f32>
  return %0 : tensor<f32>
}

func.func @f32_one(%x: tensor<1x1xf32>,
                   %y: tensor<1x1xf32>)
    -> tensor<1x1xf32> {
  %0 = graph.minimum %x, %y : tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @f32_empty(%x: tensor<4x0x3xf32>,
                     %y: tensor<4x0x3xf32>)
    -> tensor<4x0x3xf32> {
  %0 = graph.minimum %x, %y : tensor<4x0x3xf32>
  return %0 : tensor<4x0x3xf32>
}

func.func @f64_odd(%x: tensor<2x3x7xf64>,
                   %y: tensor<2x3x7xf64>)
    -> tensor<2x3x7xf64> {
  %0 = graph.minimum %x, %y : tensor<2x3x7xf64>
  return %0 : tensor<2x3x7xf64>
}

func.func @f64_scalar(%x: tensor<f64>, %y: tensor<f64>) -> tensor<f64> {
  %0 = graph.minimum %x, %y : tensor<f64>
  return %0 : tensor<f64>
}

func.func @same_operand(%x: tensor<5xf32>) -> tensor<5xf32> {
  %0 = graph.minimum %x, %x : tensor<5xf32>
  return %0 : tensor<5xf32>
}

func.func @i8(%x: tensor<3x7xi8> {sample.range = [-128, 127]},
              %y: tensor<3x7xi8> {sample.range = [-128, 127]})
    -> tensor<3x7xi8> {
  %0 = graph.minimum %x, %y : tensor<3x7xi8>
  return %0 : tensor<3x7xi8>
}

func.func @ui8(%x: tensor<3x7xui8> {sample.range = [0, 255]},
               %y: tensor<3x7xui8> {sample.range = [0, 255]})
    -> tensor<3x7xui8> {
  %0 = graph.minimum %x, %y : tensor<3x7xui8>
  return %0 : tensor<3x7xui8>
}

func.func @i32(%x: tensor<3x7xi32> {sample.range = [-2147483648, 2147483647]},
               %y: tensor<3x7xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<3x7xi32> {
  %0 = graph.minimum %x, %y : tensor<3x7xi32>
  return %0 : tensor<3x7xi32>
}

func.func @i64(%x: tensor<3x7xi64> {sample.range = [-9223372036854775808, 9223372036854775807]},
               %y: tensor<3x7xi64> {sample.range = [-9223372036854775808, 9223372036854775807]})
    -> tensor<3x7xi64> {
  %0 = graph.minimum %x, %y : tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}
