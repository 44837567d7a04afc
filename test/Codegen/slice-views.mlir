// A slice with the mark is an address: nothing computes it, and what it is part
// of stays as long as it is read.

// RUN: dlc-opt %s --graph-fuse-pointwise --form-kernels | FileCheck %s

// CHECK-LABEL: kernel.schedule @forward({{.*}} workspace 128
func.func @forward(%x: tensor<4x8xf32> {graph.input = "x"},
                   %w: tensor<1x8x8xf32> {graph.prepared = 0 : i64})
    -> (tensor<2x8xf32> {graph.output = "a"}, tensor<1x8xf32> {graph.output = "b"}) {
  // CHECK-DAG: %[[ALL:.*]] = kernel.buffer workspace[0] : memref<4x8xf32>
  // CHECK-DAG: kernel.launch @kernel_packed_matmul({{.*}}) into %[[ALL]]
  // CHECK: %[[TWO:.*]] = kernel.buffer workspace[32] : memref<1x16xf32>
  // CHECK: kernel.launch @kernel_exp{{.*}}(%[[TWO]]
  // CHECK: %[[ROW:.*]] = kernel.buffer input[0] + 96 : memref<8xf32>
  // CHECK: kernel.launch @kernel_relu{{.*}}(%[[ROW]]
  // CHECK-NOT: kernel_slice
  %0 = graph.packed_matmul %x, %w {columns = 8 : i64}
      : (tensor<4x8xf32>, tensor<1x8x8xf32>) -> tensor<4x8xf32>
  %1 = graph.slice %0 {starts = #graph.dims<1, 0>, sizes = #graph.dims<2, 8>, strides = array<i64: 1, 1>, graph.view}
      : (tensor<4x8xf32>) -> tensor<2x8xf32>
  %2 = graph.exp %1 : tensor<2x8xf32>
  %3 = graph.slice %x {starts = #graph.dims<3, 0>, sizes = #graph.dims<1, 8>, strides = array<i64: 1, 1>, graph.view}
      : (tensor<4x8xf32>) -> tensor<1x8xf32>
  %4 = graph.relu %3 : tensor<1x8xf32>
  return %2, %4 : tensor<2x8xf32>, tensor<1x8xf32>
}

// A mark that does not fit is dropped: a result is copied to its place.
// CHECK-LABEL: kernel.schedule @result
func.func @result(%x: tensor<4x8xf32> {graph.input = "x"})
    -> (tensor<2x8xf32> {graph.output = "a"}) {
  // CHECK: kernel.launch @kernel_slice
  %0 = graph.slice %x {starts = #graph.dims<1, 0>, sizes = #graph.dims<2, 8>, strides = array<i64: 1, 1>, graph.view}
      : (tensor<4x8xf32>) -> tensor<2x8xf32>
  return %0 : tensor<2x8xf32>
}
