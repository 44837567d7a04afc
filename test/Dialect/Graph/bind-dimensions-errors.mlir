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
