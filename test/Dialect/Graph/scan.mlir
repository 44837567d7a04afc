// RUN: dlc-opt %s | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --mlir-print-op-generic | dlc-opt | FileCheck %s

// The types of the results follow from the body.
// CHECK-LABEL: func.func @forward
// CHECK-SAME: %[[H0:.*]]: tensor<4xf32>, %[[XS:.*]]: tensor<?x4xf32, #graph.dims<T, 4>>
// CHECK: %[[R:.*]]:2 = graph.scan (%[[H:.*]] = %[[H0]] : tensor<4xf32>) over (%[[X:.*]] in %[[XS]] : tensor<?x4xf32, #graph.dims<T, 4>>) {
// CHECK:   %[[A:.*]] = graph.add %[[H]], %[[X]] : tensor<4xf32>
// CHECK:   graph.next %[[A]] : tensor<4xf32> emit %[[A]] : tensor<4xf32>
// CHECK: }
// CHECK: return %[[R]]#0, %[[R]]#1 : tensor<4xf32>, tensor<?x4xf32, #graph.dims<T, 4>>
func.func @forward(%h0: tensor<4xf32>,
                   %xs: tensor<?x4xf32, #graph.dims<T, 4>>)
    -> (tensor<4xf32>, tensor<?x4xf32, #graph.dims<T, 4>>) {
  %last, %all = graph.scan (%h = %h0 : tensor<4xf32>)
      over (%x in %xs : tensor<?x4xf32, #graph.dims<T, 4>>) {
    %0 = graph.add %h, %x : tensor<4xf32>
    graph.next %0 : tensor<4xf32> emit %0 : tensor<4xf32>
  }
  return %last, %all : tensor<4xf32>, tensor<?x4xf32, #graph.dims<T, 4>>
}

// Nothing carried, two sequences, attributes of others.
// CHECK-LABEL: func.func @map
// CHECK: graph.scan reversed () over (%{{.*}} in %{{.*}} : tensor<3xf32>, %{{.*}} in %{{.*}} : tensor<3x2xi64>) attributes {note = "a"} {
// CHECK:   graph.next emit %{{.*}}, %{{.*}} : tensor<f32>, tensor<2xi64>
func.func @map(%xs: tensor<3xf32>, %ys: tensor<3x2xi64>)
    -> (tensor<3xf32>, tensor<3x2xi64>) {
  %0, %1 = graph.scan reversed ()
      over (%x in %xs : tensor<3xf32>, %y in %ys : tensor<3x2xi64>)
      attributes {note = "a"} {
    %2 = graph.neg %x : tensor<f32>
    graph.next emit %2, %y : tensor<f32>, tensor<2xi64>
  }
  return %0, %1 : tensor<3xf32>, tensor<3x2xi64>
}

// Nested; the inner one emits nothing.
// CHECK-LABEL: func.func @nested
// CHECK: graph.scan
// CHECK:   graph.scan
// CHECK:     graph.next %{{.*}} : tensor<f32>{{$}}
// CHECK:   graph.next emit %{{.*}} : tensor<f32>
func.func @nested(%xs: tensor<3x5xf32>, %zero: tensor<f32>) -> tensor<3xf32> {
  %0 = graph.scan () over (%row in %xs : tensor<3x5xf32>) {
    %1 = graph.scan (%sum = %zero : tensor<f32>) over (%x in %row : tensor<5xf32>) {
      %2 = graph.add %sum, %x : tensor<f32>
      graph.next %2 : tensor<f32>
    }
    graph.next emit %1 : tensor<f32>
  }
  return %0 : tensor<3xf32>
}
