func.func @i1(%x: tensor<5x2x4xi1>) -> tensor<5x7xi1> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 7 : i64}
      : (tensor<5x2x4xi1>) -> tensor<5x7xi1>
  return %0 : tensor<5x7xi1>
}

func.func @i8(%x: tensor<5x2x4xi8>) -> tensor<5x7xi8> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 7 : i64}
      : (tensor<5x2x4xi8>) -> tensor<5x7xi8>
  return %0 : tensor<5x7xi8>
}

func.func @ui8(%x: tensor<5x2x4xui8>) -> tensor<5x7xui8> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 7 : i64}
      : (tensor<5x2x4xui8>) -> tensor<5x7xui8>
  return %0 : tensor<5x7xui8>
}

func.func @i32(%x: tensor<5x2x4xi32>) -> tensor<5x7xi32> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 7 : i64}
      : (tensor<5x2x4xi32>) -> tensor<5x7xi32>
  return %0 : tensor<5x7xi32>
}

func.func @i64(%x: tensor<5x2x4xi64>) -> tensor<5x7xi64> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 7 : i64}
      : (tensor<5x2x4xi64>) -> tensor<5x7xi64>
  return %0 : tensor<5x7xi64>
}

func.func @f32(%x: tensor<5x2x4xf32>) -> tensor<5x7xf32> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 7 : i64}
      : (tensor<5x2x4xf32>) -> tensor<5x7xf32>
  return %0 : tensor<5x7xf32>
}

func.func @f64(%x: tensor<5x2x4xf64>) -> tensor<5x7xf64> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 7 : i64}
      : (tensor<5x2x4xf64>) -> tensor<5x7xf64>
  return %0 : tensor<5x7xf64>
}

func.func @first_axis(%x: tensor<3x5x4xf32>) -> tensor<10x5xf32> {
  %0 = graph.unpack %x {axis = 0 : i64, size = 10 : i64}
      : (tensor<3x5x4xf32>) -> tensor<10x5xf32>
  return %0 : tensor<10x5xf32>
}

func.func @channels(%x: tensor<2x2x5x3x8xf32>) -> tensor<2x10x5x3xf32> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 10 : i64}
      : (tensor<2x2x5x3x8xf32>) -> tensor<2x10x5x3xf32>
  return %0 : tensor<2x10x5x3xf32>
}

func.func @fits_exactly(%x: tensor<2x3x4xf32>) -> tensor<2x12xf32> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 12 : i64}
      : (tensor<2x3x4xf32>) -> tensor<2x12xf32>
  return %0 : tensor<2x12xf32>
}

func.func @blocks_of_one(%x: tensor<3x4x1xf32>) -> tensor<3x4xf32> {
  %0 = graph.unpack %x {axis = 0 : i64, size = 3 : i64}
      : (tensor<3x4x1xf32>) -> tensor<3x4xf32>
  return %0 : tensor<3x4xf32>
}

func.func @to_nothing(%x: tensor<2x3x4xf32>) -> tensor<2x0xf32> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 0 : i64}
      : (tensor<2x3x4xf32>) -> tensor<2x0xf32>
  return %0 : tensor<2x0xf32>
}

func.func @whole_blocks_dropped(%x: tensor<3x5x4xf32>) -> tensor<5x5xf32> {
  %0 = graph.unpack %x {axis = 0 : i64, size = 5 : i64}
      : (tensor<3x5x4xf32>) -> tensor<5x5xf32>
  return %0 : tensor<5x5xf32>
}

func.func @vector(%x: tensor<2x4xf32>) -> tensor<7xf32> {
  %0 = graph.unpack %x {axis = 0 : i64, size = 7 : i64}
      : (tensor<2x4xf32>) -> tensor<7xf32>
  return %0 : tensor<7xf32>
}

func.func @empty(%x: tensor<0x3x4xf32>) -> tensor<0x3xf32> {
  %0 = graph.unpack %x {axis = 0 : i64, size = 0 : i64}
      : (tensor<0x3x4xf32>) -> tensor<0x3xf32>
  return %0 : tensor<0x3xf32>
}
