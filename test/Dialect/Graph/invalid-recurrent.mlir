// Errors of recurrent cells. Where inference fails, the trait that asked for it
// adds a second error.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

func.func @lstm_weight(%g: tensor<2x12xf32>, %h: tensor<2x3xf32>, %w: tensor<3x12xf32>) {
  // expected-error@+2 {{lstm_cell needs gates [.., 4H], hidden [.., K], cell [.., H] and weight [4H, K], got f32[2, 12], f32[2, 3], f32[2, 3] and f32[3, 12]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0:2 = graph.lstm_cell %g, %h, %h, %w
      : (tensor<2x12xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<3x12xf32>)
      -> (tensor<2x3xf32>, tensor<2x3xf32>)
  return
}

// -----

func.func @lstm_rows(%g: tensor<1x12xf32>, %h: tensor<2x3xf32>, %w: tensor<12x3xf32>) {
  // expected-error@+2 {{lstm_cell needs gates}}
  // expected-error@+1 {{failed to infer returned types}}
  %0:2 = graph.lstm_cell %g, %h, %h, %w
      : (tensor<1x12xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<12x3xf32>)
      -> (tensor<2x3xf32>, tensor<2x3xf32>)
  return
}

// -----

func.func @lstm_scalars(%g: tensor<f32>, %w: tensor<12x3xf32>) {
  // expected-error@+2 {{lstm_cell needs gates}}
  // expected-error@+1 {{failed to infer returned types}}
  %0:2 = graph.lstm_cell %g, %g, %g, %w
      : (tensor<f32>, tensor<f32>, tensor<f32>, tensor<12x3xf32>)
      -> (tensor<f32>, tensor<f32>)
  return
}

// -----

func.func @gru_gates(%g: tensor<2x8xf32>, %h: tensor<2x3xf32>, %w: tensor<9x3xf32>) {
  // expected-error@+2 {{gru_cell needs gates [.., 3H], hidden [.., H] and weight [3H, H], got f32[2, 8], f32[2, 3] and f32[9, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.gru_cell %g, %h, %w
      : (tensor<2x8xf32>, tensor<2x3xf32>, tensor<9x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @gru_bias(%g: tensor<2x9xf32>, %h: tensor<2x3xf32>, %w: tensor<9x3xf32>, %b: tensor<9xf32>) {
  // expected-error@+2 {{gru_cell needs a bias [H] for hidden f32[2, 3], got f32[9]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.gru_cell %g, %h, %w, %b
      : (tensor<2x9xf32>, tensor<2x3xf32>, tensor<9x3xf32>, tensor<9xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @gru_bias_before(%g: tensor<2x9xf32>, %h: tensor<2x3xf32>, %w: tensor<9x3xf32>, %b: tensor<3xf32>) {
  // expected-error@+2 {{gru_cell has no bias where the reset gate comes before the product}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.gru_cell %g, %h, %w, %b {reset_after = false}
      : (tensor<2x9xf32>, tensor<2x3xf32>, tensor<9x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @packed_blocks(%g: tensor<2x1x4x8xf32>, %h: tensor<2x9xf32>, %w: tensor<1x9x32xf32>) {
  // expected-error@+2 {{packed_lstm_cell needs gates [.., N, 4, B], hidden [.., K], cell [.., H] and weight [N T, K, 4B / T], where N blocks of B hold H and T divides 4, got f32[2, 1, 4, 8], f32[2, 9], f32[2, 9] and f32[1, 9, 32]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0:2 = graph.packed_lstm_cell %g, %h, %h, %w
      : (tensor<2x1x4x8xf32>, tensor<2x9xf32>, tensor<2x9xf32>, tensor<1x9x32xf32>)
      -> (tensor<2x9xf32>, tensor<2x9xf32>)
  return
}

// -----

func.func @packed_depth(%g: tensor<2x1x3x8xf32>, %h: tensor<2x7xf32>, %w: tensor<1x8x24xf32>) {
  // expected-error@+2 {{packed_gru_cell needs gates [.., N, 3, B], hidden [.., H] and weight [N T, H, 3B / T], where N blocks of B hold H and T divides 3, got f32[2, 1, 3, 8], f32[2, 7] and f32[1, 8, 24]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.packed_gru_cell %g, %h, %w
      : (tensor<2x1x3x8xf32>, tensor<2x7xf32>, tensor<1x8x24xf32>) -> tensor<2x7xf32>
  return
}

// -----

func.func @packed_turns(%g: tensor<2x1x3x8xf32>, %h: tensor<2x7xf32>, %w: tensor<2x7x16xf32>) {
  // expected-error@+2 {{packed_gru_cell needs gates [.., N, 3, B], hidden [.., H] and weight [N T, H, 3B / T], where N blocks of B hold H and T divides 3, got f32[2, 1, 3, 8], f32[2, 7] and f32[2, 7, 16]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.packed_gru_cell %g, %h, %w
      : (tensor<2x1x3x8xf32>, tensor<2x7xf32>, tensor<2x7x16xf32>) -> tensor<2x7xf32>
  return
}

// -----

func.func @packed_bias(%g: tensor<2x1x3x8xf32>, %h: tensor<2x7xf32>, %w: tensor<1x7x24xf32>, %b: tensor<8xf32>) {
  // expected-error@+2 {{packed_gru_cell needs a bias [H] for hidden f32[2, 7], got f32[8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.packed_gru_cell %g, %h, %w, %b
      : (tensor<2x1x3x8xf32>, tensor<2x7xf32>, tensor<1x7x24xf32>, tensor<8xf32>) -> tensor<2x7xf32>
  return
}
