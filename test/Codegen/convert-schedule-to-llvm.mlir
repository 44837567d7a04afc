// RUN: dlc-opt %s --split-input-file --dlc-to-vector --dlc-to-llvm-mlir | FileCheck %s

// The object speaks for itself: names, shapes, sizes of its buffers.
// CHECK-DAG: llvm.mlir.global private constant @dlc_Tiny_forward_N2_texts("Tiny\00forward\00N=2\00\00x\00y\00")
// CHECK-DAG: llvm.mlir.global private constant @dlc_Tiny_forward_N2_shapes(dense<[3, 5000, 3, 5000]>
// CHECK-DAG: llvm.mlir.global external constant @dlc_Tiny_forward_N2_descriptor

// Every thread computes its share of the tiles.
// CHECK-LABEL: llvm.func internal @dlc_Tiny_forward_N2_body(
// CHECK-SAME: %[[ARGUMENTS:.*]]: !llvm.ptr, %[[THREAD:.*]]: i32, %[[THREADS:.*]]: i32)
// CHECK:   %[[GRID:.*]] = llvm.mlir.constant(3 : i64)
// CHECK:   %[[SCALED:.*]] = llvm.mul %[[GRID]]
// CHECK:   llvm.udiv %[[SCALED]]
// CHECK:   llvm.call @neg
// CHECK:   llvm.call @dlc_rt_barrier
// CHECK:   llvm.call @neg

// The entry point hands its body to the team: no more threads than tiles.
// CHECK-LABEL: llvm.func @dlc_Tiny_forward_N2(
// CHECK:   %[[MOST:.*]] = llvm.mlir.constant(3 : i32)
// CHECK:   llvm.call @dlc_rt_parallel(%{{.*}}, %{{.*}}, %{{.*}}, %[[MOST]])
// CHECK:   %[[STATUS:.*]] = llvm.call @dlc_rt_status
// CHECK:   llvm.return %[[STATUS]]
module attributes {graph.model = "Tiny"} {
  kernel.schedule @prepare() workspace 0 {
  }
  kernel.schedule @forward(tensor<3x5000xf32> {graph.input = "x"})
      -> (tensor<3x5000xf32> {graph.output = "y"}) workspace 64
      attributes {graph.binding = "N=2"} {
    %0 = kernel.buffer input[0] : memref<3x5000xf32>
    %1 = kernel.buffer workspace[0] : memref<3x5000xf32>
    %2 = kernel.buffer output[0] : memref<3x5000xf32>
    kernel.launch @neg(%0) into %1 : (memref<3x5000xf32>) -> memref<3x5000xf32>
    kernel.barrier
    kernel.launch @neg(%1) into %2 : (memref<3x5000xf32>) -> memref<3x5000xf32>
  }
  kernel.func @neg(%x: tensor<3x5000xf32>) -> tensor<3x5000xf32>
      grid 3 {
    %0 = graph.neg %x : tensor<3x5000xf32>
    kernel.return %0 : tensor<3x5000xf32>
  }
}

// -----

// The state's old value is a pointer of its own, its new one the pointer behind
// the output; the descriptor says what a host needs to know.
// CHECK-DAG: llvm.mlir.global private constant {{.*}}("{{.*}}calls\00")
// CHECK-LABEL: llvm.func internal @dlc_Counter_count_body(
// CHECK-SAME: %[[ARGUMENTS:.*]]: !llvm.ptr, %{{.*}}: i32, %{{.*}}: i32)
// CHECK:   %[[STATES_SLOT:.*]] = llvm.getelementptr %[[ARGUMENTS]][2]
// CHECK:   %[[STATES:.*]] = llvm.load %[[STATES_SLOT]]
// CHECK:   %[[OUTPUTS_SLOT:.*]] = llvm.getelementptr %[[ARGUMENTS]][4]
// CHECK:   %[[OUTPUTS:.*]] = llvm.load %[[OUTPUTS_SLOT]]
// CHECK:   llvm.getelementptr %[[STATES]][0]
// CHECK:   llvm.getelementptr %[[OUTPUTS]][0]
module attributes {graph.model = "Counter"} {
  kernel.schedule @prepare() workspace 0 {
  }
  kernel.schedule @count(tensor<3xf32> {graph.state = "calls"})
      -> (tensor<3xf32> {graph.state = "calls"}) workspace 0 {
    %0 = kernel.buffer state[0] : memref<3xf32>
    %1 = kernel.buffer output[0] : memref<3xf32>
    kernel.launch @neg(%0) into %1 : (memref<3xf32>) -> memref<3xf32>
  }
  kernel.func @neg(%x: tensor<3xf32>) -> tensor<3xf32>
      grid 3 {
    %0 = graph.neg %x : tensor<3xf32>
    kernel.return %0 : tensor<3xf32>
  }
}

// -----

// An extern function is called by a function of its own, on thread 0 of a call
// that has not failed; its tensors are described on the stack. The sites of
// @prepare come behind the function's.
// CHECK-DAG: llvm.mlir.global private constant {{.*}}("{{.*}}a.dl:1:2: extern function 'twice'\00{{.*}}")
// CHECK-DAG: llvm.func @twice(!llvm.ptr) -> i32
// CHECK-LABEL: llvm.func internal @dlc_Foreign_forward_prepare_body(
// CHECK:   %[[SITE:.*]] = llvm.mlir.constant(1 : i32)
// CHECK:   llvm.call @dlc_Foreign_forward_prepare_extern_0(%{{.*}}, %{{.*}}, %[[SITE]],
// CHECK-LABEL: llvm.func internal @dlc_Foreign_forward_extern_0(
// CHECK-SAME: %[[CONTEXT:.*]]: !llvm.ptr, %[[THREAD:.*]]: i64, %[[SITE:.*]]: i32, %[[X:.*]]: !llvm.ptr, %[[Y:.*]]: !llvm.ptr)
// CHECK:   %[[FIRST:.*]] = llvm.icmp "eq" %[[THREAD]]
// CHECK:   llvm.cond_br %[[FIRST]]
// CHECK:   llvm.call @dlc_rt_status(%[[CONTEXT]])
// CHECK:   llvm.alloca
// CHECK:   llvm.store %[[X]]
// CHECK:   llvm.store %[[Y]]
// CHECK:   %[[TWICE:.*]] = llvm.mlir.addressof @twice
// CHECK:   %[[STATUS:.*]] = llvm.call %[[TWICE]](
// CHECK:   llvm.call @dlc_rt_extern_error(%[[CONTEXT]], %[[SITE]], %[[STATUS]])
module attributes {graph.model = "Foreign"} {
  kernel.schedule @prepare(tensor<2xf32> {graph.parameter = "w"})
      -> (tensor<2xf32> {graph.prepared = 0 : i64}) workspace 0
      attributes {sites = ["a.dl:3:4: extern function 'twice'"]} {
    %0 = kernel.buffer input[0] : memref<2xf32>
    %1 = kernel.buffer prepared[0] : memref<2xf32>
    kernel.extern "twice"(%0) into (%1) {constants = []}
        : (memref<2xf32>) -> memref<2xf32>
  }
  kernel.schedule @forward(tensor<f32> {graph.input = "x"})
      -> (tensor<2xi1> {graph.output = "y"}) workspace 0
      attributes {sites = ["a.dl:1:2: extern function 'twice'"]} {
    %0 = kernel.buffer input[0] : memref<f32>
    %1 = kernel.buffer output[0] : memref<2xi1>
    kernel.extern "twice"(%0) into (%1)
        {constants = [1, 2.5, true, "text", #graph.dims<3>]}
        : (memref<f32>) -> memref<2xi1>
  }
}

// -----

// What costs little is all the first thread's, and a call of nothing else runs
// on its caller alone.
// CHECK-LABEL: llvm.func internal @dlc_Small_forward_body(
// CHECK:   %[[THREAD:.*]] = llvm.zext %{{.*}} : i32 to i64
// CHECK:   %[[GRID:.*]] = llvm.mlir.constant(3 : i64)
// CHECK:   %[[NONE:.*]] = llvm.mlir.constant(0 : i64)
// CHECK:   %[[FIRST:.*]] = llvm.icmp "eq" %[[THREAD]], %[[NONE]]
// CHECK:   %[[END:.*]] = llvm.select %[[FIRST]], %[[GRID]], %[[NONE]]
// CHECK-NOT: llvm.udiv
// CHECK:   llvm.call @neg({{.*}}, %[[NONE]], %[[END]])
// CHECK-LABEL: llvm.func @dlc_Small_forward(
// CHECK:   %[[MOST:.*]] = llvm.mlir.constant(1 : i32)
// CHECK:   llvm.call @dlc_rt_parallel(%{{.*}}, %{{.*}}, %{{.*}}, %[[MOST]])
module attributes {graph.model = "Small"} {
  kernel.schedule @prepare() workspace 0 {
  }
  kernel.schedule @forward(tensor<3xf32> {graph.input = "x"})
      -> (tensor<3xf32> {graph.output = "y"}) workspace 0 {
    %0 = kernel.buffer input[0] : memref<3xf32>
    %1 = kernel.buffer output[0] : memref<3xf32>
    kernel.launch @neg(%0) into %1 : (memref<3xf32>) -> memref<3xf32>
  }
  kernel.func @neg(%x: tensor<3xf32>) -> tensor<3xf32>
      grid 3 cost 10 {
    %0 = graph.neg %x : tensor<3xf32>
    kernel.return %0 : tensor<3xf32>
  }
}

// -----

// A launch of a kernel by rows says how many tiles there are, and whether they
// are worth sharing.
// CHECK-LABEL: llvm.func internal @dlc_Rows_forward_body(
// CHECK:   %[[FEW:.*]] = llvm.mlir.constant(2 : i64)
// CHECK:   llvm.select %{{.*}}, %[[FEW]]
// CHECK:   %[[MANY:.*]] = llvm.mlir.constant(90000 : i64)
// CHECK:   llvm.mul %[[MANY]]
module attributes {graph.model = "Rows"} {
  kernel.schedule @prepare() workspace 0 {
  }
  kernel.schedule @forward(tensor<16xf32> {graph.input = "x"}, tensor<720000xf32> {graph.input = "y"})
      -> (tensor<16xf32> {graph.output = "u"}, tensor<720000xf32> {graph.output = "v"}) workspace 0 {
    %0 = kernel.buffer input[0] : memref<2x8xf32>
    %1 = kernel.buffer output[0] : memref<2x8xf32>
    kernel.launch @neg(%0) into %1 {rows = 2 : i64, cost = 10 : i64}
        : (memref<2x8xf32>) -> memref<2x8xf32>
    %2 = kernel.buffer input[1] : memref<90000x8xf32>
    %3 = kernel.buffer output[1] : memref<90000x8xf32>
    kernel.launch @neg(%2) into %3 {rows = 90000 : i64, cost = 900000 : i64}
        : (memref<90000x8xf32>) -> memref<90000x8xf32>
  }
  kernel.func @neg(%x: tensor<1x8xf32>) -> tensor<1x8xf32>
      grid 1 by_rows {
    %0 = graph.neg %x : tensor<1x8xf32>
    kernel.return %0 : tensor<1x8xf32>
  }
}
