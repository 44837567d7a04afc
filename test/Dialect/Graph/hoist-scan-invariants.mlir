// RUN: dlc-opt %s --split-input-file --graph-hoist-scan-invariants | FileCheck %s

// The packing of a weight moves; what depends on carried values or elements
// stays, and so do constants and broadcasts.
// CHECK-LABEL: func.func @weights
// CHECK-SAME: %[[W:[^:]+]]: tensor<4x4xf32>
// CHECK-NEXT: %[[T:.*]] = graph.transpose %[[W]]
// CHECK-NEXT: %[[P:.*]] = graph.pack %[[T]]
// CHECK-NEXT: graph.scan
// CHECK-NEXT:   graph.constant
// CHECK-NEXT:   graph.broadcast
// CHECK-NEXT:   graph.packed_matmul %{{.*}}, %[[P]]
// CHECK-NEXT:   graph.add
// CHECK-NEXT:   graph.add
func.func @weights(%xs: tensor<3x2x4xf32>, %h0: tensor<2x4xf32>,
                   %w: tensor<4x4xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
  %0 = graph.scan (%h = %h0 : tensor<2x4xf32>) over (%x in %xs : tensor<3x2x4xf32>) {
    %1 = graph.constant dense<1.0> : tensor<2x4xf32>
    %2 = graph.broadcast %b {shape = #graph.dims<2, 4>}
        : (tensor<4xf32>) -> tensor<2x4xf32>
    %3 = graph.transpose %w {permutation = array<i64: 1, 0>}
        : (tensor<4x4xf32>) -> tensor<4x4xf32>
    %4 = graph.pack %3 {axis = 1 : i64, block = 16 : i64, outer_permutation = array<i64: 1, 0>}
        : (tensor<4x4xf32>) -> tensor<1x4x16xf32>
    %5 = graph.packed_matmul %x, %4 {columns = 4 : i64}
        : (tensor<2x4xf32>, tensor<1x4x16xf32>) -> tensor<2x4xf32>
    %6 = graph.add %5, %2 : tensor<2x4xf32>
    %7 = graph.add %6, %1 : tensor<2x4xf32>
    graph.next %7 : tensor<2x4xf32>
  }
  return %0 : tensor<2x4xf32>
}

// -----

// Constants and broadcasts move with what needs them, out of both scans; an
// inner scan moves as a whole.
// CHECK-LABEL: func.func @nested
// CHECK-SAME: %[[XS:[^:]+]]: tensor<3x2x4xf32>
// CHECK-NEXT: graph.constant
// CHECK-NEXT: %[[B:.*]] = graph.broadcast
// CHECK-NEXT: %[[S:.*]] = graph.mul %{{.*}}, %[[B]]
// CHECK-NEXT: graph.scan {{.*}} over (%{{.*}} in %{{[^:]+}} : tensor<5x4xf32>)
// CHECK: graph.scan {{.*}} over (%{{.*}} in %[[XS]]
// CHECK-NEXT: graph.scan
// CHECK-NEXT: graph.add %{{.*}}, %[[S]]
func.func @nested(%xs: tensor<3x2x4xf32>, %ws: tensor<5x4xf32>,
                  %w: tensor<4xf32>) -> (tensor<4xf32>, tensor<3x4xf32>) {
  %0, %1 = graph.scan (%h = %w : tensor<4xf32>) over (%row in %xs : tensor<3x2x4xf32>) {
    %2 = graph.scan (%g = %h : tensor<4xf32>) over (%x in %row : tensor<2x4xf32>) {
      %3 = graph.constant dense<2.0> : tensor<f32>
      %4 = graph.broadcast %3 {shape = #graph.dims<4>} : (tensor<f32>) -> tensor<4xf32>
      %5 = graph.mul %w, %4 : tensor<4xf32>
      %6 = graph.add %g, %5 : tensor<4xf32>
      %7 = graph.add %6, %x : tensor<4xf32>
      graph.next %7 : tensor<4xf32>
    }
    %8 = graph.scan (%g = %w : tensor<4xf32>) over (%x in %ws : tensor<5x4xf32>) {
      %9 = graph.sub %x, %g : tensor<4xf32>
      graph.next %9 : tensor<4xf32>
    }
    graph.next %2 : tensor<4xf32> emit %8 : tensor<4xf32>
  }
  return %0, %1 : tensor<4xf32>, tensor<3x4xf32>
}

// -----

// An index check stays where there may be no step.
// CHECK-LABEL: func.func @checks
// CHECK-NEXT: graph.pick
// CHECK-NEXT: graph.scan
// CHECK-NEXT: graph.add
// CHECK: graph.scan
// CHECK-NEXT: graph.pick
func.func @checks(%xs: tensor<3x2xf32>, %ys: tensor<?x2xf32, #graph.dims<T, 2>>,
                  %w: tensor<2x4xf32>, %i: tensor<2xi64>, %h0: tensor<2xf32>)
    -> (tensor<2xf32>, tensor<2xf32>) {
  %0 = graph.scan (%h = %h0 : tensor<2xf32>) over (%x in %xs : tensor<3x2xf32>) {
    %1 = graph.pick %w, %i {axis = 1 : i64} : (tensor<2x4xf32>, tensor<2xi64>) -> tensor<2xf32>
    %2 = graph.add %h, %1 : tensor<2xf32>
    graph.next %2 : tensor<2xf32>
  }
  %3 = graph.scan (%h = %h0 : tensor<2xf32>)
      over (%y in %ys : tensor<?x2xf32, #graph.dims<T, 2>>) {
    %4 = graph.pick %w, %i {axis = 1 : i64} : (tensor<2x4xf32>, tensor<2xi64>) -> tensor<2xf32>
    %5 = graph.add %h, %4 : tensor<2xf32>
    graph.next %5 : tensor<2xf32>
  }
  return %0, %3 : tensor<2xf32>, tensor<2xf32>
}
