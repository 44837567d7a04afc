// Slices without gaps are read where their operand lies, if that is in memory
// anyway.

// RUN: dlc-opt %s --graph-view-slices | FileCheck %s

// Blocks of channels of one image, elements of a batch, parts of a row.
// CHECK-LABEL: func.func @without_gaps
func.func @without_gaps(%x: tensor<1x6x5x7x16xf32>, %y: tensor<4x3x7xf32>)
    -> (tensor<1x2x5x7x16xf32>, tensor<2x3x7xf32>, tensor<1x1x3xf32>) {
  // CHECK: graph.slice {{.*}} {graph.view, {{.*}} -> tensor<1x2x5x7x16xf32>
  // CHECK: graph.slice {{.*}} {graph.view, {{.*}} -> tensor<2x3x7xf32>
  // CHECK: graph.slice {{.*}} {graph.view, {{.*}} -> tensor<1x1x3xf32>
  %0 = graph.slice %x {starts = #graph.dims<0, 3, 0, 0, 0>, sizes = #graph.dims<1, 2, 5, 7, 16>, strides = array<i64: 1, 1, 1, 1, 1>}
      : (tensor<1x6x5x7x16xf32>) -> tensor<1x2x5x7x16xf32>
  %1 = graph.slice %y {starts = #graph.dims<1, 0, 0>, sizes = #graph.dims<2, 3, 7>, strides = array<i64: 1, 1, 1>}
      : (tensor<4x3x7xf32>) -> tensor<2x3x7xf32>
  %2 = graph.slice %y {starts = #graph.dims<3, 1, 4>, sizes = #graph.dims<1, 1, 3>, strides = array<i64: -1, 2, 1>}
      : (tensor<4x3x7xf32>) -> tensor<1x1x3xf32>
  %3 = graph.relu %0 : tensor<1x2x5x7x16xf32>
  %4 = graph.relu %1 : tensor<2x3x7xf32>
  %5 = graph.relu %2 : tensor<1x1x3xf32>
  return %3, %4, %5 : tensor<1x2x5x7x16xf32>, tensor<2x3x7xf32>, tensor<1x1x3xf32>
}

// CHECK-LABEL: func.func @with_gaps
func.func @with_gaps(%x: tensor<2x6x5xf32>)
    -> (tensor<2x2x5xf32>, tensor<1x3x5xf32>, tensor<1x6x5xf32>) {
  // CHECK-NOT: graph.view
  %0 = graph.slice %x {starts = #graph.dims<0, 3, 0>, sizes = #graph.dims<2, 2, 5>, strides = array<i64: 1, 1, 1>}
      : (tensor<2x6x5xf32>) -> tensor<2x2x5xf32>
  %1 = graph.slice %x {starts = #graph.dims<1, 0, 0>, sizes = #graph.dims<1, 3, 5>, strides = array<i64: 1, 2, 1>}
      : (tensor<2x6x5xf32>) -> tensor<1x3x5xf32>
  %2 = graph.slice %x {starts = #graph.dims<1, 5, 0>, sizes = #graph.dims<1, 6, 5>, strides = array<i64: 1, -1, 1>}
      : (tensor<2x6x5xf32>) -> tensor<1x6x5xf32>
  %3 = graph.relu %0 : tensor<2x2x5xf32>
  %4 = graph.relu %1 : tensor<1x3x5xf32>
  %5 = graph.relu %2 : tensor<1x6x5xf32>
  return %3, %4, %5 : tensor<2x2x5xf32>, tensor<1x3x5xf32>, tensor<1x6x5xf32>
}

// Results have places of their own; nobody stores %0 for the slice of it.
// CHECK-LABEL: func.func @elsewhere
func.func @elsewhere(%x: tensor<4x3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
  // CHECK-NOT: graph.view
  %0 = graph.exp %x : tensor<4x3xf32>
  %1 = graph.slice %0 {starts = #graph.dims<1, 0>, sizes = #graph.dims<2, 3>, strides = array<i64: 1, 1>}
      : (tensor<4x3xf32>) -> tensor<2x3xf32>
  %2 = graph.relu %1 : tensor<2x3xf32>
  %3 = graph.slice %x {starts = #graph.dims<1, 0>, sizes = #graph.dims<2, 3>, strides = array<i64: 1, 1>}
      : (tensor<4x3xf32>) -> tensor<2x3xf32>
  return %2, %3 : tensor<2x3xf32>, tensor<2x3xf32>
}

// A product's epilogue is stored, and so is what several kernels read.
// CHECK-LABEL: func.func @stored
func.func @stored(%x: tensor<4x3xf32>, %w: tensor<1x3x8xf32>)
    -> (tensor<2x8xf32>, tensor<2x3xf32>, tensor<f32>) {
  // CHECK: graph.slice {{.*}} {graph.view, {{.*}} -> tensor<2x8xf32>
  // CHECK: graph.slice {{.*}} {graph.view, {{.*}} -> tensor<2x3xf32>
  %0 = graph.packed_matmul %x, %w {columns = 8 : i64}
      : (tensor<4x3xf32>, tensor<1x3x8xf32>) -> tensor<4x8xf32>
  %1 = graph.relu %0 : tensor<4x8xf32>
  %2 = graph.slice %1 {starts = #graph.dims<1, 0>, sizes = #graph.dims<2, 8>, strides = array<i64: 1, 1>}
      : (tensor<4x8xf32>) -> tensor<2x8xf32>
  %3 = graph.exp %2 : tensor<2x8xf32>
  %4 = graph.neg %x : tensor<4x3xf32>
  %5 = graph.slice %4 {starts = #graph.dims<0, 0>, sizes = #graph.dims<2, 3>, strides = array<i64: 1, 1>}
      : (tensor<4x3xf32>) -> tensor<2x3xf32>
  %6 = graph.exp %5 : tensor<2x3xf32>
  %7 = graph.sum %4 : (tensor<4x3xf32>) -> tensor<f32>
  return %3, %6, %7 : tensor<2x8xf32>, tensor<2x3xf32>, tensor<f32>
}
