// Errors of running sums and sorting. Where inference fails, the trait that
// asked for it adds a second error.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

func.func @cumsum_axis(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{cumsum: axis 2 is not an axis of f32[2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.cumsum %a0 {axis = 2 : i64}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @cumsum_scalar(%a0: tensor<f32>) {
  // expected-error@+2 {{cumsum: axis 0 is not an axis of f32[]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.cumsum %a0 {axis = 0 : i64} : (tensor<f32>) -> tensor<f32>
  return
}

// -----

func.func @cumprod_axis(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{cumprod: axis -3 is not an axis of f32[2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.cumprod %a0 {axis = -3 : i64}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @argsort_axis(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{argsort: axis 9223372036854775807 is not an axis of f32[2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.argsort %a0 {axis = 9223372036854775807 : i64}
      : (tensor<2x3xf32>) -> tensor<2x3xi64>
  return
}

// -----

func.func @cumsum_of_bool(%a0: tensor<2xi1>) {
  // expected-error@+1 {{of number values}}
  %0 = graph.cumsum %a0 {axis = 0 : i64} : (tensor<2xi1>) -> tensor<2xi1>
  return
}

// -----

func.func @argsort_to_i32(%a0: tensor<2xf32>) {
  // expected-error@+1 {{of 64-bit signless integer values}}
  %0 = graph.argsort %a0 {axis = 0 : i64} : (tensor<2xf32>) -> tensor<2xi32>
  return
}

// -----

func.func @more_than_there_are(%x: tensor<3x5xf32>) {
  // expected-error@+2 {{argsort: axis 1 of f32[3, 5] has no 6 elements}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.argsort %x {axis = 1 : i64, count = 6 : i64} : (tensor<3x5xf32>) -> tensor<3x6xi64>
  return
}

// -----

func.func @fewer_than_none(%x: tensor<?x5xf32, #graph.dims<N, 5>>) {
  // expected-error@+2 {{argsort: axis 0 of f32[N, 5] has no -1 elements}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.argsort %x {axis = 0 : i64, count = -1 : i64} : (tensor<?x5xf32, #graph.dims<N, 5>>) -> tensor<1x5xi64>
  return
}
