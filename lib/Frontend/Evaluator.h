//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Evaluates expressions and statements over values. Elaboration uses it on
// constants; graph generation adds the tensors by overriding what happens to
// them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_FRONTEND_EVALUATOR_H
#define DLC_LIB_FRONTEND_EVALUATOR_H

#include "Prelude.h"
#include "dlc/Frontend/Diagnostics.h"
#include "dlc/Frontend/ModuleTree.h"

#include "mlir/IR/Location.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"

#include <map>
#include <optional>

namespace dlc::frontend {

/// Variables by name. Most braces have few, and a loop opens them in each
/// iteration: making a table would take longer than the rest of it.
class Variables {
public:
  /// Null if there is none; `hash` is for other calls with the same name.
  Value *find(llvm::StringRef name, std::optional<uint32_t> &hash) {
    for (auto &[known, value] : few)
      if (known == name)
        return &value;
    if (many.empty())
      return nullptr;
    if (!hash)
      hash = llvm::StringMapImpl::hash(name);
    auto found = many.find(name, *hash);
    return found == many.end() ? nullptr : &found->second;
  }
  /// Made if there is none. The name must outlive this, as those of the syntax
  /// tree do; what is returned stays where it is.
  Value &operator[](llvm::StringRef name) {
    std::optional<uint32_t> hash;
    if (Value *found = find(name, hash))
      return *found;
    if (few.size() == few.capacity())
      return many[name];
    return few.emplace_back(name, Value()).second;
  }

private:
  llvm::SmallVector<std::pair<llvm::StringRef, Value>, 2> few;
  llvm::StringMap<Value> many;
};

/// The variables of a pair of braces.
struct Scope {
  explicit Scope(Scope *outer = nullptr)
      : outer(outer), depth(outer ? outer->depth + 1 : 0) {}
  Value *find(llvm::StringRef name) {
    std::optional<uint32_t> hash;
    for (Scope *scope = this; scope; scope = scope->outer)
      if (Value *found = scope->variables.find(name, hash))
        return found;
    return nullptr;
  }
  Scope *outer;
  unsigned depth;
  Variables variables;
};

/// A function being called, or a layer being constructed.
struct Frame {
  Frame *caller = nullptr;
  /// In the caller; invalid for the outermost.
  llvm::SMRange callSite;
  const ast::File *file = nullptr;
  LayerInstance *self = nullptr;
  /// Null while a layer is constructed.
  const ast::Function *function = nullptr;
  Scope *scope = nullptr;
  /// Named dimensions of the function's signature.
  std::map<std::string, graph::Dimension, std::less<>> dimensions;
  /// The arguments that bound them.
  llvm::StringMap<llvm::SMRange> binders;
  /// While constructing: the member whose value is computed.
  llvm::StringRef member;
  /// The value of the `return` that was reached.
  llvm::SMRange returned;
  /// What the `next` that was reached emits, if it says so.
  std::optional<Value> emitted;
  /// Where the callers are, for the locations of operations; made once.
  std::optional<mlir::LocationAttr> callerLocation;
};

/// An argument of a call, evaluated.
struct ArgumentValue {
  llvm::StringRef name; ///< empty: positional
  llvm::SMRange range;
  Value value;
};

/// What binding arguments to parameters needs to know of a parameter.
struct FormalInfo {
  llvm::StringRef name;
  bool optional = false;
  bool variadic = false;
};

/// For each parameter the arguments given to it: none, one, or any number
/// where it is variadic.
using BoundArguments = std::vector<llvm::SmallVector<const ArgumentValue *, 1>>;

class Evaluator {
public:
  Evaluator(DiagnosticEngine &diagnostics, const Prelude &prelude)
      : diagnostics(diagnostics), prelude(prelude) {}
  virtual ~Evaluator() = default;

protected:
  //===--------------------------------------------------------------------===//
  // Expressions
  //===--------------------------------------------------------------------===//

  Value evaluate(const ast::Expression &expression);
  std::optional<bool> evaluateCondition(const ast::Expression &expression);
  std::optional<std::string> evaluateText(const ast::Expression &expression);
  /// Runs `body` for each element with `variable` bound to it, until it
  /// returns false.
  bool forEach(const ast::Iterable &iterable, const ast::Pattern &variable,
               llvm::function_ref<bool(size_t index)> body);
  /// Runs `body` for each combination that the clauses of a comprehension
  /// leave, until it returns false.
  bool forEach(llvm::ArrayRef<ast::Comprehension::Clause> clauses,
               llvm::function_ref<bool()> body);
  /// Declares the names of a pattern in the current scope.
  bool bind(const ast::Pattern &pattern, const Value &value,
            llvm::SMRange range);

  /// A dimension of a type.
  std::optional<graph::Dimension>
  evaluateDimension(const ast::Expression &expression);
  std::optional<graph::Dimension> dimensionOf(const Value &value,
                                              llvm::SMRange range);
  /// The element type of a tensor type.
  std::optional<DType> evaluateElementType(const ast::TensorType &type);

  //===--------------------------------------------------------------------===//
  // Calls
  //===--------------------------------------------------------------------===//

  Value call(const Value &callee, std::vector<ArgumentValue> arguments,
             const ast::Expression &calleeExpression, llvm::SMRange range);
  Value callFunction(const FunctionReference &function,
                     llvm::ArrayRef<ArgumentValue> arguments,
                     llvm::SMRange range);
  bool collectArguments(const ast::Call &node,
                        std::vector<ArgumentValue> &arguments);
  std::optional<BoundArguments>
  bindArguments(llvm::ArrayRef<FormalInfo> formals,
                llvm::ArrayRef<ArgumentValue> arguments, llvm::SMRange range,
                const llvm::Twine &callee, llvm::SMRange declared);
  /// A constant as a parameter of type `type` takes it; an error value where
  /// it does not fit.
  Value convertConstant(const Value &value, const ast::ConstantType &type,
                        const ast::Formal &formal, llvm::SMRange range);
  std::optional<Value> runBody(const std::vector<ast::StatementPtr> &body);
  /// Runs statements in the current scope, which keeps their variables.
  bool runHere(const std::vector<ast::StatementPtr> &body);

  //===--------------------------------------------------------------------===//
  // What elaboration and graph generation add
  //===--------------------------------------------------------------------===//

  virtual Value construct(const LayerClass &layer,
                          llvm::ArrayRef<ArgumentValue> arguments,
                          llvm::SMRange range);
  /// Operands of which at least one is a tensor.
  virtual Value applyToTensor(const ast::Unary &node, const Value &operand);
  virtual Value applyToTensors(const ast::Binary &node, const Value &lhs,
                               const Value &rhs);
  virtual Value callOperation(llvm::StringRef name,
                              llvm::ArrayRef<ArgumentValue> arguments,
                              llvm::SMRange range);
  /// What a member of a layer is at this point: a state changes.
  virtual Value readMember(const Value &member) { return member; }
  virtual Value callExtern(const ast::Function &function, llvm::SMRange range);
  virtual Value indexTensor(const ast::Index &node, const Value &base);
  virtual Value evaluateScan(const ast::Scan &node);
  virtual bool rebind(const ast::Rebind &node, const Value &value);
  /// Binds named dimensions and checks tensors against the types of a
  /// function's parameters, whose values are in the current scope.
  virtual bool checkTensorArguments(const ast::Function &function,
                                    llvm::ArrayRef<llvm::SMRange> arguments);
  virtual Value checkResult(const ast::Function &function, Value result,
                            llvm::SMRange range);
  /// What a call of a layer's `forward` returns, from what that returned; the
  /// frame is that of the call.
  virtual Value finishForward(const ast::Function &forward, Value result,
                              llvm::SMRange range) {
    return result;
  }

  //===--------------------------------------------------------------------===//
  // Errors
  //===--------------------------------------------------------------------===//

  /// Reports at the innermost place in a user's file; where the cause lies in
  /// the library, notes lead there, and further notes to the callers.
  Diagnostic &error(llvm::SMRange range, const llvm::Twine &message);
  Value fail(llvm::SMRange range, const llvm::Twine &message) {
    error(range, message);
    return Value();
  }
  /// "LeNet5.classifier.1: Linear"
  std::string currentLayerPath() const;
  /// The same for diagnostics: empty in the model itself, which needs no
  /// mention.
  std::string sublayerPath() const;
  /// Counts work; false, reported and aborted once it has been too much. All
  /// that takes time or memory in proportion to a list or a string is counted
  /// by its size.
  bool spend(uint64_t work, llvm::SMRange range);
  /// A value takes some 50 bytes.
  static constexpr uint64_t elementWork = 4;
  static uint64_t textWork(size_t size) { return size / 16; }
  /// Stops everything after an error that more would follow.
  void abort() { aborted = true; }

  /// Makes a frame current for the life of the guard.
  struct FrameGuard {
    FrameGuard(Evaluator &evaluator, Frame &frame)
        : evaluator(evaluator), previous(evaluator.frame) {
      frame.caller = previous;
      evaluator.frame = &frame;
      ++evaluator.frameDepth;
    }
    ~FrameGuard() {
      evaluator.frame = previous;
      --evaluator.frameDepth;
    }
    Evaluator &evaluator;
    Frame *previous;
  };

  /// Opens a scope in the current frame.
  struct ScopeGuard {
    explicit ScopeGuard(Frame &frame) : frame(frame), scope(frame.scope) {
      frame.scope = &scope;
    }
    ~ScopeGuard() { frame.scope = scope.outer; }
    Frame &frame;
    Scope scope;
  };

  DiagnosticEngine &diagnostics;
  const Prelude &prelude;
  Frame *frame = nullptr;
  unsigned frameDepth = 0;
  bool aborted = false;
  /// Was there a `training` whose value the options say?
  bool readsTraining = false;

private:
  enum class Flow { Next, Returned, Failed };
  Flow run(const ast::Statement &statement, Value &result);
  Flow runAll(const std::vector<ast::StatementPtr> &body, Value &result);

  Value evaluateNode(const ast::Expression &expression);
  Value evaluateName(const ast::Name &node);
  Value evaluateMember(const ast::Member &node);
  Value evaluateIndex(const ast::Index &node);
  Value evaluateListSlice(const ast::Subscript &subscript, const Value &list);
  Value evaluateTraining(const ast::Training &node);
  Value evaluateCall(const ast::Call &node);
  Value evaluatePipe(const ast::Pipe &node);
  Value evaluateUnary(const ast::Unary &node);
  Value evaluateBinary(const ast::Binary &node);
  Value evaluateConnective(const ast::Binary &node);
  Value applyToConstants(const ast::Binary &node, const Value &lhs,
                         const Value &rhs);
  Value compareConstants(const ast::Binary &node, const Value &lhs,
                         const Value &rhs);
  Value applyToIntegers(const ast::Binary &node, int64_t lhs, int64_t rhs);
  Value applyToFloats(const ast::Binary &node, double lhs, double rhs);
  Value applyToDimensions(const ast::Binary &node, const graph::Dimension &lhs,
                          const graph::Dimension &rhs);
  Value evaluateString(const ast::StringLiteral &node);
  Value evaluateComprehension(const ast::Comprehension &node);
  Value makeList(std::vector<Value> elements, bool isTuple,
                 llvm::SMRange range);
  Value callConstantFunction(const ConstantFunction &function,
                             llvm::ArrayRef<ArgumentValue> arguments,
                             llvm::SMRange range);
  bool bindFormal(const ast::Formal &formal,
                  llvm::ArrayRef<const ArgumentValue *> given,
                  llvm::SMRange range, llvm::SMRange &origin);

  bool enter(llvm::SMRange range);

  unsigned depth = 0;
  uint64_t steps = 0;
};

} // namespace dlc::frontend

#endif // DLC_LIB_FRONTEND_EVALUATOR_H
