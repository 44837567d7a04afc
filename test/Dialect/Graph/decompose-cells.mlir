// RUN: dlc-opt %s --graph-decompose-cells | FileCheck %s

// One product, one addition, then the gates.
// CHECK-LABEL: func.func @lstm
// CHECK-SAME: %[[G:[^:]+]]: tensor<2x20xf32>, %[[H:[^:]+]]: tensor<2x4xf32>, %[[C:[^:]+]]: tensor<2x5xf32>, %[[W:[^:]+]]: tensor<20x4xf32>
// CHECK-NEXT: %[[P:.*]] = graph.matmul %[[H]], %[[W]] {transpose_rhs = true}
// CHECK-NEXT: %[[S:.*]] = graph.add %[[P]], %[[G]]
// CHECK-NEXT: %[[A:.*]] = graph.slice %[[S]] {sizes = #graph.dims<2, 5>, starts = #graph.dims<0, 0>
// CHECK-NEXT: %[[I:.*]] = graph.sigmoid %[[A]]
// CHECK-NEXT: %[[A:.*]] = graph.slice %[[S]] {sizes = #graph.dims<2, 5>, starts = #graph.dims<0, 5>
// CHECK-NEXT: %[[F:.*]] = graph.sigmoid %[[A]]
// CHECK-NEXT: %[[A:.*]] = graph.slice %[[S]] {sizes = #graph.dims<2, 5>, starts = #graph.dims<0, 10>
// CHECK-NEXT: %[[GG:.*]] = graph.tanh %[[A]]
// CHECK-NEXT: %[[A:.*]] = graph.slice %[[S]] {sizes = #graph.dims<2, 5>, starts = #graph.dims<0, 15>
// CHECK-NEXT: %[[O:.*]] = graph.sigmoid %[[A]]
// CHECK-NEXT: %[[FC:.*]] = graph.mul %[[F]], %[[C]]
// CHECK-NEXT: %[[IG:.*]] = graph.mul %[[I]], %[[GG]]
// CHECK-NEXT: %[[C1:.*]] = graph.add %[[FC]], %[[IG]]
// CHECK-NEXT: %[[T:.*]] = graph.tanh %[[C1]]
// CHECK-NEXT: %[[H1:.*]] = graph.mul %[[O]], %[[T]]
// CHECK-NEXT: return %[[H1]], %[[C1]]
func.func @lstm(%g: tensor<2x20xf32>, %h: tensor<2x4xf32>, %c: tensor<2x5xf32>,
                %w: tensor<20x4xf32>) -> (tensor<2x5xf32>, tensor<2x5xf32>) {
  %0:2 = graph.lstm_cell %g, %h, %c, %w
      : (tensor<2x20xf32>, tensor<2x4xf32>, tensor<2x5xf32>, tensor<20x4xf32>)
      -> (tensor<2x5xf32>, tensor<2x5xf32>)
  return %0#0, %0#1 : tensor<2x5xf32>, tensor<2x5xf32>
}

// One product for all gates where the reset gate follows it.
// CHECK-LABEL: func.func @gru
// CHECK: graph.matmul
// CHECK-NOT: graph.matmul
// CHECK: return
func.func @gru(%g: tensor<2x15xf32>, %h: tensor<2x5xf32>, %w: tensor<15x5xf32>,
               %b: tensor<5xf32>) -> tensor<2x5xf32> {
  %0 = graph.gru_cell %g, %h, %w, %b
      : (tensor<2x15xf32>, tensor<2x5xf32>, tensor<15x5xf32>, tensor<5xf32>) -> tensor<2x5xf32>
  return %0 : tensor<2x5xf32>
}

// CHECK-LABEL: func.func @reset_before
// CHECK-SAME: %{{.*}}: tensor<15xf32>, %[[H:[^:]+]]: tensor<5xf32>, %[[W:[^:]+]]: tensor<15x5xf32>
// CHECK: %[[U:.*]] = graph.slice %[[W]] {sizes = #graph.dims<10, 5>
// CHECK: graph.matmul %[[H]], %[[U]]
// CHECK: %[[V:.*]] = graph.slice %[[W]] {sizes = #graph.dims<5, 5>, starts = #graph.dims<10, 0>
// CHECK: %[[R:.*]] = graph.mul %{{.*}}, %[[H]]
// CHECK: graph.matmul %[[R]], %[[V]]
// CHECK-NOT: graph.matmul
// CHECK: return
func.func @reset_before(%g: tensor<15xf32>, %h: tensor<5xf32>,
                        %w: tensor<15x5xf32>) -> tensor<5xf32> {
  %0 = graph.gru_cell %g, %h, %w {reset_after = false}
      : (tensor<15xf32>, tensor<5xf32>, tensor<15x5xf32>) -> tensor<5xf32>
  return %0 : tensor<5xf32>
}

// CHECK-LABEL: func.func @no_cell
// CHECK-NEXT: graph.sigmoid
// CHECK-NEXT: return
func.func @no_cell(%x: tensor<5xf32>) -> tensor<5xf32> {
  %0 = graph.sigmoid %x : tensor<5xf32>
  return %0 : tensor<5xf32>
}
