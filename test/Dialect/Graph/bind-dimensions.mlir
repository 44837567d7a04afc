// RUN: dlc-opt %s --split-input-file --graph-bind-dimensions="binding=N=8,T=100" | FileCheck %s

// Types, shapes in attributes and the function's signature are substituted.
// CHECK-LABEL: func.func @shapes
// CHECK-SAME: (%{{.*}}: tensor<8x3x4xf32>) -> tensor<8x12xf32>
// CHECK-SAME: graph.binding = "N=8"
func.func @shapes(%x: tensor<?x3x4xf32, #graph.dims<N, 3, 4>>)
    -> tensor<?x12xf32, #graph.dims<N, 12>> {
  // CHECK: graph.reshape %{{.*}} {shape = #graph.dims<8, -1>}
  // CHECK-SAME: tensor<8x12xf32>
  %0 = graph.reshape %x {shape = #graph.dims<N, -1>}
      : (tensor<?x3x4xf32, #graph.dims<N, 3, 4>>)
      -> tensor<?x12xf32, #graph.dims<N, 12>>
  return %0 : tensor<?x12xf32, #graph.dims<N, 12>>
}

// -----

// Polynomials are evaluated.
// CHECK-LABEL: func.func @polynomial
// CHECK-SAME: tensor<8x100xf32>
// CHECK-SAME: -> tensor<800xf32>
// CHECK-SAME: graph.binding = "N=8,T=100"
func.func @polynomial(%x: tensor<?x?xf32, #graph.dims<N, T>>)
    -> tensor<?xf32, #graph.dims<N*T>> {
  %0 = graph.reshape %x {shape = #graph.dims<N*T>}
      : (tensor<?x?xf32, #graph.dims<N, T>>)
      -> tensor<?xf32, #graph.dims<N*T>>
  return %0 : tensor<?xf32, #graph.dims<N*T>>
}

// -----

// Static functions only note that there was nothing to bind.
// CHECK-LABEL: func.func @static
// CHECK-SAME: graph.binding = ""
func.func @static(%x: tensor<2xf32>) -> tensor<2xf32> {
  return %x : tensor<2xf32>
}
