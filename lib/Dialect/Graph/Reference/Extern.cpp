//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Evaluates extern calls by calling the function, if this process has it.
//
//===----------------------------------------------------------------------===//

#include "dlc-c/Extern.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"

#include "llvm/Support/DynamicLibrary.h"

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

static_assert(int(dlc::DType::Bool) == DLC_EXTERN_BOOL &&
                  int(dlc::DType::I64) == DLC_EXTERN_I64 &&
                  int(dlc::DType::F64) == DLC_EXTERN_F64,
              "Extern.h numbers the element types as the runtime does");

static dlc_extern_function findFunction(StringRef symbol) {
  using llvm::sys::DynamicLibrary;
  // Makes the symbols of the process itself known.
  DynamicLibrary::getPermanentLibrary(nullptr);
  void *address = DynamicLibrary::SearchForAddressOfSymbol(symbol.str());
  return reinterpret_cast<dlc_extern_function>(address);
}

static dlc_extern_tensor describeTensor(const dlc::Tensor &tensor) {
  return {const_cast<void *>(tensor.data()), tensor.shape().data(),
          static_cast<int32_t>(tensor.shape().size()),
          static_cast<int32_t>(tensor.dtype())};
}

/// `strings` keeps what the constants point to.
static dlc_extern_constant
convertConstant(Attribute attribute, SmallVectorImpl<std::string> &strings) {
  dlc_extern_constant constant{};
  if (auto number = dyn_cast<FloatAttr>(attribute)) {
    constant.kind = DLC_EXTERN_CONSTANT_REAL;
    constant.value.real = number.getValueAsDouble();
  } else if (auto text = dyn_cast<StringAttr>(attribute)) {
    constant.kind = DLC_EXTERN_CONSTANT_STRING;
    strings.push_back(text.str());
    constant.value.string = strings.back().c_str();
  } else if (auto dims = dyn_cast<DimsAttr>(attribute)) {
    constant.kind = DLC_EXTERN_CONSTANT_INTEGER;
    constant.value.integer = *dims.getDimensions().front().constant();
  } else if (auto truth = dyn_cast<BoolAttr>(attribute)) {
    constant.kind = DLC_EXTERN_CONSTANT_BOOL;
    constant.value.integer = truth.getValue();
  } else {
    constant.kind = DLC_EXTERN_CONSTANT_INTEGER;
    constant.value.integer = cast<IntegerAttr>(attribute).getInt();
  }
  return constant;
}

static LogicalResult callExtern(ExternOp op, Operands operands,
                                Results results) {
  dlc_extern_function function = findFunction(op.getSymbol());
  if (!function)
    return emitError(op.getLoc()) << "extern function '" << op.getSymbol()
                                  << "' is not in this process";
  SmallVector<dlc_extern_tensor> inputs, outputs;
  SmallVector<dlc_extern_constant> constants;
  SmallVector<std::string> strings;
  strings.reserve(op.getConstants().size());
  for (const dlc::Tensor *operand : operands)
    inputs.push_back(describeTensor(*operand));
  for (dlc::Tensor &result : results)
    outputs.push_back(describeTensor(result));
  for (Attribute attribute : op.getConstants()) {
    auto dims = dyn_cast<DimsAttr>(attribute);
    if (dims && !dims.getDimensions().front().constant())
      return emitError(op.getLoc())
             << "extern: " << dims.getDimensions().front().str()
             << " is not bound";
    constants.push_back(convertConstant(attribute, strings));
  }
  dlc_extern_call call = {inputs.data(),
                          outputs.data(),
                          constants.data(),
                          static_cast<int32_t>(inputs.size()),
                          static_cast<int32_t>(outputs.size()),
                          static_cast<int32_t>(constants.size())};
  if (int32_t status = function(&call))
    return emitError(op.getLoc()) << "extern function '" << op.getSymbol()
                                  << "' failed with status " << status;
  return success();
}

void dlc::graph::reference::attachExtern(MLIRContext *context) {
  attach<ExternOp, callExtern>(context);
}
