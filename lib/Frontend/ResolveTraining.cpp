//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names of what says how models are trained.
//
//===----------------------------------------------------------------------===//

#include "Resolver.h"

#include "dlc/Frontend/ModuleTree.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

void Resolver::checkTrain(const Train &train) {
  auto *model = llvm::dyn_cast_or_null<Layer>(file.find(train.model.text));
  if (!model || !model->isModel())
    diagnostics.error(train.model.range(),
                      "this file has no model '" + train.model.text + "'");
  for (const DeclarationPtr &declaration : file.declarations) {
    if (declaration.get() == &train)
      break;
    auto *earlier = llvm::dyn_cast<Train>(declaration.get());
    if (earlier && earlier->model.text == train.model.text) {
      diagnostics
          .error(train.model.range(),
                 "'" + train.model.text + "' is trained in two ways")
          .note(earlier->model.range(), "the first one");
      return;
    }
  }
  // Whether groups that have one leave no parameter is not known yet.
  bool hasOptimizer =
      llvm::any_of(train.groups, [](const ParameterGroup &group) {
        return group.settings.optimizer != nullptr;
      });
  std::pair<llvm::StringRef, bool> items[] = {
      {"'batch (...)'", !train.step.formals.empty()},
      {"'loss = ...'", train.loss != nullptr},
      {"'optimizer = ...'", train.settings.optimizer || hasOptimizer}};
  llvm::SmallVector<llvm::StringRef> missing;
  for (auto [item, isThere] : items)
    if (!isThere)
      missing.push_back(item);
  if (!missing.empty())
    diagnostics.error(train.model.range(),
                      "'train' needs " + llvm::join(missing, " and "));
  for (const Formal &formal : train.step.formals)
    if (!llvm::isa_and_nonnull<TensorType>(formal.type.get()))
      diagnostics.error(formal.name.range(),
                        "'" + formal.name.text +
                            "' of a batch needs the type of a tensor");
}

void Resolver::resolveTrain(const Train &train) {
  Guard guard(*this);
  currentFunction = &train.step;
  declareDimensions(train.step);
  resolveFormals(train.step.formals);
  for (const StatementPtr &statement : train.step.body)
    resolve(*statement);
  resolve(train.loss.get());
  llvm::StringMap<llvm::SMRange> names;
  for (const Train::Metric &metric : train.metrics) {
    resolve(metric.value.get());
    if (metric.name.text == kLossOutput || metric.name.text == kNormOutput)
      diagnostics.error(metric.name.range(),
                        "every step tells '" + metric.name.text +
                            "'; a metric needs another name");
    auto [entry, fresh] =
        names.try_emplace(metric.name.text, metric.name.range());
    if (!fresh)
      diagnostics
          .error(metric.name.range(),
                 "two metrics are called '" + metric.name.text + "'")
          .note(entry->second, "the first one");
  }
  resolveSettings(train.settings);
  resolveGroups(train.groups);
  currentFunction = nullptr;
}

void Resolver::resolveSettings(const TrainSettings &settings) {
  for (const Expression *setting :
       {settings.optimizer.get(), settings.clipNorm.get(),
        settings.clipValue.get()})
    resolve(setting);
}

void Resolver::resolveGroups(const std::vector<ParameterGroup> &groups) {
  llvm::StringMap<llvm::SMRange> names;
  for (const ParameterGroup &group : groups) {
    auto [entry, fresh] =
        names.try_emplace(group.name.text, group.name.range());
    if (!fresh)
      diagnostics
          .error(group.name.range(),
                 "two groups are called '" + group.name.text + "'")
          .note(entry->second, "the first one");
    if (!group.settings.optimizer && !group.settings.hasLimit())
      diagnostics.error(group.name.range(),
                        "group '" + group.name.text +
                            "' says nothing of its parameters: 'optimizer', "
                            "'clip_grad_norm' or 'clip_grad_value'");
    for (const ExpressionPtr &pattern : group.patterns)
      resolve(pattern.get());
    resolveSettings(group.settings);
  }
}

void Resolver::resolveFormals(const std::vector<Formal> &formals) {
  for (const Formal &formal : formals) {
    auto *type = llvm::dyn_cast_or_null<ConstantType>(formal.type.get());
    if (type && type->isVariadic && &formal != &formals.back())
      diagnostics.error(type->range, "only the last parameter takes any "
                                     "number of arguments");
    if (type && type->isVariadic && formal.defaultValue)
      diagnostics.error(formal.defaultValue->range,
                        "a parameter that takes any number of arguments has "
                        "no default");
    if (formal.type)
      resolveType(*formal.type);
    // A default sees the parameters before it.
    resolve(formal.defaultValue.get());
    declareValue(formal.name);
  }
}

void Resolver::declareMembers(const std::vector<DeclarationPtr> &members) {
  for (const DeclarationPtr &member : members) {
    auto *conditional = llvm::dyn_cast<ConditionalDeclaration>(member.get());
    if (!conditional) {
      Binding binding;
      binding.isReady = llvm::isa<Function>(member.get());
      if (auto *tensor = llvm::dyn_cast<ParameterDeclaration>(member.get()))
        binding.isState = tensor->isState();
      declareValue(nameOf(*member), binding);
      continue;
    }
    // The two branches exclude each other and may declare the same members.
    declareMembers(conditional->thenMembers);
    std::vector<std::pair<std::string, Binding>> hidden;
    for (const DeclarationPtr &inner : conditional->thenMembers) {
      llvm::StringRef name = nameOf(*inner).text;
      auto found = scopes.back().names.find(name);
      if (found == scopes.back().names.end())
        continue;
      hidden.emplace_back(name.str(), found->second);
      scopes.back().names.erase(found);
    }
    declareMembers(conditional->elseMembers);
    for (auto &[name, binding] : hidden)
      scopes.back().names.try_emplace(name, binding);
  }
}

void Resolver::setReady(Identifier name) {
  if (auto found = scopes.back().names.find(name.text);
      found != scopes.back().names.end())
    found->second.isReady = true;
}

/// Values of members in their order, then the functions, which see all.
void Resolver::resolveMembers(const std::vector<DeclarationPtr> &members) {
  for (const DeclarationPtr &member : members)
    if (!llvm::isa<Function>(member.get()))
      resolveMember(*member);
  for (const DeclarationPtr &member : members)
    if (auto *function = llvm::dyn_cast<Function>(member.get()))
      resolveFunction(*function);
}

void Resolver::resolveMember(const Declaration &member) {
  llvm::TypeSwitch<const Declaration *>(&member)
      .Case([&](const ParameterDeclaration *node) {
        if (!node->type) {
          // A slot is like its parameter.
        } else if (auto *type = llvm::dyn_cast<TensorType>(node->type.get())) {
          if (type->anyLeading)
            diagnostics.error(type->range,
                              "the shape of a parameter is fixed: no '...'");
          resolve(type->element.get());
          for (const ExpressionPtr &dimension : type->dimensions) {
            auto *name = llvm::dyn_cast<Name>(dimension.get());
            if (!name || !name->name.isCapital())
              resolve(dimension.get());
            else
              diagnostics.error(name->range,
                                "'" + name->name.text +
                                    "' is a named dimension; the shape of a "
                                    "parameter is made of constants");
          }
        } else {
          diagnostics.error(node->type->range,
                            "a parameter is a tensor: 'real[...]'");
        }
        resolve(node->outsideName.get());
        resolve(node->initializer.get());
        setReady(node->name);
      })
      .Case([&](const SublayerDeclaration *node) {
        auto *comprehension = llvm::dyn_cast<Comprehension>(node->value.get());
        if (comprehension && node->outsideName) {
          // The outside name sees the variables.
          resolveClauses(comprehension->clauses, [&] {
            resolve(comprehension->element.get());
            resolve(node->outsideName.get());
          });
        } else {
          resolve(node->outsideName.get());
          resolve(node->value.get());
        }
        setReady(node->name);
      })
      .Case([&](const ConstantDeclaration *node) {
        resolve(node->value.get());
        setReady(node->name);
      })
      .Case([&](const ConditionalDeclaration *node) {
        resolve(node->condition.get());
        resolveMembers(node->thenMembers);
        resolveMembers(node->elseMembers);
      });
}
