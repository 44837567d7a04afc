// RUN: dlc-opt %s --dlc-to-vector --dlc-to-llvm-mlir | FileCheck %s

// A loop of the schedule is one of the body, with each thread's share of the
// tiles computed once.
// CHECK-LABEL: llvm.func internal @dlc_Tiny_forward_body(
// CHECK:   llvm.udiv
// CHECK:   %[[END:.*]] = llvm.udiv
// CHECK-NOT: llvm.udiv
// CHECK:   llvm.br ^[[HEAD:.*]](%{{.*}} : i64)
// CHECK: ^[[HEAD]](%[[STEP:.*]]: i64):
// CHECK:   %[[COUNT:.*]] = llvm.mlir.constant(6 : i64)
// CHECK:   %[[ON:.*]] = llvm.icmp "slt" %[[STEP]], %[[COUNT]]
// CHECK:   llvm.cond_br %[[ON]], ^[[BODY:.*]], ^[[AFTER:.*]]
// CHECK: ^[[BODY]]:
// CHECK:   %[[LAST:.*]] = llvm.mlir.constant(5 : i64)
// CHECK:   %[[ROW:.*]] = llvm.sub %[[LAST]], %[[STEP]]
// CHECK:   %[[BYTES:.*]] = llvm.mlir.constant(16 : i64)
// CHECK:   %[[OFFSET:.*]] = llvm.mul %[[ROW]], %[[BYTES]]
// CHECK:   llvm.getelementptr %{{.*}}[%[[OFFSET]]]
// CHECK:   %[[ODD:.*]] = llvm.trunc %[[STEP]] : i64 to i1
// CHECK:   llvm.select %[[ODD]]
// CHECK:   %[[FIRST:.*]] = llvm.icmp "eq" %[[STEP]]
// CHECK:   llvm.select %[[FIRST]]
// CHECK:   llvm.call @dlc_rt_barrier
// CHECK:   llvm.call @sub({{.*}}, %[[END]])
// CHECK:   %[[NEXT:.*]] = llvm.add %[[STEP]]
// CHECK:   llvm.br ^[[HEAD]](%[[NEXT]] : i64)
// CHECK: ^[[AFTER]]:
// CHECK:   llvm.return
module attributes {graph.model = "Tiny"} {
  kernel.schedule @prepare() workspace 0 {
  }
  kernel.schedule @forward(tensor<6x4xf32> {graph.input = "xs"}, tensor<4xf32> {graph.input = "h"})
      -> (tensor<4xf32> {graph.output = "y"}) workspace 64 {
    %xs = kernel.buffer input[0] : memref<6x4xf32>
    %h0 = kernel.buffer input[1] : memref<4xf32>
    %own = kernel.buffer workspace[0] : memref<4xf32>
    %out = kernel.buffer output[0] : memref<4xf32>
    kernel.repeat %t of 6 reversed {
      %x = kernel.element %xs[%t] : memref<6x4xf32>
      %before = kernel.alternate[%t] %out, %own : memref<4xf32>
      %h = kernel.first[%t] %h0 then %before : memref<4xf32>
      %y = kernel.alternate[%t] %own, %out : memref<4xf32>
      kernel.barrier
      kernel.launch @sub(%x, %h) into %y
          : (memref<4xf32>, memref<4xf32>) -> memref<4xf32>
    }
  }
  kernel.func @sub(%x: tensor<4xf32>, %y: tensor<4xf32>) -> tensor<4xf32>
      grid 1 {
    %0 = graph.sub %x, %y : tensor<4xf32>
    kernel.return %0 : tensor<4xf32>
  }
}
