// RUN: dlc-opt %s --graph-assign-layouts="vector-bytes=64 registers=32" | FileCheck %s
// RUN: dlc-opt %s --graph-assign-layouts="vector-bytes=32 registers=16" | FileCheck %s --check-prefix=AVX2

// A linear layer's weight [N, K] is packed into panels of columns; panels are
// as wide as the columns need, up to four vectors (two with 16 registers).
// CHECK-LABEL: func.func @linear
// AVX2-LABEL: func.func @linear
func.func @linear(%x: tensor<4x84xf32>, %w: tensor<120x84xf32>)
    -> tensor<4x120xf32> {
  // CHECK: %[[P:.*]] = graph.pack %{{.*}} {axis = 0 : i64, block = 64 : i64, outer_permutation = array<i64: 0, 1>}
  // CHECK-SAME: -> tensor<2x84x64xf32>
  // CHECK: graph.packed_matmul %{{.*}}, %[[P]] {columns = 120 : i64}
  // AVX2: graph.pack {{.*}} -> tensor<8x84x16xf32>
  %0 = graph.matmul %x, %w {transpose_rhs = true}
      : (tensor<4x84xf32>, tensor<120x84xf32>) -> tensor<4x120xf32>
  return %0 : tensor<4x120xf32>
}

// A large weight comes from beyond the second cache: for a few rows, its panels
// are narrower and the tiles higher.
// CHECK-LABEL: func.func @large_few
// AVX2-LABEL: func.func @large_few
func.func @large_few(%x: tensor<8x1024xf32>,
                %w: tensor<1024x1024xf32> {graph.parameter = "w"})
    -> tensor<8x1024xf32> {
  // CHECK: graph.pack {{.*}} -> tensor<32x1024x32xf32>
  // AVX2: graph.pack {{.*}} -> tensor<64x1024x16xf32>
  %0 = graph.matmul %x, %w
      : (tensor<8x1024xf32>, tensor<1024x1024xf32>) -> tensor<8x1024xf32>
  return %0 : tensor<8x1024xf32>
}
// CHECK-LABEL: func.func @large_some
func.func @large_some(%x: tensor<32x1024xf32>,
                %w: tensor<1024x1024xf32> {graph.parameter = "w"})
    -> tensor<32x1024xf32> {
  // CHECK: graph.pack {{.*}} -> tensor<22x1024x48xf32>
  %0 = graph.matmul %x, %w
      : (tensor<32x1024xf32>, tensor<1024x1024xf32>) -> tensor<32x1024xf32>
  return %0 : tensor<32x1024xf32>
}
// CHECK-LABEL: func.func @large_many
func.func @large_many(%x: tensor<1024x1024xf32>,
                %w: tensor<1024x1024xf32> {graph.parameter = "w"})
    -> tensor<1024x1024xf32> {
  // CHECK: graph.pack {{.*}} -> tensor<16x1024x64xf32>
  %0 = graph.matmul %x, %w
      : (tensor<1024x1024xf32>, tensor<1024x1024xf32>) -> tensor<1024x1024xf32>
  return %0 : tensor<1024x1024xf32>
}

// Leading axes of the left operand stay, so that the epilogue has them, too.
// CHECK-LABEL: func.func @batched
func.func @batched(%x: tensor<2x3x5xf64>,
                   %w: tensor<1x1x5x7xf64> {graph.parameter = "w"})
    -> tensor<1x2x3x7xf64> {
  // CHECK: %[[W:.*]] = graph.reshape {{.*}} -> tensor<5x7xf64>
  // CHECK: %[[P:.*]] = graph.pack %[[W]] {axis = 1 : i64, block = 8 : i64, outer_permutation = array<i64: 1, 0>}
  // CHECK: %[[Y:.*]] = graph.packed_matmul %{{.*}}, %[[P]] {{.*}} -> tensor<2x3x7xf64>
  // CHECK: graph.reshape %[[Y]] {{.*}} -> tensor<1x2x3x7xf64>
  %0 = graph.matmul %x, %w
      : (tensor<2x3x5xf64>, tensor<1x1x5x7xf64>) -> tensor<1x2x3x7xf64>
  return %0 : tensor<1x2x3x7xf64>
}

// Matrices on both sides stay apart, each with panels of its own.
// CHECK-LABEL: func.func @batches
func.func @batches(%x: tensor<3x1x5x7xf32>, %y: tensor<4x19x7xf32>)
    -> tensor<3x4x5x19xf32> {
  // CHECK-NEXT: %[[P:.*]] = graph.pack %{{.*}} {axis = 1 : i64, block = 32 : i64, outer_permutation = array<i64: 0, 1, 2>}
  // CHECK-SAME: -> tensor<4x1x7x32xf32>
  // CHECK-NEXT: graph.packed_matmul %{{.*}}, %[[P]] {columns = 19 : i64} : (tensor<3x1x5x7xf32>, tensor<4x1x7x32xf32>) -> tensor<3x4x5x19xf32>
  %0 = graph.matmul %x, %y {transpose_rhs = true}
      : (tensor<3x1x5x7xf32>, tensor<4x19x7xf32>) -> tensor<3x4x5x19xf32>
  return %0 : tensor<3x4x5x19xf32>
}

// What is one panel already needs no packing.
// CHECK-LABEL: func.func @one_panel
// AVX2-LABEL: func.func @one_panel
func.func @one_panel(%x: tensor<4x5x7xf32>,
                     %y: tensor<4x7x64xf32> {graph.parameter = "y"})
    -> tensor<4x5x64xf32> {
  // CHECK-NEXT: %[[P:.*]] = graph.reshape {{.*}} -> tensor<4x1x7x64xf32>
  // CHECK-NEXT: graph.packed_matmul %{{.*}}, %[[P]]
  // AVX2: graph.pack {{.*}} -> tensor<4x4x7x16xf32>
  %0 = graph.matmul %x, %y
      : (tensor<4x5x7xf32>, tensor<4x7x64xf32>) -> tensor<4x5x64xf32>
  return %0 : tensor<4x5x64xf32>
}

// A matrix that each call would have to pack is one panel of all columns.
// CHECK-LABEL: func.func @plain
func.func @plain(%x: tensor<4x5x7xf32>, %y: tensor<4x7x99xf32>)
    -> tensor<4x5x99xf32> {
  // CHECK-NEXT: %[[P:.*]] = graph.reshape {{.*}} -> tensor<4x1x7x99xf32>
  // CHECK-NEXT: graph.packed_matmul %{{.*}}, %[[P]] {columns = 99 : i64}
  %0 = graph.matmul %x, %y
      : (tensor<4x5x7xf32>, tensor<4x7x99xf32>) -> tensor<4x5x99xf32>
  return %0 : tensor<4x5x99xf32>
}

// A large one is packed for many rows, and one that all steps of a scan read.
// CHECK-LABEL: func.func @large
func.func @large(%x: tensor<99x1000xf32>, %y: tensor<1000x1000xf32>)
    -> tensor<99x1000xf32> {
  // CHECK-NEXT: graph.pack
  %0 = graph.matmul %x, %y
      : (tensor<99x1000xf32>, tensor<1000x1000xf32>) -> tensor<99x1000xf32>
  return %0 : tensor<99x1000xf32>
}

// CHECK-LABEL: func.func @steps
func.func @steps(%xs: tensor<9x4x7xf32>, %y: tensor<7x99xf32>)
    -> tensor<9x4x99xf32> {
  // CHECK-NEXT: graph.scan
  // CHECK-NEXT: graph.pack
  %0 = graph.scan () over (%x in %xs : tensor<9x4x7xf32>) {
    %1 = graph.matmul %x, %y
        : (tensor<4x7xf32>, tensor<7x99xf32>) -> tensor<4x99xf32>
    graph.next emit %1 : tensor<4x99xf32>
  }
  return %0 : tensor<9x4x99xf32>
}

// The unpack behind a convolution sinks below bias and activation, whose other
// operand is packed instead.
// CHECK-LABEL: func.func @conv_bias_relu
// CHECK-SAME: (%[[X:.*]]: tensor<1x3x8x8xf32>, %[[W:.*]]: tensor<6x3x3x3xf32>, %[[B:.*]]: tensor<6xf32>)
func.func @conv_bias_relu(%x: tensor<1x3x8x8xf32>, %w: tensor<6x3x3x3xf32>,
                          %b: tensor<6xf32>) -> tensor<1x6x8x8xf32> {
  // CHECK: %[[PW:.*]] = graph.pack %[[W]] {axis = 0 : i64, block = 16 : i64
  // CHECK: %[[C:.*]] = graph.blocked_conv2d %[[X]], %[[PW]] {channel_block = 16 : i64
  // CHECK: %[[PB:.*]] = graph.pack %[[B]] {axis = 0 : i64, block = 16 : i64
  // CHECK: %[[BB:.*]] = graph.broadcast %[[PB]] {axes = array<i64: 1, 4>, shape = #graph.dims<1, 1, 8, 8, 16>}
  // CHECK: %[[S:.*]] = graph.add %[[C]], %[[BB]]
  // CHECK: %[[R:.*]] = graph.relu %[[S]]
  // CHECK: %[[U:.*]] = graph.unpack %[[R]] {axis = 1 : i64, size = 6 : i64}
  // CHECK: return %[[U]]
  %0 = graph.conv2d %x, %w {padding = array<i64: 1, 1>}
      : (tensor<1x3x8x8xf32>, tensor<6x3x3x3xf32>) -> tensor<1x6x8x8xf32>
  %1 = graph.broadcast %b {shape = #graph.dims<1, 6, 8, 8>, axes = array<i64: 1>}
      : (tensor<6xf32>) -> tensor<1x6x8x8xf32>
  %2 = graph.add %0, %1 : tensor<1x6x8x8xf32>
  %3 = graph.relu %2 : tensor<1x6x8x8xf32>
  return %3 : tensor<1x6x8x8xf32>
}

// What another user needs in the plain layout is unpacked for that.
// CHECK-LABEL: func.func @two_users
func.func @two_users(%x: tensor<1x3x4x4xf32>, %w: tensor<6x3x1x1xf32>)
    -> (tensor<1x6x4x4xf32>, tensor<1x6x4x4xf32>) {
  // CHECK: %[[C:.*]] = graph.blocked_conv2d
  // CHECK: %[[U:.*]] = graph.unpack %[[C]]
  // CHECK: %[[R:.*]] = graph.relu %[[C]]
  // CHECK: %[[UR:.*]] = graph.unpack %[[R]]
  // CHECK: return %[[U]], %[[UR]]
  %0 = graph.conv2d %x, %w
      : (tensor<1x3x4x4xf32>, tensor<6x3x1x1xf32>) -> tensor<1x6x4x4xf32>
  %1 = graph.relu %0 : tensor<1x6x4x4xf32>
  return %0, %1 : tensor<1x6x4x4xf32>, tensor<1x6x4x4xf32>
}

// Sorting happens along the last axis.
// CHECK-LABEL: func.func @sort_columns
func.func @sort_columns(%x: tensor<4x3x2xf32>) -> tensor<4x3x2xi64> {
  // CHECK: %[[X:.*]] = graph.transpose %{{.*}} {permutation = array<i64: 2, 1, 0>}
  // CHECK: %[[Y:.*]] = graph.argsort %[[X]] {axis = 2 : i64, descending = true}
  // CHECK: graph.transpose %[[Y]] {permutation = array<i64: 2, 1, 0>}
  %0 = graph.argsort %x {axis = 0 : i64, descending = true}
      : (tensor<4x3x2xf32>) -> tensor<4x3x2xi64>
  return %0 : tensor<4x3x2xi64>
}

// Integers keep the plain form.
// CHECK-LABEL: func.func @left_alone
func.func @left_alone(%a: tensor<2x3xi32>, %b: tensor<3x2xi32>)
    -> tensor<2x2xi32> {
  // CHECK-NEXT: graph.matmul
  // CHECK-NEXT: return
  %0 = graph.matmul %a, %b
      : (tensor<2x3xi32>, tensor<3x2xi32>) -> tensor<2x2xi32>
  return %0 : tensor<2x2xi32>
}

// A value is unpacked where it is first read, behind what other conversions have
// become: by then all readers of its blocks are known.
// CHECK-LABEL: func.func @readers
// CHECK-SAME: %[[X:[^ ]*]]: tensor<1x1x2x1xf32>, %[[Y:[^ ]*]]: tensor<1x2xf32>
// CHECK-NEXT:  %[[A:.*]] = graph.reshape %[[X]]
// CHECK-NEXT:  %[[B:.*]] = graph.unpack %[[Y]]
// CHECK-NEXT:  return %[[A]], %[[Y]], %[[B]]
func.func @readers(%x: tensor<1x1x2x1xf32>, %y: tensor<1x2xf32>)
    -> (tensor<1x1x2xf32>, tensor<1x2xf32>, tensor<1xf32>) {
  %0 = graph.unpack %y {axis = 0 : i64, size = 1 : i64} : (tensor<1x2xf32>) -> tensor<1xf32>
  %1 = graph.pack %y {axis = 1 : i64, block = 1 : i64, outer_permutation = array<i64: 0, 1>}
      : (tensor<1x2xf32>) -> tensor<1x2x1xf32>
  %2 = graph.unpack %1 {axis = 1 : i64, size = 2 : i64} : (tensor<1x2x1xf32>) -> tensor<1x2xf32>
  %3 = graph.unpack %x {axis = 2 : i64, size = 2 : i64} : (tensor<1x1x2x1xf32>) -> tensor<1x1x2xf32>
  return %3, %2, %0 : tensor<1x1x2xf32>, tensor<1x2xf32>, tensor<1xf32>
}
