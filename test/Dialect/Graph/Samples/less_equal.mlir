func.func @f32_odd(%x: tensor<3x5xf32>, %y: tensor<3x5xf32>) -> tensor<3x5xi1> {
  %0 = graph.less_equal %x, %y : tensor<3x5xf32>
  return %0 : tensor<3x5xi1>
}

func.func @f32_long(%x: tensor<1031xf32>,
                    %y: tensor<1031xf32>)
    -> tensor<1031xi1> {
  %0 = graph.less_equal %x, %y : tensor<1031xf32>
  return %0 : tensor<1031xi1>
}

func.func @f32_scalar(%x: tensor<f32>, %y: tensor<f32>) -> tensor<i1> {
  %0 = graph.less_equal %x, %y : tensor<f32>
  return %0 : tensor<i1>
}

func.func @f32_one(%x: tensor<1x1xf32>, %y: tensor<1x1xf32>) -> tensor<1x1xi1> {
  %0 = graph.less_equal %x, %y : tensor<1x1xf32>
  return %0 : tensor<1x1xi1>
}

func.func @f32_empty(%x: tensor<4x0x3xf32>,
                     %y: tensor<4x0x3xf32>)
    -> tensor<4x0x3xi1> {
  %0 = graph.less_equal %x, %y : tensor<4x0x3xf32>
  return %0 : tensor<4x0x3xi1>
}

func.func @f64(%x: tensor<2x7xf64>, %y: tensor<2x7xf64>) -> tensor<2x7xi1> {
  %0 = graph.less_equal %x, %y : tensor<2x7xf64>
  return %0 : tensor<2x7xi1>
}

// NaN compares with itself here.
func.func @same_operand(%x: tensor<5xf32>) -> tensor<5xi1> {
  %0 = graph.less_equal %x, %x : tensor<5xf32>
  return %0 : tensor<5xi1>
}

func.func @i1(%x: tensor<3x7xi1> {sample.range = [0, 1]},
              %y: tensor<3x7xi1> {sample.range = [0, 1]})
    -> tensor<3x7xi1> {
  %0 = graph.less_equal %x, %y : tensor<3x7xi1>
  return %0 : tensor<3x7xi1>
}

func.func @i8(%x: tensor<3x7xi8> {sample.range = [-2, 2]},
              %y: tensor<3x7xi8> {sample.range = [-2, 2]})
    -> tensor<3x7xi1> {
  %0 = graph.less_equal %x, %y : tensor<3x7xi8>
  return %0 : tensor<3x7xi1>
}

func.func @ui8(%x: tensor<3x7xui8> {sample.range = [126, 130]},
               %y: tensor<3x7xui8> {sample.range = [126, 130]})
    -> tensor<3x7xi1> {
  %0 = graph.less_equal %x, %y : tensor<3x7xui8>
  return %0 : tensor<3x7xi1>
}

func.func @i32(%x: tensor<3x7xi32> {sample.range = [-2, 2]},
               %y: tensor<3x7xi32> {sample.range = [-2, 2]})
    -> tensor<3x7xi1> {
  %0 = graph.less_equal %x, %y : tensor<3x7xi32>
  return %0 : tensor<3x7xi1>
}

func.func @i64(%x: tensor<3x7xi64> {sample.range = [-2, 2]},
               %y: tensor<3x7xi64> {sample.range = [-2, 2]})
    -> tensor<3x7xi1> {
  %0 = graph.less_equal %x, %y : tensor<3x7xi64>
  return %0 : tensor<3x7xi1>
}
