func.func @i1(%x: tensor<3x5xi1>) -> tensor<5x3xi1> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<3x5xi1>) -> tensor<5x3xi1>
  return %0 : tensor<5x3xi1>
}

func.func @i8(%x: tensor<3x5xi8>) -> tensor<5x3xi8> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<3x5xi8>) -> tensor<5x3xi8>
  return %0 : tensor<5x3xi8>
}

func.func @ui8(%x: tensor<3x5xui8>) -> tensor<5x3xui8> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<3x5xui8>) -> tensor<5x3xui8>
  return %0 : tensor<5x3xui8>
}

func.func @i32(%x: tensor<3x5xi32>) -> tensor<5x3xi32> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<3x5xi32>) -> tensor<5x3xi32>
  return %0 : tensor<5x3xi32>
}

func.func @i64(%x: tensor<3x5xi64>) -> tensor<5x3xi64> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<3x5xi64>) -> tensor<5x3xi64>
  return %0 : tensor<5x3xi64>
}

func.func @f32(%x: tensor<3x5xf32>) -> tensor<5x3xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<3x5xf32>) -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}

func.func @f64(%x: tensor<3x5xf64>) -> tensor<5x3xf64> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<3x5xf64>) -> tensor<5x3xf64>
  return %0 : tensor<5x3xf64>
}

func.func @identity(%x: tensor<3x5x2xf32>) -> tensor<3x5x2xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 0, 1, 2>}
      : (tensor<3x5x2xf32>) -> tensor<3x5x2xf32>
  return %0 : tensor<3x5x2xf32>
}

func.func @rotated(%x: tensor<3x5x2xf32>) -> tensor<5x2x3xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 2, 0>}
      : (tensor<3x5x2xf32>) -> tensor<5x2x3xf32>
  return %0 : tensor<5x2x3xf32>
}

func.func @rotated_back(%x: tensor<3x5x2xf32>) -> tensor<2x3x5xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 2, 0, 1>}
      : (tensor<3x5x2xf32>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}

func.func @inner_kept(%x: tensor<3x5x7xf32>) -> tensor<5x3x7xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0, 2>}
      : (tensor<3x5x7xf32>) -> tensor<5x3x7xf32>
  return %0 : tensor<5x3x7xf32>
}

func.func @outer_kept(%x: tensor<3x5x7xf32>) -> tensor<3x7x5xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 0, 2, 1>}
      : (tensor<3x5x7xf32>) -> tensor<3x7x5xf32>
  return %0 : tensor<3x7x5xf32>
}

func.func @reversed(%x: tensor<2x3x4x5xf32>) -> tensor<5x4x3x2xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 3, 2, 1, 0>}
      : (tensor<2x3x4x5xf32>) -> tensor<5x4x3x2xf32>
  return %0 : tensor<5x4x3x2xf32>
}

func.func @scalar(%x: tensor<f32>) -> tensor<f32> {
  %0 = graph.transpose %x {permutation = array<i64>}
      : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @vector(%x: tensor<7xf32>) -> tensor<7xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 0>}
      : (tensor<7xf32>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

func.func @ones(%x: tensor<1x5x1xf32>) -> tensor<1x5x1xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 2, 1, 0>}
      : (tensor<1x5x1xf32>) -> tensor<1x5x1xf32>
  return %0 : tensor<1x5x1xf32>
}

func.func @empty(%x: tensor<0x3xf32>) -> tensor<3x0xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<0x3xf32>) -> tensor<3x0xf32>
  return %0 : tensor<3x0xf32>
}

func.func @large(%x: tensor<67x35xf32>) -> tensor<35x67xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<67x35xf32>) -> tensor<35x67xf32>
  return %0 : tensor<35x67xf32>
}

func.func @channels_last(%x: tensor<2x3x5x4xf32>) -> tensor<2x5x4x3xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 0, 2, 3, 1>}
      : (tensor<2x3x5x4xf32>) -> tensor<2x5x4x3xf32>
  return %0 : tensor<2x5x4x3xf32>
}
