// RUN: dlc-opt %s --split-input-file --graph-batch-scan-products | FileCheck %s

// The input projection leaves the scan; the product of the carried value stays.
// CHECK-LABEL: func.func @cell
// CHECK-SAME: %[[XS:[^:]+]]: tensor<9x2x3xf32>
// CHECK-NEXT: %[[P:.*]] = graph.matmul %[[XS]], %{{.*}} {transpose_rhs = true} : (tensor<9x2x3xf32>, tensor<4x3xf32>) -> tensor<9x2x4xf32>
// CHECK-NEXT: graph.scan reversed (%[[H:.*]] = %{{.*}}) over (%[[Q:.*]] in %[[P]] : tensor<9x2x4xf32>) {
// CHECK-NEXT:   %[[U:.*]] = graph.matmul %[[H]]
// CHECK-NEXT:   graph.add %[[Q]], %[[U]]
func.func @cell(%xs: tensor<9x2x3xf32>, %h0: tensor<2x4xf32>,
                %w: tensor<4x3xf32>, %u: tensor<4x4xf32>) -> tensor<2x4xf32> {
  %0 = graph.scan reversed (%h = %h0 : tensor<2x4xf32>) over (%x in %xs : tensor<9x2x3xf32>) {
    %1 = graph.matmul %x, %w {transpose_rhs = true}
        : (tensor<2x3xf32>, tensor<4x3xf32>) -> tensor<2x4xf32>
    %2 = graph.matmul %h, %u
        : (tensor<2x4xf32>, tensor<4x4xf32>) -> tensor<2x4xf32>
    %3 = graph.add %1, %2 : tensor<2x4xf32>
    graph.next %3 : tensor<2x4xf32>
  }
  return %0 : tensor<2x4xf32>
}

// -----

// Out of both scans.
// CHECK-LABEL: func.func @nested
// CHECK-NEXT: graph.matmul {{.*}} -> tensor<5x9x2x4xf32>
// CHECK-NEXT: graph.scan
// CHECK-NEXT: graph.scan
// CHECK-NEXT: graph.add
func.func @nested(%xs: tensor<5x9x2x3xf32>, %h0: tensor<2x4xf32>,
                  %w: tensor<4x3xf32>) -> tensor<2x4xf32> {
  %0 = graph.scan (%h = %h0 : tensor<2x4xf32>) over (%row in %xs : tensor<5x9x2x3xf32>) {
    %1 = graph.scan (%g = %h : tensor<2x4xf32>) over (%x in %row : tensor<9x2x3xf32>) {
      %2 = graph.matmul %x, %w {transpose_rhs = true}
          : (tensor<2x3xf32>, tensor<4x3xf32>) -> tensor<2x4xf32>
      %3 = graph.add %g, %2 : tensor<2x4xf32>
      graph.next %3 : tensor<2x4xf32>
    }
    graph.next %1 : tensor<2x4xf32>
  }
  return %0 : tensor<2x4xf32>
}

// -----

// Many rows gain nothing; too much memory is not taken; a right operand of the
// step cannot be had before.
// CHECK-LABEL: func.func @stay
// CHECK-NOT: graph.matmul
// CHECK: graph.scan
// CHECK-NEXT: graph.matmul
// CHECK-NOT: graph.matmul
// CHECK: graph.scan
// CHECK-NEXT: graph.matmul
// CHECK-NOT: graph.matmul
// CHECK: graph.scan
// CHECK-NEXT: graph.matmul
func.func @stay(%xs: tensor<9x32x4xf32>, %ys: tensor<1000000x2x8xf32>,
                %zs: tensor<9x4x4xf32>, %w: tensor<4x4xf32>, %v: tensor<8x9xf32>)
    -> (tensor<32x4xf32>, tensor<2x9xf32>, tensor<4x4xf32>) {
  %h0 = graph.constant dense<0.0> : tensor<32x4xf32>
  %h1 = graph.constant dense<0.0> : tensor<2x9xf32>
  %0 = graph.scan (%h = %h0 : tensor<32x4xf32>) over (%x in %xs : tensor<9x32x4xf32>) {
    %1 = graph.matmul %x, %w : (tensor<32x4xf32>, tensor<4x4xf32>) -> tensor<32x4xf32>
    %2 = graph.add %h, %1 : tensor<32x4xf32>
    graph.next %2 : tensor<32x4xf32>
  }
  %3 = graph.scan (%h = %h1 : tensor<2x9xf32>) over (%y in %ys : tensor<1000000x2x8xf32>) {
    %4 = graph.matmul %y, %v : (tensor<2x8xf32>, tensor<8x9xf32>) -> tensor<2x9xf32>
    %5 = graph.add %h, %4 : tensor<2x9xf32>
    graph.next %5 : tensor<2x9xf32>
  }
  %6 = graph.scan (%h = %w : tensor<4x4xf32>) over (%z in %zs : tensor<9x4x4xf32>) {
    %7 = graph.matmul %z, %h : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<4x4xf32>
    graph.next %7 : tensor<4x4xf32>
  }
  return %0, %3, %6 : tensor<32x4xf32>, tensor<2x9xf32>, tensor<4x4xf32>
}

// -----

// Matrices are numbered by leading axes, which the steps' would not be behind
// where the right side has more.
// CHECK-LABEL: func.func @batches
// CHECK-SAME: (%[[XS:.*]]: tensor<9x2x3x4xf32>, %[[YS:.*]]: tensor<9x3x4xf32>,
// CHECK: graph.matmul %[[XS]], %{{.*}} : (tensor<9x2x3x4xf32>, tensor<2x4x5xf32>) -> tensor<9x2x3x5xf32>
// CHECK-NEXT: graph.scan
// CHECK-NOT: graph.matmul
// CHECK: graph.scan
// CHECK-NEXT: graph.matmul
func.func @batches(%xs: tensor<9x2x3x4xf32>, %ys: tensor<9x3x4xf32>,
                   %w: tensor<2x4x5xf32>)
    -> (tensor<2x3x5xf32>, tensor<2x3x5xf32>) {
  %h0 = graph.constant dense<0.0> : tensor<2x3x5xf32>
  %0 = graph.scan (%h = %h0 : tensor<2x3x5xf32>) over (%x in %xs : tensor<9x2x3x4xf32>) {
    %1 = graph.matmul %x, %w : (tensor<2x3x4xf32>, tensor<2x4x5xf32>) -> tensor<2x3x5xf32>
    %2 = graph.add %h, %1 : tensor<2x3x5xf32>
    graph.next %2 : tensor<2x3x5xf32>
  }
  %3 = graph.scan (%h = %h0 : tensor<2x3x5xf32>) over (%y in %ys : tensor<9x3x4xf32>) {
    %4 = graph.matmul %y, %w : (tensor<3x4xf32>, tensor<2x4x5xf32>) -> tensor<2x3x5xf32>
    %5 = graph.add %h, %4 : tensor<2x3x5xf32>
    graph.next %5 : tensor<2x3x5xf32>
  }
  return %0, %3 : tensor<2x3x5xf32>, tensor<2x3x5xf32>
}

// -----

// A vector of each step is a row of a matrix.
// CHECK-LABEL: func.func @vectors
// CHECK: graph.matmul {{.*}} : (tensor<9x4xf32>, tensor<4x5xf32>) -> tensor<9x5xf32>
// CHECK-NEXT: graph.scan
// CHECK-NOT: graph.matmul
func.func @vectors(%xs: tensor<9x4xf32>, %w: tensor<4x5xf32>) -> tensor<5xf32> {
  %h0 = graph.constant dense<0.0> : tensor<5xf32>
  %0 = graph.scan (%h = %h0 : tensor<5xf32>) over (%x in %xs : tensor<9x4xf32>) {
    %1 = graph.matmul %x, %w : (tensor<4xf32>, tensor<4x5xf32>) -> tensor<5xf32>
    %2 = graph.add %h, %1 : tensor<5xf32>
    graph.next %2 : tensor<5xf32>
  }
  return %0 : tensor<5xf32>
}

// -----

// The bias is added and the activation taken outside, on all that comes of the
// product; what the product is of leaves with it.
// CHECK-LABEL: func.func @around
// CHECK-SAME: %[[XS:[^:]+]]: tensor<9x2x3xf32>, %{{.*}}, %[[W:[^:]+]]: tensor<3x8xf32>, %[[B:[^:]+]]: tensor<4xf32>
// CHECK-DAG: %[[A:.*]] = graph.abs %[[XS]] : tensor<9x2x3xf32>
// CHECK-DAG: %[[P:.*]] = graph.matmul %[[A]], %[[W]] : {{.*}} -> tensor<9x2x8xf32>
// CHECK-DAG: %[[L:.*]] = graph.slice %[[P]] {sizes = #graph.dims<9, 2, 4>, starts = #graph.dims<0, 0, 0>, strides = array<i64: 1, 1, 1>}
// CHECK-DAG: %[[BS:.*]] = graph.broadcast %[[B]] {axes = array<i64: 2>, shape = #graph.dims<9, 2, 4>}
// CHECK-DAG: %[[S:.*]] = graph.add %[[L]], %[[BS]] : tensor<9x2x4xf32>
// CHECK-DAG: %[[G:.*]] = graph.sigmoid %[[S]] : tensor<9x2x4xf32>
// CHECK-DAG: %[[R:.*]] = graph.slice %[[P]] {sizes = #graph.dims<9, 2, 4>, starts = #graph.dims<0, 0, 4>
// CHECK-DAG: %[[T:.*]] = graph.tanh %[[R]] : tensor<9x2x4xf32>
// CHECK-DAG: %[[M:.*]] = graph.mul %[[G]], %[[T]] : tensor<9x2x4xf32>
// CHECK: graph.scan (%[[H:.*]] = %{{.*}}) over (%[[E:.*]] in %[[M]] : tensor<9x2x4xf32>) {
// CHECK-NEXT:   graph.add %[[H]], %[[E]]
// CHECK-NEXT:   graph.next
func.func @around(%xs: tensor<9x2x3xf32>, %h0: tensor<2x4xf32>,
                  %w: tensor<3x8xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
  %0 = graph.scan (%h = %h0 : tensor<2x4xf32>) over (%x in %xs : tensor<9x2x3xf32>) {
    %1 = graph.abs %x : tensor<2x3xf32>
    %2 = graph.matmul %1, %w : (tensor<2x3xf32>, tensor<3x8xf32>) -> tensor<2x8xf32>
    %3 = graph.slice %2 {starts = #graph.dims<0, 0>, sizes = #graph.dims<2, 4>, strides = array<i64: 1, 1>}
        : (tensor<2x8xf32>) -> tensor<2x4xf32>
    %4 = graph.broadcast %b {shape = #graph.dims<2, 4>} : (tensor<4xf32>) -> tensor<2x4xf32>
    %5 = graph.add %3, %4 : tensor<2x4xf32>
    %6 = graph.sigmoid %5 : tensor<2x4xf32>
    %7 = graph.slice %2 {starts = #graph.dims<0, 4>, sizes = #graph.dims<2, 4>, strides = array<i64: 1, 1>}
        : (tensor<2x8xf32>) -> tensor<2x4xf32>
    %8 = graph.tanh %7 : tensor<2x4xf32>
    %9 = graph.mul %6, %8 : tensor<2x4xf32>
    %10 = graph.add %h, %9 : tensor<2x4xf32>
    graph.next %10 : tensor<2x4xf32>
  }
  return %0 : tensor<2x4xf32>
}

// -----

// A product that the step needs as it is takes no bias along, nor does the
// input of the function.
// CHECK-LABEL: func.func @needed
// CHECK-SAME: %[[XS:[^:]+]]: tensor<9x2x4xf32>
// CHECK-NEXT: %[[P:.*]] = graph.matmul
// CHECK-NEXT: graph.scan (%[[H:.*]] = %{{.*}}) over (%[[X:.*]] in %[[XS]] : tensor<9x2x4xf32>, %[[E:.*]] in %[[P]] : tensor<9x2x4xf32>) {
// CHECK:   graph.tanh %[[E]]
// CHECK:   graph.mul %[[H]], %[[E]]
// CHECK:   graph.abs %[[X]]
func.func @needed(%xs: tensor<9x2x4xf32>, %h0: tensor<2x4xf32>,
                  %w: tensor<4x4xf32>) -> tensor<2x4xf32> {
  %0 = graph.scan (%h = %h0 : tensor<2x4xf32>) over (%x in %xs : tensor<9x2x4xf32>) {
    %1 = graph.matmul %x, %w : (tensor<2x4xf32>, tensor<4x4xf32>) -> tensor<2x4xf32>
    %2 = graph.tanh %1 : tensor<2x4xf32>
    %3 = graph.mul %h, %1 : tensor<2x4xf32>
    %4 = graph.abs %x : tensor<2x4xf32>
    %5 = graph.add %2, %3 : tensor<2x4xf32>
    %6 = graph.add %4, %5 : tensor<2x4xf32>
    graph.next %6 : tensor<2x4xf32>
  }
  return %0 : tensor<2x4xf32>
}

// -----

// The layer keeps its biases apart from the sequence that it makes of the
// product; one that the step adds joins them.
// CHECK-LABEL: func.func @sequence
// CHECK: %[[P:.*]] = graph.matmul
// CHECK: %[[Q:.*]] = graph.add %[[P]]
// CHECK: %[[R:.*]] = graph.add %[[Q]]
// CHECK: graph.scan {{.*}} over (%{{.*}} in %[[R]] : tensor<9x4xf32>) {
// CHECK-NEXT: graph.mul
func.func @sequence(%xs: tensor<9x3xf32>, %h0: tensor<4xf32>,
                    %w: tensor<3x4xf32>, %b: tensor<4xf32>, %c: tensor<4xf32>) -> tensor<4xf32> {
  %p = graph.matmul %xs, %w : (tensor<9x3xf32>, tensor<3x4xf32>) -> tensor<9x4xf32>
  %bs = graph.broadcast %b {shape = #graph.dims<9, 4>} : (tensor<4xf32>) -> tensor<9x4xf32>
  %q = graph.add %p, %bs : tensor<9x4xf32>
  %0 = graph.scan (%h = %h0 : tensor<4xf32>) over (%x in %q : tensor<9x4xf32>) {
    %1 = graph.add %x, %c : tensor<4xf32>
    %2 = graph.mul %h, %1 : tensor<4xf32>
    graph.next %2 : tensor<4xf32>
  }
  return %0 : tensor<4xf32>
}

// -----

// Words are looked up for all steps.
// CHECK-LABEL: func.func @words
// CHECK-SAME: %[[TABLE:[^:]+]]: tensor<7x3xf32>, %[[WORDS:[^:]+]]: tensor<9x2xi64>
// CHECK-NEXT: %[[X:.*]] = graph.take %[[TABLE]], %[[WORDS]] {axis = 0 : i64} : {{.*}} -> tensor<9x2x3xf32>
// CHECK-NEXT: graph.matmul %[[X]]
// CHECK-NEXT: graph.scan
// CHECK-NOT: graph.take
func.func @words(%table: tensor<7x3xf32>, %words: tensor<9x2xi64>, %h0: tensor<2x4xf32>,
                 %w: tensor<3x4xf32>) -> tensor<2x4xf32> {
  %0 = graph.scan (%h = %h0 : tensor<2x4xf32>) over (%word in %words : tensor<9x2xi64>) {
    %1 = graph.take %table, %word {axis = 0 : i64} : (tensor<7x3xf32>, tensor<2xi64>) -> tensor<2x3xf32>
    %2 = graph.matmul %1, %w : (tensor<2x3xf32>, tensor<3x4xf32>) -> tensor<2x4xf32>
    %3 = graph.mul %h, %2 : tensor<2x4xf32>
    graph.next %3 : tensor<2x4xf32>
  }
  return %0 : tensor<2x4xf32>
}
