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

// -----

// Starts and sizes of slices, lengths, values and constants of extern calls.
// CHECK-LABEL: func.func @values
func.func @values(%x: tensor<?xf32, #graph.dims<N>>)
    -> tensor<?xf32, #graph.dims<N>> {
  // CHECK: graph.slice %{{.*}} {sizes = #graph.dims<8>, starts = #graph.dims<7>, strides = array<i64: -1>}
  %0 = graph.slice %x {starts = #graph.dims<N + -1>, sizes = #graph.dims<N>, strides = array<i64: -1>}
      : (tensor<?xf32, #graph.dims<N>>) -> tensor<?xf32, #graph.dims<N>>
  // CHECK: graph.slice %{{.*}} {sizes = #graph.dims<0>, starts = #graph.dims<8>, strides = array<i64: 1>}
  %1 = graph.slice %x {starts = #graph.dims<8>, sizes = #graph.dims<N + -8>, strides = array<i64: 1>}
      : (tensor<?xf32, #graph.dims<N>>) -> tensor<?xf32, #graph.dims<N + -8>>
  // CHECK: graph.iota {dtype = i64, length = #graph.dims<8>}
  %2 = graph.iota {length = #graph.dims<N>, dtype = i64}
      : () -> tensor<?xi64, #graph.dims<N>>
  // CHECK: graph.dimension {dtype = f32, value = #graph.dims<-2>}
  %3 = graph.dimension {value = #graph.dims<N + -10>, dtype = f32} : tensor<f32>
  // CHECK: graph.extern "f"(%{{.*}}) {constants = [#graph.dims<8>, 2.000000e+00]}
  // CHECK-SAME: (tensor<8xf32>) -> tensor<8xf32>
  %4 = graph.extern "f"(%x) {constants = [#graph.dims<N>, 2.0]}
      : (tensor<?xf32, #graph.dims<N>>) -> tensor<?xf32, #graph.dims<N>>
  return %4 : tensor<?xf32, #graph.dims<N>>
}

// -----

// The body of a scan is bound as well.
// CHECK-LABEL: func.func @scan
// CHECK: graph.scan (%{{.*}} = %{{.*}} : tensor<8x3xf32>) over (%{{.*}} in %{{.*}} : tensor<100x8x3xf32>) {
// CHECK-NEXT: graph.broadcast %{{.*}} {shape = #graph.dims<8, 3>} : (tensor<3xf32>) -> tensor<8x3xf32>
// CHECK-NEXT: graph.add %{{.*}}, %{{.*}} : tensor<8x3xf32>
// CHECK-NEXT: graph.next %{{.*}} : tensor<8x3xf32> emit
func.func @scan(%xs: tensor<?x?x3xf32, #graph.dims<T, N, 3>>,
                %h0: tensor<?x3xf32, #graph.dims<N, 3>>, %b: tensor<3xf32>)
    -> (tensor<?x3xf32, #graph.dims<N, 3>>, tensor<?x?x3xf32, #graph.dims<T, N, 3>>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<?x3xf32, #graph.dims<N, 3>>)
      over (%x in %xs : tensor<?x?x3xf32, #graph.dims<T, N, 3>>) {
    %2 = graph.broadcast %b {shape = #graph.dims<N, 3>}
        : (tensor<3xf32>) -> tensor<?x3xf32, #graph.dims<N, 3>>
    %3 = graph.add %x, %2 : tensor<?x3xf32, #graph.dims<N, 3>>
    graph.next %3 : tensor<?x3xf32, #graph.dims<N, 3>> emit %h : tensor<?x3xf32, #graph.dims<N, 3>>
  }
  return %0, %1 : tensor<?x3xf32, #graph.dims<N, 3>>, tensor<?x?x3xf32, #graph.dims<T, N, 3>>
}
