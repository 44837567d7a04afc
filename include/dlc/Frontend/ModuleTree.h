//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The module tree: every layer of a model, instantiated with its constants,
// and the parameters by hierarchical name.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_FRONTEND_MODULETREE_H
#define DLC_FRONTEND_MODULETREE_H

#include "dlc/Frontend/AST/Declaration.h"
#include "dlc/Frontend/Value.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"

namespace dlc::frontend {

/// What a step of training is called among the model's functions.
inline constexpr llvm::StringLiteral kTrainFunction = "train_step";
/// What a step of training tells of its batch beside the metrics: the loss, and
/// the norm of all gradients together. That of one parameter's has its name
/// behind the latter and a point.
inline constexpr llvm::StringLiteral kLossOutput = "loss";
inline constexpr llvm::StringLiteral kNormOutput = "grad_norm";
/// What the names of all that an optimizer keeps begin with.
inline constexpr llvm::StringLiteral kOptimizerPrefix = "optimizer.";
/// The number of steps taken, behind the prefix.
inline constexpr llvm::StringLiteral kStepCount = "step";

/// A tensor that the model keeps between calls: trained, or a state.
struct Parameter {
  /// Unique in the model: "features.0.weight". Empty until the tree is whole.
  std::string name;
  /// Within its layer: "weight".
  std::string localName;
  std::vector<int64_t> shape;
  DType dtype = DType::F32;
  Initializer initializer;
  /// Carried from call to call: functions may give it new values. In a model
  /// that is trained, its parameters are, too.
  bool isState = false;
  /// Trained.
  bool isTrained = false;
  /// Of the optimizer: what is not in a file of weights begins anew.
  bool isOptimizers = false;
  /// A constant of the optimizer that the host may change.
  bool isScalar = false;
  /// Null for what no declaration of its own makes.
  const ast::ParameterDeclaration *declaration = nullptr;
  /// The name where it was declared.
  llvm::SMRange declared;
  LayerInstance *owner = nullptr;
};

/// One layer with its constants. One that is used twice is one instance, and
/// stands in the tree where it was named first.
class LayerInstance {
public:
  struct Constant {
    std::string name;
    Value value;
    /// The argument that set it, or the default.
    llvm::SMRange origin;
    llvm::SMRange declared;
  };
  struct Child {
    /// Outside name: "0", "features"; empty where its parameters sit directly
    /// in the parent's namespace.
    std::string name;
    LayerInstance *layer;
  };

  llvm::StringRef className() const { return declaration->name.text; }
  /// "LeNet5.classifier.1: Linear"
  std::string displayPath() const;
  /// The value of a constant, parameter, member or `let`; null if there is
  /// none of that name.
  const Value *find(llvm::StringRef name) const {
    auto found = names.find(name);
    return found == names.end() ? nullptr : &found->second;
  }
  const Constant *findConstant(llvm::StringRef name) const;

  const ast::Layer *declaration = nullptr;
  const ast::File *file = nullptr;
  /// The call that constructed it; invalid for the model.
  llvm::SMRange constructed;
  LayerInstance *parent = nullptr;
  /// The mode it was constructed with; inherited from the parent without one.
  std::optional<bool> training;
  /// "classifier.1"; empty for the model, for a layer that no member holds,
  /// and where the outside names on the way are.
  std::string path;
  /// Whether all constants have a value.
  bool isBound = false;
  std::vector<Constant> constants;
  std::vector<std::unique_ptr<Parameter>> parameters;
  std::vector<Child> children;
  /// All constants, parameters, members and `let`s by the name the source
  /// gives them; absent members are `none`.
  llvm::StringMap<Value> names;
};

/// A parameter that steps of training give new values.
struct TrainedParameter {
  Parameter *parameter;
  /// Null where it is in none.
  const ast::ParameterGroup *group = nullptr;
  /// What constructs its optimizer: its group's, or else that of the rest.
  const ast::Expression *construction = nullptr;
  /// An instance of its own.
  LayerInstance *optimizer = nullptr;
};

class ModuleTree {
public:
  const LayerInstance &root() const { return *instances.front(); }
  llvm::StringRef modelName() const { return root().className(); }
  /// A layer's own parameters before those of its sublayers, each in the
  /// order of the source: PyTorch's order.
  llvm::ArrayRef<const Parameter *> parameters() const { return ordered; }

  /// How the model is trained; null where it is not.
  const ast::Train *train = nullptr;
  /// In the order of the parameters. Empty where an optimizer or a group is
  /// wrong.
  std::vector<TrainedParameter> trained;
  /// Counts the steps of training; null without.
  Parameter *step = nullptr;

  /// Layers with constants and parameters, indented.
  void print(llvm::raw_ostream &stream) const;

private:
  friend class Elaborator;
  /// The model first.
  std::vector<std::unique_ptr<LayerInstance>> instances;
  std::vector<const Parameter *> ordered;
  /// Those that no layer has: the optimizer's scalars, and the step.
  std::vector<std::unique_ptr<Parameter>> unowned;
};

/// "uniform(-0.05, 0.05)"
std::string describe(const Initializer &initializer);
/// The kind of that name with numbers of 0; nothing for other names.
std::optional<Initializer> makeInitializer(llvm::StringRef kind);

} // namespace dlc::frontend

#endif // DLC_FRONTEND_MODULETREE_H
