//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Running sums and sorting in the graph dialect.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_GRAPHORDERINGOPS_H
#define DLC_DIALECT_GRAPH_IR_GRAPHORDERINGOPS_H

#include "dlc/Dialect/Graph/IR/GraphOpBase.h"

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphOrderingOps.h.inc"

#endif // DLC_DIALECT_GRAPH_IR_GRAPHORDERINGOPS_H
