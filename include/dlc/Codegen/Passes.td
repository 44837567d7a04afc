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

def FormKernelsPass : Pass<"form-kernels", "::mlir::ModuleOp"> {
  let summary = "Group graph operations into kernels and schedule them";
  let description = [{
    Every function becomes a `kernel.schedule`. A value is stored when a
    contraction reads it, when a reshape counts it anew, when it is a result,
    or when computing it for each of its uses would cost more; all other
    operations are computed inside the kernel that uses them:

    - a contraction takes the pointwise operations that follow it as its
      epilogue, on the values in registers;
    - a reduction or pooling takes what it reads and the pointwise operations
      that follow it;
    - constants and broadcasts are computed wherever they are used.

    Kernels equal in structure become one. Values that live at different times
    share memory; a result takes the memory of an input that it is the last to
    read, if it reads that element by element. Barriers stand between launches
    that depend on each other.
  }];
  let options = targetOptions;
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
