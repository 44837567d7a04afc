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

// Large enough for squares in registers.
func.func @squares(%x: tensor<32x48xf32>) -> tensor<48x32xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<32x48xf32>) -> tensor<48x32xf32>
  return %0 : tensor<48x32xf32>
}

func.func @squares_tail(%x: tensor<33x47xf32>) -> tensor<47x33xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<33x47xf32>) -> tensor<47x33xf32>
  return %0 : tensor<47x33xf32>
}

func.func @squares_f64(%x: tensor<19x29xf64>) -> tensor<29x19xf64> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<19x29xf64>) -> tensor<29x19xf64>
  return %0 : tensor<29x19xf64>
}

func.func @squares_i32(%x: tensor<31x64xi32>) -> tensor<64x31xi32> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<31x64xi32>) -> tensor<64x31xi32>
  return %0 : tensor<64x31xi32>
}

func.func @squares_i64(%x: tensor<16x9xi64>) -> tensor<9x16xi64> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<16x9xi64>) -> tensor<9x16xi64>
  return %0 : tensor<9x16xi64>
}

func.func @squares_long(%x: tensor<17x531xf32>) -> tensor<531x17xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<17x531xf32>) -> tensor<531x17xf32>
  return %0 : tensor<531x17xf32>
}

func.func @squares_tall(%x: tensor<531x17xf32>) -> tensor<17x531xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<531x17xf32>) -> tensor<17x531xf32>
  return %0 : tensor<17x531xf32>
}

func.func @squares_channels_last(%x: tensor<2x19x3x37xf32>) -> tensor<2x3x37x19xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 0, 2, 3, 1>}
      : (tensor<2x19x3x37xf32>) -> tensor<2x3x37x19xf32>
  return %0 : tensor<2x3x37x19xf32>
}

func.func @squares_channels_first(%x: tensor<2x3x37x19xf32>) -> tensor<2x19x3x37xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 0, 3, 1, 2>}
      : (tensor<2x3x37x19xf32>) -> tensor<2x19x3x37xf32>
  return %0 : tensor<2x19x3x37xf32>
}

func.func @reversed_axes(%x: tensor<21x3x35xf32>) -> tensor<35x3x21xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 2, 1, 0>}
      : (tensor<21x3x35xf32>) -> tensor<35x3x21xf32>
  return %0 : tensor<35x3x21xf32>
}

func.func @squares_empty(%x: tensor<0x33x47xf32>) -> tensor<0x47x33xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 0, 2, 1>}
      : (tensor<0x33x47xf32>) -> tensor<0x47x33xf32>
  return %0 : tensor<0x47x33xf32>
}

// One kernel of two operations.
func.func @squares_twice(%x: tensor<3x25x33x17xf32>) -> tensor<3x33x17x25xf32> {
  %0 = graph.transpose %x {permutation = array<i64: 0, 2, 1, 3>}
      : (tensor<3x25x33x17xf32>) -> tensor<3x33x25x17xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 0, 1, 3, 2>}
      : (tensor<3x33x25x17xf32>) -> tensor<3x33x17x25xf32>
  return %1 : tensor<3x33x17x25xf32>
}

func.func @sliced(%x: tensor<3x20x50xf32>) -> tensor<3x33x17xf32> {
  %0 = graph.slice %x {starts = #graph.dims<0, 2, 5>, sizes = #graph.dims<3, 17, 33>,
                       strides = array<i64: 1, 1, 1>}
      : (tensor<3x20x50xf32>) -> tensor<3x17x33xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 0, 2, 1>}
      : (tensor<3x17x33xf32>) -> tensor<3x33x17xf32>
  return %1 : tensor<3x33x17xf32>
}

func.func @sliced_whole_squares(%x: tensor<3x16x96xf64>) -> tensor<2x32x16xf64> {
  %0 = graph.slice %x {starts = #graph.dims<1, 0, 32>, sizes = #graph.dims<2, 16, 32>,
                       strides = array<i64: 1, 1, 1>}
      : (tensor<3x16x96xf64>) -> tensor<2x16x32xf64>
  %1 = graph.transpose %0 {permutation = array<i64: 0, 2, 1>}
      : (tensor<2x16x32xf64>) -> tensor<2x32x16xf64>
  return %1 : tensor<2x32x16xf64>
}

func.func @sliced_backwards(%x: tensor<20x50xf32>) -> tensor<25x20xf32> {
  %0 = graph.slice %x {starts = #graph.dims<0, 49>, sizes = #graph.dims<20, 25>,
                       strides = array<i64: 1, -2>}
      : (tensor<20x50xf32>) -> tensor<20x25xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 1, 0>}
      : (tensor<20x25xf32>) -> tensor<25x20xf32>
  return %1 : tensor<25x20xf32>
}
