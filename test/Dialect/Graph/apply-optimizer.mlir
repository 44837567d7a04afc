// RUN: dlc-opt %s --graph-apply-optimizer | FileCheck %s
// RUN: dlc-opt %s --graph-apply-optimizer --mlir-print-debuginfo \
// RUN:   | FileCheck %s --check-prefix=LOCATIONS

// The body, once for each parameter, with its own slots. What is used from
// outside is shared.
// CHECK-LABEL: func.func @momentum(
// CHECK-SAME: %[[A:[^ ]*]]: tensor<5xf32>, %[[B:[^ ]*]]: tensor<5xf32>, %[[DA:[^ ]*]]: tensor<5xf32>, %[[DB:[^ ]*]]: tensor<5xf32>, %[[VA:[^ ]*]]: tensor<5xf32>, %[[VB:[^ ]*]]: tensor<5xf32>, %[[LR:[^ ]*]]: tensor<5xf32>
// CHECK: %[[VA1:.*]] = graph.add %[[VA]], %[[DA]]
// CHECK: %[[STEPA:.*]] = graph.mul %[[LR]], %[[VA1]]
// CHECK: %[[A1:.*]] = graph.sub %[[A]], %[[STEPA]]
// CHECK: %[[VB1:.*]] = graph.add %[[VB]], %[[DB]]
// CHECK: %[[STEPB:.*]] = graph.mul %[[LR]], %[[VB1]]
// CHECK: %[[B1:.*]] = graph.sub %[[B]], %[[STEPB]]
// CHECK: return %[[A1]], %[[B1]], %[[VA1]], %[[VB1]]
func.func @momentum(%a: tensor<5xf32>, %b: tensor<5xf32>, %da: tensor<5xf32>,
                    %db: tensor<5xf32>, %va: tensor<5xf32>, %vb: tensor<5xf32>,
                    %lr: tensor<5xf32>)
    -> (tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>) {
  %0:4 = graph.apply_optimizer ["a.weight", "b.weight"]
      of(%a, %b : tensor<5xf32>, tensor<5xf32>)
      by(%da, %db : tensor<5xf32>, tensor<5xf32>)
      with(%va, %vb : tensor<5xf32>, tensor<5xf32>) {
  ^bb0(%p: tensor<5xf32>, %g: tensor<5xf32>, %v: tensor<5xf32>):
    %1 = graph.add %v, %g : tensor<5xf32> loc("SGD.optimizer.a.weight"("optim.dl":3:5))
    %2 = graph.mul %lr, %1 : tensor<5xf32>
    %3 = graph.sub %p, %2 : tensor<5xf32>
    graph.return_updated %3, %1 : tensor<5xf32>, tensor<5xf32>
  }
  return %0#0, %0#1, %0#2, %0#3
      : tensor<5xf32>, tensor<5xf32>, tensor<5xf32>, tensor<5xf32>
}

// What the body does not compute: an argument, or a value from outside.
// CHECK-LABEL: func.func @replaced(
// CHECK-SAME: %{{[^ ]*}}: tensor<5xf32>, %[[G:[^ ]*]]: tensor<5xf32>, %{{[^ ]*}}: tensor<5xf32>, %[[X:[^ ]*]]: tensor<5xf32>
// CHECK: return %[[G]], %[[X]]
func.func @replaced(%p: tensor<5xf32>, %g: tensor<5xf32>, %v: tensor<5xf32>,
                    %x: tensor<5xf32>) -> (tensor<5xf32>, tensor<5xf32>) {
  %0:2 = graph.apply_optimizer ["p"] of(%p : tensor<5xf32>)
      by(%g : tensor<5xf32>) with(%v : tensor<5xf32>) {
  ^bb0(%q: tensor<5xf32>, %h: tensor<5xf32>, %w: tensor<5xf32>):
    graph.return_updated %h, %x : tensor<5xf32>, tensor<5xf32>
  }
  return %0#0, %0#1 : tensor<5xf32>, tensor<5xf32>
}

// Locations, which profiles show, name the parameter.
// LOCATIONS: graph.add {{.*}} loc(#[[A:.*]])
// LOCATIONS: graph.add {{.*}} loc(#[[B:.*]])
// LOCATIONS-DAG: #[[A]] = loc("SGD.optimizer.a.weight"(
// LOCATIONS-DAG: #[[B]] = loc("SGD.optimizer.b.weight"(
