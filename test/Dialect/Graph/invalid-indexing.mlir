// Errors of indexing operations, and of constants. Where inference fails, the trait that
// asked for it adds a second error.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

func.func @pick_axis(%a0: tensor<2x3xf32>, %a1: tensor<2xi64>) {
  // expected-error@+2 {{pick: axis 2 is not an axis of f32[2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pick %a0, %a1 {axis = 2 : i64}
      : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<2xf32>
  return
}

// -----

func.func @pick_indices(%a0: tensor<2x3xf32>, %a1: tensor<3xi64>) {
  // expected-error@+2 {{pick: i64[3] does not index f32[2, 3] along axis 1, which needs [2]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pick %a0, %a1 {axis = 1 : i64}
      : (tensor<2x3xf32>, tensor<3xi64>) -> tensor<2xf32>
  return
}

// -----

func.func @pick_by_floats(%a0: tensor<2x3xf32>, %a1: tensor<2xf32>) {
  // expected-error@+1 {{of integer index values}}
  %0 = graph.pick %a0, %a1 {axis = 1 : i64}
      : (tensor<2x3xf32>, tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @one_hot_negative(%a0: tensor<2xi64>) {
  // expected-error@+2 {{one_hot: 'classes' is negative}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.one_hot %a0 {classes = -1 : i64, dtype = f32}
      : (tensor<2xi64>) -> tensor<2x3xf32>
  return
}

// -----

func.func @one_hot_element(%a0: tensor<2xi64>) {
  // expected-error@+2 {{one_hot: index is not an element type}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.one_hot %a0 {classes = 3 : i64, dtype = index}
      : (tensor<2xi64>) -> tensor<2x3xf32>
  return
}

// -----

func.func @constant_vector() {
  // expected-error@+1 {{result #0 must be tensor with named or numeric dimensions}}
  %0 = graph.constant dense<1.0> : vector<2xf32>
  return
}

// -----

func.func @constant_type() {
  // expected-error@+1 {{failed to verify that all of {value, result} have same type}}
  %0 = "graph.constant"() {value = dense<1.0> : tensor<2xf32>}
      : () -> tensor<3xf32>
  return
}

// -----

func.func @missing_attribute(%x: tensor<2x3xf32>) {
  // expected-error@+1 {{requires attribute 'permutation'}}
  %0 = graph.transpose %x : (tensor<2x3xf32>) -> tensor<3x2xf32>
  return
}

// -----

func.func @attribute_kind(%x: tensor<2x3xf32>) {
  // expected-error@+1 {{attribute 'shape' failed to satisfy constraint: dimensions}}
  %0 = graph.reshape %x {shape = 6 : i64} : (tensor<2x3xf32>) -> tensor<6xf32>
  return
}
