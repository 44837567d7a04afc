func.func @i1(%x: tensor<5x7xi1>, %i: tensor<3xi64> {sample.range = [0, 6]})
    -> tensor<5x3xi1> {
  %0 = graph.take %x, %i {axis = 1 : i64}
      : (tensor<5x7xi1>, tensor<3xi64>) -> tensor<5x3xi1>
  return %0 : tensor<5x3xi1>
}

func.func @i8(%x: tensor<5x7xi8>, %i: tensor<3xi64> {sample.range = [0, 6]})
    -> tensor<5x3xi8> {
  %0 = graph.take %x, %i {axis = 1 : i64}
      : (tensor<5x7xi8>, tensor<3xi64>) -> tensor<5x3xi8>
  return %0 : tensor<5x3xi8>
}

func.func @ui8(%x: tensor<5x7xui8>, %i: tensor<3xi64> {sample.range = [0, 6]})
    -> tensor<5x3xui8> {
  %0 = graph.take %x, %i {axis = 1 : i64}
      : (tensor<5x7xui8>, tensor<3xi64>) -> tensor<5x3xui8>
  return %0 : tensor<5x3xui8>
}

func.func @i32(%x: tensor<5x7xi32>, %i: tensor<3xi64> {sample.range = [0, 6]})
    -> tensor<5x3xi32> {
  %0 = graph.take %x, %i {axis = 1 : i64}
      : (tensor<5x7xi32>, tensor<3xi64>) -> tensor<5x3xi32>
  return %0 : tensor<5x3xi32>
}

func.func @i64(%x: tensor<5x7xi64>, %i: tensor<3xi64> {sample.range = [0, 6]})
    -> tensor<5x3xi64> {
  %0 = graph.take %x, %i {axis = 1 : i64}
      : (tensor<5x7xi64>, tensor<3xi64>) -> tensor<5x3xi64>
  return %0 : tensor<5x3xi64>
}

func.func @f32(%x: tensor<5x7xf32>, %i: tensor<3xi64> {sample.range = [0, 6]})
    -> tensor<5x3xf32> {
  %0 = graph.take %x, %i {axis = 1 : i64}
      : (tensor<5x7xf32>, tensor<3xi64>) -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}

func.func @f64(%x: tensor<5x7xf64>, %i: tensor<3xi64> {sample.range = [0, 6]})
    -> tensor<5x3xf64> {
  %0 = graph.take %x, %i {axis = 1 : i64}
      : (tensor<5x7xf64>, tensor<3xi64>) -> tensor<5x3xf64>
  return %0 : tensor<5x3xf64>
}

func.func @i32_indices(%x: tensor<5x7xf32>, %i: tensor<3xi32> {sample.range = [0, 6]})
    -> tensor<5x3xf32> {
  %0 = graph.take %x, %i {axis = 1 : i64}
      : (tensor<5x7xf32>, tensor<3xi32>) -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}

func.func @first_axis(%x: tensor<9x5xf32>, %i: tensor<2x3xi64> {sample.range = [0, 8]})
    -> tensor<2x3x5xf32> {
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<9x5xf32>, tensor<2x3xi64>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}

func.func @from_end(%x: tensor<3x5x4xf64>, %i: tensor<7xi64> {sample.range = [0, 4]})
    -> tensor<3x7x4xf64> {
  %0 = graph.take %x, %i {axis = -2 : i64}
      : (tensor<3x5x4xf64>, tensor<7xi64>) -> tensor<3x7x4xf64>
  return %0 : tensor<3x7x4xf64>
}

func.func @scalar_index(%x: tensor<5x7xf32>, %i: tensor<i64> {sample.range = [0, 4]})
    -> tensor<7xf32> {
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<5x7xf32>, tensor<i64>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

func.func @vector(%x: tensor<9xf32>, %i: tensor<11xi64> {sample.range = [0, 8]})
    -> tensor<11xf32> {
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<9xf32>, tensor<11xi64>) -> tensor<11xf32>
  return %0 : tensor<11xf32>
}

func.func @vector_scalar_index(%x: tensor<9xf32>, %i: tensor<i64> {sample.range = [0, 8]})
    -> tensor<f32> {
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<9xf32>, tensor<i64>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @one_row(%x: tensor<1x7xf32>, %i: tensor<4xi64> {sample.range = [0, 0]})
    -> tensor<4x7xf32> {
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<1x7xf32>, tensor<4xi64>) -> tensor<4x7xf32>
  return %0 : tensor<4x7xf32>
}

func.func @long_rows(%x: tensor<13x1031xf32>, %i: tensor<5xi64> {sample.range = [0, 12]})
    -> tensor<5x1031xf32> {
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<13x1031xf32>, tensor<5xi64>) -> tensor<5x1031xf32>
  return %0 : tensor<5x1031xf32>
}

func.func @no_indices(%x: tensor<5x7xf32>, %i: tensor<0xi64> {sample.range = [0, 4]})
    -> tensor<0x7xf32> {
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<5x7xf32>, tensor<0xi64>) -> tensor<0x7xf32>
  return %0 : tensor<0x7xf32>
}

func.func @empty_rows(%x: tensor<5x0xf32>, %i: tensor<3xi64> {sample.range = [0, 4]})
    -> tensor<3x0xf32> {
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<5x0xf32>, tensor<3xi64>) -> tensor<3x0xf32>
  return %0 : tensor<3x0xf32>
}

func.func @no_rows(%x: tensor<0x7xf32>, %i: tensor<0xi64> {sample.range = [0, 0]})
    -> tensor<0x7xf32> {
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<0x7xf32>, tensor<0xi64>) -> tensor<0x7xf32>
  return %0 : tensor<0x7xf32>
}

// Computed rows are computed once, not once for each index.
func.func @of_computed(%x: tensor<5x7xf32>, %i: tensor<31xi64> {sample.range = [0, 4]})
    -> tensor<31x7xf32> {
  %e = graph.exp %x : tensor<5x7xf32>
  %t = graph.take %e, %i {axis = 0 : i64}
      : (tensor<5x7xf32>, tensor<31xi64>) -> tensor<31x7xf32>
  %0 = graph.neg %t : tensor<31x7xf32>
  return %0 : tensor<31x7xf32>
}
