// RUN: dlc-opt %s --split-input-file --graph-differentiate --canonicalize --cse | FileCheck %s

// A product and an activation: the gradient of what the activation is of goes
// to both factors.
// CHECK-LABEL: func.func @layer
// CHECK-SAME: %[[X:[^:]+]]: tensor<4x3xf32>, %[[W:[^:]+]]: tensor<3x5xf32>
// CHECK:      %[[Y:.*]] = graph.tanh
// CHECK:      %[[SQUARE:.*]] = graph.mul %[[Y]], %[[Y]]
// CHECK-NEXT: %[[G:.*]] = graph.sub %{{.*}}, %[[SQUARE]]
// CHECK-NEXT: %[[DX:.*]] = graph.matmul %[[G]], %[[W]] {transpose_rhs = true}
// CHECK-NEXT: %[[XT:.*]] = graph.transpose %[[X]]
// CHECK-NEXT: %[[DW:.*]] = graph.matmul %[[XT]], %[[G]]
// CHECK-NEXT: return %[[DX]], %[[DW]]
func.func @layer(%x: tensor<4x3xf32>, %w: tensor<3x5xf32>)
    -> (tensor<4x3xf32>, tensor<3x5xf32>) {
  %0 = graph.matmul %x, %w : (tensor<4x3xf32>, tensor<3x5xf32>) -> tensor<4x5xf32>
  %1 = graph.tanh %0 : tensor<4x5xf32>
  %2 = graph.sum %1 : (tensor<4x5xf32>) -> tensor<f32>
  %3:2 = graph.gradients %2, %x, %w
      : (tensor<f32>, tensor<4x3xf32>, tensor<3x5xf32>) -> (tensor<4x3xf32>, tensor<3x5xf32>)
  return %3#0, %3#1 : tensor<4x3xf32>, tensor<3x5xf32>
}

// -----

// What no variable has a part in is not gone through.
// CHECK-LABEL: func.func @constant_part
// CHECK-SAME: %[[X:[^:]+]]: tensor<4xf32>, %[[C:[^:]+]]: tensor<4xf32>
// CHECK-NEXT: %[[E:.*]] = graph.exp %[[C]]
// CHECK-NEXT: return %[[E]]
func.func @constant_part(%x: tensor<4xf32>, %c: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.exp %c : tensor<4xf32>
  %1 = graph.mul %x, %0 : tensor<4xf32>
  %2 = graph.sum %1 : (tensor<4xf32>) -> tensor<f32>
  %3 = graph.gradients %2, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
  return %3 : tensor<4xf32>
}

// -----

// Of x times what does not count: x, not 2 x.
// CHECK-LABEL: func.func @stopped
// CHECK-SAME: %[[X:[^:]+]]: tensor<4xf32>
// CHECK-NEXT: return %[[X]]
func.func @stopped(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.stop_gradient %x : tensor<4xf32>
  %1 = graph.mul %x, %0 : tensor<4xf32>
  %2 = graph.sum %1 : (tensor<4xf32>) -> tensor<f32>
  %3 = graph.gradients %2, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
  return %3 : tensor<4xf32>
}

// -----

// No part in it: zero.
// CHECK-LABEL: func.func @independent
// CHECK-NEXT: %[[ZERO:.*]] = graph.constant dense<0.0
// CHECK-NEXT: return %[[ZERO]]
func.func @independent(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.sum %y : (tensor<4xf32>) -> tensor<f32>
  %1 = graph.gradients %0, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
  return %1 : tensor<4xf32>
}

// -----

// The second derivative of x^3 is 6 x.
// CHECK-LABEL: func.func @second_order
// CHECK-SAME: %[[X:[^:]+]]: tensor<f32>
// CHECK-NOT:  graph.gradients
func.func @second_order(%x: tensor<f32>) -> tensor<f32> {
  %0 = graph.mul %x, %x : tensor<f32>
  %1 = graph.mul %0, %x : tensor<f32>
  %2 = graph.gradients %1, %x : (tensor<f32>, tensor<f32>) -> tensor<f32>
  %3 = graph.gradients %2, %x : (tensor<f32>, tensor<f32>) -> tensor<f32>
  return %3 : tensor<f32>
}

// -----

// Embedding: equal indices add up.
// CHECK-LABEL: func.func @embedding
// CHECK-SAME: %[[W:[^:]+]]: tensor<9x4xf32>, %[[I:[^:]+]]: tensor<2x3xi64>, %[[C:[^:]+]]: tensor<2x3x4xf32>
// CHECK:      graph.scatter_add
// CHECK-SAME: axis = 0
func.func @embedding(%w: tensor<9x4xf32>, %i: tensor<2x3xi64>, %c: tensor<2x3x4xf32>) -> tensor<9x4xf32> {
  %0 = graph.take %w, %i {axis = 0 : i64} : (tensor<9x4xf32>, tensor<2x3xi64>) -> tensor<2x3x4xf32>
  %1 = graph.mul %0, %c : tensor<2x3x4xf32>
  %2 = graph.sum %1 : (tensor<2x3x4xf32>) -> tensor<f32>
  %3 = graph.gradients %2, %w : (tensor<f32>, tensor<9x4xf32>) -> tensor<9x4xf32>
  return %3 : tensor<9x4xf32>
}

// -----

// The gradient of a filter has the windows of the convolution.
// CHECK-LABEL: func.func @filter
// CHECK-SAME: %[[X:[^:]+]]: tensor<2x3x8x8xf32>, %{{.*}}, %[[C:[^:]+]]: tensor<2x5x4x4xf32>
// CHECK:      graph.conv2d_filter_gradient %[[X]], %[[C]]
// CHECK-SAME: {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1>, strides = array<i64: 2, 2>}
// CHECK-SAME: (tensor<2x3x8x8xf32>, tensor<2x5x4x4xf32>) -> tensor<5x3x3x3xf32>
func.func @filter(%x: tensor<2x3x8x8xf32>, %w: tensor<5x3x3x3xf32>, %c: tensor<2x5x4x4xf32>) -> (tensor<2x5x4x4xf32>, tensor<5x3x3x3xf32>) {
  %0 = graph.conv2d %x, %w {strides = array<i64: 2, 2>, padding = array<i64: 1, 1>}
      : (tensor<2x3x8x8xf32>, tensor<5x3x3x3xf32>) -> tensor<2x5x4x4xf32>
  %1 = graph.mul %0, %c : tensor<2x5x4x4xf32>
  %2 = graph.sum %1 : (tensor<2x5x4x4xf32>) -> tensor<f32>
  %3 = graph.gradients %2, %w : (tensor<f32>, tensor<5x3x3x3xf32>) -> tensor<5x3x3x3xf32>
  return %0, %3 : tensor<2x5x4x4xf32>, tensor<5x3x3x3xf32>
}

// -----

// Windows of a strided convolution read the elements of each phase through taps
// of their own: the gradient of its input is made of a convolution for each.
// CHECK-LABEL: func.func @strided_input
// CHECK-SAME: %[[W:[^:]+]]: tensor<5x3x3x1xf32>, %[[C:[^:]+]]: tensor<2x5x4x6xf32>
// CHECK-DAG:  %[[MIDDLE:.*]] = graph.slice %[[W]] {{.*}} -> tensor<5x3x1x1xf32>
// CHECK-DAG:  graph.conv2d %[[C]], %{{.*}} : (tensor<2x5x4x6xf32>, tensor<3x5x1x1xf32>) -> tensor<2x3x4x6xf32>
// CHECK-DAG:  %[[OUTER:.*]] = graph.slice %[[W]] {{.*}} -> tensor<5x3x2x1xf32>
// CHECK-DAG:  graph.conv2d %{{.*}}, %{{.*}} : (tensor<2x5x5x6xf32>, tensor<3x5x2x1xf32>) -> tensor<2x3x4x6xf32>
// CHECK:      %[[PAIRS:.*]] = graph.concat {{.*}} {axis = 3 : i64}
// CHECK-SAME: -> tensor<2x3x4x2x6xf32>
// CHECK-NEXT: graph.reshape %[[PAIRS]]
// CHECK-SAME: -> tensor<2x3x8x6xf32>
func.func @strided_input(%x: tensor<2x3x8x6xf32>, %w: tensor<5x3x3x1xf32>, %c: tensor<2x5x4x6xf32>) -> tensor<2x3x8x6xf32> {
  %0 = graph.conv2d %x, %w {strides = array<i64: 2, 1>, padding = array<i64: 1, 0>}
      : (tensor<2x3x8x6xf32>, tensor<5x3x3x1xf32>) -> tensor<2x5x4x6xf32>
  %1 = graph.mul %0, %c : tensor<2x5x4x6xf32>
  %2 = graph.sum %1 : (tensor<2x5x4x6xf32>) -> tensor<f32>
  %3 = graph.gradients %2, %x : (tensor<f32>, tensor<2x3x8x6xf32>) -> tensor<2x3x8x6xf32>
  return %3 : tensor<2x3x8x6xf32>
}

// -----

// A scan: the other way round, with the gradients of the parameter from all
// steps added up. The activation is saved, the state comes with it.
// CHECK-LABEL: func.func @recurrent
// CHECK-SAME: %[[XS:[^:]+]]: tensor<9x2x5xf32>, %[[H0:[^:]+]]: tensor<2x5xf32>, %[[W:[^:]+]]: tensor<5x5xf32>
// CHECK:      %[[FORWARD:.*]]:3 = graph.scan (%[[H:.*]] = %[[H0]]
// CHECK:        %[[NEXT:.*]] = graph.tanh
// CHECK-NEXT:   graph.next %[[NEXT]] : tensor<2x5xf32> emit %[[NEXT]], %[[H]]
// CHECK:      %[[BACK:.*]]:3 = graph.scan reversed (%[[DH:.*]] = %{{.*}} : tensor<2x5xf32>, %[[DW:.*]] = %{{.*}} : tensor<5x5xf32>)
// CHECK-SAME:   over (%[[Y:.*]] in %[[FORWARD]]#1 : tensor<9x2x5xf32>, %[[BEFORE:.*]] in %[[FORWARD]]#2
// CHECK-NEXT:   %[[SQUARE:.*]] = graph.mul %[[Y]], %[[Y]]
// CHECK-NEXT:   %[[SLOPE:.*]] = graph.sub %{{.*}}, %[[SQUARE]]
// CHECK-NEXT:   %[[G:.*]] = graph.mul %[[DH]], %[[SLOPE]]
// CHECK-NEXT:   %[[TO_BEFORE:.*]] = graph.matmul %[[G]], %[[W]] {transpose_rhs = true}
// CHECK-NEXT:   %[[T:.*]] = graph.transpose %[[BEFORE]]
// CHECK-NEXT:   %[[STEP:.*]] = graph.matmul %[[T]], %[[G]]
// CHECK-NEXT:   %[[SUM:.*]] = graph.add %[[DW]], %[[STEP]]
// CHECK-NEXT:   graph.next %[[TO_BEFORE]], %[[SUM]] : tensor<2x5xf32>, tensor<5x5xf32> emit %[[G]]
// CHECK:      return %[[BACK]]#2, %[[BACK]]#0, %[[BACK]]#1
func.func @recurrent(%xs: tensor<9x2x5xf32>, %h0: tensor<2x5xf32>, %w: tensor<5x5xf32>)
    -> (tensor<9x2x5xf32>, tensor<2x5xf32>, tensor<5x5xf32>) {
  %0 = graph.scan (%h = %h0 : tensor<2x5xf32>) over (%x in %xs : tensor<9x2x5xf32>) {
    %1 = graph.matmul %h, %w : (tensor<2x5xf32>, tensor<5x5xf32>) -> tensor<2x5xf32>
    %2 = graph.add %1, %x : tensor<2x5xf32>
    %3 = graph.tanh %2 : tensor<2x5xf32>
    graph.next %3 : tensor<2x5xf32>
  }
  %1 = graph.sum %0 : (tensor<2x5xf32>) -> tensor<f32>
  %2:3 = graph.gradients %1, %xs, %h0, %w
      : (tensor<f32>, tensor<9x2x5xf32>, tensor<2x5xf32>, tensor<5x5xf32>)
      -> (tensor<9x2x5xf32>, tensor<2x5xf32>, tensor<5x5xf32>)
  return %2#0, %2#1, %2#2 : tensor<9x2x5xf32>, tensor<2x5xf32>, tensor<5x5xf32>
}

// -----

// A function of the host: its adjoint gets operands, results and gradients.
// CHECK-LABEL: func.func @host
// CHECK-SAME: %[[X:[^:]+]]: tensor<4xf32>
// CHECK:      %[[Y:.*]] = graph.extern "spline"(%[[X]])
// CHECK:      graph.extern "spline_adjoint"(%[[X]], %[[Y]], %{{.*}}) {constants = [3]}
func.func @host(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.extern "spline"(%x) {constants = [3], adjoint = "spline_adjoint"}
      : (tensor<4xf32>) -> tensor<4xf32>
  %1 = graph.sum %0 : (tensor<4xf32>) -> tensor<f32>
  %2 = graph.gradients %1, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
  return %2 : tensor<4xf32>
}

// -----

// A derivative that the program gives: of the result and its gradient, and not
// of what the result was computed from. The value stays.
// CHECK-LABEL: func.func @given
// CHECK-SAME: %[[X:[^:]+]]: tensor<4xf32>, %[[SEED:[^:]+]]: tensor<4xf32>
// CHECK-NEXT: %[[Y:.*]] = graph.round %[[X]]
// CHECK-NEXT: %[[D:.*]] = graph.mul %[[SEED]], %[[Y]]
// CHECK-NEXT: return %[[Y]], %[[D]]
func.func @given(%x: tensor<4xf32>, %seed: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %0 = graph.round %x : tensor<4xf32>
  %1 = graph.custom_gradient(%0 : tensor<4xf32>) of(%x : tensor<4xf32>) -> tensor<4xf32> {
  ^bb0(%y: tensor<4xf32>, %g: tensor<4xf32>):
    %5 = graph.mul %g, %y : tensor<4xf32>
    graph.return_gradients %5 : tensor<4xf32>
  }
  %2 = graph.mul %1, %seed : tensor<4xf32>
  %3 = graph.sum %2 : (tensor<4xf32>) -> tensor<f32>
  %4 = graph.gradients %3, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
  return %1, %4 : tensor<4xf32>, tensor<4xf32>
}

// -----

// Without a derivative, nothing is left of it.
// CHECK-LABEL: func.func @not_asked_for
// CHECK-NEXT: %[[Y:.*]] = graph.round
// CHECK-NEXT: return %[[Y]]
func.func @not_asked_for(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.round %x : tensor<4xf32>
  %1 = graph.custom_gradient(%0 : tensor<4xf32>) of(%x : tensor<4xf32>) -> tensor<4xf32> {
  ^bb0(%y: tensor<4xf32>, %g: tensor<4xf32>):
    graph.return_gradients %g : tensor<4xf32>
  }
  return %1 : tensor<4xf32>
}

// -----

// The gradient of a mean that is subtracted: scales that are the same for all
// elements are factors of their sum.
// CHECK-LABEL: func.func @centred
// CHECK-SAME: %[[X:[^:]+]]: tensor<8x3xf32>, %[[S:[^:]+]]: tensor<3xf32>, %[[G:[^:]+]]: tensor<8x3xf32>
// CHECK:      %[[SCALES:.*]] = graph.broadcast %[[S]]
// CHECK-NEXT: %[[SCALED:.*]] = graph.mul %[[G]], %[[SCALES]]
// CHECK-NEXT: %[[SUM:.*]] = graph.sum %[[G]] {axes = array<i64: 0>}
// CHECK-NEXT: %[[PRODUCT:.*]] = graph.mul %[[SUM]], %[[S]]
// CHECK-NOT:  graph.sum
// CHECK:      graph.add %[[SCALED]],
func.func @centred(%x: tensor<8x3xf32>, %s: tensor<3xf32>, %g: tensor<8x3xf32>) -> tensor<8x3xf32> {
  %mean = graph.mean %x {axes = array<i64: 0>} : (tensor<8x3xf32>) -> tensor<3xf32>
  %0 = graph.broadcast %mean {axes = array<i64: 1>, shape = #graph.dims<8, 3>} : (tensor<3xf32>) -> tensor<8x3xf32>
  %1 = graph.sub %x, %0 : tensor<8x3xf32>
  %2 = graph.broadcast %s {axes = array<i64: 1>, shape = #graph.dims<8, 3>} : (tensor<3xf32>) -> tensor<8x3xf32>
  %3 = graph.mul %1, %2 : tensor<8x3xf32>
  %4 = graph.mul %3, %g : tensor<8x3xf32>
  %5 = graph.sum %4 : (tensor<8x3xf32>) -> tensor<f32>
  %6 = graph.gradients %5, %x : (tensor<f32>, tensor<8x3xf32>) -> tensor<8x3xf32>
  return %6 : tensor<8x3xf32>
}

// -----

// So the gradient of a variance needs the sum of the differences alone, which
// is how far the mean was rounded.
// CHECK-LABEL: func.func @variance
// CHECK:     %[[D:.*]] = graph.sub
// CHECK:     graph.sum %[[D]] {axes = array<i64: 0>}
// CHECK-NOT: graph.sum
// CHECK:     return
func.func @variance(%x: tensor<8x3xf32>, %k: tensor<3xf32>) -> tensor<8x3xf32> {
  %mean = graph.mean %x {axes = array<i64: 0>, keep_dims = true} : (tensor<8x3xf32>) -> tensor<1x3xf32>
  %0 = graph.broadcast %mean {shape = #graph.dims<8, 3>} : (tensor<1x3xf32>) -> tensor<8x3xf32>
  %1 = graph.sub %x, %0 : tensor<8x3xf32>
  %2 = graph.mul %1, %1 : tensor<8x3xf32>
  %3 = graph.mean %2 {axes = array<i64: 0>} : (tensor<8x3xf32>) -> tensor<3xf32>
  %4 = graph.mul %3, %k : tensor<3xf32>
  %5 = graph.sum %4 : (tensor<3xf32>) -> tensor<f32>
  %6 = graph.gradients %5, %x : (tensor<f32>, tensor<8x3xf32>) -> tensor<8x3xf32>
  return %6 : tensor<8x3xf32>
}

// -----

// Of 16 bits, the products may be what can be added up.
// CHECK-LABEL: func.func @half
// CHECK: %[[P:.*]] = graph.mul
// CHECK: graph.sum %[[P]]
func.func @half(%x: tensor<8x3xbf16>, %m: tensor<3xbf16>, %s: tensor<3xbf16>, %g: tensor<8x3xbf16>) -> tensor<3xbf16> {
  %0 = graph.broadcast %m {axes = array<i64: 1>, shape = #graph.dims<8, 3>} : (tensor<3xbf16>) -> tensor<8x3xbf16>
  %1 = graph.add %x, %0 : tensor<8x3xbf16>
  %2 = graph.broadcast %s {axes = array<i64: 1>, shape = #graph.dims<8, 3>} : (tensor<3xbf16>) -> tensor<8x3xbf16>
  %3 = graph.mul %1, %2 : tensor<8x3xbf16>
  %4 = graph.mul %3, %g : tensor<8x3xbf16>
  %5 = graph.sum %4 : (tensor<8x3xbf16>) -> tensor<bf16>
  %6 = graph.gradients %5, %m : (tensor<bf16>, tensor<3xbf16>) -> tensor<3xbf16>
  return %6 : tensor<3xbf16>
}
