//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All operations of the graph dialect, by family.
//
//===----------------------------------------------------------------------===//

include "dlc/Dialect/Graph/IR/GraphPointwiseOps.td"
include "dlc/Dialect/Graph/IR/GraphContractionOps.td"
include "dlc/Dialect/Graph/IR/GraphRecurrentOps.td"
include "dlc/Dialect/Graph/IR/GraphReductionOps.td"
include "dlc/Dialect/Graph/IR/GraphPoolingOps.td"
include "dlc/Dialect/Graph/IR/GraphOrderingOps.td"
include "dlc/Dialect/Graph/IR/GraphShapeOps.td"
include "dlc/Dialect/Graph/IR/GraphIndexingOps.td"
include "dlc/Dialect/Graph/IR/GraphControlOps.td"
include "dlc/Dialect/Graph/IR/GraphRandomOps.td"
include "dlc/Dialect/Graph/IR/GraphExternOps.td"
include "dlc/Dialect/Graph/IR/GraphDifferentiationOps.td"
