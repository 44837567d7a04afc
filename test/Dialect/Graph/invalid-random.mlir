// Errors of random operations. Where inference fails, the trait that asked for
// it adds a second error.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

func.func @fold_key(%k: tensor<3xi32>) {
  // expected-error@+2 {{random_fold: a key is i32[2], got i32[3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.random_fold %k {data = 1 : i64}
      : (tensor<3xi32>) -> tensor<3xi32>
  return
}

// -----

func.func @split_key(%k: tensor<1x2xi32>) {
  // expected-error@+2 {{random_split: a key is i32[2], got i32[1, 2]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.random_split %k {count = #graph.dims<1>}
      : (tensor<1x2xi32>) -> tensor<1x2xi32>
  return
}

// -----

func.func @uniform_key(%k: tensor<?xi32, #graph.dims<N>>) {
  // expected-error@+2 {{random_uniform: a key is i32[2], got i32[N]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.random_uniform %k {shape = #graph.dims<1>, dtype = f32}
      : (tensor<?xi32, #graph.dims<N>>) -> tensor<1xf32>
  return
}

// -----

func.func @split_counts(%k: tensor<2xi32>) {
  // expected-error@+2 {{random_split: 'count' takes one dimension, got [2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.random_split %k {count = #graph.dims<2, 3>}
      : (tensor<2xi32>) -> tensor<2x3x2xi32>
  return
}

// -----

func.func @split_negative(%k: tensor<2xi32>) {
  // expected-error@+2 {{random_split: negative size in [-1, 2]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.random_split %k {count = #graph.dims<-1>}
      : (tensor<2xi32>) -> tensor<1x2xi32>
  return
}

// -----

func.func @split_overflow(%k: tensor<2xi32>) {
  // expected-error@+2 {{random_split: the size of [9223372036854775807, 2] overflows}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.random_split %k {count = #graph.dims<9223372036854775807>}
      : (tensor<2xi32>) -> tensor<1x2xi32>
  return
}

// -----

func.func @uniform_negative(%k: tensor<2xi32>) {
  // expected-error@+2 {{random_uniform: negative size in [2, -3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.random_uniform %k {shape = #graph.dims<2, -3>, dtype = f32}
      : (tensor<2xi32>) -> tensor<2xf32>
  return
}

// -----

func.func @uniform_integer(%k: tensor<2xi32>) {
  // expected-error@+2 {{random_uniform makes f32 or f64, not i32}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.random_uniform %k {shape = #graph.dims<2>, dtype = i32}
      : (tensor<2xi32>) -> tensor<2xf32>
  return
}

// -----

func.func @uniform_bf16(%k: tensor<2xi32>) {
  // expected-error@+2 {{random_uniform makes f32 or f64, not bf16}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.random_uniform %k {shape = #graph.dims<2>, dtype = bf16}
      : (tensor<2xi32>) -> tensor<2xf32>
  return
}
