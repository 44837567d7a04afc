// RUN: dlc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @compare_integer_with_itself
func.func @compare_integer_with_itself(%x: tensor<3xi32>)
    -> (tensor<3xi1>, tensor<3xi1>) {
  // CHECK-DAG: %[[T:.*]] = graph.constant dense<true>
  // CHECK-DAG: %[[F:.*]] = graph.constant dense<false>
  // CHECK: return %[[T]], %[[F]]
  %0 = graph.less_equal %x, %x : tensor<3xi32>
  %1 = graph.not_equal %x, %x : tensor<3xi32>
  return %0, %1 : tensor<3xi1>, tensor<3xi1>
}

// NaN is not equal to itself, but nothing is less than itself.
// CHECK-LABEL: func.func @compare_float_with_itself
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>)
func.func @compare_float_with_itself(%x: tensor<3xf32>)
    -> (tensor<3xi1>, tensor<3xi1>) {
  // CHECK-DAG: %[[F:.*]] = graph.constant dense<false>
  // CHECK-DAG: %[[E:.*]] = graph.equal %[[X]], %[[X]]
  // CHECK: return %[[E]], %[[F]]
  %0 = graph.equal %x, %x : tensor<3xf32>
  %1 = graph.less %x, %x : tensor<3xf32>
  return %0, %1 : tensor<3xi1>, tensor<3xi1>
}

// CHECK-LABEL: func.func @not_of_comparison
func.func @not_of_comparison(%x: tensor<3xf32>, %y: tensor<3xf32>,
    %i: tensor<3xi32>, %j: tensor<3xi32>)
    -> (tensor<3xi1>, tensor<3xi1>, tensor<3xi1>) {
  // CHECK-DAG: %[[NE:.*]] = graph.not_equal
  // CHECK-DAG: %[[L:.*]] = graph.less %{{.*}} : tensor<3xf32>
  // CHECK-DAG: %[[N:.*]] = graph.logical_not %[[L]]
  // CHECK-DAG: %[[G:.*]] = graph.greater_equal %{{.*}} : tensor<3xi32>
  // CHECK: return %[[NE]], %[[N]], %[[G]]
  %0 = graph.equal %x, %y : tensor<3xf32>
  %1 = graph.logical_not %0 : tensor<3xi1>
  %2 = graph.less %x, %y : tensor<3xf32>
  %3 = graph.logical_not %2 : tensor<3xi1>
  %4 = graph.less %i, %j : tensor<3xi32>
  %5 = graph.logical_not %4 : tensor<3xi1>
  return %1, %3, %5 : tensor<3xi1>, tensor<3xi1>, tensor<3xi1>
}

// CHECK-LABEL: func.func @truth_values
// CHECK-SAME: (%[[A:.*]]: tensor<3xi1>)
func.func @truth_values(%a: tensor<3xi1>) -> (tensor<3xi1>, tensor<3xi1>,
    tensor<3xi1>, tensor<3xi1>, tensor<3xi1>) {
  // CHECK-DAG: %[[T:.*]] = graph.constant dense<true>
  // CHECK-DAG: %[[F:.*]] = graph.constant dense<false>
  // CHECK-DAG: %[[N:.*]] = graph.logical_not %[[A]]
  // CHECK: return %[[A]], %[[F]], %[[T]], %[[N]], %[[F]]
  %true = graph.constant dense<true> : tensor<3xi1>
  %false = graph.constant dense<false> : tensor<3xi1>
  %n = graph.logical_not %a : tensor<3xi1>
  %0 = graph.logical_and %a, %true : tensor<3xi1>
  %1 = graph.logical_and %a, %n : tensor<3xi1>
  %2 = graph.logical_or %n, %a : tensor<3xi1>
  %3 = graph.logical_xor %a, %true : tensor<3xi1>
  %4 = graph.logical_xor %a, %a : tensor<3xi1>
  return %0, %1, %2, %3, %4 : tensor<3xi1>, tensor<3xi1>, tensor<3xi1>,
      tensor<3xi1>, tensor<3xi1>
}

// CHECK-LABEL: func.func @select
// CHECK-SAME: (%[[C:.*]]: tensor<3xi1>, %[[X:.*]]: tensor<3xf32>, %[[Y:.*]]: tensor<3xf32>)
func.func @select(%c: tensor<3xi1>, %x: tensor<3xf32>, %y: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xi1>) {
  // CHECK-NEXT: %[[S:.*]] = graph.select %[[C]], %[[Y]], %[[X]]
  // CHECK-NEXT: return %[[X]], %[[Y]], %[[S]], %[[C]]
  %true = graph.constant dense<true> : tensor<3xi1>
  %false = graph.constant dense<false> : tensor<3xi1>
  %n = graph.logical_not %c : tensor<3xi1>
  %0 = graph.select %c, %x, %x : tensor<3xi1>, tensor<3xf32>
  %1 = graph.select %false, %x, %y : tensor<3xi1>, tensor<3xf32>
  %2 = graph.select %n, %x, %y : tensor<3xi1>, tensor<3xf32>
  %3 = graph.select %c, %true, %false : tensor<3xi1>, tensor<3xi1>
  return %0, %1, %2, %3
      : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xi1>
}

// CHECK-LABEL: func.func @widening_casts
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>, %[[I:.*]]: tensor<3xi8>)
func.func @widening_casts(%x: tensor<3xf32>, %i: tensor<3xi8>)
    -> (tensor<3xf32>, tensor<3xi8>, tensor<3xui8>) {
  // CHECK-NEXT: %[[U:.*]] = graph.cast %[[I]] to ui8 : (tensor<3xi8>)
  // CHECK-NEXT: return %[[X]], %[[I]], %[[U]]
  %0 = graph.cast %x to f64 : (tensor<3xf32>) -> tensor<3xf64>
  %1 = graph.cast %0 to f32 : (tensor<3xf64>) -> tensor<3xf32>
  %2 = graph.cast %i to f32 : (tensor<3xi8>) -> tensor<3xf32>
  %3 = graph.cast %2 to i8 : (tensor<3xf32>) -> tensor<3xi8>
  %4 = graph.cast %i to i32 : (tensor<3xi8>) -> tensor<3xi32>
  %5 = graph.cast %4 to ui8 : (tensor<3xi32>) -> tensor<3xui8>
  return %1, %3, %5 : tensor<3xf32>, tensor<3xi8>, tensor<3xui8>
}

// From f32, -1 saturates to 0; from i8, it would wrap around to 255. 2^24 + 1
// is no f32.
// CHECK-LABEL: func.func @other_casts
func.func @other_casts(%i: tensor<3xi8>, %j: tensor<3xi32>)
    -> (tensor<3xui8>, tensor<3xi32>) {
  // CHECK: graph.cast %{{.*}} to f32
  // CHECK: graph.cast %{{.*}} to ui8
  // CHECK: graph.cast %{{.*}} to f32
  // CHECK: graph.cast %{{.*}} to i32
  %0 = graph.cast %i to f32 : (tensor<3xi8>) -> tensor<3xf32>
  %1 = graph.cast %0 to ui8 : (tensor<3xf32>) -> tensor<3xui8>
  %2 = graph.cast %j to f32 : (tensor<3xi32>) -> tensor<3xf32>
  %3 = graph.cast %2 to i32 : (tensor<3xf32>) -> tensor<3xi32>
  return %1, %3 : tensor<3xui8>, tensor<3xi32>
}
