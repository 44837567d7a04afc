// RUN: dlc-opt %s --split-input-file --graph-fuse-products | FileCheck %s
// RUN: dlc-opt %s --split-input-file --graph-fuse-products --graph-fuse-products | FileCheck %s

// Queries, keys and values: one product with one bias, cut into heads before it
// is cut apart. A weight that lies the other way is turned.
// CHECK-LABEL: func.func @attention
// CHECK-SAME: %[[X:[^:]+]]: tensor<2x40x8xf32>
// CHECK-DAG: %[[T:.*]] = graph.transpose
// CHECK-DAG: %[[W:.*]] = graph.concat %{{.*}}, %{{.*}}, %[[T]] {axis = 0 : i64} : (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<24x8xf32>
// CHECK-DAG: %[[P:.*]] = graph.matmul %[[X]], %[[W]] {transpose_rhs = true}
// CHECK-DAG: %[[B:.*]] = graph.concat {{.*}} -> tensor<24xf32>
// CHECK-DAG: %[[BS:.*]] = graph.broadcast %[[B]] {axes = array<i64: 2>
// CHECK-DAG: %[[S:.*]] = graph.add %[[P]], %[[BS]] : tensor<2x40x24xf32>
// CHECK-DAG: %[[R:.*]] = graph.reshape %[[S]] {shape = #graph.dims<2, 40, 6, 4>}
// CHECK-DAG: %[[Q:.*]] = graph.slice %[[R]] {sizes = #graph.dims<2, 40, 2, 4>, starts = #graph.dims<0, 0, 0, 0>
// CHECK-DAG: %[[K:.*]] = graph.slice %[[R]] {sizes = #graph.dims<2, 40, 2, 4>, starts = #graph.dims<0, 0, 2, 0>
// CHECK-DAG: %[[V:.*]] = graph.slice %[[R]] {sizes = #graph.dims<2, 40, 2, 4>, starts = #graph.dims<0, 0, 4, 0>
// CHECK-DAG: graph.transpose %[[Q]]
// CHECK-DAG: graph.transpose %[[K]]
// CHECK-DAG: graph.transpose %[[V]]
// CHECK: return
func.func @attention(%x: tensor<2x40x8xf32>, %wq: tensor<8x8xf32> {graph.parameter = "q"}, %wk: tensor<8x8xf32> {graph.parameter = "k"},
                     %wv: tensor<8x8xf32> {graph.parameter = "v"}, %b: tensor<8xf32> {graph.parameter = "b"})
    -> (tensor<2x2x40x4xf32>, tensor<2x2x40x4xf32>, tensor<2x2x40x4xf32>) {
  %bs = graph.broadcast %b {shape = #graph.dims<2, 40, 8>} : (tensor<8xf32>) -> tensor<2x40x8xf32>
  %0 = graph.matmul %x, %wq {transpose_rhs = true} : (tensor<2x40x8xf32>, tensor<8x8xf32>) -> tensor<2x40x8xf32>
  %1 = graph.add %0, %bs : tensor<2x40x8xf32>
  %2 = graph.reshape %1 {shape = #graph.dims<2, 40, 2, 4>} : (tensor<2x40x8xf32>) -> tensor<2x40x2x4xf32>
  %3 = graph.transpose %2 {permutation = array<i64: 0, 2, 1, 3>} : (tensor<2x40x2x4xf32>) -> tensor<2x2x40x4xf32>
  %4 = graph.matmul %x, %wk {transpose_rhs = true} : (tensor<2x40x8xf32>, tensor<8x8xf32>) -> tensor<2x40x8xf32>
  %5 = graph.add %4, %bs : tensor<2x40x8xf32>
  %6 = graph.reshape %5 {shape = #graph.dims<2, 40, 2, 4>} : (tensor<2x40x8xf32>) -> tensor<2x40x2x4xf32>
  %7 = graph.transpose %6 {permutation = array<i64: 0, 2, 1, 3>} : (tensor<2x40x2x4xf32>) -> tensor<2x2x40x4xf32>
  %8 = graph.matmul %x, %wv : (tensor<2x40x8xf32>, tensor<8x8xf32>) -> tensor<2x40x8xf32>
  %9 = graph.add %8, %bs : tensor<2x40x8xf32>
  %10 = graph.reshape %9 {shape = #graph.dims<2, 40, 2, 4>} : (tensor<2x40x8xf32>) -> tensor<2x40x2x4xf32>
  %11 = graph.transpose %10 {permutation = array<i64: 0, 2, 1, 3>} : (tensor<2x40x2x4xf32>) -> tensor<2x2x40x4xf32>
  return %3, %7, %11 : tensor<2x2x40x4xf32>, tensor<2x2x40x4xf32>, tensor<2x2x40x4xf32>
}

// -----

// An inception block's 1x1 branches, with biases and activations; the 3x3 one
// stays by itself.
// CHECK-LABEL: func.func @inception
// CHECK-SAME: %[[X:[^:]+]]: tensor<1x8x6x6xf32>
// CHECK-DAG: %[[F:.*]] = graph.concat {{.*}} {axis = 0 : i64} : (tensor<4x8x1x1xf32>, tensor<2x8x1x1xf32>) -> tensor<6x8x1x1xf32>
// CHECK-DAG: %[[C:.*]] = graph.conv2d %[[X]], %[[F]]
// CHECK-DAG: %[[B:.*]] = graph.concat {{.*}} -> tensor<6xf32>
// CHECK-DAG: %[[BS:.*]] = graph.broadcast %[[B]] {axes = array<i64: 1>
// CHECK-DAG: %[[S:.*]] = graph.add %[[C]], %[[BS]]
// CHECK-DAG: %[[R:.*]] = graph.relu %[[S]] : tensor<1x6x6x6xf32>
// CHECK-DAG: %[[P:.*]] = graph.slice %[[R]] {sizes = #graph.dims<1, 4, 6, 6>, starts = #graph.dims<0, 0, 0, 0>
// CHECK-DAG: %[[Q:.*]] = graph.slice %[[R]] {sizes = #graph.dims<1, 2, 6, 6>, starts = #graph.dims<0, 4, 0, 0>
// CHECK-DAG: %[[T:.*]] = graph.conv2d %[[Q]], %{{.*}} {padding
// CHECK: graph.concat %[[P]], %[[T]], %{{.*}} {axis = 1 : i64}
func.func @inception(%x: tensor<1x8x6x6xf32>, %f: tensor<4x8x1x1xf32> {graph.parameter = "f"}, %g: tensor<2x8x1x1xf32> {graph.parameter = "g"},
                     %t: tensor<3x2x3x3xf32> {graph.parameter = "t"}, %u: tensor<3x8x3x3xf32> {graph.parameter = "u"},
                     %b: tensor<4xf32> {graph.parameter = "b"}, %c: tensor<2xf32> {graph.parameter = "c"}) -> tensor<1x10x6x6xf32> {
  %0 = graph.conv2d %x, %f : (tensor<1x8x6x6xf32>, tensor<4x8x1x1xf32>) -> tensor<1x4x6x6xf32>
  %1 = graph.broadcast %b {shape = #graph.dims<1, 4, 6, 6>, axes = array<i64: 1>} : (tensor<4xf32>) -> tensor<1x4x6x6xf32>
  %2 = graph.add %0, %1 : tensor<1x4x6x6xf32>
  %3 = graph.relu %2 : tensor<1x4x6x6xf32>
  %4 = graph.conv2d %x, %g : (tensor<1x8x6x6xf32>, tensor<2x8x1x1xf32>) -> tensor<1x2x6x6xf32>
  %5 = graph.broadcast %c {shape = #graph.dims<1, 2, 6, 6>, axes = array<i64: 1>} : (tensor<2xf32>) -> tensor<1x2x6x6xf32>
  %6 = graph.add %4, %5 : tensor<1x2x6x6xf32>
  %7 = graph.relu %6 : tensor<1x2x6x6xf32>
  %8 = graph.conv2d %7, %t {padding = array<i64: 1, 1>} : (tensor<1x2x6x6xf32>, tensor<3x2x3x3xf32>) -> tensor<1x3x6x6xf32>
  %9 = graph.conv2d %x, %u {padding = array<i64: 1, 1>} : (tensor<1x8x6x6xf32>, tensor<3x8x3x3xf32>) -> tensor<1x3x6x6xf32>
  %10 = graph.concat %3, %8, %9 {axis = 1 : i64} : (tensor<1x4x6x6xf32>, tensor<1x3x6x6xf32>, tensor<1x3x6x6xf32>) -> tensor<1x10x6x6xf32>
  return %10 : tensor<1x10x6x6xf32>
}

// -----

// In a step, on a vector, with weights on the left. Sequences of one product
// outside are cut in the step, and what is put together again is the whole.
// CHECK-LABEL: func.func @step
// CHECK-SAME: %[[XS:[^:]+]]: tensor<9x3xf32>
// CHECK: %[[P:.*]] = graph.matmul %[[XS]], %{{.*}} -> tensor<9x8xf32>
// CHECK: graph.scan (%[[H:.*]] = %{{.*}}) over (%[[X:.*]] in %[[P]] : tensor<9x8xf32>) {
// CHECK: %[[W:.*]] = graph.concat {{.*}} {axis = 0 : i64} : (tensor<4x4xf32>, tensor<4x4xf32>) -> tensor<8x4xf32>
// CHECK: %[[Q:.*]] = graph.matmul %[[W]], %[[H]]
// CHECK: %[[S:.*]] = graph.add %[[Q]], %[[X]]
// CHECK: graph.tanh %[[S]]
func.func @step(%xs: tensor<9x3xf32>, %h0: tensor<4xf32>, %w: tensor<3x4xf32> {graph.parameter = "w"}, %v: tensor<3x4xf32> {graph.parameter = "v"},
                %f: tensor<4x4xf32>, %g: tensor<4x4xf32>) -> tensor<4xf32> {
  %p = graph.matmul %xs, %w : (tensor<9x3xf32>, tensor<3x4xf32>) -> tensor<9x4xf32>
  %q = graph.matmul %xs, %v : (tensor<9x3xf32>, tensor<3x4xf32>) -> tensor<9x4xf32>
  %0 = graph.scan (%h = %h0 : tensor<4xf32>) over (%x in %p : tensor<9x4xf32>, %y in %q : tensor<9x4xf32>) {
    %1 = graph.matmul %f, %h : (tensor<4x4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %2 = graph.matmul %g, %h : (tensor<4x4xf32>, tensor<4xf32>) -> tensor<4xf32>
    %3 = graph.concat %1, %2 {axis = 0 : i64} : (tensor<4xf32>, tensor<4xf32>) -> tensor<8xf32>
    %4 = graph.concat %x, %y {axis = 0 : i64} : (tensor<4xf32>, tensor<4xf32>) -> tensor<8xf32>
    %5 = graph.add %3, %4 : tensor<8xf32>
    %6 = graph.tanh %5 : tensor<8xf32>
    %7 = graph.slice %6 {starts = #graph.dims<2>, sizes = #graph.dims<4>, strides = array<i64: 1>} : (tensor<8xf32>) -> tensor<4xf32>
    graph.next %7 : tensor<4xf32>
  }
  return %0 : tensor<4xf32>
}

// -----

// Wide products of many rows that others need by themselves; a matrix that is no
// parameter; different images.
// CHECK-LABEL: func.func @alone
// CHECK-NOT: graph.concat
// CHECK: return
func.func @alone(%x: tensor<256x64xf32>, %y: tensor<256x64xf32>, %w: tensor<64x256xf32> {graph.parameter = "w"}, %v: tensor<64x256xf32> {graph.parameter = "v"},
                 %u: tensor<64x8xf32>)
    -> (tensor<256x256xf32>, tensor<256x256xf32>, tensor<256x256xf32>, tensor<256x8xf32>, tensor<256x8xf32>) {
  %0 = graph.matmul %x, %w : (tensor<256x64xf32>, tensor<64x256xf32>) -> tensor<256x256xf32>
  %1 = graph.matmul %x, %v : (tensor<256x64xf32>, tensor<64x256xf32>) -> tensor<256x256xf32>
  %2 = graph.matmul %y, %v : (tensor<256x64xf32>, tensor<64x256xf32>) -> tensor<256x256xf32>
  %3 = graph.matmul %x, %u : (tensor<256x64xf32>, tensor<64x8xf32>) -> tensor<256x8xf32>
  %4 = graph.matmul %y, %u : (tensor<256x64xf32>, tensor<64x8xf32>) -> tensor<256x8xf32>
  return %0, %1, %2, %3, %4 : tensor<256x256xf32>, tensor<256x256xf32>, tensor<256x256xf32>, tensor<256x8xf32>, tensor<256x8xf32>
}

// -----

// Slices of one product that a program has written as such are cut into heads
// first, too; a slice of something else is not.
// CHECK-LABEL: func.func @heads
// CHECK-SAME: %[[X:[^:]+]]: tensor<2x6x16xf32>
// CHECK: %[[P:.*]] = graph.matmul %[[X]]
// CHECK: %[[H:.*]] = graph.reshape %[[P]] {shape = #graph.dims<2, 6, 4, 4>}
// CHECK-DAG: %[[A:.*]] = graph.slice %[[H]] {sizes = #graph.dims<2, 6, 2, 4>, starts = #graph.dims<0, 0, 0, 0>
// CHECK-DAG: %[[B:.*]] = graph.slice %[[H]] {sizes = #graph.dims<2, 6, 2, 4>, starts = #graph.dims<0, 0, 2, 0>
// CHECK-DAG: %[[S:.*]] = graph.slice %[[X]]
// CHECK: %[[C:.*]] = graph.reshape %[[S]]
// CHECK: return %[[A]], %[[B]], %[[C]]
func.func @heads(%x: tensor<2x6x16xf32>, %w: tensor<16x16xf32> {graph.parameter = "w"})
    -> (tensor<2x6x2x4xf32>, tensor<2x6x2x4xf32>, tensor<2x6x2x4xf32>) {
  %0 = graph.matmul %x, %w : (tensor<2x6x16xf32>, tensor<16x16xf32>) -> tensor<2x6x16xf32>
  %1 = graph.slice %0 {starts = #graph.dims<0, 0, 0>, sizes = #graph.dims<2, 6, 8>, strides = array<i64: 1, 1, 1>} : (tensor<2x6x16xf32>) -> tensor<2x6x8xf32>
  %2 = graph.slice %0 {starts = #graph.dims<0, 0, 8>, sizes = #graph.dims<2, 6, 8>, strides = array<i64: 1, 1, 1>} : (tensor<2x6x16xf32>) -> tensor<2x6x8xf32>
  %3 = graph.slice %x {starts = #graph.dims<0, 0, 8>, sizes = #graph.dims<2, 6, 8>, strides = array<i64: 1, 1, 1>} : (tensor<2x6x16xf32>) -> tensor<2x6x8xf32>
  %4 = graph.reshape %1 {shape = #graph.dims<2, 6, 2, 4>} : (tensor<2x6x8xf32>) -> tensor<2x6x2x4xf32>
  %5 = graph.reshape %2 {shape = #graph.dims<2, 6, 2, 4>} : (tensor<2x6x8xf32>) -> tensor<2x6x2x4xf32>
  %6 = graph.reshape %3 {shape = #graph.dims<2, 6, 2, 4>} : (tensor<2x6x8xf32>) -> tensor<2x6x2x4xf32>
  return %4, %5, %6 : tensor<2x6x2x4xf32>, tensor<2x6x2x4xf32>, tensor<2x6x2x4xf32>
}

// -----

// Heads are gathered from a result of three products only where it lies in a
// cache.
// CHECK-LABEL: func.func @large
// CHECK: graph.matmul
// CHECK: graph.matmul
// CHECK: return
func.func @large(%x: tensor<32x128x128xf32>, %w: tensor<128x128xf32> {graph.parameter = "w"}, %v: tensor<128x128xf32> {graph.parameter = "v"})
    -> (tensor<32x4x128x32xf32>, tensor<32x4x128x32xf32>) {
  %0 = graph.matmul %x, %w : (tensor<32x128x128xf32>, tensor<128x128xf32>) -> tensor<32x128x128xf32>
  %1 = graph.matmul %x, %v : (tensor<32x128x128xf32>, tensor<128x128xf32>) -> tensor<32x128x128xf32>
  %2 = graph.reshape %0 {shape = #graph.dims<32, 128, 4, 32>} : (tensor<32x128x128xf32>) -> tensor<32x128x4x32xf32>
  %3 = graph.reshape %1 {shape = #graph.dims<32, 128, 4, 32>} : (tensor<32x128x128xf32>) -> tensor<32x128x4x32xf32>
  %4 = graph.transpose %2 {permutation = array<i64: 0, 2, 1, 3>} : (tensor<32x128x4x32xf32>) -> tensor<32x4x128x32xf32>
  %5 = graph.transpose %3 {permutation = array<i64: 0, 2, 1, 3>} : (tensor<32x128x4x32xf32>) -> tensor<32x4x128x32xf32>
  return %4, %5 : tensor<32x4x128x32xf32>, tensor<32x4x128x32xf32>
}

// -----

// A scan within a scan that nobody uses.
// CHECK-LABEL: func.func @dead_scan
// CHECK: graph.scan
// CHECK-NOT: graph.scan
func.func @dead_scan(%w: tensor<4x4xf32> {graph.parameter = "w"},
    %h0: tensor<1x4xf32>, %xs: tensor<5x1x4xf32>) -> tensor<1x4xf32> {
  %last = graph.scan (%h = %h0 : tensor<1x4xf32>) over (%x in %xs : tensor<5x1x4xf32>) {
    %dead = graph.scan (%g = %h : tensor<1x4xf32>) over (%y in %xs : tensor<5x1x4xf32>) {
      %0 = graph.matmul %g, %w : (tensor<1x4xf32>, tensor<4x4xf32>) -> tensor<1x4xf32>
      graph.next %0 : tensor<1x4xf32>
    }
    %1 = graph.add %h, %x : tensor<1x4xf32>
    graph.next %1 : tensor<1x4xf32>
  }
  return %last : tensor<1x4xf32>
}
