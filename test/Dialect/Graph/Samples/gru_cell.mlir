func.func @f32_odd(%gates: tensor<3x21xf32>, %h: tensor<3x7xf32>,
    %w: tensor<21x7xf32>, %b: tensor<7xf32>) -> tensor<3x7xf32> {
  %0 = graph.gru_cell %gates, %h, %w, %b
      : (tensor<3x21xf32>, tensor<3x7xf32>, tensor<21x7xf32>, tensor<7xf32>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @f64_odd(%gates: tensor<2x15xf64>, %h: tensor<2x5xf64>,
    %w: tensor<15x5xf64>, %b: tensor<5xf64>) -> tensor<2x5xf64> {
  %0 = graph.gru_cell %gates, %h, %w, %b
      : (tensor<2x15xf64>, tensor<2x5xf64>, tensor<15x5xf64>, tensor<5xf64>) -> tensor<2x5xf64>
  return %0 : tensor<2x5xf64>
}

func.func @f32_tiles(%gates: tensor<16x99xf32>, %h: tensor<16x33xf32>,
    %w: tensor<99x33xf32>) -> tensor<16x33xf32> {
  %0 = graph.gru_cell %gates, %h, %w
      : (tensor<16x99xf32>, tensor<16x33xf32>, tensor<99x33xf32>) -> tensor<16x33xf32>
  return %0 : tensor<16x33xf32>
}

func.func @row(%gates: tensor<1x57xf32>, %h: tensor<1x19xf32>,
    %w: tensor<57x19xf32>, %b: tensor<19xf32>) -> tensor<1x19xf32> {
  %0 = graph.gru_cell %gates, %h, %w, %b
      : (tensor<1x57xf32>, tensor<1x19xf32>, tensor<57x19xf32>, tensor<19xf32>) -> tensor<1x19xf32>
  return %0 : tensor<1x19xf32>
}

func.func @vector(%gates: tensor<27xf32>, %h: tensor<9xf32>,
    %w: tensor<27x9xf32>, %b: tensor<9xf32>) -> tensor<9xf32> {
  %0 = graph.gru_cell %gates, %h, %w, %b
      : (tensor<27xf32>, tensor<9xf32>, tensor<27x9xf32>, tensor<9xf32>) -> tensor<9xf32>
  return %0 : tensor<9xf32>
}

func.func @two_axes(%gates: tensor<2x3x15xf32>, %h: tensor<2x3x5xf32>,
    %w: tensor<15x5xf32>) -> tensor<2x3x5xf32> {
  %0 = graph.gru_cell %gates, %h, %w
      : (tensor<2x3x15xf32>, tensor<2x3x5xf32>, tensor<15x5xf32>) -> tensor<2x3x5xf32>
  return %0 : tensor<2x3x5xf32>
}

func.func @one(%gates: tensor<1x3xf32>, %h: tensor<1x1xf32>,
    %w: tensor<3x1xf32>, %b: tensor<1xf32>) -> tensor<1x1xf32> {
  %0 = graph.gru_cell %gates, %h, %w, %b
      : (tensor<1x3xf32>, tensor<1x1xf32>, tensor<3x1xf32>, tensor<1xf32>) -> tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @no_rows(%gates: tensor<0x9xf32>, %h: tensor<0x3xf32>,
    %w: tensor<9x3xf32>, %b: tensor<3xf32>) -> tensor<0x3xf32> {
  %0 = graph.gru_cell %gates, %h, %w, %b
      : (tensor<0x9xf32>, tensor<0x3xf32>, tensor<9x3xf32>, tensor<3xf32>) -> tensor<0x3xf32>
  return %0 : tensor<0x3xf32>
}

func.func @no_units(%gates: tensor<2x0xf32>, %h: tensor<2x0xf32>,
    %w: tensor<0x0xf32>) -> tensor<2x0xf32> {
  %0 = graph.gru_cell %gates, %h, %w
      : (tensor<2x0xf32>, tensor<2x0xf32>, tensor<0x0xf32>) -> tensor<2x0xf32>
  return %0 : tensor<2x0xf32>
}

func.func @before(%gates: tensor<3x21xf32>, %h: tensor<3x7xf32>,
    %w: tensor<21x7xf32>) -> tensor<3x7xf32> {
  %0 = graph.gru_cell %gates, %h, %w {reset_after = false}
      : (tensor<3x21xf32>, tensor<3x7xf32>, tensor<21x7xf32>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @before_f64(%gates: tensor<2x15xf64>, %h: tensor<2x5xf64>,
    %w: tensor<15x5xf64>) -> tensor<2x5xf64> {
  %0 = graph.gru_cell %gates, %h, %w {reset_after = false}
      : (tensor<2x15xf64>, tensor<2x5xf64>, tensor<15x5xf64>) -> tensor<2x5xf64>
  return %0 : tensor<2x5xf64>
}

func.func @before_vector(%gates: tensor<27xf32>, %h: tensor<9xf32>,
    %w: tensor<27x9xf32>) -> tensor<9xf32> {
  %0 = graph.gru_cell %gates, %h, %w {reset_after = false}
      : (tensor<27xf32>, tensor<9xf32>, tensor<27x9xf32>) -> tensor<9xf32>
  return %0 : tensor<9xf32>
}

func.func @before_no_rows(%gates: tensor<0x9xf32>, %h: tensor<0x3xf32>,
    %w: tensor<9x3xf32>) -> tensor<0x3xf32> {
  %0 = graph.gru_cell %gates, %h, %w {reset_after = false}
      : (tensor<0x9xf32>, tensor<0x3xf32>, tensor<9x3xf32>) -> tensor<0x3xf32>
  return %0 : tensor<0x3xf32>
}
