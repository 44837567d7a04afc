// Errors of reductions. Where inference fails, the trait that
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

func.func @prod_axis(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{prod: axis 2 is not an axis of f32[2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.prod %a0 {axes = array<i64: 2>}
      : (tensor<2x3xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @any_axis(%a0: tensor<2x3xi1>) {
  // expected-error@+2 {{any: axis -3 is not an axis of bool[2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.any %a0 {axes = array<i64: -3>}
      : (tensor<2x3xi1>) -> tensor<2xi1>
  return
}

// -----

func.func @all_axis(%a0: tensor<2x3xi1>) {
  // expected-error@+2 {{all: axis 1 is named twice}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.all %a0 {axes = array<i64: -1, 1>}
      : (tensor<2x3xi1>) -> tensor<2xi1>
  return
}

// -----

func.func @any_of_numbers(%a0: tensor<2xi32>) {
  // expected-error@+1 {{of bool values}}
  %0 = graph.any %a0 : (tensor<2xi32>) -> tensor<i32>
  return
}

// -----

func.func @argmin_axis(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{argmin: axis 2 is not an axis of f32[2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.argmin %a0 {axis = 2 : i64} : (tensor<2x3xf32>) -> tensor<2xi64>
  return
}

// -----

func.func @argmin_empty(%a0: tensor<2x0xf32>) {
  // expected-error@+2 {{argmin over the empty axis 1 of f32[2, 0]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.argmin %a0 {axis = 1 : i64} : (tensor<2x0xf32>) -> tensor<2xi64>
  return
}
