//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operators over constants. Nothing wraps around, nothing is rounded in
// silence.
//
//===----------------------------------------------------------------------===//

#include "Evaluator.h"

#include "llvm/Support/MathExtras.h"

#include <cmath>

using namespace dlc::frontend;
using namespace dlc::frontend::ast;
using dlc::graph::Dimension;

Value Evaluator::evaluateUnary(const Unary &node) {
  Value operand = evaluate(*node.operand);
  if (operand.isError())
    return Value();
  if (operand.isTensor())
    return applyToTensor(node, operand);
  if (node.op == UnaryOperator::Not) {
    if (const auto *value = operand.as<bool>())
      return Value(!*value);
    return fail(node.range, "'not' takes a bool, got " + operand.describe());
  }
  if (const auto *value = operand.as<double>())
    return Value(-*value);
  if (const auto *value = operand.as<int64_t>()) {
    int64_t negated;
    if (!llvm::SubOverflow<int64_t>(0, *value, negated))
      return Value(negated);
    return fail(node.range, "integer overflow in -" + operand.str());
  }
  if (const auto *value = operand.as<Dimension>())
    if (std::optional<Dimension> negated = Dimension(0).subtract(*value))
      return Value::dimension(*negated);
  return fail(node.range, "'-' takes a number, got " + operand.describe());
}

/// `and` and `or` look at their right side only where the left one leaves it
/// open, so that it may rely on the left. A tensor leaves it open.
Value Evaluator::evaluateConnective(const Binary &node) {
  auto expectBool = [&](const Expression &side, const Value &value) {
    if (value.is<bool>())
      return true;
    error(side.range,
          "'" + spelling(node.op) + "' takes bools, got " + value.describe());
    return false;
  };
  Value lhs = evaluate(*node.lhs);
  if (lhs.isError())
    return Value();
  if (!lhs.isTensor()) {
    if (!expectBool(*node.lhs, lhs))
      return Value();
    if (*lhs.as<bool>() == (node.op == BinaryOperator::Or))
      return lhs;
  }
  Value rhs = evaluate(*node.rhs);
  if (rhs.isError())
    return Value();
  if (lhs.isTensor() || rhs.isTensor())
    return applyToTensors(node, lhs, rhs);
  return expectBool(*node.rhs, rhs) ? rhs : Value();
}

Value Evaluator::evaluateBinary(const Binary &node) {
  if (node.op == BinaryOperator::And || node.op == BinaryOperator::Or)
    return evaluateConnective(node);
  Value lhs = evaluate(*node.lhs);
  Value rhs = evaluate(*node.rhs);
  if (lhs.isError() || rhs.isError())
    return Value();
  if (lhs.isTensor() || rhs.isTensor()) {
    bool isTest = lhs.is<Value::None>() || rhs.is<Value::None>();
    // An optional parameter is compared with none while compiling.
    if (isTest && node.op == BinaryOperator::Equal)
      return Value(false);
    if (isTest && node.op == BinaryOperator::NotEqual)
      return Value(true);
    return applyToTensors(node, lhs, rhs);
  }
  return applyToConstants(node, lhs, rhs);
}

static bool holdsTensor(const Value &value) {
  const std::vector<Value> *elements = value.elements();
  return value.isTensor() || (elements && llvm::any_of(*elements, holdsTensor));
}

Value Evaluator::applyToConstants(const Binary &node, const Value &lhs,
                                  const Value &rhs) {
  // Comparing visits what making has counted once.
  if (const auto *sequence = lhs.as<Sequence>())
    if (!spend(sequence->weight, node.range))
      return Value();
  if (const auto *text = lhs.as<std::string>())
    if (!spend(textWork(text->size()), node.range))
      return Value();
  switch (node.op) {
  case BinaryOperator::Equal:
  case BinaryOperator::NotEqual:
    // Whether tensors are equal is known when the model runs.
    if (holdsTensor(lhs) && holdsTensor(rhs))
      return fail(node.range, "'" + spelling(node.op) +
                                  "' does not compare tensors within " +
                                  lhs.describe() + " and " + rhs.describe());
    return Value((lhs == rhs) == (node.op == BinaryOperator::Equal));
  case BinaryOperator::Less:
  case BinaryOperator::LessEqual:
  case BinaryOperator::Greater:
  case BinaryOperator::GreaterEqual:
    return compareConstants(node, lhs, rhs);
  default:
    break;
  }
  if (node.op == BinaryOperator::MatrixMultiply)
    return fail(node.range, "'@' multiplies matrices, got " + lhs.describe() +
                                " and " + rhs.describe());
  if (lhs.is<int64_t>() && rhs.is<int64_t>())
    return applyToIntegers(node, *lhs.as<int64_t>(), *rhs.as<int64_t>());
  if (std::optional<double> left = lhs.number())
    if (std::optional<double> right = rhs.number())
      return applyToFloats(node, *left, *right);
  if (std::optional<Dimension> left = lhs.asDimension())
    if (std::optional<Dimension> right = rhs.asDimension())
      return applyToDimensions(node, *left, *right);
  if (node.op == BinaryOperator::Add) {
    if (lhs.is<std::string>() && rhs.is<std::string>()) {
      std::string text = *lhs.as<std::string>() + *rhs.as<std::string>();
      constexpr size_t maximumLength = 65'536;
      if (text.size() > maximumLength)
        return fail(node.range, "the string becomes too long");
      if (!spend(textWork(text.size()), node.range))
        return Value();
      return Value(std::move(text));
    }
    const auto *left = lhs.as<Sequence>(), *right = rhs.as<Sequence>();
    if (left && right && left->isTuple == right->isTuple) {
      std::vector<Value> elements = *left->elements;
      elements.insert(elements.end(), right->elements->begin(),
                      right->elements->end());
      return makeList(std::move(elements), left->isTuple, node.range);
    }
  }
  return fail(node.range, "'" + spelling(node.op) + "' does not take " +
                              lhs.describe() + " and " + rhs.describe());
}

template <typename T> static bool compare(BinaryOperator op, T lhs, T rhs) {
  switch (op) {
  case BinaryOperator::Less:
    return lhs < rhs;
  case BinaryOperator::LessEqual:
    return lhs <= rhs;
  case BinaryOperator::Greater:
    return lhs > rhs;
  default:
    return lhs >= rhs;
  }
}

Value Evaluator::compareConstants(const Binary &node, const Value &lhs,
                                  const Value &rhs) {
  if (lhs.is<int64_t>() && rhs.is<int64_t>())
    return Value(compare(node.op, *lhs.as<int64_t>(), *rhs.as<int64_t>()));
  if (std::optional<double> left = lhs.number())
    if (std::optional<double> right = rhs.number())
      return Value(compare(node.op, *left, *right));
  if (lhs.is<Dimension>() || rhs.is<Dimension>())
    return fail(node.range,
                "whether " + lhs.str() + " " + spelling(node.op) + " " +
                    rhs.str() +
                    " is not known while compiling: named dimensions have no "
                    "number yet");
  return fail(node.range, "'" + spelling(node.op) + "' compares numbers, got " +
                              lhs.describe() + " and " + rhs.describe());
}

Value Evaluator::applyToIntegers(const Binary &node, int64_t lhs, int64_t rhs) {
  int64_t result = 0;
  bool overflows = false;
  switch (node.op) {
  case BinaryOperator::Add:
    overflows = llvm::AddOverflow(lhs, rhs, result);
    break;
  case BinaryOperator::Subtract:
    overflows = llvm::SubOverflow(lhs, rhs, result);
    break;
  case BinaryOperator::Multiply:
    overflows = llvm::MulOverflow(lhs, rhs, result);
    break;
  default:
    if (rhs == 0)
      return fail(node.range, "division by zero");
    overflows = lhs == INT64_MIN && rhs == -1;
    if (overflows)
      break;
    if (node.op == BinaryOperator::Remainder) {
      // The sign of the divisor, as in Python.
      result = lhs % rhs;
      if (result != 0 && (result < 0) != (rhs < 0))
        result += rhs;
      break;
    }
    if (lhs % rhs != 0)
      return fail(node.range, llvm::Twine(lhs) + " is not divisible by " +
                                  llvm::Twine(rhs) + "; 'float(" +
                                  llvm::Twine(lhs) + ") / " + llvm::Twine(rhs) +
                                  "' is the fraction");
    result = lhs / rhs;
  }
  if (overflows)
    return fail(node.range, "integer overflow in " + llvm::Twine(lhs) + " " +
                                spelling(node.op) + " " + llvm::Twine(rhs));
  return Value(result);
}

Value Evaluator::applyToFloats(const Binary &node, double lhs, double rhs) {
  double result = 0;
  switch (node.op) {
  case BinaryOperator::Add:
    result = lhs + rhs;
    break;
  case BinaryOperator::Subtract:
    result = lhs - rhs;
    break;
  case BinaryOperator::Multiply:
    result = lhs * rhs;
    break;
  default:
    if (rhs == 0)
      return fail(node.range, "division by zero");
    result = node.op == BinaryOperator::Divide
                 ? lhs / rhs
                 : lhs - rhs * std::floor(lhs / rhs);
  }
  if (!std::isfinite(result))
    return fail(node.range, "the result of '" + spelling(node.op) +
                                "' is not a finite number");
  return Value(result);
}

/// Repeated squaring would make polynomials of astronomic size.
static bool isReasonable(const Dimension &dimension) {
  unsigned count = 0;
  llvm::StringMap<int64_t> twos;
  dimension.forEachSymbol([&](llvm::StringRef name) {
    ++count;
    twos[name] = 2;
  });
  constexpr unsigned maximumSymbols = 64;
  // A high degree overflows where every name stands for 2.
  return count <= maximumSymbols && dimension.substitute(twos).has_value();
}

Value Evaluator::applyToDimensions(const Binary &node, const Dimension &lhs,
                                   const Dimension &rhs) {
  std::optional<Dimension> result;
  switch (node.op) {
  case BinaryOperator::Add:
    result = lhs.add(rhs);
    break;
  case BinaryOperator::Subtract:
    result = lhs.subtract(rhs);
    break;
  case BinaryOperator::Multiply:
    result = lhs.multiply(rhs);
    break;
  case BinaryOperator::Divide:
    result = lhs.divideExactly(rhs);
    if (!result)
      return fail(node.range, "dimension " + lhs.str() +
                                  " is not divisible by " + rhs.str());
    break;
  default:
    return fail(node.range,
                "'" + spelling(node.op) + "' does not take named dimensions");
  }
  if (!result || !isReasonable(*result))
    return fail(node.range, "the dimension becomes too large");
  return Value::dimension(*result);
}
