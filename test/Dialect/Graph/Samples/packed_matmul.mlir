func.func @f32_odd(%x: tensor<5x7xf32>,
                   %w: tensor<2x7x4xf32>)
    -> tensor<5x7xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 7 : i64}
      : (tensor<5x7xf32>, tensor<2x7x4xf32>) -> tensor<5x7xf32>
  return %0 : tensor<5x7xf32>
}

func.func @f64_odd(%x: tensor<5x7xf64>,
                   %w: tensor<2x7x4xf64>)
    -> tensor<5x5xf64> {
  %0 = graph.packed_matmul %x, %w {columns = 5 : i64}
      : (tensor<5x7xf64>, tensor<2x7x4xf64>) -> tensor<5x5xf64>
  return %0 : tensor<5x5xf64>
}

func.func @f32_tiles(%x: tensor<33x65xf32>,
                     %w: tensor<3x65x16xf32>)
    -> tensor<33x47xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 47 : i64}
      : (tensor<33x65xf32>, tensor<3x65x16xf32>) -> tensor<33x47xf32>
  return %0 : tensor<33x47xf32>
}

func.func @f64_tiles(%x: tensor<17x33xf64>,
                     %w: tensor<5x33x8xf64>)
    -> tensor<17x40xf64> {
  %0 = graph.packed_matmul %x, %w {columns = 40 : i64}
      : (tensor<17x33xf64>, tensor<5x33x8xf64>) -> tensor<17x40xf64>
  return %0 : tensor<17x40xf64>
}

func.func @one(%x: tensor<1x1xf32>, %w: tensor<1x1x1xf32>) -> tensor<1x1xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 1 : i64}
      : (tensor<1x1xf32>, tensor<1x1x1xf32>) -> tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @row(%x: tensor<1x19xf32>,
               %w: tensor<3x19x8xf32>)
    -> tensor<1x24xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 24 : i64}
      : (tensor<1x19xf32>, tensor<3x19x8xf32>) -> tensor<1x24xf32>
  return %0 : tensor<1x24xf32>
}

func.func @no_rows(%x: tensor<0x3xf32>,
                   %w: tensor<1x3x8xf32>)
    -> tensor<0x8xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 8 : i64}
      : (tensor<0x3xf32>, tensor<1x3x8xf32>) -> tensor<0x8xf32>
  return %0 : tensor<0x8xf32>
}

func.func @no_columns(%x: tensor<3x2xf32>,
                      %w: tensor<0x2x8xf32>)
    -> tensor<3x0xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 0 : i64}
      : (tensor<3x2xf32>, tensor<0x2x8xf32>) -> tensor<3x0xf32>
  return %0 : tensor<3x0xf32>
}

func.func @no_depth(%x: tensor<3x0xf32>,
                    %w: tensor<1x0x8xf32>)
    -> tensor<3x5xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 5 : i64}
      : (tensor<3x0xf32>, tensor<1x0x8xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @panels_unused(%x: tensor<3x5xf32>,
                         %w: tensor<2x5x4xf32>)
    -> tensor<3x3xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 3 : i64}
      : (tensor<3x5xf32>, tensor<2x5x4xf32>) -> tensor<3x3xf32>
  return %0 : tensor<3x3xf32>
}

func.func @batches(%x: tensor<3x5x7xf32>,
                   %w: tensor<3x2x7x4xf32>)
    -> tensor<3x5x7xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 7 : i64}
      : (tensor<3x5x7xf32>, tensor<3x2x7x4xf32>) -> tensor<3x5x7xf32>
  return %0 : tensor<3x5x7xf32>
}

func.func @batches_f64(%x: tensor<2x3x5x7xf64>,
                       %w: tensor<2x3x2x7x4xf64>)
    -> tensor<2x3x5x5xf64> {
  %0 = graph.packed_matmul %x, %w {columns = 5 : i64}
      : (tensor<2x3x5x7xf64>, tensor<2x3x2x7x4xf64>) -> tensor<2x3x5x5xf64>
  return %0 : tensor<2x3x5x5xf64>
}

func.func @batches_tiles(%x: tensor<2x33x65xf32>,
                         %w: tensor<2x3x65x16xf32>)
    -> tensor<2x33x47xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 47 : i64}
      : (tensor<2x33x65xf32>, tensor<2x3x65x16xf32>) -> tensor<2x33x47xf32>
  return %0 : tensor<2x33x47xf32>
}

func.func @left_alone(%x: tensor<5x7xf32>,
                      %w: tensor<3x2x7x4xf32>)
    -> tensor<3x5x7xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 7 : i64}
      : (tensor<5x7xf32>, tensor<3x2x7x4xf32>) -> tensor<3x5x7xf32>
  return %0 : tensor<3x5x7xf32>
}

func.func @right_alone(%x: tensor<3x5x7xf32>,
                       %w: tensor<2x7x4xf32>)
    -> tensor<3x5x7xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 7 : i64}
      : (tensor<3x5x7xf32>, tensor<2x7x4xf32>) -> tensor<3x5x7xf32>
  return %0 : tensor<3x5x7xf32>
}

func.func @both_repeated(%x: tensor<3x1x5x7xf32>,
                         %w: tensor<1x2x1x7x8xf32>)
    -> tensor<3x2x5x6xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 6 : i64}
      : (tensor<3x1x5x7xf32>, tensor<1x2x1x7x8xf32>) -> tensor<3x2x5x6xf32>
  return %0 : tensor<3x2x5x6xf32>
}

func.func @no_batch(%x: tensor<0x5x7xf32>,
                    %w: tensor<0x1x7x8xf32>)
    -> tensor<0x5x8xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 8 : i64}
      : (tensor<0x5x7xf32>, tensor<0x1x7x8xf32>) -> tensor<0x5x8xf32>
  return %0 : tensor<0x5x8xf32>
}

func.func @plain_odd(%x: tensor<13x9xf32>,
                  %w: tensor<1x9x33xf32>)
    -> tensor<13x33xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 33 : i64}
      : (tensor<13x9xf32>, tensor<1x9x33xf32>) -> tensor<13x33xf32>
  return %0 : tensor<13x33xf32>
}

func.func @plain_wide(%x: tensor<7x5xf32>,
                  %w: tensor<1x5x127xf32>)
    -> tensor<7x127xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 127 : i64}
      : (tensor<7x5xf32>, tensor<1x5x127xf32>) -> tensor<7x127xf32>
  return %0 : tensor<7x127xf32>
}

func.func @plain_row(%x: tensor<1x37xf32>,
                  %w: tensor<1x37x50xf32>)
    -> tensor<1x50xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 50 : i64}
      : (tensor<1x37xf32>, tensor<1x37x50xf32>) -> tensor<1x50xf32>
  return %0 : tensor<1x50xf32>
}

func.func @plain_f64(%x: tensor<9x11xf64>,
                  %w: tensor<1x11x19xf64>)
    -> tensor<9x19xf64> {
  %0 = graph.packed_matmul %x, %w {columns = 19 : i64}
      : (tensor<9x11xf64>, tensor<1x11x19xf64>) -> tensor<9x19xf64>
  return %0 : tensor<9x19xf64>
}

func.func @plain_batches(%x: tensor<3x5x7xf32>,
                  %w: tensor<3x1x7x35xf32>)
    -> tensor<3x5x35xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 35 : i64}
      : (tensor<3x5x7xf32>, tensor<3x1x7x35xf32>) -> tensor<3x5x35xf32>
  return %0 : tensor<3x5x35xf32>
}

func.func @rows_in_two_axes(%x: tensor<4x5x7xf32>,
                  %w: tensor<3x7x16xf32>)
    -> tensor<4x5x35xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 35 : i64}
      : (tensor<4x5x7xf32>, tensor<3x7x16xf32>) -> tensor<4x5x35xf32>
  return %0 : tensor<4x5x35xf32>
}

func.func @wide_panels(%x: tensor<9x7xf32>,
                  %w: tensor<2x7x96xf32>)
    -> tensor<9x100xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 100 : i64}
      : (tensor<9x7xf32>, tensor<2x7x96xf32>) -> tensor<9x100xf32>
  return %0 : tensor<9x100xf32>
}

func.func @odd_panels(%x: tensor<9x7xf32>,
                  %w: tensor<4x7x6xf32>)
    -> tensor<9x20xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 20 : i64}
      : (tensor<9x7xf32>, tensor<4x7x6xf32>) -> tensor<9x20xf32>
  return %0 : tensor<9x20xf32>
}

func.func @row_blocks(%x: tensor<449x301xf32>,
                      %w: tensor<2x301x16xf32>)
    -> tensor<449x20xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 20 : i64}
      : (tensor<449x301xf32>, tensor<2x301x16xf32>) -> tensor<449x20xf32>
  return %0 : tensor<449x20xf32>
}
