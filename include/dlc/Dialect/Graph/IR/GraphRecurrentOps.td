//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Recurrent cells: one step of a recurrent layer, its product with the state
// and its gates in one. They are found by graph-fuse-lstm-gates; programs write
// products and gates.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_RECURRENT_OPS_TD
#define DLC_GRAPH_RECURRENT_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

def Graph_LstmCellOp : Graph_Op<"lstm_cell", [InferTypeOpAdaptor, Graph_Costly, Graph_BehindDifferentiation]> {
  let summary = "one step of a long short-term memory";
  let description = [{
    gates [.., 4H], hidden [.., K], cell [.., H], weight [4H, K]
    -> next_hidden [.., H], next_cell [.., H]:

    s = gates + hidden * transposed weight, of which the columns of
    i, f, g and o follow one another, in PyTorch's order;
    next_cell = sigmoid(f) cell + sigmoid(i) tanh(g);
    next_hidden = sigmoid(o) tanh(next_cell).

    `gates` is what does not depend on `hidden`: the product of the input and
    the biases. K is H in most networks; it differs where the state is
    projected, or where `hidden` holds more than the state.
  }];
  let arguments = (ins Graph_FloatTensor:$gates, Graph_FloatTensor:$hidden,
    Graph_FloatTensor:$cell, Graph_FloatTensor:$weight);
  let results = (outs Graph_FloatTensor:$next_hidden,
    Graph_FloatTensor:$next_cell);
}

def Graph_GruCellOp : Graph_Op<"gru_cell", [InferTypeOpAdaptor, Graph_Costly, Graph_BehindDifferentiation]> {
  let summary = "one step of a gated recurrent unit";
  let description = [{
    gates [.., 3H], hidden [.., H], weight [3H, H] -> next_hidden [.., H]:

    s = hidden * transposed weight; the columns of r, z and n follow one another
    in s and `gates`, in PyTorch's order;
    r = sigmoid(gates_r + s_r), z = sigmoid(gates_z + s_z);
    n = tanh(gates_n + r (s_n + bias)) with `reset_after`,
    n = tanh(gates_n + (r hidden) * transposed weight_n) without it;
    next_hidden = (1 - z) n + z hidden.

    `gates` is what does not depend on `hidden`. `bias` [H] may be left out, and
    is where the reset gate comes before the product.
  }];
  let arguments = (ins Graph_FloatTensor:$gates, Graph_FloatTensor:$hidden,
    Graph_FloatTensor:$weight, Optional<Graph_FloatTensor>:$bias,
    DefaultValuedAttr<BoolAttr, "true">:$reset_after);
  let results = (outs Graph_FloatTensor:$next_hidden);
}

//===----------------------------------------------------------------------===//
// Packed forms
//===----------------------------------------------------------------------===//

def Graph_PackedLstmCellOp : Graph_Op<"packed_lstm_cell",
    [InferTypeOpAdaptor, Graph_Costly, Graph_BehindDifferentiation]> {
  let summary = "one step of a long short-term memory, packed by units";
  let description = [{
    gates [.., N, 4, B], hidden [.., K], cell [.., H], weight [N T, K, 4B / T]
    -> next_hidden [.., H], next_cell [.., H], where N = ceil(H / B) and T
    divides 4:

    lstm_cell with all gates of B units side by side. Unit u is position u mod B
    of block u div B, in `gates` and among the columns of `weight`, where each
    gate has B of a block's columns. The gates of a block are cut into T groups,
    which take turns: each has a matrix of its own in `weight`. What lies beyond
    unit H is not looked at.
  }];
  let arguments = (ins Graph_FloatTensor:$gates, Graph_FloatTensor:$hidden,
    Graph_FloatTensor:$cell, Graph_FloatTensor:$weight);
  let results = (outs Graph_FloatTensor:$next_hidden,
    Graph_FloatTensor:$next_cell);
}

def Graph_PackedGruCellOp : Graph_Op<"packed_gru_cell",
    [InferTypeOpAdaptor, Graph_Costly, Graph_BehindDifferentiation]> {
  let summary = "one step of a gated recurrent unit, packed by units";
  let description = [{
    gates [.., N, 3, B], hidden [.., H], weight [N T, H, 3B / T] -> next_hidden
    [.., H], where N = ceil(H / B) and T divides 3:

    gru_cell with the reset gate after the product, and with all gates of B
    units side by side as in packed_lstm_cell. `bias` [H] may be left out.
  }];
  let arguments = (ins Graph_FloatTensor:$gates, Graph_FloatTensor:$hidden,
    Graph_FloatTensor:$weight, Optional<Graph_FloatTensor>:$bias);
  let results = (outs Graph_FloatTensor:$next_hidden);
}

#endif // DLC_GRAPH_RECURRENT_OPS_TD
