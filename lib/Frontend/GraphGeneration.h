//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From the module tree to the graph: evaluates the functions of a model on
// tensors that are values of the graph under construction. Calls are inlined.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_FRONTEND_GRAPHGENERATION_H
#define DLC_LIB_FRONTEND_GRAPHGENERATION_H

#include "DimensionBinding.h"
#include "Evaluator.h"

#include "dlc/Dialect/Graph/IR/GraphDialect.h"
#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h"
#include "dlc/Dialect/Graph/IR/OpSignature.h"
#include "dlc/StepOptions.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"

namespace dlc::frontend {

class GraphGenerator : public Evaluator {
public:
  GraphGenerator(DiagnosticEngine &diagnostics, const Prelude &prelude,
                 const ModuleTree &tree, const StepOptions &stepOptions,
                 mlir::MLIRContext &context);

  /// Null where anything was reported.
  mlir::OwningOpRef<mlir::ModuleOp> generate();
  /// Whether the graph may be another one in the other mode.
  bool dependsOnTraining() const { return readsTraining; }

private:
  /// A tensor type as far as it is known: nullopt dimensions are not bound
  /// yet.
  struct Interface {
    DType dtype;
    bool anyLeading;
    /// Nothing where a name in it has no value.
    std::vector<std::optional<graph::Dimension>> dimensions;
  };

  // GraphGeneration.cpp: functions, parameters, locations.
  /// The entry points among `members`, which are those of the model.
  void
  collectEntryPoints(const std::vector<ast::DeclarationPtr> &members,
                     llvm::SmallVectorImpl<const ast::Function *> &entries);
  void reportNoEntryPoint();
  bool generateFunction(const ast::Function &function);
  /// Makes an empty function, the current one.
  void startFunction(llvm::StringRef name, llvm::SMRange place);
  bool addInputs(const ast::Function &function, Frame &entry);
  /// Returns the outputs, and the new values of states behind them.
  void finishFunction(const ast::Function &function, llvm::SMRange place,
                      llvm::SmallVector<mlir::Value> results,
                      llvm::ArrayRef<std::string> outputs);
  /// The argument of the function that a parameter or state is.
  mlir::Value parameterArgument(Parameter *parameter);
  /// The tensor that a value is, or null.
  mlir::Value asTensor(const Value &value);
  mlir::LocationAttr callerLocation(Frame &callee);
  mlir::Location locate(llvm::SMRange range);
  mlir::FileLineColLoc position(llvm::SMRange range);

  // GraphStates.cpp: states and random keys.
  /// A state as a body of `scan` sees it.
  struct StateValue {
    mlir::Value outside; ///< null in the function itself
    mlir::Value before;  ///< at the start of the body
    mlir::Value now;
  };
  /// In the order of their first use.
  using StateValues = llvm::MapVector<Parameter *, StateValue>;
  /// The function, the body of a `scan` in it, or an optimizer's update.
  struct Level {
    mlir::Block *body = nullptr;
    StateValues states;
    mlir::Value key; ///< null until something draws
    // Of a scan:
    unsigned carried = 0; ///< by the program, before any state
    std::optional<graph::Dimension> steps;
    std::vector<mlir::Value> sequences;
  };
  Value readMember(const Value &member) override;
  mlir::Value stateValue(Parameter *state, size_t level);
  bool rebind(const ast::Rebind &node, const Value &value) override;
  /// `kind` is what is counted where there is no name.
  uint64_t streamOf(llvm::StringRef name, llvm::StringRef kind);
  mlir::Value keyAt(size_t level, llvm::SMRange range);
  mlir::Value foldKey(mlir::Value key, uint64_t stream, llvm::SMRange range);
  bool supplyKey(llvm::StringRef name, std::vector<ArgumentValue> &arguments,
                 llvm::SMRange range);

  // GraphTraining.cpp: a step of training.
  bool generateTraining(const ast::Train &train);
  /// The states that the loss uses, as it leaves them; nothing where anything
  /// was reported.
  std::optional<StateValues>
  evaluateObjectives(const ast::Train &train,
                     llvm::SmallVectorImpl<mlir::Value> &results,
                     llvm::SmallVectorImpl<std::string> &outputs);
  mlir::Value evaluateNumber(const ast::Expression &expression,
                             llvm::StringRef what);
  /// What gradients are clipped to.
  struct Limits {
    std::optional<double> norm, value;
  };
  Limits evaluateLimits(const ast::TrainSettings &settings);
  std::optional<double> evaluateLimit(const ast::Expression *expression,
                                      llvm::StringRef name);
  graph::ClipGradientsOp clipGradients(mlir::ValueRange gradients,
                                       const Limits &limits,
                                       llvm::SMRange range);
  /// Replaces the gradients of parameters and returns their norm before.
  mlir::Value clip(const ast::Train &train,
                   llvm::ArrayRef<TrainedParameter> trained,
                   llvm::MutableArrayRef<mlir::Value> gradients);
  void advanceStep(const ast::Train &train);
  /// What an optimizer's `update` does.
  struct Update {
    /// A slot that it uses, by its number in the optimizer.
    struct Slot {
      size_t index;
      bool isRebound;
    };
    std::unique_ptr<mlir::Region> body;
    llvm::SmallVector<Slot> slots;
    bool draws = false;
  };
  bool updateParameters(llvm::ArrayRef<TrainedParameter> trained,
                        llvm::ArrayRef<mlir::Value> gradients);
  std::optional<Update> traceUpdate(const TrainedParameter &target,
                                    mlir::Value gradient);
  void applyUpdate(Update update, llvm::ArrayRef<TrainedParameter> trained,
                   llvm::ArrayRef<mlir::Value> gradients,
                   llvm::ArrayRef<size_t> members);
  bool keepStatesUnlessFinite(mlir::Value norm, llvm::SMRange range);

  // GraphScan.cpp
  /// The structure of `value` with other tensors in it, taken from the front.
  static Value restore(const Value &value,
                       llvm::ArrayRef<mlir::Value> &tensors);
  struct ScanBody {
    llvm::SmallVector<mlir::Value> next;
    std::optional<Value> emitted;             ///< nothing: no `emit`
    llvm::SmallVector<mlir::Value> emissions; ///< the tensors in `emitted`
  };
  Value evaluateScan(const ast::Scan &node) override;
  bool flatten(const Value &value, llvm::StringRef what, llvm::SMRange range,
               llvm::SmallVectorImpl<mlir::Value> &tensors);
  std::optional<graph::Dimension>
  countSteps(const ast::Scan &node, llvm::ArrayRef<mlir::Value> sequences);
  bool runSteps(const ast::Scan &node, const Value &initial,
                llvm::ArrayRef<mlir::Value> inits, ScanBody &body);
  Value buildScan(const ast::Scan &node, Level &level,
                  std::unique_ptr<mlir::Region> region, const Value &initial,
                  llvm::SmallVector<mlir::Value> inits, const ScanBody &body);

  // GraphIndexing.cpp
  Value indexTensor(const ast::Index &node, const Value &base) override;
  std::optional<graph::Dimension>
  evaluatePosition(const ast::Expression &expression);
  bool indexAxis(const ast::Subscript &subscript, mlir::Value tensor,
                 size_t axis, graph::Dimension &start);
  bool sliceAxis(const ast::Subscript &subscript, mlir::Value tensor,
                 size_t axis, graph::Dimension &start, graph::Dimension &extent,
                 int64_t &stride);

  // GraphBackward.cpp: layers with a `backward` of their own.
  Value finishForward(const ast::Function &forward, Value result,
                      llvm::SMRange range) override;
  bool collectVariables(const ast::Function &forward,
                        const FunctionReference &backward, llvm::SMRange range,
                        llvm::SmallVectorImpl<mlir::Value> &variables,
                        llvm::SmallVectorImpl<std::string> &names);
  bool evaluateBackward(const FunctionReference &backward,
                        std::vector<ArgumentValue> arguments,
                        llvm::ArrayRef<mlir::Value> variables,
                        llvm::ArrayRef<std::string> names, llvm::SMRange range);

  // GraphExtern.cpp
  Value callExtern(const ast::Function &function, llvm::SMRange range) override;

  // GraphOperations.cpp: operations from operators and calls.
  Value applyToTensor(const ast::Unary &node, const Value &operand) override;
  Value applyToTensors(const ast::Binary &node, const Value &lhs,
                       const Value &rhs) override;
  Value callOperation(llvm::StringRef name,
                      llvm::ArrayRef<ArgumentValue> arguments,
                      llvm::SMRange range) override;
  bool collectOperands(llvm::StringRef name, const graph::OpArgument &argument,
                       const ArgumentValue &given,
                       llvm::SmallVectorImpl<Value> &operands,
                       llvm::SmallVectorImpl<llvm::SMRange> &ranges);
  mlir::Attribute convertAttribute(const graph::OpArgument &argument,
                                   const Value &value);
  std::string describeFailure(llvm::StringRef name,
                              llvm::ArrayRef<mlir::Value> operands) const;
  mlir::Value build(llvm::StringRef name, llvm::ArrayRef<mlir::Value> operands,
                    llvm::ArrayRef<mlir::NamedAttribute> attributes,
                    llvm::SMRange range);
  /// Operands of a pointwise operation: numbers become tensors, and all get
  /// one shape. False and reported where that is not possible.
  bool unify(llvm::StringRef name, llvm::ArrayRef<Value> values,
             llvm::ArrayRef<llvm::SMRange> ranges, llvm::SMRange range,
             llvm::SmallVectorImpl<mlir::Value> &operands);
  bool broadcastShape(llvm::StringRef name, llvm::ArrayRef<mlir::Value> tensors,
                      llvm::SMRange range, graph::Dimensions &shape);
  mlir::Value expand(mlir::Value tensor, llvm::ArrayRef<graph::Dimension> shape,
                     llvm::SMRange range);
  /// A number or a dimension as a tensor without axes.
  mlir::Value makeScalar(const Value &number, mlir::Type elementType,
                         llvm::SMRange range);
  Value castConstant(const Value &number, const Value &dtype,
                     llvm::SMRange range);

  // InterfaceCheck.cpp: types of parameters and results.
  bool checkTensorArguments(const ast::Function &function,
                            llvm::ArrayRef<llvm::SMRange> arguments) override;
  Value checkResult(const ast::Function &function, Value result,
                    llvm::SMRange range) override;
  std::optional<graph::Dimension>
  solveDimension(const ast::Expression &expression, const ast::Name &name,
                 const graph::Dimension &size);
  bool hasValues(const ast::Expression &dimension,
                 const ast::Name *unknown = nullptr) const;
  void bindDimension(const DimensionBinder &binder, mlir::Value tensor,
                     llvm::SMRange argument);
  std::optional<Interface> evaluateInterface(const ast::TensorType &type);
  bool matches(const Interface &interface, mlir::Value tensor) const;
  std::string describe(const ast::TensorType &type,
                       const Interface &interface) const;
  bool checkArgument(const ast::Function &function, const ast::Formal &formal,
                     mlir::Value tensor, llvm::SMRange argument);
  bool checkOneResult(const ast::Function &function, const ast::Result &result,
                      const Value &value);
  /// Notes where each dimension that differs was declared and came from.
  void explainMismatch(Diagnostic &diagnostic, const ast::TensorType &type,
                       const Interface &interface, mlir::Value tensor);
  void noteDeclaration(Diagnostic &diagnostic, const ast::Expression &dimension,
                       const graph::Dimension &size, llvm::StringRef what);
  void noteConstants(Diagnostic &diagnostic, const ast::Expression &expression,
                     const LayerInstance *layer);
  /// Notes the operation, input or parameter that a dimension comes from.
  void noteOrigin(Diagnostic &diagnostic, mlir::Value tensor,
                  const graph::Dimension &dimension);
  /// Notes what an operand is and where it was made.
  void noteOperand(Diagnostic &diagnostic, llvm::StringRef name,
                   mlir::Value tensor);

  /// Where an operation or an argument of the function comes from.
  struct Origin {
    llvm::SMRange range;
    std::string what; ///< "'reshape' in LeNet5.classifier.0: Flatten"
    const Parameter *parameter = nullptr;
  };

  /// `value` comes from where `other` does. (A copy: the table may grow.)
  void inheritOrigin(mlir::Value value, mlir::Value other) {
    Origin origin = origins.lookup(other);
    origins[value] = std::move(origin);
  }

  const ModuleTree &tree;
  const StepOptions &stepOptions;
  mlir::MLIRContext &context;
  mlir::OpBuilder builder;
  mlir::func::FuncOp currentFunction;
  /// Parameters and states that the current function uses, each in the order
  /// of the tree, and the position of each there.
  std::vector<const Parameter *> used;
  std::vector<const Parameter *> usedStates;
  /// The function and the scans that the current place is in.
  std::vector<Level> levels;
  /// How often each layer has drawn random numbers.
  llvm::StringMap<unsigned> draws;
  llvm::DenseMap<const Parameter *, unsigned> order;
  llvm::DenseMap<const Parameter *, mlir::Value> parameterValues;
  llvm::DenseMap<mlir::Value, Origin> origins;
  /// The last message that the dialect emitted.
  std::string emitted;
  size_t operationCount = 0;
};

} // namespace dlc::frontend

#endif // DLC_LIB_FRONTEND_GRAPHGENERATION_H
