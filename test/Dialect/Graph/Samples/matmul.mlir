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

// Matrices on both sides.
func.func @batches(%x: tensor<3x5x7xf32>,
                   %y: tensor<3x7x4xf32>)
    -> tensor<3x5x4xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<3x5x7xf32>, tensor<3x7x4xf32>) -> tensor<3x5x4xf32>
  return %0 : tensor<3x5x4xf32>
}

func.func @batches_transposed(%x: tensor<3x5x7xf32>,
                              %y: tensor<3x4x7xf32>)
    -> tensor<3x5x4xf32> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<3x5x7xf32>, tensor<3x4x7xf32>) -> tensor<3x5x4xf32>
  return %0 : tensor<3x5x4xf32>
}

func.func @batches_f64(%x: tensor<2x3x5x7xf64>,
                       %y: tensor<2x3x7x9xf64>)
    -> tensor<2x3x5x9xf64> {
  %0 = graph.matmul %x, %y
      : (tensor<2x3x5x7xf64>, tensor<2x3x7x9xf64>) -> tensor<2x3x5x9xf64>
  return %0 : tensor<2x3x5x9xf64>
}

func.func @batches_tiles(%x: tensor<2x33x65xf32>,
                         %y: tensor<2x65x47xf32>)
    -> tensor<2x33x47xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<2x33x65xf32>, tensor<2x65x47xf32>) -> tensor<2x33x47xf32>
  return %0 : tensor<2x33x47xf32>
}

func.func @batches_tiles_transposed(%x: tensor<2x33x65xf32>,
                                    %y: tensor<2x47x65xf32>)
    -> tensor<2x33x47xf32> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<2x33x65xf32>, tensor<2x47x65xf32>) -> tensor<2x33x47xf32>
  return %0 : tensor<2x33x47xf32>
}

func.func @batches_whole_panels(%x: tensor<2x3x17x31xf32>,
                                %y: tensor<2x3x31x128xf32>)
    -> tensor<2x3x17x128xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<2x3x17x31xf32>, tensor<2x3x31x128xf32>) -> tensor<2x3x17x128xf32>
  return %0 : tensor<2x3x17x128xf32>
}

func.func @batches_one_panel(%x: tensor<2x3x17x31xf32>,
                             %y: tensor<2x3x31x64xf32>)
    -> tensor<2x3x17x64xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<2x3x17x31xf32>, tensor<2x3x31x64xf32>) -> tensor<2x3x17x64xf32>
  return %0 : tensor<2x3x17x64xf32>
}

// One matrix for all on the right.
func.func @left_alone(%x: tensor<5x7xf32>,
                      %y: tensor<3x7x4xf32>)
    -> tensor<3x5x4xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<5x7xf32>, tensor<3x7x4xf32>) -> tensor<3x5x4xf32>
  return %0 : tensor<3x5x4xf32>
}

func.func @left_repeated(%x: tensor<3x1x5x7xf32>,
                         %y: tensor<4x7x2xf32>)
    -> tensor<3x4x5x2xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<3x1x5x7xf32>, tensor<4x7x2xf32>) -> tensor<3x4x5x2xf32>
  return %0 : tensor<3x4x5x2xf32>
}

func.func @right_alone(%x: tensor<3x5x7xf32>,
                       %y: tensor<1x7x4xf32>)
    -> tensor<3x5x4xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<3x5x7xf32>, tensor<1x7x4xf32>) -> tensor<3x5x4xf32>
  return %0 : tensor<3x5x4xf32>
}

func.func @right_alone_longer(%x: tensor<5x7xf32>,
                              %y: tensor<1x1x4x7xf32>)
    -> tensor<1x1x5x4xf32> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<5x7xf32>, tensor<1x1x4x7xf32>) -> tensor<1x1x5x4xf32>
  return %0 : tensor<1x1x5x4xf32>
}

func.func @both_repeated(%x: tensor<3x1x5x7xf32>,
                         %y: tensor<1x2x7x4xf32>)
    -> tensor<3x2x5x4xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<3x1x5x7xf32>, tensor<1x2x7x4xf32>) -> tensor<3x2x5x4xf32>
  return %0 : tensor<3x2x5x4xf32>
}

func.func @aligned(%x: tensor<2x3x5x7xf32>,
                   %y: tensor<3x7x4xf32>)
    -> tensor<2x3x5x4xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<2x3x5x7xf32>, tensor<3x7x4xf32>) -> tensor<2x3x5x4xf32>
  return %0 : tensor<2x3x5x4xf32>
}

func.func @rows(%x: tensor<6x1x19xf32>,
                %y: tensor<6x23x19xf32>)
    -> tensor<6x1x23xf32> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<6x1x19xf32>, tensor<6x23x19xf32>) -> tensor<6x1x23xf32>
  return %0 : tensor<6x1x23xf32>
}

func.func @columns(%x: tensor<6x19x23xf32>,
                   %y: tensor<6x23x1xf32>)
    -> tensor<6x19x1xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<6x19x23xf32>, tensor<6x23x1xf32>) -> tensor<6x19x1xf32>
  return %0 : tensor<6x19x1xf32>
}

func.func @no_batch(%x: tensor<0x5x7xf32>,
                    %y: tensor<0x7x4xf32>)
    -> tensor<0x5x4xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<0x5x7xf32>, tensor<0x7x4xf32>) -> tensor<0x5x4xf32>
  return %0 : tensor<0x5x4xf32>
}

func.func @no_batch_repeated(%x: tensor<1x5x7xf32>,
                             %y: tensor<0x7x4xf32>)
    -> tensor<0x5x4xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<1x5x7xf32>, tensor<0x7x4xf32>) -> tensor<0x5x4xf32>
  return %0 : tensor<0x5x4xf32>
}

func.func @batches_no_depth(%x: tensor<2x3x0xf32>,
                            %y: tensor<2x0x4xf32>)
    -> tensor<2x3x4xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<2x3x0xf32>, tensor<2x0x4xf32>) -> tensor<2x3x4xf32>
  return %0 : tensor<2x3x4xf32>
}

func.func @batches_bf16(%x: tensor<2x3x5xbf16>,
                        %y: tensor<2x5x4xbf16>)
    -> tensor<2x3x4xbf16> {
  %0 = graph.matmul %x, %y
      : (tensor<2x3x5xbf16>, tensor<2x5x4xbf16>) -> tensor<2x3x4xbf16>
  return %0 : tensor<2x3x4xbf16>
}

func.func @batches_i32(%x: tensor<3x4x9xi32>,
                       %y: tensor<3x9x5xi32>)
    -> tensor<3x4x5xi32> {
  %0 = graph.matmul %x, %y
      : (tensor<3x4x9xi32>, tensor<3x9x5xi32>) -> tensor<3x4x5xi32>
  return %0 : tensor<3x4x5xi32>
}

func.func @repeated_i64(%x: tensor<3x1x4x9xi64>,
                        %y: tensor<2x5x9xi64>)
    -> tensor<3x2x4x5xi64> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<3x1x4x9xi64>, tensor<2x5x9xi64>) -> tensor<3x2x4x5xi64>
  return %0 : tensor<3x2x4x5xi64>
}

// What attention computes from scores, on the product's registers.
func.func @batches_epilogue(%x: tensor<2x3x9x7xf32>,
                            %y: tensor<2x3x21x7xf32>,
                            %s: tensor<f32>,
                            %m: tensor<9x21xf32>)
    -> tensor<2x3x9x21xf32> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<2x3x9x7xf32>, tensor<2x3x21x7xf32>) -> tensor<2x3x9x21xf32>
  %1 = graph.broadcast %s {shape = #graph.dims<2, 3, 9, 21>}
      : (tensor<f32>) -> tensor<2x3x9x21xf32>
  %2 = graph.mul %0, %1 : tensor<2x3x9x21xf32>
  %3 = graph.broadcast %m {shape = #graph.dims<2, 3, 9, 21>}
      : (tensor<9x21xf32>) -> tensor<2x3x9x21xf32>
  %4 = graph.add %2, %3 : tensor<2x3x9x21xf32>
  return %4 : tensor<2x3x9x21xf32>
}

// Vectors: one row, one column.
func.func @vector_left(%x: tensor<7xf32>,
                       %y: tensor<7x5xf32>)
    -> tensor<5xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<7xf32>, tensor<7x5xf32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

func.func @vector_left_transposed(%x: tensor<7xf64>,
                                  %y: tensor<5x7xf64>)
    -> tensor<5xf64> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<7xf64>, tensor<5x7xf64>) -> tensor<5xf64>
  return %0 : tensor<5xf64>
}

func.func @vector_right(%x: tensor<5x7xf32>,
                        %y: tensor<7xf32>)
    -> tensor<5xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<5x7xf32>, tensor<7xf32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

func.func @vector_right_transposed(%x: tensor<35x19xf32>,
                                   %y: tensor<19xf32>)
    -> tensor<35xf32> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<35x19xf32>, tensor<19xf32>) -> tensor<35xf32>
  return %0 : tensor<35xf32>
}

func.func @vectors(%x: tensor<17xf32>, %y: tensor<17xf32>) -> tensor<f32> {
  %0 = graph.matmul %x, %y
      : (tensor<17xf32>, tensor<17xf32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @vectors_empty(%x: tensor<0xf32>, %y: tensor<0xf32>) -> tensor<f32> {
  %0 = graph.matmul %x, %y
      : (tensor<0xf32>, tensor<0xf32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @vector_left_batches(%x: tensor<7xf32>,
                               %y: tensor<2x3x7x5xf32>)
    -> tensor<2x3x5xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<7xf32>, tensor<2x3x7x5xf32>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}

func.func @vector_right_batches(%x: tensor<2x3x5x7xf32>,
                                %y: tensor<7xf32>)
    -> tensor<2x3x5xf32> {
  %0 = graph.matmul %x, %y
      : (tensor<2x3x5x7xf32>, tensor<7xf32>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}

func.func @vectors_i32(%x: tensor<9xi32>, %y: tensor<9xi32>) -> tensor<i32> {
  %0 = graph.matmul %x, %y
      : (tensor<9xi32>, tensor<9xi32>) -> tensor<i32>
  return %0 : tensor<i32>
}

func.func @vector_i64(%x: tensor<2x3x9xi64>,
                      %y: tensor<9xi64>)
    -> tensor<2x3xi64> {
  %0 = graph.matmul %x, %y
      : (tensor<2x3x9xi64>, tensor<9xi64>) -> tensor<2x3xi64>
  return %0 : tensor<2x3xi64>
}

func.func @vector_bf16(%x: tensor<9xbf16>,
                       %y: tensor<2x4x9xbf16>)
    -> tensor<2x4xbf16> {
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<9xbf16>, tensor<2x4x9xbf16>) -> tensor<2x4xbf16>
  return %0 : tensor<2x4xbf16>
}

// Summed in f32: bf16 has too few digits for so many terms.
func.func @long_bf16(%x: tensor<2x700xbf16>,
                     %y: tensor<700xbf16>)
    -> tensor<2xbf16> {
  %0 = graph.matmul %x, %y
      : (tensor<2x700xbf16>, tensor<700xbf16>) -> tensor<2xbf16>
  return %0 : tensor<2xbf16>
}
