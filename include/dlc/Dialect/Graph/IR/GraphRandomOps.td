//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Random numbers, counted rather than stored: each element is a function of a
// key and its position.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_RANDOM_OPS_TD
#define DLC_GRAPH_RANDOM_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

/// A key: two words, as JAX's raw keys.
def Graph_KeyTensor : Graph_TensorOf<[I32]>;

class Graph_RandomOp<string mnemonic> : Graph_InferredOp<mnemonic> {
  // The bits below, shared by the descriptions.
  code generator = [{
    Threefry-2x32 with 20 rounds: `threefry(key, counter)` makes two words
    x0, x1 from two words of a key and a counter of 64 bits (the upper word
    first). Equal to JAX bit for bit where `jax_threefry_partitionable` is set.
  }];
}

def Graph_RandomFoldOp : Graph_RandomOp<"random_fold"> {
  let summary = "the key of stream number `data`";
  let description = [{
    threefry(key, data), which is jax.random.fold_in. }] # generator;
  let arguments = (ins Graph_KeyTensor:$key, Graph_IntAttr:$data);
  let results = (outs Graph_KeyTensor:$result);
}

def Graph_RandomSplitOp : Graph_RandomOp<"random_split"> {
  let summary = "`count` keys: [count, 2]";
  let description = [{
    Row i is threefry(key, i), which is jax.random.split; `count` is one
    dimension. }] # generator;
  let arguments = (ins Graph_KeyTensor:$key, Graph_ShapeAttr:$count);
  let results = (outs Graph_TensorOf<[I32]>:$result);
}

def Graph_RandomUniformOp : Graph_RandomOp<"random_uniform"> {
  let summary = "numbers uniform in [0, 1)";
  let description = [{
    Element i, counted in row-major order, takes the upper mantissa bits of
    x0 ^ x1 (f32) or of x0 followed by x1 (f64), where x0, x1 =
    threefry(key, i), which is jax.random.uniform. }] # generator;
  let arguments = (ins Graph_KeyTensor:$key, Graph_ShapeAttr:$shape,
                       TypeAttr:$dtype);
  let results = (outs Graph_TensorOf<[F32, F64]>:$result);
}

#endif // DLC_GRAPH_RANDOM_OPS_TD
