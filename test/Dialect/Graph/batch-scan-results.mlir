// RUN: dlc-opt %s --split-input-file --graph-batch-scan-results --canonicalize --cse | FileCheck %s

// The gradient of a weight: one product of all steps' rows. The rows of the
// bias' gradient are emitted then, and so its sum leaves, too.
// CHECK-LABEL: func.func @parameters
// CHECK-SAME: %[[XS:[^:]+]]: tensor<9x2x3xf32>, %[[GS:[^:]+]]: tensor<9x2x5xf32>
// CHECK:      %[[SCAN:.*]] = graph.scan () over (%[[G:.*]] in %[[GS]]
// CHECK-NEXT:   %[[D:.*]] = graph.tanh %[[G]]
// CHECK-NEXT:   graph.next emit %[[D]]
// CHECK:      %[[X:.*]] = graph.reshape %[[XS]] {shape = #graph.dims<18, 3>}
// CHECK:      %[[XT:.*]] = graph.transpose %[[X]]
// CHECK:      %[[ROWS:.*]] = graph.reshape %[[SCAN]] {shape = #graph.dims<18, 5>}
// CHECK:      %[[DW:.*]] = graph.matmul %[[XT]], %[[ROWS]]
// CHECK:      %[[DB:.*]] = graph.sum %[[SCAN]] {axes = array<i64: 0, 1>}
// CHECK:      return %[[DW]], %[[DB]]
func.func @parameters(%xs: tensor<9x2x3xf32>, %gs: tensor<9x2x5xf32>) -> (tensor<3x5xf32>, tensor<5xf32>) {
  %zero = graph.constant dense<0.0> : tensor<3x5xf32>
  %zeros = graph.constant dense<0.0> : tensor<5xf32>
  %0:2 = graph.scan (%dw = %zero : tensor<3x5xf32>, %db = %zeros : tensor<5xf32>)
      over (%x in %xs : tensor<9x2x3xf32>, %g in %gs : tensor<9x2x5xf32>) {
    %1 = graph.tanh %g : tensor<2x5xf32>
    %2 = graph.transpose %x {permutation = array<i64: 1, 0>} : (tensor<2x3xf32>) -> tensor<3x2xf32>
    %3 = graph.matmul %2, %1 : (tensor<3x2xf32>, tensor<2x5xf32>) -> tensor<3x5xf32>
    %4 = graph.add %dw, %3 : tensor<3x5xf32>
    %5 = graph.sum %1 {axes = array<i64: 0>} : (tensor<2x5xf32>) -> tensor<5xf32>
    %6 = graph.add %5, %db : tensor<5xf32>
    graph.next %4, %6 : tensor<3x5xf32>, tensor<5xf32>
  }
  return %0#0, %0#1 : tensor<3x5xf32>, tensor<5xf32>
}

// -----

// Factors as they are, and both transposed: columns of all steps side by side.
// CHECK-LABEL: func.func @layouts
// CHECK-SAME: %[[A:[^:]+]]: tensor<9x8x2xf32>, %[[B:[^:]+]]: tensor<9x8x2xf32>
// CHECK:      %[[AT:.*]] = graph.transpose %[[A]] {permutation = array<i64: 1, 0, 2>}
// CHECK:      %[[LEFT:.*]] = graph.reshape %[[AT]] {shape = #graph.dims<8, 18>}
// CHECK:      %[[BT:.*]] = graph.transpose %[[B]] {permutation = array<i64: 1, 0, 2>}
// CHECK:      %[[RIGHT:.*]] = graph.reshape %[[BT]] {shape = #graph.dims<8, 18>}
// CHECK:      graph.matmul %[[LEFT]], %[[RIGHT]] {transpose_rhs = true}
func.func @layouts(%as: tensor<9x8x2xf32>, %bs: tensor<9x8x2xf32>, %init: tensor<8x8xf32>) -> tensor<8x8xf32> {
  %0 = graph.scan (%sum = %init : tensor<8x8xf32>)
      over (%a in %as : tensor<9x8x2xf32>, %b in %bs : tensor<9x8x2xf32>) {
    %1 = graph.matmul %a, %b {transpose_rhs = true} : (tensor<8x2xf32>, tensor<8x2xf32>) -> tensor<8x8xf32>
    %2 = graph.add %sum, %1 : tensor<8x8xf32>
    graph.next %2 : tensor<8x8xf32>
  }
  return %0 : tensor<8x8xf32>
}

// -----

// An emitted product by a matrix from outside comes after the scan.
// CHECK-LABEL: func.func @emitted
// CHECK-SAME: %[[W:[^:]+]]: tensor<5x3xf32>
// CHECK:      %[[SCAN:.*]]:2 = graph.scan
// CHECK:        graph.next %[[H:.*]] : tensor<2x5xf32> emit %[[H]] : tensor<2x5xf32>
// CHECK:      graph.matmul %[[SCAN]]#1, %[[W]] : (tensor<9x2x5xf32>, tensor<5x3xf32>)
func.func @emitted(%w: tensor<5x3xf32>, %xs: tensor<9x2x5xf32>, %h0: tensor<2x5xf32>) -> tensor<9x2x3xf32> {
  %0, %1 = graph.scan (%h = %h0 : tensor<2x5xf32>) over (%x in %xs : tensor<9x2x5xf32>) {
    %2 = graph.add %h, %x : tensor<2x5xf32>
    %3 = graph.tanh %2 : tensor<2x5xf32>
    %4 = graph.matmul %3, %w : (tensor<2x5xf32>, tensor<5x3xf32>) -> tensor<2x3xf32>
    graph.next %3 : tensor<2x5xf32> emit %4 : tensor<2x3xf32>
  }
  return %1 : tensor<9x2x3xf32>
}

// -----

// Left alone: a sum that the steps look at, a sum of rows that nothing else
// needs, a product with more elements than the sum.
// CHECK-LABEL: func.func @left_alone
// CHECK:      graph.scan (%{{.*}}, %{{.*}}, %{{.*}})
// CHECK:        graph.matmul
// CHECK:        graph.matmul
// CHECK:        graph.sum
// CHECK:        graph.next
// CHECK-NOT:  graph.matmul
func.func @left_alone(%xs: tensor<9x2x8xf32>, %ys: tensor<9x80x8xf32>, %a: tensor<8x8xf32>, %b: tensor<8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8xf32>) {
  %0:4 = graph.scan (%s = %a : tensor<8x8xf32>, %l = %a : tensor<8x8xf32>, %r = %b : tensor<8xf32>)
      over (%x in %xs : tensor<9x2x8xf32>, %y in %ys : tensor<9x80x8xf32>) {
    %t = graph.transpose %x {permutation = array<i64: 1, 0>} : (tensor<2x8xf32>) -> tensor<8x2xf32>
    %1 = graph.matmul %t, %x : (tensor<8x2xf32>, tensor<2x8xf32>) -> tensor<8x8xf32>
    %2 = graph.add %s, %1 : tensor<8x8xf32>
    %u = graph.transpose %y {permutation = array<i64: 1, 0>} : (tensor<80x8xf32>) -> tensor<8x80xf32>
    %3 = graph.matmul %u, %y : (tensor<8x80xf32>, tensor<80x8xf32>) -> tensor<8x8xf32>
    %4 = graph.add %l, %3 : tensor<8x8xf32>
    %5 = graph.exp %x : tensor<2x8xf32>
    %6 = graph.sum %5 {axes = array<i64: 0>} : (tensor<2x8xf32>) -> tensor<8xf32>
    %7 = graph.add %r, %6 : tensor<8xf32>
    graph.next %2, %4, %7 : tensor<8x8xf32>, tensor<8x8xf32>, tensor<8xf32> emit %s : tensor<8x8xf32>
  }
  %8 = graph.sum %0#3 {axes = array<i64: 0>} : (tensor<9x8x8xf32>) -> tensor<8x8xf32>
  %9 = graph.add %0#0, %8 : tensor<8x8xf32>
  return %9, %0#1, %0#2 : tensor<8x8xf32>, tensor<8x8xf32>, tensor<8xf32>
}
