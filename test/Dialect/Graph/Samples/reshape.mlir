func.func @i1(%x: tensor<3x4x5xi1>) -> tensor<15x4xi1> {
  %0 = graph.reshape %x {shape = #graph.dims<15, 4>}
      : (tensor<3x4x5xi1>) -> tensor<15x4xi1>
  return %0 : tensor<15x4xi1>
}

func.func @i8(%x: tensor<3x4x5xi8>) -> tensor<15x4xi8> {
  %0 = graph.reshape %x {shape = #graph.dims<15, 4>}
      : (tensor<3x4x5xi8>) -> tensor<15x4xi8>
  return %0 : tensor<15x4xi8>
}

func.func @ui8(%x: tensor<3x4x5xui8>) -> tensor<15x4xui8> {
  %0 = graph.reshape %x {shape = #graph.dims<15, 4>}
      : (tensor<3x4x5xui8>) -> tensor<15x4xui8>
  return %0 : tensor<15x4xui8>
}

func.func @i32(%x: tensor<3x4x5xi32>) -> tensor<15x4xi32> {
  %0 = graph.reshape %x {shape = #graph.dims<15, 4>}
      : (tensor<3x4x5xi32>) -> tensor<15x4xi32>
  return %0 : tensor<15x4xi32>
}

func.func @i64(%x: tensor<3x4x5xi64>) -> tensor<15x4xi64> {
  %0 = graph.reshape %x {shape = #graph.dims<15, 4>}
      : (tensor<3x4x5xi64>) -> tensor<15x4xi64>
  return %0 : tensor<15x4xi64>
}

func.func @f32(%x: tensor<3x4x5xf32>) -> tensor<15x4xf32> {
  %0 = graph.reshape %x {shape = #graph.dims<15, 4>}
      : (tensor<3x4x5xf32>) -> tensor<15x4xf32>
  return %0 : tensor<15x4xf32>
}

func.func @f64(%x: tensor<3x4x5xf64>) -> tensor<15x4xf64> {
  %0 = graph.reshape %x {shape = #graph.dims<15, 4>}
      : (tensor<3x4x5xf64>) -> tensor<15x4xf64>
  return %0 : tensor<15x4xf64>
}

func.func @inferred(%x: tensor<3x4x5xf32>) -> tensor<6x10xf32> {
  %0 = graph.reshape %x {shape = #graph.dims<6, -1>}
      : (tensor<3x4x5xf32>) -> tensor<6x10xf32>
  return %0 : tensor<6x10xf32>
}

func.func @flattened(%x: tensor<3x4x5xf32>) -> tensor<60xf32> {
  %0 = graph.reshape %x {shape = #graph.dims<-1>}
      : (tensor<3x4x5xf32>) -> tensor<60xf32>
  return %0 : tensor<60xf32>
}

func.func @to_scalar(%x: tensor<1x1xf32>) -> tensor<f32> {
  %0 = graph.reshape %x {shape = #graph.dims<>}
      : (tensor<1x1xf32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @from_scalar(%x: tensor<f32>) -> tensor<1x1x1xf32> {
  %0 = graph.reshape %x {shape = #graph.dims<1, 1, 1>}
      : (tensor<f32>) -> tensor<1x1x1xf32>
  return %0 : tensor<1x1x1xf32>
}

func.func @same(%x: tensor<3x4xf32>) -> tensor<3x4xf32> {
  %0 = graph.reshape %x {shape = #graph.dims<3, 4>}
      : (tensor<3x4xf32>) -> tensor<3x4xf32>
  return %0 : tensor<3x4xf32>
}

func.func @empty(%x: tensor<0x3xf32>) -> tensor<3x0x7xf32> {
  %0 = graph.reshape %x {shape = #graph.dims<3, 0, 7>}
      : (tensor<0x3xf32>) -> tensor<3x0x7xf32>
  return %0 : tensor<3x0x7xf32>
}

func.func @empty_inferred(%x: tensor<0x3xf32>) -> tensor<0x3xf32> {
  %0 = graph.reshape %x {shape = #graph.dims<-1, 3>}
      : (tensor<0x3xf32>) -> tensor<0x3xf32>
  return %0 : tensor<0x3xf32>
}

func.func @ones_inserted(%x: tensor<5xf32>) -> tensor<1x5x1xf32> {
  %0 = graph.reshape %x {shape = #graph.dims<1, 5, 1>}
      : (tensor<5xf32>) -> tensor<1x5x1xf32>
  return %0 : tensor<1x5x1xf32>
}
