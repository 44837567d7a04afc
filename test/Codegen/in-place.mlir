// RUN: dlc-opt %s --split-input-file --graph-fuse-pointwise --form-kernels="vector-bytes=64 registers=32" --verify-diagnostics | FileCheck %s

// A residual connection: the sum is written over the value that was kept for
// it, which nothing reads later.
// CHECK-LABEL: kernel.schedule @residual({{.*}} workspace 1024
// CHECK:   %[[W:.*]] = kernel.buffer input[1]
// CHECK:   %[[A:.*]] = kernel.buffer workspace[[PLACE:.*]] : memref<8x16xf32>
// CHECK:   kernel.launch @kernel_packed_matmul(%{{.*}}, %[[W]]) into %[[A]]
// CHECK:   kernel.launch @kernel_packed_matmul(%[[A]], %[[W]]) into %[[B:.*]] :
// CHECK:   kernel.barrier
// CHECK:   %[[SUM:.*]] = kernel.buffer workspace[[PLACE]] : memref<8x16xf32>
// CHECK:   kernel.launch @kernel_packed_matmul_add_in_place(%[[B]], %[[W]], %[[A]]) into %[[SUM]]
// CHECK:   kernel.barrier
// CHECK:   kernel.launch @kernel_packed_matmul(%[[SUM]], %[[W]])
// CHECK-LABEL: kernel.func @kernel_packed_matmul_add_in_place
// CHECK-SAME: %{{[^ ]*}}: tensor<8x16xf32>, %{{[^ ]*}}: tensor<1x16x16xf32>, %{{[^ ]*}}: tensor<8x16xf32> {kernel.in_place = 0 : i64})
// CHECK-NOT: kernel.func @kernel_packed_matmul_add(
func.func @residual(%x: tensor<8x16xf32>, %w: tensor<1x16x16xf32>) -> tensor<8x16xf32> {
  %a = graph.packed_matmul %x, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  %b = graph.packed_matmul %a, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  %c = graph.packed_matmul %b, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  // expected-remark @+2 {{[graph-fuse-pointwise] computed 'packed_matmul' and 'add' in one kernel}}
  // expected-remark @+1 {{[form-kernels] computed 'add' in place of a value of 512 bytes that nothing reads later}}
  %d = graph.add %c, %a : tensor<8x16xf32>
  %e = graph.packed_matmul %d, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  return %e : tensor<8x16xf32>
}

// -----

// The product reads whole rows of what its epilogue adds, which must stay.
// CHECK-LABEL: kernel.schedule @read_twice({{.*}} workspace 1024
// CHECK-NOT: in_place
func.func @read_twice(%x: tensor<8x16xf32>, %w: tensor<1x16x16xf32>) -> tensor<8x16xf32> {
  %a = graph.packed_matmul %x, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  %b = graph.packed_matmul %a, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  // expected-remark @+2 {{[graph-fuse-pointwise] computed 'packed_matmul' and 'add' in one kernel}}
  // expected-remark @+1 {{[form-kernels, missed] computed 'add' beside a value of the same size that nothing reads later, since it reads that at other positions, too}}
  %c = graph.add %b, %a : tensor<8x16xf32>
  %d = graph.packed_matmul %c, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  return %d : tensor<8x16xf32>
}

// -----

// Also where it reads the same memory as another tensor.
// CHECK-LABEL: kernel.schedule @read_reshaped
// CHECK-NOT: in_place
func.func @read_reshaped(%x: tensor<16x16xf32>, %w: tensor<1x16x16xf32>) -> tensor<16x16xf32> {
  %a = graph.packed_matmul %x, %w {columns = 16 : i64}
      : (tensor<16x16xf32>, tensor<1x16x16xf32>) -> tensor<16x16xf32>
  %p = graph.reshape %a {shape = #graph.dims<1, 16, 16>}
      : (tensor<16x16xf32>) -> tensor<1x16x16xf32>
  %b = graph.packed_matmul %x, %p {columns = 16 : i64}
      : (tensor<16x16xf32>, tensor<1x16x16xf32>) -> tensor<16x16xf32>
  // expected-remark @+2 {{[graph-fuse-pointwise] computed 'packed_matmul' and 'add' in one kernel}}
  // expected-remark @+1 {{[form-kernels, missed] computed 'add' beside}}
  %c = graph.add %b, %a : tensor<16x16xf32>
  %d = graph.packed_matmul %c, %w {columns = 16 : i64}
      : (tensor<16x16xf32>, tensor<1x16x16xf32>) -> tensor<16x16xf32>
  return %d : tensor<16x16xf32>
}

// -----

// Arguments are not written, and what is an output or is read later stays:
// nothing is in place.
// CHECK-LABEL: kernel.schedule @leave_alone
// CHECK-NOT: in_place
func.func @leave_alone(%x: tensor<8x16xf32>, %w: tensor<1x16x16xf32>)
    -> (tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>) {
  %a = graph.packed_matmul %x, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  // Over an argument.
  // expected-remark @+1 {{[graph-fuse-pointwise] computed 'packed_matmul' and 'add' in one kernel}}
  %b = graph.add %a, %x : tensor<8x16xf32>
  %c = graph.packed_matmul %b, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  // Over an output.
  %d = graph.relu %c : tensor<8x16xf32>
  // Over what is read again.
  // expected-remark @+1 {{[graph-fuse-pointwise] computed 'relu' and 'neg' in one kernel}}
  %e = graph.neg %d : tensor<8x16xf32>
  %f = graph.packed_matmul %d, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  %g = graph.packed_matmul %e, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  return %c, %f, %g : tensor<8x16xf32>, tensor<8x16xf32>, tensor<8x16xf32>
}

// -----

// What an output replaces lies there from the beginning: a gradient that waits
// for others, in the memory of the parameter's new value.
// CHECK-LABEL: kernel.schedule @in_outputs({{.*}} workspace 512
// CHECK:   %[[GRADIENT:.*]] = kernel.buffer output[0]
// CHECK:   kernel.launch @kernel_packed_matmul(%{{.*}}) into %[[GRADIENT]]
// CHECK:   kernel.launch @kernel_packed_matmul(%[[GRADIENT]], %{{.*}}) into %[[OTHER:.*]] :
// CHECK:   %[[SAME:.*]] = kernel.buffer output[0] : memref<2x64xf32>
// CHECK:   %[[NEW:.*]] = kernel.buffer output[0] : memref<2x64xf32>
// CHECK:   kernel.launch @kernel_sub_in_place(%{{.*}}, %[[SAME]]) into %[[NEW]]
// CHECK:   kernel.buffer output[1]
func.func @in_outputs(%x: tensor<8x16xf32>, %w: tensor<1x16x16xf32>, %p: tensor<8x16xf32>)
    -> (tensor<8x16xf32>, tensor<8x16xf32>) {
  %a = graph.packed_matmul %x, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  %b = graph.packed_matmul %a, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  // expected-remark @+1 {{[form-kernels] computed 'sub' in place of a value of 512 bytes that nothing reads later}}
  %c = graph.sub %p, %a : tensor<8x16xf32>
  %d = graph.packed_matmul %b, %w {columns = 16 : i64}
      : (tensor<8x16xf32>, tensor<1x16x16xf32>) -> tensor<8x16xf32>
  return %c, %d : tensor<8x16xf32>, tensor<8x16xf32>
}

// -----

// Elements of other types and broadcasts are read elsewhere.
// CHECK-LABEL: kernel.schedule @other_bytes
// CHECK-NOT: in_place
func.func @other_bytes(%x: tensor<4x4xf32>, %w: tensor<1x4x16xf32>) -> tensor<4x4xf32> {
  %a = graph.packed_matmul %x, %w {columns = 4 : i64}
      : (tensor<4x4xf32>, tensor<1x4x16xf32>) -> tensor<4x4xf32>
  // expected-remark @+2 {{[graph-fuse-pointwise, missed] computed 'cast' apart from its users}}
  // expected-remark @+1 {{[graph-fuse-pointwise] computed 'packed_matmul' and 'cast' in one kernel}}
  %i = graph.cast %a to i32 : (tensor<4x4xf32>) -> tensor<4x4xi32>
  %f = graph.sum %i {axes = array<i64: 0>, keep_dims = true} : (tensor<4x4xi32>) -> tensor<1x4xi32>
  %s = graph.reshape %f {shape = #graph.dims<4, 1>} : (tensor<1x4xi32>) -> tensor<4x1xi32>
  %t = graph.broadcast %s {shape = #graph.dims<4, 4>} : (tensor<4x1xi32>) -> tensor<4x4xi32>
  %c = graph.cast %t to f32 : (tensor<4x4xi32>) -> tensor<4x4xf32>
  %d = graph.packed_matmul %c, %w {columns = 4 : i64}
      : (tensor<4x4xf32>, tensor<1x4x16xf32>) -> tensor<4x4xf32>
  return %d : tensor<4x4xf32>
}

// -----

// In a loop, what one step makes and uses up is updated in place; what comes
// from outside is needed in each step.
// CHECK-LABEL: kernel.schedule @loop
// CHECK: kernel.repeat
// CHECK:   kernel.launch @kernel_packed_matmul({{.*}}) into %[[A:.*]] :
// CHECK:   kernel.launch @kernel_packed_matmul_mul({{.*}}) into %[[B:.*]] :
// CHECK:   kernel.launch @kernel_packed_matmul_add_in_place(%[[B]], %{{.*}}, %[[A]])
func.func @loop(%xs: tensor<5x4x16xf32>, %o: tensor<4x16xf32>, %w: tensor<1x16x16xf32>) -> tensor<5x4x16xf32> {
  %e = graph.exp %o : tensor<4x16xf32>
  %0 = graph.scan () over (%x in %xs : tensor<5x4x16xf32>) {
    %a = graph.packed_matmul %x, %w {columns = 16 : i64}
        : (tensor<4x16xf32>, tensor<1x16x16xf32>) -> tensor<4x16xf32>
    %b = graph.packed_matmul %a, %w {columns = 16 : i64}
        : (tensor<4x16xf32>, tensor<1x16x16xf32>) -> tensor<4x16xf32>
    // expected-remark @+1 {{[graph-fuse-pointwise] computed 'packed_matmul' and 'mul' in one kernel}}
    %m = graph.mul %b, %e : tensor<4x16xf32>
    %c = graph.packed_matmul %m, %w {columns = 16 : i64}
        : (tensor<4x16xf32>, tensor<1x16x16xf32>) -> tensor<4x16xf32>
    // expected-remark @+2 {{[graph-fuse-pointwise] computed 'packed_matmul' and 'add' in one kernel}}
    // expected-remark @+1 {{[form-kernels] computed 'add' in place of a value of 256 bytes}}
    %d = graph.add %c, %a : tensor<4x16xf32>
    %f = graph.packed_matmul %d, %w {columns = 16 : i64}
        : (tensor<4x16xf32>, tensor<1x16x16xf32>) -> tensor<4x16xf32>
    graph.next emit %f : tensor<4x16xf32>
  }
  return %0 : tensor<5x4x16xf32>
}
