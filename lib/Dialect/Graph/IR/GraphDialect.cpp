//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Registration of the dialect, its attributes, and tensor types with symbolic
// dimensions.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "Canonicalization.h"
#include "dlc/Dialect/Graph/IR/ConcatPlacement.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/IR/SliceViews.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dlc::graph;

#include "dlc/Dialect/Graph/IR/GraphDialect.cpp.inc"
#include "dlc/Dialect/Graph/IR/GraphInterfaces.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "dlc/Dialect/Graph/IR/GraphAttributes.cpp.inc"

void GraphDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dlc/Dialect/Graph/IR/GraphAttributes.cpp.inc"
      >();
  addPointwiseOperations();
  addContractionOperations();
  addRecurrentOperations();
  addReductionOperations();
  addPoolingOperations();
  addOrderingOperations();
  addShapeOperations();
  addIndexingOperations();
  addControlOperations();
  addRandomOperations();
  addExternOperations();
  addDifferentiationOperations();
}

Operation *GraphDialect::materializeConstant(OpBuilder &builder,
                                             Attribute value, Type type,
                                             Location location) {
  auto elements = dyn_cast<ElementsAttr>(value);
  if (!elements || elements.getType() != type)
    return nullptr;
  return builder.create<ConstantOp>(location, type, elements);
}

void GraphDialect::getCanonicalizationPatterns(
    RewritePatternSet &patterns) const {
  addArithmeticRules(patterns);
  addLogicRules(patterns);
  addShapeRules(patterns);
  addConcatRules(patterns);
  addReductionRules(patterns);
  addContractionRules(patterns);
}

//===----------------------------------------------------------------------===//
// Attributes of modules and functions
//===----------------------------------------------------------------------===//

LogicalResult GraphDialect::verifyOperationAttribute(Operation *op,
                                                     NamedAttribute attribute) {
  if (attribute.getName() == kPlacedAttr) {
    if (!isa<ConcatOp>(op) || !isa<UnitAttr>(attribute.getValue()))
      return op->emitError()
             << "'" << kPlacedAttr << "' is a mark of concatenations";
    return success();
  }
  if (attribute.getName() == kViewAttr) {
    if (!isa<SliceOp>(op) || !isa<UnitAttr>(attribute.getValue()))
      return op->emitError() << "'" << kViewAttr << "' is a mark of slices";
    return success();
  }
  if (attribute.getName() != kModelAttr && attribute.getName() != kBindingAttr)
    return op->emitError() << "unknown attribute '"
                           << attribute.getName().getValue() << "'";
  if (!isa<StringAttr>(attribute.getValue()))
    return op->emitError() << "'" << attribute.getName().getValue()
                           << "' must be a string";
  return success();
}

/// Which argument or result is that state; nothing where none is. `attributes`
/// are the dictionaries of all of them.
static std::optional<unsigned> findState(ArrayAttr attributes, Attribute name) {
  for (unsigned i = 0; attributes && i < attributes.size(); ++i)
    if (cast<DictionaryAttr>(attributes[i]).get(kStateAttr) == name)
      return i;
  return std::nullopt;
}

LogicalResult GraphDialect::verifyRegionArgAttribute(Operation *op, unsigned,
                                                     unsigned argument,
                                                     NamedAttribute attribute) {
  StringRef name = attribute.getName().getValue();
  bool isName =
      name == kParameterAttr || name == kStateAttr || name == kInputAttr;
  if (isName && !isa<StringAttr>(attribute.getValue()))
    return op->emitError() << "'" << name << "' of argument " << argument
                           << " must be a string";
  auto function = dyn_cast<FunctionOpInterface>(op);
  // All states at once, where a row of them begins: there may be thousands.
  if (name == kStateAttr && function &&
      (argument == 0 || !function.getArgAttr(argument - 1, kStateAttr))) {
    llvm::SmallDenseSet<Attribute> seen;
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      Attribute state = function.getArgAttr(i, kStateAttr);
      if (state && !seen.insert(state).second)
        return op->emitError() << "state " << state << " is an argument twice";
    }
  }
  if (name == kRandomKeyAttr) {
    if (!isa<UnitAttr>(attribute.getValue()))
      return op->emitError() << "'" << name << "' of argument " << argument
                             << " must be a unit attribute";
    Type key =
        RankedTensorType::get({2}, IntegerType::get(op->getContext(), 32));
    if (function && (function.getArgumentTypes()[argument] != key ||
                     argument + 1 != function.getNumArguments()))
      return op->emitError()
             << "a random key must be the last argument, " << key;
    return success();
  }
  if (name == kPreparedAttr && !isa<IntegerAttr>(attribute.getValue()))
    return op->emitError() << "'" << name << "' of argument " << argument
                           << " must be an integer";
  if (!isName && name != kPreparedAttr)
    return op->emitError() << "unknown argument attribute '" << name << "'";
  return success();
}

LogicalResult GraphDialect::verifyRegionResultAttribute(
    Operation *op, unsigned, unsigned result, NamedAttribute attribute) {
  StringRef name = attribute.getName().getValue();
  if (name == kOutputAttr && isa<StringAttr>(attribute.getValue()))
    return success();
  auto function = dyn_cast<FunctionOpInterface>(op);
  if (name == kStateAttr && isa<StringAttr>(attribute.getValue())) {
    if (!function)
      return success();
    Attribute state = attribute.getValue();
    if (findState(function.getAllResultAttrs(), state) != result)
      return op->emitError() << "state " << state << " is a result twice";
    std::optional<unsigned> old = findState(function.getAllArgAttrs(), state);
    Type type = function.getResultTypes()[result];
    if (old && function.getArgumentTypes()[*old] != type)
      return op->emitError()
             << "state " << state << " is " << function.getArgumentTypes()[*old]
             << ", its new value is " << type;
    return success();
  }
  if (name == kPreparedAttr && isa<IntegerAttr>(attribute.getValue()))
    return success();
  return op->emitError() << "unknown attribute '" << name << "' of result "
                         << result;
}

//===----------------------------------------------------------------------===//
// #graph.dims
//===----------------------------------------------------------------------===//

// dims ::= `<` [ polynomial (`,` polynomial)* ] `>`
// polynomial ::= term (`+` term)*
// term ::= factor (`*` factor)*;  factor ::= integer | name
// MLIR's lexer has no `^`, so powers are printed as repeated factors.
static std::optional<Dimension> parseFactor(AsmParser &parser) {
  int64_t value;
  OptionalParseResult number = parser.parseOptionalInteger(value);
  if (number.has_value())
    return succeeded(*number) ? std::optional<Dimension>(value) : std::nullopt;
  StringRef name;
  if (failed(parser.parseOptionalKeyword(&name)))
    return std::nullopt;
  return Dimension::symbol(name);
}

static std::optional<Dimension> parseTerm(AsmParser &parser) {
  std::optional<Dimension> term = parseFactor(parser);
  while (term && succeeded(parser.parseOptionalStar())) {
    std::optional<Dimension> factor = parseFactor(parser);
    term = factor ? term->multiply(*factor) : std::nullopt;
  }
  return term;
}

static ParseResult parseDimension(AsmParser &parser, Dimension &result) {
  SMLoc location = parser.getCurrentLocation();
  std::optional<Dimension> sum = parseTerm(parser);
  while (sum && succeeded(parser.parseOptionalPlus())) {
    std::optional<Dimension> term = parseTerm(parser);
    sum = term ? sum->add(*term) : std::nullopt;
  }
  if (!sum)
    return parser.emitError(location, "expected a dimension");
  result = std::move(*sum);
  return success();
}

Attribute DimsAttr::parse(AsmParser &parser, Type) {
  std::vector<Dimension> dimensions;
  auto parseOne = [&] {
    return parseDimension(parser, dimensions.emplace_back());
  };
  if (failed(parser.parseCommaSeparatedList(AsmParser::Delimiter::LessGreater,
                                            parseOne)))
    return {};
  return DimsAttr::get(parser.getContext(), std::move(dimensions));
}

void DimsAttr::print(AsmPrinter &printer) const {
  printer << '<';
  llvm::interleaveComma(getDimensions(), printer,
                        [&](const Dimension &dimension) {
                          dimension.printFactors(printer.getStream());
                        });
  printer << '>';
}

LogicalResult
DimsAttr::verifyEncoding(ArrayRef<int64_t> shape, Type,
                         function_ref<InFlightDiagnostic()> emitError) const {
  if (shape.size() != getDimensions().size())
    return emitError() << "encoding has " << getDimensions().size()
                       << " dimensions, the tensor " << shape.size();
  bool symbolic = false;
  for (auto [size, dimension] : llvm::zip(shape, getDimensions())) {
    std::optional<int64_t> number = dimension.constant();
    symbolic |= !number;
    if (number && *number < 0)
      return emitError() << "dimension " << *number
                         << " of the encoding is negative";
    if (size != number.value_or(ShapedType::kDynamic))
      return emitError() << "dimension " << dimension.str()
                         << " of the encoding disagrees with the shape";
  }
  if (!symbolic)
    return emitError() << "an encoding needs a symbolic dimension";
  return success();
}

//===----------------------------------------------------------------------===//
// Tensor types
//===----------------------------------------------------------------------===//

namespace dlc::graph {

bool hasNamedDimensions(RankedTensorType type) {
  if (!type.getEncoding())
    return type.hasStaticShape();
  return isa<DimsAttr>(type.getEncoding());
}

Dimensions dimensionsOf(RankedTensorType type) {
  if (auto dims = dyn_cast_if_present<DimsAttr>(type.getEncoding()))
    return Dimensions(dims.getDimensions());
  return Dimensions(type.getShape().begin(), type.getShape().end());
}

Dimensions dimensionsOf(Value value) {
  return dimensionsOf(cast<RankedTensorType>(value.getType()));
}

RankedTensorType tensorType(ArrayRef<Dimension> dimensions, Type elementType) {
  SmallVector<int64_t> shape;
  bool symbolic = false;
  for (const Dimension &dimension : dimensions) {
    std::optional<int64_t> number = dimension.constant();
    symbolic |= !number;
    shape.push_back(number.value_or(ShapedType::kDynamic));
  }
  Attribute encoding;
  if (symbolic)
    encoding = DimsAttr::get(elementType.getContext(), dimensions.vec());
  return RankedTensorType::get(shape, elementType, encoding);
}

std::string describeElement(Type elementType) {
  if (elementType.isInteger(1))
    return "bool";
  if (elementType.isUnsignedInteger(8))
    return "u8";
  std::string text;
  llvm::raw_string_ostream(text) << elementType;
  return text;
}

std::string describe(RankedTensorType type) {
  return describeElement(type.getElementType()) + toString(dimensionsOf(type));
}

} // namespace dlc::graph
