// Errors of pooling. Where inference fails, the trait that
// asked for it adds a second error.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

func.func @max_pool2d_rank(%a0: tensor<1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d needs an NCHW input, got f32[1, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : (tensor<1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_kernel_length(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'kernel' needs two entries, got 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0 {kernel = array<i64: 2>, strides = array<i64: 2, 2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_strides_length(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'strides' needs two entries, got 3}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2, 2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_padding_length(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'padding' needs two entries, got 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 1>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_kernel_zero(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'kernel' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 0, 2>, strides = array<i64: 2, 2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_strides_negative(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'strides' must be positive, got -2}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, -2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_padding(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: padding 2 is more than half the kernel (3)}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 2, 0>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_padding_negative(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'padding' must be 0 or more, got -1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 0, -1>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_padding_large(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'padding' must be 0 or more, got 9223372036854775807}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 9223372036854775807, 0>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_fit(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: a window of 9x2 does not fit into f32[1, 1, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 9, 2>, strides = array<i64: 2, 2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_dilations_length(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'dilations' needs two entries, got 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 2, 2>, dilations = array<i64: 1>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_dilations_zero(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'dilations' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 2, 2>, dilations = array<i64: 1, 0>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_dilated_fit(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: a window of 2x2 does not fit into f32[1, 1, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 2, 2>, dilations = array<i64: 8, 1>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_uneven(%a0: tensor<1x1x?x8xf32, #graph.dims<1, 1, H, 8>>) {
  // expected-error@+2 {{max_pool2d: a window of 2x2 at stride 2 does not divide f32[1, 1, H, 8]; an axis declared as 2*H can be strided}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 2, 2>}
      : (tensor<1x1x?x8xf32, #graph.dims<1, 1, H, 8>>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_ceil_fit(%a0: tensor<1x1x0x8xf32>) {
  // expected-error@+2 {{max_pool2d: a window of 3x2 does not fit into f32[1, 1, 0, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 3, 2>, strides = array<i64: 2, 2>, ceil_mode = true}
      : (tensor<1x1x0x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @avg_pool2d_rank(%a0: tensor<8x8xf32>) {
  // expected-error@+2 {{avg_pool2d needs an NCHW input, got f32[8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.avg_pool2d %a0
      {kernel = array<i64: 2, 2>}
      : (tensor<8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @avg_pool2d_kernel(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{avg_pool2d: 'kernel' must be positive, got -2}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.avg_pool2d %a0
      {kernel = array<i64: 2, -2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @avg_pool2d_strides(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{avg_pool2d: 'strides' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.avg_pool2d %a0
      {kernel = array<i64: 2, 2>, strides = array<i64: 0, 1>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @avg_pool2d_padding(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{avg_pool2d: padding 2 is more than half the kernel (2)}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.avg_pool2d %a0
      {kernel = array<i64: 2, 2>, padding = array<i64: 0, 2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @avg_pool2d_fit(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{avg_pool2d: a window of 9x2 does not fit into f32[1, 1, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.avg_pool2d %a0
      {kernel = array<i64: 9, 2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @avg_pool2d_divisor(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{avg_pool2d: 'divisor' must not be 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.avg_pool2d %a0
      {kernel = array<i64: 2, 2>, divisor = 0 : i64}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @adaptive_avg_pool2d_rank(%a0: tensor<8x8xf32>) {
  // expected-error@+2 {{adaptive_avg_pool2d needs an NCHW input, got f32[8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.adaptive_avg_pool2d %a0
      {output_size = array<i64: 1, 1>}
      : (tensor<8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @adaptive_avg_pool2d_length(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{adaptive_avg_pool2d: 'output_size' needs two entries, got 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.adaptive_avg_pool2d %a0
      {output_size = array<i64: 1>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @adaptive_max_pool2d_negative(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{adaptive_max_pool2d: 'output_size' must be 0 or more, got -1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.adaptive_max_pool2d %a0
      {output_size = array<i64: -1, 1>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @adaptive_max_pool2d_empty(%a0: tensor<1x1x8x0xf32>) {
  // expected-error@+2 {{adaptive_max_pool2d over an empty image: f32[1, 1, 8, 0]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.adaptive_max_pool2d %a0
      {output_size = array<i64: 1, 1>}
      : (tensor<1x1x8x0xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @adaptive_avg_pool2d_overflow(%a0: tensor<4294967296x4x1x1xf32>) {
  // expected-error@+2 {{adaptive_avg_pool2d: the size of [4294967296, 4, 2147483647, 2147483647] overflows}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.adaptive_avg_pool2d %a0
      {output_size = array<i64: 2147483647, 2147483647>}
      : (tensor<4294967296x4x1x1xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_axes_length(%a0: tensor<1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'axes' needs two entries, got 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0 {kernel = array<i64: 2, 2>, axes = array<i64: 1>}
      : (tensor<1x8x8xf32>) -> tensor<1x4x4xf32>
  return
}

// -----

func.func @avg_pool2d_axes_range(%a0: tensor<1x8x8xf32>) {
  // expected-error@+2 {{avg_pool2d: axis 3 does not exist in f32[1, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.avg_pool2d %a0 {kernel = array<i64: 2, 2>, axes = array<i64: 1, 3>}
      : (tensor<1x8x8xf32>) -> tensor<1x4x4xf32>
  return
}

// -----

func.func @adaptive_avg_pool2d_axes_twice(%a0: tensor<1x8x8xf32>) {
  // expected-error@+2 {{adaptive_avg_pool2d: 'axes' names axis -2 twice}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.adaptive_avg_pool2d %a0
      {output_size = array<i64: 2, 2>, axes = array<i64: 1, -2>}
      : (tensor<1x8x8xf32>) -> tensor<1x2x8xf32>
  return
}

// -----

func.func @max_pool2d_indices_rank(%a0: tensor<1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d_indices needs an NCHW input, got f32[1, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d_indices %a0 {kernel = array<i64: 2, 2>}
      : (tensor<1x8x8xf32>) -> tensor<1x4x4xi64>
  return
}

// -----

func.func @max_pool2d_indices_fit(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d_indices: a window of 9x2 does not fit into f32[1, 1, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d_indices %a0 {kernel = array<i64: 9, 2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x1x4xi64>
  return
}

// -----

func.func @max_pool2d_indices_result(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+1 {{result #0 must be tensor with named or numeric dimensions of 64-bit signless integer values}}
  %0 = graph.max_pool2d_indices %a0 {kernel = array<i64: 2, 2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_indices_bool(%a0: tensor<1x1x8x8xi1>) {
  // expected-error@+1 {{operand #0 must be tensor with named or numeric dimensions of number values}}
  %0 = graph.max_pool2d_indices %a0 {kernel = array<i64: 2, 2>}
      : (tensor<1x1x8x8xi1>) -> tensor<1x1x4x4xi64>
  return
}

// -----

func.func @adaptive_max_pool2d_indices_empty(%a0: tensor<1x1x8x0xf32>) {
  // expected-error@+2 {{adaptive_max_pool2d_indices over an empty image: f32[1, 1, 8, 0]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.adaptive_max_pool2d_indices %a0
      {output_size = array<i64: 1, 1>}
      : (tensor<1x1x8x0xf32>) -> tensor<1x1x1x1xi64>
  return
}
