func.func @f32_odd(%gates: tensor<3x2x3x4xf32>, %h: tensor<3x7xf32>,
    %w: tensor<2x7x12xf32>, %b: tensor<7xf32>) -> tensor<3x7xf32> {
  %0 = graph.packed_gru_cell %gates, %h, %w, %b
      : (tensor<3x2x3x4xf32>, tensor<3x7xf32>, tensor<2x7x12xf32>, tensor<7xf32>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @f64_odd(%gates: tensor<2x2x3x4xf64>, %h: tensor<2x5xf64>,
    %w: tensor<2x5x12xf64>, %b: tensor<5xf64>) -> tensor<2x5xf64> {
  %0 = graph.packed_gru_cell %gates, %h, %w, %b
      : (tensor<2x2x3x4xf64>, tensor<2x5xf64>, tensor<2x5x12xf64>, tensor<5xf64>) -> tensor<2x5xf64>
  return %0 : tensor<2x5xf64>
}

func.func @no_bias(%gates: tensor<4x2x3x8xf32>, %h: tensor<4x12xf32>,
    %w: tensor<2x12x24xf32>) -> tensor<4x12xf32> {
  %0 = graph.packed_gru_cell %gates, %h, %w
      : (tensor<4x2x3x8xf32>, tensor<4x12xf32>, tensor<2x12x24xf32>) -> tensor<4x12xf32>
  return %0 : tensor<4x12xf32>
}

func.func @f32_tiles(%gates: tensor<17x5x3x8xf32>, %h: tensor<17x33xf32>,
    %w: tensor<5x33x24xf32>, %b: tensor<33xf32>) -> tensor<17x33xf32> {
  %0 = graph.packed_gru_cell %gates, %h, %w, %b
      : (tensor<17x5x3x8xf32>, tensor<17x33xf32>, tensor<5x33x24xf32>, tensor<33xf32>) -> tensor<17x33xf32>
  return %0 : tensor<17x33xf32>
}

func.func @row(%gates: tensor<1x2x3x16xf32>, %h: tensor<1x19xf32>,
    %w: tensor<2x19x48xf32>, %b: tensor<19xf32>) -> tensor<1x19xf32> {
  %0 = graph.packed_gru_cell %gates, %h, %w, %b
      : (tensor<1x2x3x16xf32>, tensor<1x19xf32>, tensor<2x19x48xf32>, tensor<19xf32>) -> tensor<1x19xf32>
  return %0 : tensor<1x19xf32>
}

func.func @wide_blocks(%gates: tensor<5x2x3x32xf32>, %h: tensor<5x40xf32>,
    %w: tensor<2x40x96xf32>, %b: tensor<40xf32>) -> tensor<5x40xf32> {
  %0 = graph.packed_gru_cell %gates, %h, %w, %b
      : (tensor<5x2x3x32xf32>, tensor<5x40xf32>, tensor<2x40x96xf32>, tensor<40xf32>) -> tensor<5x40xf32>
  return %0 : tensor<5x40xf32>
}

func.func @vector(%gates: tensor<2x3x8xf32>, %h: tensor<9xf32>,
    %w: tensor<2x9x24xf32>, %b: tensor<9xf32>) -> tensor<9xf32> {
  %0 = graph.packed_gru_cell %gates, %h, %w, %b
      : (tensor<2x3x8xf32>, tensor<9xf32>, tensor<2x9x24xf32>, tensor<9xf32>) -> tensor<9xf32>
  return %0 : tensor<9xf32>
}

func.func @two_axes(%gates: tensor<2x3x1x3x8xf32>, %h: tensor<2x3x5xf32>,
    %w: tensor<1x5x24xf32>) -> tensor<2x3x5xf32> {
  %0 = graph.packed_gru_cell %gates, %h, %w
      : (tensor<2x3x1x3x8xf32>, tensor<2x3x5xf32>, tensor<1x5x24xf32>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}

func.func @one(%gates: tensor<1x1x3x8xf32>, %h: tensor<1x1xf32>,
    %w: tensor<1x1x24xf32>, %b: tensor<1xf32>) -> tensor<1x1xf32> {
  %0 = graph.packed_gru_cell %gates, %h, %w, %b
      : (tensor<1x1x3x8xf32>, tensor<1x1xf32>, tensor<1x1x24xf32>, tensor<1xf32>) -> tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @no_rows(%gates: tensor<0x1x3x8xf32>, %h: tensor<0x3xf32>,
    %w: tensor<1x3x24xf32>, %b: tensor<3xf32>) -> tensor<0x3xf32> {
  %0 = graph.packed_gru_cell %gates, %h, %w, %b
      : (tensor<0x1x3x8xf32>, tensor<0x3xf32>, tensor<1x3x24xf32>, tensor<3xf32>) -> tensor<0x3xf32>
  return %0 : tensor<0x3xf32>
}

func.func @no_units(%gates: tensor<2x0x3x8xf32>, %h: tensor<2x0xf32>,
    %w: tensor<0x0x24xf32>) -> tensor<2x0xf32> {
  %0 = graph.packed_gru_cell %gates, %h, %w
      : (tensor<2x0x3x8xf32>, tensor<2x0xf32>, tensor<0x0x24xf32>) -> tensor<2x0xf32>
  return %0 : tensor<2x0xf32>
}

func.func @three_turns(%gates: tensor<7x2x3x8xf32>, %h: tensor<7x9xf32>,
    %w: tensor<6x9x8xf32>) -> tensor<7x9xf32> {
  %0 = graph.packed_gru_cell %gates, %h, %w
      : (tensor<7x2x3x8xf32>, tensor<7x9xf32>, tensor<6x9x8xf32>) -> tensor<7x9xf32>
  return %0 : tensor<7x9xf32>
}
