// RUN: dlc-opt %s --split-input-file --graph-rematerialize=limit=4160 --verify-diagnostics | FileCheck %s
// RUN: dlc-opt %s --split-input-file --graph-rematerialize 2>&1 | FileCheck %s --check-prefix=NONE

// Without a limit, nothing is done.
// NONE-NOT: remark
// NONE-NOT: kernel.recomputed

// What takes a kilobyte is not kept beside what takes four, but computed again.
// CHECK-LABEL: func.func @kept
// CHECK-SAME:  attributes {kernel.recomputed = array<i64: 1, {{[0-9]+}}, {{[0-9]+}}>}
// CHECK-NEXT:  %[[A:.*]] = graph.exp %arg0
// CHECK-NEXT:  %[[SUM:.*]] = graph.sum %[[A]]
// CHECK-NEXT:  %[[B:.*]] = graph.tanh %arg1
// CHECK-NEXT:  %[[OTHER:.*]] = graph.sum %[[B]]
// CHECK-NEXT:  %[[AGAIN:.*]] = graph.exp %arg0
// CHECK-NEXT:  %[[C:.*]] = graph.max %[[AGAIN]]
// CHECK-NEXT:  return %[[SUM]], %[[OTHER]], %[[C]]
func.func @kept(%x: tensor<256xf32>, %y: tensor<1024xf32>) -> (tensor<f32>, tensor<f32>, tensor<f32>) {
  // expected-remark @+1 {{[graph-rematerialize] computed 'exp' again, about 0 us, rather than keep 1024 bytes}}
  %a = graph.exp %x : tensor<256xf32>
  %0 = graph.sum %a : (tensor<256xf32>) -> tensor<f32>
  %b = graph.tanh %y : tensor<1024xf32>
  %1 = graph.sum %b : (tensor<1024xf32>) -> tensor<f32>
  %c = graph.max %a : (tensor<256xf32>) -> tensor<f32>
  return %0, %1, %c : tensor<f32>, tensor<f32>, tensor<f32>
}

// -----

// Of two values, the one that is kept for longer goes: the other fits.
// CHECK-LABEL: func.func @longer
// CHECK:       graph.tanh %arg1
// CHECK-NOT:   graph.sin
// CHECK:       graph.exp %arg0
// CHECK-NOT:   graph.sin
func.func @longer(%x: tensor<16xf32>, %y: tensor<1016xf32>) -> (tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>) {
  // expected-remark @+1 {{computed 'exp' again}}
  %a = graph.exp %x : tensor<16xf32>
  %0 = graph.sum %a : (tensor<16xf32>) -> tensor<f32>
  %b = graph.sin %x : tensor<16xf32>
  %1 = graph.sum %b : (tensor<16xf32>) -> tensor<f32>
  %c = graph.tanh %y : tensor<1016xf32>
  %2 = graph.sum %c : (tensor<1016xf32>) -> tensor<f32>
  %d = graph.max %b : (tensor<16xf32>) -> tensor<f32>
  %e = graph.max %a : (tensor<16xf32>) -> tensor<f32>
  return %0, %1, %2, %d, %e : tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>, tensor<f32>
}

// -----

// With what it takes that is not there either, and by the addresses in between.
// CHECK-LABEL: func.func @chain
// CHECK:       graph.tanh %arg1
// CHECK:       %[[A:.*]] = graph.exp %arg0
// CHECK-NEXT:  %[[B:.*]] = graph.cumsum %[[A]]
// CHECK-NEXT:  %[[R:.*]] = graph.reshape %[[B]]
// CHECK-NEXT:  %[[C:.*]] = graph.transpose %[[R]]
// CHECK-NEXT:  return
func.func @chain(%x: tensor<256xf32>, %y: tensor<1024xf32>) -> (tensor<f32>, tensor<f32>, tensor<8x32xf32>) {
  // expected-remark @+1 {{computed 'exp' again}}
  %a = graph.exp %x : tensor<256xf32>
  // expected-remark @+1 {{computed 'cumsum' again}}
  %b = graph.cumsum %a {axis = 0 : i64} : (tensor<256xf32>) -> tensor<256xf32>
  %r = graph.reshape %b {shape = #graph.dims<32, 8>} : (tensor<256xf32>) -> tensor<32x8xf32>
  %0 = graph.sum %r : (tensor<32x8xf32>) -> tensor<f32>
  %c = graph.tanh %y : tensor<1024xf32>
  %1 = graph.sum %c : (tensor<1024xf32>) -> tensor<f32>
  %d = graph.transpose %r {permutation = array<i64: 1, 0>} : (tensor<32x8xf32>) -> tensor<8x32xf32>
  return %0, %1, %d : tensor<f32>, tensor<f32>, tensor<8x32xf32>
}

// -----

// What a scan reads from outside.
// CHECK-LABEL: func.func @captured
// CHECK:       graph.tanh %arg1
// CHECK:       %[[AGAIN:.*]] = graph.exp %arg0
// CHECK-NEXT:  graph.scan
// CHECK-NEXT:    graph.add %{{.*}}, %[[AGAIN]]
func.func @captured(%x: tensor<256xf32>, %y: tensor<1024xf32>, %xs: tensor<3x256xf32>) -> (tensor<f32>, tensor<f32>, tensor<256xf32>) {
  // expected-remark @+1 {{computed 'exp' again}}
  %a = graph.exp %x : tensor<256xf32>
  %0 = graph.sum %a : (tensor<256xf32>) -> tensor<f32>
  %b = graph.tanh %y : tensor<1024xf32>
  %1 = graph.sum %b : (tensor<1024xf32>) -> tensor<f32>
  %c = graph.scan (%h = %x : tensor<256xf32>) over (%e in %xs : tensor<3x256xf32>) {
    %2 = graph.add %h, %a : tensor<256xf32>
    %3 = graph.mul %2, %e : tensor<256xf32>
    graph.next %3 : tensor<256xf32>
  }
  return %0, %1, %c : tensor<f32>, tensor<f32>, tensor<256xf32>
}

// -----

// Stays: what a foreign function computes and what is computed from that, parts
// of a concatenation, and outputs, which take nothing of the workspace.
// CHECK-LABEL: func.func @stays
// CHECK-NOT:   kernel.recomputed
// CHECK-COUNT-2: graph.exp
// CHECK-NOT:   graph.exp
func.func @stays(%x: tensor<256xf32>, %y: tensor<1024xf32>)
    -> (tensor<f32>, tensor<f32>, tensor<f32>, tensor<256xf32>, tensor<f32>, tensor<f32>, tensor<f32>) {
  %a = graph.extern "f"(%x) : (tensor<256xf32>) -> tensor<256xf32>
  %b = graph.exp %a : tensor<256xf32>
  %0 = graph.sum %b : (tensor<256xf32>) -> tensor<f32>
  %c = graph.exp %x : tensor<256xf32>
  %d = graph.tanh %x : tensor<256xf32>
  %e = graph.concat %c, %d {axis = 0 : i64, graph.placed} : (tensor<256xf32>, tensor<256xf32>) -> tensor<512xf32>
  %1 = graph.sum %e : (tensor<512xf32>) -> tensor<f32>
  %f = graph.sin %x : tensor<256xf32>
  %g = graph.tanh %y : tensor<1024xf32>
  %2 = graph.sum %g : (tensor<1024xf32>) -> tensor<f32>
  %h = graph.max %b : (tensor<256xf32>) -> tensor<f32>
  %i = graph.max %e : (tensor<512xf32>) -> tensor<f32>
  %j = graph.max %f : (tensor<256xf32>) -> tensor<f32>
  return %0, %1, %2, %f, %h, %i, %j : tensor<f32>, tensor<f32>, tensor<f32>, tensor<256xf32>, tensor<f32>, tensor<f32>, tensor<f32>
}
