func.func @f32(%i: tensor<5xi64> {sample.range = [0, 6]}) -> tensor<5x7xf32> {
  %0 = graph.one_hot %i {classes = 7 : i64, dtype = f32}
      : (tensor<5xi64>) -> tensor<5x7xf32>
  return %0 : tensor<5x7xf32>
}

func.func @f64(%i: tensor<5xi64> {sample.range = [0, 6]}) -> tensor<5x7xf64> {
  %0 = graph.one_hot %i {classes = 7 : i64, dtype = f64}
      : (tensor<5xi64>) -> tensor<5x7xf64>
  return %0 : tensor<5x7xf64>
}

func.func @i8(%i: tensor<5xi64> {sample.range = [0, 6]}) -> tensor<5x7xi8> {
  %0 = graph.one_hot %i {classes = 7 : i64, dtype = i8}
      : (tensor<5xi64>) -> tensor<5x7xi8>
  return %0 : tensor<5x7xi8>
}

func.func @ui8(%i: tensor<5xi64> {sample.range = [0, 6]}) -> tensor<5x7xui8> {
  %0 = graph.one_hot %i {classes = 7 : i64, dtype = ui8}
      : (tensor<5xi64>) -> tensor<5x7xui8>
  return %0 : tensor<5x7xui8>
}

func.func @i32(%i: tensor<5xi64> {sample.range = [0, 6]}) -> tensor<5x7xi32> {
  %0 = graph.one_hot %i {classes = 7 : i64, dtype = i32}
      : (tensor<5xi64>) -> tensor<5x7xi32>
  return %0 : tensor<5x7xi32>
}

func.func @i64(%i: tensor<5xi64> {sample.range = [0, 6]}) -> tensor<5x7xi64> {
  %0 = graph.one_hot %i {classes = 7 : i64, dtype = i64}
      : (tensor<5xi64>) -> tensor<5x7xi64>
  return %0 : tensor<5x7xi64>
}

func.func @i32_indices(%i: tensor<5xi32> {sample.range = [0, 6]})
    -> tensor<5x7xf32> {
  %0 = graph.one_hot %i {classes = 7 : i64, dtype = f32}
      : (tensor<5xi32>) -> tensor<5x7xf32>
  return %0 : tensor<5x7xf32>
}

func.func @matrix(%i: tensor<3x4xi64> {sample.range = [0, 4]})
    -> tensor<3x4x5xf32> {
  %0 = graph.one_hot %i {classes = 5 : i64, dtype = f32}
      : (tensor<3x4xi64>) -> tensor<3x4x5xf32>
  return %0 : tensor<3x4x5xf32>
}

func.func @scalar(%i: tensor<i64> {sample.range = [0, 2]}) -> tensor<3xf64> {
  %0 = graph.one_hot %i {classes = 3 : i64, dtype = f64}
      : (tensor<i64>) -> tensor<3xf64>
  return %0 : tensor<3xf64>
}

func.func @single_class(%i: tensor<4xi64> {sample.range = [0, 0]})
    -> tensor<4x1xf32> {
  %0 = graph.one_hot %i {classes = 1 : i64, dtype = f32}
      : (tensor<4xi64>) -> tensor<4x1xf32>
  return %0 : tensor<4x1xf32>
}

func.func @no_positions(%i: tensor<0xi64> {sample.range = [0, 6]})
    -> tensor<0x7xf32> {
  %0 = graph.one_hot %i {classes = 7 : i64, dtype = f32}
      : (tensor<0xi64>) -> tensor<0x7xf32>
  return %0 : tensor<0x7xf32>
}

func.func @no_classes(%i: tensor<0xi64> {sample.range = [0, 0]})
    -> tensor<0x0xf32> {
  %0 = graph.one_hot %i {classes = 0 : i64, dtype = f32}
      : (tensor<0xi64>) -> tensor<0x0xf32>
  return %0 : tensor<0x0xf32>
}
