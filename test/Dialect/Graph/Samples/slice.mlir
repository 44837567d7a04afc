func.func @i1(%x: tensor<5x7xi1>) -> tensor<3x5xi1> {
  %0 = graph.slice %x
      {starts = #graph.dims<1, 2>, sizes = #graph.dims<3, 5>, strides = array<i64: 1, 1>}
      : (tensor<5x7xi1>) -> tensor<3x5xi1>
  return %0 : tensor<3x5xi1>
}

func.func @i8(%x: tensor<5x7xi8>) -> tensor<3x5xi8> {
  %0 = graph.slice %x
      {starts = #graph.dims<1, 2>, sizes = #graph.dims<3, 5>, strides = array<i64: 1, 1>}
      : (tensor<5x7xi8>) -> tensor<3x5xi8>
  return %0 : tensor<3x5xi8>
}

func.func @ui8(%x: tensor<5x7xui8>) -> tensor<3x5xui8> {
  %0 = graph.slice %x
      {starts = #graph.dims<1, 2>, sizes = #graph.dims<3, 5>, strides = array<i64: 1, 1>}
      : (tensor<5x7xui8>) -> tensor<3x5xui8>
  return %0 : tensor<3x5xui8>
}

func.func @i32(%x: tensor<5x7xi32>) -> tensor<3x5xi32> {
  %0 = graph.slice %x
      {starts = #graph.dims<1, 2>, sizes = #graph.dims<3, 5>, strides = array<i64: 1, 1>}
      : (tensor<5x7xi32>) -> tensor<3x5xi32>
  return %0 : tensor<3x5xi32>
}

func.func @i64(%x: tensor<5x7xi64>) -> tensor<3x5xi64> {
  %0 = graph.slice %x
      {starts = #graph.dims<1, 2>, sizes = #graph.dims<3, 5>, strides = array<i64: 1, 1>}
      : (tensor<5x7xi64>) -> tensor<3x5xi64>
  return %0 : tensor<3x5xi64>
}

func.func @f32(%x: tensor<5x7xf32>) -> tensor<3x5xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<1, 2>, sizes = #graph.dims<3, 5>, strides = array<i64: 1, 1>}
      : (tensor<5x7xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @f64(%x: tensor<5x7xf64>) -> tensor<3x5xf64> {
  %0 = graph.slice %x
      {starts = #graph.dims<1, 2>, sizes = #graph.dims<3, 5>, strides = array<i64: 1, 1>}
      : (tensor<5x7xf64>) -> tensor<3x5xf64>
  return %0 : tensor<3x5xf64>
}

func.func @strided(%x: tensor<9x7xf32>) -> tensor<3x4xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<1, 0>, sizes = #graph.dims<3, 4>, strides = array<i64: 3, 2>}
      : (tensor<9x7xf32>) -> tensor<3x4xf32>
  return %0 : tensor<3x4xf32>
}

func.func @whole(%x: tensor<5x7xf32>) -> tensor<5x7xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<0, 0>, sizes = #graph.dims<5, 7>, strides = array<i64: 1, 1>}
      : (tensor<5x7xf32>) -> tensor<5x7xf32>
  return %0 : tensor<5x7xf32>
}

func.func @whole_axis_from_end(%x: tensor<5x7xf32>) -> tensor<5x4xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<0, 2>, sizes = #graph.dims<5, 4>, strides = array<i64: 1, 1>}
      : (tensor<5x7xf32>) -> tensor<5x4xf32>
  return %0 : tensor<5x4xf32>
}

func.func @one_element(%x: tensor<5x7xf32>) -> tensor<1x1xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<4, 6>, sizes = #graph.dims<1, 1>, strides = array<i64: 1, 1>}
      : (tensor<5x7xf32>) -> tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @to_nothing(%x: tensor<5x7xf32>) -> tensor<0x7xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<3, 0>, sizes = #graph.dims<0, 7>, strides = array<i64: 1, 1>}
      : (tensor<5x7xf32>) -> tensor<0x7xf32>
  return %0 : tensor<0x7xf32>
}

func.func @of_nothing(%x: tensor<0x7xf32>) -> tensor<0x2xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<0, 1>, sizes = #graph.dims<0, 2>, strides = array<i64: 1, 2>}
      : (tensor<0x7xf32>) -> tensor<0x2xf32>
  return %0 : tensor<0x2xf32>
}

func.func @stride_beyond_size(%x: tensor<5xf32>) -> tensor<1xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<2>, sizes = #graph.dims<1>, strides = array<i64: 100>}
      : (tensor<5xf32>) -> tensor<1xf32>
  return %0 : tensor<1xf32>
}

func.func @scalar(%x: tensor<f32>) -> tensor<f32> {
  %0 = graph.slice %x
      {starts = #graph.dims<>, sizes = #graph.dims<>, strides = array<i64>}
      : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @middle(%x: tensor<3x8x5xf32>) -> tensor<3x3x5xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<0, 3, 0>, sizes = #graph.dims<3, 3, 5>, strides = array<i64: 1, 1, 1>}
      : (tensor<3x8x5xf32>) -> tensor<3x3x5xf32>
  return %0 : tensor<3x3x5xf32>
}

func.func @reversed(%x: tensor<5x7xf32>) -> tensor<5x7xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<4, 6>, sizes = #graph.dims<5, 7>, strides = array<i64: -1, -1>}
      : (tensor<5x7xf32>) -> tensor<5x7xf32>
  return %0 : tensor<5x7xf32>
}

func.func @reversed_strided(%x: tensor<9x11xf64>) -> tensor<3x4xf64> {
  %0 = graph.slice %x
      {starts = #graph.dims<8, 9>, sizes = #graph.dims<3, 4>, strides = array<i64: -4, -3>}
      : (tensor<9x11xf64>) -> tensor<3x4xf64>
  return %0 : tensor<3x4xf64>
}

func.func @reversed_one(%x: tensor<1x3xf32>) -> tensor<1x3xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<0, 0>, sizes = #graph.dims<1, 3>, strides = array<i64: -1, 1>}
      : (tensor<1x3xf32>) -> tensor<1x3xf32>
  return %0 : tensor<1x3xf32>
}

func.func @reversed_nothing(%x: tensor<0xf32>) -> tensor<0xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<-1>, sizes = #graph.dims<0>, strides = array<i64: -1>}
      : (tensor<0xf32>) -> tensor<0xf32>
  return %0 : tensor<0xf32>
}

func.func @of_slice(%x: tensor<9x7xf32>) -> tensor<3x2xf32> {
  %0 = graph.slice %x
      {starts = #graph.dims<8, 1>, sizes = #graph.dims<5, 6>, strides = array<i64: -2, 1>}
      : (tensor<9x7xf32>) -> tensor<5x6xf32>
  %1 = graph.slice %0
      {starts = #graph.dims<1, 4>, sizes = #graph.dims<3, 2>, strides = array<i64: 1, -3>}
      : (tensor<5x6xf32>) -> tensor<3x2xf32>
  return %1 : tensor<3x2xf32>
}
