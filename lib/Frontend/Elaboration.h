//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Instantiates the layers of a model with their constants: from the syntax
// tree to the module tree.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_FRONTEND_ELABORATION_H
#define DLC_LIB_FRONTEND_ELABORATION_H

#include "Evaluator.h"

#include "llvm/ADT/StringSet.h"

namespace dlc::frontend {

class Elaborator : public Evaluator {
public:
  using Evaluator::Evaluator;

  /// Where anything was reported, a tree without the members that failed,
  /// which serves to find further errors; null where there is none at all.
  /// `constants` are arguments for the
  /// model's constants, by name.
  std::unique_ptr<ModuleTree> elaborate(
      const LayerClass &model,
      llvm::ArrayRef<std::pair<std::string, ast::ExpressionPtr>> constants,
      const ast::Train *train);

private:
  Value construct(const LayerClass &layer,
                  llvm::ArrayRef<ArgumentValue> arguments,
                  llvm::SMRange range) override;
  LayerInstance *instantiate(const LayerClass &layer,
                             llvm::ArrayRef<ArgumentValue> arguments,
                             llvm::SMRange range);
  bool bindConstants(LayerInstance &layer,
                     llvm::ArrayRef<ArgumentValue> arguments,
                     llvm::SMRange range);
  void declareAbsent(LayerInstance &layer, const ast::Declaration &member);
  void declareUnknown(LayerInstance &layer,
                      const ast::ConditionalDeclaration &conditional);
  void elaborateMembers(LayerInstance &layer,
                        const std::vector<ast::DeclarationPtr> &members);
  void elaborateMember(LayerInstance &layer, const ast::Declaration &member);
  /// Nothing where anything was reported.
  std::optional<std::vector<int64_t>>
  evaluateShape(const ast::TensorType &type, const ast::Identifier &name);
  void elaborateParameter(LayerInstance &layer,
                          const ast::ParameterDeclaration &declaration);
  Value evaluateInitializer(const ast::Expression &expression,
                            const ArgumentValue &shape);
  void elaborateSublayer(LayerInstance &layer,
                         const ast::SublayerDeclaration &declaration);
  Value evaluateSublayers(LayerInstance &layer,
                          const ast::Comprehension &comprehension,
                          const ast::SublayerDeclaration &declaration);
  bool adopt(LayerInstance &parent, const Value &value, std::string name,
             llvm::SMRange range);
  std::optional<std::string> outsideName(const ast::Expression *expression,
                                         ast::Identifier name, bool mayBeEmpty);
  bool claimName(LayerInstance &layer, llvm::StringRef name,
                 llvm::SMRange range);
  void nameAll(LayerInstance &layer, const std::string &path);
  void addParameter(Parameter &parameter, std::string name);

  // ElaborateTraining.cpp
  void elaborateTraining(const ast::Train &train);
  bool assignGroups(const ast::Train &train);
  bool assignPattern(const ast::ParameterGroup &group,
                     const ast::Expression &expression);
  bool constructOptimizers(const ast::Train &train);
  LayerInstance *constructOptimizer(const ast::Expression &expression,
                                    Parameter &parameter);
  bool makeScalars(LayerInstance &optimizer);
  Parameter &makeScalar(llvm::StringRef name, DType dtype, double value,
                        llvm::SMRange declared);

  /// The parameter that an optimizer is made for; null elsewhere.
  Parameter *optimized = nullptr;
  bool hasOptimizer = false;
  /// Whose scalars optimizers have; empty for those of no group.
  llvm::StringRef scalarGroup;
  llvm::StringMap<Parameter *> scalars;
  std::unique_ptr<ModuleTree> tree;
  /// Outside names in use, by layer.
  llvm::DenseMap<const LayerInstance *, llvm::StringMap<llvm::SMRange>> claimed;
};

} // namespace dlc::frontend

#endif // DLC_LIB_FRONTEND_ELABORATION_H
