// RUN: dlc-opt %s --graph-fuse-pointwise=least-expansion=4096 | FileCheck %s
// RUN: dlc-opt %s --graph-fuse-pointwise=least-expansion=8192 | FileCheck %s --check-prefix=LARGE

// A depthwise convolution computes what it reads by another one, with all that
// is between them, if that is enough bytes: here 4 KB.
// CHECK-LABEL: func.func @expansion
// CHECK-NEXT:  graph.fused
// CHECK-NEXT:    graph.blocked_conv2d
// CHECK-NEXT:    graph.sigmoid
// CHECK-NEXT:    graph.mul
// CHECK-NEXT:    graph.blocked_depthwise_conv2d
// CHECK-NEXT:    graph.relu
// CHECK-NEXT:    graph.yield
// LARGE-LABEL: func.func @expansion
// LARGE-NEXT:  graph.fused
// LARGE-NEXT:    graph.blocked_conv2d
// LARGE:         graph.yield
// LARGE:       graph.fused
// LARGE-NEXT:    graph.blocked_depthwise_conv2d
func.func @expansion(%x: tensor<1x1x8x8x16xf32>, %w: tensor<1x1x1x1x16x16xf32>,
                     %d: tensor<1x3x3x16xf32>) -> tensor<1x1x6x6x16xf32> {
  %0 = graph.blocked_conv2d %x, %w {channel_block = 16 : i64, inputs = 8 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x8x8x16xf32>
  %1 = graph.sigmoid %0 : tensor<1x1x8x8x16xf32>
  %2 = graph.mul %0, %1 : tensor<1x1x8x8x16xf32>
  %3 = graph.blocked_depthwise_conv2d %2, %d
      : (tensor<1x1x8x8x16xf32>, tensor<1x3x3x16xf32>) -> tensor<1x1x6x6x16xf32>
  %4 = graph.relu %3 : tensor<1x1x6x6x16xf32>
  return %4 : tensor<1x1x6x6x16xf32>
}

// What somebody else reads, too, must be in memory.
// CHECK-LABEL: func.func @read_twice
// CHECK-NEXT:  graph.blocked_conv2d
// CHECK-NEXT:  graph.blocked_depthwise_conv2d
func.func @read_twice(%x: tensor<1x1x8x8x16xf32>, %w: tensor<1x1x1x1x16x16xf32>,
                      %d: tensor<1x3x3x16xf32>)
    -> (tensor<1x1x8x8x16xf32>, tensor<1x1x6x6x16xf32>) {
  %0 = graph.blocked_conv2d %x, %w {channel_block = 16 : i64, inputs = 8 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x8x8x16xf32>
  %1 = graph.blocked_depthwise_conv2d %0, %d
      : (tensor<1x1x8x8x16xf32>, tensor<1x3x3x16xf32>) -> tensor<1x1x6x6x16xf32>
  return %0, %1 : tensor<1x1x8x8x16xf32>, tensor<1x1x6x6x16xf32>
}

// Rows that take more than 64 KB are not kept.
// CHECK-LABEL: func.func @long_rows
// CHECK-NEXT:  graph.blocked_conv2d
// CHECK-NEXT:  graph.blocked_depthwise_conv2d
func.func @long_rows(%x: tensor<1x1x3x400x16xf32>, %w: tensor<1x1x1x1x16x16xf32>,
                     %d: tensor<1x3x3x16xf32>) -> tensor<1x1x1x398x16xf32> {
  %0 = graph.blocked_conv2d %x, %w {channel_block = 16 : i64, inputs = 8 : i64, outputs = 16 : i64}
      : (tensor<1x1x3x400x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x3x400x16xf32>
  %1 = graph.blocked_depthwise_conv2d %0, %d
      : (tensor<1x1x3x400x16xf32>, tensor<1x3x3x16xf32>) -> tensor<1x1x1x398x16xf32>
  return %1 : tensor<1x1x1x398x16xf32>
}

// A group of the convolution's channels is no panel of all of them.
// CHECK-LABEL: func.func @groups
// CHECK-NEXT:  graph.blocked_conv2d
// CHECK-NEXT:  graph.blocked_depthwise_conv2d
func.func @groups(%x: tensor<1x2x8x8x16xf32>, %w: tensor<2x1x1x1x16x16xf32>,
                  %d: tensor<2x3x3x16xf32>) -> tensor<1x2x6x6x16xf32> {
  %0 = graph.blocked_conv2d %x, %w {channel_block = 16 : i64, inputs = 32 : i64, outputs = 32 : i64, groups = 2 : i64}
      : (tensor<1x2x8x8x16xf32>, tensor<2x1x1x1x16x16xf32>) -> tensor<1x2x8x8x16xf32>
  %1 = graph.blocked_depthwise_conv2d %0, %d
      : (tensor<1x2x8x8x16xf32>, tensor<2x3x3x16xf32>) -> tensor<1x2x6x6x16xf32>
  return %1 : tensor<1x2x6x6x16xf32>
}
