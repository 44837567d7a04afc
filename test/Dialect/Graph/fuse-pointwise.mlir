// RUN: dlc-opt %s --split-input-file --graph-normalize-scans --graph-fuse-pointwise | FileCheck %s
// RUN: dlc-opt %s --split-input-file --graph-normalize-scans --graph-fuse-pointwise > %t.once
// RUN: dlc-opt %t.once --split-input-file --graph-fuse-pointwise | diff %t.once -

// A chain of pointwise operations is one; what it reads comes from outside in
// the order of first use, and constants are its own.
// CHECK-LABEL: func.func @chain
// CHECK-SAME: %[[X:.*]]: tensor<2x4xf32>, %[[B:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[R:.*]] = graph.fused (%[[A0:.*]] = %[[B]] : tensor<4xf32>, %[[A1:.*]] = %[[X]] : tensor<2x4xf32>) {
// CHECK-NEXT:   %[[C:.*]] = graph.constant
// CHECK-NEXT:   %[[W:.*]] = graph.broadcast %[[A0]]
// CHECK-NEXT:   %[[S:.*]] = graph.add %[[A1]], %[[W]]
// CHECK-NEXT:   %[[M:.*]] = graph.mul %[[S]], %[[C]]
// CHECK-NEXT:   %[[E:.*]] = graph.exp %[[M]]
// CHECK-NEXT:   graph.yield %[[E]] : tensor<2x4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: return %[[R]]
func.func @chain(%x: tensor<2x4xf32>, %b: tensor<4xf32>) -> tensor<2x4xf32> {
  %c = graph.constant dense<2.0> : tensor<2x4xf32>
  %0 = graph.broadcast %b {shape = #graph.dims<2, 4>}
      : (tensor<4xf32>) -> tensor<2x4xf32>
  %1 = graph.add %x, %0 : tensor<2x4xf32>
  %2 = graph.mul %1, %c : tensor<2x4xf32>
  %3 = graph.exp %2 : tensor<2x4xf32>
  return %3 : tensor<2x4xf32>
}

// -----

// A step of training: what the optimizer keeps is a result of its own, and read
// for the parameter. Both are computed in one kernel.
// CHECK-LABEL: func.func @step
// CHECK-SAME: %[[P:.*]]: tensor<2x4xf32>, %[[V:.*]]: tensor<2x4xf32>, %[[G:.*]]: tensor<2x4xf32>
// CHECK-NEXT: %[[R:.*]]:2 = graph.fused (%[[A0:.*]] = %[[V]] : {{.*}}, %[[A1:.*]] = %[[G]] : {{.*}}, %[[A2:.*]] = %[[P]]
// CHECK-NEXT:   %[[NEW:.*]] = graph.add %[[A0]], %[[A1]]
// CHECK-NEXT:   %[[RATE:.*]] = graph.constant
// CHECK-NEXT:   %[[CHANGE:.*]] = graph.mul %[[RATE]], %[[NEW]]
// CHECK-NEXT:   %[[Q:.*]] = graph.sub %[[A2]], %[[CHANGE]]
// CHECK-NEXT:   graph.yield %[[NEW]], %[[Q]] : tensor<2x4xf32>, tensor<2x4xf32>
// CHECK-NEXT: }
// CHECK-NEXT: return %[[R]]#1, %[[R]]#0
func.func @step(%p: tensor<2x4xf32>, %v: tensor<2x4xf32>, %g: tensor<2x4xf32>)
    -> (tensor<2x4xf32>, tensor<2x4xf32>) {
  %0 = graph.add %v, %g : tensor<2x4xf32>
  %rate = graph.constant dense<0.1> : tensor<2x4xf32>
  %1 = graph.mul %rate, %0 : tensor<2x4xf32>
  %2 = graph.sub %p, %1 : tensor<2x4xf32>
  return %2, %0 : tensor<2x4xf32>, tensor<2x4xf32>
}

// -----

// A value that a product reads, on which its other user waits, is there before
// both. One that is read at other positions has a kernel of its own, too.
// CHECK-LABEL: func.func @needed_before
// CHECK-NEXT: %[[E:.*]] = graph.exp
// CHECK-NEXT: %[[Y:.*]] = graph.packed_matmul %[[E]]
// CHECK-NEXT: %[[S:.*]] = graph.sum %[[Y]]
// CHECK-NEXT: %[[N:.*]] = graph.fused (%{{.*}} = %[[S]] : {{.*}}, %{{.*}} = %[[E]]
// CHECK:        graph.yield
// CHECK-NEXT: }
// CHECK-NEXT: return %[[N]]
func.func @needed_before(%x: tensor<4x4xf32>, %w: tensor<1x4x16xf32>)
    -> tensor<4x4xf32> {
  %0 = graph.exp %x : tensor<4x4xf32>
  %1 = graph.packed_matmul %0, %w {columns = 4 : i64}
      : (tensor<4x4xf32>, tensor<1x4x16xf32>) -> tensor<4x4xf32>
  %2 = graph.sum %1 {axes = array<i64: 0>} : (tensor<4x4xf32>) -> tensor<4xf32>
  %3 = graph.broadcast %2 {shape = #graph.dims<4, 4>} : (tensor<4xf32>) -> tensor<4x4xf32>
  %4 = graph.add %0, %3 : tensor<4x4xf32>
  return %4 : tensor<4x4xf32>
}

// -----

// A product with bias, activation and residual.
// CHECK-LABEL: func.func @epilogue
// CHECK-NEXT: graph.fused
// CHECK-NEXT:   graph.packed_matmul
// CHECK-NEXT:   graph.broadcast
// CHECK-NEXT:   graph.add
// CHECK-NEXT:   graph.add
// CHECK-NEXT:   graph.relu
// CHECK-NEXT:   graph.yield
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func @epilogue(%x: tensor<2x4xf32>, %w: tensor<1x4x16xf32>,
                    %b: tensor<3xf32>, %r: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 3 : i64}
      : (tensor<2x4xf32>, tensor<1x4x16xf32>) -> tensor<2x3xf32>
  %1 = graph.broadcast %b {shape = #graph.dims<2, 3>}
      : (tensor<3xf32>) -> tensor<2x3xf32>
  %2 = graph.add %0, %1 : tensor<2x3xf32>
  %3 = graph.add %2, %r : tensor<2x3xf32>
  %4 = graph.relu %3 : tensor<2x3xf32>
  return %4 : tensor<2x3xf32>
}

// -----

// Of two products that are added the later one adds; the other has its bias.
// CHECK-LABEL: func.func @branches
// CHECK-SAME: %[[X:[a-z0-9]*]]: tensor<2x4xf32>, %[[W:[a-z0-9]*]]:
// CHECK-NEXT: %[[P:.*]] = graph.fused (%{{.*}} = %[[X]]
// CHECK-NEXT:   graph.packed_matmul
// CHECK-NEXT:   graph.add
// CHECK-NEXT:   graph.yield
// CHECK-NEXT: }
// CHECK-NEXT: graph.fused (%{{[^)]*}} = %[[P]] : tensor<2x3xf32>
// CHECK-NEXT:   graph.packed_matmul
// CHECK-NEXT:   graph.add
// CHECK-NEXT:   graph.relu
// CHECK-NEXT:   graph.yield
func.func @branches(%x: tensor<2x4xf32>, %w: tensor<1x4x16xf32>,
                    %b: tensor<2x3xf32>, %y: tensor<2x5xf32>,
                    %v: tensor<1x5x16xf32>) -> tensor<2x3xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 3 : i64}
      : (tensor<2x4xf32>, tensor<1x4x16xf32>) -> tensor<2x3xf32>
  %1 = graph.add %0, %b : tensor<2x3xf32>
  %2 = graph.packed_matmul %y, %v {columns = 3 : i64}
      : (tensor<2x5xf32>, tensor<1x5x16xf32>) -> tensor<2x3xf32>
  %3 = graph.add %1, %2 : tensor<2x3xf32>
  %4 = graph.relu %3 : tensor<2x3xf32>
  return %4 : tensor<2x3xf32>
}

// -----

// A reduction with what it reads, each element once, and what follows it.
// CHECK-LABEL: func.func @reduction
// CHECK-NEXT: graph.fused
// CHECK:        graph.mul
// CHECK-NEXT:   graph.sum
// CHECK-NEXT:   graph.sqrt
// CHECK-NEXT:   graph.yield
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func @reduction(%x: tensor<2x4xf32>) -> tensor<2xf32> {
  %0 = graph.mul %x, %x : tensor<2x4xf32>
  %1 = graph.sum %0 {axes = array<i64: 1>} : (tensor<2x4xf32>) -> tensor<2xf32>
  %2 = graph.sqrt %1 : tensor<2xf32>
  return %2 : tensor<2xf32>
}

// -----

// Rearranging costs less than a copy.
// CHECK-LABEL: func.func @movements
// CHECK-NEXT: graph.fused
// CHECK:        graph.neg
// CHECK:        graph.transpose
// CHECK:        graph.slice
// CHECK:        graph.add
// CHECK-NEXT:   graph.yield
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func @movements(%x: tensor<4x3xf32>, %y: tensor<2x4xf32>)
    -> tensor<2x4xf32> {
  %0 = graph.neg %x : tensor<4x3xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 1, 0>}
      : (tensor<4x3xf32>) -> tensor<3x4xf32>
  %2 = graph.slice %1 {starts = #graph.dims<1, 0>, sizes = #graph.dims<2, 4>,
                       strides = array<i64: 1, 1>}
      : (tensor<3x4xf32>) -> tensor<2x4xf32>
  %3 = graph.add %2, %y : tensor<2x4xf32>
  return %3 : tensor<2x4xf32>
}

// -----

// Single operations stay; so does what a contraction, a reshape or a call
// reads.
// CHECK-LABEL: func.func @leave_alone
// CHECK-NOT: graph.fused
// CHECK: return
func.func @leave_alone(%x: tensor<2x4xf32>, %w: tensor<1x4x16xf32>)
    -> (tensor<2x3xf32>, tensor<8xf32>, tensor<2x4xf32>) {
  %0 = graph.relu %x : tensor<2x4xf32>
  %1 = graph.packed_matmul %0, %w {columns = 3 : i64}
      : (tensor<2x4xf32>, tensor<1x4x16xf32>) -> tensor<2x3xf32>
  %2 = graph.exp %x : tensor<2x4xf32>
  %3 = graph.reshape %2 {shape = #graph.dims<8>}
      : (tensor<2x4xf32>) -> tensor<8xf32>
  %4 = graph.neg %3 : tensor<8xf32>
  %5 = graph.tanh %x : tensor<2x4xf32>
  %6 = graph.extern "f"(%5) : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %7 = graph.neg %6 : tensor<2x4xf32>
  return %1, %4, %7 : tensor<2x3xf32>, tensor<8xf32>, tensor<2x4xf32>
}

// -----

// A pointwise operation that several products read is stored for all.
// CHECK-LABEL: func.func @input_of_products
// CHECK-NEXT: graph.relu
// CHECK-NEXT: graph.packed_matmul
// CHECK-NEXT: graph.packed_matmul
// CHECK-NEXT: return
func.func @input_of_products(%x: tensor<2x4xf32>, %w: tensor<1x4x16xf32>,
                             %v: tensor<1x4x16xf32>)
    -> (tensor<2x3xf32>, tensor<2x3xf32>) {
  %0 = graph.relu %x : tensor<2x4xf32>
  %1 = graph.packed_matmul %0, %w {columns = 3 : i64}
      : (tensor<2x4xf32>, tensor<1x4x16xf32>) -> tensor<2x3xf32>
  %2 = graph.packed_matmul %0, %v {columns = 3 : i64}
      : (tensor<2x4xf32>, tensor<1x4x16xf32>) -> tensor<2x3xf32>
  return %1, %2 : tensor<2x3xf32>, tensor<2x3xf32>
}

// -----

// Running sums store their rows, but compute what they read.
// CHECK-LABEL: func.func @rows
// CHECK-NEXT: graph.fused
// CHECK-NEXT:   graph.exp
// CHECK-NEXT:   graph.cumsum
// CHECK-NEXT:   graph.yield
// CHECK-NEXT: }
// CHECK-NEXT: graph.neg
func.func @rows(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = graph.exp %x : tensor<2x4xf32>
  %1 = graph.cumsum %0 {axis = 1 : i64} : (tensor<2x4xf32>) -> tensor<2x4xf32>
  %2 = graph.neg %1 : tensor<2x4xf32>
  return %2 : tensor<2x4xf32>
}

// -----

// A producer that two members of one group read is computed once.
// CHECK-LABEL: func.func @shared
// CHECK-NEXT: graph.fused
// CHECK-COUNT-1: graph.exp
// CHECK-NOT: graph.exp
// CHECK: return
func.func @shared(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.exp %x : tensor<4xf32>
  %1 = graph.neg %0 : tensor<4xf32>
  %2 = graph.sqrt %0 : tensor<4xf32>
  %3 = graph.add %1, %2 : tensor<4xf32>
  return %3 : tensor<4xf32>
}

// -----

// Without elements, and scalars, like others.
// CHECK-LABEL: func.func @empty
// CHECK-NEXT: graph.fused
// CHECK-NEXT:   graph.neg
// CHECK-NEXT:   graph.exp
// CHECK-NEXT:   graph.yield %{{.*}} : tensor<0x4xf32>
// CHECK: graph.fused
// CHECK-NEXT:   graph.neg
// CHECK-NEXT:   graph.exp
// CHECK-NEXT:   graph.yield %{{.*}} : tensor<f32>
func.func @empty(%x: tensor<0x4xf32>, %y: tensor<f32>)
    -> (tensor<0x4xf32>, tensor<f32>) {
  %0 = graph.neg %x : tensor<0x4xf32>
  %1 = graph.exp %0 : tensor<0x4xf32>
  %2 = graph.neg %y : tensor<f32>
  %3 = graph.exp %2 : tensor<f32>
  return %1, %3 : tensor<0x4xf32>, tensor<f32>
}

// -----

// Of constants only: nothing comes from outside. A constant that is returned is
// stored.
// CHECK-LABEL: func.func @constants
// CHECK-NEXT: %[[R:.*]] = graph.fused () {
// CHECK-NEXT:   graph.constant
// CHECK-NEXT:   graph.broadcast
// CHECK-NEXT:   graph.yield
// CHECK-NEXT: }
// CHECK-NEXT: %[[C:.*]] = graph.constant dense<[1, 2]>
// CHECK-NEXT: return %[[R]], %[[C]]
func.func @constants() -> (tensor<3x2xi64>, tensor<2xi64>) {
  %0 = graph.constant dense<[3, 4]> : tensor<2xi64>
  %1 = graph.broadcast %0 {shape = #graph.dims<3, 2>}
      : (tensor<2xi64>) -> tensor<3x2xi64>
  %2 = graph.constant dense<[1, 2]> : tensor<2xi64>
  return %1, %2 : tensor<3x2xi64>, tensor<2xi64>
}

// -----

// Bodies of scans, too. What is carried or emitted is stored, and what comes
// from outside is an operand like any.
// CHECK-LABEL: func.func @scan
// CHECK-SAME: %[[XS:.*]]: tensor<3x4xf32>, %[[H0:.*]]: tensor<4xf32>, %[[B:.*]]: tensor<4xf32>
// CHECK: %[[E:.*]] = graph.exp %[[B]]
// CHECK: graph.scan (%[[H:.*]] = %[[H0]] : tensor<4xf32>) over (%[[X:.*]] in
// CHECK-NEXT: %[[N:.*]] = graph.fused (%{{.*}} = %[[H]] : tensor<4xf32>, %{{.*}} = %[[X]] : tensor<4xf32>, %{{.*}} = %[[E]] : tensor<4xf32>) {
// CHECK-NEXT:   graph.add
// CHECK-NEXT:   graph.add
// CHECK-NEXT:   graph.yield
// CHECK-NEXT: }
// CHECK-NEXT: graph.next %[[N]] : tensor<4xf32>
func.func @scan(%xs: tensor<3x4xf32>, %h0: tensor<4xf32>, %b: tensor<4xf32>)
    -> tensor<4xf32> {
  %e = graph.exp %b : tensor<4xf32>
  %0 = graph.scan (%h = %h0 : tensor<4xf32>)
      over (%x in %xs : tensor<3x4xf32>) {
    %1 = graph.add %h, %x : tensor<4xf32>
    %2 = graph.add %1, %e : tensor<4xf32>
    graph.next %2 : tensor<4xf32>
  }
  return %0 : tensor<4xf32>
}

// -----

// Dead operations go; with symbolic dimensions nothing happens.
// CHECK-LABEL: func.func @dead
// CHECK-NEXT: graph.neg
// CHECK-NEXT: return
func.func @dead(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.exp %x : tensor<4xf32>
  %1 = graph.abs %0 : tensor<4xf32>
  %2 = graph.neg %x : tensor<4xf32>
  return %2 : tensor<4xf32>
}

// CHECK-LABEL: func.func @symbolic
// CHECK-NEXT: graph.exp
// CHECK-NEXT: graph.abs
// CHECK-NEXT: return
func.func @symbolic(%x: tensor<?xf32, #graph.dims<N>>)
    -> tensor<?xf32, #graph.dims<N>> {
  %0 = graph.exp %x : tensor<?xf32, #graph.dims<N>>
  %1 = graph.abs %0 : tensor<?xf32, #graph.dims<N>>
  return %1 : tensor<?xf32, #graph.dims<N>>
}

// -----

// The difference from a mean is computed wherever it is read: that reads the
// tensor, which is in memory in any case, instead of the difference.
// CHECK-LABEL: func.func @differences
// CHECK-SAME: %[[X:.*]]: tensor<8x4xf32>
// CHECK-NEXT: %[[M:.*]] = graph.mean %[[X]]
// CHECK-NEXT: %[[V:.*]] = graph.fused (%[[A0:.*]] = %[[M]] : {{.*}}, %[[A1:.*]] = %[[X]]
// CHECK-NEXT:   %[[B:.*]] = graph.broadcast %[[A0]]
// CHECK-NEXT:   %[[D:.*]] = graph.sub %[[A1]], %[[B]]
// CHECK-NEXT:   %[[S:.*]] = graph.mul %[[D]], %[[D]]
// CHECK-NEXT:   graph.mean %[[S]]
// CHECK:      graph.fused (%{{.*}} = %[[M]] : {{.*}}, %{{.*}} = %[[X]] : {{.*}}, %{{.*}} = %[[V]]
// CHECK:        graph.sub
// CHECK:        graph.div
func.func @differences(%x: tensor<8x4xf32>) -> tensor<8x4xf32> {
  %mean = graph.mean %x {axes = array<i64: 0>} : (tensor<8x4xf32>) -> tensor<4xf32>
  %0 = graph.broadcast %mean {axes = array<i64: 1>, shape = #graph.dims<8, 4>}
      : (tensor<4xf32>) -> tensor<8x4xf32>
  %1 = graph.sub %x, %0 : tensor<8x4xf32>
  %2 = graph.mul %1, %1 : tensor<8x4xf32>
  %variance = graph.mean %2 {axes = array<i64: 0>} : (tensor<8x4xf32>) -> tensor<4xf32>
  %3 = graph.broadcast %variance {axes = array<i64: 1>, shape = #graph.dims<8, 4>}
      : (tensor<4xf32>) -> tensor<8x4xf32>
  %4 = graph.div %1, %3 : tensor<8x4xf32>
  return %4 : tensor<8x4xf32>
}

// -----

// What it is made of would have to be in memory for this alone: it is.
// CHECK-LABEL: func.func @alone
// CHECK:      %[[D:.*]] = graph.fused
// CHECK:        graph.exp
// CHECK:        graph.sub
// CHECK:      graph.mean %[[D]]
// CHECK:      graph.fused (%{{.*}} = %[[D]]
func.func @alone(%x: tensor<8x4xf32>, %m: tensor<4xf32>) -> tensor<8x4xf32> {
  %e = graph.exp %x : tensor<8x4xf32>
  %0 = graph.broadcast %m {axes = array<i64: 1>, shape = #graph.dims<8, 4>}
      : (tensor<4xf32>) -> tensor<8x4xf32>
  %1 = graph.sub %e, %0 : tensor<8x4xf32>
  %mean = graph.mean %1 {axes = array<i64: 0>} : (tensor<8x4xf32>) -> tensor<4xf32>
  %2 = graph.broadcast %mean {axes = array<i64: 1>, shape = #graph.dims<8, 4>}
      : (tensor<4xf32>) -> tensor<8x4xf32>
  %3 = graph.mul %1, %2 : tensor<8x4xf32>
  return %3 : tensor<8x4xf32>
}

// -----

// Not so a product: in a sum it is not rounded, and would not be equal to the
// one whose largest element was found.
// CHECK-LABEL: func.func @product
// CHECK:      %[[P:.*]] = graph.fused
// CHECK-NEXT:   graph.broadcast
// CHECK-NEXT:   graph.mul
// CHECK-NEXT:   graph.yield
// CHECK:      %[[M:.*]] = graph.max %[[P]]
func.func @product(%x: tensor<8x4xf32>, %s: tensor<4xf32>) -> tensor<8x4xf32> {
  %0 = graph.broadcast %s {axes = array<i64: 1>, shape = #graph.dims<8, 4>}
      : (tensor<4xf32>) -> tensor<8x4xf32>
  %1 = graph.mul %x, %0 : tensor<8x4xf32>
  %max = graph.max %1 {axes = array<i64: 0>} : (tensor<8x4xf32>) -> tensor<4xf32>
  %2 = graph.broadcast %max {axes = array<i64: 1>, shape = #graph.dims<8, 4>}
      : (tensor<4xf32>) -> tensor<8x4xf32>
  %3 = graph.sub %1, %2 : tensor<8x4xf32>
  return %3 : tensor<8x4xf32>
}

// -----

// A filter in blocks of both its channels is packed at once.
// CHECK-LABEL: func.func @filter
// CHECK-NEXT: graph.fused
// CHECK-NEXT:   graph.pack
// CHECK-NEXT:   graph.pack
// CHECK-NEXT:   graph.yield
// CHECK-LABEL: func.func @ragged_filter
// CHECK-NOT: graph.fused
func.func @filter(%x: tensor<64x32x3x3xf32>) -> tensor<2x2x3x3x16x32xf32> {
  %0 = graph.pack %x {axis = 1 : i64, block = 16 : i64, outer_permutation = array<i64: 0, 1, 2, 3>}
      : (tensor<64x32x3x3xf32>) -> tensor<64x2x3x3x16xf32>
  %1 = graph.pack %0 {axis = 0 : i64, block = 32 : i64, outer_permutation = array<i64: 0, 1, 2, 3, 4>}
      : (tensor<64x2x3x3x16xf32>) -> tensor<2x2x3x3x16x32xf32>
  return %1 : tensor<2x2x3x3x16x32xf32>
}
func.func @ragged_filter(%x: tensor<64x33x3x3xf32>) -> tensor<2x3x3x3x16x32xf32> {
  %0 = graph.pack %x {axis = 1 : i64, block = 16 : i64, outer_permutation = array<i64: 0, 1, 2, 3>}
      : (tensor<64x33x3x3xf32>) -> tensor<64x3x3x3x16xf32>
  %1 = graph.pack %0 {axis = 0 : i64, block = 32 : i64, outer_permutation = array<i64: 0, 1, 2, 3, 4>}
      : (tensor<64x3x3x3x16xf32>) -> tensor<2x3x3x3x16x32xf32>
  return %1 : tensor<2x3x3x3x16x32xf32>
}
