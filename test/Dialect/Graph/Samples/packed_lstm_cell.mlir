func.func @f32_odd(%gates: tensor<3x2x4x4xf32>, %h: tensor<3x7xf32>,
    %c: tensor<3x7xf32>, %w: tensor<2x7x16xf32>) -> (tensor<3x7xf32>, tensor<3x7xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<3x2x4x4xf32>, tensor<3x7xf32>, tensor<3x7xf32>, tensor<2x7x16xf32>) -> (tensor<3x7xf32>, tensor<3x7xf32>)
  return %0#0, %0#1 : tensor<3x7xf32>, tensor<3x7xf32>
}

func.func @f64_odd(%gates: tensor<2x2x4x4xf64>, %h: tensor<2x5xf64>,
    %c: tensor<2x5xf64>, %w: tensor<2x5x16xf64>) -> (tensor<2x5xf64>, tensor<2x5xf64>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<2x2x4x4xf64>, tensor<2x5xf64>, tensor<2x5xf64>, tensor<2x5x16xf64>) -> (tensor<2x5xf64>, tensor<2x5xf64>)
  return %0#0, %0#1 : tensor<2x5xf64>, tensor<2x5xf64>
}

func.func @f32_tiles(%gates: tensor<16x5x4x8xf32>, %h: tensor<16x33xf32>,
    %c: tensor<16x33xf32>, %w: tensor<5x33x32xf32>) -> (tensor<16x33xf32>, tensor<16x33xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<16x5x4x8xf32>, tensor<16x33xf32>, tensor<16x33xf32>, tensor<5x33x32xf32>) -> (tensor<16x33xf32>, tensor<16x33xf32>)
  return %0#0, %0#1 : tensor<16x33xf32>, tensor<16x33xf32>
}

func.func @row(%gates: tensor<1x2x4x16xf32>, %h: tensor<1x19xf32>,
    %c: tensor<1x19xf32>, %w: tensor<2x19x64xf32>) -> (tensor<1x19xf32>, tensor<1x19xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<1x2x4x16xf32>, tensor<1x19xf32>, tensor<1x19xf32>, tensor<2x19x64xf32>) -> (tensor<1x19xf32>, tensor<1x19xf32>)
  return %0#0, %0#1 : tensor<1x19xf32>, tensor<1x19xf32>
}

func.func @wide_blocks(%gates: tensor<5x2x4x32xf32>, %h: tensor<5x40xf32>,
    %c: tensor<5x64xf32>, %w: tensor<2x40x128xf32>) -> (tensor<5x64xf32>, tensor<5x64xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<5x2x4x32xf32>, tensor<5x40xf32>, tensor<5x64xf32>, tensor<2x40x128xf32>) -> (tensor<5x64xf32>, tensor<5x64xf32>)
  return %0#0, %0#1 : tensor<5x64xf32>, tensor<5x64xf32>
}

func.func @whole_blocks(%gates: tensor<7x2x4x8xf32>, %h: tensor<7x9xf32>,
    %c: tensor<7x16xf32>, %w: tensor<2x9x32xf32>) -> (tensor<7x16xf32>, tensor<7x16xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<7x2x4x8xf32>, tensor<7x9xf32>, tensor<7x16xf32>, tensor<2x9x32xf32>) -> (tensor<7x16xf32>, tensor<7x16xf32>)
  return %0#0, %0#1 : tensor<7x16xf32>, tensor<7x16xf32>
}

func.func @vector(%gates: tensor<2x4x8xf32>, %h: tensor<9xf32>,
    %c: tensor<9xf32>, %w: tensor<2x9x32xf32>) -> (tensor<9xf32>, tensor<9xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<2x4x8xf32>, tensor<9xf32>, tensor<9xf32>, tensor<2x9x32xf32>) -> (tensor<9xf32>, tensor<9xf32>)
  return %0#0, %0#1 : tensor<9xf32>, tensor<9xf32>
}

func.func @projected(%gates: tensor<3x1x4x8xf32>, %h: tensor<3x4xf32>,
    %c: tensor<3x7xf32>, %w: tensor<1x4x32xf32>) -> (tensor<3x7xf32>, tensor<3x7xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<3x1x4x8xf32>, tensor<3x4xf32>, tensor<3x7xf32>, tensor<1x4x32xf32>) -> (tensor<3x7xf32>, tensor<3x7xf32>)
  return %0#0, %0#1 : tensor<3x7xf32>, tensor<3x7xf32>
}

func.func @wider(%gates: tensor<3x3x4x2xf64>, %h: tensor<3x11xf64>,
    %c: tensor<3x5xf64>, %w: tensor<3x11x8xf64>) -> (tensor<3x5xf64>, tensor<3x5xf64>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<3x3x4x2xf64>, tensor<3x11xf64>, tensor<3x5xf64>, tensor<3x11x8xf64>) -> (tensor<3x5xf64>, tensor<3x5xf64>)
  return %0#0, %0#1 : tensor<3x5xf64>, tensor<3x5xf64>
}

func.func @two_axes(%gates: tensor<2x3x1x4x8xf32>, %h: tensor<2x3x5xf32>,
    %c: tensor<2x3x5xf32>, %w: tensor<1x5x32xf32>) -> (tensor<2x3x5xf32>, tensor<2x3x5xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<2x3x1x4x8xf32>, tensor<2x3x5xf32>, tensor<2x3x5xf32>, tensor<1x5x32xf32>) -> (tensor<2x3x5xf32>, tensor<2x3x5xf32>)
  return %0#0, %0#1 : tensor<2x3x5xf32>, tensor<2x3x5xf32>
}

func.func @one(%gates: tensor<1x1x4x8xf32>, %h: tensor<1x1xf32>,
    %c: tensor<1x1xf32>, %w: tensor<1x1x32xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<1x1x4x8xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1x32xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>)
  return %0#0, %0#1 : tensor<1x1xf32>, tensor<1x1xf32>
}

func.func @block_of_one(%gates: tensor<2x3x4x1xf32>, %h: tensor<2x2xf32>,
    %c: tensor<2x3xf32>, %w: tensor<3x2x4xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<2x3x4x1xf32>, tensor<2x2xf32>, tensor<2x3xf32>, tensor<3x2x4xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>)
  return %0#0, %0#1 : tensor<2x3xf32>, tensor<2x3xf32>
}

func.func @odd_block(%gates: tensor<2x2x4x6xf32>, %h: tensor<2x5xf32>,
    %c: tensor<2x7xf32>, %w: tensor<2x5x24xf32>) -> (tensor<2x7xf32>, tensor<2x7xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<2x2x4x6xf32>, tensor<2x5xf32>, tensor<2x7xf32>, tensor<2x5x24xf32>) -> (tensor<2x7xf32>, tensor<2x7xf32>)
  return %0#0, %0#1 : tensor<2x7xf32>, tensor<2x7xf32>
}

func.func @no_rows(%gates: tensor<0x1x4x8xf32>, %h: tensor<0x3xf32>,
    %c: tensor<0x3xf32>, %w: tensor<1x3x32xf32>) -> (tensor<0x3xf32>, tensor<0x3xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<0x1x4x8xf32>, tensor<0x3xf32>, tensor<0x3xf32>, tensor<1x3x32xf32>) -> (tensor<0x3xf32>, tensor<0x3xf32>)
  return %0#0, %0#1 : tensor<0x3xf32>, tensor<0x3xf32>
}

func.func @no_units(%gates: tensor<2x0x4x8xf32>, %h: tensor<2x3xf32>,
    %c: tensor<2x0xf32>, %w: tensor<0x3x32xf32>) -> (tensor<2x0xf32>, tensor<2x0xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<2x0x4x8xf32>, tensor<2x3xf32>, tensor<2x0xf32>, tensor<0x3x32xf32>) -> (tensor<2x0xf32>, tensor<2x0xf32>)
  return %0#0, %0#1 : tensor<2x0xf32>, tensor<2x0xf32>
}

func.func @no_depth(%gates: tensor<2x1x4x8xf32>, %h: tensor<2x0xf32>,
    %c: tensor<2x3xf32>, %w: tensor<1x0x32xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<2x1x4x8xf32>, tensor<2x0xf32>, tensor<2x3xf32>, tensor<1x0x32xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>)
  return %0#0, %0#1 : tensor<2x3xf32>, tensor<2x3xf32>
}

func.func @two_turns(%gates: tensor<16x5x4x8xf32>, %h: tensor<16x33xf32>,
    %c: tensor<16x33xf32>, %w: tensor<10x33x16xf32>) -> (tensor<16x33xf32>, tensor<16x33xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<16x5x4x8xf32>, tensor<16x33xf32>, tensor<16x33xf32>, tensor<10x33x16xf32>) -> (tensor<16x33xf32>, tensor<16x33xf32>)
  return %0#0, %0#1 : tensor<16x33xf32>, tensor<16x33xf32>
}

func.func @four_turns(%gates: tensor<3x2x4x8xf32>, %h: tensor<3x9xf32>,
    %c: tensor<3x9xf32>, %w: tensor<8x9x8xf32>) -> (tensor<3x9xf32>, tensor<3x9xf32>) {
  %0:2 = graph.packed_lstm_cell %gates, %h, %c, %w
      : (tensor<3x2x4x8xf32>, tensor<3x9xf32>, tensor<3x9xf32>, tensor<8x9x8xf32>) -> (tensor<3x9xf32>, tensor<3x9xf32>)
  return %0#0, %0#1 : tensor<3x9xf32>, tensor<3x9xf32>
}
