// Limits of the pass take the place of the graph's.

// RUN: dlc-opt %s --graph-insert-gradient-clipping=max-norm=10 \
// RUN:   | FileCheck %s --check-prefixes=CHECK,NORM
// RUN: dlc-opt %s --graph-insert-gradient-clipping=max-value=0.25 \
// RUN:   | FileCheck %s --check-prefixes=CHECK,VALUE
// RUN: dlc-opt %s --graph-insert-gradient-clipping="max-norm=10 max-value=0.25" \
// RUN:   | FileCheck %s --check-prefixes=CHECK,BOTH
// RUN: for limit in max-norm=-1 max-norm=nan max-value=inf; do \
// RUN:   not dlc-opt %s --graph-insert-gradient-clipping=$limit || exit 1; \
// RUN: done 2>&1 | FileCheck %s --check-prefix=ERROR

// ERROR: error: 'max-norm' is a positive number, got -1
// ERROR: error: 'max-norm' is a positive number, got {{nan|NaN}}
// ERROR: error: 'max-value' is a positive number, got {{inf|INF}}

// CHECK-LABEL: func.func @limited(
// NORM-NOT: graph.maximum
// NORM: graph.constant dense<1.000000e+01> : tensor<f32>
// NORM: graph.minimum
// NORM-NOT: graph.maximum
// VALUE: graph.constant dense<2.500000e-01> : tensor<4xf32>
// VALUE: graph.maximum
// VALUE-NOT: graph.div
// BOTH: graph.constant dense<2.500000e-01> : tensor<4xf32>
// BOTH: graph.constant dense<1.000000e+01> : tensor<f32>
// CHECK: return
func.func @limited(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>) {
  %0, %1 = graph.clip_gradients %x {max_norm = 2.0 : f64, max_value = 0.5 : f64} : (tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>)
  return %0, %1 : tensor<4xf32>, tensor<f32>
}

// CHECK-LABEL: func.func @unlimited(
// NORM: graph.div
// VALUE: graph.maximum
// BOTH: graph.maximum
// BOTH: graph.div
// CHECK: return
func.func @unlimited(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>) {
  %0, %1 = graph.clip_gradients %x : (tensor<4xf32>) -> (tensor<4xf32>, tensor<f32>)
  return %0, %1 : tensor<4xf32>, tensor<f32>
}
