// RUN: dlc-opt %s --graph-separate-scan-sums | FileCheck %s
// RUN: dlc-opt %s --graph-separate-scan-sums --graph-separate-scan-sums | FileCheck %s

// A plain recurrent network: the product of [h, x] comes apart, and the bias
// goes with the element.
// CHECK-LABEL: func.func @concat
// CHECK-SAME: %[[XS:[^:]+]]: tensor<9x2x3xf32>, %[[H0:[^:]+]]: tensor<2x5xf32>, %[[W:[^:]+]]: tensor<5x8xf32>, %[[B:[^:]+]]: tensor<5xf32>
// CHECK-DAG: %[[WX:.*]] = graph.slice %[[W]] {sizes = #graph.dims<5, 3>, starts = #graph.dims<0, 5>
// CHECK-DAG: %[[WH:.*]] = graph.slice %[[W]] {sizes = #graph.dims<5, 5>, starts = #graph.dims<0, 0>
// CHECK: graph.scan (%[[H:.*]] = %[[H0]] : {{.*}}) over (%[[X:.*]] in %[[XS]]
// CHECK-DAG: %[[PX:.*]] = graph.matmul %[[X]], %[[WX]] {transpose_rhs = true}
// CHECK-DAG: %[[PH:.*]] = graph.matmul %[[H]], %[[WH]] {transpose_rhs = true}
// CHECK-DAG: %[[BS:.*]] = graph.broadcast %[[B]]
// CHECK-DAG: %[[E:.*]] = graph.add %[[PX]], %[[BS]]
// CHECK: %[[S:.*]] = graph.add %[[PH]], %[[E]]
// CHECK-NEXT: %[[T:.*]] = graph.tanh %[[S]]
// CHECK-NEXT: graph.next %[[T]]
func.func @concat(%xs: tensor<9x2x3xf32>, %h0: tensor<2x5xf32>, %w: tensor<5x8xf32>,
                  %b: tensor<5xf32>) -> tensor<2x5xf32> {
  %0 = graph.scan (%h = %h0 : tensor<2x5xf32>) over (%x in %xs : tensor<9x2x3xf32>) {
    %1 = graph.concat %h, %x {axis = 1 : i64} : (tensor<2x5xf32>, tensor<2x3xf32>) -> tensor<2x8xf32>
    %2 = graph.matmul %1, %w {transpose_rhs = true} : (tensor<2x8xf32>, tensor<5x8xf32>) -> tensor<2x5xf32>
    %3 = graph.broadcast %b {shape = #graph.dims<2, 5>} : (tensor<5xf32>) -> tensor<2x5xf32>
    %4 = graph.add %2, %3 : tensor<2x5xf32>
    %5 = graph.tanh %4 : tensor<2x5xf32>
    graph.next %5 : tensor<2x5xf32>
  }
  return %0 : tensor<2x5xf32>
}

// A bias between product and element, and a peephole, which stays in the step.
// CHECK-LABEL: func.func @peephole
// CHECK-SAME: %[[XS:[^:]+]]: tensor<9x5xf64>, %{{.*}}, %[[W:[^:]+]]: tensor<5x5xf64>, %[[B:[^:]+]]: tensor<5xf64>
// CHECK: graph.scan (%[[H:.*]] = %{{.*}}) over (%[[X:.*]] in %[[XS]]
// CHECK-DAG: %[[C:.*]] = graph.mul %[[H]], %[[H]]
// CHECK-DAG: %[[P:.*]] = graph.matmul %[[H]]
// CHECK-DAG: %[[E:.*]] = graph.add %[[X]], %[[B]]
// CHECK: %[[Q:.*]] = graph.add %[[P]], %[[C]]
// CHECK-NEXT: %[[S:.*]] = graph.add %[[Q]], %[[E]]
// CHECK-NEXT: graph.sigmoid %[[S]]
func.func @peephole(%xs: tensor<9x5xf64>, %h0: tensor<5xf64>, %w: tensor<5x5xf64>,
                    %b: tensor<5xf64>) -> tensor<5xf64> {
  %0 = graph.scan (%h = %h0 : tensor<5xf64>) over (%x in %xs : tensor<9x5xf64>) {
    %c = graph.mul %h, %h : tensor<5xf64>
    %1 = graph.matmul %h, %w {transpose_rhs = true} : (tensor<5xf64>, tensor<5x5xf64>) -> tensor<5xf64>
    %2 = graph.add %1, %b : tensor<5xf64>
    %3 = graph.add %c, %2 : tensor<5xf64>
    %4 = graph.add %3, %x : tensor<5xf64>
    %5 = graph.sigmoid %4 : tensor<5xf64>
    graph.next %5 : tensor<5xf64>
  }
  return %0 : tensor<5xf64>
}

// Nothing to take out: one product and one addition. Of a sum that others need a
// part of, that part is made anew.
// CHECK-LABEL: func.func @alone
// CHECK: graph.scan (%[[H:.*]] = %{{.*}}) over (%[[X:.*]] in
// CHECK-NEXT: %[[P:.*]] = graph.matmul %[[H]]
// CHECK-NEXT: %[[S:.*]] = graph.add %[[X]], %[[P]]
// CHECK-NEXT: graph.next %[[S]]
// CHECK: graph.scan (%[[H:.*]] = %{{.*}}) over (%[[X:.*]] in
// CHECK-NEXT: %[[PX:.*]] = graph.matmul %[[X]]
// CHECK-NEXT: %[[PH:.*]] = graph.matmul %[[H]]
// CHECK-NEXT: %[[P:.*]] = graph.add %[[PH]], %[[PX]]
// CHECK-NEXT: %[[S:.*]] = graph.add %[[P]]
// CHECK-NEXT: graph.mul %[[S]], %[[P]]
func.func @alone(%xs: tensor<9x5xf32>, %h0: tensor<5xf32>, %w: tensor<5x5xf32>,
                 %v: tensor<10x5xf32>, %b: tensor<5xf32>) -> (tensor<5xf32>, tensor<5xf32>) {
  %0 = graph.scan (%h = %h0 : tensor<5xf32>) over (%x in %xs : tensor<9x5xf32>) {
    %1 = graph.matmul %h, %w {transpose_rhs = true} : (tensor<5xf32>, tensor<5x5xf32>) -> tensor<5xf32>
    %2 = graph.add %x, %1 : tensor<5xf32>
    graph.next %2 : tensor<5xf32>
  }
  %3 = graph.scan (%h = %h0 : tensor<5xf32>) over (%x in %xs : tensor<9x5xf32>) {
    %4 = graph.concat %x, %h {axis = 0 : i64} : (tensor<5xf32>, tensor<5xf32>) -> tensor<10xf32>
    %5 = graph.matmul %4, %v : (tensor<10xf32>, tensor<10x5xf32>) -> tensor<5xf32>
    %6 = graph.add %5, %b : tensor<5xf32>
    %7 = graph.mul %6, %5 : tensor<5xf32>
    graph.next %7 : tensor<5xf32>
  }
  return %0, %3 : tensor<5xf32>, tensor<5xf32>
}

// -----

// What is in this form stays, also where an addend is scaled.
// CHECK-LABEL: func.func @scaled_addend
// CHECK-NEXT: graph.add
// CHECK-NEXT: graph.scan
// CHECK-NEXT:   graph.matmul
// CHECK-NEXT:   graph.broadcast
// CHECK-NEXT:   graph.neg
// CHECK-NEXT:   graph.add
// CHECK-NEXT:   graph.add
// CHECK-NEXT:   graph.next
func.func @scaled_addend(%w: tensor<2x2xf32> {graph.parameter = "w"},
                         %a: tensor<2xf32>, %b: tensor<2xf32>,
                         %xs: tensor<3x1x1xf32>, %h0: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %c = graph.add %a, %b : tensor<2xf32>
  %0 = graph.scan (%h = %h0 : tensor<1x2xf32>) over (%x in %xs : tensor<3x1x1xf32>) {
    %1 = graph.matmul %h, %w {transpose_rhs = true} : (tensor<1x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
    %2 = graph.broadcast %c {shape = #graph.dims<1, 2>} : (tensor<2xf32>) -> tensor<1x2xf32>
    %3 = graph.neg %h : tensor<1x2xf32>
    %4 = graph.add %1, %3 : tensor<1x2xf32>
    %5 = graph.add %4, %2 : tensor<1x2xf32>
    graph.next %5 : tensor<1x2xf32>
  }
  return %0 : tensor<1x2xf32>
}

// -----

// A dead use of a part does not keep it from being one.
// CHECK-LABEL: func.func @dead_use
// CHECK: graph.scan
// CHECK-NEXT:   graph.matmul %{{.*}}, %{{.*}} : (tensor<1x2xf32>, tensor<2x2xf32>)
// CHECK-NEXT:   graph.matmul %{{.*}}, %{{.*}} : (tensor<1x2xf32>, tensor<2x2xf32>)
// CHECK-NOT: graph.tanh
func.func @dead_use(%w: tensor<2x2xf32> {graph.parameter = "w"},
                    %u: tensor<2x2xf32> {graph.parameter = "u"},
                    %xs: tensor<3x1x2xf32>, %h0: tensor<1x2xf32>) -> tensor<1x2xf32> {
  %0 = graph.scan (%h = %h0 : tensor<1x2xf32>) over (%x in %xs : tensor<3x1x2xf32>) {
    %1 = graph.matmul %x, %u : (tensor<1x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
    %2 = graph.matmul %h, %w : (tensor<1x2xf32>, tensor<2x2xf32>) -> tensor<1x2xf32>
    %3 = graph.add %2, %1 : tensor<1x2xf32>
    %4 = graph.tanh %3 : tensor<1x2xf32>
    %5 = graph.neg %3 : tensor<1x2xf32>
    graph.next %5 : tensor<1x2xf32>
  }
  return %0 : tensor<1x2xf32>
}
