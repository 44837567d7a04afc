//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// References of the recurrent cells, straight from their formulas.
//
//===----------------------------------------------------------------------===//

#include "ElementAccess.h"
#include "ReferenceModel.h"
#include "dlc/Dialect/Graph/IR/GraphRecurrentOps.h"

#include <cmath>
#include <vector>

using namespace mlir;
using namespace dlc::graph;
using namespace dlc::graph::reference;

static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/// The number of rows of `units` elements each.
static int64_t rowsOf(const dlc::Shape &shape) {
  int64_t rows = 1;
  for (int64_t size : ArrayRef<int64_t>(shape).drop_back())
    rows *= size;
  return rows;
}

/// The product of a row with row `output` of the weight.
static double dot(llvm::function_ref<double(int64_t)> row,
                  const dlc::Tensor &weight, int64_t output) {
  double sum = 0;
  int64_t depth = weight.shape()[1];
  for (int64_t k = 0; k < depth; ++k)
    sum += row(k) * read<double>(weight, output * depth + k);
  return sum;
}

static LogicalResult lstmCell(LstmCellOp, Operands operands, Results results) {
  const dlc::Tensor &gates = *operands[0], &hidden = *operands[1];
  const dlc::Tensor &cell = *operands[2], &weight = *operands[3];
  int64_t units = cell.shape().back(), depth = hidden.shape().back();
  for (int64_t row = 0; row < rowsOf(cell.shape()); ++row)
    for (int64_t unit = 0; unit < units; ++unit) {
      auto sum = [&](int64_t gate) {
        int64_t column = gate * units + unit;
        auto state = [&](int64_t k) {
          return read<double>(hidden, row * depth + k);
        };
        return read<double>(gates, row * 4 * units + column) +
               dot(state, weight, column);
      };
      int64_t offset = row * units + unit;
      double next = sigmoid(sum(1)) * read<double>(cell, offset) +
                    sigmoid(sum(0)) * std::tanh(sum(2));
      write(results[0], offset, sigmoid(sum(3)) * std::tanh(next));
      write(results[1], offset, next);
    }
  return success();
}

static LogicalResult gruCell(GruCellOp op, Operands operands, Results results) {
  const dlc::Tensor &gates = *operands[0], &hidden = *operands[1];
  const dlc::Tensor &weight = *operands[2];
  int64_t units = hidden.shape().back();
  for (int64_t row = 0; row < rowsOf(hidden.shape()); ++row) {
    auto input = [&](int64_t gate, int64_t unit) {
      return read<double>(gates, (row * 3 + gate) * units + unit);
    };
    auto state = [&](int64_t unit) {
      return read<double>(hidden, row * units + unit);
    };
    std::vector<double> reset;
    for (int64_t unit = 0; unit < units; ++unit)
      reset.push_back(sigmoid(input(0, unit) + dot(state, weight, unit)));
    for (int64_t unit = 0; unit < units; ++unit) {
      double z = sigmoid(input(1, unit) + dot(state, weight, units + unit)), n;
      if (op.getResetAfter()) {
        double sum = dot(state, weight, 2 * units + unit);
        if (op.getBias())
          sum += read<double>(*operands[3], unit);
        n = std::tanh(input(2, unit) + reset[unit] * sum);
      } else {
        auto gated = [&](int64_t k) { return reset[k] * state(k); };
        n = std::tanh(input(2, unit) + dot(gated, weight, 2 * units + unit));
      }
      write(results[0], row * units + unit, (1 - z) * n + z * state(unit));
    }
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Packed forms
//===----------------------------------------------------------------------===//

namespace {
/// The sums of a cell whose gates lie side by side in blocks of units.
struct PackedSums {
  const dlc::Tensor &gates, &hidden, &weight;
  int64_t count = gates.shape()[gates.shape().size() - 2];
  int64_t block = gates.shape().back();
  int64_t blocks = gates.shape()[gates.shape().size() - 3];
  int64_t depth = weight.shape()[1], columns = weight.shape()[2];
  /// Gates that share a matrix of the weight.
  int64_t atOnce = columns / block;

  /// What a gate of a unit gets from outside.
  double input(int64_t row, int64_t gate, int64_t unit) const {
    int64_t position = (row * blocks + unit / block) * count + gate;
    return read<double>(gates, position * block + unit % block);
  }
  /// What it gets from the state.
  double state(int64_t row, int64_t gate, int64_t unit) const {
    double sum = 0;
    int64_t matrix = (unit / block * count + gate) / atOnce;
    int64_t column = gate % atOnce * block + unit % block;
    for (int64_t k = 0; k < depth; ++k)
      sum += read<double>(hidden, row * depth + k) *
             read<double>(weight, (matrix * depth + k) * columns + column);
    return sum;
  }
  double operator()(int64_t row, int64_t gate, int64_t unit) const {
    return input(row, gate, unit) + state(row, gate, unit);
  }
};
} // namespace

static LogicalResult packedLstmCell(PackedLstmCellOp, Operands operands,
                                    Results results) {
  PackedSums sum{*operands[0], *operands[1], *operands[3]};
  const dlc::Tensor &cell = *operands[2];
  int64_t units = cell.shape().back();
  for (int64_t row = 0; row < rowsOf(cell.shape()); ++row)
    for (int64_t unit = 0; unit < units; ++unit) {
      int64_t offset = row * units + unit;
      double next = sigmoid(sum(row, 1, unit)) * read<double>(cell, offset) +
                    sigmoid(sum(row, 0, unit)) * std::tanh(sum(row, 2, unit));
      write(results[0], offset, sigmoid(sum(row, 3, unit)) * std::tanh(next));
      write(results[1], offset, next);
    }
  return success();
}

static LogicalResult packedGruCell(PackedGruCellOp op, Operands operands,
                                   Results results) {
  PackedSums sum{*operands[0], *operands[1], *operands[2]};
  int64_t units = sum.hidden.shape().back();
  for (int64_t row = 0; row < rowsOf(sum.hidden.shape()); ++row)
    for (int64_t unit = 0; unit < units; ++unit) {
      double bias = op.getBias() ? read<double>(*operands[3], unit) : 0;
      double r = sigmoid(sum(row, 0, unit)), z = sigmoid(sum(row, 1, unit));
      double n = std::tanh(sum.input(row, 2, unit) +
                           r * (sum.state(row, 2, unit) + bias));
      double before = read<double>(sum.hidden, row * units + unit);
      write(results[0], row * units + unit, (1 - z) * n + z * before);
    }
  return success();
}

void dlc::graph::reference::attachRecurrent(MLIRContext *context) {
  attach<LstmCellOp, lstmCell>(context);
  attach<GruCellOp, gruCell>(context);
  attach<PackedLstmCellOp, packedLstmCell>(context);
  attach<PackedGruCellOp, packedGruCell>(context);
}
