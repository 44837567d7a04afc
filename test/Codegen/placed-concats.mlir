// RUN: dlc-opt %s --split-input-file --graph-fuse-pointwise --form-kernels="vector-bytes=64 registers=32" | FileCheck %s

// The operands of a placed concatenation are computed in its memory, those of a
// result in the output; what it puts together lies in another one, too.
// CHECK-LABEL: kernel.schedule @dense({{.*}} workspace 0
// CHECK: %[[X:.*]] = kernel.buffer input[0] : memref<1x64xf32>
// CHECK: %[[ROW:.*]] = kernel.buffer output[0] : memref<1x64xf32>
// CHECK: kernel.launch @kernel_relu(%[[X]]) into %[[ROW]]
// CHECK: %[[A:.*]] = kernel.buffer output[0] : memref<4x16xf32>
// CHECK: %[[B:.*]] = kernel.buffer output[0] + 256 : memref<4x16xf32>
// CHECK: kernel.launch @kernel_packed_matmul(%[[A]], %{{.*}}) into %[[B]]
// CHECK: kernel.barrier
// CHECK: %[[AB:.*]] = kernel.buffer output[0] : memref<8x16xf32>
// CHECK: %[[C:.*]] = kernel.buffer output[0] + 512 : memref<8x16xf32>
// CHECK: kernel.launch @kernel_packed_matmul_exp(%[[AB]], %{{.*}}) into %[[C]]
// CHECK-NOT: kernel.launch
// CHECK: kernel.func
func.func @dense(%x: tensor<4x16xf32>, %w: tensor<1x16x16xf32>) -> tensor<16x16xf32> {
  %a = graph.relu %x : tensor<4x16xf32>
  %b = graph.packed_matmul %a, %w {columns = 16 : i64}
      : (tensor<4x16xf32>, tensor<1x16x16xf32>) -> tensor<4x16xf32>
  %ab = graph.concat %a, %b {axis = 0 : i64, graph.placed}
      : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<8x16xf32>
  %e = graph.packed_matmul %ab, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  %c = graph.exp %e : tensor<8x16xf32>
  %r = graph.concat %ab, %c {axis = 0 : i64, graph.placed}
      : (tensor<8x16xf32>, tensor<8x16xf32>) -> tensor<16x16xf32>
  return %r : tensor<16x16xf32>
}

// -----

// In the workspace; a reshape of a part is the part. The barrier stands between
// what writes the parts and what reads the whole, not between the parts.
// CHECK-LABEL: kernel.schedule @workspace({{.*}} workspace 512
// CHECK: %[[A:.*]] = kernel.buffer workspace[0] : memref<1x64xf32>
// CHECK: kernel.launch @kernel_neg(%{{.*}}) into %[[A]]
// CHECK-NOT: kernel.barrier
// CHECK: %[[B:.*]] = kernel.buffer workspace[256] : memref<1x64xf32>
// CHECK: kernel.launch @kernel_exp(%{{.*}}) into %[[B]]
// CHECK: kernel.barrier
// CHECK: %[[AB:.*]] = kernel.buffer workspace[0] : memref<8x16xf32>
// CHECK: kernel.launch @kernel_packed_matmul(%[[AB]]
func.func @workspace(%x: tensor<64xf32>, %y: tensor<4x16xf32>, %w: tensor<1x16x16xf32>) -> tensor<8x16xf32> {
  %n = graph.neg %x : tensor<64xf32>
  %a = graph.reshape %n {shape = #graph.dims<4, 16>} : (tensor<64xf32>) -> tensor<4x16xf32>
  %b = graph.exp %y : tensor<4x16xf32>
  %ab = graph.concat %a, %b {axis = 0 : i64, graph.placed}
      : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<8x16xf32>
  %c = graph.packed_matmul %ab, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  return %c : tensor<8x16xf32>
}

// -----

// Arguments, values that lie in two results, and results of scans and extern
// functions are copied into their place.
// CHECK-LABEL: kernel.schedule @copies
// CHECK-COUNT-3: kernel.launch @kernel_slice
// CHECK-NOT: kernel.launch @kernel_slice
// CHECK: kernel.func
func.func @copies(%x: tensor<4x16xf32>) -> (tensor<8x16xf32>, tensor<12x16xf32>) {
  %a = graph.relu %x : tensor<4x16xf32>
  %f = graph.extern "f"(%x) {constants = []} : (tensor<4x16xf32>) -> tensor<4x16xf32>
  %0 = graph.concat %a, %x {axis = 0 : i64, graph.placed}
      : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<8x16xf32>
  %b = graph.exp %x : tensor<4x16xf32>
  %1 = graph.concat %a, %b, %f {axis = 0 : i64, graph.placed}
      : (tensor<4x16xf32>, tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<12x16xf32>
  return %0, %1 : tensor<8x16xf32>, tensor<12x16xf32>
}

// -----

// What lies in a whole that is read later is not overwritten: the sum goes
// elsewhere. The whole itself is, once nothing reads it.
// CHECK-LABEL: kernel.schedule @no_update
// CHECK: kernel.launch @kernel_packed_matmul_add(
// CHECK: kernel.launch @kernel_packed_matmul_add_in_place
func.func @no_update(%x: tensor<4x16xf32>, %w: tensor<1x16x16xf32>) -> tensor<8x16xf32> {
  %a = graph.relu %x : tensor<4x16xf32>
  %b = graph.exp %x : tensor<4x16xf32>
  %ab = graph.concat %a, %b {axis = 0 : i64, graph.placed}
      : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<8x16xf32>
  %c = graph.packed_matmul %b, %w {columns = 16 : i64}
      : (tensor<4x16xf32>, tensor<1x16x16xf32>) -> tensor<4x16xf32>
  %d = graph.add %c, %a : tensor<4x16xf32>
  %e = graph.packed_matmul %d, %w {columns = 16 : i64}
      : (tensor<4x16xf32>, tensor<1x16x16xf32>) -> tensor<4x16xf32>
  %s = graph.concat %d, %e {axis = 0 : i64, graph.placed}
      : (tensor<4x16xf32>, tensor<4x16xf32>) -> tensor<8x16xf32>
  %t = graph.packed_matmul %s, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  %u = graph.add %t, %ab : tensor<8x16xf32>
  %v = graph.packed_matmul %u, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  return %v : tensor<8x16xf32>
}

// -----

// In a loop.
// CHECK-LABEL: kernel.schedule @loop
// CHECK: kernel.repeat
// CHECK:   kernel.launch @kernel_neg({{.*}}) into
// CHECK:   kernel.launch @kernel_slice({{.*}}) into
// CHECK:   kernel.barrier
// CHECK:   kernel.launch @kernel_packed_matmul({{.*}}) into
// CHECK-NOT: kernel.launch
// CHECK: kernel.func
func.func @loop(%xs: tensor<7x1x16xf32>, %w: tensor<1x32x16xf32>) -> tensor<7x1x16xf32> {
  %0 = graph.scan () over (%x in %xs : tensor<7x1x16xf32>) {
    %1 = graph.neg %x : tensor<1x16xf32>
    %2 = graph.concat %1, %x {axis = 1 : i64, graph.placed}
        : (tensor<1x16xf32>, tensor<1x16xf32>) -> tensor<1x32xf32>
    %3 = graph.packed_matmul %2, %w {columns = 16 : i64}
        : (tensor<1x32xf32>, tensor<1x32x16xf32>) -> tensor<1x16xf32>
    graph.next emit %3 : tensor<1x16xf32>
  }
  return %0 : tensor<7x1x16xf32>
}
