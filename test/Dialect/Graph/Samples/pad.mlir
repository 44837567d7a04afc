func.func @f32(%x: tensor<3x5xf32>) -> tensor<4x7xf32> {
  %0 = graph.pad %x
      {low = array<i64: 1, 0>, high = array<i64: 0, 2>}
      : (tensor<3x5xf32>) -> tensor<4x7xf32>
  return %0 : tensor<4x7xf32>
}

func.func @f64(%x: tensor<3x5xf64>) -> tensor<4x7xf64> {
  %0 = graph.pad %x
      {low = array<i64: 1, 0>, high = array<i64: 0, 2>}
      : (tensor<3x5xf64>) -> tensor<4x7xf64>
  return %0 : tensor<4x7xf64>
}

func.func @i8(%x: tensor<3x5xi8>) -> tensor<4x7xi8> {
  %0 = graph.pad %x
      {low = array<i64: 1, 0>, high = array<i64: 0, 2>}
      : (tensor<3x5xi8>) -> tensor<4x7xi8>
  return %0 : tensor<4x7xi8>
}

func.func @ui8(%x: tensor<3x5xui8>) -> tensor<4x7xui8> {
  %0 = graph.pad %x
      {low = array<i64: 1, 0>, high = array<i64: 0, 2>}
      : (tensor<3x5xui8>) -> tensor<4x7xui8>
  return %0 : tensor<4x7xui8>
}

func.func @i32(%x: tensor<3x5xi32>) -> tensor<4x7xi32> {
  %0 = graph.pad %x
      {low = array<i64: 1, 0>, high = array<i64: 0, 2>}
      : (tensor<3x5xi32>) -> tensor<4x7xi32>
  return %0 : tensor<4x7xi32>
}

func.func @i64(%x: tensor<3x5xi64>) -> tensor<4x7xi64> {
  %0 = graph.pad %x
      {low = array<i64: 1, 0>, high = array<i64: 0, 2>}
      : (tensor<3x5xi64>) -> tensor<4x7xi64>
  return %0 : tensor<4x7xi64>
}

func.func @value(%x: tensor<3x5xf32>) -> tensor<7x11xf32> {
  %0 = graph.pad %x
      {low = array<i64: 1, 2>, high = array<i64: 3, 4>, value = -1.5 : f64}
      : (tensor<3x5xf32>) -> tensor<7x11xf32>
  return %0 : tensor<7x11xf32>
}

func.func @minus_infinity(%x: tensor<2x3xf32>) -> tensor<4x5xf32> {
  %0 = graph.pad %x
      {low = array<i64: 1, 1>, high = array<i64: 1, 1>, value = 0xFFF0000000000000 : f64}
      : (tensor<2x3xf32>) -> tensor<4x5xf32>
  return %0 : tensor<4x5xf32>
}

func.func @nan(%x: tensor<2x3xf64>) -> tensor<3x4xf64> {
  %0 = graph.pad %x
      {low = array<i64: 1, 0>, high = array<i64: 0, 1>, value = 0x7FF8000000000000 : f64}
      : (tensor<2x3xf64>) -> tensor<3x4xf64>
  return %0 : tensor<3x4xf64>
}

func.func @integer_value(%x: tensor<3x5xi32>) -> tensor<4x7xi32> {
  %0 = graph.pad %x
      {low = array<i64: 1, 1>, high = array<i64: 0, 1>, value = 7.0 : f64}
      : (tensor<3x5xi32>) -> tensor<4x7xi32>
  return %0 : tensor<4x7xi32>
}

func.func @integer_lowest(%x: tensor<3x5xi8>) -> tensor<4x7xi8> {
  %0 = graph.pad %x
      {low = array<i64: 1, 1>, high = array<i64: 0, 1>, value = -128.0 : f64}
      : (tensor<3x5xi8>) -> tensor<4x7xi8>
  return %0 : tensor<4x7xi8>
}

func.func @integer_highest(%x: tensor<3x5xui8>) -> tensor<4x7xui8> {
  %0 = graph.pad %x
      {low = array<i64: 1, 1>, high = array<i64: 0, 1>, value = 255.0 : f64}
      : (tensor<3x5xui8>) -> tensor<4x7xui8>
  return %0 : tensor<4x7xui8>
}

func.func @nothing_added(%x: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = graph.pad %x
      {low = array<i64: 0, 0>, high = array<i64: 0, 0>}
      : (tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @of_nothing(%x: tensor<0x2xf32>) -> tensor<3x3xf32> {
  %0 = graph.pad %x
      {low = array<i64: 2, 0>, high = array<i64: 1, 1>, value = 2.0 : f64}
      : (tensor<0x2xf32>) -> tensor<3x3xf32>
  return %0 : tensor<3x3xf32>
}

func.func @scalar(%x: tensor<f32>) -> tensor<f32> {
  %0 = graph.pad %x
      {low = array<i64>, high = array<i64>}
      : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @images(%x: tensor<2x3x4x5xf32>) -> tensor<2x3x7x8xf32> {
  %0 = graph.pad %x
      {low = array<i64: 0, 0, 1, 2>, high = array<i64: 0, 0, 2, 1>}
      : (tensor<2x3x4x5xf32>) -> tensor<2x3x7x8xf32>
  return %0 : tensor<2x3x7x8xf32>
}

func.func @one(%x: tensor<1xf32>) -> tensor<2xf32> {
  %0 = graph.pad %x
      {low = array<i64: 0>, high = array<i64: 1>}
      : (tensor<1xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

func.func @bools(%x: tensor<5x3xi1>) -> tensor<8x4xi1> {
  %0 = graph.pad %x
      {low = array<i64: 1, 0>, high = array<i64: 2, 1>, value = 1.0 : f64}
      : (tensor<5x3xi1>) -> tensor<8x4xi1>
  return %0 : tensor<8x4xi1>
}
