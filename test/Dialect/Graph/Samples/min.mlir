func.func @f32_all(%x: tensor<3x5x7xf32>) -> tensor<f32> {
  %0 = graph.min %x : (tensor<3x5x7xf32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @f32_last(%x: tensor<3x5x7xf32>) -> tensor<3x5xf32> {
  %0 = graph.min %x {axes = array<i64: -1>}
      : (tensor<3x5x7xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @f32_first(%x: tensor<3x5x7xf32>) -> tensor<5x7xf32> {
  %0 = graph.min %x {axes = array<i64: 0>}
      : (tensor<3x5x7xf32>) -> tensor<5x7xf32>
  return %0 : tensor<5x7xf32>
}

func.func @f32_middle(%x: tensor<3x5x7xf32>) -> tensor<3x7xf32> {
  %0 = graph.min %x {axes = array<i64: 1>}
      : (tensor<3x5x7xf32>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @f64_all(%x: tensor<3x5x7xf64>) -> tensor<f64> {
  %0 = graph.min %x : (tensor<3x5x7xf64>) -> tensor<f64>
  return %0 : tensor<f64>
}

func.func @f64_last(%x: tensor<3x5x7xf64>) -> tensor<3x5xf64> {
  %0 = graph.min %x {axes = array<i64: -1>}
      : (tensor<3x5x7xf64>) -> tensor<3x5xf64>
  return %0 : tensor<3x5xf64>
}

func.func @f64_first(%x: tensor<3x5x7xf64>) -> tensor<5x7xf64> {
  %0 = graph.min %x {axes = array<i64: 0>}
      : (tensor<3x5x7xf64>) -> tensor<5x7xf64>
  return %0 : tensor<5x7xf64>
}

func.func @f64_middle(%x: tensor<3x5x7xf64>) -> tensor<3x7xf64> {
  %0 = graph.min %x {axes = array<i64: 1>}
      : (tensor<3x5x7xf64>) -> tensor<3x7xf64>
  return %0 : tensor<3x7xf64>
}

func.func @outer_and_inner(%x: tensor<3x5x7xf32>) -> tensor<5xf32> {
  %0 = graph.min %x {axes = array<i64: 0, 2>}
      : (tensor<3x5x7xf32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

func.func @axes_unordered(%x: tensor<3x5x7xf32>) -> tensor<5xf32> {
  %0 = graph.min %x {axes = array<i64: -1, 0>}
      : (tensor<3x5x7xf32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

func.func @keeps_dims(%x: tensor<3x5x7xf32>) -> tensor<3x1x1xf32> {
  %0 = graph.min %x {axes = array<i64: 1, 2>, keep_dims = true}
      : (tensor<3x5x7xf32>) -> tensor<3x1x1xf32>
  return %0 : tensor<3x1x1xf32>
}

func.func @keeps_all_dims(%x: tensor<3x5xf64>) -> tensor<1x1xf64> {
  %0 = graph.min %x {keep_dims = true} : (tensor<3x5xf64>) -> tensor<1x1xf64>
  return %0 : tensor<1x1xf64>
}

func.func @no_axes_written(%x: tensor<3x5xf32>) -> tensor<f32> {
  %0 = graph.min %x {axes = array<i64>} : (tensor<3x5xf32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @long(%x: tensor<1031xf32>) -> tensor<f32> {
  %0 = graph.min %x {axes = array<i64: 0>} : (tensor<1031xf32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @long_rows(%x: tensor<3x1031xf32>) -> tensor<3xf32> {
  %0 = graph.min %x {axes = array<i64: 1>}
      : (tensor<3x1031xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

func.func @scalar(%x: tensor<f32>) -> tensor<f32> {
  %0 = graph.min %x : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @one(%x: tensor<1x1xf32>) -> tensor<1xf32> {
  %0 = graph.min %x {axes = array<i64: 0>} : (tensor<1x1xf32>) -> tensor<1xf32>
  return %0 : tensor<1xf32>
}

func.func @over_nothing(%x: tensor<3x0xf32>) -> tensor<3xf32> {
  %0 = graph.min %x {axes = array<i64: 1>} : (tensor<3x0xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

func.func @empty_result(%x: tensor<3x0xf32>) -> tensor<0xf32> {
  %0 = graph.min %x {axes = array<i64: 0>} : (tensor<3x0xf32>) -> tensor<0xf32>
  return %0 : tensor<0xf32>
}

func.func @over_nothing_f64(%x: tensor<0xf64>) -> tensor<f64> {
  %0 = graph.min %x : (tensor<0xf64>) -> tensor<f64>
  return %0 : tensor<f64>
}

func.func @i8(%x: tensor<3x7xi8>) -> tensor<3xi8> {
  %0 = graph.min %x {axes = array<i64: 1>} : (tensor<3x7xi8>) -> tensor<3xi8>
  return %0 : tensor<3xi8>
}

func.func @ui8(%x: tensor<3x7xui8>) -> tensor<3xui8> {
  %0 = graph.min %x {axes = array<i64: 1>} : (tensor<3x7xui8>) -> tensor<3xui8>
  return %0 : tensor<3xui8>
}

func.func @i32(%x: tensor<3x7xi32>) -> tensor<3xi32> {
  %0 = graph.min %x {axes = array<i64: 1>} : (tensor<3x7xi32>) -> tensor<3xi32>
  return %0 : tensor<3xi32>
}

func.func @i64(%x: tensor<3x7xi64>) -> tensor<3xi64> {
  %0 = graph.min %x {axes = array<i64: 1>} : (tensor<3x7xi64>) -> tensor<3xi64>
  return %0 : tensor<3xi64>
}

func.func @i32_over_nothing(%x: tensor<3x0xi32>) -> tensor<3xi32> {
  %0 = graph.min %x {axes = array<i64: 1>} : (tensor<3x0xi32>) -> tensor<3xi32>
  return %0 : tensor<3xi32>
}

func.func @ui8_over_nothing(%x: tensor<3x0xui8>) -> tensor<3xui8> {
  %0 = graph.min %x {axes = array<i64: 1>} : (tensor<3x0xui8>) -> tensor<3xui8>
  return %0 : tensor<3xui8>
}

func.func @f32_first_wide(%x: tensor<5x301xf32>) -> tensor<301xf32> {
  %0 = graph.min %x {axes = array<i64: 0>}
      : (tensor<5x301xf32>) -> tensor<301xf32>
  return %0 : tensor<301xf32>
}

func.func @f32_outer_axes(%x: tensor<3x5x4x133xf32>) -> tensor<5x133xf32> {
  %0 = graph.min %x {axes = array<i64: 0, 2>}
      : (tensor<3x5x4x133xf32>) -> tensor<5x133xf32>
  return %0 : tensor<5x133xf32>
}

func.func @f64_first_keeps_dims(%x: tensor<7x67xf64>) -> tensor<1x67xf64> {
  %0 = graph.min %x {axes = array<i64: 0>, keep_dims = true}
      : (tensor<7x67xf64>) -> tensor<1x67xf64>
  return %0 : tensor<1x67xf64>
}

func.func @bf16_first(%x: tensor<40x33xbf16>) -> tensor<33xbf16> {
  %0 = graph.min %x {axes = array<i64: 0>}
      : (tensor<40x33xbf16>) -> tensor<33xbf16>
  return %0 : tensor<33xbf16>
}

func.func @f32_rows_of_one(%x: tensor<9x1xf32>) -> tensor<1xf32> {
  %0 = graph.min %x {axes = array<i64: 0>} : (tensor<9x1xf32>) -> tensor<1xf32>
  return %0 : tensor<1xf32>
}

func.func @ui8_first(%x: tensor<5x70xui8>) -> tensor<70xui8> {
  %0 = graph.min %x {axes = array<i64: 0>}
      : (tensor<5x70xui8>) -> tensor<70xui8>
  return %0 : tensor<70xui8>
}

func.func @i8_last(%x: tensor<5x70xi8>) -> tensor<5xi8> {
  %0 = graph.min %x {axes = array<i64: 1>} : (tensor<5x70xi8>) -> tensor<5xi8>
  return %0 : tensor<5xi8>
}
