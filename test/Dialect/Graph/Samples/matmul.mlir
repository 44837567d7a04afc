func.func @f32_odd(%x: tensor<5x7xf32>,
                   %y: tensor<7x3xf32>)
    -> tensor<5x3xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<5x7xf32>, tensor<7x3xf32>) -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}

func.func @f32_transposed(%x: tensor<5x7xf32>,
                          %y: tensor<3x7xf32>)
    -> tensor<5x3xf32> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<5x7xf32>, tensor<3x7xf32>) -> tensor<5x3xf32>
  return %0 : tensor<5x3xf32>
}

func.func @f32_tiles(%x: tensor<33x65xf32>,
                     %y: tensor<65x47xf32>)
    -> tensor<33x47xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<33x65xf32>, tensor<65x47xf32>) -> tensor<33x47xf32>
  return %0 : tensor<33x47xf32>
}

func.func @f32_tiles_transposed(%x: tensor<33x65xf32>,
                                %y: tensor<47x65xf32>)
    -> tensor<33x47xf32> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<33x65xf32>, tensor<47x65xf32>) -> tensor<33x47xf32>
  return %0 : tensor<33x47xf32>
}

func.func @f64_odd(%x: tensor<5x7xf64>,
                   %y: tensor<7x3xf64>)
    -> tensor<5x3xf64> {
  %0 = graph.matmul %x, %y
      : (tensor<5x7xf64>, tensor<7x3xf64>) -> tensor<5x3xf64>
  return %0 : tensor<5x3xf64>
}

func.func @f64_transposed(%x: tensor<5x7xf64>,
                          %y: tensor<3x7xf64>)
    -> tensor<5x3xf64> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<5x7xf64>, tensor<3x7xf64>) -> tensor<5x3xf64>
  return %0 : tensor<5x3xf64>
}

func.func @f64_tiles(%x: tensor<33x65xf64>,
                     %y: tensor<65x47xf64>)
    -> tensor<33x47xf64> {
  %0 = graph.matmul %x, %y
      : (tensor<33x65xf64>, tensor<65x47xf64>) -> tensor<33x47xf64>
  return %0 : tensor<33x47xf64>
}

func.func @f64_tiles_transposed(%x: tensor<33x65xf64>,
                                %y: tensor<47x65xf64>)
    -> tensor<33x47xf64> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<33x65xf64>, tensor<47x65xf64>) -> tensor<33x47xf64>
  return %0 : tensor<33x47xf64>
}

func.func @one(%x: tensor<1x1xf32>, %y: tensor<1x1xf32>) -> tensor<1x1xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @row(%x: tensor<1x19xf32>,
               %y: tensor<19x17xf32>)
    -> tensor<1x17xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<1x19xf32>, tensor<19x17xf32>) -> tensor<1x17xf32>
  return %0 : tensor<1x17xf32>
}

func.func @column(%x: tensor<19x17xf32>,
                  %y: tensor<17x1xf32>)
    -> tensor<19x1xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<19x17xf32>, tensor<17x1xf32>) -> tensor<19x1xf32>
  return %0 : tensor<19x1xf32>
}

func.func @row_transposed(%x: tensor<1x19xf32>,
                          %y: tensor<17x19xf32>)
    -> tensor<1x17xf32> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<1x19xf32>, tensor<17x19xf32>) -> tensor<1x17xf32>
  return %0 : tensor<1x17xf32>
}

func.func @outer_product(%x: tensor<5x1xf32>,
                         %y: tensor<1x7xf32>)
    -> tensor<5x7xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<5x1xf32>, tensor<1x7xf32>) -> tensor<5x7xf32>
  return %0 : tensor<5x7xf32>
}

func.func @no_rows(%x: tensor<0x3xf32>,
                   %y: tensor<3x2xf32>)
    -> tensor<0x2xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<0x3xf32>, tensor<3x2xf32>) -> tensor<0x2xf32>
  return %0 : tensor<0x2xf32>
}

func.func @no_columns(%x: tensor<3x2xf32>,
                      %y: tensor<2x0xf32>)
    -> tensor<3x0xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<3x2xf32>, tensor<2x0xf32>) -> tensor<3x0xf32>
  return %0 : tensor<3x0xf32>
}

func.func @no_depth(%x: tensor<3x0xf32>,
                    %y: tensor<0x2xf32>)
    -> tensor<3x2xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<3x0xf32>, tensor<0x2xf32>) -> tensor<3x2xf32>
  return %0 : tensor<3x2xf32>
}

func.func @no_depth_transposed(%x: tensor<3x0xf64>,
                               %y: tensor<2x0xf64>)
    -> tensor<3x2xf64> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<3x0xf64>, tensor<2x0xf64>) -> tensor<3x2xf64>
  return %0 : tensor<3x2xf64>
}

func.func @batched(%x: tensor<2x3x5x7xf32>,
                   %y: tensor<7x4xf32>)
    -> tensor<2x3x5x4xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<2x3x5x7xf32>, tensor<7x4xf32>) -> tensor<2x3x5x4xf32>
  return %0 : tensor<2x3x5x4xf32>
}

func.func @batched_transposed(%x: tensor<2x5x7xf64>,
                              %y: tensor<4x7xf64>)
    -> tensor<2x5x4xf64> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<2x5x7xf64>, tensor<4x7xf64>) -> tensor<2x5x4xf64>
  return %0 : tensor<2x5x4xf64>
}

func.func @i8(%x: tensor<4x9xi8>, %y: tensor<9x5xi8>) -> tensor<4x5xi8> {
  %0 = graph.matmul %x, %y : (tensor<4x9xi8>, tensor<9x5xi8>) -> tensor<4x5xi8>
  return %0 : tensor<4x5xi8>
}

func.func @ui8(%x: tensor<4x9xui8>, %y: tensor<9x5xui8>) -> tensor<4x5xui8> {
  %0 = graph.matmul %x, %y
      : (tensor<4x9xui8>, tensor<9x5xui8>) -> tensor<4x5xui8>
  return %0 : tensor<4x5xui8>
}

func.func @i32(%x: tensor<4x9xi32>, %y: tensor<9x5xi32>) -> tensor<4x5xi32> {
  %0 = graph.matmul %x, %y
      : (tensor<4x9xi32>, tensor<9x5xi32>) -> tensor<4x5xi32>
  return %0 : tensor<4x5xi32>
}

func.func @i64(%x: tensor<4x9xi64>, %y: tensor<9x5xi64>) -> tensor<4x5xi64> {
  %0 = graph.matmul %x, %y
      : (tensor<4x9xi64>, tensor<9x5xi64>) -> tensor<4x5xi64>
  return %0 : tensor<4x5xi64>
}

func.func @i32_wraps(%x: tensor<3x5xi32> {sample.range = [-2147483648, 2147483647]},
                     %y: tensor<5x2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<3x2xi32> {
  %0 = graph.matmul %x, %y
      : (tensor<3x5xi32>, tensor<5x2xi32>) -> tensor<3x2xi32>
  return %0 : tensor<3x2xi32>
}
