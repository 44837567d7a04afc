// RUN: dlc-opt %s --graph-fuse-pointwise | FileCheck %s

// A convolution of one tap computes the pointwise operations that it reads, with
// what they broadcast, and the epilogue behind it.
// CHECK-LABEL: func.func @prologue
// CHECK-NEXT:  graph.fused
// CHECK-NEXT:    graph.broadcast
// CHECK-NEXT:    graph.mul
// CHECK-NEXT:    graph.relu
// CHECK-NEXT:    graph.blocked_conv2d
// CHECK-NEXT:    graph.sigmoid
// CHECK-NEXT:    graph.yield
// CHECK:       return
func.func @prologue(%x: tensor<1x1x8x8x16xf32>, %s: tensor<1x16xf32>,
                    %w: tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x8x8x16xf32> {
  %0 = graph.broadcast %s {axes = array<i64: 1, 4>, shape = #graph.dims<1, 1, 8, 8, 16>}
      : (tensor<1x16xf32>) -> tensor<1x1x8x8x16xf32>
  %1 = graph.mul %x, %0 : tensor<1x1x8x8x16xf32>
  %2 = graph.relu %1 : tensor<1x1x8x8x16xf32>
  %3 = graph.blocked_conv2d %2, %w {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x8x8x16xf32>
  %4 = graph.sigmoid %3 : tensor<1x1x8x8x16xf32>
  return %4 : tensor<1x1x8x8x16xf32>
}

// Values that are used twice, but for the input alone, are part of it.
// CHECK-LABEL: func.func @used_twice
// CHECK-NEXT:  graph.fused
// CHECK-NEXT:    graph.exp
// CHECK-NEXT:    graph.neg
// CHECK-NEXT:    graph.mul
// CHECK-NEXT:    graph.blocked_conv2d
func.func @used_twice(%x: tensor<1x1x8x8x16xf32>, %w: tensor<1x1x1x1x16x16xf32>)
    -> tensor<1x1x8x8x16xf32> {
  %0 = graph.exp %x : tensor<1x1x8x8x16xf32>
  %1 = graph.neg %0 : tensor<1x1x8x8x16xf32>
  %2 = graph.mul %0, %1 : tensor<1x1x8x8x16xf32>
  %3 = graph.blocked_conv2d %2, %w {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x8x8x16xf32>
  return %3 : tensor<1x1x8x8x16xf32>
}

// What somebody else reads is in memory.
// CHECK-LABEL: func.func @read_elsewhere
// CHECK-NEXT:  graph.relu
// CHECK-NEXT:  graph.blocked_conv2d
func.func @read_elsewhere(%x: tensor<1x1x8x8x16xf32>,
                          %w: tensor<1x1x1x1x16x16xf32>)
    -> (tensor<1x1x8x8x16xf32>, tensor<1x1x8x8x16xf32>) {
  %0 = graph.relu %x : tensor<1x1x8x8x16xf32>
  %1 = graph.blocked_conv2d %0, %w {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x8x8x16xf32>
  return %0, %1 : tensor<1x1x8x8x16xf32>, tensor<1x1x8x8x16xf32>
}

// The epilogue of another convolution stays there.
// CHECK-LABEL: func.func @epilogue
// CHECK-NEXT:  graph.fused
// CHECK-NEXT:    graph.blocked_conv2d
// CHECK-NEXT:    graph.relu
// CHECK-NEXT:    graph.yield
// CHECK:       graph.blocked_conv2d
func.func @epilogue(%x: tensor<1x1x8x8x16xf32>, %w: tensor<1x1x1x1x16x16xf32>)
    -> tensor<1x1x8x8x16xf32> {
  %0 = graph.blocked_conv2d %x, %w {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x8x8x16xf32>
  %1 = graph.relu %0 : tensor<1x1x8x8x16xf32>
  %2 = graph.blocked_conv2d %1, %w {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x8x8x16xf32>
  return %2 : tensor<1x1x8x8x16xf32>
}

// So does an activation that reads what a convolution makes twice.
// CHECK-LABEL: func.func @silu
// CHECK-NEXT:  graph.fused
// CHECK-NEXT:    graph.blocked_conv2d
// CHECK-NEXT:    graph.sigmoid
// CHECK-NEXT:    graph.mul
// CHECK-NEXT:    graph.yield
// CHECK:       graph.blocked_conv2d
func.func @silu(%x: tensor<1x1x8x8x16xf32>, %w: tensor<1x1x1x1x16x16xf32>)
    -> tensor<1x1x8x8x16xf32> {
  %0 = graph.blocked_conv2d %x, %w {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x8x8x16xf32>
  %1 = graph.sigmoid %0 : tensor<1x1x8x8x16xf32>
  %2 = graph.mul %0, %1 : tensor<1x1x8x8x16xf32>
  %3 = graph.blocked_conv2d %2, %w {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x8x8x16xf32>
  return %3 : tensor<1x1x8x8x16xf32>
}

// Windows of several taps, or with a stride, read elements more than once, or
// not at all.
// CHECK-LABEL: func.func @windows
// CHECK-NEXT:  graph.relu
// CHECK-NEXT:  graph.blocked_conv2d
// CHECK-NEXT:  graph.neg
// CHECK-NEXT:  graph.blocked_conv2d
func.func @windows(%x: tensor<1x1x8x8x16xf32>, %w: tensor<1x1x3x3x16x16xf32>,
                   %v: tensor<1x1x1x1x16x16xf32>)
    -> (tensor<1x1x6x6x16xf32>, tensor<1x1x3x3x16xf32>) {
  %0 = graph.relu %x : tensor<1x1x8x8x16xf32>
  %1 = graph.blocked_conv2d %0, %w {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x16xf32>, tensor<1x1x3x3x16x16xf32>) -> tensor<1x1x6x6x16xf32>
  %2 = graph.neg %x : tensor<1x1x8x8x16xf32>
  %3 = graph.blocked_conv2d %2, %v {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64, strides = array<i64: 3, 3>}
      : (tensor<1x1x8x8x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x3x3x16xf32>
  return %1, %3 : tensor<1x1x6x6x16xf32>, tensor<1x1x3x3x16xf32>
}

// A filter too large for the second cache is used panel by panel, each for the
// whole input.
// CHECK-LABEL: func.func @large_filter
// CHECK-NEXT:  graph.relu
// CHECK-NEXT:  graph.blocked_conv2d
func.func @large_filter(%x: tensor<1x64x7x7x16xf32>,
                        %w: tensor<8x64x1x1x16x32xf32>)
    -> tensor<1x16x7x7x16xf32> {
  %0 = graph.relu %x : tensor<1x64x7x7x16xf32>
  %1 = graph.blocked_conv2d %0, %w {channel_block = 16 : i64, inputs = 1024 : i64, outputs = 256 : i64}
      : (tensor<1x64x7x7x16xf32>, tensor<8x64x1x1x16x32xf32>) -> tensor<1x16x7x7x16xf32>
  return %1 : tensor<1x16x7x7x16xf32>
}

// Of a tile, here of 13 positions, 64 KB are kept at most.
// CHECK-LABEL: func.func @many_channels
// CHECK-NEXT:  graph.relu
// CHECK-NEXT:  graph.blocked_conv2d
func.func @many_channels(%x: tensor<1x80x7x7x16xf32>,
                         %w: tensor<1x80x1x1x16x32xf32>)
    -> tensor<1x2x7x7x16xf32> {
  %0 = graph.relu %x : tensor<1x80x7x7x16xf32>
  %1 = graph.blocked_conv2d %0, %w {channel_block = 16 : i64, inputs = 1280 : i64, outputs = 32 : i64}
      : (tensor<1x80x7x7x16xf32>, tensor<1x80x1x1x16x32xf32>) -> tensor<1x2x7x7x16xf32>
  return %1 : tensor<1x2x7x7x16xf32>
}
