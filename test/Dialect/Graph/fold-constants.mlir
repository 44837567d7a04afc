// RUN: dlc-opt %s --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @pointwise
func.func @pointwise() -> (tensor<3xf32>, tensor<2xi8>, tensor<2xi1>) {
  // CHECK-DAG: %[[A:.*]] = graph.constant dense<[1.000000e+00, 2.000000e+00, 3.000000e+00]> : tensor<3xf32>
  // CHECK-DAG: %[[B:.*]] = graph.constant dense<[-56, 44]> : tensor<2xi8>
  // CHECK-DAG: %[[C:.*]] = graph.constant dense<[false, true]> : tensor<2xi1>
  // CHECK: return %[[A]], %[[B]], %[[C]]
  %0 = graph.constant dense<[1.0, 4.0, 9.0]> : tensor<3xf32>
  %1 = graph.sqrt %0 : tensor<3xf32>
  %2 = graph.constant dense<[100, -106]> : tensor<2xi8>
  %3 = graph.add %2, %2 : tensor<2xi8>
  %4 = graph.constant dense<[2.0, 1.0]> : tensor<2xbf16>
  %5 = graph.constant dense<1.5> : tensor<2xbf16>
  %6 = graph.less %4, %5 : tensor<2xbf16>
  return %1, %3, %6 : tensor<3xf32>, tensor<2xi8>, tensor<2xi1>
}

// One element stands for all, however many there are.
// CHECK-LABEL: func.func @large_splat
func.func @large_splat() -> tensor<1000x1000x1000xf32> {
  // CHECK-NEXT: %[[C:.*]] = graph.constant dense<6.000000e+00>
  // CHECK-NEXT: return %[[C]]
  %0 = graph.constant dense<2.0> : tensor<f32>
  %1 = graph.broadcast %0 {shape = #graph.dims<1000, 1000, 1000>}
      : (tensor<f32>) -> tensor<1000x1000x1000xf32>
  %2 = graph.constant dense<3.0> : tensor<1000x1000x1000xf32>
  %3 = graph.mul %1, %2 : tensor<1000x1000x1000xf32>
  return %3 : tensor<1000x1000x1000xf32>
}

// CHECK-LABEL: func.func @small
func.func @small() -> (tensor<2x2xf32>, tensor<i64>) {
  // CHECK-DAG: dense<{{\[}}[5.000000e+00, 1.100000e+01], [1.100000e+01, 2.500000e+01]]>
  // CHECK-DAG: dense<3> : tensor<i64>
  // CHECK-NOT: graph.matmul
  %0 = graph.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
  %1 = graph.matmul %0, %0 {transpose_rhs = true}
      : (tensor<2x2xf32>, tensor<2x2xf32>) -> tensor<2x2xf32>
  %2 = graph.constant dense<[1, 5, 2, 9]> : tensor<4xi64>
  %3 = graph.argmax %2 {axis = 0 : i64} : (tensor<4xi64>) -> tensor<i64>
  return %1, %3 : tensor<2x2xf32>, tensor<i64>
}

// More than 1024 elements, a broadcast of different elements, an index that is
// out of range when the program runs, no element at all.
// CHECK-LABEL: func.func @left_alone
func.func @left_alone() -> (tensor<f32>, tensor<9x2xf32>, tensor<f32>,
    tensor<f32>) {
  // CHECK-DAG: graph.sum {{.*}} : (tensor<1025xf32>)
  // CHECK-DAG: graph.broadcast
  // CHECK-DAG: graph.pick
  // CHECK-DAG: graph.sum {{.*}} : (tensor<0xf32>)
  %0 = graph.constant dense<2.0> : tensor<1025xf32>
  %1 = graph.sum %0 : (tensor<1025xf32>) -> tensor<f32>
  %2 = graph.constant dense<[1.0, 2.0]> : tensor<2xf32>
  %3 = graph.broadcast %2 {shape = #graph.dims<9, 2>}
      : (tensor<2xf32>) -> tensor<9x2xf32>
  %4 = graph.constant dense<7> : tensor<i64>
  %5 = graph.pick %2, %4 {axis = 0 : i64} : (tensor<2xf32>, tensor<i64>) -> tensor<f32>
  %6 = graph.constant dense<> : tensor<0xf32>
  %7 = graph.sum %6 : (tensor<0xf32>) -> tensor<f32>
  return %1, %3, %5, %7 : tensor<f32>, tensor<9x2xf32>, tensor<f32>, tensor<f32>
}
