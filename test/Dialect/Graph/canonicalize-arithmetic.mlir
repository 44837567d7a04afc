// RUN: dlc-opt %s --canonicalize | FileCheck %s

// docs/CanonicalForm.md says what the rules may assume.

// CHECK-LABEL: func.func @neutral
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>)
func.func @neutral(%x: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  // CHECK-NEXT: return %[[X]], %[[X]], %[[X]], %[[X]] :
  %zero = graph.constant dense<0.0> : tensor<3xf32>
  %one = graph.constant dense<1.0> : tensor<3xf32>
  %0 = graph.add %zero, %x : tensor<3xf32>
  %1 = graph.sub %x, %zero : tensor<3xf32>
  %2 = graph.mul %one, %x : tensor<3xf32>
  %3 = graph.div %x, %one : tensor<3xf32>
  return %0, %1, %2, %3
      : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// A number is seen through its broadcast, which named dimensions need.
// CHECK-LABEL: func.func @neutral_broadcast
// CHECK-SAME: (%[[X:.*]]: tensor<?xf32, #graph.dims<N>>)
func.func @neutral_broadcast(%x: tensor<?xf32, #graph.dims<N>>)
    -> tensor<?xf32, #graph.dims<N>> {
  // CHECK-NEXT: return %[[X]]
  %one = graph.constant dense<1.0> : tensor<f32>
  %ones = graph.broadcast %one {shape = #graph.dims<N>}
      : (tensor<f32>) -> tensor<?xf32, #graph.dims<N>>
  %0 = graph.mul %x, %ones : tensor<?xf32, #graph.dims<N>>
  return %0 : tensor<?xf32, #graph.dims<N>>
}

// 0 * NaN and inf - inf are NaN.
// CHECK-LABEL: func.func @not_zero
func.func @not_zero(%x: tensor<3xf32>) -> (tensor<3xf32>, tensor<3xf32>) {
  // CHECK: graph.mul
  // CHECK: graph.sub
  %zero = graph.constant dense<0.0> : tensor<3xf32>
  %0 = graph.mul %x, %zero : tensor<3xf32>
  %1 = graph.sub %x, %x : tensor<3xf32>
  return %0, %1 : tensor<3xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @integer_zero
func.func @integer_zero(%x: tensor<3xi32>)
    -> (tensor<3xi32>, tensor<3xi32>, tensor<3xi32>, tensor<3xi32>) {
  // CHECK-SAME: (%[[X:.*]]: tensor<3xi32>)
  // CHECK-NEXT: %[[Z:.*]] = graph.constant dense<0> : tensor<3xi32>
  // CHECK-NEXT: return %[[Z]], %[[Z]], %[[X]], %[[Z]] :
  %zero = graph.constant dense<0> : tensor<3xi32>
  %one = graph.constant dense<1> : tensor<3xi32>
  %0 = graph.mul %x, %zero : tensor<3xi32>
  %1 = graph.sub %x, %x : tensor<3xi32>
  %2 = graph.floor_divide %x, %one : tensor<3xi32>
  %3 = graph.remainder %x, %one : tensor<3xi32>
  return %0, %1, %2, %3
      : tensor<3xi32>, tensor<3xi32>, tensor<3xi32>, tensor<3xi32>
}

// CHECK-LABEL: func.func @negatives
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>, %[[Y:.*]]: tensor<3xf32>)
func.func @negatives(%x: tensor<3xf32>, %y: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>,
        tensor<3xf32>) {
  // CHECK-NEXT: %[[A:.*]] = graph.sub %[[Y]], %[[X]]
  // CHECK-NEXT: %[[B:.*]] = graph.add %[[Y]], %[[X]]
  // CHECK-NEXT: %[[C:.*]] = graph.mul %[[X]], %[[Y]]
  // CHECK-NEXT: %[[D:.*]] = graph.sub %[[Y]], %[[X]]
  // CHECK-NEXT: %[[E:.*]] = graph.neg %[[X]]
  // CHECK-NEXT: return %[[A]], %[[B]], %[[C]], %[[D]], %[[E]]
  %minus = graph.constant dense<-1.0> : tensor<3xf32>
  %nx = graph.neg %x : tensor<3xf32>
  %ny = graph.neg %y : tensor<3xf32>
  %0 = graph.add %nx, %y : tensor<3xf32>
  %1 = graph.sub %y, %nx : tensor<3xf32>
  %2 = graph.mul %nx, %ny : tensor<3xf32>
  %d = graph.sub %x, %y : tensor<3xf32>
  %3 = graph.neg %d : tensor<3xf32>
  %4 = graph.mul %x, %minus : tensor<3xf32>
  return %0, %1, %2, %3, %4 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>,
      tensor<3xf32>, tensor<3xf32>
}

// Of a power of two the inverse is exact; of 3, and of the largest power, whose
// inverse has fewer digits, it is not.
// CHECK-LABEL: func.func @divisors
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>)
func.func @divisors(%x: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  // CHECK-DAG: %[[Q:.*]] = graph.constant dense<2.500000e-01>
  // CHECK: graph.mul %[[X]], %[[Q]]
  // CHECK: graph.div %[[X]]
  // CHECK: graph.div %[[X]]
  %four = graph.constant dense<4.0> : tensor<3xf32>
  %three = graph.constant dense<3.0> : tensor<3xf32>
  %large = graph.constant dense<0x7F000000> : tensor<3xf32>
  %0 = graph.div %x, %four : tensor<3xf32>
  %1 = graph.div %x, %three : tensor<3xf32>
  %2 = graph.div %x, %large : tensor<3xf32>
  return %0, %1, %2 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @roots
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>, %[[Y:.*]]: tensor<3xf32>)
func.func @roots(%x: tensor<3xf32>, %y: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>) {
  // CHECK: %[[R:.*]] = graph.rsqrt %[[X]]
  // CHECK: %[[S:.*]] = graph.sqrt %[[X]]
  // CHECK: %[[P:.*]] = graph.mul %[[Y]], %[[S]]
  // CHECK: return %[[R]], %[[P]]
  %one = graph.constant dense<1.0> : tensor<3xf32>
  %s = graph.sqrt %x : tensor<3xf32>
  %0 = graph.div %one, %s : tensor<3xf32>
  %r = graph.rsqrt %x : tensor<3xf32>
  %1 = graph.div %y, %r : tensor<3xf32>
  return %0, %1 : tensor<3xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @powers
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>)
func.func @powers(%x: tensor<3xf32>) -> (tensor<3xf32>, tensor<3xf32>,
    tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  // CHECK-DAG: %[[ONE:.*]] = graph.constant dense<1.0
  // CHECK-DAG: %[[HALF:.*]] = graph.constant dense<5.0
  // CHECK: %[[SQ:.*]] = graph.mul %[[X]], %[[X]]
  // CHECK: %[[INV:.*]] = graph.div %[[ONE]], %[[X]]
  // The square root of -inf is NaN, its power is not.
  // CHECK: %[[POW:.*]] = graph.pow %[[X]], %[[HALF]]
  // CHECK: return %[[ONE]], %[[X]], %[[SQ]], %[[INV]], %[[POW]]
  %zero = graph.constant dense<0.0> : tensor<3xf32>
  %one = graph.constant dense<1.0> : tensor<3xf32>
  %two = graph.constant dense<2.0> : tensor<3xf32>
  %minus = graph.constant dense<-1.0> : tensor<3xf32>
  %half = graph.constant dense<0.5> : tensor<3xf32>
  %0 = graph.pow %x, %zero : tensor<3xf32>
  %1 = graph.pow %x, %one : tensor<3xf32>
  %2 = graph.pow %x, %two : tensor<3xf32>
  %3 = graph.pow %x, %minus : tensor<3xf32>
  %4 = graph.pow %x, %half : tensor<3xf32>
  return %0, %1, %2, %3, %4 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>,
      tensor<3xf32>, tensor<3xf32>
}

// Products of integers do not round, so there may be more of them.
// CHECK-LABEL: func.func @powers_of_integers
// CHECK-SAME: (%[[X:.*]]: tensor<3xi32>)
func.func @powers_of_integers(%x: tensor<3xi32>) -> (tensor<3xi32>,
    tensor<3xi32>, tensor<3xi32>) {
  // CHECK-DAG: %[[ONE:.*]] = graph.constant dense<1>
  // CHECK-DAG: %[[MINUS:.*]] = graph.constant dense<-1>
  // CHECK-DAG: %[[X2:.*]] = graph.mul %[[X]], %[[X]]
  // CHECK-DAG: %[[X4:.*]] = graph.mul %[[X2]], %[[X2]]
  // CHECK-DAG: %[[X5:.*]] = graph.mul %{{.*}}, %{{.*}}
  // CHECK-DAG: %[[POW:.*]] = graph.pow %[[X]], %[[MINUS]]
  // CHECK: return %[[ONE]], %[[X5]], %[[POW]]
  %zero = graph.constant dense<0> : tensor<3xi32>
  %five = graph.constant dense<5> : tensor<3xi32>
  %minus = graph.constant dense<-1> : tensor<3xi32>
  %0 = graph.pow %x, %zero : tensor<3xi32>
  %1 = graph.pow %x, %five : tensor<3xi32>
  %2 = graph.pow %x, %minus : tensor<3xi32>
  return %0, %1, %2 : tensor<3xi32>, tensor<3xi32>, tensor<3xi32>
}

// CHECK-LABEL: func.func @extrema
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>)
func.func @extrema(%x: tensor<3xf32>) -> (tensor<3xf32>, tensor<3xf32>,
    tensor<3xf32>, tensor<3xf32>) {
  // CHECK-DAG: %[[TWO:.*]] = graph.constant dense<2.0
  // CHECK-DAG: %[[R:.*]] = graph.relu %[[X]]
  // CHECK-DAG: %[[M:.*]] = graph.maximum %[[X]], %[[TWO]]
  // CHECK: return %[[X]], %[[R]], %[[M]], %[[X]]
  %zero = graph.constant dense<0.0> : tensor<3xf32>
  %one = graph.constant dense<1.0> : tensor<3xf32>
  %two = graph.constant dense<2.0> : tensor<3xf32>
  %inf = graph.constant dense<0x7F800000> : tensor<3xf32>
  %0 = graph.maximum %x, %x : tensor<3xf32>
  %1 = graph.maximum %x, %zero : tensor<3xf32>
  %m = graph.maximum %x, %one : tensor<3xf32>
  %2 = graph.maximum %m, %two : tensor<3xf32>
  %3 = graph.minimum %x, %inf : tensor<3xf32>
  return %0, %1, %2, %3
      : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// What is whole is rounded already; an absolute value has no sign.
// CHECK-LABEL: func.func @idempotent
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>)
func.func @idempotent(%x: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  // CHECK-DAG: %[[F:.*]] = graph.floor %[[X]]
  // CHECK-DAG: %[[A:.*]] = graph.abs %[[X]]
  // CHECK: return %[[F]], %[[A]], %[[A]]
  %f = graph.floor %x : tensor<3xf32>
  %0 = graph.round %f : tensor<3xf32>
  %n = graph.neg %x : tensor<3xf32>
  %1 = graph.abs %n : tensor<3xf32>
  %2 = graph.abs %1 : tensor<3xf32>
  return %0, %1, %2 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// Sums and products keep their order.
// CHECK-LABEL: func.func @no_reassociation
func.func @no_reassociation(%x: tensor<3xf32>) -> tensor<3xf32> {
  // CHECK: graph.add
  // CHECK: graph.add
  // CHECK: graph.mul
  // CHECK: graph.mul
  %a = graph.constant dense<3.0> : tensor<3xf32>
  %b = graph.constant dense<5.0> : tensor<3xf32>
  %0 = graph.add %x, %a : tensor<3xf32>
  %1 = graph.add %0, %b : tensor<3xf32>
  %2 = graph.mul %1, %a : tensor<3xf32>
  %3 = graph.mul %2, %b : tensor<3xf32>
  return %3 : tensor<3xf32>
}

// Constants do not change places for ever.
// CHECK-LABEL: func.func @extrema_of_constants
// CHECK-NEXT: %[[TWO:.*]] = graph.constant dense<2>
// CHECK-NEXT: return %[[TWO]]
func.func @extrema_of_constants() -> tensor<i64> {
  %a = graph.constant dense<1> : tensor<i64>
  %b = graph.constant dense<2> : tensor<i64>
  %c = graph.constant dense<-1> : tensor<i64>
  %0 = graph.maximum %a, %b : tensor<i64>
  %1 = graph.maximum %0, %c : tensor<i64>
  return %1 : tensor<i64>
}
