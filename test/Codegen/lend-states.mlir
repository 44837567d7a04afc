// RUN: dlc-opt %s --split-input-file --graph-fuse-pointwise --form-kernels="vector-bytes=64 registers=32" | FileCheck %s

// Until the new value of a state is computed, what the workspace would be larger
// for lies in its memory.
// CHECK-LABEL: kernel.schedule @before({{.*}} workspace 0
// CHECK:   %[[A:.*]] = kernel.buffer output[1] : memref<8x16xf32>
// CHECK:   kernel.launch @kernel_packed_matmul(%{{.*}}, %{{.*}}) into %[[A]]
// CHECK:   %[[B:.*]] = kernel.buffer output[1] + 512 : memref<8x16xf32>
// CHECK:   kernel.launch @kernel_packed_matmul(%[[A]], %{{.*}}) into %[[B]]
// CHECK:   kernel.launch @kernel_packed_matmul(%[[B]], %{{.*}}) into %[[OUT:.*]] :
// CHECK:   %[[STATE:.*]] = kernel.buffer output[1] : memref<4x64xf32>
// CHECK:   kernel.launch @kernel_add{{.*}} into %[[STATE]]
func.func @before(%x: tensor<8x16xf32>, %w: tensor<1x16x16xf32>,
                  %s: tensor<16x16xf32> {graph.state = "s"})
    -> (tensor<8x16xf32> {graph.output = "y"},
        tensor<16x16xf32> {graph.state = "s"}) {
  %a = graph.packed_matmul %x, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  %b = graph.packed_matmul %a, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  %c = graph.packed_matmul %b, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  %n = graph.add %s, %s : tensor<16x16xf32>
  return %c, %n : tensor<8x16xf32>, tensor<16x16xf32>
}

// -----

// Not what is read when the new value is there already; nor memory of other
// outputs, which is the caller's.
// CHECK-LABEL: kernel.schedule @after({{.*}} workspace 512
// CHECK:   kernel.launch @kernel_add{{.*}} into
// CHECK:   %[[A:.*]] = kernel.buffer workspace[0] : memref<8x16xf32>
// CHECK:   kernel.launch @kernel_packed_matmul(%{{.*}}, %{{.*}}) into %[[A]]
func.func @after(%x: tensor<8x16xf32>, %w: tensor<1x16x16xf32>,
                 %s: tensor<16x16xf32> {graph.state = "s"})
    -> (tensor<8x16xf32> {graph.output = "y"},
        tensor<16x16xf32> {graph.state = "s"}) {
  %n = graph.add %s, %s : tensor<16x16xf32>
  %a = graph.packed_matmul %x, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  %b = graph.packed_matmul %a, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  return %b, %n : tensor<8x16xf32>, tensor<16x16xf32>
}
