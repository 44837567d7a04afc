//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Emits the descriptor of an artefact as constants of the LLVM dialect. The
// order of the fields is that of dlc_descriptor in dlc-c/ABI.h.
//
//===----------------------------------------------------------------------===//

#include "Descriptor.h"
#include "dlc-c/ABI.h"
#include "dlc/Codegen/Emitters.h"
#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/IR/GraphDialect.h"

#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::codegen;

namespace {
/// A tensor of the function's interface.
struct InterfaceTensor {
  std::string name;
  RankedTensorType type;
};

class DescriptorBuilder {
public:
  DescriptorBuilder(ModuleOp module, StringRef base)
      : base(base.str()), module(module),
        builder(OpBuilder::atBlockBegin(module.getBody())),
        pointer(LLVM::LLVMPointerType::get(module.getContext())),
        i32(builder.getI32Type()), i64(builder.getI64Type()) {}

  void emit(kernel::ScheduleOp prepare, kernel::ScheduleOp run,
            StringRef target);

private:
  using Initializer = function_ref<Value(OpBuilder &)>;
  StringAttr define(StringRef suffix, Type type, bool exported,
                    Initializer initializer);
  void definePools();
  int64_t addText(StringRef text);
  int64_t addShape(ArrayRef<int64_t> sizes);
  StringAttr poolName(StringRef suffix) {
    return builder.getStringAttr(base + "_" + suffix);
  }
  Value textAt(OpBuilder &at, int64_t offset) {
    return inPool(at, "texts", builder.getI8Type(), offset);
  }
  Value shapeAt(OpBuilder &at, int64_t offset) {
    return inPool(at, "shapes", i64, offset);
  }
  Value inPool(OpBuilder &at, StringRef pool, Type element, int64_t offset) {
    return at.create<LLVM::GEPOp>(module.getLoc(), pointer, element,
                                  address(at, poolName(pool)),
                                  LLVM::GEPArg(int32_t(offset)));
  }
  StringAttr defineTensors(StringRef suffix, ArrayRef<InterfaceTensor> tensors);
  Value address(OpBuilder &at, StringAttr symbol) {
    if (!symbol)
      return at.create<LLVM::ZeroOp>(module.getLoc(), pointer);
    return at.create<LLVM::AddressOfOp>(module.getLoc(), pointer, symbol);
  }
  Value number(OpBuilder &at, Type type, int64_t value) {
    return at.create<LLVM::ConstantOp>(module.getLoc(),
                                       at.getIntegerAttr(type, value));
  }
  Value aggregate(OpBuilder &at, Type type, ArrayRef<Value> fields) {
    Value result = at.create<LLVM::UndefOp>(module.getLoc(), type);
    for (auto [index, field] : llvm::enumerate(fields))
      result = at.create<LLVM::InsertValueOp>(module.getLoc(), result, field,
                                              ArrayRef<int64_t>(index));
    return result;
  }

  std::string base;
  ModuleOp module;
  OpBuilder builder;
  Type pointer, i32, i64;
  /// All texts, each with a zero behind it, and all shapes one behind the
  /// other: a global each would take the code generator longer than the code.
  std::string texts;
  llvm::StringMap<int64_t> textOffsets;
  SmallVector<int64_t> shapes;
};
} // namespace

StringAttr DescriptorBuilder::define(StringRef suffix, Type type, bool exported,
                                     Initializer initializer) {
  std::string name = base + "_" + suffix.str();
  auto global = builder.create<LLVM::GlobalOp>(
      module.getLoc(), type, /*isConstant=*/true,
      exported ? LLVM::Linkage::External : LLVM::Linkage::Private, name,
      Attribute());
  OpBuilder at(module.getContext());
  at.createBlock(&global.getInitializerRegion());
  Value value = initializer(at);
  at.create<LLVM::ReturnOp>(module.getLoc(), value);
  return global.getSymNameAttr();
}

int64_t DescriptorBuilder::addText(StringRef text) {
  auto [entry, isNew] = textOffsets.try_emplace(text, texts.size());
  if (isNew) {
    texts += text;
    texts.push_back('\0');
  }
  return entry->second;
}

int64_t DescriptorBuilder::addShape(ArrayRef<int64_t> sizes) {
  int64_t offset = shapes.size();
  shapes.append(sizes.begin(), sizes.end());
  return offset;
}

void DescriptorBuilder::definePools() {
  builder.create<LLVM::GlobalOp>(
      module.getLoc(),
      LLVM::LLVMArrayType::get(builder.getI8Type(), texts.size()),
      /*isConstant=*/true, LLVM::Linkage::Private, poolName("texts"),
      builder.getStringAttr(texts));
  if (shapes.empty())
    return;
  builder.create<LLVM::GlobalOp>(
      module.getLoc(), LLVM::LLVMArrayType::get(i64, shapes.size()),
      /*isConstant=*/true, LLVM::Linkage::Private, poolName("shapes"),
      builder.getI64TensorAttr(shapes));
}

StringAttr DescriptorBuilder::defineTensors(StringRef suffix,
                                            ArrayRef<InterfaceTensor> tensors) {
  if (tensors.empty())
    return {};
  auto rowType = LLVM::LLVMStructType::getLiteral(module.getContext(),
                                                  {pointer, pointer, i32, i32});
  auto arrayType = LLVM::LLVMArrayType::get(rowType, tensors.size());
  return define(suffix, arrayType, false, [&](OpBuilder &at) {
    SmallVector<Value> rows;
    for (const InterfaceTensor &tensor : tensors) {
      DType dtype = *graph::dtypeOf(tensor.type.getElementType());
      ArrayRef<int64_t> sizes = tensor.type.getShape();
      rows.push_back(aggregate(
          at, rowType,
          {textAt(at, addText(tensor.name)),
           sizes.empty() ? address(at, {}) : shapeAt(at, addShape(sizes)),
           number(at, i32, tensor.type.getRank()),
           number(at, i32, static_cast<int64_t>(dtype))}));
    }
    return aggregate(at, arrayType, rows);
  });
}

/// The arguments or results that carry `attribute`, in order.
static SmallVector<InterfaceTensor> tensorsWith(TypeRange types,
                                                std::optional<ArrayAttr> attrs,
                                                StringRef attribute) {
  SmallVector<InterfaceTensor> tensors;
  for (auto [index, type] : llvm::enumerate(types)) {
    if (!attrs)
      break;
    auto name =
        cast<DictionaryAttr>((*attrs)[index]).getAs<StringAttr>(attribute);
    if (name)
      tensors.push_back({name.str(), cast<RankedTensorType>(type)});
  }
  return tensors;
}

static bool takesRandomKey(kernel::ScheduleOp run) {
  std::optional<ArrayAttr> attributes = run.getArgAttrs();
  return attributes && llvm::any_of(*attributes, [](Attribute argument) {
           return cast<DictionaryAttr>(argument).contains(
               graph::kRandomKeyAttr);
         });
}

void DescriptorBuilder::emit(kernel::ScheduleOp prepare, kernel::ScheduleOp run,
                             StringRef target) {
  FunctionType prepareType = prepare.getFunctionType();
  FunctionType runType = run.getFunctionType();
  auto parameters = tensorsWith(prepareType.getInputs(), prepare.getArgAttrs(),
                                graph::kParameterAttr);
  auto frozen = tensorsWith(prepareType.getInputs(), prepare.getArgAttrs(),
                            graph::kStateAttr);
  // @prepare takes frozen states behind the parameters.
  parameters.append(frozen);
  auto inputs =
      tensorsWith(runType.getInputs(), run.getArgAttrs(), graph::kInputAttr);
  auto outputs =
      tensorsWith(runType.getResults(), run.getResAttrs(), graph::kOutputAttr);
  auto states =
      tensorsWith(runType.getResults(), run.getResAttrs(), graph::kStateAttr);
  bool randomKey = takesRandomKey(run);

  int64_t preparedBytes = 0;
  std::string layout;
  llvm::raw_string_ostream layoutStream(layout);
  for (Type type : prepareType.getResults()) {
    auto tensor = cast<RankedTensorType>(type);
    int64_t bits = memoryType(tensor.getElementType()).getIntOrFloatBitWidth();
    preparedBytes +=
        llvm::alignTo(tensor.getNumElements() * bits / 8, DLC_BUFFER_ALIGNMENT);
  }
  prepare.print(layoutStream, OpPrintingFlags().useLocalScope());

  auto text = [&](Operation *op, StringRef attribute) {
    auto value = op->getAttrOfType<StringAttr>(attribute);
    return addText(value ? value.getValue() : StringRef());
  };
  int64_t model = text(module, graph::kModelAttr);
  int64_t function = addText(run.getName());
  int64_t binding = text(run, graph::kBindingAttr);
  int64_t targetText = addText(target);
  StringAttr parameterTable = defineTensors("parameters", parameters);
  StringAttr inputTable = defineTensors("inputs", inputs);
  StringAttr outputTable = defineTensors("outputs", outputs);
  StringAttr stateTable = defineTensors("states", states);
  // Those of @prepare come last.
  SmallVector<Attribute> sites(run.getSites().getValue());
  llvm::append_range(sites, prepare.getSites());
  StringAttr siteTable;
  if (!sites.empty()) {
    auto type = LLVM::LLVMArrayType::get(pointer, sites.size());
    siteTable = define("sites", type, false, [&](OpBuilder &at) {
      SmallVector<Value> fields;
      for (Attribute site : sites)
        fields.push_back(
            textAt(at, addText(cast<StringAttr>(site).getValue())));
      return aggregate(at, type, fields);
    });
  }
  definePools();

  SmallVector<Type> fields(8, i32);
  fields.append(9, pointer);
  fields.append(4, i64);
  fields.append(2, pointer);
  auto type = LLVM::LLVMStructType::getLiteral(module.getContext(), fields);
  define("descriptor", type, /*exported=*/true, [&](OpBuilder &at) {
    auto count = [&](int64_t value) { return number(at, i32, value); };
    auto bytes = [&](int64_t value) { return number(at, i64, value); };
    auto entry = [&](const std::string &symbol) {
      return address(at, at.getStringAttr(symbol));
    };
    return aggregate(at, type,
                     {count(DLC_ABI_VERSION),
                      count(parameters.size()),
                      count(frozen.size()),
                      count(inputs.size()),
                      count(outputs.size()),
                      count(states.size()),
                      count(sites.size()),
                      count(randomKey),
                      textAt(at, model),
                      textAt(at, function),
                      textAt(at, binding),
                      textAt(at, targetText),
                      address(at, parameterTable),
                      address(at, inputTable),
                      address(at, outputTable),
                      address(at, stateTable),
                      address(at, siteTable),
                      bytes(preparedBytes),
                      bytes(run.getWorkspace()),
                      bytes(prepare.getWorkspace()),
                      bytes(static_cast<int64_t>(llvm::xxh3_64bits(layout))),
                      entry(base + "_prepare"),
                      entry(base)});
  });
}

std::string dlc::codegen::entryName(ModuleOp module, kernel::ScheduleOp run) {
  std::string name = "dlc";
  auto append = [&](StringRef part) {
    if (part.empty())
      return;
    name += '_';
    for (char c : part)
      if (llvm::isAlnum(c) || c == '_')
        name += c;
      else if (c == ',')
        name += '_';
  };
  auto text = [](Operation *op, StringRef attribute) {
    auto value = op->getAttrOfType<StringAttr>(attribute);
    return value ? value.getValue() : StringRef();
  };
  append(text(module, graph::kModelAttr));
  append(run.getName());
  append(text(run, graph::kBindingAttr));
  return name;
}

void dlc::codegen::emitDescriptor(ModuleOp module, kernel::ScheduleOp prepare,
                                  kernel::ScheduleOp run, StringRef base,
                                  StringRef target) {
  DescriptorBuilder(module, base).emit(prepare, run, target);
}
