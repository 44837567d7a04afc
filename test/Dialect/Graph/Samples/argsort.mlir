func.func @f32_last(%x: tensor<3x5x7xf32>) -> tensor<3x5x7xi64> {
  %0 = graph.argsort %x {axis = -1 : i64}
      : (tensor<3x5x7xf32>) -> tensor<3x5x7xi64>
  return %0 : tensor<3x5x7xi64>
}

func.func @f32_first(%x: tensor<5x3x7xf32>) -> tensor<5x3x7xi64> {
  %0 = graph.argsort %x {axis = 0 : i64}
      : (tensor<5x3x7xf32>) -> tensor<5x3x7xi64>
  return %0 : tensor<5x3x7xi64>
}

func.func @f32_middle(%x: tensor<3x9x7xf32>) -> tensor<3x9x7xi64> {
  %0 = graph.argsort %x {axis = 1 : i64}
      : (tensor<3x9x7xf32>) -> tensor<3x9x7xi64>
  return %0 : tensor<3x9x7xi64>
}

func.func @f32_descending(%x: tensor<3x19xf32>) -> tensor<3x19xi64> {
  %0 = graph.argsort %x {axis = 1 : i64, descending = true}
      : (tensor<3x19xf32>) -> tensor<3x19xi64>
  return %0 : tensor<3x19xi64>
}

func.func @f64_last(%x: tensor<3x17xf64>) -> tensor<3x17xi64> {
  %0 = graph.argsort %x {axis = 1 : i64}
      : (tensor<3x17xf64>) -> tensor<3x17xi64>
  return %0 : tensor<3x17xi64>
}

func.func @f64_descending_first(%x: tensor<17x3xf64>) -> tensor<17x3xi64> {
  %0 = graph.argsort %x {axis = 0 : i64, descending = true}
      : (tensor<17x3xf64>) -> tensor<17x3xi64>
  return %0 : tensor<17x3xi64>
}

func.func @bf16(%x: tensor<3x40xbf16>) -> tensor<3x40xi64> {
  %0 = graph.argsort %x {axis = 1 : i64}
      : (tensor<3x40xbf16>) -> tensor<3x40xi64>
  return %0 : tensor<3x40xi64>
}

func.func @bf16_descending(%x: tensor<3x40xbf16>) -> tensor<3x40xi64> {
  %0 = graph.argsort %x {axis = 1 : i64, descending = true}
      : (tensor<3x40xbf16>) -> tensor<3x40xi64>
  return %0 : tensor<3x40xi64>
}

func.func @i8_ties(%x: tensor<3x40xi8> {sample.range = [1, 4]})
    -> tensor<3x40xi64> {
  %0 = graph.argsort %x {axis = 1 : i64} : (tensor<3x40xi8>) -> tensor<3x40xi64>
  return %0 : tensor<3x40xi64>
}

func.func @ui8_ties_descending(%x: tensor<3x40xui8> {sample.range = [1, 4]})
    -> tensor<3x40xi64> {
  %0 = graph.argsort %x {axis = 1 : i64, descending = true}
      : (tensor<3x40xui8>) -> tensor<3x40xi64>
  return %0 : tensor<3x40xi64>
}

func.func @i32_ties(%x: tensor<3x40xi32> {sample.range = [1, 4]})
    -> tensor<3x40xi64> {
  %0 = graph.argsort %x {axis = 1 : i64}
      : (tensor<3x40xi32>) -> tensor<3x40xi64>
  return %0 : tensor<3x40xi64>
}

func.func @i64_ties(%x: tensor<40x3xi64> {sample.range = [1, 4]})
    -> tensor<40x3xi64> {
  %0 = graph.argsort %x {axis = 0 : i64}
      : (tensor<40x3xi64>) -> tensor<40x3xi64>
  return %0 : tensor<40x3xi64>
}

func.func @i8(%x: tensor<3x40xi8>) -> tensor<3x40xi64> {
  %0 = graph.argsort %x {axis = 1 : i64} : (tensor<3x40xi8>) -> tensor<3x40xi64>
  return %0 : tensor<3x40xi64>
}

func.func @ui8(%x: tensor<3x40xui8>) -> tensor<3x40xi64> {
  %0 = graph.argsort %x {axis = 1 : i64}
      : (tensor<3x40xui8>) -> tensor<3x40xi64>
  return %0 : tensor<3x40xi64>
}

func.func @i32_descending(%x: tensor<3x40xi32>) -> tensor<3x40xi64> {
  %0 = graph.argsort %x {axis = 1 : i64, descending = true}
      : (tensor<3x40xi32>) -> tensor<3x40xi64>
  return %0 : tensor<3x40xi64>
}

func.func @i64_descending(%x: tensor<3x40xi64>) -> tensor<3x40xi64> {
  %0 = graph.argsort %x {axis = 1 : i64, descending = true}
      : (tensor<3x40xi64>) -> tensor<3x40xi64>
  return %0 : tensor<3x40xi64>
}

func.func @long(%x: tensor<1031xf32>) -> tensor<1031xi64> {
  %0 = graph.argsort %x {axis = 0 : i64}
      : (tensor<1031xf32>) -> tensor<1031xi64>
  return %0 : tensor<1031xi64>
}

func.func @long_f64(%x: tensor<1031xf64>) -> tensor<1031xi64> {
  %0 = graph.argsort %x {axis = 0 : i64}
      : (tensor<1031xf64>) -> tensor<1031xi64>
  return %0 : tensor<1031xi64>
}

func.func @one(%x: tensor<1x1xf32>) -> tensor<1x1xi64> {
  %0 = graph.argsort %x {axis = 1 : i64} : (tensor<1x1xf32>) -> tensor<1x1xi64>
  return %0 : tensor<1x1xi64>
}

func.func @no_rows(%x: tensor<0x3xf32>) -> tensor<0x3xi64> {
  %0 = graph.argsort %x {axis = 1 : i64} : (tensor<0x3xf32>) -> tensor<0x3xi64>
  return %0 : tensor<0x3xi64>
}

func.func @empty_rows(%x: tensor<3x0xf32>) -> tensor<3x0xi64> {
  %0 = graph.argsort %x {axis = 1 : i64} : (tensor<3x0xf32>) -> tensor<3x0xi64>
  return %0 : tensor<3x0xi64>
}

func.func @of_expression(%x: tensor<3x7xf32>) -> tensor<7x3xf32> {
  %0 = graph.neg %x : tensor<3x7xf32>
  %1 = graph.argsort %0 {axis = 0 : i64}
      : (tensor<3x7xf32>) -> tensor<3x7xi64>
  %2 = graph.cast %1 to f32 : (tensor<3x7xi64>) -> tensor<3x7xf32>
  %3 = graph.add %2, %0 : tensor<3x7xf32>
  %4 = graph.transpose %3 {permutation = array<i64: 1, 0>}
      : (tensor<3x7xf32>) -> tensor<7x3xf32>
  return %4 : tensor<7x3xf32>
}

func.func @bools(%x: tensor<3x37xi1>) -> tensor<3x37xi64> {
  %0 = graph.argsort %x {axis = 1 : i64, descending = true}
      : (tensor<3x37xi1>) -> tensor<3x37xi64>
  return %0 : tensor<3x37xi64>
}

func.func @first_of_last(%x: tensor<3x5x70xf32>) -> tensor<3x5x4xi64> {
  %0 = graph.argsort %x {axis = -1 : i64, count = 4 : i64, descending = true}
      : (tensor<3x5x70xf32>) -> tensor<3x5x4xi64>
  return %0 : tensor<3x5x4xi64>
}

func.func @first_of_others(%x: tensor<3x50x7xi64>) -> tensor<3x9x7xi64> {
  %0 = graph.argsort %x {axis = 1 : i64, count = 9 : i64}
      : (tensor<3x50x7xi64>) -> tensor<3x9x7xi64>
  return %0 : tensor<3x9x7xi64>
}

func.func @first_none(%x: tensor<3x5xf64>) -> tensor<3x0xi64> {
  %0 = graph.argsort %x {axis = 1 : i64, count = 0 : i64}
      : (tensor<3x5xf64>) -> tensor<3x0xi64>
  return %0 : tensor<3x0xi64>
}
