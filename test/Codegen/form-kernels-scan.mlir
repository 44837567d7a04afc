// RUN: dlc-opt %s --split-input-file --graph-normalize-scans --graph-fuse-pointwise --form-kernels="vector-bytes=64 registers=32" | FileCheck %s

// An emitted value is computed in its row of the stack, where the next step
// reads it; nothing is copied.
// CHECK-LABEL: kernel.schedule @stack({{.*}} workspace 0
// CHECK-DAG: %[[H0:.*]] = kernel.buffer input[1] : memref<4xf32>
// CHECK-DAG: %[[XS:.*]] = kernel.buffer input[0] : memref<7x4xf32>
// CHECK-DAG: %[[YS:.*]] = kernel.buffer output[0] : memref<7x4xf32>
// CHECK: kernel.repeat %[[T:.*]] of 7 {
// CHECK-NEXT: kernel.barrier
// CHECK-DAG: %[[P:.*]] = kernel.element previous %[[YS]][%[[T]]] : memref<7x4xf32>
// CHECK-DAG: %[[H:.*]] = kernel.first[%[[T]]] %[[H0]] then %[[P]] : memref<4xf32>
// CHECK-DAG: %[[X:.*]] = kernel.element %[[XS]][%[[T]]] : memref<7x4xf32>
// CHECK-DAG: %[[Y:.*]] = kernel.element %[[YS]][%[[T]]] : memref<7x4xf32>
// CHECK:   kernel.launch @kernel_add(%[[H]], %[[X]]) into %[[Y]]
// CHECK-NOT: kernel.barrier
// CHECK: }
func.func @stack(%xs: tensor<7x4xf32>, %h0: tensor<4xf32>) -> tensor<7x4xf32> {
  %0, %1 = graph.scan (%h = %h0 : tensor<4xf32>) over (%x in %xs : tensor<7x4xf32>) {
    %2 = graph.add %h, %x : tensor<4xf32>
    graph.next %2 : tensor<4xf32> emit %2 : tensor<4xf32>
  }
  return %1 : tensor<7x4xf32>
}

// -----

// Otherwise two buffers take turns: with an even number of steps the odd ones
// write the result.
// CHECK-LABEL: kernel.schedule @turns({{.*}} workspace 64
// CHECK-DAG: %[[OWN:.*]] = kernel.buffer workspace[0] : memref<4xf32>
// CHECK-DAG: %[[OUT:.*]] = kernel.buffer output[0] : memref<4xf32>
// CHECK: kernel.repeat %[[T:.*]] of 6 reversed {
// CHECK-NEXT: kernel.barrier
// CHECK-DAG: kernel.alternate[%[[T]]] %[[OUT]], %[[OWN]] : memref<4xf32>
// CHECK-DAG: kernel.first
// CHECK-DAG: kernel.alternate[%[[T]]] %[[OWN]], %[[OUT]] : memref<4xf32>
// CHECK:   kernel.launch @kernel_sub(
// CHECK: }
func.func @turns(%xs: tensor<6x4xf32>, %h0: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.scan reversed (%h = %h0 : tensor<4xf32>) over (%x in %xs : tensor<6x4xf32>) {
    %1 = graph.sub %x, %h : tensor<4xf32>
    graph.next %1 : tensor<4xf32>
  }
  return %0 : tensor<4xf32>
}

// -----

// Steps that do not depend on one another need no barrier.
// CHECK-LABEL: kernel.schedule @map
// CHECK-NOT: kernel.barrier
// CHECK: kernel.launch @kernel_neg
// CHECK-NOT: kernel.barrier
// CHECK: kernel.func
func.func @map(%xs: tensor<7x4xf32>) -> tensor<7x4xf32> {
  %0 = graph.scan () over (%x in %xs : tensor<7x4xf32>) {
    %1 = graph.neg %x : tensor<4xf32>
    graph.next emit %1 : tensor<4xf32>
  }
  return %0 : tensor<7x4xf32>
}

// -----

// A value of one step is overwritten by the next: threads wait at the start of
// a step as well. What the loop reads from outside keeps its memory.
// CHECK-LABEL: kernel.schedule @temporary({{.*}} workspace 128
// CHECK:   kernel.launch @kernel_exp
// CHECK:   kernel.barrier
// CHECK:   kernel.repeat
// CHECK:     kernel.barrier
// CHECK:     kernel.launch @kernel_sub_sum
// CHECK:     kernel.barrier
// CHECK:     kernel.launch @kernel_mul
// CHECK-NOT: kernel.barrier
// CHECK:   }
// CHECK:   kernel.barrier
// CHECK:   kernel.launch @kernel_slice
// CHECK:   kernel.launch @kernel_neg
func.func @temporary(%xs: tensor<7x4xf32>, %w: tensor<4xf32>, %h0: tensor<4xf32>)
    -> (tensor<7x4xf32>, tensor<4xf32>) {
  %e = graph.exp %w : tensor<4xf32>
  %0, %1 = graph.scan (%h = %h0 : tensor<4xf32>) over (%x in %xs : tensor<7x4xf32>) {
    %2 = graph.sub %x, %h : tensor<4xf32>
    %3 = graph.sum %2 {axes = array<i64: 0>, keep_dims = true} : (tensor<4xf32>) -> tensor<1xf32>
    %4 = graph.broadcast %3 {shape = #graph.dims<4>} : (tensor<1xf32>) -> tensor<4xf32>
    %5 = graph.mul %4, %e : tensor<4xf32>
    graph.next %5 : tensor<4xf32> emit %5 : tensor<4xf32>
  }
  %6 = graph.neg %0 : tensor<4xf32>
  return %1, %6 : tensor<7x4xf32>, tensor<4xf32>
}

// -----

// Carried values that trade places are copied.
// CHECK-LABEL: kernel.schedule @swap
// CHECK: kernel.repeat
// CHECK-COUNT-2: kernel.launch @kernel_slice(
func.func @swap(%xs: tensor<5x3xf32>, %a0: tensor<3xf32>, %b0: tensor<3xf32>)
    -> tensor<5x3xf32> {
  %0:3 = graph.scan (%a = %a0 : tensor<3xf32>, %b = %b0 : tensor<3xf32>)
      over (%x in %xs : tensor<5x3xf32>) {
    %1 = graph.sub %x, %a : tensor<3xf32>
    graph.next %b, %a : tensor<3xf32>, tensor<3xf32> emit %1 : tensor<3xf32>
  }
  return %0#2 : tensor<5x3xf32>
}

// -----

// Nested loops: the inner stack is a row of the outer one. A loop inside stands
// between barriers.
// CHECK-LABEL: kernel.schedule @nested
// CHECK: %[[YS:.*]] = kernel.buffer output[0] : memref<3x5x2xf32>
// CHECK: kernel.repeat %[[S:.*]] of 3 {
// CHECK-NEXT: kernel.barrier
// CHECK:   %[[ROW:.*]] = kernel.element %[[YS]][%[[S]]] : memref<3x5x2xf32>
// CHECK:   kernel.repeat %[[T:.*]] of 5 {
// CHECK-NEXT: kernel.barrier
// CHECK:     kernel.element previous %[[ROW]][%[[T]]] : memref<5x2xf32>
// CHECK:     kernel.element %[[ROW]][%[[T]]] : memref<5x2xf32>
// CHECK:     kernel.launch
func.func @nested(%xs: tensor<3x5x2xf32>, %h0: tensor<2xf32>) -> tensor<3x5x2xf32> {
  %0 = graph.scan () over (%row in %xs : tensor<3x5x2xf32>) {
    %1, %2 = graph.scan (%h = %h0 : tensor<2xf32>) over (%x in %row : tensor<5x2xf32>) {
      %3 = graph.sub %x, %h : tensor<2xf32>
      graph.next %3 : tensor<2xf32> emit %3 : tensor<2xf32>
    }
    graph.next emit %2 : tensor<5x2xf32>
  }
  return %0 : tensor<3x5x2xf32>
}

// -----

// A constant is computed in the kernel that uses it, wherever it stands.
// CHECK-LABEL: kernel.schedule @constants({{.*}} workspace 0
// CHECK: kernel.launch @kernel_mul(
// CHECK-NOT: kernel.launch
// CHECK-LABEL: kernel.func @kernel_mul
// CHECK: graph.constant
func.func @constants(%xs: tensor<7x4xf32>) -> tensor<7x4xf32> {
  %c = graph.constant dense<2.0> : tensor<4xf32>
  %0 = graph.scan () over (%x in %xs : tensor<7x4xf32>) {
    %1 = graph.mul %x, %c : tensor<4xf32>
    graph.next emit %1 : tensor<4xf32>
  }
  return %0 : tensor<7x4xf32>
}

// -----

// Without elements there is nothing to repeat.
// CHECK-LABEL: kernel.schedule @empty
// CHECK-NOT: kernel.repeat
func.func @empty(%xs: tensor<7x0xf32>) -> tensor<7x0xf32> {
  %0 = graph.scan () over (%x in %xs : tensor<7x0xf32>) {
    %1 = graph.neg %x : tensor<0xf32>
    graph.next emit %1 : tensor<0xf32>
  }
  return %0 : tensor<7x0xf32>
}

// -----

// A cell stores both of its results: the state in its row of the stack, the
// cell in one of two buffers that take turns.
// CHECK-LABEL: kernel.schedule @cell
// CHECK: kernel.repeat
// CHECK: %[[H:.*]] = kernel.first
// CHECK: %[[C:.*]] = kernel.first
// CHECK: %[[ROW:.*]] = kernel.element %{{.*}} : memref<7x8xf32>
// CHECK: %[[NEXT:.*]] = kernel.alternate
// CHECK: kernel.launch @kernel_packed_lstm_cell(%{{.*}}, %[[H]], %[[C]], %{{.*}}) into %[[ROW]], %[[NEXT]]
// CHECK-NOT: kernel.launch
// CHECK: kernel.func @kernel_packed_lstm_cell
// CHECK-SAME: -> (tensor<8xf32>, tensor<8xf32>)
// CHECK-SAME: tile 1x32 flops 512
// CHECK: kernel.return %{{.*}}, %{{.*}} : tensor<8xf32>, tensor<8xf32>
func.func @cell(%xs: tensor<7x1x4x8xf32>, %w: tensor<1x8x32xf32>,
                %h0: tensor<8xf32>, %c0: tensor<8xf32>) -> tensor<7x8xf32> {
  %0:3 = graph.scan (%h = %h0 : tensor<8xf32>, %c = %c0 : tensor<8xf32>)
      over (%x in %xs : tensor<7x1x4x8xf32>) {
    %1:2 = graph.packed_lstm_cell %x, %h, %c, %w
        : (tensor<1x4x8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<1x8x32xf32>)
        -> (tensor<8xf32>, tensor<8xf32>)
    graph.next %1#0, %1#1 : tensor<8xf32>, tensor<8xf32> emit %1#0 : tensor<8xf32>
  }
  return %0#2 : tensor<7x8xf32>
}
