// RUN: dlc-opt %s --split-input-file --graph-normalize-scans --graph-fuse-pointwise --form-kernels="vector-bytes=64 registers=32" | FileCheck %s

// The epilogue of a product is computed on its registers.
// CHECK-LABEL: kernel.schedule @epilogue({{.*}} workspace 0
// CHECK:   %[[X:.*]] = kernel.buffer input[0] : memref<2x4xf32>
// CHECK:   %[[W:.*]] = kernel.buffer input[1]
// CHECK:   %[[B:.*]] = kernel.buffer input[2]
// CHECK:   %[[Y:.*]] = kernel.buffer output[0]
// CHECK:   kernel.launch @kernel_packed_matmul_add_relu(%[[X]], %[[W]], %[[B]]) into %[[Y]]
// CHECK-NOT: kernel.launch
// CHECK-LABEL: kernel.func @kernel_packed_matmul_add_relu
// CHECK-SAME: grid 1 tile 2x16 flops 48 bytes 324 {
// CHECK:   graph.packed_matmul
// CHECK:   graph.broadcast
// CHECK:   graph.add
// CHECK:   graph.relu
// CHECK:   kernel.return
func.func @epilogue(%x: tensor<2x4xf32>, %w: tensor<1x4x16xf32>,
                    %b: tensor<3xf32>) -> tensor<2x3xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 3 : i64}
      : (tensor<2x4xf32>, tensor<1x4x16xf32>) -> tensor<2x3xf32>
  %1 = graph.broadcast %b {shape = #graph.dims<2, 3>}
      : (tensor<3xf32>) -> tensor<2x3xf32>
  %2 = graph.add %0, %1 : tensor<2x3xf32>
  %3 = graph.relu %2 : tensor<2x3xf32>
  return %3 : tensor<2x3xf32>
}

// -----

// That of a product with many axes on the left, too.
// CHECK-LABEL: kernel.schedule @many_axes({{.*}} workspace 0
// CHECK: kernel.launch @kernel_packed_matmul_add(
// CHECK-NOT: kernel.launch
func.func @many_axes(%x: tensor<5x2x4xf32>, %w: tensor<1x4x16xf32>,
                     %b: tensor<3xf32>) -> tensor<5x2x3xf32> {
  %0 = graph.packed_matmul %x, %w {columns = 3 : i64}
      : (tensor<5x2x4xf32>, tensor<1x4x16xf32>) -> tensor<5x2x3xf32>
  %1 = graph.broadcast %b {shape = #graph.dims<5, 2, 3>}
      : (tensor<3xf32>) -> tensor<5x2x3xf32>
  %2 = graph.add %0, %1 : tensor<5x2x3xf32>
  return %2 : tensor<5x2x3xf32>
}

// -----

// Contractions without a micro-kernel are counted, too.
// CHECK-LABEL: kernel.schedule @depthwise
// CHECK: kernel.func @kernel_conv2d_relu
// CHECK-SAME: grid 1 flops 144 bytes 232 {
func.func @depthwise(%x: tensor<1x2x4x4xf32>, %f: tensor<2x1x3x3xf32>)
    -> tensor<1x2x2x2xf32> {
  %0 = graph.conv2d %x, %f {groups = 2 : i64}
      : (tensor<1x2x4x4xf32>, tensor<2x1x3x3xf32>) -> tensor<1x2x2x2xf32>
  %1 = graph.relu %0 : tensor<1x2x2x2xf32>
  return %1 : tensor<1x2x2x2xf32>
}

// -----

// A value with users in two kernels is stored; the third launch waits for it.
// CHECK-LABEL: kernel.schedule @softmax({{.*}} workspace 64
// CHECK:   kernel.launch @kernel_max(
// CHECK:   kernel.barrier
// CHECK:   kernel.launch @kernel_sub_exp(
// CHECK:   kernel.barrier
// CHECK:   kernel.launch @kernel_sum(
// CHECK:   kernel.barrier
// CHECK:   kernel.launch @kernel_div_in_place(
func.func @softmax(%x: tensor<2x4xf32>) -> tensor<2x4xf32> {
  %0 = graph.max %x {axes = array<i64: 1>, keep_dims = true}
      : (tensor<2x4xf32>) -> tensor<2x1xf32>
  %1 = graph.broadcast %0 {shape = #graph.dims<2, 4>}
      : (tensor<2x1xf32>) -> tensor<2x4xf32>
  %2 = graph.sub %x, %1 : tensor<2x4xf32>
  %3 = graph.exp %2 : tensor<2x4xf32>
  %4 = graph.sum %3 {axes = array<i64: 1>, keep_dims = true}
      : (tensor<2x4xf32>) -> tensor<2x1xf32>
  %5 = graph.broadcast %4 {shape = #graph.dims<2, 4>}
      : (tensor<2x1xf32>) -> tensor<2x4xf32>
  %6 = graph.div %3, %5 : tensor<2x4xf32>
  return %6 : tensor<2x4xf32>
}

// -----

// Equal structure is one kernel, launched twice, without a barrier between
// launches that touch different memory.
// CHECK-LABEL: kernel.schedule @twice
// CHECK:   kernel.launch @kernel_neg(
// CHECK-NOT: kernel.barrier
// CHECK:   kernel.launch @kernel_neg(
// CHECK: kernel.func @kernel_neg
// CHECK-NOT: kernel.func
func.func @twice(%x: tensor<4xf32>, %y: tensor<4xf32>)
    -> (tensor<4xf32>, tensor<4xf32>) {
  %0 = graph.neg %x : tensor<4xf32>
  %1 = graph.neg %y : tensor<4xf32>
  return %0, %1 : tensor<4xf32>, tensor<4xf32>
}

// -----

// A reshape is the same memory, counted anew, and so is what a pointwise kernel
// reads and writes.
// CHECK-LABEL: kernel.schedule @view
// CHECK:   kernel.buffer input[0] : memref<12xf32>
// CHECK:   kernel.buffer output[0] : memref<12xf32>
// CHECK:   kernel.launch @kernel_neg
// CHECK-NOT: kernel.launch
func.func @view(%x: tensor<3x4xf32>) -> tensor<12xf32> {
  %0 = graph.reshape %x {shape = #graph.dims<2, 6>}
      : (tensor<3x4xf32>) -> tensor<2x6xf32>
  %1 = graph.neg %0 : tensor<2x6xf32>
  %2 = graph.reshape %1 {shape = #graph.dims<12>}
      : (tensor<2x6xf32>) -> tensor<12xf32>
  return %2 : tensor<12xf32>
}

// -----

// What is pointwise becomes rows of vectors: tensors of all shapes share its
// kernel, and single elements have no axes.
// CHECK-LABEL: kernel.schedule @flat
// CHECK:   kernel.launch @[[MUL:kernel_mul]](%{{.*}}) into %{{.*}} {rows = 15 : i64} : (memref<f32>, memref<15x64xf32>) -> memref<15x64xf32>
// CHECK:   kernel.launch @[[MUL]](%{{.*}}) into %{{.*}} {rows = 30 : i64} : (memref<f32>, memref<30x64xf32>) -> memref<30x64xf32>
// CHECK-NOT: kernel.func
// CHECK:      kernel.func @kernel_mul(%[[S:.*]]: tensor<f32>, %[[X:.*]]: tensor<1x64xf32>) -> tensor<1x64xf32> grid 1 bytes 516 by_rows
// CHECK-NEXT:   %[[ALL:.*]] = graph.broadcast %[[S]] {axes = array<i64>, shape = #graph.dims<1, 64>}
// CHECK-NEXT:   graph.mul %[[ALL]], %[[X]] : tensor<1x64xf32>
// CHECK-NOT: kernel.func
func.func @flat(%s: tensor<1x1xf32>, %x: tensor<10x96xf32>, %y: tensor<2x3x320xf32>)
    -> (tensor<10x96xf32>, tensor<2x3x320xf32>) {
  %0 = graph.broadcast %s {shape = #graph.dims<10, 96>}
      : (tensor<1x1xf32>) -> tensor<10x96xf32>
  %1 = graph.mul %0, %x : tensor<10x96xf32>
  %2 = graph.broadcast %s {shape = #graph.dims<2, 3, 320>}
      : (tensor<1x1xf32>) -> tensor<2x3x320xf32>
  %3 = graph.mul %2, %y : tensor<2x3x320xf32>
  return %1, %3 : tensor<10x96xf32>, tensor<2x3x320xf32>
}

// -----

// Where no vector divides the elements, or something else is repeated than
// single elements, LLVM makes vectors of what it finds.
// CHECK-LABEL: kernel.schedule @not_rows
// CHECK:      kernel.func @kernel_neg(%{{.*}}: tensor<35xf32>)
// CHECK:      kernel.func @kernel_add(%{{.*}}: tensor<8xf32>, %{{.*}}: tensor<4x8xf32>)
func.func @not_rows(%x: tensor<5x7xf32>, %b: tensor<8xf32>, %y: tensor<4x8xf32>)
    -> (tensor<5x7xf32>, tensor<4x8xf32>) {
  %0 = graph.neg %x : tensor<5x7xf32>
  %1 = graph.broadcast %b {shape = #graph.dims<4, 8>}
      : (tensor<8xf32>) -> tensor<4x8xf32>
  %2 = graph.add %y, %1 : tensor<4x8xf32>
  return %0, %2 : tensor<5x7xf32>, tensor<4x8xf32>
}

// -----

// Results that are arguments, or the same value, are copied.
// CHECK-LABEL: kernel.schedule @copies
// CHECK:   kernel.launch @kernel_neg({{.*}}) into %[[Y:.*]] :
// CHECK-COUNT-2: kernel.launch @kernel_slice(
func.func @copies(%x: tensor<4xf32>)
    -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %0 = graph.neg %x : tensor<4xf32>
  return %0, %0, %x : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// -----

// An operation that checks indices has its position in the table of sites.
// CHECK-LABEL: kernel.schedule @checked
// CHECK-SAME: sites = ["{{.*}}form-kernels.mlir:{{.*}}"]
// CHECK: kernel.func @kernel_pick_neg
// CHECK-SAME: checks 1
func.func @checked(%x: tensor<2x4xf32>, %i: tensor<2xi64>) -> tensor<2xf32> {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<2x4xf32>, tensor<2xi64>) -> tensor<2xf32>
  %1 = graph.neg %0 : tensor<2xf32>
  return %1 : tensor<2xf32>
}

// -----

// Without elements there is nothing to launch.
// CHECK-LABEL: kernel.schedule @empty
// CHECK-NOT: kernel.launch
// CHECK-NOT: kernel.func
func.func @empty(%x: tensor<0x4xf32>) -> tensor<0x4xf32> {
  %0 = graph.neg %x : tensor<0x4xf32>
  return %0 : tensor<0x4xf32>
}

// -----

// States are memory of their own, in the order of their new values, which go
// behind the outputs; the random key is the last input.
// CHECK-LABEL: kernel.schedule @states
// CHECK-DAG:   %[[X:.*]] = kernel.buffer input[0] : memref<4xf32>
// CHECK-DAG:   %[[K:.*]] = kernel.buffer input[1] : memref<2xi32>
// CHECK-DAG:   %[[M:.*]] = kernel.buffer state[1] : memref<4xf32>
// CHECK-DAG:   %[[N:.*]] = kernel.buffer state[0] : memref<2xi32>
// CHECK-DAG:   %[[Y:.*]] = kernel.buffer output[0] : memref<4xf32>
// CHECK-DAG:   %[[N1:.*]] = kernel.buffer output[1] : memref<2xi32>
// CHECK-DAG:   %[[M1:.*]] = kernel.buffer output[2] : memref<4xf32>
// CHECK-DAG:   kernel.launch @{{.*}}(%[[X]]) into %[[Y]]
// CHECK-DAG:   kernel.launch @{{.*}}(%[[M]], %[[X]]) into %[[M1]]
// CHECK-DAG:   kernel.launch @{{.*}}(%[[N]], %[[K]]) into %[[N1]]
func.func @states(%m: tensor<4xf32> {graph.state = "mean"},
                  %n: tensor<2xi32> {graph.state = "count"},
                  %x: tensor<4xf32> {graph.input = "x"},
                  %k: tensor<2xi32> {graph.random_key})
    -> (tensor<4xf32> {graph.output = "y"},
        tensor<2xi32> {graph.state = "count"},
        tensor<4xf32> {graph.state = "mean"}) {
  %0 = graph.neg %x : tensor<4xf32>
  %1 = graph.add %n, %k : tensor<2xi32>
  %2 = graph.sub %m, %x : tensor<4xf32>
  return %0, %1, %2 : tensor<4xf32>, tensor<2xi32>, tensor<4xf32>
}

// -----

// An extern call stands alone between barriers, on stored tensors: the
// broadcast it reads is a kernel, the pointwise operation after it another.
// Results that nobody reads have memory, too.
// CHECK-LABEL: kernel.schedule @foreign({{.*}} workspace 128
// CHECK-SAME: sites = ["{{.*}}form-kernels.mlir:{{.*}}: extern function 'f'"]
// CHECK:   kernel.launch @kernel_broadcast(%{{.*}}) into %[[B:.*]] :
// CHECK:   kernel.barrier
// CHECK:   kernel.extern "f"(%[[B]]) into (%[[R0:.*]], %[[R1:.*]]) {constants = [7]} : (memref<2x4xf32>) -> (memref<2x4xf32>, memref<i64>)
// CHECK:   kernel.barrier
// CHECK:   kernel.launch @kernel_neg_in_place(%{{.*}})
func.func @foreign(%x: tensor<4xf32>) -> tensor<2x4xf32> {
  %0 = graph.broadcast %x {shape = #graph.dims<2, 4>}
      : (tensor<4xf32>) -> tensor<2x4xf32>
  %1, %2 = graph.extern "f"(%0) {constants = [7]}
      : (tensor<2x4xf32>) -> (tensor<2x4xf32>, tensor<i64>)
  %3 = graph.neg %1 : tensor<2x4xf32>
  return %3 : tensor<2x4xf32>
}

// -----

// Random numbers are drawn once for each element: by the pointwise operation
// that reads them, but not within a reduction's loop.
// CHECK-LABEL: kernel.schedule @random
// CHECK:   kernel.launch @kernel_random_uniform_add(
// CHECK:   kernel.launch @kernel_random_uniform(
// CHECK:   kernel.barrier
// CHECK:   kernel.launch @kernel_sum(
func.func @random(%k: tensor<2xi32>, %x: tensor<8x8xf32>)
    -> (tensor<8x8xf32>, tensor<8xf32>) {
  %0 = graph.random_uniform %k {shape = #graph.dims<8, 8>, dtype = f32}
      : (tensor<2xi32>) -> tensor<8x8xf32>
  %1 = graph.add %0, %x : tensor<8x8xf32>
  %2 = graph.random_uniform %k {shape = #graph.dims<8, 9>, dtype = f32}
      : (tensor<2xi32>) -> tensor<8x9xf32>
  %3 = graph.sum %2 {axes = array<i64: 1>} : (tensor<8x9xf32>) -> tensor<8xf32>
  return %1, %3 : tensor<8x8xf32>, tensor<8xf32>
}
