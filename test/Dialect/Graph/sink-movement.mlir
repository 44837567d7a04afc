// RUN: dlc-opt %s --graph-sink-movement > %t
// RUN: FileCheck %s < %t
// RUN: dlc-opt %t --graph-sink-movement | diff %t -

// The bias is added where the convolution is; the reshapes meet.
// CHECK-LABEL: func.func @conv1d
// CHECK-SAME: (%[[X:.*]]: tensor<2x3x1x7xf32>, %[[W:.*]]: tensor<4x3x1x1xf32>, %[[B:.*]]: tensor<4xf32>)
func.func @conv1d(%x: tensor<2x3x1x7xf32>, %w: tensor<4x3x1x1xf32>,
    %bias: tensor<4xf32>) -> tensor<2x4x1x7xf32> {
  // CHECK-NEXT: %[[C:.*]] = graph.conv2d %[[X]], %[[W]]
  // CHECK-NEXT: %[[BB:.*]] = graph.broadcast %[[B]] {axes = array<i64: 1>, shape = #graph.dims<2, 4, 1, 7>}
  // CHECK-NEXT: %[[S:.*]] = graph.add %[[C]], %[[BB]]
  // CHECK-NEXT: %[[R:.*]] = graph.relu %[[S]]
  // CHECK-NEXT: return %[[R]]
  %0 = graph.conv2d %x, %w
      : (tensor<2x3x1x7xf32>, tensor<4x3x1x1xf32>) -> tensor<2x4x1x7xf32>
  %1 = graph.reshape %0 {shape = #graph.dims<2, 4, 7>}
      : (tensor<2x4x1x7xf32>) -> tensor<2x4x7xf32>
  %2 = graph.broadcast %bias {axes = array<i64: 1>, shape = #graph.dims<2, 4, 7>}
      : (tensor<4xf32>) -> tensor<2x4x7xf32>
  %3 = graph.add %1, %2 : tensor<2x4x7xf32>
  %4 = graph.relu %3 : tensor<2x4x7xf32>
  %5 = graph.reshape %4 {shape = #graph.dims<2, 4, 1, 7>}
      : (tensor<2x4x7xf32>) -> tensor<2x4x1x7xf32>
  return %5 : tensor<2x4x1x7xf32>
}

// CHECK-LABEL: func.func @transposes_meet
// CHECK-SAME: (%[[X:.*]]: tensor<2x3x4xf32>, %[[Y:.*]]: tensor<2x3x4xf32>, %[[B:.*]]: tensor<4x3xf32>)
func.func @transposes_meet(%x: tensor<2x3x4xf32>, %y: tensor<2x3x4xf32>,
    %b: tensor<4x3xf32>) -> tensor<2x3x4xf32> {
  // CHECK-DAG: %[[S:.*]] = graph.add %[[X]], %[[Y]]
  // CHECK-DAG: %[[T:.*]] = graph.transpose %[[B]] {permutation = array<i64: 1, 0>}
  // CHECK-DAG: %[[BB:.*]] = graph.broadcast %[[T]] {axes = array<i64: 1, 2>, shape = #graph.dims<2, 3, 4>}
  // CHECK-DAG: %[[M:.*]] = graph.mul %[[S]], %[[BB]]
  // CHECK: return %[[M]]
  %0 = graph.transpose %x {permutation = array<i64: 0, 2, 1>}
      : (tensor<2x3x4xf32>) -> tensor<2x4x3xf32>
  %1 = graph.transpose %y {permutation = array<i64: 0, 2, 1>}
      : (tensor<2x3x4xf32>) -> tensor<2x4x3xf32>
  %2 = graph.add %0, %1 : tensor<2x4x3xf32>
  %3 = graph.broadcast %b {shape = #graph.dims<2, 4, 3>}
      : (tensor<4x3xf32>) -> tensor<2x4x3xf32>
  %4 = graph.mul %2, %3 : tensor<2x4x3xf32>
  %5 = graph.transpose %4 {permutation = array<i64: 0, 2, 1>}
      : (tensor<2x4x3xf32>) -> tensor<2x3x4xf32>
  return %5 : tensor<2x3x4xf32>
}

// Both users of the transpose can follow: x * sigmoid(x).
// CHECK-LABEL: func.func @two_users
// CHECK-SAME: (%[[X:.*]]: tensor<3x4xf32>)
func.func @two_users(%x: tensor<3x4xf32>) -> tensor<4x3xf32> {
  // CHECK-NEXT: %[[S:.*]] = graph.sigmoid %[[X]]
  // CHECK-NEXT: %[[M:.*]] = graph.mul %[[X]], %[[S]]
  // CHECK-NEXT: %[[T:.*]] = graph.transpose %[[M]]
  // CHECK-NEXT: return %[[T]]
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<3x4xf32>) -> tensor<4x3xf32>
  %1 = graph.sigmoid %0 : tensor<4x3xf32>
  %2 = graph.mul %0, %1 : tensor<4x3xf32>
  return %2 : tensor<4x3xf32>
}

// One cannot: it would be transposed twice.
// CHECK-LABEL: func.func @user_that_stays
func.func @user_that_stays(%x: tensor<3x4xf32>, %y: tensor<4x3xf32>)
    -> (tensor<4x3xf32>, tensor<4x3xf32>) {
  // CHECK-NEXT: %[[T:.*]] = graph.transpose
  // CHECK-NEXT: graph.sigmoid %[[T]]
  // CHECK-NEXT: graph.mul %[[T]]
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<3x4xf32>) -> tensor<4x3xf32>
  %1 = graph.sigmoid %0 : tensor<4x3xf32>
  %2 = graph.mul %0, %y : tensor<4x3xf32>
  return %1, %2 : tensor<4x3xf32>, tensor<4x3xf32>
}

// The statistics of groups have no form among channels.
// CHECK-LABEL: func.func @groups
func.func @groups(%x: tensor<2x6x5xf32>, %mean: tensor<2x3xf32>)
    -> tensor<2x3x10xf32> {
  // CHECK-NEXT: %[[R:.*]] = graph.reshape
  // CHECK-NEXT: graph.broadcast
  // CHECK-NEXT: graph.sub %[[R]]
  %0 = graph.reshape %x {shape = #graph.dims<2, 3, 10>}
      : (tensor<2x6x5xf32>) -> tensor<2x3x10xf32>
  %1 = graph.broadcast %mean {axes = array<i64: 0, 1>, shape = #graph.dims<2, 3, 10>}
      : (tensor<2x3xf32>) -> tensor<2x3x10xf32>
  %2 = graph.sub %0, %1 : tensor<2x3x10xf32>
  return %2 : tensor<2x3x10xf32>
}

// Computed before it is repeated; along the axes that either has.
// CHECK-LABEL: func.func @broadcasts
// CHECK-SAME: (%[[A:.*]]: tensor<1x?x1xf32, #graph.dims<1, C, 1>>, %[[B:.*]]: tensor<3xf32>)
func.func @broadcasts(%a: tensor<1x?x1xf32, #graph.dims<1, C, 1>>,
    %b: tensor<3xf32>) -> tensor<3x?x5xf32, #graph.dims<3, C, 5>> {
  // CHECK-DAG: %[[C:.*]] = graph.reshape %[[A]] {shape = #graph.dims<C>}
  // CHECK-DAG: %[[E:.*]] = graph.exp %[[C]]
  // CHECK-DAG: %[[EB:.*]] = graph.broadcast %[[E]] {axes = array<i64: 1>, shape = #graph.dims<3, C>}
  // CHECK-DAG: %[[BB:.*]] = graph.broadcast %[[B]] {axes = array<i64: 0>, shape = #graph.dims<3, C>}
  // CHECK-DAG: %[[M:.*]] = graph.mul %[[EB]], %[[BB]] : tensor<3x?xf32, #graph.dims<3, C>>
  // CHECK-DAG: %[[R:.*]] = graph.broadcast %[[M]] {axes = array<i64: 0, 1>, shape = #graph.dims<3, C, 5>}
  // CHECK: return %[[R]]
  %0 = graph.broadcast %a {shape = #graph.dims<3, C, 5>}
      : (tensor<1x?x1xf32, #graph.dims<1, C, 1>>) -> tensor<3x?x5xf32, #graph.dims<3, C, 5>>
  %1 = graph.broadcast %b {axes = array<i64: 0>, shape = #graph.dims<3, C, 5>}
      : (tensor<3xf32>) -> tensor<3x?x5xf32, #graph.dims<3, C, 5>>
  %2 = graph.exp %0 : tensor<3x?x5xf32, #graph.dims<3, C, 5>>
  %3 = graph.mul %2, %1 : tensor<3x?x5xf32, #graph.dims<3, C, 5>>
  return %3 : tensor<3x?x5xf32, #graph.dims<3, C, 5>>
}

// Nothing is repeated in x.
// CHECK-LABEL: func.func @broadcast_and_whole
func.func @broadcast_and_whole(%x: tensor<3x4xf32>, %b: tensor<4xf32>)
    -> tensor<3x4xf32> {
  // CHECK-NEXT: graph.broadcast
  // CHECK-NEXT: graph.add
  // CHECK-NEXT: return
  %0 = graph.broadcast %b {shape = #graph.dims<3, 4>}
      : (tensor<4xf32>) -> tensor<3x4xf32>
  %1 = graph.add %x, %0 : tensor<3x4xf32>
  return %1 : tensor<3x4xf32>
}
