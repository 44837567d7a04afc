// RUN: dlc-opt %s --graph-normalize-scans | FileCheck %s
// RUN: dlc-opt %s --graph-normalize-scans > %t.once
// RUN: dlc-opt %t.once --graph-normalize-scans | diff %t.once -

// What is emitted without being computed is copied; the last carried value is
// the last row of what it was carried from.
// CHECK-LABEL: func.func @copies
// CHECK-SAME: %[[XS:.*]]: tensor<3x4xf32>, %[[H0:.*]]: tensor<4xf32>
// CHECK: graph.scan (%[[H:.*]] = %[[H0]] : tensor<4xf32>) over (%[[X:.*]] in %[[XS]] : tensor<3x4xf32>) {
// CHECK:   %[[C:.*]] = graph.slice %[[H]]
// CHECK:   graph.next %[[X]] : tensor<4xf32> emit %[[C]] : tensor<4xf32>
// CHECK: %[[S:.*]] = graph.slice %[[XS]] {{.*}}starts = #graph.dims<2, 0>
// CHECK: graph.reshape %[[S]]
func.func @copies(%xs: tensor<3x4xf32>, %h0: tensor<4xf32>)
    -> (tensor<4xf32>, tensor<3x4xf32>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<4xf32>)
      over (%x in %xs : tensor<3x4xf32>) {
    graph.next %x : tensor<4xf32> emit %h : tensor<4xf32>
  }
  return %0, %1 : tensor<4xf32>, tensor<3x4xf32>
}

// Constants stand in the body that uses them.
// CHECK-LABEL: func.func @constants
// CHECK: graph.scan
// CHECK-NEXT: %[[C:.*]] = graph.constant
// CHECK-NEXT: graph.add %{{.*}}, %[[C]]
func.func @constants(%xs: tensor<3x4xf32>) -> tensor<3x4xf32> {
  %c = graph.constant dense<2.0> : tensor<f32>
  %b = graph.broadcast %c {shape = #graph.dims<4>} : (tensor<f32>) -> tensor<4xf32>
  %0 = graph.scan () over (%x in %xs : tensor<3x4xf32>) {
    %1 = graph.add %x, %b : tensor<4xf32>
    graph.next emit %1 : tensor<4xf32>
  }
  return %0 : tensor<3x4xf32>
}

// Normal already.
// CHECK-LABEL: func.func @normal
// CHECK: graph.scan
// CHECK-NEXT: graph.neg
// CHECK-NEXT: graph.next
func.func @normal(%xs: tensor<3x4xf32>) -> tensor<3x4xf32> {
  %0 = graph.scan () over (%x in %xs : tensor<3x4xf32>) {
    %1 = graph.neg %x : tensor<4xf32>
    graph.next emit %1 : tensor<4xf32>
  }
  return %0 : tensor<3x4xf32>
}

// With symbolic dimensions nothing happens.
// CHECK-LABEL: func.func @symbolic
// CHECK: graph.next emit %{{.*}}, %{{.*}}
func.func @symbolic(%xs: tensor<?x4xf32, #graph.dims<T, 4>>)
    -> (tensor<?x4xf32, #graph.dims<T, 4>>, tensor<?x4xf32, #graph.dims<T, 4>>) {
  %0, %1 = graph.scan () over (%x in %xs : tensor<?x4xf32, #graph.dims<T, 4>>) {
    graph.next emit %x, %x : tensor<4xf32>, tensor<4xf32>
  }
  return %0, %1 : tensor<?x4xf32, #graph.dims<T, 4>>, tensor<?x4xf32, #graph.dims<T, 4>>
}
