//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Polynomials in named dimensions.
//
//===----------------------------------------------------------------------===//

#include "dlc/Dialect/Graph/IR/Dimension.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>
#include <map>

using namespace dlc::graph;

using Powers = std::vector<std::pair<std::string, unsigned>>;

static unsigned degreeOf(const Powers &powers) {
  unsigned degree = 0;
  for (const auto &[name, power] : powers)
    degree += power;
  return degree;
}

/// The monomial order of the normal form: higher degree first, then by name.
/// Comparing the powers of the earliest names first makes it a graded order,
/// which division relies on.
static bool precedes(const Powers &lhs, const Powers &rhs) {
  unsigned lhsDegree = degreeOf(lhs), rhsDegree = degreeOf(rhs);
  if (lhsDegree != rhsDegree)
    return lhsDegree > rhsDegree;
  for (auto [left, right] : llvm::zip(lhs, rhs)) {
    if (left.first != right.first)
      return left.first < right.first;
    if (left.second != right.second)
      return left.second > right.second;
  }
  return false;
}

static Powers multiplyPowers(const Powers &lhs, const Powers &rhs) {
  std::map<std::string, unsigned> sum(lhs.begin(), lhs.end());
  for (const auto &[name, power] : rhs)
    sum[name] += power;
  return Powers(sum.begin(), sum.end());
}

/// lhs / rhs where every power of rhs is contained in lhs.
static std::optional<Powers> dividePowers(const Powers &lhs,
                                          const Powers &rhs) {
  std::map<std::string, unsigned> quotient(lhs.begin(), lhs.end());
  for (const auto &[name, power] : rhs) {
    auto found = quotient.find(name);
    if (found == quotient.end() || found->second < power)
      return std::nullopt;
    found->second -= power;
    if (found->second == 0)
      quotient.erase(found);
  }
  return Powers(quotient.begin(), quotient.end());
}

unsigned Dimension::Term::degree() const { return degreeOf(powers); }

Dimension::Dimension(int64_t value) {
  if (value != 0)
    terms.push_back({value, {}});
}

Dimension Dimension::symbol(llvm::StringRef name) {
  Dimension result;
  result.terms.push_back({1, {{name.str(), 1u}}});
  return result;
}

std::optional<Dimension> Dimension::normalize(std::vector<Term> terms) {
  llvm::stable_sort(terms, [](const Term &lhs, const Term &rhs) {
    return precedes(lhs.powers, rhs.powers);
  });
  Dimension result;
  for (Term &term : terms) {
    if (!result.terms.empty() && result.terms.back().powers == term.powers) {
      int64_t &sum = result.terms.back().coefficient;
      if (llvm::AddOverflow(sum, term.coefficient, sum))
        return std::nullopt;
      if (sum == 0)
        result.terms.pop_back();
    } else if (term.coefficient != 0) {
      result.terms.push_back(std::move(term));
    }
  }
  return result;
}

bool Dimension::isConstant() const { return constant().has_value(); }

std::optional<int64_t> Dimension::constant() const {
  if (terms.empty())
    return 0;
  if (terms.size() == 1 && terms.front().powers.empty())
    return terms.front().coefficient;
  return std::nullopt;
}

std::optional<llvm::StringRef> Dimension::symbolName() const {
  if (terms.size() != 1 || terms.front().coefficient != 1 ||
      terms.front().degree() != 1)
    return std::nullopt;
  return llvm::StringRef(terms.front().powers.front().first);
}

std::optional<Dimension> Dimension::add(const Dimension &other) const {
  std::vector<Term> sum = terms;
  llvm::append_range(sum, other.terms);
  return normalize(std::move(sum));
}

std::optional<Dimension> Dimension::subtract(const Dimension &other) const {
  std::optional<Dimension> negated = other.multiply(-1);
  if (!negated)
    return std::nullopt;
  return add(*negated);
}

std::optional<Dimension> Dimension::multiply(const Dimension &other) const {
  // A chain of products of sums grows exponentially; no model comes near.
  constexpr size_t maxTerms = 4096;
  if (terms.size() * other.terms.size() > maxTerms)
    return std::nullopt;
  std::vector<Term> result;
  for (const Term &lhs : terms)
    for (const Term &rhs : other.terms) {
      int64_t coefficient;
      if (llvm::MulOverflow(lhs.coefficient, rhs.coefficient, coefficient))
        return std::nullopt;
      result.push_back({coefficient, multiplyPowers(lhs.powers, rhs.powers)});
    }
  return normalize(std::move(result));
}

std::optional<Dimension>
Dimension::divideExactly(const Dimension &divisor) const {
  if (divisor.terms.empty())
    return std::nullopt;
  // Long division by the leading term. The order is graded, so each step
  // strictly lowers the leading monomial of the rest and the loop ends.
  const Term &leading = divisor.terms.front();
  Dimension quotient, rest = *this;
  while (!rest.terms.empty()) {
    const Term &term = rest.terms.front();
    std::optional<Powers> powers = dividePowers(term.powers, leading.powers);
    bool overflows = term.coefficient == INT64_MIN && leading.coefficient == -1;
    if (!powers || overflows || term.coefficient % leading.coefficient != 0)
      return std::nullopt;
    Dimension step;
    step.terms.push_back(
        {term.coefficient / leading.coefficient, std::move(*powers)});
    std::optional<Dimension> product = step.multiply(divisor);
    std::optional<Dimension> sum = quotient.add(step);
    std::optional<Dimension> difference =
        product ? rest.subtract(*product) : std::nullopt;
    if (!sum || !difference)
      return std::nullopt;
    quotient = std::move(*sum);
    rest = std::move(*difference);
  }
  return quotient;
}

std::optional<Dimension>
Dimension::substitute(const llvm::StringMap<int64_t> &binding) const {
  Dimension result;
  for (const Term &term : terms) {
    Dimension product(term.coefficient);
    for (const auto &[name, power] : term.powers) {
      auto found = binding.find(name);
      Dimension factor =
          found == binding.end() ? symbol(name) : Dimension(found->second);
      for (unsigned i = 0; i < power; ++i) {
        std::optional<Dimension> next = product.multiply(factor);
        if (!next)
          return std::nullopt;
        product = std::move(*next);
      }
    }
    std::optional<Dimension> sum = result.add(product);
    if (!sum)
      return std::nullopt;
    result = std::move(*sum);
  }
  return result;
}

int64_t Dimension::constantTerm() const {
  // The lowest degree comes last.
  return !terms.empty() && terms.back().powers.empty()
             ? terms.back().coefficient
             : 0;
}

Dimension Dimension::withoutConstant() const {
  Dimension rest = *this;
  if (!terms.empty() && terms.back().powers.empty())
    rest.terms.pop_back();
  return rest;
}

std::optional<int64_t> Dimension::solve(llvm::StringRef name,
                                        int64_t value) const {
  Dimension linear = withoutConstant();
  int64_t product;
  if (linear.terms.size() != 1 || linear.terms[0].degree() != 1 ||
      linear.terms[0].powers[0].first != name ||
      llvm::SubOverflow(value, constantTerm(), product))
    return std::nullopt;
  int64_t coefficient = linear.terms[0].coefficient;
  if ((product == INT64_MIN && coefficient == -1) || product % coefficient != 0)
    return std::nullopt;
  return product / coefficient;
}

void Dimension::forEachSymbol(
    llvm::function_ref<void(llvm::StringRef)> visit) const {
  for (const Term &term : terms)
    for (const auto &[name, power] : term.powers)
      visit(name);
}

void Dimension::print(llvm::raw_ostream &stream) const {
  if (terms.empty()) {
    stream << '0';
    return;
  }
  bool first = true;
  for (const Term &term : terms) {
    // Negating in uint64_t is exact for INT64_MIN as well.
    bool negative = term.coefficient < 0;
    uint64_t magnitude = negative ? -static_cast<uint64_t>(term.coefficient)
                                  : static_cast<uint64_t>(term.coefficient);
    if (first)
      stream << (negative ? "-" : "");
    else
      stream << (negative ? " - " : " + ");
    first = false;
    bool showMagnitude = magnitude != 1 || term.powers.empty();
    if (showMagnitude)
      stream << magnitude;
    llvm::ListSeparator separator("*");
    if (showMagnitude && !term.powers.empty())
      stream << '*';
    for (const auto &[name, power] : term.powers) {
      stream << separator << name;
      if (power != 1)
        stream << '^' << power;
    }
  }
}

void Dimension::printFactors(llvm::raw_ostream &stream) const {
  if (terms.empty())
    stream << '0';
  llvm::ListSeparator plus(" + ");
  for (const Term &term : terms) {
    stream << plus;
    llvm::ListSeparator times("*");
    if (term.coefficient != 1 || term.powers.empty())
      stream << times << term.coefficient;
    for (const auto &[name, power] : term.powers)
      for (unsigned i = 0; i < power; ++i)
        stream << times << name;
  }
}

std::string Dimension::str() const {
  std::string text;
  llvm::raw_string_ostream stream(text);
  print(stream);
  return text;
}

namespace dlc::graph {
llvm::hash_code hash_value(const Dimension &dimension) {
  llvm::hash_code code(dimension.terms.size());
  for (const Dimension::Term &term : dimension.terms) {
    code = llvm::hash_combine(code, term.coefficient);
    for (const auto &[name, power] : term.powers)
      code = llvm::hash_combine(code, name, power);
  }
  return code;
}

std::string toString(llvm::ArrayRef<Dimension> dimensions) {
  std::string text = "[";
  llvm::raw_string_ostream stream(text);
  llvm::interleaveComma(dimensions, stream);
  stream << ']';
  return text;
}

/// The one name in the dimension without a number, if there is just one.
static std::optional<llvm::StringRef>
onlyUnknown(const Dimension &dimension,
            const llvm::StringMap<int64_t> &numbers) {
  std::optional<llvm::StringRef> unknown;
  bool several = false;
  dimension.forEachSymbol([&](llvm::StringRef name) {
    if (numbers.contains(name))
      return;
    several |= unknown && *unknown != name;
    unknown = name;
  });
  return several ? std::nullopt : unknown;
}

const DimensionEquation *
solveDimensions(llvm::ArrayRef<DimensionEquation> equations,
                llvm::StringMap<int64_t> &numbers) {
  for (const DimensionEquation &equation : equations)
    if (auto name = equation.dimension.symbolName())
      numbers.try_emplace(*name, equation.value);
  for (bool found = true; found;) {
    found = false;
    for (const DimensionEquation &equation : equations) {
      auto name = onlyUnknown(equation.dimension, numbers);
      auto rest = name ? equation.dimension.substitute(numbers) : std::nullopt;
      if (!rest)
        continue;
      std::optional<int64_t> value = rest->solve(*name, equation.value);
      if (!value || *value < 0)
        return &equation;
      numbers[*name] = *value;
      found = true;
    }
  }
  return nullptr;
}

std::optional<Dimension> product(llvm::ArrayRef<Dimension> dimensions) {
  Dimension result(1);
  for (const Dimension &dimension : dimensions) {
    std::optional<Dimension> next = result.multiply(dimension);
    if (!next)
      return std::nullopt;
    result = std::move(*next);
  }
  return result;
}
} // namespace dlc::graph

namespace {
/// sum := ['-'] term (('+' | '-') term)*;  term := factor ('*' factor)*;
/// factor := integer | name ['^' integer]
class Parser {
public:
  explicit Parser(llvm::StringRef text) : rest(text) {}

  std::optional<Dimension> parse() {
    bool negative = consume("-");
    Dimension result;
    do {
      std::optional<Dimension> term = parseTerm();
      if (!term)
        return std::nullopt;
      std::optional<Dimension> sum =
          negative ? result.subtract(*term) : result.add(*term);
      if (!sum)
        return std::nullopt;
      result = std::move(*sum);
      negative = peek('-');
    } while (consume("+") || consume("-"));
    if (!rest.trim().empty())
      return std::nullopt;
    return result;
  }

private:
  bool peek(char c) {
    rest = rest.ltrim();
    return rest.starts_with(llvm::StringRef(&c, 1));
  }
  bool consume(llvm::StringRef token) {
    rest = rest.ltrim();
    return rest.consume_front(token);
  }

  std::optional<Dimension> parseTerm() {
    Dimension result(1);
    do {
      std::optional<Dimension> factor = parseFactor();
      std::optional<Dimension> product =
          factor ? result.multiply(*factor) : std::nullopt;
      if (!product)
        return std::nullopt;
      result = std::move(*product);
    } while (consume("*"));
    return result;
  }

  std::optional<Dimension> parseFactor() {
    rest = rest.ltrim();
    if (!rest.empty() && llvm::isDigit(rest.front())) {
      int64_t value;
      if (rest.consumeInteger(10, value))
        return std::nullopt;
      return Dimension(value);
    }
    llvm::StringRef name =
        rest.take_while([](char c) { return llvm::isAlnum(c) || c == '_'; });
    if (name.empty())
      return std::nullopt;
    rest = rest.drop_front(name.size());
    unsigned power = 1;
    if (consume("^") && (rest.consumeInteger(10, power) || power > 64))
      return std::nullopt;
    Dimension result(1);
    for (unsigned i = 0; i < power; ++i)
      result = *result.multiply(Dimension::symbol(name));
    return result;
  }

  llvm::StringRef rest;
};
} // namespace

std::optional<Dimension> Dimension::parse(llvm::StringRef text) {
  return Parser(text).parse();
}
