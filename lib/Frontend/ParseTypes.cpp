//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Grammar of types.
//
//===----------------------------------------------------------------------===//

#include "ParserImplementation.h"

#include "llvm/ADT/StringSwitch.h"

using namespace dlc::frontend;
using namespace dlc::frontend::ast;

/// type := tensor-type | constant-type | '(' type { ',' type } ')'
TypePtr Parser::parseType() {
  Nesting nesting(*this);
  if (!nesting.ok)
    return nullptr;
  if (at(Token::Kind::name) && following.is(Token::Kind::l_square))
    return parseTensorType();
  if (!at(Token::Kind::l_paren))
    return parseConstantType();
  llvm::SMLoc begin = token.begin();
  auto tuple = std::make_unique<TupleType>(token.range());
  advance();
  do {
    TypePtr element = parseType();
    if (!element)
      return nullptr;
    tuple->elements.push_back(std::move(element));
  } while (consume(Token::Kind::comma));
  if (!expect(Token::Kind::r_paren, " after the types"))
    return nullptr;
  tuple->range = rangeFrom(begin);
  return tuple;
}

/// tensor-type := name '[' [ '...' [ ',' ] ] [ size { ',' size } ] ']'
/// size        := sum [ '...' ]
TypePtr Parser::parseTensorType() {
  llvm::SMLoc begin = token.begin();
  Identifier element{token.spelling};
  advance();
  advance();
  auto type = std::make_unique<TensorType>(element.range(),
                                           std::make_unique<Name>(element));
  if (consume(Token::Kind::ellipsis)) {
    type->anyLeading = true;
    if (!at(Token::Kind::r_square) && !expect(Token::Kind::comma, ""))
      return nullptr;
  }
  while (!at(Token::Kind::r_square)) {
    ExpressionPtr dimension = parseSum();
    if (!dimension)
      return nullptr;
    if (consume(Token::Kind::ellipsis))
      type->spreads.insert(dimension.get());
    type->dimensions.push_back(std::move(dimension));
    if (type->dimensions.size() > maximumAxes) {
      diagnostics.error(type->dimensions.back()->range,
                        "a tensor has at most " + llvm::Twine(maximumAxes) +
                            " axes");
      return nullptr;
    }
    if (!consume(Token::Kind::comma))
      break;
  }
  if (!expect(Token::Kind::r_square, " after the dimensions"))
    return nullptr;
  type->range = rangeFrom(begin);
  return type;
}

/// constant-type := base [ '...' ] | '[' base ']'
/// base          := 'int' | 'float' | 'bool' | 'str' | 'dtype' | 'pair'
///                | 'layer' | 'scalar'
TypePtr Parser::parseConstantType() {
  llvm::SMLoc begin = token.begin();
  bool isList = consume(Token::Kind::l_square);
  using Base = ConstantType::Base;
  std::optional<Base> base;
  if (at(Token::Kind::kw_layer))
    base = Base::Layer;
  else if (at(Token::Kind::name))
    base = llvm::StringSwitch<std::optional<Base>>(token.spelling)
               .Case("int", Base::Int)
               .Case("float", Base::Float)
               .Case("bool", Base::Bool)
               .Case("str", Base::String)
               .Case("dtype", Base::DType)
               .Case("pair", Base::Pair)
               .Case("scalar", Base::Scalar)
               .Default(std::nullopt);
  if (!base) {
    reportExpected("a type such as 'int' or 'real[N, 3]'");
    return nullptr;
  }
  advance();
  auto type = std::make_unique<ConstantType>(rangeFrom(begin), *base);
  if (isList) {
    if (!expect(Token::Kind::r_square, " after the element type"))
      return nullptr;
    type->isList = true;
  } else if (consume(Token::Kind::ellipsis)) {
    type->isVariadic = true;
  }
  type->range = rangeFrom(begin);
  return type;
}

/// result := [ name ':' ] type
std::optional<Result> Parser::parseResult() {
  Result result;
  if (at(Token::Kind::name) && following.is(Token::Kind::colon)) {
    result.name = {token.spelling};
    advance();
    advance();
  }
  result.type = parseType();
  if (!result.type)
    return std::nullopt;
  return result;
}
