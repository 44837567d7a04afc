func.func @f32(%c: tensor<3x7xi1>,
               %x: tensor<3x7xf32>,
               %y: tensor<3x7xf32>)
    -> tensor<3x7xf32> {
  %0 = graph.select %c, %x, %y : tensor<3x7xi1>, tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @f64(%c: tensor<3x7xi1>,
               %x: tensor<3x7xf64>,
               %y: tensor<3x7xf64>)
    -> tensor<3x7xf64> {
  %0 = graph.select %c, %x, %y : tensor<3x7xi1>, tensor<3x7xf64>
  return %0 : tensor<3x7xf64>
}

func.func @i1(%c: tensor<3x7xi1>,
              %x: tensor<3x7xi1>,
              %y: tensor<3x7xi1>)
    -> tensor<3x7xi1> {
  %0 = graph.select %c, %x, %y : tensor<3x7xi1>, tensor<3x7xi1>
  return %0 : tensor<3x7xi1>
}

func.func @i8(%c: tensor<3x7xi1>,
              %x: tensor<3x7xi8>,
              %y: tensor<3x7xi8>)
    -> tensor<3x7xi8> {
  %0 = graph.select %c, %x, %y : tensor<3x7xi1>, tensor<3x7xi8>
  return %0 : tensor<3x7xi8>
}

func.func @ui8(%c: tensor<3x7xi1>,
               %x: tensor<3x7xui8>,
               %y: tensor<3x7xui8>)
    -> tensor<3x7xui8> {
  %0 = graph.select %c, %x, %y : tensor<3x7xi1>, tensor<3x7xui8>
  return %0 : tensor<3x7xui8>
}

func.func @i32(%c: tensor<3x7xi1>,
               %x: tensor<3x7xi32>,
               %y: tensor<3x7xi32>)
    -> tensor<3x7xi32> {
  %0 = graph.select %c, %x, %y : tensor<3x7xi1>, tensor<3x7xi32>
  return %0 : tensor<3x7xi32>
}

func.func @i64(%c: tensor<3x7xi1>,
               %x: tensor<3x7xi64>,
               %y: tensor<3x7xi64>)
    -> tensor<3x7xi64> {
  %0 = graph.select %c, %x, %y : tensor<3x7xi1>, tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}

func.func @f32_long(%c: tensor<1031xi1>,
                    %x: tensor<1031xf32>,
                    %y: tensor<1031xf32>)
    -> tensor<1031xf32> {
  %0 = graph.select %c, %x, %y : tensor<1031xi1>, tensor<1031xf32>
  return %0 : tensor<1031xf32>
}

func.func @f32_scalar(%c: tensor<i1>,
                      %x: tensor<f32>,
                      %y: tensor<f32>)
    -> tensor<f32> {
  %0 = graph.select %c, %x, %y : tensor<i1>, tensor<f32>
  return %0 : tensor<f32>
}

func.func @f32_one(%c: tensor<1x1xi1>,
                   %x: tensor<1x1xf32>,
                   %y: tensor<1x1xf32>)
    -> tensor<1x1xf32> {
  %0 = graph.select %c, %x, %y : tensor<1x1xi1>, tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @f32_empty(%c: tensor<4x0x3xi1>,
                     %x: tensor<4x0x3xf32>,
                     %y: tensor<4x0x3xf32>)
    -> tensor<4x0x3xf32> {
  %0 = graph.select %c, %x, %y : tensor<4x0x3xi1>, tensor<4x0x3xf32>
  return %0 : tensor<4x0x3xf32>
}
