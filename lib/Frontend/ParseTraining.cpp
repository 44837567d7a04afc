//===----------------------------------------------------------------------===//
//
// What training adds to declarations: how a model is trained, and the slots of
// optimizers.
//
//===----------------------------------------------------------------------===//

#include "ParserImplementation.h"

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
      skipToMemberOrStatement();
  closeBlock(" at the end of 'train'");
  train->range = rangeFrom(begin);
  return train;
}

/// train-item := 'batch' formals | 'let' pattern '=' expression
///             | 'metric' name '=' expression
///             | ('loss' | 'optimizer' | 'clip_grad_norm' | 'clip_grad_value')
///               '=' expression
bool Parser::parseTrainItem(Train &train) {
  llvm::SaveAndRestore line(indentation, lineIndentation);
  if (at(Token::Kind::kw_let)) {
    StatementPtr statement = parseLet();
    if (!statement)
      return false;
    train.step.body.push_back(std::move(statement));
    return true;
  }
  if (atWord("batch") && following.is(Token::Kind::l_paren)) {
    if (!train.step.formals.empty())
      diagnostics.error(token.range(), "'batch' stands twice");
    advance();
    return parseFormals(train.step.formals);
  }
  if (consumeWord("metric")) {
    std::optional<Identifier> name = expectName("the name of the metric");
    if (!name)
      return false;
    train.metrics.push_back({*name, nullptr});
    if (parseSetting(train.metrics.back().value))
      return true;
    train.metrics.pop_back();
    return false;
  }
  std::pair<llvm::StringRef, ExpressionPtr *> settings[] = {
      {"loss", &train.loss},
      {"clip_grad_norm", &train.clipNorm},
      {"clip_grad_value", &train.clipValue}};
  for (auto [word, value] : settings)
    if (atWord(word)) {
      if (*value)
        diagnostics.error(token.range(), "'" + word + "' stands twice");
      advance();
      return parseSetting(*value);
    }
  if (at(Token::Kind::kw_optimizer)) {
    if (train.optimizer)
      diagnostics.error(token.range(), "'optimizer' stands twice");
    advance();
    return parseSetting(train.optimizer);
  }
  reportMisplaced("'batch', 'let', 'loss', 'metric', 'optimizer', "
                  "'clip_grad_norm' or 'clip_grad_value'");
  if (!at(Token::Kind::r_brace))
    advance();
  return false;
}

/// '=' expression
bool Parser::parseSetting(ExpressionPtr &value) {
  if (!expect(Token::Kind::equal, ""))
    return false;
  value = parseExpression();
  return value != nullptr;
}
