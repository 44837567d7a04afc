// RUN: dlc-opt %s --graph-insert-gradient-clipping --verify-diagnostics | FileCheck %s

// CHECK-LABEL: func.func @by_norm(
// CHECK-SAME: %[[X:.*]]: tensor<3x7xf32>, %[[Y:.*]]: tensor<f32>)
// CHECK: %[[XX:.*]] = graph.mul %[[X]], %[[X]]
// CHECK: %[[ROWS:.*]] = graph.sum %[[XX]] {axes = array<i64: 1>} : (tensor<3x7xf32>) -> tensor<3xf32>
// CHECK: %[[YY:.*]] = graph.mul %[[Y]], %[[Y]]
// CHECK: %[[ROW:.*]] = graph.reshape %[[YY]] {shape = #graph.dims<1>}
// CHECK: %[[ALL:.*]] = graph.concat %[[ROWS]], %[[ROW]] {axis = 0 : i64}
// CHECK: %[[TOTAL:.*]] = graph.sum %[[ALL]] {{.*}} -> tensor<f32>
// CHECK: %[[NORM:.*]] = graph.sqrt %[[TOTAL]]
// CHECK: %[[RAISED:.*]] = graph.add %[[NORM]], %{{.*}}
// CHECK: %[[RATIO:.*]] = graph.div %{{.*}}, %[[RAISED]]
// CHECK: %[[FACTOR:.*]] = graph.minimum %[[RATIO]], %{{.*}}
// CHECK: %[[WIDE:.*]] = graph.broadcast %[[FACTOR]]
// CHECK: %[[X_NEW:.*]] = graph.mul %[[X]], %[[WIDE]]
// CHECK: %[[Y_NEW:.*]] = graph.mul %[[Y]], %[[FACTOR]]
// CHECK: return %[[X_NEW]], %[[Y_NEW]], %[[NORM]]
func.func @by_norm(%x: tensor<3x7xf32>, %y: tensor<f32>) -> (tensor<3x7xf32>, tensor<f32>, tensor<f32>) {
  %0:2, %1 = graph.clip_gradients %x, %y {max_norm = 2.0 : f64} : (tensor<3x7xf32>, tensor<f32>) -> (tensor<3x7xf32>, tensor<f32>, tensor<f32>)
  return %0#0, %0#1, %1 : tensor<3x7xf32>, tensor<f32>, tensor<f32>
}

// CHECK-LABEL: func.func @by_value(
// CHECK-SAME: %[[X:.*]]: tensor<?xf64, #graph.dims<N>>)
// CHECK: %[[NORM:.*]] = graph.sqrt %{{.*}} : tensor<f64>
// CHECK: %[[LOWERED:.*]] = graph.minimum %[[X]], %{{.*}}
// CHECK: %[[WITHIN:.*]] = graph.maximum %[[LOWERED]], %{{.*}}
// CHECK: return %[[WITHIN]], %[[NORM]]
func.func @by_value(%x: tensor<?xf64, #graph.dims<N>>) -> (tensor<?xf64, #graph.dims<N>>, tensor<f64>) {
  %0, %1 = graph.clip_gradients %x {max_value = 0.5 : f64} : (tensor<?xf64, #graph.dims<N>>) -> (tensor<?xf64, #graph.dims<N>>, tensor<f64>)
  return %0, %1 : tensor<?xf64, #graph.dims<N>>, tensor<f64>
}

// The norm is that of gradients that no limit has changed.
// CHECK-LABEL: func.func @by_both(
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>)
// CHECK: %[[LOWERED:.*]] = graph.minimum %[[X]],
// CHECK: %[[WITHIN:.*]] = graph.maximum %[[LOWERED]],
// CHECK: %[[SQUARE:.*]] = graph.mul %[[WITHIN]], %[[WITHIN]]
// CHECK: graph.sum %[[SQUARE]]
// CHECK: %[[FACTOR:.*]] = graph.minimum
// CHECK: %[[WIDE:.*]] = graph.broadcast %[[FACTOR]]
// CHECK: graph.mul %[[WITHIN]], %[[WIDE]]
func.func @by_both(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0, %1 = graph.clip_gradients %x {max_norm = 2.0 : f64, max_value = 0.5 : f64} : (tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>)
  return %0 : tensor<4xf32>
}

// Sums of narrow numbers are wide ones, and so is the norm.
// CHECK-LABEL: func.func @narrow(
// CHECK-SAME: %[[X:.*]]: tensor<4xbf16>)
// CHECK: %[[WIDE:.*]] = graph.cast %[[X]] to f32
// CHECK: %[[SQUARE:.*]] = graph.mul %[[WIDE]], %[[WIDE]]
// CHECK: %[[SUM:.*]] = graph.sum %[[SQUARE]]{{.*}} -> tensor<f32>
// CHECK: %[[NORM:.*]] = graph.sqrt %[[SUM]] : tensor<f32>
// CHECK: graph.cast %{{.*}} to bf16
// CHECK: return %{{.*}}, %[[NORM]] : tensor<4xbf16>, tensor<f32>
func.func @narrow(%x: tensor<4xbf16>) -> (tensor<4xbf16>, tensor<f32>) {
  %0, %1 = graph.clip_gradients %x {max_norm = 2.0 : f64} : (tensor<4xbf16>) -> (tensor<4xbf16>, tensor<f32>)
  return %0, %1 : tensor<4xbf16>, tensor<f32>
}

// One wide gradient is enough for a wide norm.
// CHECK-LABEL: func.func @mixed(
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>, %[[Y:.*]]: tensor<4xf64>)
// CHECK: graph.cast %[[X]] to f64
// CHECK: graph.sqrt %{{.*}} : tensor<f64>
func.func @mixed(%x: tensor<4xf32>, %y: tensor<4xf64>) -> tensor<f64> {
  %0:2, %1 = graph.clip_gradients %x, %y : (tensor<4xf32>, tensor<4xf64>) -> (tensor<4xf32>, tensor<4xf64>, tensor<f64>)
  return %1 : tensor<f64>
}

// Without a limit gradients are as they were.
// CHECK-LABEL: func.func @unlimited(
// CHECK-SAME: %[[X:.*]]: tensor<4xf32>)
// CHECK: %[[NORM:.*]] = graph.sqrt
// CHECK-NEXT: return %[[X]], %[[NORM]]
func.func @unlimited(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>) {
  %0, %1 = graph.clip_gradients %x : (tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>)
  return %0, %1 : tensor<4xf32>, tensor<f32>
}

// One remark for all gradients of a function.
// CHECK-LABEL: func.func @recurrent(
// CHECK-NOT: graph.clip_gradients
func.func @recurrent(%xs: tensor<3x4xf32>, %h: tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>) {
  %0 = graph.scan (%s = %h : tensor<4xf32>) over (%x in %xs : tensor<3x4xf32>) {
    %1 = graph.mul %s, %x : tensor<4xf32>
    graph.next %1 : tensor<4xf32>
  }
  // expected-remark@+1 {{gradients of a recurrent network are not clipped and may explode; 'clip_grad_norm = 1.0' limits them}}
  %2, %3 = graph.clip_gradients %0 : (tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>)
  %4, %5 = graph.clip_gradients %0 : (tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>)
  return %2, %5 : tensor<4xf32>, tensor<f32>
}

// None where one of them has a limit.
// CHECK-LABEL: func.func @recurrent_clipped(
func.func @recurrent_clipped(%xs: tensor<3x4xf32>, %h: tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>) {
  %0 = graph.scan (%s = %h : tensor<4xf32>) over (%x in %xs : tensor<3x4xf32>) {
    %1 = graph.mul %s, %x : tensor<4xf32>
    graph.next %1 : tensor<4xf32>
  }
  %2, %3 = graph.clip_gradients %0 : (tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>)
  %4, %5 = graph.clip_gradients %2 {max_value = 1.0 : f64} : (tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>)
  return %4, %3 : tensor<4xf32>, tensor<f32>
}

// CHECK-LABEL: func.func @no_clipping(
// CHECK-NEXT: return
func.func @no_clipping(%x: tensor<4xf32>) -> tensor<4xf32> {
  return %x : tensor<4xf32>
}
