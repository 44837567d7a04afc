// Errors of reductions and pooling. Where inference fails, the trait that
// asked for it adds a second error.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

func.func @sum_axis(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{sum: axis 2 is not an axis of f32[2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.sum %a0 {axes = array<i64: 2>}
      : (tensor<2x3xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @mean_axis_from_end(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{mean: axis -3 is not an axis of f32[2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.mean %a0 {axes = array<i64: -3>}
      : (tensor<2x3xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @max_axis_lowest(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{max: axis -9223372036854775808 is not an axis}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max %a0 {axes = array<i64: -9223372036854775808>}
      : (tensor<2x3xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @min_axis_of_scalar(%a0: tensor<f32>) {
  // expected-error@+2 {{min: axis 0 is not an axis of f32[]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.min %a0 {axes = array<i64: 0>} : (tensor<f32>) -> tensor<f32>
  return
}

// -----

func.func @sum_axis_twice(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{sum: axis -1 is named twice}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.sum %a0 {axes = array<i64: 1, -1>}
      : (tensor<2x3xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @mean_of_integers(%a0: tensor<2xi32>) {
  // expected-error@+1 {{of floating point values}}
  %0 = graph.mean %a0 : (tensor<2xi32>) -> tensor<i32>
  return
}

// -----

func.func @argmax_axis(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{argmax: axis 2 is not an axis of f32[2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.argmax %a0 {axis = 2 : i64} : (tensor<2x3xf32>) -> tensor<2xi64>
  return
}

// -----

func.func @argmax_empty(%a0: tensor<2x0xf32>) {
  // expected-error@+2 {{argmax over the empty axis 1 of f32[2, 0]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.argmax %a0 {axis = 1 : i64} : (tensor<2x0xf32>) -> tensor<2xi64>
  return
}

// -----

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
  // expected-error@+2 {{max_pool2d: 'kernel', 'strides' and 'padding' need two entries each}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0 {kernel = array<i64: 2>, strides = array<i64: 2, 2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_strides_length(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{need two entries each}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2, 2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_padding_length(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{need two entries each}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>, padding = array<i64: 1>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_kernel_zero(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'kernel' and 'strides' must be positive}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 0, 2>, strides = array<i64: 2, 2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_strides_negative(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: 'kernel' and 'strides' must be positive}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, -2>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_padding(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: padding 2 must be between 0 and half the kernel (3)}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 2, 0>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_padding_negative(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: padding -1 must be}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.max_pool2d %a0
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 0, -1>}
      : (tensor<1x1x8x8xf32>) -> tensor<1x1x4x4xf32>
  return
}

// -----

func.func @max_pool2d_padding_large(%a0: tensor<1x1x8x8xf32>) {
  // expected-error@+2 {{max_pool2d: padding 9223372036854775807 must be}}
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
