//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Layout of what stands in files, layers and functions.
//
//===----------------------------------------------------------------------===//

#include "Layout.h"

using namespace dlc::format;

/// An import, declaration, member or statement.
Doc Layout::item() {
  starts.push_back(here().text.data());
  switch (here().kind) {
  case Kind::kw_import:
    return import();
  case Kind::kw_layer:
  case Kind::kw_model:
    return layer();
  case Kind::kw_optimizer:
    return following() == Kind::equal ? assignment() : layer();
  case Kind::kw_train:
    return train();
  case Kind::kw_extern:
  case Kind::kw_fn:
    return function();
  case Kind::kw_param:
  case Kind::kw_state:
    return parameter();
  case Kind::kw_slot:
  case Kind::kw_let:
  case Kind::kw_var:
    return let();
  case Kind::kw_if:
    return conditional();
  case Kind::kw_for:
    return loop();
  case Kind::kw_return:
    return prefixed();
  case Kind::name: {
    Kind second = following();
    if (second == Kind::equal || second == Kind::kw_as ||
        second == Kind::left_arrow)
      return assignment();
    if (atWord("batch") && second == Kind::l_paren)
      return batch();
    if (atWord("metric") && second == Kind::name)
      return let();
    if (atWord("group") && second == Kind::name)
      return group();
    return atWord("next") ? nextStep() : unknownItem();
  }
  default:
    return unknownItem();
  }
}

/// 'import' name { ',' name }
Doc Layout::import() {
  Parts names;
  Parts parts = {token(), space()};
  while (true) {
    parts.push_back(token());
    bool goesOn = at(Kind::comma);
    if (goesOn)
      parts.push_back(token());
    names.push_back(concat(parts));
    parts.clear();
    if (!goesOn)
      return builder->chain(names, /*breaksEverywhere=*/false);
  }
}

/// ('layer' | 'model') name [ formals ]
Doc Layout::layerHead() {
  Parts parts = {token(), space(), token()};
  if (at(Kind::l_paren))
    parts.push_back(bracketed(Brackets::Formals));
  return concat(parts);
}

Doc Layout::layer() {
  Doc head = layerHead();
  return concat({head, space(), block()});
}

/// [ 'extern' ] 'fn' name formals [ '->' results ]
Doc Layout::functionHead() {
  Parts parts;
  if (at(Kind::kw_extern)) {
    parts.push_back(token());
    parts.push_back(space());
  }
  parts.push_back(token());
  parts.push_back(space());
  parts.push_back(token());
  parts.push_back(bracketed(Brackets::Formals));
  if (at(Kind::arrow)) {
    Doc arrow = token();
    Parts results = {builder->line(), arrow, space()};
    // Results may be a name, a colon and a type without parentheses.
    results.push_back(expression());
    if (at(Kind::colon)) {
      results.push_back(token());
      results.push_back(space());
      results.push_back(expression());
    }
    parts.push_back(builder->group(builder->indent(concat(results))));
  }
  return concat(parts);
}

/// head block, or head '=' string [ 'adjoint' string ]
Doc Layout::function() {
  Doc head = functionHead();
  if (!at(Kind::equal))
    return concat({head, space(), block()});
  Doc equal = token();
  Parts symbols = {token()};
  if (atWord("adjoint")) {
    Doc word = token();
    symbols.push_back(concat({word, space(), token()}));
  }
  return builder->assign(concat({head, space(), equal}),
                         builder->chain(symbols, /*breaksEverywhere=*/false));
}

/// [ 'as' string ]
void Layout::outsideName(Parts &parts) {
  if (!at(Kind::kw_as))
    return;
  parts.push_back(space());
  parts.push_back(token());
  parts.push_back(space());
  parts.push_back(token());
}

/// ('param' | 'state') name outside-name ':' type '=' expression
Doc Layout::parameter() {
  Parts head = {token(), space(), token()};
  outsideName(head);
  head.push_back(token());
  head.push_back(space());
  head.push_back(expression());
  head.push_back(space());
  head.push_back(token());
  return builder->assign(concat(head), expression());
}

/// 'train' name block
Doc Layout::train() {
  Parts head = {token(), space(), token(), space()};
  head.push_back(block());
  return concat(head);
}

/// 'batch' formals
Doc Layout::batch() {
  Parts parts = {token(), space()};
  parts.push_back(bracketed(Brackets::Formals));
  return concat(parts);
}

/// 'group' name 'for' expression { ',' expression } block
Doc Layout::group() {
  Parts patterns;
  Parts parts = {token(), space(), token(), space(), token(), space()};
  while (true) {
    parts.push_back(expression());
    bool goesOn = at(Kind::comma);
    if (goesOn)
      parts.push_back(token());
    patterns.push_back(concat(parts));
    parts.clear();
    if (!goesOn)
      break;
  }
  Doc head = builder->chain(patterns, /*breaksEverywhere=*/false);
  return concat({head, space(), block()});
}

/// ('let' | 'var') pattern '=' expression, ('slot' | 'metric') name '='
/// expression
Doc Layout::let() {
  Parts head = {token(), space(), primary(), space(), token()};
  return builder->assign(concat(head), expression());
}

/// name outside-name ('=' | '<-') expression
Doc Layout::assignment() {
  Parts head = {token()};
  outsideName(head);
  head.push_back(space());
  head.push_back(token());
  return builder->assign(concat(head), expression());
}

/// 'if' expression block { 'else' 'if' expression block } [ 'else' block ]
Doc Layout::conditional() {
  Parts parts;
  while (true) {
    if (at(Kind::kw_if)) {
      parts.push_back(token());
      parts.push_back(space());
      parts.push_back(expression());
      parts.push_back(space());
    }
    parts.push_back(block());
    if (!at(Kind::kw_else))
      return concat(parts);
    parts.push_back(space());
    parts.push_back(token());
    parts.push_back(space());
  }
}

/// 'for' pattern 'in' iterable block
Doc Layout::loop() {
  Parts parts = {token(), space(), primary(), space(), token(), space()};
  parts.push_back(range());
  parts.push_back(space());
  parts.push_back(block());
  return concat(parts);
}

/// 'next' expression [ 'emit' expression ]
Doc Layout::nextStep() {
  Parts parts = {prefixed()};
  if (atWord("emit"))
    parts.push_back(prefixed());
  return builder->chain(parts, /*breaksEverywhere=*/false);
}

/// A word and an expression.
Doc Layout::prefixed() {
  Doc word = token();
  return concat({word, space(), expression()});
}

/// A construct that is not known here ends with its line, or with a block.
Doc Layout::unknownItem() {
  Parts parts = {token()};
  while (!atCloser() && !here().newlineBefore) {
    parts.push_back(space());
    if (at(Kind::l_brace)) {
      parts.push_back(block());
      break;
    }
    parts.push_back(expression());
  }
  return concat(parts);
}
