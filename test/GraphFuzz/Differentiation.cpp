//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Gradients of random graphs.
//
//===----------------------------------------------------------------------===//

#include "Differentiation.h"
#include "Arguments.h"
#include "DoublePrecision.h"
#include "Oracle.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h"
#include "dlc/Dialect/Graph/IR/GraphExternOps.h"
#include "dlc/Dialect/Graph/IR/GraphPointwiseOps.h"
#include "dlc/Dialect/Graph/IR/GraphReductionOps.h"
#include "dlc/Dialect/Graph/Reference/Reference.h"
#include "dlc/Dialect/Graph/Transforms/Passes.h"
#include "dlc/Runtime/BFloat16.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"

#include <cmath>
#include <sstream>

using namespace mlir;
using namespace dlc;
using namespace dlc::fuzz;

//===----------------------------------------------------------------------===//
// Adding gradients
//===----------------------------------------------------------------------===//

static Type elementOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getElementType();
}

static bool isFloat(Value value) { return isa<FloatType>(elementOf(value)); }

/// What only later passes make has no derivative; what stops a derivative or
/// calls the host, none that differences tell.
static bool isDifferentiable(func::FuncOp function) {
  return !function
              .walk([](Operation *op) {
                return isa<graph::StopGradientOp, graph::ExternOp>(op) ||
                               op->hasTrait<graph::BehindDifferentiation>()
                           ? WalkResult::interrupt()
                           : WalkResult::advance();
              })
              .wasInterrupted();
}

/// In front of the states.
static void addResult(func::FuncOp function, Value value,
                      const std::string &name) {
  Operation *end = function.front().getTerminator();
  unsigned index = 0;
  while (index < function.getNumResults() &&
         !function.getResultAttr(index, graph::kStateAttr))
    ++index;
  Builder builder(function.getContext());
  end->insertOperands(index, value);
  function.insertResult(index, value.getType(),
                        builder.getDictionaryAttr(builder.getNamedAttr(
                            graph::kOutputAttr, builder.getStringAttr(name))));
}

/// False where there is nothing to differentiate.
static bool add(func::FuncOp function) {
  SmallVector<Value> variables, results;
  for (Value argument : function.getArguments())
    if (isFloat(argument))
      variables.push_back(argument);
  Operation *end = function.front().getTerminator();
  for (Value result : end->getOperands())
    if (isFloat(result))
      results.push_back(result);
  if (variables.empty() || results.empty())
    return false;
  OpBuilder builder(end);
  Location location = end->getLoc();
  Value total;
  for (Value result : results) {
    Value weights =
        insertInput(function, result.getType(),
                    "weights" + std::to_string(function.getNumArguments()));
    Value weighted = builder.create<graph::MulOp>(location, result, weights);
    Value sum = builder.create<graph::SumOp>(location, weighted,
                                             ArrayRef<int64_t>(), false);
    if (total && elementOf(sum) != elementOf(total))
      sum = builder.create<graph::CastOp>(location, sum,
                                          TypeAttr::get(elementOf(total)));
    total = total ? builder.create<graph::AddOp>(location, total, sum) : sum;
  }
  auto gradients = builder.create<graph::GradientsOp>(
      location, ValueRange(variables).getTypes(), total, variables);
  addResult(function, total, "total");
  for (auto [index, gradient] : llvm::enumerate(gradients.getResults()))
    addResult(function, gradient, "gradient" + std::to_string(index));
  return true;
}

template <typename T> static bool isSmall(const Tensor &tensor) {
  auto *values = tensor.as<T>();
  return std::all_of(values, values + tensor.elementCount(),
                     [](T value) { return std::fabs(double(value)) < 1e6; });
}

static bool isSmall(const Tensor &tensor) {
  switch (tensor.dtype()) {
  case DType::F64:
    return isSmall<double>(tensor);
  case DType::F32:
    return isSmall<float>(tensor);
  case DType::BF16:
    return isSmall<BFloat16>(tensor);
  default:
    return true;
  }
}

void fuzz::addGradients(ModuleOp graph) {
  if (!isDifferentiable(mainFunction(graph)))
    return;
  OwningOpRef<ModuleOp> copy = graph.clone();
  if (!add(mainFunction(*copy)))
    return;
  // Who reports that this failed is the check.
  ScopedDiagnosticHandler quiet(graph.getContext(), [](Diagnostic &) {});
  if (OwningOpRef<ModuleOp> whole = differentiate(*copy)) {
    auto results = interpret(*whole, makeArgumentMap(mainFunction(*whole)));
    if (!results || !llvm::all_of(*results, [](const Tensor &tensor) {
          return isSmall(tensor);
        }))
      return;
  }
  add(mainFunction(graph));
}

bool fuzz::hasGradients(ModuleOp graph) {
  return graph.walk([](graph::GradientsOp) { return WalkResult::interrupt(); })
      .wasInterrupted();
}

OwningOpRef<ModuleOp> fuzz::differentiate(ModuleOp graph) {
  OwningOpRef<ModuleOp> result = graph.clone();
  PassManager passes(graph.getContext());
  passes.addPass(graph::createDifferentiatePass());
  passes.enableVerifier(false);
  if (failed(passes.run(*result)))
    return {};
  return result;
}

//===----------------------------------------------------------------------===//
// Finite differences
//===----------------------------------------------------------------------===//

/// The graph with f64 in the place of other floating point types. Null where
/// that is no graph: constants that are bits of f32.
static OwningOpRef<ModuleOp> inF64(ModuleOp graph) {
  ScopedDiagnosticHandler quiet(graph.getContext(), [](Diagnostic &) {});
  return parseSourceString<ModuleOp>(test::printInF64(graph),
                                     graph.getContext());
}

/// The function, made to return these values.
static func::FuncOp returning(ModuleOp module, ValueRange values) {
  func::FuncOp function = mainFunction(module);
  function.front().getTerminator()->setOperands(values);
  function.setAllResultAttrs(SmallVector<DictionaryAttr>(
      values.size(), DictionaryAttr::get(module.getContext())));
  function.setFunctionType(FunctionType::get(
      module.getContext(), function.getArgumentTypes(), values.getTypes()));
  return function;
}

namespace {
/// A function with its gradients, in f64, around one place.
class Slope {
public:
  explicit Slope(ModuleOp graph)
      : whole(inF64(graph)), value(whole ? whole->clone() : ModuleOp()) {}

  /// False where the function cannot be evaluated.
  bool prepare();
  /// The value that many steps from the place, in the direction.
  double valueAt(double step);

  /// What gradients say, and the sum of its terms' sizes.
  double slope = 0, size = 0;

private:
  OwningOpRef<ModuleOp> whole, value;
  std::vector<Tensor> place, direction;
};
} // namespace

/// Away from zeros and ties, where functions bend.
static void draw(Tensor &tensor, double low, double high, Random &random,
                 bool added) {
  for (int64_t i = 0; i < tensor.elementCount(); ++i) {
    double &element = tensor.as<double>()[i];
    element = (added ? element : 0) + random.real(low, high);
  }
}

static graph::GradientsOp gradientsOf(ModuleOp module) {
  auto found = mainFunction(module).getOps<graph::GradientsOp>();
  return found.empty() ? graph::GradientsOp() : *found.begin();
}

bool Slope::prepare() {
  if (!whole || !gradientsOf(*whole))
    return false;
  returning(*whole, gradientsOf(*whole).getGradients());
  auto gradients = gradientsOf(*value);
  SmallVector<unsigned> variables;
  for (Value variable : gradients.getVariables()) {
    auto argument = dyn_cast<BlockArgument>(variable);
    variables.push_back(argument ? argument.getArgNumber() : ~0u);
  }
  returning(*value, gradients.getValue());
  gradients.erase();
  value = differentiate(*value);
  if (!value)
    return false;
  func::FuncOp function = mainFunction(*value);

  Random random("direction");
  place = makeArguments(function);
  for (Tensor &tensor : place) {
    direction.emplace_back(tensor.dtype(), tensor.shape());
    if (tensor.dtype() == DType::F64)
      draw(tensor, 0.001, 0.01, random, /*added=*/true);
  }
  ScopedDiagnosticHandler quiet(value->getContext(), [](Diagnostic &) {});
  OwningOpRef<ModuleOp> differentiated = differentiate(*whole);
  if (!differentiated)
    return false;
  auto results = graph::evaluateFunction(mainFunction(*differentiated), place);
  if (!results)
    return false;
  for (auto [gradient, index] : llvm::zip(*results, variables)) {
    if (index == ~0u)
      continue;
    Tensor &steps = direction[index];
    draw(steps, -1, 1, random, /*added=*/false);
    for (int64_t i = 0; i < gradient.elementCount(); ++i) {
      double term = gradient.as<double>()[i] * steps.as<double>()[i];
      slope += term;
      size += std::fabs(term);
    }
  }
  return true;
}

double Slope::valueAt(double step) {
  std::vector<Tensor> arguments;
  for (auto [tensor, steps] : llvm::zip(place, direction)) {
    arguments.push_back(tensor);
    if (tensor.dtype() != DType::F64)
      continue;
    // Tensors share their elements.
    Tensor moved(tensor.dtype(), tensor.shape());
    for (int64_t i = 0; i < tensor.elementCount(); ++i)
      moved.as<double>()[i] =
          tensor.as<double>()[i] + step * steps.as<double>()[i];
    arguments.back() = moved;
  }
  auto results = graph::evaluateFunction(mainFunction(*value), arguments);
  return results ? *(*results)[0].as<double>()
                 : std::numeric_limits<double>::quiet_NaN();
}

std::optional<std::string>
fuzz::compareWithDifferences(ModuleOp graph, Statistics &statistics) {
  ++statistics["gradients"];
  Slope slope(graph);
  if (!slope.prepare())
    return std::nullopt;
  // Numbers of jumps that two distances cross have another ratio than these.
  constexpr double golden = 1.6180339887, h = 1e-5;
  double here = slope.valueAt(0);
  // Between both sides, and by how much they differ.
  struct Difference {
    double slope, bend;
  };
  auto difference = [&](double h) -> Difference {
    double above = slope.valueAt(h), below = slope.valueAt(-h);
    return {(above - below) / (2 * h), (above - here - (here - below)) / h};
  };
  auto [wide, wideBend] = difference(h);
  auto [narrow, narrowBend] = difference(h / golden);
  double scale = std::max({slope.size, std::fabs(narrow), std::fabs(here), 1.});
  // Bends and jumps show in one of the steps, or change with their size. One
  // close to the place itself does not, but then the sides do not come closer
  // as steps become smaller.
  if (!std::isfinite(here) || !std::isfinite(slope.slope) ||
      !(std::fabs(wide - narrow) <= 1e-6 * scale) ||
      !(std::fabs(wideBend - golden * narrowBend) <= 1e-6 * scale))
    return std::nullopt;
  ++statistics["gradients compared"];
  if (std::fabs(slope.slope - narrow) <= 1e-5 * scale)
    return std::nullopt;
  std::ostringstream text;
  text.precision(10);
  text << "the gradients say " << slope.slope << ", differences " << narrow;
  return text.str();
}
