//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How graph operations become code: one interface for each way. They are
// attached by family in lib/Codegen/Loops and lib/Codegen/Contraction.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_CODEGEN_LOWERING_INTERFACES_TD
#define DLC_CODEGEN_LOWERING_INTERFACES_TD

include "mlir/IR/OpBase.td"

def PayloadOpInterface : OpInterface<"PayloadOpInterface"> {
  let cppNamespace = "::dlc::codegen";
  let description = [{
    A pointwise operation. Its payload is stated once and builds scalar loops
    and the epilogues of contractions on vectors alike.
  }];
  let methods = [
    InterfaceMethod<
      "The result element(s) from operand elements: scalars or vectors of one "
      "length.",
      "::mlir::Value", "buildPayload",
      (ins "::mlir::OpBuilder &":$builder, "::mlir::ValueRange":$operands)>
  ];
}

def ElementOpInterface : OpInterface<"ElementOpInterface"> {
  let cppNamespace = "::dlc::codegen";
  let description = [{
    An operation whose result element is computed on demand from operand
    elements: it remaps indices, or loops over a window or an axis.
  }];
  let methods = [
    InterfaceMethod<
      "The result element at `indices`.",
      "::mlir::Value", "emitElement",
      (ins "::dlc::codegen::ElementEmitter &":$emitter,
           "::mlir::ValueRange":$indices)>,
    InterfaceMethod<
      "Operand elements read for one result element: 1 for a remapping.",
      "int64_t", "getElementsRead", (ins), [{}], [{ return 1; }]>,
    InterfaceMethod<
      "Multiplications and additions of the whole operation if it is a "
      "contraction, else 0.",
      "int64_t", "getFlops", (ins), [{}], [{ return 0; }]>,
    InterfaceMethod<
      "Whether some operand element is read for several result elements.",
      "bool", "readsElementsAgain", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<
      "Whether neighbours along the last axis follow from operand elements "
      "that are neighbours along their last axis, or from one scalar: "
      "`emitElement` then works on vectors as well.",
      "bool", "keepsLanes", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<
      "Whether neighbours along the last axis are computed together, from "
      "operand elements that are neighbours, too.",
      "bool", "hasColumns", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<
      "Computes the result elements at `indices` for the columns [lower, "
      "upper) of the last axis, `kColumnsOfTile` at most, and then visits each.",
      "void", "emitColumns",
      (ins "::dlc::codegen::ElementEmitter &":$emitter,
           "::mlir::ValueRange":$indices, "::mlir::Value":$lower,
           "::mlir::Value":$upper,
           "::llvm::function_ref<void(::mlir::Value column, "
           "::mlir::Value element)>":$visit),
      [{}], [{ llvm_unreachable("has no columns"); }]>,
    InterfaceMethod<
      "The result indices [first, second) along `axis` that need no check of "
      "bounds. In code for these, the emitter `isRegular`.",
      "::std::pair<int64_t, int64_t>", "getRegularRange",
      (ins "int64_t":$axis), [{}], [{ return {0, INT64_MAX}; }]>,
    InterfaceMethod<
      "The sizes of consecutive ranges of result indices along `axis` that have "
      "code of their own; nothing where all have the same. The emitter says "
      "which it is (`segmentOf`).",
      "::llvm::SmallVector<int64_t>", "getSegments",
      (ins "int64_t":$axis), [{}], [{ return {}; }]>,
    InterfaceMethod<
      "Computes what all result elements along `axis` and the axes behind it "
      "have in common, where the indices before are those given.",
      "void", "emitBefore",
      (ins "::dlc::codegen::ElementEmitter &":$emitter,
           "::mlir::ValueRange":$indices, "int64_t":$axis),
      [{}], [{ return; }]>
  ];
}

def ContractionOpInterface : OpInterface<"ContractionOpInterface"> {
  let cppNamespace = "::dlc::codegen";
  let description = [{
    An operation with a micro-kernel: register tiles of its result, on which
    the kernel's pointwise operations are computed before they are stored.
  }];
  let methods = [
    InterfaceMethod<
      "The number of independent tiles, and the sums of its register tiles.",
      "::dlc::codegen::ContractionTiles", "getTiles",
      (ins "const ::dlc::graph::VectorTarget &":$target)>,
    InterfaceMethod<
      "Multiplications and additions of the whole operation.",
      "int64_t", "getFlops", (ins)>,
    InterfaceMethod<
      "Computes tile number `tile`, handing each finished vector to the "
      "emitter.",
      "void", "emitTile",
      (ins "::dlc::codegen::TileEmitter &":$emitter, "::mlir::Value":$tile)>
  ];
}

def RowOpInterface : OpInterface<"RowOpInterface"> {
  let cppNamespace = "::dlc::codegen";
  let description = [{
    An operation along one axis whose result elements follow from one another:
    it computes a row as a whole and stores it, with or without its neighbours
    along the last axis.
  }];
  let methods = [
    InterfaceMethod<
      "The axis that rows lie along, from 0.", "int64_t", "getRowAxis", (ins)>,
    InterfaceMethod<
      "How many parts of a row are computed on their own, in different tiles.",
      "int64_t", "getPartsOfRow", (ins), [{}], [{ return 1; }]>,
    InterfaceMethod<
      "Whether operands must lie in memory.",
      "bool", "needsOperandsInMemory", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<
      "Computes and stores the rows of one tile.",
      "void", "emitRows", (ins "::dlc::codegen::RowEmitter &":$emitter)>
  ];
}

#endif // DLC_CODEGEN_LOWERING_INTERFACES_TD
