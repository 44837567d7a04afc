// Errors of extern calls.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

func.func @no_symbol(%x: tensor<2xf32>) {
  // expected-error@+1 {{extern: '' is not an identifier of C}}
  graph.extern ""(%x)
      : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @digit(%x: tensor<2xf32>) {
  // expected-error@+1 {{extern: '2d' is not an identifier of C}}
  graph.extern "2d"(%x)
      : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @mangled(%x: tensor<2xf32>) {
  // expected-error@+1 {{extern: 'a.b' is not an identifier of C}}
  graph.extern "a.b"(%x)
      : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @adjoint(%x: tensor<2xf32>) {
  // expected-error@+1 {{extern: 'a b' is not an identifier of C}}
  graph.extern "a"(%x) {adjoint = "a b"}
      : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @runtime(%x: tensor<2xf32>) {
  // expected-error@+1 {{extern: 'dlc_rt_barrier' begins with 'dlc_', which is reserved for compiled code}}
  graph.extern "dlc_rt_barrier"(%x)
      : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @kernel(%x: tensor<2xf32>) {
  // expected-error@+1 {{extern: 'kernel_add' begins with 'kernel_', which is reserved for compiled code}}
  graph.extern "kernel_add"(%x)
      : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @no_results(%x: tensor<2xf32>) {
  // expected-error@+1 {{extern: 'f' has no results}}
  graph.extern "f"(%x)
      : (tensor<2xf32>) -> ()
  return
}

// -----

func.func @narrow_constant(%x: tensor<2xf32>) {
  // expected-error@+1 {{extern: constant 1 of 'f' is neither i64, f64, bool, string nor one dimension: 3 : i32}}
  graph.extern "f"(%x) {constants = [1, 3 : i32]}
      : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @narrow_number(%x: tensor<2xf32>) {
  // expected-error@+1 {{extern: constant 0 of 'f' is neither}}
  graph.extern "f"(%x) {constants = [1.0 : f32]}
      : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @list(%x: tensor<2xf32>) {
  // expected-error@+1 {{extern: constant 0 of 'f' is neither}}
  graph.extern "f"(%x) {constants = [[1, 2]]}
      : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @dimensions(%x: tensor<2xf32>) {
  // expected-error@+1 {{extern: constant 0 of 'f' is neither}}
  graph.extern "f"(%x) {constants = [#graph.dims<N, 2>]}
      : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @result(%x: tensor<2xf32>) {
  // expected-error@+1 {{result #0 must be variadic of tensor with named or numeric dimensions}}
  graph.extern "f"(%x)
      : (tensor<2xf32>) -> tensor<?xf32>
  return
}
