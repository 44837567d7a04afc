//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Grammar of files: imports, functions, layers, models and their members.
//
//===----------------------------------------------------------------------===//

#include "ParserImplementation.h"

#include "llvm/Support/SaveAndRestore.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// Names are looked for in one import after the other.
static constexpr size_t maximumImports = 1000;

/// Arguments are looked for in one parameter after the other.
static constexpr size_t maximumFormals = 1000;

/// file := { import } { declaration }
std::unique_ptr<File> Parser::parseFile() {
  auto file = std::make_unique<File>();
  if (at(Token::Kind::kw_import))
    file->documentation = documentationText(token.documentation);
  while (!at(Token::Kind::end_of_file)) {
    correctKeyword({Token::Kind::kw_import, Token::Kind::kw_layer,
                    Token::Kind::kw_model, Token::Kind::kw_fn,
                    Token::Kind::kw_extern, Token::Kind::kw_train,
                    Token::Kind::kw_optimizer});
    if (at(Token::Kind::kw_import)) {
      llvm::SMRange range = token.range();
      if (!parseImport(*file))
        skipToDeclaration();
      else if (!file->declarations.empty())
        diagnostics.error(range, "imports stand before all declarations");
      continue;
    }
    std::string documentation = documentationText(token.documentation);
    if (DeclarationPtr declaration = parseDeclaration()) {
      declaration->documentation = std::move(documentation);
      file->add(std::move(declaration));
    } else {
      skipToDeclaration();
    }
  }
  return file;
}

/// import := 'import' name { ',' name }
bool Parser::parseImport(File &file) {
  advance();
  do {
    std::optional<Identifier> name = expectName("the name of a module");
    if (!name)
      return false;
    if (file.imports.size() == maximumImports) {
      diagnostics.error(name->range(), "a file has at most " +
                                           llvm::Twine(maximumImports) +
                                           " imports");
      return false;
    }
    file.imports.push_back({*name});
  } while (consume(Token::Kind::comma));
  return true;
}

/// declaration := layer | function | train
DeclarationPtr Parser::parseDeclaration() {
  llvm::SaveAndRestore line(indentation, lineIndentation);
  switch (token.kind) {
  case Token::Kind::kw_layer:
  case Token::Kind::kw_model:
  case Token::Kind::kw_optimizer:
    return parseLayer();
  case Token::Kind::kw_fn:
  case Token::Kind::kw_extern:
    return parseFunction();
  case Token::Kind::kw_train:
    return parseTrain();
  default:
    reportMisplaced("'import', 'layer', 'model', 'optimizer', 'train', 'fn' or "
                    "'extern fn'");
    advance();
    return nullptr;
  }
}

/// layer := ('layer' | 'model' | 'optimizer') name [ formals ] members
DeclarationPtr Parser::parseLayer() {
  llvm::SMLoc begin = token.begin();
  Layer::Role role = at(Token::Kind::kw_model)       ? Layer::Role::Model
                     : at(Token::Kind::kw_optimizer) ? Layer::Role::Optimizer
                                                     : Layer::Role::Layer;
  std::string keyword = token.spelling.str();
  advance();
  std::optional<Identifier> name = expectName("the name of the " + keyword);
  if (!name)
    return nullptr;
  auto layer = std::make_unique<Layer>(rangeFrom(begin), role, *name);
  if (at(Token::Kind::l_paren) && !parseFormals(layer->constants))
    return nullptr;
  layer->range = rangeFrom(begin);
  if (!parseMembers(layer->members, " after the " + keyword + "'s head"))
    return nullptr;
  return layer;
}

/// formals := '(' [ formal { ',' formal } [ ',' ] ] ')'
bool Parser::parseFormals(std::vector<Formal> &formals) {
  if (!expect(Token::Kind::l_paren, ""))
    return false;
  while (!at(Token::Kind::r_paren)) {
    std::optional<Formal> formal = parseFormal();
    // The body is worth reading even if the head is not.
    if (!formal)
      return skipBehind(Token::Kind::r_paren) || at(Token::Kind::l_brace);
    formals.push_back(std::move(*formal));
    if (formals.size() > maximumFormals) {
      diagnostics.error(formals.back().name.range(),
                        "more than " + llvm::Twine(maximumFormals) +
                            " parameters");
      return false;
    }
    if (!consume(Token::Kind::comma))
      break;
  }
  if (expect(Token::Kind::r_paren, " after the parameters"))
    return true;
  return skipBehind(Token::Kind::r_paren) || at(Token::Kind::l_brace);
}

/// formal := name [ ':' type ] [ '=' expression ]
std::optional<Formal> Parser::parseFormal() {
  Formal formal;
  std::optional<Identifier> name = expectName("the name of a parameter");
  if (!name)
    return std::nullopt;
  formal.name = *name;
  if (consume(Token::Kind::colon)) {
    formal.type = parseType();
    if (!formal.type)
      return std::nullopt;
  }
  if (consume(Token::Kind::equal)) {
    formal.defaultValue = parseExpression();
    if (!formal.defaultValue)
      return std::nullopt;
  }
  return formal;
}

/// function := 'fn' name formals [ '->' results ] block
/// results  := result | '(' result { ',' result } ')'
std::unique_ptr<Function> Parser::parseFunction() {
  llvm::SMLoc begin = token.begin();
  bool isExtern = consume(Token::Kind::kw_extern);
  if (!expect(Token::Kind::kw_fn, " after 'extern'"))
    return nullptr;
  std::optional<Identifier> name = expectName("the name of the function");
  if (!name)
    return nullptr;
  auto function = std::make_unique<Function>(rangeFrom(begin), *name);
  if (!parseFormals(function->formals))
    return nullptr;
  if (consume(Token::Kind::arrow)) {
    function->returnsTuple = consume(Token::Kind::l_paren);
    do {
      std::optional<Result> result = parseResult();
      if (!result)
        return nullptr;
      function->results.push_back(std::move(*result));
    } while (function->returnsTuple && consume(Token::Kind::comma));
    if (function->returnsTuple &&
        !expect(Token::Kind::r_paren, " after the results"))
      return nullptr;
  }
  function->signatureRange = rangeFrom(begin);
  if (isExtern) {
    if (!parseExternSymbol(*function))
      return nullptr;
    function->range = rangeFrom(begin);
    return function;
  }
  if (!parseBlock(function->body, " at the start of the function's body"))
    return nullptr;
  function->range = rangeFrom(begin);
  return function;
}

/// members := '{' { member } '}'
/// '=' string [ 'adjoint' string ]
bool Parser::parseExternSymbol(Function &function) {
  if (!expect(Token::Kind::equal, " and the C symbol of the function"))
    return false;
  if (!at(Token::Kind::string)) {
    reportExpected("the C symbol as a string");
    return false;
  }
  function.symbol = parseString();
  if (!function.symbol)
    return false;
  if (!consumeWord("adjoint"))
    return true;
  if (!at(Token::Kind::string)) {
    reportExpected("the C symbol as a string after 'adjoint'");
    return false;
  }
  function.adjoint = parseString();
  return function.adjoint != nullptr;
}

bool Parser::parseMembers(std::vector<DeclarationPtr> &members,
                          const llvm::Twine &context) {
  Block braces(*this);
  if (!openBlock(context))
    return false;
  while (!atBlockEnd()) {
    std::string documentation = documentationText(token.documentation);
    if (DeclarationPtr member = parseMember()) {
      member->documentation = std::move(documentation);
      members.push_back(std::move(member));
    } else {
      skipToMemberOrStatement();
    }
  }
  closeBlock(" at the end of the layer");
  return true;
}

/// member := parameter | slot | sublayer | constant | conditional | function
DeclarationPtr Parser::parseMember() {
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
  llvm::SaveAndRestore line(indentation, lineIndentation);
  if (!following.isAny(Token::Kind::equal, Token::Kind::kw_as))
    correctKeyword({Token::Kind::kw_param, Token::Kind::kw_state,
                    Token::Kind::kw_slot, Token::Kind::kw_let,
                    Token::Kind::kw_if, Token::Kind::kw_fn});
  switch (token.kind) {
  case Token::Kind::kw_param:
    return parseParameter(ParameterDeclaration::Role::Parameter);
  case Token::Kind::kw_state:
    return parseParameter(ParameterDeclaration::Role::State);
  case Token::Kind::kw_slot:
    return parseSlot();
  case Token::Kind::kw_let:
    return parseConstant();
  case Token::Kind::kw_if:
    return parseConditional();
  case Token::Kind::kw_fn:
    return parseFunction();
  case Token::Kind::name:
    return parseSublayer();
  default:
    reportMisplaced("a member: 'param', 'state', 'let', 'if', 'fn' or "
                    "'name = layer'");
    if (!at(Token::Kind::r_brace))
      advance();
    return nullptr;
  }
}

/// outside-name := [ 'as' string ]
bool Parser::parseOutsideName(ExpressionPtr &name) {
  if (!consume(Token::Kind::kw_as))
    return true;
  if (!at(Token::Kind::string)) {
    reportExpected("a string after 'as'");
    return false;
  }
  name = parseString();
  return name != nullptr;
}

/// parameter := ('param' | 'state') name outside-name ':' type '=' expression
DeclarationPtr Parser::parseParameter(ParameterDeclaration::Role role) {
  llvm::SMLoc begin = token.begin();
  advance();
  std::optional<Identifier> name = expectName(
      role == ParameterDeclaration::Role::State ? "the name of the state"
                                                : "the name of the parameter");
  if (!name)
    return nullptr;
  auto parameter =
      std::make_unique<ParameterDeclaration>(rangeFrom(begin), role, *name);
  if (!parseOutsideName(parameter->outsideName) ||
      !expect(Token::Kind::colon, " and its type"))
    return nullptr;
  parameter->type = parseType();
  if (!parameter->type ||
      !expect(Token::Kind::equal, " and an initializer such as 'init.zeros'"))
    return nullptr;
  parameter->initializer = parseExpression();
  if (!parameter->initializer)
    return nullptr;
  parameter->range = rangeFrom(begin);
  return parameter;
}

/// sublayer := name outside-name '=' expression
DeclarationPtr Parser::parseSublayer() {
  llvm::SMLoc begin = token.begin();
  Identifier name{token.spelling};
  advance();
  auto sublayer = std::make_unique<SublayerDeclaration>(rangeFrom(begin), name);
  if (!parseOutsideName(sublayer->outsideName) ||
      !expect(Token::Kind::equal,
              " (a member is 'name = layer', or begins "
              "with 'param', 'state', 'let', 'if' or 'fn')"))
    return nullptr;
  sublayer->value = parseExpression();
  if (!sublayer->value)
    return nullptr;
  sublayer->range = rangeFrom(begin);
  return sublayer;
}

/// constant := 'let' name '=' expression
DeclarationPtr Parser::parseConstant() {
  llvm::SMLoc begin = token.begin();
  advance();
  std::optional<Identifier> name = expectName("a name after 'let'");
  if (!name || !expect(Token::Kind::equal, ""))
    return nullptr;
  ExpressionPtr value = parseExpression();
  if (!value)
    return nullptr;
  return std::make_unique<ConstantDeclaration>(rangeFrom(begin), *name,
                                               std::move(value));
}

/// conditional := 'if' expression members [ 'else' (conditional | members) ]
DeclarationPtr Parser::parseConditional() {
  llvm::SMLoc begin = token.begin();
  advance();
  ExpressionPtr condition = parseExpression();
  if (!condition)
    return nullptr;
  auto conditional = std::make_unique<ConditionalDeclaration>(
      rangeFrom(begin), std::move(condition));
  if (!parseMembers(conditional->thenMembers, " after the condition"))
    return nullptr;
  if (consume(Token::Kind::kw_else)) {
    if (at(Token::Kind::kw_if)) {
      DeclarationPtr inner = parseMember();
      if (!inner)
        return nullptr;
      conditional->elseMembers.push_back(std::move(inner));
    } else if (!parseMembers(conditional->elseMembers, " after 'else'")) {
      return nullptr;
    }
  }
  conditional->range = rangeFrom(begin);
  return conditional;
}
