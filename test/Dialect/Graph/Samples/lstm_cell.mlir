func.func @f32_odd(%gates: tensor<3x28xf32>, %h: tensor<3x7xf32>,
    %c: tensor<3x7xf32>, %w: tensor<28x7xf32>) -> (tensor<3x7xf32>, tensor<3x7xf32>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<3x28xf32>, tensor<3x7xf32>, tensor<3x7xf32>, tensor<28x7xf32>) -> (tensor<3x7xf32>, tensor<3x7xf32>)
  return %0#0, %0#1 : tensor<3x7xf32>, tensor<3x7xf32>
}

func.func @f64_odd(%gates: tensor<2x20xf64>, %h: tensor<2x5xf64>,
    %c: tensor<2x5xf64>, %w: tensor<20x5xf64>) -> (tensor<2x5xf64>, tensor<2x5xf64>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<2x20xf64>, tensor<2x5xf64>, tensor<2x5xf64>, tensor<20x5xf64>) -> (tensor<2x5xf64>, tensor<2x5xf64>)
  return %0#0, %0#1 : tensor<2x5xf64>, tensor<2x5xf64>
}

func.func @f32_tiles(%gates: tensor<16x132xf32>, %h: tensor<16x33xf32>,
    %c: tensor<16x33xf32>, %w: tensor<132x33xf32>) -> (tensor<16x33xf32>, tensor<16x33xf32>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<16x132xf32>, tensor<16x33xf32>, tensor<16x33xf32>, tensor<132x33xf32>) -> (tensor<16x33xf32>, tensor<16x33xf32>)
  return %0#0, %0#1 : tensor<16x33xf32>, tensor<16x33xf32>
}

func.func @row(%gates: tensor<1x76xf32>, %h: tensor<1x19xf32>,
    %c: tensor<1x19xf32>, %w: tensor<76x19xf32>) -> (tensor<1x19xf32>, tensor<1x19xf32>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<1x76xf32>, tensor<1x19xf32>, tensor<1x19xf32>, tensor<76x19xf32>) -> (tensor<1x19xf32>, tensor<1x19xf32>)
  return %0#0, %0#1 : tensor<1x19xf32>, tensor<1x19xf32>
}

func.func @vector(%gates: tensor<36xf32>, %h: tensor<9xf32>,
    %c: tensor<9xf32>, %w: tensor<36x9xf32>) -> (tensor<9xf32>, tensor<9xf32>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<36xf32>, tensor<9xf32>, tensor<9xf32>, tensor<36x9xf32>) -> (tensor<9xf32>, tensor<9xf32>)
  return %0#0, %0#1 : tensor<9xf32>, tensor<9xf32>
}

func.func @projected(%gates: tensor<3x28xf32>, %h: tensor<3x4xf32>,
    %c: tensor<3x7xf32>, %w: tensor<28x4xf32>) -> (tensor<3x7xf32>, tensor<3x7xf32>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<3x28xf32>, tensor<3x4xf32>, tensor<3x7xf32>, tensor<28x4xf32>) -> (tensor<3x7xf32>, tensor<3x7xf32>)
  return %0#0, %0#1 : tensor<3x7xf32>, tensor<3x7xf32>
}

func.func @wider(%gates: tensor<3x20xf64>, %h: tensor<3x11xf64>,
    %c: tensor<3x5xf64>, %w: tensor<20x11xf64>) -> (tensor<3x5xf64>, tensor<3x5xf64>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<3x20xf64>, tensor<3x11xf64>, tensor<3x5xf64>, tensor<20x11xf64>) -> (tensor<3x5xf64>, tensor<3x5xf64>)
  return %0#0, %0#1 : tensor<3x5xf64>, tensor<3x5xf64>
}

func.func @two_axes(%gates: tensor<2x3x20xf32>, %h: tensor<2x3x5xf32>,
    %c: tensor<2x3x5xf32>, %w: tensor<20x5xf32>) -> (tensor<2x3x5xf32>, tensor<2x3x5xf32>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<2x3x20xf32>, tensor<2x3x5xf32>, tensor<2x3x5xf32>, tensor<20x5xf32>) -> (tensor<2x3x5xf32>, tensor<2x3x5xf32>)
  return %0#0, %0#1 : tensor<2x3x5xf32>, tensor<2x3x5xf32>
}

func.func @one(%gates: tensor<1x4xf32>, %h: tensor<1x1xf32>,
    %c: tensor<1x1xf32>, %w: tensor<4x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<1x4xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<4x1xf32>) -> (tensor<1x1xf32>, tensor<1x1xf32>)
  return %0#0, %0#1 : tensor<1x1xf32>, tensor<1x1xf32>
}

func.func @no_rows(%gates: tensor<0x12xf32>, %h: tensor<0x3xf32>,
    %c: tensor<0x3xf32>, %w: tensor<12x3xf32>) -> (tensor<0x3xf32>, tensor<0x3xf32>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<0x12xf32>, tensor<0x3xf32>, tensor<0x3xf32>, tensor<12x3xf32>) -> (tensor<0x3xf32>, tensor<0x3xf32>)
  return %0#0, %0#1 : tensor<0x3xf32>, tensor<0x3xf32>
}

func.func @no_units(%gates: tensor<2x0xf32>, %h: tensor<2x3xf32>,
    %c: tensor<2x0xf32>, %w: tensor<0x3xf32>) -> (tensor<2x0xf32>, tensor<2x0xf32>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<2x0xf32>, tensor<2x3xf32>, tensor<2x0xf32>, tensor<0x3xf32>) -> (tensor<2x0xf32>, tensor<2x0xf32>)
  return %0#0, %0#1 : tensor<2x0xf32>, tensor<2x0xf32>
}

func.func @no_depth(%gates: tensor<2x12xf32>, %h: tensor<2x0xf32>,
    %c: tensor<2x3xf32>, %w: tensor<12x0xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
  %0:2 = graph.lstm_cell %gates, %h, %c, %w
      : (tensor<2x12xf32>, tensor<2x0xf32>, tensor<2x3xf32>, tensor<12x0xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>)
  return %0#0, %0#1 : tensor<2x3xf32>, tensor<2x3xf32>
}
