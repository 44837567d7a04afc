func.func @i8(%u: tensor<5x7xi8>, %i: tensor<5x7xi64> {sample.range = [0, 3]})
    -> tensor<5x4xi8> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<4>, axis = 1 : i64}
      : (tensor<5x7xi8>, tensor<5x7xi64>) -> tensor<5x4xi8>
  return %0 : tensor<5x4xi8>
}

func.func @ui8(%u: tensor<5x7xui8>, %i: tensor<5x7xi64> {sample.range = [0, 3]})
    -> tensor<5x4xui8> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<4>, axis = 1 : i64}
      : (tensor<5x7xui8>, tensor<5x7xi64>) -> tensor<5x4xui8>
  return %0 : tensor<5x4xui8>
}

func.func @i32(%u: tensor<5x7xi32>, %i: tensor<5x7xi64> {sample.range = [0, 3]})
    -> tensor<5x4xi32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<4>, axis = 1 : i64}
      : (tensor<5x7xi32>, tensor<5x7xi64>) -> tensor<5x4xi32>
  return %0 : tensor<5x4xi32>
}

func.func @i64(%u: tensor<5x7xi64>, %i: tensor<5x7xi64> {sample.range = [0, 3]})
    -> tensor<5x4xi64> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<4>, axis = 1 : i64}
      : (tensor<5x7xi64>, tensor<5x7xi64>) -> tensor<5x4xi64>
  return %0 : tensor<5x4xi64>
}

func.func @bf16(%u: tensor<5x7xbf16>, %i: tensor<5x7xi64> {sample.range = [0, 3]})
    -> tensor<5x4xbf16> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<4>, axis = 1 : i64}
      : (tensor<5x7xbf16>, tensor<5x7xi64>) -> tensor<5x4xbf16>
  return %0 : tensor<5x4xbf16>
}

func.func @f32(%u: tensor<5x7xf32>, %i: tensor<5x7xi64> {sample.range = [0, 3]})
    -> tensor<5x4xf32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<4>, axis = 1 : i64}
      : (tensor<5x7xf32>, tensor<5x7xi64>) -> tensor<5x4xf32>
  return %0 : tensor<5x4xf32>
}

func.func @f64(%u: tensor<5x7xf64>, %i: tensor<5x7xi64> {sample.range = [0, 3]})
    -> tensor<5x4xf64> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<4>, axis = 1 : i64}
      : (tensor<5x7xf64>, tensor<5x7xi64>) -> tensor<5x4xf64>
  return %0 : tensor<5x4xf64>
}

func.func @i32_indices(%u: tensor<5x7xf32>, %i: tensor<5x7xi32> {sample.range = [0, 8]})
    -> tensor<5x9xf32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<9>, axis = 1 : i64}
      : (tensor<5x7xf32>, tensor<5x7xi32>) -> tensor<5x9xf32>
  return %0 : tensor<5x9xf32>
}

func.func @first_axis(%u: tensor<9x7xf32>, %i: tensor<9x7xi64> {sample.range = [0, 3]})
    -> tensor<4x7xf32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<4>, axis = 0 : i64}
      : (tensor<9x7xf32>, tensor<9x7xi64>) -> tensor<4x7xf32>
  return %0 : tensor<4x7xf32>
}

func.func @first_axis_bf16(%u: tensor<9x7xbf16>, %i: tensor<9x7xi64> {sample.range = [0, 3]})
    -> tensor<4x7xbf16> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<4>, axis = 0 : i64}
      : (tensor<9x7xbf16>, tensor<9x7xi64>) -> tensor<4x7xbf16>
  return %0 : tensor<4x7xbf16>
}

func.func @from_end(%u: tensor<3x6x4xf64>, %i: tensor<3x6x4xi64> {sample.range = [0, 4]})
    -> tensor<3x5x4xf64> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<5>, axis = -2 : i64}
      : (tensor<3x6x4xf64>, tensor<3x6x4xi64>) -> tensor<3x5x4xf64>
  return %0 : tensor<3x5x4xf64>
}

func.func @vector(%u: tensor<11xf32>, %i: tensor<11xi64> {sample.range = [0, 4]})
    -> tensor<5xf32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<5>, axis = 0 : i64}
      : (tensor<11xf32>, tensor<11xi64>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

func.func @two_tiles(%u: tensor<3x131xf32>, %i: tensor<3x131xi64> {sample.range = [0, 1]})
    -> tensor<2x131xf32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<2>, axis = 0 : i64}
      : (tensor<3x131xf32>, tensor<3x131xi64>) -> tensor<2x131xf32>
  return %0 : tensor<2x131xf32>
}

func.func @many_in_one(%u: tensor<2x300xf32>, %i: tensor<2x300xi64> {sample.range = [0, 0]})
    -> tensor<2x1xf32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<1>, axis = 1 : i64}
      : (tensor<2x300xf32>, tensor<2x300xi64>) -> tensor<2x1xf32>
  return %0 : tensor<2x1xf32>
}

func.func @one(%u: tensor<1x1xf32>, %i: tensor<1x1xi64> {sample.range = [0, 0]})
    -> tensor<1x1xf32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<1>, axis = 1 : i64}
      : (tensor<1x1xf32>, tensor<1x1xi64>) -> tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @no_updates(%u: tensor<5x0xf32>, %i: tensor<5x0xi64> {sample.range = [0, 2]})
    -> tensor<5x3xf32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<3>, axis = 1 : i64}
      : (tensor<5x0xf32>, tensor<5x0xi64>) -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}

func.func @no_rows(%u: tensor<0x7xf32>, %i: tensor<0x7xi64> {sample.range = [0, 2]})
    -> tensor<0x3xf32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<3>, axis = 1 : i64}
      : (tensor<0x7xf32>, tensor<0x7xi64>) -> tensor<0x3xf32>
  return %0 : tensor<0x3xf32>
}

func.func @no_columns(%u: tensor<4x0xf32>, %i: tensor<4x0xi64> {sample.range = [0, 2]})
    -> tensor<3x0xf32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<3>, axis = 0 : i64}
      : (tensor<4x0xf32>, tensor<4x0xi64>) -> tensor<3x0xf32>
  return %0 : tensor<3x0xf32>
}

func.func @no_place(%u: tensor<3x0xf32>, %i: tensor<3x0xi64> {sample.range = [0, 0]})
    -> tensor<3x0xf32> {
  %0 = graph.scatter_add %u, %i {size = #graph.dims<0>, axis = 1 : i64}
      : (tensor<3x0xf32>, tensor<3x0xi64>) -> tensor<3x0xf32>
  return %0 : tensor<3x0xf32>
}

func.func @rows(%u: tensor<11x70xf32>, %i: tensor<11xi64> {sample.range = [0, 4]})
    -> tensor<5x70xf32> {
  %0 = graph.broadcast %i {axes = array<i64: 0>, shape = #graph.dims<11, 70>}
      : (tensor<11xi64>) -> tensor<11x70xi64>
  %1 = graph.scatter_add %u, %0 {size = #graph.dims<5>, axis = 0 : i64}
      : (tensor<11x70xf32>, tensor<11x70xi64>) -> tensor<5x70xf32>
  return %1 : tensor<5x70xf32>
}

func.func @columns(%u: tensor<3x11xf64>, %i: tensor<11xi64> {sample.range = [0, 4]})
    -> tensor<3x5xf64> {
  %0 = graph.broadcast %i {axes = array<i64: 1>, shape = #graph.dims<3, 11>}
      : (tensor<11xi64>) -> tensor<3x11xi64>
  %1 = graph.scatter_add %u, %0 {size = #graph.dims<5>, axis = 1 : i64}
      : (tensor<3x11xf64>, tensor<3x11xi64>) -> tensor<3x5xf64>
  return %1 : tensor<3x5xf64>
}
