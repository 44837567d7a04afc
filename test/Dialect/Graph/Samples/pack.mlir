func.func @i1(%x: tensor<5x7xi1>) -> tensor<2x5x4xi1> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 4 : i64,
       outer_permutation = array<i64: 1, 0>}
      : (tensor<5x7xi1>) -> tensor<2x5x4xi1>
  return %0 : tensor<2x5x4xi1>
}

func.func @i8(%x: tensor<5x7xi8>) -> tensor<2x5x4xi8> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 4 : i64,
       outer_permutation = array<i64: 1, 0>}
      : (tensor<5x7xi8>) -> tensor<2x5x4xi8>
  return %0 : tensor<2x5x4xi8>
}

func.func @ui8(%x: tensor<5x7xui8>) -> tensor<2x5x4xui8> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 4 : i64,
       outer_permutation = array<i64: 1, 0>}
      : (tensor<5x7xui8>) -> tensor<2x5x4xui8>
  return %0 : tensor<2x5x4xui8>
}

func.func @i32(%x: tensor<5x7xi32>) -> tensor<2x5x4xi32> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 4 : i64,
       outer_permutation = array<i64: 1, 0>}
      : (tensor<5x7xi32>) -> tensor<2x5x4xi32>
  return %0 : tensor<2x5x4xi32>
}

func.func @i64(%x: tensor<5x7xi64>) -> tensor<2x5x4xi64> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 4 : i64,
       outer_permutation = array<i64: 1, 0>}
      : (tensor<5x7xi64>) -> tensor<2x5x4xi64>
  return %0 : tensor<2x5x4xi64>
}

func.func @f32(%x: tensor<5x7xf32>) -> tensor<2x5x4xf32> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 4 : i64,
       outer_permutation = array<i64: 1, 0>}
      : (tensor<5x7xf32>) -> tensor<2x5x4xf32>
  return %0 : tensor<2x5x4xf32>
}

func.func @f64(%x: tensor<5x7xf64>) -> tensor<2x5x4xf64> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 4 : i64,
       outer_permutation = array<i64: 1, 0>}
      : (tensor<5x7xf64>) -> tensor<2x5x4xf64>
  return %0 : tensor<2x5x4xf64>
}

func.func @panels_of_columns(%x: tensor<19x37xf32>) -> tensor<3x19x16xf32> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 16 : i64,
       outer_permutation = array<i64: 1, 0>}
      : (tensor<19x37xf32>) -> tensor<3x19x16xf32>
  return %0 : tensor<3x19x16xf32>
}

func.func @panels_of_transposed(%x: tensor<37x19xf32>) -> tensor<3x19x16xf32> {
  %0 = graph.pack %x
      {axis = 0 : i64, block = 16 : i64,
       outer_permutation = array<i64: 0, 1>}
      : (tensor<37x19xf32>) -> tensor<3x19x16xf32>
  return %0 : tensor<3x19x16xf32>
}

func.func @filter(%x: tensor<10x3x5x5xf32>) -> tensor<2x3x5x5x8xf32> {
  %0 = graph.pack %x
      {axis = 0 : i64, block = 8 : i64,
       outer_permutation = array<i64: 0, 1, 2, 3>}
      : (tensor<10x3x5x5xf32>) -> tensor<2x3x5x5x8xf32>
  return %0 : tensor<2x3x5x5x8xf32>
}

func.func @fits_exactly(%x: tensor<4x8xf32>) -> tensor<4x1x8xf32> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 8 : i64,
       outer_permutation = array<i64: 0, 1>}
      : (tensor<4x8xf32>) -> tensor<4x1x8xf32>
  return %0 : tensor<4x1x8xf32>
}

func.func @blocks_of_one(%x: tensor<3x4xf32>) -> tensor<3x4x1xf32> {
  %0 = graph.pack %x
      {axis = 0 : i64, block = 1 : i64,
       outer_permutation = array<i64: 0, 1>}
      : (tensor<3x4xf32>) -> tensor<3x4x1xf32>
  return %0 : tensor<3x4x1xf32>
}

func.func @block_beyond_size(%x: tensor<3x4xf32>) -> tensor<4x1x16xf32> {
  %0 = graph.pack %x
      {axis = 0 : i64, block = 16 : i64,
       outer_permutation = array<i64: 1, 0>}
      : (tensor<3x4xf32>) -> tensor<4x1x16xf32>
  return %0 : tensor<4x1x16xf32>
}

func.func @vector(%x: tensor<7xf32>) -> tensor<2x4xf32> {
  %0 = graph.pack %x
      {axis = 0 : i64, block = 4 : i64,
       outer_permutation = array<i64: 0>}
      : (tensor<7xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}

func.func @empty(%x: tensor<0x3xf32>) -> tensor<0x3x4xf32> {
  %0 = graph.pack %x
      {axis = 0 : i64, block = 4 : i64,
       outer_permutation = array<i64: 0, 1>}
      : (tensor<0x3xf32>) -> tensor<0x3x4xf32>
  return %0 : tensor<0x3x4xf32>
}

func.func @middle(%x: tensor<2x5x3xf64>) -> tensor<3x3x2x2xf64> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 2 : i64,
       outer_permutation = array<i64: 2, 1, 0>}
      : (tensor<2x5x3xf64>) -> tensor<3x3x2x2xf64>
  return %0 : tensor<3x3x2x2xf64>
}

// Large enough for squares in registers.
func.func @squares(%x: tensor<64x32xf32>)
    -> tensor<2x32x32xf32> {
  %0 = graph.pack %x
      {axis = 0 : i64, block = 32 : i64, outer_permutation = array<i64: 0, 1>}
      : (tensor<64x32xf32>) -> tensor<2x32x32xf32>
  return %0 : tensor<2x32x32xf32>
}

func.func @squares_tail(%x: tensor<47x33xf32>)
    -> tensor<2x33x32xf32> {
  %0 = graph.pack %x
      {axis = 0 : i64, block = 32 : i64, outer_permutation = array<i64: 0, 1>}
      : (tensor<47x33xf32>) -> tensor<2x33x32xf32>
  return %0 : tensor<2x33x32xf32>
}

func.func @squares_batch(%x: tensor<3x70x19xf32>)
    -> tensor<3x3x19x32xf32> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 32 : i64, outer_permutation = array<i64: 0, 1, 2>}
      : (tensor<3x70x19xf32>) -> tensor<3x3x19x32xf32>
  return %0 : tensor<3x3x19x32xf32>
}

func.func @squares_f64(%x: tensor<2x21x17xf64>)
    -> tensor<2x2x17x16xf64> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 16 : i64, outer_permutation = array<i64: 0, 1, 2>}
      : (tensor<2x21x17xf64>) -> tensor<2x2x17x16xf64>
  return %0 : tensor<2x2x17x16xf64>
}

func.func @squares_odd_block(%x: tensor<45x35xf32>)
    -> tensor<2x35x24xf32> {
  %0 = graph.pack %x
      {axis = 0 : i64, block = 24 : i64, outer_permutation = array<i64: 0, 1>}
      : (tensor<45x35xf32>) -> tensor<2x35x24xf32>
  return %0 : tensor<2x35x24xf32>
}

// What attention packs: keys by head.
func.func @heads(%x: tensor<2x37x3x16xf32>)
    -> tensor<2x3x2x16x32xf32> {
  %t = graph.transpose %x {permutation = array<i64: 0, 2, 1, 3>}
      : (tensor<2x37x3x16xf32>) -> tensor<2x3x37x16xf32>
  %0 = graph.pack %t
      {axis = 2 : i64, block = 32 : i64, outer_permutation = array<i64: 0, 1, 2, 3>}
      : (tensor<2x3x37x16xf32>) -> tensor<2x3x2x16x32xf32>
  return %0 : tensor<2x3x2x16x32xf32>
}

func.func @permuted(%x: tensor<5x33x17xf32>)
    -> tensor<3x17x5x16xf32> {
  %0 = graph.pack %x
      {axis = 1 : i64, block = 16 : i64, outer_permutation = array<i64: 1, 2, 0>}
      : (tensor<5x33x17xf32>) -> tensor<3x17x5x16xf32>
  return %0 : tensor<3x17x5x16xf32>
}

func.func @squares_f64_transposed(%x: tensor<19x3x41xf64>)
    -> tensor<3x41x3x8xf64> {
  %t = graph.transpose %x {permutation = array<i64: 1, 0, 2>}
      : (tensor<19x3x41xf64>) -> tensor<3x19x41xf64>
  %0 = graph.pack %t
      {axis = 1 : i64, block = 8 : i64, outer_permutation = array<i64: 1, 2, 0>}
      : (tensor<3x19x41xf64>) -> tensor<3x41x3x8xf64>
  return %0 : tensor<3x41x3x8xf64>
}

func.func @sliced(%x: tensor<2x20x50xf32>) -> tensor<2x2x33x16xf32> {
  %0 = graph.slice %x {starts = #graph.dims<0, 2, 5>, sizes = #graph.dims<2, 17, 33>,
                       strides = array<i64: 1, 1, 1>}
      : (tensor<2x20x50xf32>) -> tensor<2x17x33xf32>
  %1 = graph.pack %0 {axis = 1 : i64, block = 16 : i64,
                      outer_permutation = array<i64: 0, 1, 2>}
      : (tensor<2x17x33xf32>) -> tensor<2x2x33x16xf32>
  return %1 : tensor<2x2x33x16xf32>
}

func.func @panels_of_matrices(%x: tensor<3x21x50xf32>) -> tensor<3x2x21x32xf32> {
  %0 = graph.pack %x
      {axis = 2 : i64, block = 32 : i64,
       outer_permutation = array<i64: 0, 2, 1>}
      : (tensor<3x21x50xf32>) -> tensor<3x2x21x32xf32>
  return %0 : tensor<3x2x21x32xf32>
}

func.func @panels_first(%x: tensor<2x3x40xf64>) -> tensor<5x3x2x8xf64> {
  %0 = graph.pack %x
      {axis = 2 : i64, block = 8 : i64,
       outer_permutation = array<i64: 2, 1, 0>}
      : (tensor<2x3x40xf64>) -> tensor<5x3x2x8xf64>
  return %0 : tensor<5x3x2x8xf64>
}
