func.func @f32_last(%x: tensor<3x5x7xf32>) -> tensor<3x5xi64> {
  %0 = graph.argmin %x {axis = -1 : i64}
      : (tensor<3x5x7xf32>) -> tensor<3x5xi64>
  return %0 : tensor<3x5xi64>
}

func.func @f32_first(%x: tensor<3x5x7xf32>) -> tensor<5x7xi64> {
  %0 = graph.argmin %x {axis = 0 : i64} : (tensor<3x5x7xf32>) -> tensor<5x7xi64>
  return %0 : tensor<5x7xi64>
}

func.func @f32_middle(%x: tensor<3x5x7xf32>) -> tensor<3x7xi64> {
  %0 = graph.argmin %x {axis = 1 : i64} : (tensor<3x5x7xf32>) -> tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}

func.func @f64_last(%x: tensor<3x5x7xf64>) -> tensor<3x5xi64> {
  %0 = graph.argmin %x {axis = -1 : i64}
      : (tensor<3x5x7xf64>) -> tensor<3x5xi64>
  return %0 : tensor<3x5xi64>
}

func.func @f64_first(%x: tensor<3x5x7xf64>) -> tensor<5x7xi64> {
  %0 = graph.argmin %x {axis = 0 : i64} : (tensor<3x5x7xf64>) -> tensor<5x7xi64>
  return %0 : tensor<5x7xi64>
}

func.func @f64_middle(%x: tensor<3x5x7xf64>) -> tensor<3x7xi64> {
  %0 = graph.argmin %x {axis = 1 : i64} : (tensor<3x5x7xf64>) -> tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}

func.func @keeps_dims(%x: tensor<3x5x7xf32>) -> tensor<3x1x7xi64> {
  %0 = graph.argmin %x {axis = 1 : i64, keep_dims = true}
      : (tensor<3x5x7xf32>) -> tensor<3x1x7xi64>
  return %0 : tensor<3x1x7xi64>
}

func.func @long(%x: tensor<1031xf32>) -> tensor<i64> {
  %0 = graph.argmin %x {axis = 0 : i64} : (tensor<1031xf32>) -> tensor<i64>
  return %0 : tensor<i64>
}

func.func @one(%x: tensor<1x1xf32>) -> tensor<1xi64> {
  %0 = graph.argmin %x {axis = 1 : i64} : (tensor<1x1xf32>) -> tensor<1xi64>
  return %0 : tensor<1xi64>
}

func.func @empty_result(%x: tensor<0x3xf32>) -> tensor<0xi64> {
  %0 = graph.argmin %x {axis = 1 : i64} : (tensor<0x3xf32>) -> tensor<0xi64>
  return %0 : tensor<0xi64>
}

func.func @i8_ties(%x: tensor<5x9xi8> {sample.range = [1, 4]})
    -> tensor<5xi64> {
  %0 = graph.argmin %x {axis = 1 : i64} : (tensor<5x9xi8>) -> tensor<5xi64>
  return %0 : tensor<5xi64>
}

func.func @ui8_ties(%x: tensor<5x9xui8> {sample.range = [1, 4]})
    -> tensor<5xi64> {
  %0 = graph.argmin %x {axis = 1 : i64} : (tensor<5x9xui8>) -> tensor<5xi64>
  return %0 : tensor<5xi64>
}

func.func @i32_ties(%x: tensor<5x9xi32> {sample.range = [1, 4]})
    -> tensor<5xi64> {
  %0 = graph.argmin %x {axis = 1 : i64} : (tensor<5x9xi32>) -> tensor<5xi64>
  return %0 : tensor<5xi64>
}

func.func @i64_ties(%x: tensor<5x9xi64> {sample.range = [1, 4]})
    -> tensor<5xi64> {
  %0 = graph.argmin %x {axis = 1 : i64} : (tensor<5x9xi64>) -> tensor<5xi64>
  return %0 : tensor<5xi64>
}

func.func @columns(%x: tensor<5x67xf32>) -> tensor<67xi64> {
  %0 = graph.argmin %x {axis = 0 : i64} : (tensor<5x67xf32>) -> tensor<67xi64>
  return %0 : tensor<67xi64>
}

func.func @channels(%x: tensor<2x3x4x9xbf16>) -> tensor<2x1x4x9xi64> {
  %0 = graph.argmin %x {axis = 1 : i64, keep_dims = true}
      : (tensor<2x3x4x9xbf16>) -> tensor<2x1x4x9xi64>
  return %0 : tensor<2x1x4x9xi64>
}

func.func @columns_of_bytes(%x: tensor<7x40xui8> {sample.range = [1, 4]})
    -> tensor<40xi64> {
  %0 = graph.argmin %x {axis = 0 : i64} : (tensor<7x40xui8>) -> tensor<40xi64>
  return %0 : tensor<40xi64>
}
