// RUN: dlc-opt %s --split-input-file --graph-place-concats="min-bytes=64" --verify-diagnostics | FileCheck %s
// RUN: dlc-opt %s --split-input-file --graph-place-concats="min-bytes=64" --graph-place-concats="min-bytes=64" | FileCheck %s
// RUN: dlc-opt %s --split-input-file --graph-place-concats | FileCheck %s --check-prefix=SMALL

// SMALL-NOT: graph.placed

// A dense block: each layer sees what all layers before it made.
// CHECK-LABEL: func.func @dense
// CHECK: graph.concat %{{.*}}, %{{.*}} {axis = 1 : i64, graph.placed}
// CHECK: graph.concat %{{.*}}, %{{.*}} {axis = 1 : i64, graph.placed}
func.func @dense(%x: tensor<1x4x5x5xf32>) -> (tensor<1x8x5x5xf32>, tensor<1x12x5x5xf32>) {
  %0 = graph.relu %x : tensor<1x4x5x5xf32>
  %1 = graph.neg %0 : tensor<1x4x5x5xf32>
  // expected-remark @+1 {{[graph-place-concats] computed 2 of 2 operands of 'concat' in its result of 800 bytes, without a copy}}
  %2 = graph.concat %0, %1 {axis = 1 : i64}
      : (tensor<1x4x5x5xf32>, tensor<1x4x5x5xf32>) -> tensor<1x8x5x5xf32>
  %3 = graph.exp %2 : tensor<1x8x5x5xf32>
  %4 = graph.slice %3 {sizes = #graph.dims<1, 4, 5, 5>, starts = #graph.dims<0, 0, 0, 0>, strides = array<i64: 1, 1, 1, 1>}
      : (tensor<1x8x5x5xf32>) -> tensor<1x4x5x5xf32>
  // expected-remark @+1 {{computed 2 of 2 operands of 'concat' in its result of 1200 bytes}}
  %5 = graph.concat %2, %4 {axis = 1 : i64}
      : (tensor<1x8x5x5xf32>, tensor<1x4x5x5xf32>) -> tensor<1x12x5x5xf32>
  return %3, %5 : tensor<1x8x5x5xf32>, tensor<1x12x5x5xf32>
}

// -----

// An argument, a result and what lies in another result are copied, the others
// are not. A negative axis counts from the end.
// CHECK-LABEL: func.func @some
// CHECK-COUNT-2: {axis = -2 : i64, graph.placed}
func.func @some(%x: tensor<8x4xf32>) -> (tensor<8x4xf32>, tensor<32x4xf32>, tensor<24x4xf32>) {
  %0 = graph.relu %x : tensor<8x4xf32>
  %1 = graph.exp %x : tensor<8x4xf32>
  // expected-remark @+1 {{computed 1 of 4 operands}}
  %2 = graph.concat %x, %0, %1, %1 {axis = -2 : i64}
      : (tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<32x4xf32>
  %3 = graph.neg %x : tensor<8x4xf32>
  // expected-remark @+1 {{computed 1 of 3 operands}}
  %4 = graph.concat %3, %1, %0 {axis = -2 : i64}
      : (tensor<8x4xf32>, tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<24x4xf32>
  return %0, %2, %4 : tensor<8x4xf32>, tensor<32x4xf32>, tensor<24x4xf32>
}

// -----

// CHECK-LABEL: func.func @leave_alone
// CHECK-NOT: graph.placed
func.func @leave_alone(%x: tensor<1x8x4xf32>, %y: tensor<2x8x4xf32>)
    -> (tensor<1x16x4xf32>, tensor<2x16x4xf32>, tensor<1x16x4xf32>, tensor<1x2x1xf32>) {
  // One user, which computes what it reads.
  %0 = graph.relu %x : tensor<1x8x4xf32>
  // expected-remark @+1 {{[graph-place-concats, missed] computed 'concat' for the elements of its one user, not in memory}}
  %1 = graph.concat %0, %0 {axis = 1 : i64}
      : (tensor<1x8x4xf32>, tensor<1x8x4xf32>) -> tensor<1x16x4xf32>
  %2 = graph.exp %1 : tensor<1x16x4xf32>
  // Two pieces each.
  %3 = graph.relu %y : tensor<2x8x4xf32>
  // expected-remark @+1 {{missed] copied the operands of 'concat' into its result of 512 bytes, where they are in several pieces}}
  %4 = graph.concat %3, %3 {axis = 1 : i64}
      : (tensor<2x8x4xf32>, tensor<2x8x4xf32>) -> tensor<2x16x4xf32>
  // Nothing but arguments.
  %5 = graph.concat %x, %x {axis = 1 : i64}
      : (tensor<1x8x4xf32>, tensor<1x8x4xf32>) -> tensor<1x16x4xf32>
  // Small.
  %6 = graph.slice %0 {sizes = #graph.dims<1, 1, 1>, starts = #graph.dims<0, 0, 0>, strides = array<i64: 1, 1, 1>}
      : (tensor<1x8x4xf32>) -> tensor<1x1x1xf32>
  %7 = graph.concat %6, %6 {axis = 1 : i64}
      : (tensor<1x1x1xf32>, tensor<1x1x1xf32>) -> tensor<1x2x1xf32>
  return %2, %4, %5, %7 : tensor<1x16x4xf32>, tensor<2x16x4xf32>, tensor<1x16x4xf32>, tensor<1x2x1xf32>
}

// -----

// What a scan emits or carries lies in another place in each step; what a step
// uses up does not.
// CHECK-LABEL: func.func @steps
// CHECK: graph.concat %{{.*}}, %{{.*}} {axis = 0 : i64}
// CHECK: graph.concat %{{.*}}, %{{.*}} {axis = 0 : i64, graph.placed}
func.func @steps(%xs: tensor<7x16xf32>, %w: tensor<1x32x16xf32>) -> (tensor<7x32xf32>, tensor<7x1x16xf32>) {
  %0, %1 = graph.scan () over (%x in %xs : tensor<7x16xf32>) {
    %2 = graph.exp %x : tensor<16xf32>
    // expected-remark @+1 {{which lies in another place in each step of a scan}}
    %3 = graph.concat %x, %2 {axis = 0 : i64} : (tensor<16xf32>, tensor<16xf32>) -> tensor<32xf32>
    %4 = graph.neg %x : tensor<16xf32>
    // expected-remark @+1 {{computed 1 of 2 operands of 'concat'}}
    %5 = graph.concat %4, %x {axis = 0 : i64} : (tensor<16xf32>, tensor<16xf32>) -> tensor<32xf32>
    %6 = graph.reshape %5 {shape = #graph.dims<1, 32>} : (tensor<32xf32>) -> tensor<1x32xf32>
    %7 = graph.packed_matmul %6, %w {columns = 16 : i64} : (tensor<1x32xf32>, tensor<1x32x16xf32>) -> tensor<1x16xf32>
    graph.next emit %3, %7 : tensor<32xf32>, tensor<1x16xf32>
  }
  return %0, %1 : tensor<7x32xf32>, tensor<7x1x16xf32>
}

// -----

// What runs once for each set of weights is not worth more kernels.
// CHECK-LABEL: func.func @prepare
// CHECK-NOT: graph.placed
func.func @prepare(%x: tensor<8x4xf32>) -> tensor<16x4xf32> {
  %0 = graph.relu %x : tensor<8x4xf32>
  %1 = graph.concat %0, %x {axis = 0 : i64} : (tensor<8x4xf32>, tensor<8x4xf32>) -> tensor<16x4xf32>
  return %1 : tensor<16x4xf32>
}
