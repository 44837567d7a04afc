//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What training adds to declarations: how a model is trained, and the slots of
// optimizers.
//
//===----------------------------------------------------------------------===//

#include "ParserImplementation.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// slot := 'slot' name '=' expression
DeclarationPtr Parser::parseSlot() {
  llvm::SMLoc begin = token.begin();
  advance();
  std::optional<Identifier> name = expectName("the name of the slot");
  if (!name)
    return nullptr;
  auto slot = std::make_unique<ParameterDeclaration>(
      rangeFrom(begin), ParameterDeclaration::Role::Slot, *name);
  if (!expect(Token::Kind::equal, " and an initializer such as 'init.zeros'"))
    return nullptr;
  slot->initializer = parseExpression();
  if (!slot->initializer)
    return nullptr;
  slot->range = rangeFrom(begin);
  return slot;
}

/// train := 'train' name '{' { train-item } '}'
DeclarationPtr Parser::parseTrain() {
  llvm::SMLoc begin = token.begin();
  advance();
  std::optional<Identifier> name = expectName("the name of a model");
  if (!name)
    return nullptr;
  auto train = std::make_unique<Train>(rangeFrom(begin), *name);
  Block braces(*this);
  if (!openBlock(" after the model's name"))
    return nullptr;
  while (!atBlockEnd())
    if (!parseTrainItem(*train))
      skipToTrainItem();
  closeBlock(" at the end of 'train'");
  train->range = rangeFrom(begin);
  return train;
}

/// The words that settings begin with, and all items of `train`; most are names
/// elsewhere.
static constexpr llvm::StringRef kSettingWords[] = {
    "optimizer", "clip_grad_norm", "clip_grad_value"};
static constexpr llvm::StringRef kItemWords[] = {
    "batch", "let",       "loss",           "metric",
    "group", "optimizer", "clip_grad_norm", "clip_grad_value"};

/// Where the value of a setting goes.
static ExpressionPtr &settingOf(TrainSettings &settings, llvm::StringRef word) {
  return word == "optimizer"        ? settings.optimizer
         : word == "clip_grad_norm" ? settings.clipNorm
                                    : settings.clipValue;
}

/// The word of an item, or the one that a misspelt word stands for; empty where
/// there is neither.
llvm::StringRef Parser::trainWord(llvm::ArrayRef<llvm::StringRef> words) {
  if (llvm::is_contained(words, token.spelling))
    return token.spelling;
  std::optional<llvm::StringRef> closest;
  if (at(Token::Kind::name))
    closest = closestName(token.spelling, words);
  if (!closest)
    return "";
  diagnostics.error(token.range(), "expected '" + *closest + "', found '" +
                                       token.spelling + "'");
  return *closest;
}

void Parser::skipToTrainItem() {
  while (!atBlockEnd() && !atMemberOrStatement() &&
         !(token.startsLine && llvm::is_contained(kItemWords, token.spelling)))
    if (at(Token::Kind::l_brace))
      skipBalanced();
    else
      advance();
}

/// train-item := 'batch' formals | 'let' pattern '=' expression
///             | 'metric' name '=' expression | 'loss' '=' expression
///             | setting | group
bool Parser::parseTrainItem(Train &train) {
  llvm::SaveAndRestore line(indentation, lineIndentation);
  llvm::SMRange place = token.range();
  llvm::StringRef word = trainWord(kItemWords);
  if (word.empty()) {
    reportMisplaced("'batch', 'let', 'loss', 'metric', 'group', 'optimizer', "
                    "'clip_grad_norm' or 'clip_grad_value'");
    advance();
    return false;
  }
  if (word == "let") {
    StatementPtr statement = parseLet();
    if (!statement)
      return false;
    train.step.body.push_back(std::move(statement));
    return true;
  }
  advance();
  if (word == "group")
    return parseGroup(train);
  if (word == "metric") {
    std::optional<Identifier> name = expectName("the name of the metric");
    ExpressionPtr value;
    if (!name || !parseSetting(value, word, place))
      return false;
    train.metrics.push_back({*name, std::move(value)});
    return true;
  }
  if (word == "batch") {
    if (!train.step.formals.empty())
      diagnostics.error(place, "'batch' stands twice");
    return parseFormals(train.step.formals);
  }
  return parseSetting(word == "loss" ? train.loss
                                     : settingOf(train.settings, word),
                      word, place);
}

/// group := 'group' name 'for' expression { ',' expression }
///          '{' { setting } '}'
bool Parser::parseGroup(Train &train) {
  std::optional<Identifier> name = expectName("the name of the group");
  if (!name || !expect(Token::Kind::kw_for, " and patterns such as \"*.bias\""))
    return false;
  ParameterGroup group;
  group.name = *name;
  do {
    group.patterns.push_back(parseExpression());
    if (!group.patterns.back())
      return false;
  } while (consume(Token::Kind::comma));
  Block braces(*this);
  if (!openBlock(" after the group's patterns"))
    return false;
  while (!atBlockEnd())
    if (!parseGroupItem(group))
      skipToTrainItem();
  closeBlock(" at the end of 'group'");
  train.groups.push_back(std::move(group));
  return true;
}

/// setting := ('optimizer' | 'clip_grad_norm' | 'clip_grad_value')
///            '=' expression
bool Parser::parseGroupItem(ParameterGroup &group) {
  llvm::SaveAndRestore line(indentation, lineIndentation);
  llvm::SMRange place = token.range();
  llvm::StringRef word = trainWord(kSettingWords);
  if (word.empty()) {
    reportMisplaced("'optimizer', 'clip_grad_norm' or 'clip_grad_value'");
    advance();
    return false;
  }
  advance();
  return parseSetting(settingOf(group.settings, word), word, place);
}

/// '=' expression
bool Parser::parseSetting(ExpressionPtr &value, llvm::StringRef word,
                          llvm::SMRange place) {
  if (value)
    diagnostics.error(place, "'" + word + "' stands twice");
  if (!expect(Token::Kind::equal, ""))
    return false;
  value = parseExpression();
  return value != nullptr;
}
