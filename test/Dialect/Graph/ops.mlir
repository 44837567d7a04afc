// Each family prints what it parses, the short form and the generic one. The
// sample cases (Samples/) hold the static shapes; these are symbolic.

// RUN: dlc-opt %s | dlc-opt | FileCheck %s
// RUN: dlc-opt %s --mlir-print-op-generic | dlc-opt | FileCheck %s

!row = tensor<?x10xf32, #graph.dims<N, 10>>
!mask = tensor<?x10xi1, #graph.dims<N, 10>>
!labels = tensor<?xi64, #graph.dims<N>>

// CHECK: module attributes {graph.binding = "N=8", graph.model = "Net"}
module attributes {graph.model = "Net", graph.binding = "N=8"} {

// CHECK-LABEL: func.func @attributes
// CHECK-SAME: {graph.parameter = "layer.weight"}
// CHECK-SAME: {graph.input = "x"}
// CHECK-SAME: {graph.prepared = 0 : i64}
// CHECK-SAME: {graph.output = "y"}
// CHECK-SAME: {graph.prepared = 1 : i64}
func.func @attributes(%w: tensor<2xf32> {graph.parameter = "layer.weight"},
                      %x: tensor<3xf32> {graph.input = "x"},
                      %p: tensor<4xf32> {graph.prepared = 0 : i64})
    -> (tensor<3xf32> {graph.output = "y"},
        tensor<4xf32> {graph.prepared = 1 : i64}) {
  return %x, %p : tensor<3xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @pointwise
// CHECK-SAME: (%[[X:.*]]: [[ROW:tensor<\?x10xf32, #graph.dims<N, 10>>]])
func.func @pointwise(%x: !row) -> !row {
  // CHECK: %[[SUM:.*]] = graph.add %[[X]], %[[X]] : [[ROW]]
  %0 = graph.add %x, %x : !row
  // CHECK: graph.sub %[[SUM]], %[[X]] : [[ROW]]
  %1 = graph.sub %0, %x : !row
  // CHECK: graph.mul
  %2 = graph.mul %1, %x : !row
  // CHECK: graph.div
  %3 = graph.div %2, %x : !row
  // CHECK: graph.maximum
  %4 = graph.maximum %3, %x : !row
  // CHECK: graph.minimum
  %5 = graph.minimum %4, %x : !row
  // CHECK: graph.neg %{{.*}} : [[ROW]]
  %6 = graph.neg %5 : !row
  // CHECK: graph.abs
  %7 = graph.abs %6 : !row
  // CHECK: graph.exp
  %8 = graph.exp %7 : !row
  // CHECK: graph.log
  %9 = graph.log %8 : !row
  // CHECK: graph.sqrt
  %10 = graph.sqrt %9 : !row
  // CHECK: graph.tanh
  %11 = graph.tanh %10 : !row
  // CHECK: graph.sigmoid
  %12 = graph.sigmoid %11 : !row
  // CHECK: graph.relu
  %13 = graph.relu %12 : !row
  return %13 : !row
}

// CHECK-LABEL: func.func @compare_and_select
// CHECK-SAME: (%[[X:.*]]: [[ROW:tensor<\?x10xf32, #graph.dims<N, 10>>]], %[[Y:.*]]: [[ROW]])
func.func @compare_and_select(%x: !row, %y: !row) -> (!row, !mask) {
  // CHECK: %[[MASK:.*]] = graph.equal %[[X]], %[[Y]] : [[ROW]]
  %0 = graph.equal %x, %y : !row
  // CHECK: graph.not_equal
  %1 = graph.not_equal %x, %y : !row
  // CHECK: graph.less %
  %2 = graph.less %x, %y : !row
  // CHECK: graph.less_equal
  %3 = graph.less_equal %x, %y : !row
  // CHECK: graph.greater %
  %4 = graph.greater %x, %y : !row
  // CHECK: graph.greater_equal
  %5 = graph.greater_equal %x, %y : !row
  // CHECK: graph.select %[[MASK]], %[[X]], %[[Y]] : tensor<?x10xi1, #graph.dims<N, 10>>, [[ROW]]
  %6 = graph.select %0, %x, %y : !mask, !row
  // CHECK: graph.cast %[[X]] to i1 : ([[ROW]]) -> tensor<?x10xi1, #graph.dims<N, 10>>
  %7 = graph.cast %x to i1 : (!row) -> !mask
  return %6, %7 : !row, !mask
}

// CHECK-LABEL: func.func @contraction
func.func @contraction(%image: tensor<?x4x?x9xf32, #graph.dims<N, 4, H, 9>>,
                       %filter: tensor<6x2x3x3xf32>, %x: !row,
                       %w: tensor<7x10xf32>) {
  // The defaults are not printed.
  // CHECK: graph.matmul %{{.*}}, %{{.*}} {transpose_rhs = true} : (tensor<?x10xf32, #graph.dims<N, 10>>, tensor<7x10xf32>) -> tensor<?x7xf32, #graph.dims<N, 7>>
  %0 = graph.matmul %x, %w {transpose_rhs = true}
      : (!row, tensor<7x10xf32>) -> tensor<?x7xf32, #graph.dims<N, 7>>
  // CHECK: graph.matmul %{{.*}}, %{{.*}} : (tensor<?x7xf32, #graph.dims<N, 7>>, tensor<7x10xf32>)
  %1 = graph.matmul %0, %w
      : (tensor<?x7xf32, #graph.dims<N, 7>>, tensor<7x10xf32>) -> !row
  // CHECK: graph.conv2d %{{.*}}, %{{.*}} {groups = 2 : i64, padding = array<i64: 1, 0>, strides = array<i64: 1, 2>}
  // CHECK-SAME: -> tensor<?x6x?x4xf32, #graph.dims<N, 6, H, 4>>
  %2 = graph.conv2d %image, %filter
      {groups = 2 : i64, padding = array<i64: 1, 0>, strides = array<i64: 1, 2>}
      : (tensor<?x4x?x9xf32, #graph.dims<N, 4, H, 9>>, tensor<6x2x3x3xf32>)
      -> tensor<?x6x?x4xf32, #graph.dims<N, 6, H, 4>>
  return
}

// CHECK-LABEL: func.func @packed
func.func @packed(%x: tensor<2x10xf32>, %w: tensor<10x7xf32>,
                  %image: tensor<2x3x8x8xf32>, %filter: tensor<1x3x3x3x8xf32>) {
  // CHECK: graph.pack %{{.*}} {axis = 1 : i64, block = 4 : i64, outer_permutation = array<i64: 1, 0>} : (tensor<10x7xf32>) -> tensor<2x10x4xf32>
  %0 = graph.pack %w
      {axis = 1 : i64, block = 4 : i64, outer_permutation = array<i64: 1, 0>}
      : (tensor<10x7xf32>) -> tensor<2x10x4xf32>
  // CHECK: graph.packed_matmul %{{.*}}, %{{.*}} {columns = 7 : i64}
  %1 = graph.packed_matmul %x, %0 {columns = 7 : i64}
      : (tensor<2x10xf32>, tensor<2x10x4xf32>) -> tensor<2x7xf32>
  // CHECK: graph.blocked_conv2d %{{.*}}, %{{.*}} {channel_block = 8 : i64, inputs = 3 : i64, outputs = 6 : i64}
  %2 = graph.blocked_conv2d %image, %filter
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 6 : i64}
      : (tensor<2x3x8x8xf32>, tensor<1x3x3x3x8xf32>) -> tensor<2x1x6x6x8xf32>
  // CHECK: graph.unpack %{{.*}} {axis = 1 : i64, size = 6 : i64} : (tensor<2x1x6x6x8xf32>) -> tensor<2x6x6x6xf32>
  %3 = graph.unpack %2 {axis = 1 : i64, size = 6 : i64}
      : (tensor<2x1x6x6x8xf32>) -> tensor<2x6x6x6xf32>
  return
}

// CHECK-LABEL: func.func @reduction
func.func @reduction(%x: !row,
                     %image: tensor<?x3x?x8xf32, #graph.dims<N, 3, 2*H, 8>>) {
  // CHECK: graph.sum %{{.*}} : ({{.*}}) -> tensor<f32>
  %0 = graph.sum %x : (!row) -> tensor<f32>
  // CHECK: graph.mean %{{.*}} {axes = array<i64: 0>} : ({{.*}}) -> tensor<10xf32>
  %1 = graph.mean %x {axes = array<i64: 0>} : (!row) -> tensor<10xf32>
  // CHECK: graph.max %{{.*}} {axes = array<i64: -1>, keep_dims = true} : ({{.*}}) -> tensor<?x1xf32, #graph.dims<N, 1>>
  %2 = graph.max %x {axes = array<i64: -1>, keep_dims = true}
      : (!row) -> tensor<?x1xf32, #graph.dims<N, 1>>
  // CHECK: graph.min %{{.*}} {axes = array<i64: 1>} : ({{.*}}) -> tensor<?xf32, #graph.dims<N>>
  %3 = graph.min %x {axes = array<i64: 1>}
      : (!row) -> tensor<?xf32, #graph.dims<N>>
  // CHECK: graph.argmax %{{.*}} {axis = 1 : i64} : ({{.*}}) -> tensor<?xi64, #graph.dims<N>>
  %4 = graph.argmax %x {axis = 1 : i64} : (!row) -> !labels
  // CHECK: graph.argmin %{{.*}} {axis = 1 : i64} : ({{.*}}) -> tensor<?xi64, #graph.dims<N>>
  %argmin = graph.argmin %x {axis = 1 : i64} : (!row) -> !labels
  // CHECK: graph.cumsum %{{.*}} {axis = 0 : i64} : (tensor<?x[[TYPE:.*]]>) -> tensor<?x[[TYPE]]>
  %cumsum = graph.cumsum %x {axis = 0 : i64} : (!row) -> !row
  // A symbolic size that the stride divides stays a polynomial.
  // CHECK: graph.max_pool2d %{{.*}} {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>}
  // CHECK-SAME: -> tensor<?x3x?x4xf32, #graph.dims<N, 3, H, 4>>
  %5 = graph.max_pool2d %image
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : (tensor<?x3x?x8xf32, #graph.dims<N, 3, 2*H, 8>>)
      -> tensor<?x3x?x4xf32, #graph.dims<N, 3, H, 4>>
  // The stride is the kernel unless given; whole windows need no rounding.
  // CHECK: graph.avg_pool2d %{{.*}} {ceil_mode = true, kernel = array<i64: 2, 3>}
  // CHECK-SAME: -> tensor<?x3x?x3xf32, #graph.dims<N, 3, H, 3>>
  %avg_pool = graph.avg_pool2d %image
      {kernel = array<i64: 2, 3>, ceil_mode = true}
      : (tensor<?x3x?x8xf32, #graph.dims<N, 3, 2*H, 8>>)
      -> tensor<?x3x?x3xf32, #graph.dims<N, 3, H, 3>>
  // Adaptive windows take any size.
  // CHECK: graph.adaptive_max_pool2d %{{.*}} {output_size = array<i64: 7, 5>}
  // CHECK-SAME: -> tensor<?x3x7x5xf32, #graph.dims<N, 3, 7, 5>>
  %adaptive_pool = graph.adaptive_max_pool2d %image
      {output_size = array<i64: 7, 5>}
      : (tensor<?x3x?x8xf32, #graph.dims<N, 3, 2*H, 8>>)
      -> tensor<?x3x7x5xf32, #graph.dims<N, 3, 7, 5>>
  return
}

// CHECK-LABEL: func.func @shape
func.func @shape(%x: tensor<?x3x?xf32, #graph.dims<N, 3, H>>,
                 %b: tensor<3xf32>) {
  // CHECK: graph.reshape %{{.*}} {shape = #graph.dims<N, -1>} : ({{.*}}) -> tensor<?x?xf32, #graph.dims<N, 3*H>>
  %0 = graph.reshape %x {shape = #graph.dims<N, -1>}
      : (tensor<?x3x?xf32, #graph.dims<N, 3, H>>)
      -> tensor<?x?xf32, #graph.dims<N, 3*H>>
  // CHECK: graph.transpose %{{.*}} {permutation = array<i64: 2, 0, 1>} : ({{.*}}) -> tensor<?x?x3xf32, #graph.dims<H, N, 3>>
  %1 = graph.transpose %x {permutation = array<i64: 2, 0, 1>}
      : (tensor<?x3x?xf32, #graph.dims<N, 3, H>>)
      -> tensor<?x?x3xf32, #graph.dims<H, N, 3>>
  // CHECK: graph.broadcast %{{.*}} {axes = array<i64: 1>, shape = #graph.dims<N, 3, H>} : (tensor<3xf32>)
  %2 = graph.broadcast %b {axes = array<i64: 1>, shape = #graph.dims<N, 3, H>}
      : (tensor<3xf32>) -> tensor<?x3x?xf32, #graph.dims<N, 3, H>>
  // CHECK: graph.concat %{{.*}}, %{{.*}}, %{{.*}} {axis = 0 : i64} : ({{.*}}) -> tensor<?x3x?xf32, #graph.dims<3*N, 3, H>>
  %3 = graph.concat %x, %2, %x {axis = 0 : i64}
      : (tensor<?x3x?xf32, #graph.dims<N, 3, H>>,
         tensor<?x3x?xf32, #graph.dims<N, 3, H>>,
         tensor<?x3x?xf32, #graph.dims<N, 3, H>>)
      -> tensor<?x3x?xf32, #graph.dims<3*N, 3, H>>
  // CHECK: graph.slice %{{.*}} {sizes = #graph.dims<N + -1, 2, H>, starts = #graph.dims<1, 1, H + -1>, strides = array<i64: 1, 1, -1>}
  // CHECK-SAME: -> tensor<?x2x?xf32, #graph.dims<N + -1, 2, H>>
  %4 = graph.slice %x
      {starts = #graph.dims<1, 1, H + -1>, sizes = #graph.dims<N + -1, 2, H>,
       strides = array<i64: 1, 1, -1>}
      : (tensor<?x3x?xf32, #graph.dims<N, 3, H>>)
      -> tensor<?x2x?xf32, #graph.dims<N + -1, 2, H>>
  // CHECK: graph.pad %{{.*}} {high = array<i64: 0, 0, 2>, low = array<i64: 0, 0, 1>, value = -1.000000e+00 : f64}
  // CHECK-SAME: -> tensor<?x3x?xf32, #graph.dims<N, 3, H + 3>>
  %5 = graph.pad %x
      {high = array<i64: 0, 0, 2>, low = array<i64: 0, 0, 1>, value = -1.0}
      : (tensor<?x3x?xf32, #graph.dims<N, 3, H>>)
      -> tensor<?x3x?xf32, #graph.dims<N, 3, H + 3>>
  return
}

// CHECK-LABEL: func.func @indexing
func.func @indexing(%x: !row, %i: !labels) {
  // CHECK: graph.pick %{{.*}}, %{{.*}} {axis = 1 : i64} : ({{.*}}) -> tensor<?xf32, #graph.dims<N>>
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (!row, !labels) -> tensor<?xf32, #graph.dims<N>>
  // CHECK: graph.one_hot %{{.*}} {classes = 10 : i64, dtype = f32} : ({{.*}}) -> tensor<?x10xf32, #graph.dims<N, 10>>
  %1 = graph.one_hot %i {classes = 10 : i64, dtype = f32} : (!labels) -> !row
  // CHECK: graph.constant dense<[1, 2]> : tensor<2xui8>
  %2 = graph.constant dense<[1, 2]> : tensor<2xui8>
  return
}

}

// CHECK-LABEL: func.func @indexed
func.func @indexed(%x: tensor<?x7xf32, #graph.dims<N, 7>>,
                   %i: tensor<?x?xi32, #graph.dims<B, T>>,
                   %j: tensor<?x3xi64, #graph.dims<N, 3>>) {
  // CHECK: graph.take %{{.*}}, %{{.*}} {axis = -1 : i64}
  // CHECK-SAME: -> tensor<?x?x?xf32, #graph.dims<N, B, T>>
  %0 = graph.take %x, %i {axis = -1 : i64}
      : (tensor<?x7xf32, #graph.dims<N, 7>>, tensor<?x?xi32, #graph.dims<B, T>>)
      -> tensor<?x?x?xf32, #graph.dims<N, B, T>>
  // CHECK: graph.gather %{{.*}}, %{{.*}} {axis = 1 : i64}
  // CHECK-SAME: -> tensor<?x3xf32, #graph.dims<N, 3>>
  %1 = graph.gather %x, %j {axis = 1 : i64}
      : (tensor<?x7xf32, #graph.dims<N, 7>>, tensor<?x3xi64, #graph.dims<N, 3>>)
      -> tensor<?x3xf32, #graph.dims<N, 3>>
  // CHECK: graph.iota {dtype = i32, length = #graph.dims<N*T>}
  // CHECK-SAME: -> tensor<?xi32, #graph.dims<N*T>>
  %2 = graph.iota {length = #graph.dims<T*N>, dtype = i32}
      : () -> tensor<?xi32, #graph.dims<N*T>>
  // CHECK: graph.dimension {dtype = f64, value = #graph.dims<N + -1>} : tensor<f64>
  %3 = graph.dimension {value = #graph.dims<N + -1>, dtype = f64} : tensor<f64>
  return
}

// CHECK-LABEL: func.func @random
func.func @random(%k: tensor<2xi32>) {
  // CHECK: graph.random_fold %{{.*}} {data = -1 : i64} : (tensor<2xi32>) -> tensor<2xi32>
  %0 = graph.random_fold %k {data = -1 : i64} : (tensor<2xi32>) -> tensor<2xi32>
  // CHECK: graph.random_split %{{.*}} {count = #graph.dims<N>}
  // CHECK-SAME: -> tensor<?x2xi32, #graph.dims<N, 2>>
  %1 = graph.random_split %k {count = #graph.dims<N>}
      : (tensor<2xi32>) -> tensor<?x2xi32, #graph.dims<N, 2>>
  // CHECK: graph.random_uniform %{{.*}} {dtype = f64, shape = #graph.dims<N, 3>}
  // CHECK-SAME: -> tensor<?x3xf64, #graph.dims<N, 3>>
  %2 = graph.random_uniform %k {shape = #graph.dims<N, 3>, dtype = f64}
      : (tensor<2xi32>) -> tensor<?x3xf64, #graph.dims<N, 3>>
  return
}

// CHECK-LABEL: func.func @foreign
func.func @foreign(%x: tensor<?xf32, #graph.dims<N>>) {
  // CHECK: graph.extern "f"(%{{.*}}) {adjoint = "g", constants = [1, 2.000000e+00, true, "a", #graph.dims<N>]}
  // CHECK-SAME: : (tensor<?xf32, #graph.dims<N>>) -> (tensor<?xf32, #graph.dims<N>>, tensor<i64>)
  %0, %1 = graph.extern "f"(%x) {adjoint = "g", constants = [1, 2.0, true, "a", #graph.dims<N>]}
      : (tensor<?xf32, #graph.dims<N>>) -> (tensor<?xf32, #graph.dims<N>>, tensor<i64>)
  // CHECK: graph.extern "f"() : () -> tensor<i64>
  %2 = graph.extern "f"() : () -> tensor<i64>
  return
}
