// RUN: dlc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @slice_of_broadcast
// CHECK-SAME: (%[[X:.*]]: tensor<4xf32>)
func.func @slice_of_broadcast(%x: tensor<4xf32>) -> tensor<3x2xf32> {
  // CHECK-NEXT: %[[S:.*]] = graph.slice %[[X]] {sizes = #graph.dims<2>, starts = #graph.dims<1>, strides = array<i64: 2>}
  // CHECK-NEXT: %[[B:.*]] = graph.broadcast %[[S]] {axes = array<i64: 1>, shape = #graph.dims<3, 2>}
  // CHECK-NEXT: return %[[B]]
  %0 = graph.broadcast %x {shape = #graph.dims<9, 4>}
      : (tensor<4xf32>) -> tensor<9x4xf32>
  %1 = graph.slice %0 {starts = #graph.dims<5, 1>, sizes = #graph.dims<3, 2>,
                       strides = array<i64: 1, 2>}
      : (tensor<9x4xf32>) -> tensor<3x2xf32>
  return %1 : tensor<3x2xf32>
}

// CHECK-LABEL: func.func @slice_of_concat
// CHECK-SAME: (%[[X:.*]]: tensor<4xf32>, %[[Y:.*]]: tensor<3xf32>, %[[Z:.*]]: tensor<5xf32>)
func.func @slice_of_concat(%x: tensor<4xf32>, %y: tensor<3xf32>,
    %z: tensor<5xf32>)
    -> (tensor<3xf32>, tensor<2xf32>, tensor<5xf32>, tensor<4xf32>) {
  // CHECK-DAG: %[[A:.*]] = graph.slice %[[Z]] {sizes = #graph.dims<2>, starts = #graph.dims<3>, strides = array<i64: -2>}
  // CHECK-DAG: %[[Y2:.*]] = graph.slice %[[Y]] {sizes = #graph.dims<2>, starts = #graph.dims<1>
  // CHECK-DAG: %[[Z3:.*]] = graph.slice %[[Z]] {sizes = #graph.dims<3>, starts = #graph.dims<0>
  // CHECK-DAG: %[[B:.*]] = graph.concat %[[Y2]], %[[Z3]] {axis = 0 : i64}
  // All parts with gaps between: as it was.
  // CHECK-DAG: %[[ALL:.*]] = graph.concat %[[X]], %[[Y]], %[[Z]]
  // CHECK-DAG: %[[C:.*]] = graph.slice %[[ALL]]
  // CHECK: return %[[Y]], %[[A]], %[[B]], %[[C]]
  %0 = graph.concat %x, %y, %z {axis = 0 : i64}
      : (tensor<4xf32>, tensor<3xf32>, tensor<5xf32>) -> tensor<12xf32>
  %1 = graph.slice %0 {starts = #graph.dims<4>, sizes = #graph.dims<3>,
                       strides = array<i64: 1>} : (tensor<12xf32>) -> tensor<3xf32>
  %2 = graph.slice %0 {starts = #graph.dims<10>, sizes = #graph.dims<2>,
                       strides = array<i64: -2>} : (tensor<12xf32>) -> tensor<2xf32>
  %3 = graph.slice %0 {starts = #graph.dims<5>, sizes = #graph.dims<5>,
                       strides = array<i64: 1>} : (tensor<12xf32>) -> tensor<5xf32>
  %4 = graph.slice %0 {starts = #graph.dims<0>, sizes = #graph.dims<4>,
                       strides = array<i64: 3>} : (tensor<12xf32>) -> tensor<4xf32>
  return %1, %2, %3, %4
      : tensor<3xf32>, tensor<2xf32>, tensor<5xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @slice_of_pad
// CHECK-SAME: (%[[X:.*]]: tensor<4x5xf32>)
func.func @slice_of_pad(%x: tensor<4x5xf32>)
    -> (tensor<2x5xf32>, tensor<4x5xf32>) {
  // CHECK-NEXT: %[[P:.*]] = graph.pad
  // CHECK-NEXT: %[[S:.*]] = graph.slice %[[X]] {sizes = #graph.dims<2, 5>, starts = #graph.dims<1, 0>, strides = array<i64: 1, 1>}
  // Reads a row of the padding.
  // CHECK-NEXT: %[[T:.*]] = graph.slice %[[P]]
  // CHECK-NEXT: return %[[S]], %[[T]]
  %0 = graph.pad %x {low = array<i64: 2, 0>, high = array<i64: 1, 0>}
      : (tensor<4x5xf32>) -> tensor<7x5xf32>
  %1 = graph.slice %0 {starts = #graph.dims<3, 0>, sizes = #graph.dims<2, 5>,
                       strides = array<i64: 1, 1>} : (tensor<7x5xf32>) -> tensor<2x5xf32>
  %2 = graph.slice %0 {starts = #graph.dims<1, 0>, sizes = #graph.dims<4, 5>,
                       strides = array<i64: 1, 1>} : (tensor<7x5xf32>) -> tensor<4x5xf32>
  return %1, %2 : tensor<2x5xf32>, tensor<4x5xf32>
}

// CHECK-LABEL: func.func @slice_of_pointwise
// CHECK-SAME: (%[[X:.*]]: tensor<8xf32>, %[[Y:.*]]: tensor<8xf32>)
func.func @slice_of_pointwise(%x: tensor<8xf32>, %y: tensor<8xf32>)
    -> tensor<2xi1> {
  // CHECK-NEXT: %[[A:.*]] = graph.slice %[[X]]
  // CHECK-NEXT: %[[B:.*]] = graph.slice %[[Y]]
  // CHECK-NEXT: %[[L:.*]] = graph.less %[[A]], %[[B]] : tensor<2xf32>
  // CHECK-NEXT: return %[[L]]
  %0 = graph.less %x, %y : tensor<8xf32>
  %1 = graph.slice %0 {starts = #graph.dims<1>, sizes = #graph.dims<2>,
                       strides = array<i64: 1>} : (tensor<8xi1>) -> tensor<2xi1>
  return %1 : tensor<2xi1>
}

// Somebody else needs all of it; it happens in a product's registers; it is
// reversed, not smaller.
// CHECK-LABEL: func.func @slice_of_pointwise_left_alone
func.func @slice_of_pointwise_left_alone(%x: tensor<8x8xf32>)
    -> (tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x8xf32>) {
  // CHECK: %[[E:.*]] = graph.exp
  // CHECK: graph.slice %[[E]]
  // CHECK: %[[T:.*]] = graph.tanh
  // CHECK: graph.slice %[[T]]
  // CHECK: %[[S:.*]] = graph.sin
  // CHECK: graph.slice %[[S]]
  %0 = graph.exp %x : tensor<8x8xf32>
  %1 = graph.slice %0 {starts = #graph.dims<1, 0>, sizes = #graph.dims<2, 8>,
                       strides = array<i64: 1, 1>} : (tensor<8x8xf32>) -> tensor<2x8xf32>
  %2 = graph.matmul %x, %x
      : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  %3 = graph.tanh %2 : tensor<8x8xf32>
  %4 = graph.slice %3 {starts = #graph.dims<1, 0>, sizes = #graph.dims<2, 8>,
                       strides = array<i64: 1, 1>} : (tensor<8x8xf32>) -> tensor<2x8xf32>
  %5 = graph.sin %x : tensor<8x8xf32>
  %6 = graph.slice %5 {starts = #graph.dims<7, 0>, sizes = #graph.dims<8, 8>,
                       strides = array<i64: -1, 1>} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  return %0, %1, %4, %6
      : tensor<8x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>, tensor<8x8xf32>
}

// CHECK-LABEL: func.func @concat_of_adjacent_slices
// CHECK-SAME: (%[[X:.*]]: tensor<?x6xf32, #graph.dims<N, 6>>)
func.func @concat_of_adjacent_slices(%x: tensor<?x6xf32, #graph.dims<N, 6>>)
    -> (tensor<?x6xf32, #graph.dims<N, 6>>, tensor<?x4xf32, #graph.dims<N, 4>>) {
  // CHECK-NEXT: %[[S:.*]] = graph.slice %[[X]] {sizes = #graph.dims<N, 4>, starts = #graph.dims<0, 2>
  // CHECK-NEXT: return %[[X]], %[[S]]
  %0 = graph.slice %x {starts = #graph.dims<0, 0>, sizes = #graph.dims<N, 2>,
                       strides = array<i64: 1, 1>}
      : (tensor<?x6xf32, #graph.dims<N, 6>>) -> tensor<?x2xf32, #graph.dims<N, 2>>
  %1 = graph.slice %x {starts = #graph.dims<0, 2>, sizes = #graph.dims<N, 3>,
                       strides = array<i64: 1, 1>}
      : (tensor<?x6xf32, #graph.dims<N, 6>>) -> tensor<?x3xf32, #graph.dims<N, 3>>
  %2 = graph.slice %x {starts = #graph.dims<0, 5>, sizes = #graph.dims<N, 1>,
                       strides = array<i64: 1, 1>}
      : (tensor<?x6xf32, #graph.dims<N, 6>>) -> tensor<?x1xf32, #graph.dims<N, 1>>
  %3 = graph.concat %0, %1, %2 {axis = -1 : i64}
      : (tensor<?x2xf32, #graph.dims<N, 2>>, tensor<?x3xf32, #graph.dims<N, 3>>,
         tensor<?x1xf32, #graph.dims<N, 1>>) -> tensor<?x6xf32, #graph.dims<N, 6>>
  %4 = graph.concat %1, %2 {axis = 1 : i64}
      : (tensor<?x3xf32, #graph.dims<N, 3>>, tensor<?x1xf32, #graph.dims<N, 1>>)
      -> tensor<?x4xf32, #graph.dims<N, 4>>
  return %3, %4
      : tensor<?x6xf32, #graph.dims<N, 6>>, tensor<?x4xf32, #graph.dims<N, 4>>
}

// Exchanged, of two values, along another axis.
// CHECK-LABEL: func.func @concat_of_other_slices
func.func @concat_of_other_slices(%x: tensor<4x4xf32>, %y: tensor<4x4xf32>)
    -> (tensor<4x4xf32>, tensor<4x4xf32>, tensor<2x8xf32>) {
  // CHECK-COUNT-3: graph.concat %{{.*}}, %
  %0 = graph.slice %x {starts = #graph.dims<0, 0>, sizes = #graph.dims<2, 4>,
                       strides = array<i64: 1, 1>} : (tensor<4x4xf32>) -> tensor<2x4xf32>
  %1 = graph.slice %x {starts = #graph.dims<2, 0>, sizes = #graph.dims<2, 4>,
                       strides = array<i64: 1, 1>} : (tensor<4x4xf32>) -> tensor<2x4xf32>
  %2 = graph.slice %y {starts = #graph.dims<2, 0>, sizes = #graph.dims<2, 4>,
                       strides = array<i64: 1, 1>} : (tensor<4x4xf32>) -> tensor<2x4xf32>
  %3 = graph.concat %1, %0 {axis = 0 : i64} : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<4x4xf32>
  %4 = graph.concat %0, %2 {axis = 0 : i64} : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<4x4xf32>
  %5 = graph.concat %0, %1 {axis = 1 : i64} : (tensor<2x4xf32>, tensor<2x4xf32>) -> tensor<2x8xf32>
  return %3, %4, %5 : tensor<4x4xf32>, tensor<4x4xf32>, tensor<2x8xf32>
}

// CHECK-LABEL: func.func @concat_of_concat
// CHECK-SAME: (%[[X:.*]]: tensor<2xf32>, %[[Y:.*]]: tensor<3xf32>, %[[Z:.*]]: tensor<0xf32>)
func.func @concat_of_concat(%x: tensor<2xf32>, %y: tensor<3xf32>,
    %z: tensor<0xf32>) -> (tensor<7xf32>, tensor<3xf32>) {
  // CHECK-NEXT: %[[C:.*]] = graph.concat %[[X]], %[[Y]], %[[X]] {axis = 0 : i64}
  // CHECK-NEXT: return %[[C]], %[[Y]]
  %0 = graph.concat %x, %y {axis = 0 : i64}
      : (tensor<2xf32>, tensor<3xf32>) -> tensor<5xf32>
  %1 = graph.concat %0, %x {axis = 0 : i64}
      : (tensor<5xf32>, tensor<2xf32>) -> tensor<7xf32>
  %2 = graph.concat %z, %y {axis = 0 : i64}
      : (tensor<0xf32>, tensor<3xf32>) -> tensor<3xf32>
  return %1, %2 : tensor<7xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @pad_of_pad
// CHECK-SAME: (%[[X:.*]]: tensor<4xf32>)
func.func @pad_of_pad(%x: tensor<4xf32>) -> (tensor<9xf32>, tensor<8xf32>) {
  // CHECK: graph.pad %[[X]] {high = array<i64: 1>, low = array<i64: 4>, value = 1.000000e+00 : f64}
  // Surrounded by other numbers.
  // CHECK: %[[P:.*]] = graph.pad %[[X]] {high = array<i64: 1>, low = array<i64: 1>}
  // CHECK: graph.pad %[[P]]
  %0 = graph.pad %x {low = array<i64: 1>, high = array<i64: 0>, value = 1.0 : f64}
      : (tensor<4xf32>) -> tensor<5xf32>
  %1 = graph.pad %0 {low = array<i64: 3>, high = array<i64: 1>, value = 1.0 : f64}
      : (tensor<5xf32>) -> tensor<9xf32>
  %2 = graph.pad %x {low = array<i64: 1>, high = array<i64: 1>}
      : (tensor<4xf32>) -> tensor<6xf32>
  %3 = graph.pad %2 {low = array<i64: 1>, high = array<i64: 1>, value = 1.0 : f64}
      : (tensor<6xf32>) -> tensor<8xf32>
  return %1, %3 : tensor<9xf32>, tensor<8xf32>
}

// What zeros surround, one behind the other: a concatenation, here of all the
// gradients of slices.
// CHECK-LABEL: func.func @sum_of_pads
// CHECK-SAME: %[[A:[^:]+]]: tensor<2x3xf32>, %[[B:[^:]+]]: tensor<2x4xf32>, %[[C:[^:]+]]: tensor<2x1xf32>
// CHECK-NEXT: %[[ALL:.*]] = graph.concat %[[A]], %[[B]], %[[C]] {axis = 1
// CHECK-NEXT: return %[[ALL]]
func.func @sum_of_pads(%a: tensor<2x3xf32>, %b: tensor<2x4xf32>, %c: tensor<2x1xf32>) -> tensor<2x8xf32> {
  %0 = graph.pad %a {low = array<i64: 0, 0>, high = array<i64: 0, 5>} : (tensor<2x3xf32>) -> tensor<2x8xf32>
  %1 = graph.pad %b {low = array<i64: 0, 3>, high = array<i64: 0, 1>} : (tensor<2x4xf32>) -> tensor<2x8xf32>
  %2 = graph.pad %c {low = array<i64: 0, 7>, high = array<i64: 0, 0>} : (tensor<2x1xf32>) -> tensor<2x8xf32>
  %3 = graph.add %2, %1 : tensor<2x8xf32>
  %4 = graph.add %3, %0 : tensor<2x8xf32>
  return %4 : tensor<2x8xf32>
}

// A gap between them, and other numbers than zero around them.
// CHECK-LABEL: func.func @sum_of_other_pads
// CHECK-NOT: graph.concat
// CHECK: return
func.func @sum_of_other_pads(%a: tensor<3xf32>, %b: tensor<4xf32>) -> (tensor<8xf32>, tensor<7xf32>) {
  %0 = graph.pad %a {low = array<i64: 0>, high = array<i64: 5>} : (tensor<3xf32>) -> tensor<8xf32>
  %1 = graph.pad %b {low = array<i64: 4>, high = array<i64: 0>} : (tensor<4xf32>) -> tensor<8xf32>
  %2 = graph.add %0, %1 : tensor<8xf32>
  %3 = graph.pad %a {low = array<i64: 0>, high = array<i64: 4>, value = 1.0 : f64} : (tensor<3xf32>) -> tensor<7xf32>
  %4 = graph.pad %b {low = array<i64: 3>, high = array<i64: 0>, value = 1.0 : f64} : (tensor<4xf32>) -> tensor<7xf32>
  %5 = graph.add %3, %4 : tensor<7xf32>
  return %2, %5 : tensor<8xf32>, tensor<7xf32>
}
