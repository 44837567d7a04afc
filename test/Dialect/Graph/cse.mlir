// RUN: dlc-opt %s --cse --canonicalize | FileCheck %s

// MLIR's common subexpression elimination, which knows scans for what they are:
// what the body computes, the function may have computed before.

// CHECK-LABEL: func.func @value_from_outside
// CHECK: %[[E:.*]] = graph.exp
// CHECK-NEXT: graph.scan
// CHECK-NEXT: graph.add %{{.*}}, %[[E]]
// CHECK-NEXT: graph.tanh
// CHECK-NEXT: graph.next
func.func @value_from_outside(%w: tensor<3xf32>, %h0: tensor<3xf32>,
    %xs: tensor<5x3xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  %0 = graph.exp %w : tensor<3xf32>
  %last = graph.scan (%h = %h0 : tensor<3xf32>) over (%x in %xs : tensor<5x3xf32>) {
    %1 = graph.exp %w : tensor<3xf32>
    %2 = graph.add %h, %1 : tensor<3xf32>
    %3 = graph.add %h, %1 : tensor<3xf32>
    %4 = graph.tanh %2 : tensor<3xf32>
    %5 = graph.tanh %3 : tensor<3xf32>
    graph.next %5 : tensor<3xf32>
  }
  return %0, %last : tensor<3xf32>, tensor<3xf32>
}

// Not the other way round, and not between scans: a body may not run.
// CHECK-LABEL: func.func @value_from_inside
// CHECK: graph.scan
// CHECK: graph.exp
// CHECK: graph.scan
// CHECK: graph.exp
func.func @value_from_inside(%w: tensor<3xf32>, %h0: tensor<3xf32>,
    %xs: tensor<5x3xf32>, %ys: tensor<5x3xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  %a = graph.scan (%h = %h0 : tensor<3xf32>) over (%x in %xs : tensor<5x3xf32>) {
    %1 = graph.exp %w : tensor<3xf32>
    %2 = graph.mul %h, %1 : tensor<3xf32>
    graph.next %2 : tensor<3xf32>
  }
  %b = graph.scan (%h = %h0 : tensor<3xf32>) over (%y in %ys : tensor<5x3xf32>) {
    %1 = graph.exp %w : tensor<3xf32>
    %2 = graph.sub %h, %1 : tensor<3xf32>
    graph.next %2 : tensor<3xf32>
  }
  return %a, %b : tensor<3xf32>, tensor<3xf32>
}
