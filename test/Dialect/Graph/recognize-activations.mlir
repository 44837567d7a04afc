// RUN: dlc-opt %s --graph-recognize-activations | FileCheck %s

// CHECK-LABEL: func.func @fractions
// CHECK-SAME: (%[[X:.*]]: tensor<2x3xf32>)
// CHECK-NEXT: %[[S:.*]] = graph.sigmoid %[[X]]
// CHECK-NEXT: %[[T:.*]] = graph.sigmoid %[[X]]
// CHECK-NEXT: %[[U:.*]] = graph.sigmoid %[[X]]
// CHECK-NEXT: %[[V:.*]] = graph.sigmoid %[[X]]
// CHECK-NEXT: return %[[S]], %[[T]], %[[U]], %[[V]]
func.func @fractions(%x: tensor<2x3xf32>)
    -> (tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>) {
  %one = graph.constant dense<1.0> : tensor<2x3xf32>
  %minus = graph.constant dense<-1.0> : tensor<f32>
  %minuses = graph.broadcast %minus {shape = #graph.dims<2, 3>} : (tensor<f32>) -> tensor<2x3xf32>
  // 1 / (1 + exp(-x))
  %0 = graph.neg %x : tensor<2x3xf32>
  %1 = graph.exp %0 : tensor<2x3xf32>
  %2 = graph.add %one, %1 : tensor<2x3xf32>
  %3 = graph.div %one, %2 : tensor<2x3xf32>
  // exp(x) / (exp(x) + 1)
  %4 = graph.exp %x : tensor<2x3xf32>
  %5 = graph.add %4, %one : tensor<2x3xf32>
  %6 = graph.div %4, %5 : tensor<2x3xf32>
  // 1 / (1 / exp(x) + 1)
  %7 = graph.div %one, %4 : tensor<2x3xf32>
  %8 = graph.add %7, %one : tensor<2x3xf32>
  %9 = graph.div %one, %8 : tensor<2x3xf32>
  // (1 + exp(x * -1)) ^ -1
  %10 = graph.mul %x, %minuses : tensor<2x3xf32>
  %11 = graph.exp %10 : tensor<2x3xf32>
  %12 = graph.add %one, %11 : tensor<2x3xf32>
  %13 = graph.pow %12, %minuses : tensor<2x3xf32>
  return %3, %6, %9, %13 : tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>, tensor<2x3xf32>
}

// CHECK-LABEL: func.func @tanhs
// CHECK-SAME: (%[[X:.*]]: tensor<3xf64>)
// CHECK: %[[A:.*]] = graph.tanh %[[X]]
// CHECK-NEXT: %[[B:.*]] = graph.tanh %[[X]]
// CHECK-NEXT: %[[C:.*]] = graph.tanh %[[X]]
// CHECK-NEXT: %[[D:.*]] = graph.tanh %[[X]]
// CHECK-NEXT: return %[[A]], %[[B]], %[[C]], %[[D]]
func.func @tanhs(%x: tensor<3xf64>)
    -> (tensor<3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>) {
  %one = graph.constant dense<1.0> : tensor<3xf64>
  %two = graph.constant dense<2.0> : tensor<3xf64>
  %twice = graph.mul %two, %x : tensor<3xf64>
  // (exp(x) - exp(-x)) / (exp(x) + exp(-x))
  %0 = graph.neg %x : tensor<3xf64>
  %1 = graph.exp %x : tensor<3xf64>
  %2 = graph.exp %0 : tensor<3xf64>
  %3 = graph.sub %1, %2 : tensor<3xf64>
  %4 = graph.add %2, %1 : tensor<3xf64>
  %5 = graph.div %3, %4 : tensor<3xf64>
  // (exp(2 x) - 1) / (exp(2 x) + 1)
  %6 = graph.exp %twice : tensor<3xf64>
  %7 = graph.expm1 %twice : tensor<3xf64>
  %8 = graph.add %one, %6 : tensor<3xf64>
  %9 = graph.div %7, %8 : tensor<3xf64>
  // 2 sigmoid(2 x) - 1
  %10 = graph.sigmoid %twice : tensor<3xf64>
  %11 = graph.mul %10, %two : tensor<3xf64>
  %12 = graph.sub %11, %one : tensor<3xf64>
  // 1 - 2 / (1 + exp(2 x))
  %13 = graph.div %two, %8 : tensor<3xf64>
  %14 = graph.sub %one, %13 : tensor<3xf64>
  return %5, %9, %12, %14 : tensor<3xf64>, tensor<3xf64>, tensor<3xf64>, tensor<3xf64>
}

// CHECK-LABEL: func.func @half_tanh
// CHECK-SAME: (%[[X:.*]]: tensor<?xf32, #graph.dims<N>>)
// CHECK-NEXT: %[[S:.*]] = graph.sigmoid %[[X]]
// CHECK-NEXT: return %[[S]]
func.func @half_tanh(%x: tensor<?xf32, #graph.dims<N>>) -> tensor<?xf32, #graph.dims<N>> {
  %c = graph.constant dense<0.5> : tensor<f32>
  %half = graph.broadcast %c {shape = #graph.dims<N>} : (tensor<f32>) -> tensor<?xf32, #graph.dims<N>>
  %d = graph.constant dense<1.0> : tensor<f32>
  %one = graph.broadcast %d {shape = #graph.dims<N>} : (tensor<f32>) -> tensor<?xf32, #graph.dims<N>>
  %0 = graph.mul %half, %x : tensor<?xf32, #graph.dims<N>>
  %1 = graph.tanh %0 : tensor<?xf32, #graph.dims<N>>
  %2 = graph.add %one, %1 : tensor<?xf32, #graph.dims<N>>
  %3 = graph.mul %2, %half : tensor<?xf32, #graph.dims<N>>
  return %3 : tensor<?xf32, #graph.dims<N>>
}

// CHECK-LABEL: func.func @mirrored
// CHECK-SAME: (%[[X:.*]]: tensor<3xf32>)
// CHECK-NEXT: %[[S:.*]] = graph.sigmoid %[[X]]
// CHECK-NEXT: return %[[S]]
func.func @mirrored(%x: tensor<3xf32>) -> tensor<3xf32> {
  %one = graph.constant dense<1.0> : tensor<3xf32>
  %0 = graph.exp %x : tensor<3xf32>
  %1 = graph.add %0, %one : tensor<3xf32>
  %2 = graph.div %one, %1 : tensor<3xf32>
  %3 = graph.sub %one, %2 : tensor<3xf32>
  return %3 : tensor<3xf32>
}

// The complement of a gate stays, as do other numbers and arguments.
// CHECK-LABEL: func.func @others
// CHECK-NOT: graph.tanh
// CHECK: graph.sigmoid
// CHECK-NEXT: graph.sub
// CHECK-NEXT: graph.exp
// CHECK-NEXT: graph.add
// CHECK-NEXT: graph.div
// CHECK-NEXT: graph.exp
// CHECK-NEXT: graph.add
// CHECK-NEXT: graph.div
// CHECK-NOT: graph.sigmoid
func.func @others(%x: tensor<3xf32>, %y: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %one = graph.constant dense<1.0> : tensor<3xf32>
  %two = graph.constant dense<2.0> : tensor<3xf32>
  %0 = graph.sigmoid %x : tensor<3xf32>
  %1 = graph.sub %one, %0 : tensor<3xf32>
  // 1 / (2 + exp(x))
  %2 = graph.exp %x : tensor<3xf32>
  %3 = graph.add %two, %2 : tensor<3xf32>
  %4 = graph.div %one, %3 : tensor<3xf32>
  // exp(y) / (exp(x) + 1)
  %5 = graph.exp %y : tensor<3xf32>
  %6 = graph.add %2, %one : tensor<3xf32>
  %7 = graph.div %5, %6 : tensor<3xf32>
  return %1, %4, %7 : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}
