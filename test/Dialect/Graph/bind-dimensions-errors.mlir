// RUN: dlc-opt %s --split-input-file --verify-diagnostics --graph-bind-dimensions="binding=N=9000000000000000000,M=3"

// expected-error @below {{dimension 'K' of 'unbound' is not bound}}
func.func @unbound(%x: tensor<?xf32, #graph.dims<K>>)
    -> tensor<?xf32, #graph.dims<K>> {
  return %x : tensor<?xf32, #graph.dims<K>>
}

// -----

// expected-error @below {{a size is negative or overflows with N=9000000000000000000}}
func.func @overflow(%x: tensor<?x?xf32, #graph.dims<N, N + N>>) {
  return
}

// -----

// expected-error @below {{a size is negative or overflows with M=3}}
func.func @negative(%x: tensor<?x?xf32, #graph.dims<M, M + -5>>) {
  return
}

// -----

// Each size fits, but not their product.
// expected-error @below {{a size is negative or overflows with M=3}}
func.func @product(%x: tensor<?x4294967296x4294967296xf32, #graph.dims<M, 4294967296, 4294967296>>) {
  return
}

// -----

func.func @slice(%x: tensor<?xf32, #graph.dims<M>>) -> tensor<4xf32> {
  // expected-error @below {{slice: 4 elements from -1 on by 1 do not lie in axis 0 of f32[3]}}
  // expected-error @below {{failed to infer returned types}}
  %0 = graph.slice %x {starts = #graph.dims<M + -4>, sizes = #graph.dims<4>, strides = array<i64: 1>}
      : (tensor<?xf32, #graph.dims<M>>) -> tensor<4xf32>
  return %0 : tensor<4xf32>
}

// -----

func.func @slice_far_before(%x: tensor<?xf32, #graph.dims<M>>) -> tensor<1xf32> {
  // expected-error @below {{slice: 1 elements from -5 on by 1 do not lie in axis 0 of f32[3]}}
  // expected-error @below {{failed to infer returned types}}
  %0 = graph.slice %x {starts = #graph.dims<M + -8>, sizes = #graph.dims<1>, strides = array<i64: 1>}
      : (tensor<?xf32, #graph.dims<M>>) -> tensor<1xf32>
  return %0 : tensor<1xf32>
}

// -----

func.func @iota(%x: tensor<?xf32, #graph.dims<M>>) {
  // expected-error @below {{a size is negative or overflows with M=3}}
  %0 = graph.iota {length = #graph.dims<M + -4>, dtype = f32}
      : () -> tensor<?xf32, #graph.dims<M + -4>>
  return
}
