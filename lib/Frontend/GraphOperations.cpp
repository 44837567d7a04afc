//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operations of the graph from operators and calls. Which operations there
// are, and what their arguments are called, only their definitions know.
//
//===----------------------------------------------------------------------===//

#include "GraphGeneration.h"

#include "dlc/Dialect/Graph/IR/ElementTypes.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"

#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace dlc::frontend;
using namespace dlc::frontend::ast;
using dlc::graph::Dimension;
using dlc::graph::Dimensions;
using dlc::graph::OpArgument;

/// Unrolled `for` loops make large graphs; beyond this, something is wrong.
static constexpr size_t maximumOperations = 100'000;

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

static llvm::StringRef operationName(BinaryOperator op) {
  switch (op) {
  case BinaryOperator::Add:
    return "add";
  case BinaryOperator::Subtract:
    return "sub";
  case BinaryOperator::Multiply:
    return "mul";
  case BinaryOperator::MatrixMultiply:
    return "matmul";
  case BinaryOperator::Divide:
    return "div";
  case BinaryOperator::Equal:
    return "equal";
  case BinaryOperator::NotEqual:
    return "not_equal";
  case BinaryOperator::Less:
    return "less";
  case BinaryOperator::LessEqual:
    return "less_equal";
  case BinaryOperator::Greater:
    return "greater";
  case BinaryOperator::GreaterEqual:
    return "greater_equal";
  case BinaryOperator::Remainder:
    return "remainder";
  case BinaryOperator::And:
    return "logical_and";
  case BinaryOperator::Or:
    return "logical_or";
  }
  return "";
}

/// `tensor` is the operand's, null for constants.
static bool isLogical(const Value &operand, mlir::Value tensor) {
  if (!tensor)
    return operand.is<bool>();
  auto type = llvm::cast<mlir::RankedTensorType>(tensor.getType());
  return type.getElementType().isInteger(1);
}

Value GraphGenerator::applyToTensor(const Unary &node, const Value &operand) {
  bool isNot = node.op == UnaryOperator::Not;
  if (isNot && !isLogical(operand, asTensor(operand)))
    return fail(node.range, "'not' takes bools, got " + operand.describe());
  mlir::Value result =
      build(isNot ? "logical_not" : "neg", asTensor(operand), {}, node.range);
  return result ? Value(result) : Value();
}

Value GraphGenerator::applyToTensors(const Binary &node, const Value &lhs,
                                     const Value &rhs) {
  llvm::StringRef name = operationName(node.op);
  std::string shown = ("'" + spelling(node.op) + "'").str();
  if (node.op == BinaryOperator::And || node.op == BinaryOperator::Or)
    for (auto [value, side] : {std::make_pair(&lhs, node.lhs.get()),
                               std::make_pair(&rhs, node.rhs.get())})
      if (!isLogical(*value, asTensor(*value)))
        return fail(side->range,
                    shown + " takes bools, got " + value->describe());
  llvm::SmallVector<mlir::Value> operands;
  if (node.op == BinaryOperator::MatrixMultiply) {
    for (auto [value, side] : {std::make_pair(&lhs, node.lhs.get()),
                               std::make_pair(&rhs, node.rhs.get())}) {
      operands.push_back(asTensor(*value));
      if (!operands.back())
        return fail(side->range,
                    shown + " multiplies matrices, got " + value->describe());
    }
  } else if (!unify(shown, {lhs, rhs}, {node.lhs->range, node.rhs->range},
                    node.range, operands))
    return Value();
  mlir::Value result = build(name, operands, {}, node.range);
  return result ? Value(result) : Value();
}

//===----------------------------------------------------------------------===//
// Broadcasting
//===----------------------------------------------------------------------===//

bool GraphGenerator::unify(llvm::StringRef name, llvm::ArrayRef<Value> values,
                           llvm::ArrayRef<llvm::SMRange> ranges,
                           llvm::SMRange range,
                           llvm::SmallVectorImpl<mlir::Value> &operands) {
  // Numbers take the element type of the tensor beside them; the condition of
  // a `select` is not such a one.
  llvm::SmallVector<mlir::Value> tensors;
  mlir::Type elementType;
  for (const Value &value : values) {
    mlir::Value tensor = asTensor(value);
    operands.push_back(tensor);
    if (!tensor)
      continue;
    tensors.push_back(tensor);
    mlir::Type element =
        llvm::cast<mlir::RankedTensorType>(tensor.getType()).getElementType();
    if (!elementType || elementType.isInteger(1))
      elementType = element;
    else if (!element.isInteger(1) && element != elementType) {
      Diagnostic &diagnostic =
          error(range, name + " takes tensors of one element type, got " +
                           Value(tensors.front()).str() + " and " +
                           Value(tensor).str() + "; 'cast' converts");
      noteOperand(diagnostic, "", tensors.front());
      noteOperand(diagnostic, "", tensor);
      return false;
    }
  }
  Dimensions shape;
  if (!broadcastShape(name, tensors, range, shape))
    return false;
  for (auto [value, place, operand] : llvm::zip(values, ranges, operands)) {
    if (!operand)
      operand = makeScalar(value, elementType, place);
    if (operand)
      operand = expand(operand, shape, place);
    if (!operand)
      return false;
  }
  return true;
}

/// Trailing axes align. Size 1 expands to a number; against a named dimension
/// the program must say so, as it may well be a wrong axis.
bool GraphGenerator::broadcastShape(llvm::StringRef name,
                                    llvm::ArrayRef<mlir::Value> tensors,
                                    llvm::SMRange range, Dimensions &shape) {
  mlir::Value origin = tensors.front();
  shape = graph::dimensionsOf(origin);
  for (mlir::Value tensor : tensors.drop_front()) {
    Dimensions other = graph::dimensionsOf(tensor);
    Dimensions merged = shape.size() >= other.size() ? shape : other;
    for (size_t fromEnd = 1; fromEnd <= std::min(shape.size(), other.size());
         ++fromEnd) {
      const Dimension &left = shape[shape.size() - fromEnd];
      const Dimension &right = other[other.size() - fromEnd];
      Dimension &result = merged[merged.size() - fromEnd];
      if (left == right)
        continue;
      bool leftIsOne = left == Dimension(1), rightIsOne = right == Dimension(1);
      result = leftIsOne ? right : left;
      if ((leftIsOne || rightIsOne) && result.isConstant())
        continue;
      std::string shapes = Value(origin).str() + " and " + Value(tensor).str();
      std::string axis = std::to_string(merged.size() - fromEnd);
      if (leftIsOne || rightIsOne) {
        Diagnostic &diagnostic =
            error(range, name + " of " + shapes + " would expand axis " + axis +
                             " from 1 to the named dimension '" + result.str() +
                             "'; write it: broadcast(..., shape = [...])");
        noteOrigin(diagnostic, leftIsOne ? tensor : origin, result);
        return false;
      }
      Diagnostic &diagnostic =
          error(range, name + " takes tensors of one shape, got " + shapes +
                           ": axis " + axis + " is " + left.str() + " and " +
                           right.str());
      noteOrigin(diagnostic, origin, left);
      noteOrigin(diagnostic, tensor, right);
      return false;
    }
    if (other.size() > shape.size())
      origin = tensor;
    shape = merged;
  }
  return true;
}

mlir::Value GraphGenerator::expand(mlir::Value tensor,
                                   llvm::ArrayRef<Dimension> shape,
                                   llvm::SMRange range) {
  if (llvm::ArrayRef<Dimension>(graph::dimensionsOf(tensor)) == shape)
    return tensor;
  return build("broadcast", tensor,
               builder.getNamedAttr(
                   "shape", graph::DimsAttr::get(&context, shape.vec())),
               range);
}

/// `cast(3, real)`, `cast(N, real)`
Value GraphGenerator::castConstant(const Value &number, const Value &dtype,
                                   llvm::SMRange range) {
  const auto *type = dtype.as<DType>();
  if (!type)
    return fail(range,
                "'dtype' of 'cast' takes a dtype, got " + dtype.describe());
  mlir::Value scalar =
      makeScalar(number, graph::elementType(&context, *type), range);
  return scalar ? Value(scalar) : Value();
}

mlir::Value GraphGenerator::makeScalar(const Value &number,
                                       mlir::Type elementType,
                                       llvm::SMRange range) {
  if (number.is<Dimension>() && !elementType.isInteger(1)) {
    auto op = builder.create<graph::DimensionOp>(
        locate(range), mlir::RankedTensorType::get({}, elementType),
        graph::DimsAttr::get(&context, {*number.as<Dimension>()}),
        mlir::TypeAttr::get(elementType));
    origins[op.getResult()] = {range, "the dimension " + number.str()};
    return op.getResult();
  }
  mlir::Attribute attribute;
  std::string reason;
  if (auto floatType = llvm::dyn_cast<mlir::FloatType>(elementType)) {
    llvm::APFloat value(floatType.getFloatSemantics());
    if (const auto *integer = number.as<int64_t>()) {
      llvm::APFloat::opStatus status = value.convertFromAPInt(
          llvm::APInt(64, *integer, /*isSigned=*/true), /*IsSigned=*/true,
          llvm::APFloat::rmNearestTiesToEven);
      if (status != llvm::APFloat::opOK)
        reason = number.str() + " is not exact in " +
                 graph::describeElement(elementType);
    } else if (const auto *real = number.as<double>()) {
      value = llvm::APFloat(*real);
      bool loses;
      value.convert(floatType.getFloatSemantics(),
                    llvm::APFloat::rmNearestTiesToEven, &loses);
      if (!value.isFinite() && std::isfinite(*real))
        reason = number.str() + " is too large for " +
                 graph::describeElement(elementType);
    } else {
      reason = number.describe() + " does not mix with tensors";
    }
    attribute = mlir::FloatAttr::get(floatType, value);
  } else if (const auto *integer = number.as<int64_t>()) {
    unsigned width = elementType.getIntOrFloatBitWidth();
    bool isUnsigned = elementType.isUnsignedInteger();
    bool fits = isUnsigned ? llvm::isUIntN(width, *integer) && *integer >= 0
                           : llvm::isIntN(width, *integer);
    if (width == 1 || !fits)
      reason =
          number.str() + " does not fit " + graph::describeElement(elementType);
    attribute = mlir::IntegerAttr::get(
        elementType,
        llvm::APInt(64, *integer, /*isSigned=*/true).sextOrTrunc(width));
  } else if (const auto *truth = number.as<bool>();
             truth && elementType.isInteger(1)) {
    attribute = builder.getBoolAttr(*truth);
  } else {
    reason = number.describe() + " does not mix with tensors of " +
             graph::describeElement(elementType);
  }
  if (!reason.empty()) {
    error(range, reason);
    return {};
  }
  auto value = mlir::DenseElementsAttr::get(
      mlir::RankedTensorType::get({}, elementType), attribute);
  auto op =
      builder.create<graph::ConstantOp>(locate(range), value.getType(), value);
  origins[op.getResult()] = {range, "the constant " + number.str(), nullptr};
  return op.getResult();
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

/// What the dialect said, in the words of the language where it talks of
/// operands by number: "'graph.div' op operand #0 must be tensor with named or
/// numeric dimensions of floating point values, but got ...".
std::string
GraphGenerator::describeFailure(llvm::StringRef name,
                                llvm::ArrayRef<mlir::Value> operands) const {
  auto [before, after] = llvm::StringRef(emitted).split("op operand #");
  unsigned index;
  if (emitted.empty())
    return "'" + name.str() + "' does not fit";
  if (after.consumeInteger(10, index) || index >= operands.size())
    return emitted;
  llvm::StringRef wanted =
      after.split(" must be ").second.split(", but got").first;
  wanted.consume_front("variadic of ");
  wanted.consume_front("tensor with named or numeric dimensions of ");
  wanted.consume_back(" values");
  return "'" + name.str() + "' takes tensors of " + wanted.str() + ", got " +
         Value(operands[index]).str() + "; " +
         (name == "div" ? "'floor_divide' divides them, " : "") +
         "'cast' converts";
}

mlir::Value GraphGenerator::build(
    llvm::StringRef name, llvm::ArrayRef<mlir::Value> operands,
    llvm::ArrayRef<mlir::NamedAttribute> attributes, llvm::SMRange range) {
  if (++operationCount > maximumOperations) {
    error(range, "the graph has more than " + llvm::Twine(maximumOperations) +
                     " operations");
    abort();
    return {};
  }
  emitted.clear();
  mlir::Operation *op = graph::createOperation(builder, locate(range), name,
                                               operands, attributes);
  if (op) {
    std::string path = currentLayerPath();
    for (mlir::Value result : op->getResults())
      origins[result] = {range, ("'" + name + "' in " + path).str(), nullptr};
    return op->getResult(0);
  }
  Diagnostic &diagnostic = error(range, describeFailure(name, operands));
  std::optional<llvm::ArrayRef<OpArgument>> signature =
      graph::lookupSignature(&context, name);
  size_t next = 0;
  for (const OpArgument &argument : *signature)
    if (argument.kind == OpArgument::Kind::Variadic)
      for (; next < operands.size(); ++next)
        noteOperand(diagnostic, argument.name, operands[next]);
    else if (argument.kind == OpArgument::Kind::Operand &&
             next < operands.size())
      noteOperand(diagnostic, argument.name, operands[next++]);
  return {};
}

Value GraphGenerator::callOperation(llvm::StringRef name,
                                    llvm::ArrayRef<ArgumentValue> given,
                                    llvm::SMRange range) {
  llvm::ArrayRef<OpArgument> signature =
      *graph::lookupSignature(&context, name);
  std::vector<ArgumentValue> arguments = given;
  if (!signature.empty() && signature.front().name == "key" &&
      !supplyKey(name, arguments, range))
    return Value();
  std::vector<FormalInfo> infos;
  for (const OpArgument &argument : signature)
    infos.push_back({argument.name, argument.optional, /*variadic=*/false});
  std::optional<BoundArguments> bound =
      bindArguments(infos, arguments, range, "'" + name + "'", llvm::SMRange());
  if (!bound)
    return Value();

  llvm::SmallVector<Value> values;
  llvm::SmallVector<llvm::SMRange> ranges;
  llvm::SmallVector<mlir::NamedAttribute> attributes;
  bool whole = true;
  for (auto [argument, given] : llvm::zip(signature, *bound)) {
    if (given.empty())
      continue;
    const ArgumentValue &value = *given.front();
    if (const std::vector<Value> *elements = value.value.elements()) {
      if (!spend(elementWork * elements->size(), value.range))
        return Value();
      if (argument.constant() == OpArgument::Constant::Shape &&
          elements->size() > maximumAxes) {
        error(value.range, "a tensor has at most " + llvm::Twine(maximumAxes) +
                               " axes, got " + llvm::Twine(elements->size()));
        return Value();
      }
    }
    if (argument.kind != OpArgument::Kind::Attribute) {
      whole &= collectOperands(name, argument, value, values, ranges);
      continue;
    }
    if (argument.optional && value.value.is<Value::None>())
      continue;
    if (mlir::Attribute attribute = convertAttribute(argument, value.value)) {
      attributes.push_back(builder.getNamedAttr(argument.name, attribute));
      continue;
    }
    static constexpr llvm::StringLiteral wanted[] = {
        "a constant", "an int", "a list of ints", "a number",
        "a bool",     "a str",  "a dtype",        "a list of dimensions"};
    error(value.range, "'" + argument.name + "' of '" + name + "' takes " +
                           wanted[static_cast<int>(argument.constant())] +
                           ", got " + value.value.describe());
    whole = false;
  }
  if (!whole)
    return Value();
  if (name == "cast" && !values.front().isTensor())
    return castConstant(values.front(), bound->back().front()->value, range);

  llvm::SmallVector<mlir::Value> operands;
  mlir::OperationName operation(("graph." + name).str(), &context);
  if (operation.hasTrait<graph::Pointwise>() &&
      llvm::any_of(values, [](const Value &v) { return v.isTensor(); })) {
    if (!unify(("'" + name + "'").str(), values, ranges, range, operands))
      return Value();
  } else {
    for (auto [value, place] : llvm::zip(values, ranges)) {
      operands.push_back(asTensor(value));
      if (operands.back())
        continue;
      error(place, "'" + name + "' takes tensors, got " + value.describe());
      whole = false;
    }
  }
  if (!whole)
    return Value();
  mlir::Value result = build(name, operands, attributes, range);
  if (!result)
    return Value();
  if (!operation.hasTrait<mlir::OpTrait::VariadicResults>())
    return Value(result);
  mlir::ResultRange results = result.getDefiningOp()->getResults();
  return Value::list(std::vector<Value>(results.begin(), results.end()));
}

bool GraphGenerator::collectOperands(
    llvm::StringRef name, const OpArgument &argument,
    const ArgumentValue &given, llvm::SmallVectorImpl<Value> &operands,
    llvm::SmallVectorImpl<llvm::SMRange> &ranges) {
  if (argument.kind == OpArgument::Kind::Operand) {
    operands.push_back(given.value);
    ranges.push_back(given.range);
    return true;
  }
  const std::vector<Value> *elements = given.value.elements();
  if (!elements || elements->empty()) {
    error(given.range, "'" + argument.name + "' of '" + name +
                           "' takes a list of tensors, got " +
                           given.value.describe());
    return false;
  }
  for (const Value &element : *elements) {
    operands.push_back(element);
    ranges.push_back(given.range);
  }
  return true;
}

/// The constant as the attribute that the argument takes; null where it is
/// not one.
mlir::Attribute GraphGenerator::convertAttribute(const OpArgument &argument,
                                                 const Value &value) {
  const std::vector<Value> *elements = value.elements();
  switch (argument.constant()) {
  case OpArgument::Constant::Int:
    if (const auto *integer = value.as<int64_t>())
      return builder.getI64IntegerAttr(*integer);
    return {};
  case OpArgument::Constant::IntList: {
    if (!elements)
      return {};
    llvm::SmallVector<int64_t> integers;
    for (const Value &element : *elements)
      if (const auto *integer = element.as<int64_t>())
        integers.push_back(*integer);
    if (integers.size() != elements->size())
      return {};
    return builder.getDenseI64ArrayAttr(integers);
  }
  case OpArgument::Constant::Float:
    if (std::optional<double> number = value.number())
      return builder.getF64FloatAttr(*number);
    return {};
  case OpArgument::Constant::Bool:
    if (const auto *truth = value.as<bool>())
      return builder.getBoolAttr(*truth);
    return {};
  case OpArgument::Constant::String:
    if (const auto *text = value.as<std::string>())
      return builder.getStringAttr(*text);
    return {};
  case OpArgument::Constant::DType:
    if (const auto *dtype = value.as<DType>())
      return mlir::TypeAttr::get(graph::elementType(&context, *dtype));
    return {};
  case OpArgument::Constant::Shape: {
    if (std::optional<Dimension> dimension = value.asDimension())
      return graph::DimsAttr::get(&context, {*dimension});
    if (!elements)
      return {};
    std::vector<Dimension> dimensions;
    for (const Value &element : *elements)
      if (std::optional<Dimension> dimension = element.asDimension())
        dimensions.push_back(*dimension);
    if (dimensions.size() != elements->size())
      return {};
    return graph::DimsAttr::get(&context, dimensions);
  }
  case OpArgument::Constant::None:
    return {};
  }
  return {};
}
