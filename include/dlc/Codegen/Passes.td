//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Passes from graph to kernels and from kernels to vector code and LLVM.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_CODEGEN_PASSES_TD
#define DLC_CODEGEN_PASSES_TD

include "mlir/Pass/PassBase.td"

defvar targetOptions = [
  Option<"vectorBytes", "vector-bytes", "int64_t", "64",
         "bytes of a vector register">,
  Option<"registers", "registers", "int64_t", "32",
         "number of vector registers">
];

def NormalizeScansPass : Pass<"graph-normalize-scans", "::mlir::ModuleOp"> {
  let summary = "Bring scans into the form in which they become loops";
  let description = [{
    After it

    - each scan has two steps or more;
    - each emitted value is computed in the body and emitted once, so that it
      can be computed in its row of the stack;
    - the next carried values are computed in the body, elements, or values from
      outside, but no carried values themselves, so that where the last step
      left them they are read;
    - the last carried value is used only where the body computes it and does
      not emit it, so that it has memory of its own;
    - constants and broadcasts stand in the body that uses them.

    ```mlir
    %last, %all = graph.scan (%h = %h0 : ...) over (%x in %xs : ...) {
      graph.next %x : tensor<4xf32> emit %h : tensor<4xf32>
    }
    // becomes
    %all = graph.scan (%h = %h0 : ...) over (%x in %xs : ...) {
      %0 = graph.slice %h ...  // a copy
      graph.next %x : tensor<4xf32> emit %0 : tensor<4xf32>
    }
    %row = graph.slice %xs ... // in place of %last
    ```
    Functions with symbolic dimensions stay as they are.
  }];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def FusePointwisePass : Pass<"graph-fuse-pointwise", "::mlir::ModuleOp"> {
  let summary = "Put operations that are computed together into one";
  let description = [{
    An operation computes its elements inside the kernel that reads them, and
    its value is never stored, if that costs less than storing it:

    - a contraction takes the pointwise operations behind it - bias, activation,
      residual - as its epilogue, on the values in registers;
    - a depthwise convolution takes the convolution before it, whose result
      would be many bytes;
    - a convolution of one tap takes the pointwise operations before it, if
      nothing else reads them;
    - a reduction or pooling takes what it reads and the pointwise operations
      behind it;
    - chains of pointwise operations, with slices, transposes and concatenations
      among what they read, are one;
    - constants and broadcasts are computed wherever they are used.

    What is computed together becomes a `graph.fused`, with constants and
    broadcasts of its own; what is computed alone stays as it is. Scans must be
    normal (`graph-normalize-scans`). Functions with symbolic dimensions stay as
    they are.

    ```mlir
    %0 = graph.packed_matmul %x, %w : ... -> tensor<2x3xf32>
    %1 = graph.broadcast %b : (tensor<3xf32>) -> tensor<2x3xf32>
    %2 = graph.add %0, %1 : tensor<2x3xf32>
    %3 = graph.relu %2 : tensor<2x3xf32>
    // becomes
    %3 = graph.fused (%arg0 = %x : ..., %arg1 = %w : ..., %arg2 = %b : ...) {
      %4 = graph.packed_matmul %arg0, %arg1 : ... -> tensor<2x3xf32>
      %5 = graph.broadcast %arg2 : (tensor<3xf32>) -> tensor<2x3xf32>
      %6 = graph.add %4, %5 : tensor<2x3xf32>
      %7 = graph.relu %6 : tensor<2x3xf32>
      graph.yield %7 : tensor<2x3xf32>
    }
    ```
  }];
  let options = !listconcat(targetOptions, [
    Option<"largestGroup", "largest-group", "int64_t", "64",
           "operations computed together at most, but for constants and "
           "broadcasts">,
    Option<"leastExpansion", "least-expansion", "int64_t", "1 << 20",
           "bytes from which on a depthwise convolution computes its input "
           "itself, if that is another convolution's result">
  ]);
  let statistics = [
    Statistic<"fused", "fused", "operations made of several">,
    Statistic<"inside", "inside", "operations inside of these">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def RematerializePass : Pass<"graph-rematerialize", "::mlir::ModuleOp"> {
  let summary = "Compute values again where memory for them is short";
  let description = [{
    Where the values of a function that are in use at once take more than
    `limit` bytes, some of them are not kept from one use to a later one but
    computed again before it: those of which many bytes are kept for long and
    that take little to compute. Each operation is a launch by then
    (`graph-fuse-pointwise`), and computing it again is another launch of the
    same kernel: the results have the same bits.

    ```mlir
    %0 = graph.exp %x : tensor<1024xf32>
    %1 = graph.cumsum %0 ...
    %2 = graph.cumsum %1 ...
    %3 = graph.mul %2, %0 : tensor<1024xf32>
    // becomes
    %0 = graph.exp %x : tensor<1024xf32>
    %1 = graph.cumsum %0 ...
    %2 = graph.cumsum %1 ...
    %3 = graph.exp %x : tensor<1024xf32>
    %4 = graph.mul %2, %3 : tensor<1024xf32>
    ```
    The limit is a goal and not a promise: results of extern calls and parts of
    concatenations are kept, and one operation may take more than the limit by
    itself. Functions with symbolic dimensions stay as they are.
  }];
  let options = !listconcat(targetOptions, [
    Option<"limit", "limit", "int64_t", "INT64_MAX",
           "bytes of values in use at once">
  ]);
  let statistics = [
    Statistic<"recomputed", "recomputed", "launches added">
  ];
  let dependentDialects = ["::dlc::graph::GraphDialect"];
}

def FormKernelsPass : Pass<"form-kernels", "::mlir::ModuleOp"> {
  let summary = "Make kernels of operations and schedule them";
  let description = [{
    Every function becomes a `kernel.schedule`, each `graph.fused` and each
    other operation in it the launch of a kernel. A scan becomes a loop; a
    reshape is the memory of its operand, counted anew. Kernels equal in
    structure become one. Values that live at different times
    share memory; a result takes the memory of an input that it is the last to
    read, if it reads that element by element. Barriers stand between launches
    that depend on each other.
  }];
  let options = !listconcat(targetOptions, [
    Option<"estimate", "estimate", "bool", "false",
           "estimate what kernels cost; threads do not share small ones then">
  ]);
  let statistics = [
    Statistic<"launches", "launches", "kernels launched">,
    Statistic<"kernels", "kernels", "kernels distinct in structure">
  ];
  let dependentDialects = ["::dlc::kernel::KernelDialect"];
}

def LowerKernelsPass : Pass<"lower-kernels", "::mlir::ModuleOp"> {
  let summary = "Turn kernels into loops over vectors and scalars";
  let description = [{
    A `kernel.func` becomes a `func.func` over memory that computes the tiles
    [begin, end). Contractions are emitted as register tiles of vectors, all
    else as scalar loops for LLVM's vectoriser.
  }];
  let options = targetOptions;
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
    "::mlir::LLVM::LLVMDialect", "::mlir::math::MathDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
    "::mlir::vector::VectorDialect"
  ];
}

def LowerBFloat16Pass : Pass<"lower-bfloat16", "::mlir::ModuleOp"> {
  let summary = "Compute bf16 in f32 and move it as integers";
  let description = [{
    Nothing of bf16 is left to LLVM, which has calls for it on most processors.
    Each operation computes in f32 and is rounded to nearest, ties to even, by
    integer arithmetic.

    ```mlir
    %0 = arith.addf %x, %y : bf16
    // becomes, of the bits of %x and %y
    %0 = arith.extui %x : i16 to i32
    %1 = arith.shli %0, %c16 : i32
    %2 = arith.bitcast %1 : i32 to f32
    ...
    %8 = arith.addf %2, %5 : f32
    ...  // rounding
    %16 = arith.trunci %15 : i32 to i16
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::vector::VectorDialect"];
}

def ExpandMathPass : Pass<"expand-math", "::mlir::ModuleOp"> {
  let summary = "Approximate f32 functions, call libm for f64";
  let description = [{
    Polynomials replace transcendental functions of f32 before LLVM's
    vectoriser sees the loops; the errors are a few units in the last place.
    f64 goes to libm.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect",
                           "::mlir::func::FuncDialect",
                           "::mlir::vector::VectorDialect"];
}

def ConvertKernelsToLLVMPass
    : Pass<"convert-kernels-to-llvm", "::mlir::ModuleOp"> {
  let summary = "Turn lowered kernels into functions of the LLVM dialect";
  let description = [{
    Converts `arith`, `cf`, `func`, `math`, `memref`, `scf` and vectors of one
    dimension at once. Memory is passed as bare pointers. Schedules stay as
    they are.
  }];
  let dependentDialects = ["::mlir::cf::ControlFlowDialect",
                           "::mlir::LLVM::LLVMDialect"];
}

def ConvertScheduleToLLVMPass
    : Pass<"convert-schedule-to-llvm", "::mlir::ModuleOp"> {
  let summary = "Turn schedules into functions of the calling convention";
  let description = [{
    Each schedule becomes an entry point as dlc-c/ABI.h describes: a function
    that hands its body to the thread team. The body computes each thread's
    share of the tiles of each launch. The module also gets its descriptor.
  }];
  let options = [
    Option<"target", "target", "std::string", "",
           "what the descriptor says of the machine the code is for">,
    Option<"profile", "profile", "bool", "false",
           "record when each thread begins and ends each launch">
  ];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

#endif // DLC_CODEGEN_PASSES_TD
