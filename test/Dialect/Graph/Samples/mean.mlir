func.func @f32_all(%x: tensor<3x5x7xf32>) -> tensor<f32> {
  %0 = graph.mean %x : (tensor<3x5x7xf32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @f32_last(%x: tensor<3x5x7xf32>) -> tensor<3x5xf32> {
  %0 = graph.mean %x {axes = array<i64: -1>}
      : (tensor<3x5x7xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @f32_first(%x: tensor<3x5x7xf32>) -> tensor<5x7xf32> {
  %0 = graph.mean %x {axes = array<i64: 0>}
      : (tensor<3x5x7xf32>) -> tensor<5x7xf32>
  return %0 : tensor<5x7xf32>
}

func.func @f32_middle(%x: tensor<3x5x7xf32>) -> tensor<3x7xf32> {
  %0 = graph.mean %x {axes = array<i64: 1>}
      : (tensor<3x5x7xf32>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @f64_all(%x: tensor<3x5x7xf64>) -> tensor<f64> {
  %0 = graph.mean %x : (tensor<3x5x7xf64>) -> tensor<f64>
  return %0 : tensor<f64>
}

func.func @f64_last(%x: tensor<3x5x7xf64>) -> tensor<3x5xf64> {
  %0 = graph.mean %x {axes = array<i64: -1>}
      : (tensor<3x5x7xf64>) -> tensor<3x5xf64>
  return %0 : tensor<3x5xf64>
}

func.func @f64_first(%x: tensor<3x5x7xf64>) -> tensor<5x7xf64> {
  %0 = graph.mean %x {axes = array<i64: 0>}
      : (tensor<3x5x7xf64>) -> tensor<5x7xf64>
  return %0 : tensor<5x7xf64>
}

func.func @f64_middle(%x: tensor<3x5x7xf64>) -> tensor<3x7xf64> {
  %0 = graph.mean %x {axes = array<i64: 1>}
      : (tensor<3x5x7xf64>) -> tensor<3x7xf64>
  return %0 : tensor<3x7xf64>
}

func.func @outer_and_inner(%x: tensor<3x5x7xf32>) -> tensor<5xf32> {
  %0 = graph.mean %x {axes = array<i64: 0, 2>}
      : (tensor<3x5x7xf32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

func.func @axes_unordered(%x: tensor<3x5x7xf32>) -> tensor<5xf32> {
  %0 = graph.mean %x {axes = array<i64: -1, 0>}
      : (tensor<3x5x7xf32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

func.func @keeps_dims(%x: tensor<3x5x7xf32>) -> tensor<3x1x1xf32> {
  %0 = graph.mean %x {axes = array<i64: 1, 2>, keep_dims = true}
      : (tensor<3x5x7xf32>) -> tensor<3x1x1xf32>
  return %0 : tensor<3x1x1xf32>
}

func.func @keeps_all_dims(%x: tensor<3x5xf64>) -> tensor<1x1xf64> {
  %0 = graph.mean %x {keep_dims = true} : (tensor<3x5xf64>) -> tensor<1x1xf64>
  return %0 : tensor<1x1xf64>
}

func.func @no_axes_written(%x: tensor<3x5xf32>) -> tensor<f32> {
  %0 = graph.mean %x {axes = array<i64>} : (tensor<3x5xf32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @long(%x: tensor<1031xf32>) -> tensor<f32> {
  %0 = graph.mean %x {axes = array<i64: 0>} : (tensor<1031xf32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @long_rows(%x: tensor<3x1031xf32>) -> tensor<3xf32> {
  %0 = graph.mean %x {axes = array<i64: 1>}
      : (tensor<3x1031xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

func.func @scalar(%x: tensor<f32>) -> tensor<f32> {
  %0 = graph.mean %x : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @one(%x: tensor<1x1xf32>) -> tensor<1xf32> {
  %0 = graph.mean %x {axes = array<i64: 0>} : (tensor<1x1xf32>) -> tensor<1xf32>
  return %0 : tensor<1xf32>
}

func.func @over_nothing(%x: tensor<3x0xf32>) -> tensor<3xf32> {
  %0 = graph.mean %x {axes = array<i64: 1>} : (tensor<3x0xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

func.func @empty_result(%x: tensor<3x0xf32>) -> tensor<0xf32> {
  %0 = graph.mean %x {axes = array<i64: 0>} : (tensor<3x0xf32>) -> tensor<0xf32>
  return %0 : tensor<0xf32>
}

func.func @over_nothing_f64(%x: tensor<0xf64>) -> tensor<f64> {
  %0 = graph.mean %x : (tensor<0xf64>) -> tensor<f64>
  return %0 : tensor<f64>
}

func.func @f32_first_wide(%x: tensor<5x301xf32>) -> tensor<301xf32> {
  %0 = graph.mean %x {axes = array<i64: 0>}
      : (tensor<5x301xf32>) -> tensor<301xf32>
  return %0 : tensor<301xf32>
}

func.func @f32_outer_axes(%x: tensor<3x5x4x133xf32>) -> tensor<5x133xf32> {
  %0 = graph.mean %x {axes = array<i64: 0, 2>}
      : (tensor<3x5x4x133xf32>) -> tensor<5x133xf32>
  return %0 : tensor<5x133xf32>
}

func.func @f64_first_keeps_dims(%x: tensor<7x67xf64>) -> tensor<1x67xf64> {
  %0 = graph.mean %x {axes = array<i64: 0>, keep_dims = true}
      : (tensor<7x67xf64>) -> tensor<1x67xf64>
  return %0 : tensor<1x67xf64>
}

func.func @bf16_first(%x: tensor<40x33xbf16>) -> tensor<33xbf16> {
  %0 = graph.mean %x {axes = array<i64: 0>}
      : (tensor<40x33xbf16>) -> tensor<33xbf16>
  return %0 : tensor<33xbf16>
}

func.func @f32_rows_of_one(%x: tensor<9x1xf32>) -> tensor<1xf32> {
  %0 = graph.mean %x {axes = array<i64: 0>} : (tensor<9x1xf32>) -> tensor<1xf32>
  return %0 : tensor<1xf32>
}

func.func @of_squares(%x: tensor<2x3x5x7xf32>, %c: tensor<3xf32>,
                      %w: tensor<7xf32>) -> tensor<3xf32> {
  %0 = graph.broadcast %c {shape = #graph.dims<2, 3, 5, 7>, axes = array<i64: 1>}
      : (tensor<3xf32>) -> tensor<2x3x5x7xf32>
  %1 = graph.broadcast %w {shape = #graph.dims<2, 3, 5, 7>}
      : (tensor<7xf32>) -> tensor<2x3x5x7xf32>
  %2 = graph.sub %x, %0 : tensor<2x3x5x7xf32>
  %3 = graph.mul %2, %1 : tensor<2x3x5x7xf32>
  %4 = graph.mean %3 {axes = array<i64: 0, 2, 3>}
      : (tensor<2x3x5x7xf32>) -> tensor<3xf32>
  return %4 : tensor<3xf32>
}
