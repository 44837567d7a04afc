// RUN: dlc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @reshape_of_reshape
// CHECK-SAME: (%[[X:.*]]: tensor<?x6xf32, #graph.dims<N, 6>>)
func.func @reshape_of_reshape(%x: tensor<?x6xf32, #graph.dims<N, 6>>)
    -> tensor<?x3x2xf32, #graph.dims<N, 3, 2>> {
  // CHECK-NEXT: %[[R:.*]] = graph.reshape %[[X]] {shape = #graph.dims<N, 3, 2>}
  // CHECK-NEXT: return %[[R]]
  %0 = graph.reshape %x {shape = #graph.dims<6*N>}
      : (tensor<?x6xf32, #graph.dims<N, 6>>) -> tensor<?xf32, #graph.dims<6*N>>
  %1 = graph.reshape %0 {shape = #graph.dims<N, 3, 2>}
      : (tensor<?xf32, #graph.dims<6*N>>)
      -> tensor<?x3x2xf32, #graph.dims<N, 3, 2>>
  return %1 : tensor<?x3x2xf32, #graph.dims<N, 3, 2>>
}

// An axis of size 1 may be anywhere.
// CHECK-LABEL: func.func @transpose_unit_axis
// CHECK-SAME: (%[[X:.*]]: tensor<4x1x5xf32>)
func.func @transpose_unit_axis(%x: tensor<4x1x5xf32>)
    -> (tensor<1x4x5xf32>, tensor<1x5x4xf32>) {
  // CHECK-NEXT: %[[R:.*]] = graph.reshape %[[X]] {shape = #graph.dims<1, 4, 5>}
  // CHECK-NEXT: %[[T:.*]] = graph.transpose %[[X]] {permutation = array<i64: 1, 2, 0>}
  // CHECK-NEXT: return %[[R]], %[[T]]
  %0 = graph.transpose %x {permutation = array<i64: 1, 0, 2>}
      : (tensor<4x1x5xf32>) -> tensor<1x4x5xf32>
  %1 = graph.transpose %x {permutation = array<i64: 1, 2, 0>}
      : (tensor<4x1x5xf32>) -> tensor<1x5x4xf32>
  return %0, %1 : tensor<1x4x5xf32>, tensor<1x5x4xf32>
}

// CHECK-LABEL: func.func @transpose_with_new_unit_axis
// CHECK-SAME: (%[[X:.*]]: tensor<4x5xf32>)
func.func @transpose_with_new_unit_axis(%x: tensor<4x5xf32>)
    -> tensor<5x1x4xf32> {
  // CHECK-NEXT: %[[T:.*]] = graph.transpose %[[X]] {permutation = array<i64: 1, 0>}
  // CHECK-NEXT: %[[R:.*]] = graph.reshape %[[T]] {shape = #graph.dims<5, 1, 4>}
  // CHECK-NEXT: return %[[R]]
  %0 = graph.reshape %x {shape = #graph.dims<1, 4, 5>}
      : (tensor<4x5xf32>) -> tensor<1x4x5xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 2, 0, 1>}
      : (tensor<1x4x5xf32>) -> tensor<5x1x4xf32>
  return %1 : tensor<5x1x4xf32>
}

// CHECK-LABEL: func.func @transpose_of_broadcast
// CHECK-SAME: (%[[X:.*]]: tensor<3x4xf32>, %[[C:.*]]: tensor<4xf32>)
func.func @transpose_of_broadcast(%x: tensor<3x4xf32>, %c: tensor<4xf32>)
    -> (tensor<4x2x3xf32>, tensor<4x7xf32>) {
  // CHECK-NEXT: %[[T:.*]] = graph.transpose %[[X]] {permutation = array<i64: 1, 0>}
  // CHECK-NEXT: %[[B:.*]] = graph.broadcast %[[T]] {axes = array<i64: 0, 2>, shape = #graph.dims<4, 2, 3>}
  // CHECK-NEXT: %[[D:.*]] = graph.broadcast %[[C]] {axes = array<i64: 0>, shape = #graph.dims<4, 7>}
  // CHECK-NEXT: return %[[B]], %[[D]]
  %0 = graph.broadcast %x {shape = #graph.dims<2, 3, 4>}
      : (tensor<3x4xf32>) -> tensor<2x3x4xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 2, 0, 1>}
      : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
  %2 = graph.broadcast %c {shape = #graph.dims<7, 4>}
      : (tensor<4xf32>) -> tensor<7x4xf32>
  %3 = graph.transpose %2 {permutation = array<i64: 1, 0>}
      : (tensor<7x4xf32>) -> tensor<4x7xf32>
  return %1, %3 : tensor<4x2x3xf32>, tensor<4x7xf32>
}

// CHECK-LABEL: func.func @broadcast_of_broadcast
// CHECK-SAME: (%[[C:.*]]: tensor<?xf32, #graph.dims<C>>)
func.func @broadcast_of_broadcast(%c: tensor<?xf32, #graph.dims<C>>)
    -> tensor<2x?x5xf32, #graph.dims<2, C, 5>> {
  // CHECK-NEXT: %[[B:.*]] = graph.broadcast %[[C]] {axes = array<i64: 1>, shape = #graph.dims<2, C, 5>}
  // CHECK-NEXT: return %[[B]]
  %0 = graph.broadcast %c {axes = array<i64: 0>, shape = #graph.dims<C, 1>}
      : (tensor<?xf32, #graph.dims<C>>) -> tensor<?x1xf32, #graph.dims<C, 1>>
  %1 = graph.broadcast %0 {shape = #graph.dims<2, C, 5>}
      : (tensor<?x1xf32, #graph.dims<C, 1>>)
      -> tensor<2x?x5xf32, #graph.dims<2, C, 5>>
  return %1 : tensor<2x?x5xf32, #graph.dims<2, C, 5>>
}

// A broadcast that repeats nothing is a reshape, and one of a reshape to axes
// of size 1 needs none.
// CHECK-LABEL: func.func @broadcast_and_reshape
// CHECK-SAME: (%[[X:.*]]: tensor<4xf32>)
func.func @broadcast_and_reshape(%x: tensor<4xf32>)
    -> (tensor<1x4xf32>, tensor<2x4x5xf32>, tensor<1x2x4xf32>) {
  // CHECK-NEXT: %[[R:.*]] = graph.reshape %[[X]] {shape = #graph.dims<1, 4>}
  // CHECK-NEXT: %[[B:.*]] = graph.broadcast %[[X]] {axes = array<i64: 1>, shape = #graph.dims<2, 4, 5>}
  // CHECK-NEXT: %[[D:.*]] = graph.broadcast %[[X]] {axes = array<i64: 2>, shape = #graph.dims<1, 2, 4>}
  // CHECK-NEXT: return %[[R]], %[[B]], %[[D]]
  %0 = graph.broadcast %x {shape = #graph.dims<1, 4>}
      : (tensor<4xf32>) -> tensor<1x4xf32>
  %1 = graph.reshape %x {shape = #graph.dims<1, 4, 1>}
      : (tensor<4xf32>) -> tensor<1x4x1xf32>
  %2 = graph.broadcast %1 {shape = #graph.dims<2, 4, 5>}
      : (tensor<1x4x1xf32>) -> tensor<2x4x5xf32>
  %3 = graph.broadcast %x {shape = #graph.dims<2, 4>}
      : (tensor<4xf32>) -> tensor<2x4xf32>
  %4 = graph.reshape %3 {shape = #graph.dims<1, 2, 4>}
      : (tensor<2x4xf32>) -> tensor<1x2x4xf32>
  return %0, %2, %4 : tensor<1x4xf32>, tensor<2x4x5xf32>, tensor<1x2x4xf32>
}

// The reshape mixes what is repeated with what is not.
// CHECK-LABEL: func.func @reshape_of_broadcast_mixed
func.func @reshape_of_broadcast_mixed(%x: tensor<4xf32>) -> tensor<8xf32> {
  // CHECK: graph.broadcast
  // CHECK: graph.reshape
  %0 = graph.broadcast %x {shape = #graph.dims<2, 4>}
      : (tensor<4xf32>) -> tensor<2x4xf32>
  %1 = graph.reshape %0 {shape = #graph.dims<8>}
      : (tensor<2x4xf32>) -> tensor<8xf32>
  return %1 : tensor<8xf32>
}

// CHECK-LABEL: func.func @unpack_of_pack
// CHECK-SAME: (%[[X:.*]]: tensor<3x20xf32>)
func.func @unpack_of_pack(%x: tensor<3x20xf32>) -> tensor<3x20xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.pack %x {axis = 1 : i64, block = 16 : i64,
                      outer_permutation = array<i64: 0, 1>}
      : (tensor<3x20xf32>) -> tensor<3x2x16xf32>
  %1 = graph.unpack %0 {axis = 1 : i64, size = 20 : i64}
      : (tensor<3x2x16xf32>) -> tensor<3x20xf32>
  return %1 : tensor<3x20xf32>
}

// The positions behind the axis are zero in what is packed, and may be anything
// in what was unpacked, unless there are none.
// CHECK-LABEL: func.func @pack_of_unpack
// CHECK-SAME: (%[[X:.*]]: tensor<3x2x16xf32>, %[[Y:.*]]: tensor<3x2x16xf32>)
func.func @pack_of_unpack(%x: tensor<3x2x16xf32>, %y: tensor<3x2x16xf32>)
    -> (tensor<3x2x16xf32>, tensor<3x2x16xf32>) {
  // CHECK: %[[P:.*]] = graph.pack
  // CHECK: return %[[P]], %[[Y]]
  %0 = graph.unpack %x {axis = 1 : i64, size = 20 : i64}
      : (tensor<3x2x16xf32>) -> tensor<3x20xf32>
  %1 = graph.pack %0 {axis = 1 : i64, block = 16 : i64,
                      outer_permutation = array<i64: 0, 1>}
      : (tensor<3x20xf32>) -> tensor<3x2x16xf32>
  %2 = graph.unpack %y {axis = 1 : i64, size = 32 : i64}
      : (tensor<3x2x16xf32>) -> tensor<3x32xf32>
  %3 = graph.pack %2 {axis = 1 : i64, block = 16 : i64,
                      outer_permutation = array<i64: 0, 1>}
      : (tensor<3x32xf32>) -> tensor<3x2x16xf32>
  return %1, %3 : tensor<3x2x16xf32>, tensor<3x2x16xf32>
}

// CHECK-LABEL: func.func @matmul_of_transpose
// CHECK-SAME: (%[[X:.*]]: tensor<3x4xf32>, %[[Y:.*]]: tensor<5x4xf32>, %[[Z:.*]]: tensor<4x5xf32>)
func.func @matmul_of_transpose(%x: tensor<3x4xf32>, %y: tensor<5x4xf32>,
    %z: tensor<4x5xf32>) -> (tensor<3x5xf32>, tensor<3x5xf32>) {
  // CHECK-NEXT: graph.matmul %[[X]], %[[Y]] {transpose_rhs = true}
  // CHECK-NEXT: graph.matmul %[[X]], %[[Z]] :
  // CHECK-NEXT: return
  %0 = graph.transpose %y {permutation = array<i64: 1, 0>}
      : (tensor<5x4xf32>) -> tensor<4x5xf32>
  %1 = graph.matmul %x, %0
      : (tensor<3x4xf32>, tensor<4x5xf32>) -> tensor<3x5xf32>
  %2 = graph.transpose %z {permutation = array<i64: 1, 0>}
      : (tensor<4x5xf32>) -> tensor<5x4xf32>
  %3 = graph.matmul %x, %2 {transpose_rhs = true}
      : (tensor<3x4xf32>, tensor<5x4xf32>) -> tensor<3x5xf32>
  return %1, %3 : tensor<3x5xf32>, tensor<3x5xf32>
}

// These transposes move the axis that numbers matrices.
// CHECK-LABEL: func.func @matmul_of_other_transpose
func.func @matmul_of_other_transpose(%x: tensor<2x3x4xf32>,
    %y: tensor<4x2x5xf32>) -> tensor<2x3x5xf32> {
  // CHECK: graph.transpose
  // CHECK: graph.matmul
  %0 = graph.transpose %y {permutation = array<i64: 1, 0, 2>}
      : (tensor<4x2x5xf32>) -> tensor<2x4x5xf32>
  %1 = graph.matmul %x, %0
      : (tensor<2x3x4xf32>, tensor<2x4x5xf32>) -> tensor<2x3x5xf32>
  return %1 : tensor<2x3x5xf32>
}
