//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Building random graphs, operation by operation.
//
//===----------------------------------------------------------------------===//

#include "GraphBuilder.h"
#include "Arguments.h"

#include "dlc/Dialect/Graph/IR/GraphControlOps.h"
#include "dlc/Dialect/Graph/IR/GraphIndexingOps.h"
#include "dlc/Dialect/Graph/Reference/Reference.h"
#include "dlc/Runtime/BFloat16.h"

#include "mlir/IR/Verifier.h"
#include "mlir/Transforms/RegionUtils.h"

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

/// What is computed stays below, so that rounding stays far from tolerances
/// and sums of products far from overflow.
static constexpr double kLargestNumber = 1000;
static constexpr int64_t kLargestInteger = 1 << 20;
/// Bounds on the time that evaluating an operation takes.
static constexpr int64_t kLargestTensor = 4096;
static constexpr int64_t kLargestWork = 1 << 21;

GraphBuilder::GraphBuilder(ModuleOp module, Random random)
    : random(random), builder(module.getContext()), module(module) {
  builder.setInsertionPointToEnd(module.getBody());
  function = builder.create<func::FuncOp>(location(), "forward",
                                          builder.getFunctionType({}, {}));
  builder.setInsertionPointToStart(function.addEntryBlock());
}

Location GraphBuilder::location() {
  return FileLineColLoc::get(context(), "graph", ++count, 1);
}

//===----------------------------------------------------------------------===//
// Arguments
//===----------------------------------------------------------------------===//

Value GraphBuilder::argument(Role role, RankedTensorType type,
                             std::string name) {
  static constexpr llvm::StringLiteral prefixes[] = {"w", "s", "x", "key"};
  if (name.empty())
    name = prefixes[role].str() + std::to_string(arguments.size());
  auto *behind = llvm::find_if(
      llvm::make_range(arguments.data(), arguments.data() + arguments.size()),
      [&](const ArgumentInfo &argument) { return argument.role > role; });
  size_t index = behind - arguments.data();
  Value value = function.front().insertArgument(index, type, location());
  auto model = module->getAttrOfType<StringAttr>(graph::kModelAttr);
  tensors[value] =
      std::make_shared<Tensor>(makeArgument(model.getValue(), name, type));
  arguments.insert(arguments.begin() + index, {role, name, nullptr});
  values.push_back(value);
  return value;
}

Value GraphBuilder::positive(RankedTensorType type) {
  return argument(Parameter, type, namePositive(arguments.size()));
}

Value GraphBuilder::indices(RankedTensorType type, int64_t limit) {
  return argument(Input, type, nameBelow(limit, arguments.size()));
}

Value GraphBuilder::state(RankedTensorType type, bool isPositive) {
  return argument(State, type,
                  isPositive ? namePositive(arguments.size()) : "");
}

void GraphBuilder::rebind(Value state, Value next) {
  // What a scan's body computes is not known to the function's end.
  if (next && depth == 0)
    arguments[llvm::cast<BlockArgument>(state).getArgNumber()].next = next;
}

Value GraphBuilder::randomKey() {
  if (!arguments.empty() && arguments.back().role == Key)
    return function.getArguments().back();
  return argument(Key, type({2}, bits(32)));
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

template <typename T> static bool isReasonable(const Tensor &tensor) {
  for (int64_t i = 0, count = tensor.elementCount(); i < count; ++i)
    if (!(std::fabs(double(tensor.as<T>()[i])) <= kLargestNumber))
      return false;
  return true;
}

static bool isReasonable(const Tensor &tensor) {
  switch (tensor.dtype()) {
  case DType::F64:
    return isReasonable<double>(tensor);
  case DType::F32:
    return isReasonable<float>(tensor);
  case DType::BF16:
    return isReasonable<BFloat16>(tensor);
  case DType::I64:
    return llvm::all_of(
        llvm::ArrayRef(tensor.as<int64_t>(), tensor.elementCount()),
        [](int64_t value) { return std::abs(value) <= kLargestInteger; });
  default:
    return true;
  }
}

static bool isSmall(Operation *op) {
  int64_t operands = 0, results = 0;
  for (Type type : op->getOperandTypes())
    operands += llvm::cast<RankedTensorType>(type).getNumElements();
  for (Type type : op->getResultTypes())
    results += llvm::cast<RankedTensorType>(type).getNumElements();
  return results <= kLargestTensor && operands * results <= kLargestWork;
}

void GraphBuilder::forget(Operation *op) {
  op->walk([&](Operation *inner) {
    for (Value result : inner->getResults())
      tensors.erase(result);
    for (Region &region : inner->getRegions())
      for (Block &block : region)
        for (Value argument : block.getArguments())
          tensors.erase(argument);
  });
}

bool GraphBuilder::accept(Operation *op) {
  std::vector<Tensor> results;
  auto evaluate = [&] {
    if (!isSmall(op) || failed(verify(op)))
      return false;
    llvm::SetVector<Value> read(op->operand_begin(), op->operand_end());
    std::vector<const Tensor *> operands;
    for (Value operand : op->getOperands())
      operands.push_back(&tensor(operand));
    llvm::SetVector<Value> captured;
    getUsedValuesDefinedAbove(op->getRegions(), captured);
    for (Value value : captured)
      operands.push_back(&tensor(value));
    for (Value result : op->getResults())
      results.push_back(makeTensor(typeOf(result)));
    auto reference = llvm::dyn_cast<graph::ReferenceOpInterface>(op);
    return reference && succeeded(reference.evaluate(operands, results)) &&
           llvm::all_of(results, [](const Tensor &tensor) {
             return isReasonable(tensor);
           });
  };
  if (!evaluate()) {
    forget(op);
    op->erase();
    return false;
  }
  for (auto [value, tensor] : llvm::zip_equal(op->getResults(), results)) {
    tensors[value] = std::make_shared<Tensor>(std::move(tensor));
    values.push_back(value);
  }
  return true;
}

Value GraphBuilder::op(llvm::StringRef name, ValueRange operands,
                       llvm::ArrayRef<NamedAttribute> attributes) {
  if (llvm::is_contained(operands, Value()))
    return {};
  Operation *op =
      graph::createOperation(builder, location(), name, operands, attributes);
  return op && accept(op) ? op->getResult(0) : Value();
}

Value GraphBuilder::lowOp(llvm::StringRef name, ValueRange operands,
                          llvm::ArrayRef<NamedAttribute> attributes) {
  if (llvm::is_contained(operands, Value()))
    return {};
  OperationState state(location(), ("graph." + name).str());
  state.addOperands(operands);
  state.addAttributes(attributes);
  OperationName known = state.name;
  auto *inference = known.getInterface<InferTypeOpInterface>();
  // Inference reads properties, which an operation has when it exists.
  Operation *probe = Operation::create(state);
  LogicalResult inferred = inference->inferReturnTypes(
      context(), state.location, operands, probe->getAttrDictionary(),
      probe->getPropertiesStorage(), {}, state.types);
  probe->destroy();
  if (failed(inferred))
    return {};
  Operation *op = builder.create(state);
  return accept(op) ? op->getResult(0) : Value();
}

Values
GraphBuilder::scan(ValueRange inits, ValueRange sequences, bool reversed,
                   llvm::function_ref<Step(ValueRange, ValueRange)> body) {
  if (llvm::is_contained(inits, Value()) ||
      llvm::is_contained(sequences, Value()))
    return {};
  // Until the scan is there, something else must hold its body.
  auto holder = builder.create<ModuleOp>(location());
  Block *block = holder.getBody();
  size_t outside = values.size();
  auto add = [&](RankedTensorType type, const void *data) {
    Value argument = block->addArgument(type, location());
    auto tensor = std::make_shared<Tensor>(makeTensor(type));
    if (data)
      std::memcpy(tensor->data(), data, tensor->bytes());
    tensors[argument] = std::move(tensor);
    values.push_back(argument);
  };
  for (Value init : inits)
    add(typeOf(init), tensor(init).data());
  for (Value sequence : sequences)
    add(graph::ScanOp::elementOf(typeOf(sequence)),
        sizesOf(sequence)[0] > 0 ? tensor(sequence).data() : nullptr);

  Step step;
  {
    OpBuilder::InsertionGuard guard(builder);
    builder.setInsertionPointToStart(block);
    ++depth;
    step = body(block->getArguments().take_front(inits.size()),
                block->getArguments().drop_front(inits.size()));
    --depth;
    bool complete = !llvm::is_contained(step.carried, Value()) &&
                    !llvm::is_contained(step.emitted, Value()) &&
                    inits.getTypes() == ValueRange(step.carried).getTypes();
    if (complete)
      builder.create<graph::NextOp>(location(), step.carried, step.emitted);
  }
  // The function has grown arguments, which stay.
  values.erase(std::remove_if(values.begin() + outside, values.end(),
                              [&](Value value) {
                                return value.getParentBlock() !=
                                       &function.front();
                              }),
               values.end());
  if (block->empty() || !llvm::isa<graph::NextOp>(block->back())) {
    forget(holder);
    holder->erase();
    return {};
  }
  auto region = std::make_unique<Region>();
  region->takeBody(holder.getRegion());
  auto scan = builder.create<graph::ScanOp>(location(), inits, sequences,
                                            reversed, std::move(region));
  holder->erase();
  return accept(scan) ? Values(scan.getResults()) : Values();
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Value GraphBuilder::find(llvm::function_ref<bool(RankedTensorType)> fits) {
  Values candidates;
  for (Value value : values)
    if (fits(typeOf(value)))
      candidates.push_back(value);
  if (candidates.empty())
    return {};
  llvm::ArrayRef<Value> recent = candidates;
  if (random.coin())
    recent = recent.take_back(3);
  return random.pick(recent);
}

Value GraphBuilder::ofType(RankedTensorType type) {
  if (!random.oneIn(4))
    if (Value value = find([&](RankedTensorType t) { return t == type; }))
      return value;
  return random.coin() ? input(type) : parameter(type);
}

Value GraphBuilder::ofRank(int64_t rank) {
  if (!random.oneIn(4))
    if (Value value = find([&](RankedTensorType type) {
          return type.getElementType() == element && type.getRank() == rank;
        }))
      return value;
  RankedTensorType fresh = type(sizes(rank));
  return random.oneIn(4) ? parameter(fresh) : input(fresh);
}

int64_t GraphBuilder::size() {
  if (mayBeEmpty && random.oneIn(8))
    return 0;
  static constexpr int64_t sizes[] = {1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8};
  if (random.oneIn(40))
    return random.pick(llvm::ArrayRef<int64_t>{16, 17, 19, 33});
  return random.pick(sizes);
}

Sizes GraphBuilder::sizes(int64_t rank) {
  Sizes result;
  for (int64_t i = 0; i < rank; ++i)
    result.push_back(size());
  return result;
}

//===----------------------------------------------------------------------===//
// The end
//===----------------------------------------------------------------------===//

void GraphBuilder::finish() {
  // Most of what nobody uses is a result; the rest is dead code.
  Values results, computed;
  for (Value value : values)
    if (value.getDefiningOp() && !llvm::is_contained(results, value)) {
      computed.push_back(value);
      if (value.use_empty() && !random.oneIn(5))
        results.push_back(value);
    }
  while (results.size() > 6)
    results.erase(results.begin() + random.integer(0, results.size() - 1));
  if (random.oneIn(4) && !computed.empty())
    results.push_back(random.pick(computed));
  if (results.empty())
    results.push_back(computed.empty() ? input(type({3})) : computed.back());
  random.shuffle(results);

  auto named = [&](llvm::StringRef kind, const llvm::Twine &name) {
    return builder.getDictionaryAttr(
        builder.getNamedAttr(kind, builder.getStringAttr(name)));
  };
  SmallVector<DictionaryAttr> argumentAttrs, resultAttrs;
  for (size_t i = 0; i < results.size(); ++i)
    resultAttrs.push_back(named(graph::kOutputAttr, "y" + Twine(i)));
  for (const ArgumentInfo &argument : arguments) {
    static constexpr llvm::StringLiteral kinds[] = {
        graph::kParameterAttr, graph::kStateAttr, graph::kInputAttr};
    argumentAttrs.push_back(
        argument.role == Key
            ? builder.getDictionaryAttr(builder.getNamedAttr(
                  graph::kRandomKeyAttr, builder.getUnitAttr()))
            : named(kinds[argument.role], argument.name));
    if (argument.next) {
      results.push_back(argument.next);
      resultAttrs.push_back(named(graph::kStateAttr, argument.name));
    }
  }
  builder.create<func::ReturnOp>(location(), results);
  function.setType(builder.getFunctionType(function.front().getArgumentTypes(),
                                           ValueRange(results).getTypes()));
  function.setAllArgAttrs(argumentAttrs);
  function.setAllResultAttrs(resultAttrs);
}
