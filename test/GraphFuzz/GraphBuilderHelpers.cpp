//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Attributes, constants and the shape operations that generators need most.
//
//===----------------------------------------------------------------------===//

#include "GraphBuilder.h"

#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

NamedAttribute GraphBuilder::number(llvm::StringRef name, int64_t value) {
  return builder.getNamedAttr(name, builder.getI64IntegerAttr(value));
}
NamedAttribute GraphBuilder::numbers(llvm::StringRef name,
                                     llvm::ArrayRef<int64_t> values) {
  return builder.getNamedAttr(name, builder.getDenseI64ArrayAttr(values));
}
NamedAttribute GraphBuilder::shape(llvm::StringRef name,
                                   llvm::ArrayRef<int64_t> sizes) {
  return builder.getNamedAttr(
      name, graph::DimsAttr::get(context(), std::vector<graph::Dimension>(
                                                sizes.begin(), sizes.end())));
}
NamedAttribute GraphBuilder::flag(llvm::StringRef name, bool value) {
  return builder.getNamedAttr(name, builder.getBoolAttr(value));
}
NamedAttribute GraphBuilder::real(llvm::StringRef name, double value) {
  return builder.getNamedAttr(name, builder.getF64FloatAttr(value));
}
NamedAttribute GraphBuilder::dtype(Type type) {
  return builder.getNamedAttr("dtype", TypeAttr::get(type));
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

Value GraphBuilder::constant(ElementsAttr value) {
  auto op = builder.create<graph::ConstantOp>(location(), value);
  return accept(op) ? op.getResult() : Value();
}

static Attribute scalar(Type type, double value) {
  if (llvm::isa<mlir::FloatType>(type))
    return FloatAttr::get(type, value);
  return IntegerAttr::get(type, static_cast<int64_t>(value));
}

Value GraphBuilder::splat(RankedTensorType wanted, double value) {
  Attribute element = scalar(wanted.getElementType(), value);
  if (random.coin())
    return constant(DenseElementsAttr::get(wanted, element));
  Value single = constant(
      DenseElementsAttr::get(type({}, wanted.getElementType()), element));
  return broadcast(single, wanted.getShape());
}

Value GraphBuilder::splatLike(Value like, double value) {
  return like ? splat(typeOf(like), value) : Value();
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

Value GraphBuilder::broadcast(Value value, llvm::ArrayRef<int64_t> sizes,
                              llvm::ArrayRef<int64_t> axes) {
  if (!value || (sizesOf(value) == Sizes(sizes) && !random.oneIn(16)))
    return value;
  llvm::SmallVector<NamedAttribute> attributes = {shape("shape", sizes)};
  if (!axes.empty())
    attributes.push_back(numbers("axes", axes));
  return op("broadcast", value, attributes);
}

Value GraphBuilder::reshape(Value value, llvm::ArrayRef<int64_t> sizes) {
  return op("reshape", value, shape("shape", sizes));
}

Value GraphBuilder::transpose(Value value,
                              llvm::ArrayRef<int64_t> permutation) {
  return op("transpose", value, numbers("permutation", permutation));
}

Value GraphBuilder::slice(Value value, int64_t axis, int64_t start,
                          int64_t size) {
  if (!value)
    return {};
  Sizes sizes = sizesOf(value), starts(sizes.size(), 0),
        strides(sizes.size(), 1);
  starts[axis] = start;
  sizes[axis] = size;
  return op("slice", value,
            {shape("starts", starts), shape("sizes", sizes),
             numbers("strides", strides)});
}
