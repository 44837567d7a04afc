// RUN: dlc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @reduction_of_broadcast
// CHECK-SAME: (%[[X:.*]]: tensor<4xf32>)
func.func @reduction_of_broadcast(%x: tensor<4xf32>)
    -> (tensor<4xf32>, tensor<4xf32>, tensor<f32>, tensor<4x1xf32>) {
  // CHECK-DAG: %[[THREE:.*]] = graph.constant dense<3.000000e+00> : tensor<4xf32>
  // CHECK-DAG: %[[SUM:.*]] = graph.mul %[[X]], %[[THREE]]
  // CHECK-DAG: %[[MAX:.*]] = graph.max %[[X]]
  // CHECK-DAG: %[[R:.*]] = graph.reshape %[[X]] {shape = #graph.dims<4, 1>}
  // CHECK: return %[[SUM]], %[[X]], %[[MAX]], %[[R]]
  %0 = graph.broadcast %x {axes = array<i64: 0>, shape = #graph.dims<4, 3>}
      : (tensor<4xf32>) -> tensor<4x3xf32>
  %1 = graph.sum %0 {axes = array<i64: 1>} : (tensor<4x3xf32>) -> tensor<4xf32>
  %2 = graph.mean %0 {axes = array<i64: -1>} : (tensor<4x3xf32>) -> tensor<4xf32>
  %3 = graph.max %0 : (tensor<4x3xf32>) -> tensor<f32>
  %4 = graph.min %0 {axes = array<i64: 1>, keep_dims = true}
      : (tensor<4x3xf32>) -> tensor<4x1xf32>
  return %1, %2, %3, %4
      : tensor<4xf32>, tensor<4xf32>, tensor<f32>, tensor<4x1xf32>
}

// bf16 has no 257; over no element the sum is 0 and the mean NaN; how many
// elements N are is not known.
// CHECK-LABEL: func.func @reduction_of_broadcast_left_alone
func.func @reduction_of_broadcast_left_alone(%x: tensor<4xbf16>,
    %y: tensor<1xf32>, %z: tensor<4xf32>)
    -> (tensor<4xbf16>, tensor<f32>, tensor<4xf32>, tensor<f32>) {
  // CHECK-DAG: graph.sum {{.*}} -> tensor<4xbf16>
  // CHECK-DAG: graph.mean {{.*}} : (tensor<0xf32>)
  // CHECK-DAG: graph.max {{.*}} -> tensor<4xf32>
  // CHECK-DAG: graph.prod {{.*}} : (tensor<3xf32>)
  %0 = graph.broadcast %x {shape = #graph.dims<257, 4>}
      : (tensor<4xbf16>) -> tensor<257x4xbf16>
  %1 = graph.sum %0 {axes = array<i64: 0>}
      : (tensor<257x4xbf16>) -> tensor<4xbf16>
  %2 = graph.broadcast %y {shape = #graph.dims<0>}
      : (tensor<1xf32>) -> tensor<0xf32>
  %3 = graph.mean %2 : (tensor<0xf32>) -> tensor<f32>
  %4 = graph.broadcast %z {shape = #graph.dims<N, 4>}
      : (tensor<4xf32>) -> tensor<?x4xf32, #graph.dims<N, 4>>
  %5 = graph.max %4 {axes = array<i64: 0>}
      : (tensor<?x4xf32, #graph.dims<N, 4>>) -> tensor<4xf32>
  %6 = graph.broadcast %y {shape = #graph.dims<3>}
      : (tensor<1xf32>) -> tensor<3xf32>
  %7 = graph.prod %6 : (tensor<3xf32>) -> tensor<f32>
  return %1, %3, %5, %7
      : tensor<4xbf16>, tensor<f32>, tensor<4xf32>, tensor<f32>
}

// CHECK-LABEL: func.func @reduction_of_reduction
// CHECK-SAME: (%[[X:.*]]: tensor<2x3x4x5xf32>)
func.func @reduction_of_reduction(%x: tensor<2x3x4x5xf32>)
    -> (tensor<2x4xf32>, tensor<2x1xf32>) {
  // CHECK-NEXT: %[[S:.*]] = graph.sum %[[X]] {axes = array<i64: 1, 3>} : (tensor<2x3x4x5xf32>) -> tensor<2x4xf32>
  // CHECK-NEXT: %[[M:.*]] = graph.mean %[[X]] {axes = array<i64: 1, 2, 3>}
  // CHECK-NEXT: %[[R:.*]] = graph.reshape %[[M]] {shape = #graph.dims<2, 1>}
  // CHECK-NEXT: return %[[S]], %[[R]]
  %0 = graph.sum %x {axes = array<i64: 3>}
      : (tensor<2x3x4x5xf32>) -> tensor<2x3x4xf32>
  %1 = graph.sum %0 {axes = array<i64: 1>} : (tensor<2x3x4xf32>) -> tensor<2x4xf32>
  %2 = graph.mean %x {axes = array<i64: 2, 3>, keep_dims = true}
      : (tensor<2x3x4x5xf32>) -> tensor<2x3x1x1xf32>
  %3 = graph.mean %2 {axes = array<i64: 1, 3>}
      : (tensor<2x3x1x1xf32>) -> tensor<2x1xf32>
  return %1, %3 : tensor<2x4xf32>, tensor<2x1xf32>
}

// Other kinds, and one that is needed itself.
// CHECK-LABEL: func.func @reduction_of_other_reduction
func.func @reduction_of_other_reduction(%x: tensor<2x3xf32>)
    -> (tensor<f32>, tensor<2xf32>, tensor<f32>) {
  // CHECK-COUNT-2: graph.max
  // CHECK: graph.min
  %0 = graph.max %x {axes = array<i64: 1>} : (tensor<2x3xf32>) -> tensor<2xf32>
  %1 = graph.max %0 : (tensor<2xf32>) -> tensor<f32>
  %2 = graph.min %0 : (tensor<2xf32>) -> tensor<f32>
  return %1, %0, %2 : tensor<f32>, tensor<2xf32>, tensor<f32>
}

// CHECK-LABEL: func.func @reduction_of_transpose
// CHECK-SAME: (%[[X:.*]]: tensor<2x3x4xf32>)
func.func @reduction_of_transpose(%x: tensor<2x3x4xf32>)
    -> (tensor<3xf32>, tensor<4x2xf32>) {
  // CHECK-NEXT: %[[S:.*]] = graph.sum %[[X]] {axes = array<i64: 0, 2>}
  // CHECK-NEXT: %[[M:.*]] = graph.max %[[X]] {axes = array<i64: 1>}
  // CHECK-NEXT: %[[T:.*]] = graph.transpose %[[M]] {permutation = array<i64: 1, 0>}
  // CHECK-NEXT: return %[[S]], %[[T]]
  %0 = graph.transpose %x {permutation = array<i64: 2, 0, 1>}
      : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
  %1 = graph.sum %0 {axes = array<i64: 0, 1>} : (tensor<4x2x3xf32>) -> tensor<3xf32>
  %2 = graph.max %0 {axes = array<i64: 2>} : (tensor<4x2x3xf32>) -> tensor<4x2xf32>
  return %1, %2 : tensor<3xf32>, tensor<4x2xf32>
}

// CHECK-LABEL: func.func @reduction_and_unit_axes
// CHECK-SAME: (%[[X:.*]]: tensor<2x3xf32>, %[[Y:.*]]: tensor<2x1xf32>)
func.func @reduction_and_unit_axes(%x: tensor<2x3xf32>, %y: tensor<2x1xf32>)
    -> (tensor<2xf32>, tensor<2x1xf32>, tensor<2xf32>, tensor<2x1xf32>) {
  // CHECK-DAG: %[[R:.*]] = graph.reshape %[[Y]] {shape = #graph.dims<2>}
  // CHECK-DAG: %[[K:.*]] = graph.max %[[X]] {axes = array<i64: 1>, keep_dims = true}
  // CHECK-DAG: %[[M:.*]] = graph.mean %[[X]] {axes = array<i64: 1>} : (tensor<2x3xf32>)
  // CHECK-DAG: %[[S:.*]] = graph.sum %[[X]] {axes = array<i64: 1>, keep_dims = true}
  // CHECK: return %[[R]], %[[K]], %[[M]], %[[S]]
  %0 = graph.sum %y {axes = array<i64: 1>} : (tensor<2x1xf32>) -> tensor<2xf32>
  %1 = graph.max %x {axes = array<i64: 1>} : (tensor<2x3xf32>) -> tensor<2xf32>
  %2 = graph.reshape %1 {shape = #graph.dims<2, 1>} : (tensor<2xf32>) -> tensor<2x1xf32>
  %3 = graph.mean %x {axes = array<i64: 1>, keep_dims = true} : (tensor<2x3xf32>) -> tensor<2x1xf32>
  %4 = graph.reshape %3 {shape = #graph.dims<2>} : (tensor<2x1xf32>) -> tensor<2xf32>
  %5 = graph.reshape %x {shape = #graph.dims<2, 1, 3>} : (tensor<2x3xf32>) -> tensor<2x1x3xf32>
  %6 = graph.sum %5 {axes = array<i64: 2>} : (tensor<2x1x3xf32>) -> tensor<2x1xf32>
  return %0, %2, %4, %6 : tensor<2xf32>, tensor<2x1xf32>, tensor<2xf32>, tensor<2x1xf32>
}
