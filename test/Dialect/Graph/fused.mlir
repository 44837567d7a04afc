// RUN: dlc-opt %s | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --mlir-print-op-generic | dlc-opt | FileCheck %s

// CHECK-LABEL: func.func @forward
// CHECK-SAME: %[[X:.*]]: tensor<?x4xf32, #graph.dims<N, 4>>, %[[Y:.*]]: tensor<?x4xf32, #graph.dims<N, 4>>
// CHECK: %[[R:.*]] = graph.fused (%[[A:.*]] = %[[X]] : tensor<?x4xf32, #graph.dims<N, 4>>, %[[B:.*]] = %[[Y]] : tensor<?x4xf32, #graph.dims<N, 4>>) {
// CHECK:   %[[S:.*]] = graph.add %[[A]], %[[B]]
// CHECK:   %[[L:.*]] = graph.less %[[S]], %[[B]]
// CHECK:   graph.yield %[[L]] : tensor<?x4xi1, #graph.dims<N, 4>>
// CHECK: }
// CHECK: return %[[R]]
func.func @forward(%x: tensor<?x4xf32, #graph.dims<N, 4>>,
                   %y: tensor<?x4xf32, #graph.dims<N, 4>>)
    -> tensor<?x4xi1, #graph.dims<N, 4>> {
  %0 = graph.fused (%a = %x : tensor<?x4xf32, #graph.dims<N, 4>>,
                    %b = %y : tensor<?x4xf32, #graph.dims<N, 4>>) {
    %1 = graph.add %a, %b : tensor<?x4xf32, #graph.dims<N, 4>>
    %2 = graph.less %1, %b : tensor<?x4xf32, #graph.dims<N, 4>>
    graph.yield %2 : tensor<?x4xi1, #graph.dims<N, 4>>
  }
  return %0 : tensor<?x4xi1, #graph.dims<N, 4>>
}

// Nothing taken from outside; attributes of others.
// CHECK-LABEL: func.func @nothing
// CHECK: graph.fused () attributes {note = "a"} {
// CHECK:   graph.constant
// CHECK:   graph.yield %{{.*}} : tensor<f32>
func.func @nothing() -> tensor<f32> {
  %0 = graph.fused () attributes {note = "a"} {
    %1 = graph.constant dense<1.0> : tensor<f32>
    graph.yield %1 : tensor<f32>
  }
  return %0 : tensor<f32>
}
