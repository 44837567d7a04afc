//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What programs say of derivatives, in the graph dialect.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DIALECT_GRAPH_IR_GRAPHDIFFERENTIATIONOPS_H
#define DLC_DIALECT_GRAPH_IR_GRAPHDIFFERENTIATIONOPS_H

#include "dlc/Dialect/Graph/IR/GraphOpBase.h"

#define GET_OP_CLASSES
#include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.h.inc"

#endif // DLC_DIALECT_GRAPH_IR_GRAPHDIFFERENTIATIONOPS_H
