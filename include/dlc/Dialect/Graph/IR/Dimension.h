//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tensor dimensions while they are symbolic: polynomials with integer
// coefficients in named dimensions, kept in a normal form, so that equal
// dimensions compare equal (N*H and H*N are one). MLIR's affine expressions
// cannot multiply symbols, hence a form of our own.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_DIMENSION_H
#define DLC_DIALECT_GRAPH_IR_DIMENSION_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dlc::graph {

/// A polynomial such as `N*H - 2*K + 1`.
///
/// Normal form: terms ordered by degree (highest first), then by name; no
/// zero coefficients; symbols within a term ordered by name. The constant 0
/// has no terms.
///
/// Arithmetic that overflows int64_t, or that grows to thousands of terms,
/// yields nullopt: sizes come from users.
class Dimension {
public:
  /// coefficient * symbol_0^power_0 * symbol_1^power_1 * ...
  struct Term {
    int64_t coefficient;
    std::vector<std::pair<std::string, unsigned>> powers;

    unsigned degree() const;
    bool operator==(const Term &other) const {
      return coefficient == other.coefficient && powers == other.powers;
    }
  };

  /// The constant 0.
  Dimension() = default;
  /// A constant.
  Dimension(int64_t value);
  /// A named dimension.
  static Dimension symbol(llvm::StringRef name);
  /// Reads what `print` writes: +, -, *, ^ over names and integers.
  static std::optional<Dimension> parse(llvm::StringRef text);

  bool isConstant() const;
  /// The number, if this is one.
  std::optional<int64_t> constant() const;
  /// The single name, if this is just that.
  std::optional<llvm::StringRef> symbolName() const;

  std::optional<Dimension> add(const Dimension &other) const;
  std::optional<Dimension> subtract(const Dimension &other) const;
  std::optional<Dimension> multiply(const Dimension &other) const;
  /// The quotient where `divisor` divides this without remainder.
  std::optional<Dimension> divideExactly(const Dimension &divisor) const;
  /// Replaces names by numbers; names without a number stay.
  std::optional<Dimension>
  substitute(const llvm::StringMap<int64_t> &binding) const;
  /// The number for `name` that makes this `value`; nullopt where no whole
  /// number does, or where this is not c * name + d with numbers c and d.
  std::optional<int64_t> solve(llvm::StringRef name, int64_t value) const;
  /// The sum of all terms with names; what remains is `constantTerm`.
  Dimension withoutConstant() const;
  int64_t constantTerm() const;
  /// Calls `visit` with each name, once per occurrence.
  void forEachSymbol(llvm::function_ref<void(llvm::StringRef)> visit) const;

  void print(llvm::raw_ostream &stream) const;
  std::string str() const;
  /// As `print`, but spelled for MLIR's lexer, which knows neither `^` nor a
  /// binary minus: "N*N + -2*K".
  void printFactors(llvm::raw_ostream &stream) const;

  bool operator==(const Dimension &other) const { return terms == other.terms; }
  bool operator!=(const Dimension &other) const { return !(*this == other); }
  friend llvm::hash_code hash_value(const Dimension &dimension);

private:
  static std::optional<Dimension> normalize(std::vector<Term> terms);

  std::vector<Term> terms;
};

inline llvm::raw_ostream &operator<<(llvm::raw_ostream &stream,
                                     const Dimension &dimension) {
  dimension.print(stream);
  return stream;
}

using Dimensions = llvm::SmallVector<Dimension, 4>;

/// Found by argument-dependent lookup where an attribute's key is hashed.
inline llvm::hash_code hash_value(const std::vector<Dimension> &dimensions) {
  return llvm::hash_combine_range(dimensions.begin(), dimensions.end());
}

/// "[N, 3, 2*H, 28]".
std::string toString(llvm::ArrayRef<Dimension> dimensions);

/// The product of all, 1 for none; nullopt on overflow.
std::optional<Dimension> product(llvm::ArrayRef<Dimension> dimensions);

/// A dimension and the number that it is.
struct DimensionEquation {
  Dimension dimension;
  int64_t value;
};

/// Adds the numbers of names that equations tell: names that stand alone, then
/// those that are the only unknown, in the order of the equations, until none
/// tells any more. Returns the first equation that is solved by no whole
/// number that is not negative, or null.
const DimensionEquation *
solveDimensions(llvm::ArrayRef<DimensionEquation> equations,
                llvm::StringMap<int64_t> &numbers);

} // namespace dlc::graph

#endif // DLC_DIALECT_GRAPH_IR_DIMENSION_H
