// RUN: dlc-opt %s | dlc-opt | FileCheck %s

// A buffer is named by where it lies.
// CHECK-LABEL: kernel.schedule @forward(tensor<4xf32>) -> tensor<4xf32> workspace 64 {
// CHECK:   %input0 = kernel.buffer input[0] : memref<4xf32>
// CHECK:   %workspace.0 = kernel.buffer workspace[0] : memref<4xf32>
// CHECK:   %output0 = kernel.buffer output[0] : memref<4xf32>
// CHECK:   kernel.launch @neg(%input0) into %workspace.0 : (memref<4xf32>) -> memref<4xf32>
// CHECK:   kernel.barrier
// CHECK:   kernel.launch @neg(%workspace.0) into %output0
// CHECK:   kernel.launch @zeros() into %output0 : () -> memref<4xf32>
kernel.schedule @forward(tensor<4xf32>) -> tensor<4xf32> workspace 64 {
  %0 = kernel.buffer input[0] : memref<4xf32>
  %1 = kernel.buffer workspace[0] : memref<4xf32>
  %2 = kernel.buffer output[0] : memref<4xf32>
  kernel.launch @neg(%0) into %1 : (memref<4xf32>) -> memref<4xf32>
  kernel.barrier
  kernel.launch @neg(%1) into %2 : (memref<4xf32>) -> memref<4xf32>
  kernel.launch @zeros() into %2 : () -> memref<4xf32>
}

// A kernel by rows has the type of one; single elements are for all.
// CHECK-LABEL: kernel.schedule @rows
// CHECK:   kernel.launch @scale(%{{.*}}, %{{.*}}) into %{{.*}} {cost = 9 : i64, rows = 3 : i64} : (memref<f32>, memref<3x8xf32>) -> memref<3x8xf32>
// CHECK: kernel.func @scale(%{{.*}}: tensor<f32>, %{{.*}}: tensor<1x8xf32>) -> tensor<1x8xf32> grid 1 by_rows
kernel.schedule @rows(tensor<f32>, tensor<3x8xf32>)
    -> tensor<3x8xf32> workspace 0 {
  %0 = kernel.buffer input[0] : memref<f32>
  %1 = kernel.buffer input[1] : memref<3x8xf32>
  %2 = kernel.buffer output[0] : memref<3x8xf32>
  kernel.launch @scale(%0, %1) into %2 {rows = 3 : i64, cost = 9 : i64}
      : (memref<f32>, memref<3x8xf32>) -> memref<3x8xf32>
}
kernel.func @scale(%s: tensor<f32>, %x: tensor<1x8xf32>) -> tensor<1x8xf32>
    grid 1 by_rows {
  %0 = graph.broadcast %s {shape = #graph.dims<1, 8>}
      : (tensor<f32>) -> tensor<1x8xf32>
  %1 = graph.mul %x, %0 : tensor<1x8xf32>
  kernel.return %1 : tensor<1x8xf32>
}

// CHECK-LABEL: kernel.schedule @foreign
// CHECK:   kernel.extern "f"(%{{.*}}) into (%{{.*}}, %{{.*}}) {constants = [1, 2.500000e+00, true, "text"]} : (memref<4xf32>) -> (memref<4xf32>, memref<i64>)
// CHECK:   kernel.extern "g"() into (%{{.*}}) {constants = [], site = 3 : i64} : () -> memref<4xf32>
kernel.schedule @foreign(tensor<4xf32>)
    -> (tensor<4xf32>, tensor<i64>) workspace 64 {
  %0 = kernel.buffer input[0] : memref<4xf32>
  %1 = kernel.buffer output[0] : memref<4xf32>
  %2 = kernel.buffer output[1] : memref<i64>
  kernel.extern "f"(%0) into (%1, %2) {constants = [1, 2.5, true, "text"]}
      : (memref<4xf32>) -> (memref<4xf32>, memref<i64>)
  kernel.extern "g"() into (%1) {constants = [], site = 3 : i64}
      : () -> memref<4xf32>
}

// CHECK-LABEL: kernel.schedule @several
// CHECK:   kernel.launch @both(%{{.*}}) into %{{.*}}, %{{.*}} : (memref<4xf32>) -> (memref<4xf32>, memref<4xf32>)
kernel.schedule @several(tensor<4xf32>)
    -> (tensor<4xf32>, tensor<4xf32>) workspace 64 {
  %0 = kernel.buffer input[0] : memref<4xf32>
  %1 = kernel.buffer output[0] : memref<4xf32>
  %2 = kernel.buffer output[1] : memref<4xf32>
  kernel.launch @both(%0) into %1, %2
      : (memref<4xf32>) -> (memref<4xf32>, memref<4xf32>)
}

// CHECK-LABEL: kernel.func @both
// CHECK:   kernel.return %{{.*}}, %{{.*}} : tensor<4xf32>, tensor<4xf32>
kernel.func @both(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
    grid 1 {
  %0 = graph.neg %x : tensor<4xf32>
  %1 = graph.abs %x : tensor<4xf32>
  kernel.return %0, %1 : tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: kernel.func @neg
// CHECK-SAME: (%{{.*}}: tensor<4xf32>) -> tensor<4xf32>
// CHECK-SAME: grid 1 {
kernel.func @neg(%x: tensor<4xf32>) -> tensor<4xf32>
    grid 1 {
  %0 = graph.neg %x : tensor<4xf32>
  kernel.return %0 : tensor<4xf32>
}

kernel.func @zeros() -> tensor<4xf32> grid 1 {
  %0 = graph.constant dense<0.0> : tensor<4xf32>
  kernel.return %0 : tensor<4xf32>
}

// All that a kernel may say.
// CHECK-LABEL: kernel.func @all
// CHECK-SAME: (%{{.*}}: tensor<4xf32> {kernel.in_place = 0 : i64}) -> tensor<4xf32> grid 2 checks 3 tile 14x32 flops 5 bytes 6 cost 7 runs_once attributes {note} {
kernel.func @all(%x: tensor<4xf32> {kernel.in_place = 0}) -> tensor<4xf32>
    grid 2 checks 3 tile 14x32 flops 5 bytes 6 cost 7 runs_once
    attributes {note} {
  %0 = graph.neg %x : tensor<4xf32>
  kernel.return %0 : tensor<4xf32>
}

// What arguments and results are stays beside their types; a part of an output
// has its offset in its name.
// CHECK-LABEL: kernel.schedule @signature(tensor<2xf32> {graph.input = "x"}, tensor<f32>) -> (tensor<4xf32> {graph.output = "y"}) workspace 0 attributes {graph.binding = "N=1"} {
// CHECK-NEXT: %output0.8 = kernel.buffer output[0] + 8 : memref<2xf32>
kernel.schedule @signature(tensor<2xf32> {graph.input = "x"}, tensor<f32>)
    -> (tensor<4xf32> {graph.output = "y"}) workspace 0
    attributes {graph.binding = "N=1"} {
  %0 = kernel.buffer output[0] + 8 : memref<2xf32>
}

// CHECK-LABEL: kernel.schedule @loops
// CHECK:   kernel.repeat %[[T:.*]] of 7 reversed {
// CHECK:     %[[X:.*]] = kernel.element %{{.*}}[%[[T]]] : memref<7x4xf32>
// CHECK:     %[[A:.*]] = kernel.alternate[%[[T]]] %{{.*}}, %{{.*}} : memref<4xf32>
// CHECK:     %[[P:.*]] = kernel.element previous %{{.*}}[%[[T]]] : memref<7x4xf32>
// CHECK:     kernel.first[%[[T]]] %[[A]] then %[[P]] : memref<4xf32>
// CHECK:     kernel.launch @neg(%[[X]]) into %[[A]]
// CHECK:     kernel.repeat %{{.*}} of 0 attributes {note} {
// CHECK-NEXT: }
kernel.schedule @loops(tensor<7x4xf32>) -> tensor<7x4xf32> workspace 128 {
  %xs = kernel.buffer input[0] : memref<7x4xf32>
  %ys = kernel.buffer output[0] : memref<7x4xf32>
  %0 = kernel.buffer workspace[0] : memref<4xf32>
  %1 = kernel.buffer workspace[64] : memref<4xf32>
  kernel.repeat %t of 7 reversed {
    %2 = kernel.element %xs[%t] : memref<7x4xf32>
    %3 = kernel.alternate[%t] %0, %1 : memref<4xf32>
    %4 = kernel.element previous %ys[%t] : memref<7x4xf32>
    %5 = kernel.first[%t] %3 then %4 : memref<4xf32>
    kernel.launch @neg(%2) into %3 : (memref<4xf32>) -> memref<4xf32>
    kernel.repeat %s of 0 attributes {note} {
    }
  }
}
