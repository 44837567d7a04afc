// RUN: dlc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @neg_of_neg
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>)
func.func @neg_of_neg(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.neg %x : tensor<3xf32>
  %1 = graph.neg %0 : tensor<3xf32>
  return %1 : tensor<3xf32>
}

// CHECK-LABEL: func.func @neg_of_abs
func.func @neg_of_abs(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: graph.abs
  // CHECK: graph.neg
  %0 = graph.abs %x : tensor<3xf32>
  %1 = graph.neg %0 : tensor<3xf32>
  return %1 : tensor<3xf32>
}

// CHECK-LABEL: func.func @relu_of_relu
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>)
func.func @relu_of_relu(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK-NEXT: %[[R:.*]] = graph.relu %[[X]]
  // CHECK-NEXT: return %[[R]]
  %0 = graph.relu %x : tensor<3xf32>
  %1 = graph.relu %0 : tensor<3xf32>
  return %1 : tensor<3xf32>
}

// CHECK-LABEL: func.func @relu_of_neg
func.func @relu_of_neg(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: graph.neg
  // CHECK: graph.relu
  %0 = graph.neg %x : tensor<3xf32>
  %1 = graph.relu %0 : tensor<3xf32>
  return %1 : tensor<3xf32>
}

// CHECK-LABEL: func.func @cast_to_same
// CHECK-SAME: (%[[X:.*]]: tensor<3xi8>)
func.func @cast_to_same(%x: tensor<3xi8>) -> tensor<3xi8> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.cast %x to i8 : (tensor<3xi8>) -> tensor<3xi8>
  return %0 : tensor<3xi8>
}

// Narrowing loses what widening does not bring back; i8 and ui8 differ.
// CHECK-LABEL: func.func @cast_there_and_back
func.func @cast_there_and_back(%x: tensor<3xf64>, %y: tensor<3xi8>)
    -> (tensor<3xf64>, tensor<3xui8>) {
  // CHECK: graph.cast %{{.*}} to f32
  // CHECK: graph.cast %{{.*}} to f64
  // CHECK: graph.cast %{{.*}} to ui8
  %0 = graph.cast %x to f32 : (tensor<3xf64>) -> tensor<3xf32>
  %1 = graph.cast %0 to f64 : (tensor<3xf32>) -> tensor<3xf64>
  %2 = graph.cast %y to ui8 : (tensor<3xi8>) -> tensor<3xui8>
  return %1, %2 : tensor<3xf64>, tensor<3xui8>
}

// CHECK-LABEL: func.func @reshape_to_same
// CHECK-SAME: (%[[X:.*]]: tensor<?x3xf32, #graph.dims<N, 3>>)
func.func @reshape_to_same(%x: tensor<?x3xf32, #graph.dims<N, 3>>)
    -> tensor<?x3xf32, #graph.dims<N, 3>> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.reshape %x {shape = #graph.dims<-1, 3>}
      : (tensor<?x3xf32, #graph.dims<N, 3>>)
      -> tensor<?x3xf32, #graph.dims<N, 3>>
  return %0 : tensor<?x3xf32, #graph.dims<N, 3>>
}

// CHECK-LABEL: func.func @reshape_there_and_back
// CHECK-SAME: (%[[X:.*]]: tensor<2x3xf32>)
func.func @reshape_there_and_back(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.reshape %x {shape = #graph.dims<6>}
      : (tensor<2x3xf32>) -> tensor<6xf32>
  %1 = graph.reshape %0 {shape = #graph.dims<2, 3>}
      : (tensor<6xf32>) -> tensor<2x3xf32>
  return %1 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @reshape_elsewhere
func.func @reshape_elsewhere(%x: tensor<2x3xf32>) -> tensor<3x2xf32> {
  // CHECK: graph.reshape %{{.*}} : (tensor<{{.*}}>) -> tensor<3x2xf32>
  %0 = graph.reshape %x {shape = #graph.dims<6>}
      : (tensor<2x3xf32>) -> tensor<6xf32>
  %1 = graph.reshape %0 {shape = #graph.dims<3, 2>}
      : (tensor<6xf32>) -> tensor<3x2xf32>
  return %1 : tensor<3x2xf32>
}

// CHECK-LABEL: func.func @transpose_identity
// CHECK-SAME: (%[[X:.*]]: tensor<3x3xf32>)
func.func @transpose_identity(%x: tensor<3x3xf32>) -> tensor<3x3xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.transpose %x {permutation = array<i64: 0, 1>}
      : (tensor<3x3xf32>) -> tensor<3x3xf32>
  return %0 : tensor<3x3xf32>
}

// CHECK-LABEL: func.func @transpose_there_and_back
// CHECK-SAME: (%[[X:.*]]: tensor<2x3x4xf32>)
func.func @transpose_there_and_back(%x: tensor<2x3x4xf32>)
    -> tensor<2x3x4xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.transpose %x {permutation = array<i64: 1, 2, 0>}
      : (tensor<2x3x4xf32>) -> tensor<3x4x2xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 2, 0, 1>}
      : (tensor<3x4x2xf32>) -> tensor<2x3x4xf32>
  return %1 : tensor<2x3x4xf32>
}

// CHECK-LABEL: func.func @transpose_twice
// CHECK-SAME: (%[[X:.*]]: tensor<2x3x4xf32>)
func.func @transpose_twice(%x: tensor<2x3x4xf32>) -> tensor<4x2x3xf32> {
  // CHECK-NEXT: %[[T:.*]] = graph.transpose %[[X]] {permutation = array<i64: 2, 0, 1>} : (tensor<2x3x4xf32>) -> tensor<4x2x3xf32>
  // CHECK-NEXT: return %[[T]]
  %0 = graph.transpose %x {permutation = array<i64: 1, 2, 0>}
      : (tensor<2x3x4xf32>) -> tensor<3x4x2xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 1, 2, 0>}
      : (tensor<3x4x2xf32>) -> tensor<4x2x3xf32>
  return %1 : tensor<4x2x3xf32>
}

// The types are equal, the elements move nonetheless.
// CHECK-LABEL: func.func @transpose_square
func.func @transpose_square(%x: tensor<3x3xf32>) -> tensor<3x3xf32> {
  // CHECK: graph.transpose
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<3x3xf32>) -> tensor<3x3xf32>
  return %0 : tensor<3x3xf32>
}

// CHECK-LABEL: func.func @broadcast_to_same
// CHECK-SAME: (%[[X:.*]]: tensor<2x3xf32>)
func.func @broadcast_to_same(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.broadcast %x {shape = #graph.dims<2, 3>}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @broadcast_to_larger
func.func @broadcast_to_larger(%x: tensor<1x3xf32>) -> tensor<2x3xf32> {
  // CHECK: graph.broadcast
  %0 = graph.broadcast %x {shape = #graph.dims<2, 3>}
      : (tensor<1x3xf32>) -> tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @concat_of_one
// CHECK-SAME: (%[[X:.*]]: tensor<2xf32>)
func.func @concat_of_one(%x: tensor<2xf32>) -> tensor<2xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.concat %x {axis = 0 : i64} : (tensor<2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @concat_of_two
func.func @concat_of_two(%x: tensor<2xf32>, %y: tensor<1xf32>)
    -> tensor<3xf32> {
  // CHECK: graph.concat
  %0 = graph.concat %x, %y {axis = 0 : i64}
      : (tensor<2xf32>, tensor<1xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @slice_everything
// CHECK-SAME: (%[[X:.*]]: tensor<?x1xf32, #graph.dims<N, 1>>)
func.func @slice_everything(%x: tensor<?x1xf32, #graph.dims<N, 1>>)
    -> tensor<?x1xf32, #graph.dims<N, 1>> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.slice %x {starts = #graph.dims<0, 0>, sizes = #graph.dims<N, 1>, strides = array<i64: 1, -1>}
      : (tensor<?x1xf32, #graph.dims<N, 1>>)
      -> tensor<?x1xf32, #graph.dims<N, 1>>
  return %0 : tensor<?x1xf32, #graph.dims<N, 1>>
}

// The types are equal, the elements move nonetheless.
// CHECK-LABEL: func.func @slice_reversed
func.func @slice_reversed(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: graph.slice
  %0 = graph.slice %x {starts = #graph.dims<2>, sizes = #graph.dims<3>, strides = array<i64: -1>}
      : (tensor<3xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// CHECK-LABEL: func.func @slice_of_slice
// CHECK-SAME: (%[[X:.*]]: tensor
func.func @slice_of_slice(%x: tensor<?xf32, #graph.dims<N>>) -> tensor<2xf32> {
  // CHECK-NEXT: %[[S:.*]] = graph.slice %[[X]] {sizes = #graph.dims<2>, starts = #graph.dims<N + -3>, strides = array<i64: -2>}
  // CHECK-NEXT: return %[[S]]
  %0 = graph.slice %x {starts = #graph.dims<N + -1>, sizes = #graph.dims<N>, strides = array<i64: -1>}
      : (tensor<?xf32, #graph.dims<N>>) -> tensor<?xf32, #graph.dims<N>>
  %1 = graph.slice %0 {starts = #graph.dims<2>, sizes = #graph.dims<2>, strides = array<i64: 2>}
      : (tensor<?xf32, #graph.dims<N>>) -> tensor<2xf32>
  return %1 : tensor<2xf32>
}

// CHECK-LABEL: func.func @slice_reversed_twice
// CHECK-SAME: (%[[X:.*]]: tensor
func.func @slice_reversed_twice(%x: tensor<?xf32, #graph.dims<N>>)
    -> tensor<?xf32, #graph.dims<N>> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.slice %x {starts = #graph.dims<N + -1>, sizes = #graph.dims<N>, strides = array<i64: -1>}
      : (tensor<?xf32, #graph.dims<N>>) -> tensor<?xf32, #graph.dims<N>>
  %1 = graph.slice %0 {starts = #graph.dims<N + -1>, sizes = #graph.dims<N>, strides = array<i64: -1>}
      : (tensor<?xf32, #graph.dims<N>>) -> tensor<?xf32, #graph.dims<N>>
  return %1 : tensor<?xf32, #graph.dims<N>>
}

// CHECK-LABEL: func.func @dimension
func.func @dimension(%x: tensor<?xf32, #graph.dims<N>>)
    -> (tensor<i64>, tensor<bf16>, tensor<i8>, tensor<f32>) {
  // CHECK-DAG: graph.constant dense<12> : tensor<i64>
  // CHECK-DAG: graph.constant dense<2.560000e+02> : tensor<bf16>
  // CHECK-DAG: graph.constant dense<44> : tensor<i8>
  // CHECK-DAG: graph.dimension {dtype = f32, value = #graph.dims<N>} : tensor<f32>
  %0 = graph.dimension {value = #graph.dims<12>, dtype = i64} : tensor<i64>
  %1 = graph.dimension {value = #graph.dims<257>, dtype = bf16} : tensor<bf16>
  %2 = graph.dimension {value = #graph.dims<300>, dtype = i8} : tensor<i8>
  %3 = graph.dimension {value = #graph.dims<N>, dtype = f32} : tensor<f32>
  return %0, %1, %2, %3 : tensor<i64>, tensor<bf16>, tensor<i8>, tensor<f32>
}

// CHECK-LABEL: func.func @pad_nothing
// CHECK-SAME: (%[[X:.*]]: tensor<2xf32>)
func.func @pad_nothing(%x: tensor<2xf32>) -> tensor<2xf32> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.pad %x {low = array<i64: 0>, high = array<i64: 0>}
      : (tensor<2xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// CHECK-LABEL: func.func @pad_something
func.func @pad_something(%x: tensor<2xf32>) -> tensor<3xf32> {
  // CHECK: graph.pad
  %0 = graph.pad %x {low = array<i64: 1>, high = array<i64: 0>}
      : (tensor<2xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// Constants are unique; of commuting operands they come last.
// CHECK-LABEL: func.func @constants
// CHECK-SAME: (%[[X:.*]]: tensor<2xf32>)
func.func @constants(%x: tensor<2xf32>) -> tensor<2xf32> {
  // CHECK-NEXT: %[[C:.*]] = graph.constant dense<1.000000e+00> : tensor<2xf32>
  // CHECK-NEXT: %[[SUM:.*]] = graph.add %[[X]], %[[C]]
  // CHECK-NEXT: %[[DIFFERENCE:.*]] = graph.sub %[[C]], %[[SUM]]
  // CHECK-NEXT: return %[[DIFFERENCE]]
  %0 = graph.constant dense<1.0> : tensor<2xf32>
  %1 = graph.constant dense<1.0> : tensor<2xf32>
  %2 = graph.add %0, %x : tensor<2xf32>
  %3 = graph.sub %1, %2 : tensor<2xf32>
  return %3 : tensor<2xf32>
}

// Nothing here has an effect, so nothing unused stays.
// CHECK-LABEL: func.func @unused
func.func @unused(%x: tensor<2xf32>, %i: tensor<i64>) {
  // CHECK-NEXT: return
  %0 = graph.exp %x : tensor<2xf32>
  %1 = graph.pick %x, %i {axis = 0 : i64}
      : (tensor<2xf32>, tensor<i64>) -> tensor<f32>
  return
}

// CHECK-LABEL: func.func @not_of_not
// CHECK-SAME: (%[[X:.*]]: tensor<3xi1>)
func.func @not_of_not(%x: tensor<3xi1>) -> tensor<3xi1> {
  // CHECK-NEXT: return %[[X]]
  %0 = graph.logical_not %x : tensor<3xi1>
  %1 = graph.logical_not %0 : tensor<3xi1>
  return %1 : tensor<3xi1>
}

// Sums are rounded once.
// CHECK-LABEL: func.func @scattered_sums
// CHECK-SAME: (%[[X:.*]]: tensor<5xbf16>, %[[I:.*]]: tensor<5xi64>)
func.func @scattered_sums(%x: tensor<5xbf16>, %i: tensor<5xi64>)
    -> tensor<3xbf16> {
  // CHECK-NEXT: %[[WIDE:.*]] = graph.cast %[[X]] to f32
  // CHECK-NEXT: %[[SUMS:.*]] = graph.scatter_add %[[WIDE]], %[[I]] {axis = 0 : i64, size = #graph.dims<3>}
  // CHECK-NEXT: %[[Y:.*]] = graph.cast %[[SUMS]] to bf16
  // CHECK-NEXT: return %[[Y]]
  %0 = graph.scatter_add %x, %i {size = #graph.dims<3>, axis = 0 : i64}
      : (tensor<5xbf16>, tensor<5xi64>) -> tensor<3xbf16>
  return %0 : tensor<3xbf16>
}
