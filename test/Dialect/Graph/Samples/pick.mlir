func.func @i1(%x: tensor<5x7xi1>,
              %i: tensor<5xi64> {sample.range = [0, 6]})
    -> tensor<5xi1> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<5x7xi1>, tensor<5xi64>) -> tensor<5xi1>
  return %0 : tensor<5xi1>
}

func.func @i8(%x: tensor<5x7xi8>,
              %i: tensor<5xi64> {sample.range = [0, 6]})
    -> tensor<5xi8> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<5x7xi8>, tensor<5xi64>) -> tensor<5xi8>
  return %0 : tensor<5xi8>
}

func.func @ui8(%x: tensor<5x7xui8>,
               %i: tensor<5xi64> {sample.range = [0, 6]})
    -> tensor<5xui8> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<5x7xui8>, tensor<5xi64>) -> tensor<5xui8>
  return %0 : tensor<5xui8>
}

func.func @i32(%x: tensor<5x7xi32>,
               %i: tensor<5xi64> {sample.range = [0, 6]})
    -> tensor<5xi32> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<5x7xi32>, tensor<5xi64>) -> tensor<5xi32>
  return %0 : tensor<5xi32>
}

func.func @i64(%x: tensor<5x7xi64>,
               %i: tensor<5xi64> {sample.range = [0, 6]})
    -> tensor<5xi64> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<5x7xi64>, tensor<5xi64>) -> tensor<5xi64>
  return %0 : tensor<5xi64>
}

func.func @f32(%x: tensor<5x7xf32>,
               %i: tensor<5xi64> {sample.range = [0, 6]})
    -> tensor<5xf32> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<5x7xf32>, tensor<5xi64>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

func.func @f64(%x: tensor<5x7xf64>,
               %i: tensor<5xi64> {sample.range = [0, 6]})
    -> tensor<5xf64> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<5x7xf64>, tensor<5xi64>) -> tensor<5xf64>
  return %0 : tensor<5xf64>
}

func.func @i32_indices(%x: tensor<5x7xf32>,
                       %i: tensor<5xi32> {sample.range = [0, 6]})
    -> tensor<5xf32> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<5x7xf32>, tensor<5xi32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

func.func @from_end(%x: tensor<5x7xf32>,
                    %i: tensor<5xi64> {sample.range = [0, 6]})
    -> tensor<5xf32> {
  %0 = graph.pick %x, %i {axis = -1 : i64}
      : (tensor<5x7xf32>, tensor<5xi64>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

func.func @first_axis(%x: tensor<5x7xf32>,
                      %i: tensor<7xi64> {sample.range = [0, 4]})
    -> tensor<7xf32> {
  %0 = graph.pick %x, %i {axis = 0 : i64}
      : (tensor<5x7xf32>, tensor<7xi64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

func.func @middle_axis(%x: tensor<3x5x4xf64>,
                       %i: tensor<3x4xi64> {sample.range = [0, 4]})
    -> tensor<3x4xf64> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<3x5x4xf64>, tensor<3x4xi64>) -> tensor<3x4xf64>
  return %0 : tensor<3x4xf64>
}

func.func @vector(%x: tensor<9xf32>,
                  %i: tensor<i64> {sample.range = [0, 8]})
    -> tensor<f32> {
  %0 = graph.pick %x, %i {axis = 0 : i64}
      : (tensor<9xf32>, tensor<i64>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @single_class(%x: tensor<4x1xf32>,
                        %i: tensor<4xi64> {sample.range = [0, 0]})
    -> tensor<4xf32> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<4x1xf32>, tensor<4xi64>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

func.func @no_positions(%x: tensor<0x7xf32>,
                        %i: tensor<0xi64> {sample.range = [0, 6]})
    -> tensor<0xf32> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<0x7xf32>, tensor<0xi64>) -> tensor<0xf32>
  return %0 : tensor<0xf32>
}

func.func @no_positions_no_classes(%x: tensor<0x0xf32>,
                                   %i: tensor<0xi64> {sample.range = [0, 0]})
    -> tensor<0xf32> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<0x0xf32>, tensor<0xi64>) -> tensor<0xf32>
  return %0 : tensor<0xf32>
}
