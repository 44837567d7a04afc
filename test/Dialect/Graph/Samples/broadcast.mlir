func.func @i1(%x: tensor<5xi1>) -> tensor<3x5xi1> {
  %0 = graph.broadcast %x {shape = #graph.dims<3, 5>}
      : (tensor<5xi1>) -> tensor<3x5xi1>
  return %0 : tensor<3x5xi1>
}

func.func @i8(%x: tensor<5xi8>) -> tensor<3x5xi8> {
  %0 = graph.broadcast %x {shape = #graph.dims<3, 5>}
      : (tensor<5xi8>) -> tensor<3x5xi8>
  return %0 : tensor<3x5xi8>
}

func.func @ui8(%x: tensor<5xui8>) -> tensor<3x5xui8> {
  %0 = graph.broadcast %x {shape = #graph.dims<3, 5>}
      : (tensor<5xui8>) -> tensor<3x5xui8>
  return %0 : tensor<3x5xui8>
}

func.func @i32(%x: tensor<5xi32>) -> tensor<3x5xi32> {
  %0 = graph.broadcast %x {shape = #graph.dims<3, 5>}
      : (tensor<5xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

func.func @i64(%x: tensor<5xi64>) -> tensor<3x5xi64> {
  %0 = graph.broadcast %x {shape = #graph.dims<3, 5>}
      : (tensor<5xi64>) -> tensor<3x5xi64>
  return %0 : tensor<3x5xi64>
}

func.func @f32(%x: tensor<5xf32>) -> tensor<3x5xf32> {
  %0 = graph.broadcast %x {shape = #graph.dims<3, 5>}
      : (tensor<5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @f64(%x: tensor<5xf64>) -> tensor<3x5xf64> {
  %0 = graph.broadcast %x {shape = #graph.dims<3, 5>}
      : (tensor<5xf64>) -> tensor<3x5xf64>
  return %0 : tensor<3x5xf64>
}

func.func @bias_of_channels(%x: tensor<3xf32>) -> tensor<2x3x4x5xf32> {
  %0 = graph.broadcast %x {axes = array<i64: 1>, shape = #graph.dims<2, 3, 4, 5>}
      : (tensor<3xf32>) -> tensor<2x3x4x5xf32>
  return %0 : tensor<2x3x4x5xf32>
}

func.func @rows(%x: tensor<3xf32>) -> tensor<3x5xf32> {
  %0 = graph.broadcast %x {axes = array<i64: 0>, shape = #graph.dims<3, 5>}
      : (tensor<3xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @of_scalar(%x: tensor<f32>) -> tensor<3x5xf32> {
  %0 = graph.broadcast %x {shape = #graph.dims<3, 5>}
      : (tensor<f32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @of_scalar_axes_written(%x: tensor<f32>) -> tensor<3xf32> {
  %0 = graph.broadcast %x {axes = array<i64>, shape = #graph.dims<3>}
      : (tensor<f32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

func.func @of_one(%x: tensor<1xf32>) -> tensor<7xf32> {
  %0 = graph.broadcast %x {shape = #graph.dims<7>}
      : (tensor<1xf32>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

func.func @of_ones(%x: tensor<3x1x5xf32>) -> tensor<3x4x5xf32> {
  %0 = graph.broadcast %x {shape = #graph.dims<3, 4, 5>}
      : (tensor<3x1x5xf32>) -> tensor<3x4x5xf32>
  return %0 : tensor<3x4x5xf32>
}

func.func @several_axes(%x: tensor<2x5xf32>) -> tensor<2x3x5x4xf32> {
  %0 = graph.broadcast %x {axes = array<i64: 0, 2>, shape = #graph.dims<2, 3, 5, 4>}
      : (tensor<2x5xf32>) -> tensor<2x3x5x4xf32>
  return %0 : tensor<2x3x5x4xf32>
}

func.func @one_to_new_and_old(%x: tensor<1x5xf32>) -> tensor<3x5x2xf32> {
  %0 = graph.broadcast %x {axes = array<i64: 0, 1>, shape = #graph.dims<3, 5, 2>}
      : (tensor<1x5xf32>) -> tensor<3x5x2xf32>
  return %0 : tensor<3x5x2xf32>
}

func.func @same(%x: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = graph.broadcast %x {shape = #graph.dims<3, 5>}
      : (tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @to_nothing(%x: tensor<1x5xf32>) -> tensor<0x5xf32> {
  %0 = graph.broadcast %x {shape = #graph.dims<0, 5>}
      : (tensor<1x5xf32>) -> tensor<0x5xf32>
  return %0 : tensor<0x5xf32>
}

func.func @of_nothing(%x: tensor<0xf32>) -> tensor<3x0xf32> {
  %0 = graph.broadcast %x {shape = #graph.dims<3, 0>}
      : (tensor<0xf32>) -> tensor<3x0xf32>
  return %0 : tensor<3x0xf32>
}

func.func @to_scalar(%x: tensor<f32>) -> tensor<f32> {
  %0 = graph.broadcast %x {shape = #graph.dims<>}
      : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}
