func.func @f32_last(%x: tensor<3x5x7xf32>) -> tensor<3x5x7xf32> {
  %0 = graph.cumsum %x {axis = -1 : i64}
      : (tensor<3x5x7xf32>) -> tensor<3x5x7xf32>
  return %0 : tensor<3x5x7xf32>
}

func.func @f32_first(%x: tensor<3x5x7xf32>) -> tensor<3x5x7xf32> {
  %0 = graph.cumsum %x {axis = 0 : i64}
      : (tensor<3x5x7xf32>) -> tensor<3x5x7xf32>
  return %0 : tensor<3x5x7xf32>
}

func.func @f32_middle(%x: tensor<3x5x7xf32>) -> tensor<3x5x7xf32> {
  %0 = graph.cumsum %x {axis = 1 : i64}
      : (tensor<3x5x7xf32>) -> tensor<3x5x7xf32>
  return %0 : tensor<3x5x7xf32>
}

func.func @f64_last(%x: tensor<3x5x7xf64>) -> tensor<3x5x7xf64> {
  %0 = graph.cumsum %x {axis = 2 : i64}
      : (tensor<3x5x7xf64>) -> tensor<3x5x7xf64>
  return %0 : tensor<3x5x7xf64>
}

func.func @f64_first(%x: tensor<3x5x7xf64>) -> tensor<3x5x7xf64> {
  %0 = graph.cumsum %x {axis = -3 : i64}
      : (tensor<3x5x7xf64>) -> tensor<3x5x7xf64>
  return %0 : tensor<3x5x7xf64>
}

func.func @bf16_last(%x: tensor<2x300xbf16>) -> tensor<2x300xbf16> {
  %0 = graph.cumsum %x {axis = 1 : i64}
      : (tensor<2x300xbf16>) -> tensor<2x300xbf16>
  return %0 : tensor<2x300xbf16>
}

func.func @bf16_first(%x: tensor<300x2xbf16>) -> tensor<300x2xbf16> {
  %0 = graph.cumsum %x {axis = 0 : i64}
      : (tensor<300x2xbf16>) -> tensor<300x2xbf16>
  return %0 : tensor<300x2xbf16>
}

func.func @wide_first(%x: tensor<5x515xf32>) -> tensor<5x515xf32> {
  %0 = graph.cumsum %x {axis = 0 : i64}
      : (tensor<5x515xf32>) -> tensor<5x515xf32>
  return %0 : tensor<5x515xf32>
}

func.func @wide_middle(%x: tensor<2x3x257xf64>) -> tensor<2x3x257xf64> {
  %0 = graph.cumsum %x {axis = 1 : i64}
      : (tensor<2x3x257xf64>) -> tensor<2x3x257xf64>
  return %0 : tensor<2x3x257xf64>
}

func.func @long(%x: tensor<1031xf32>) -> tensor<1031xf32> {
  %0 = graph.cumsum %x {axis = 0 : i64} : (tensor<1031xf32>) -> tensor<1031xf32>
  return %0 : tensor<1031xf32>
}

func.func @i8_wraps(%x: tensor<3x9xi8>) -> tensor<3x9xi8> {
  %0 = graph.cumsum %x {axis = 1 : i64} : (tensor<3x9xi8>) -> tensor<3x9xi8>
  return %0 : tensor<3x9xi8>
}

func.func @ui8_wraps(%x: tensor<9x3xui8>) -> tensor<9x3xui8> {
  %0 = graph.cumsum %x {axis = 0 : i64} : (tensor<9x3xui8>) -> tensor<9x3xui8>
  return %0 : tensor<9x3xui8>
}

func.func @i32(%x: tensor<3x9xi32>) -> tensor<3x9xi32> {
  %0 = graph.cumsum %x {axis = 1 : i64} : (tensor<3x9xi32>) -> tensor<3x9xi32>
  return %0 : tensor<3x9xi32>
}

func.func @i64(%x: tensor<3x9xi64>) -> tensor<3x9xi64> {
  %0 = graph.cumsum %x {axis = 0 : i64} : (tensor<3x9xi64>) -> tensor<3x9xi64>
  return %0 : tensor<3x9xi64>
}

func.func @one(%x: tensor<1x1xf32>) -> tensor<1x1xf32> {
  %0 = graph.cumsum %x {axis = 0 : i64} : (tensor<1x1xf32>) -> tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @no_rows(%x: tensor<0x3xf32>) -> tensor<0x3xf32> {
  %0 = graph.cumsum %x {axis = 1 : i64} : (tensor<0x3xf32>) -> tensor<0x3xf32>
  return %0 : tensor<0x3xf32>
}

func.func @empty_rows(%x: tensor<3x0xf32>) -> tensor<3x0xf32> {
  %0 = graph.cumsum %x {axis = 1 : i64} : (tensor<3x0xf32>) -> tensor<3x0xf32>
  return %0 : tensor<3x0xf32>
}

func.func @empty_rows_first(%x: tensor<0x3xi32>) -> tensor<0x3xi32> {
  %0 = graph.cumsum %x {axis = 0 : i64} : (tensor<0x3xi32>) -> tensor<0x3xi32>
  return %0 : tensor<0x3xi32>
}

func.func @of_expression(%x: tensor<3x7xf32>, %y: tensor<7xf32>)
    -> tensor<7x3xf32> {
  %0 = graph.broadcast %y {shape = #graph.dims<3, 7>}
      : (tensor<7xf32>) -> tensor<3x7xf32>
  %1 = graph.mul %x, %0 : tensor<3x7xf32>
  %2 = graph.cumsum %1 {axis = 1 : i64} : (tensor<3x7xf32>) -> tensor<3x7xf32>
  %3 = graph.exp %2 : tensor<3x7xf32>
  %4 = graph.transpose %3 {permutation = array<i64: 1, 0>}
      : (tensor<3x7xf32>) -> tensor<7x3xf32>
  return %4 : tensor<7x3xf32>
}
