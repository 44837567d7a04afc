//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pointwise operations: one result element depends on the operand elements at
// the same position. A new one states its scalar payload in
// lib/Codegen/Loops/Pointwise.cpp and its reference in
// lib/Dialect/Graph/Reference/Pointwise.cpp.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_POINTWISE_OPS_TD
#define DLC_GRAPH_POINTWISE_OPS_TD

include "dlc/Dialect/Graph/IR/GraphBase.td"

/// Marks pointwise operations: operands and results of one shape.
def Graph_Pointwise : NativeOpTrait<"Pointwise"> {
  let cppNamespace = "::dlc::graph";
}

class Graph_PointwiseOp<string mnemonic, list<Trait> traits = []>
    : Graph_LanguageOp<mnemonic, !listconcat([Graph_Pointwise], traits)>;

class Graph_UnaryOp<string mnemonic, string text, Type type,
                    list<Trait> traits = []>
    : Graph_PointwiseOp<mnemonic,
                        !listconcat([SameOperandsAndResultType], traits)> {
  let summary = text;
  let arguments = (ins type:$operand);
  let results = (outs type:$result);
  let assemblyFormat = "$operand attr-dict `:` type($result)";
}

/// A function that is computed by series or calls, in many instructions.
class Graph_TranscendentalOp<string mnemonic, string text>
    : Graph_UnaryOp<mnemonic, text, Graph_FloatTensor, [Graph_Costly]>;

class Graph_BinaryOp<string mnemonic, string text, list<Trait> traits = [],
                     Type type = Graph_NumberTensor>
    : Graph_PointwiseOp<mnemonic,
                        !listconcat([SameOperandsAndResultType], traits)> {
  let summary = text;
  let arguments = (ins type:$lhs, type:$rhs);
  let results = (outs type:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result)";
}

def Graph_AddOp : Graph_BinaryOp<"add", "lhs + rhs", [Commutative]>;
def Graph_SubOp : Graph_BinaryOp<"sub", "lhs - rhs">;
def Graph_MulOp : Graph_BinaryOp<"mul", "lhs * rhs", [Commutative]>;
def Graph_DivOp : Graph_BinaryOp<"div", "lhs / rhs", [], Graph_FloatTensor>;
def Graph_FloorDivideOp
    : Graph_BinaryOp<"floor_divide", "the largest whole number not above "
                                     "lhs / rhs"> {
  let description = [{
    Integers divided by zero are zero, and the smallest integer divided by -1
    wraps around to itself. Floating point numbers divided by zero are what
    `div` makes of them; an infinity divided by anything else is NaN.
  }];
}
def Graph_RemainderOp
    : Graph_BinaryOp<"remainder", "lhs - floor(lhs / rhs) * rhs"> {
  let description = [{
    What `floor_divide` leaves: it has the sign of `rhs`. The remainder of a
    division by zero is zero for integers and NaN for floating point numbers.
  }];
}
def Graph_PowOp
    : Graph_BinaryOp<"pow", "lhs to the power of rhs", [Graph_Costly]> {
  let description = [{
    Special values are those of C: x^0 and 1^y are 1, for NaN too; a negative
    number has a power where the exponent is a whole number, else NaN.

    Powers of integers wrap around like products. With a negative exponent, that
    of 1 is 1, that of -1 is 1 or -1, and all others are 0.
  }];
}
def Graph_MaximumOp
    : Graph_BinaryOp<"maximum", "the larger one; NaN where either is NaN",
                     [Commutative]>;
def Graph_MinimumOp
    : Graph_BinaryOp<"minimum", "the smaller one; NaN where either is NaN",
                     [Commutative]>;

def Graph_NegOp : Graph_UnaryOp<"neg", "-x", Graph_NumberTensor> {
  let hasFolder = 1;
}
def Graph_AbsOp : Graph_UnaryOp<"abs", "|x|", Graph_NumberTensor>;
def Graph_ExpOp : Graph_TranscendentalOp<"exp", "e^x">;
def Graph_Expm1Op
    : Graph_TranscendentalOp<"expm1", "e^x - 1, accurate near 0">;
def Graph_LogOp : Graph_TranscendentalOp<"log", "natural logarithm">;
def Graph_Log1pOp
    : Graph_TranscendentalOp<"log1p",
                             "natural logarithm of 1 + x, accurate near 0">;
def Graph_SqrtOp : Graph_UnaryOp<"sqrt", "square root", Graph_FloatTensor>;
def Graph_RsqrtOp
    : Graph_UnaryOp<"rsqrt", "1 / sqrt(x)", Graph_FloatTensor>;
def Graph_SinOp
    : Graph_TranscendentalOp<"sin", "sine of an angle in radians">;
def Graph_CosOp
    : Graph_TranscendentalOp<"cos", "cosine of an angle in radians">;
def Graph_FloorOp
    : Graph_UnaryOp<"floor", "the largest whole number not above x",
                    Graph_FloatTensor>;
def Graph_CeilOp
    : Graph_UnaryOp<"ceil", "the smallest whole number not below x",
                    Graph_FloatTensor>;
def Graph_RoundOp
    : Graph_UnaryOp<"round", "the nearest whole number; of two, the even one",
                    Graph_FloatTensor>;
def Graph_TruncOp
    : Graph_UnaryOp<"trunc", "x without its fraction", Graph_FloatTensor>;
def Graph_SignOp
    : Graph_UnaryOp<"sign", "1, 0 or -1 as x is above, at or below 0; 0 for NaN",
                    Graph_NumberTensor>;
def Graph_ErfOp
    : Graph_TranscendentalOp<"erf", "error function: 2 / sqrt(pi) times the "
                                    "integral of exp(-t^2) from 0 to x">;
def Graph_TanhOp
    : Graph_TranscendentalOp<"tanh", "hyperbolic tangent">;
def Graph_SigmoidOp
    : Graph_TranscendentalOp<"sigmoid", "1 / (1 + exp(-x))">;
def Graph_ReluOp
    : Graph_UnaryOp<"relu", "max(x, 0); NaN stays NaN", Graph_NumberTensor> {
  let hasFolder = 1;
}

class Graph_CompareOp<string mnemonic, string text, list<Trait> traits = []>
    : Graph_PointwiseOp<mnemonic,
        !listconcat([SameTypeOperands, InferTypeOpAdaptor], traits)> {
  let summary = text;
  let arguments = (ins Graph_Tensor:$lhs, Graph_Tensor:$rhs);
  let results = (outs Graph_BoolTensor:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($lhs)";
}

def Graph_EqualOp : Graph_CompareOp<"equal", "lhs == rhs", [Commutative]>;
def Graph_NotEqualOp
    : Graph_CompareOp<"not_equal", "lhs != rhs; true for NaN", [Commutative]>;
def Graph_LessOp : Graph_CompareOp<"less", "lhs < rhs">;
def Graph_LessEqualOp : Graph_CompareOp<"less_equal", "lhs <= rhs">;
def Graph_GreaterOp : Graph_CompareOp<"greater", "lhs > rhs">;
def Graph_GreaterEqualOp : Graph_CompareOp<"greater_equal", "lhs >= rhs">;

def Graph_LogicalAndOp
    : Graph_BinaryOp<"logical_and", "whether both hold", [Commutative],
                     Graph_BoolTensor>;
def Graph_LogicalOrOp
    : Graph_BinaryOp<"logical_or", "whether either holds", [Commutative],
                     Graph_BoolTensor>;
def Graph_LogicalXorOp
    : Graph_BinaryOp<"logical_xor", "whether exactly one holds", [Commutative],
                     Graph_BoolTensor>;
def Graph_LogicalNotOp
    : Graph_UnaryOp<"logical_not", "whether it does not hold",
                    Graph_BoolTensor> {
  let hasFolder = 1;
}

def Graph_SelectOp : Graph_PointwiseOp<"select",
    [AllTypesMatch<["on_true", "on_false", "result"]>]> {
  let summary = "on_true where the condition holds, else on_false";
  let arguments = (ins Graph_BoolTensor:$condition, Graph_Tensor:$on_true,
                       Graph_Tensor:$on_false);
  let results = (outs Graph_Tensor:$result);
  let assemblyFormat = [{
    $condition `,` $on_true `,` $on_false attr-dict `:`
    type($condition) `,` type($result)
  }];
}

def Graph_CastOp : Graph_PointwiseOp<"cast", [InferTypeOpAdaptor]> {
  let summary = "converts the element type";
  let description = [{
    Integers become the nearest floating point number. Floating point numbers
    become integers by truncation towards zero, saturating; NaN becomes 0.
    To bool: true for all but 0. Integers become narrower ones by dropping
    their upper bits.
  }];
  let arguments = (ins Graph_Tensor:$operand, TypeAttr:$dtype);
  let results = (outs Graph_Tensor:$result);
  let assemblyFormat = [{
    $operand `to` $dtype attr-dict `:` functional-type(operands, results)
  }];
  let hasFolder = 1;
}

#endif // DLC_GRAPH_POINTWISE_OPS_TD
