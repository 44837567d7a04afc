//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The dialect, its attributes, and the base classes of its operations.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_GRAPH_BASE_TD
#define DLC_GRAPH_BASE_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/IR/TensorEncoding.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "dlc/Dialect/Graph/IR/GraphInterfaces.td"

def Graph_Dialect : Dialect {
  let name = "graph";
  let cppNamespace = "::dlc::graph";
  let summary = "Deep learning models as dataflow graphs";
  let description = [{
    Tensors with value semantics, one operation a concept. Dimensions may be
    symbolic: a tensor type then carries `#graph.dims<...>`, a polynomial in
    named dimensions for each axis. Broadcasting is explicit: pointwise
    operations take operands of equal shape.

    Functions are `func.func`. Their arguments say what they are, in this
    order: `graph.parameter = "features.0.weight"`, `graph.state =
    "features.1.running_mean"`, `graph.input = "x"`, and at most one
    `graph.random_key`, a `tensor<2xi32>` that all random numbers of a call
    come from. Results are `graph.output = "logits"`, then `graph.state` for
    the new value of each state that the function rebinds. A state without
    such a result is frozen: within this function it is like a parameter.

    After `graph-hoist-parameter-expressions` a module holds `@prepare`, from
    parameters and frozen states to prepared values, and the function itself,
    whose arguments carry `graph.prepared = <ordinal>` in place of these.

    The dialect leaves out what other levels say better: memory (the kernel
    dialect), loops over elements (scf), layouts beyond explicit packing.
  }];
  let useDefaultAttributePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let hasCanonicalizer = 1;
  let hasOperationAttrVerify = 1;
  let hasRegionArgAttrVerify = 1;
  let hasRegionResultAttrVerify = 1;
  let dependentDialects = ["::mlir::func::FuncDialect"];
  // Each family's file registers its own operations.
  let extraClassDeclaration = [{
  private:
    void addPointwiseOperations();
    void addContractionOperations();
    void addRecurrentOperations();
    void addReductionOperations();
    void addPoolingOperations();
    void addOrderingOperations();
    void addShapeOperations();
    void addIndexingOperations();
    void addControlOperations();
    void addRandomOperations();
    void addExternOperations();
    void addDifferentiationOperations();

  public:
  }];
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

class Graph_Attr<string name, string attrMnemonic, list<Trait> traits = []>
    : AttrDef<Graph_Dialect, name, traits> {
  let mnemonic = attrMnemonic;
}

def Graph_DimsAttr : Graph_Attr<"Dims", "dims",
    [DeclareAttrInterfaceMethods<VerifiableTensorEncoding>]> {
  let summary = "symbolic dimensions of a tensor";
  let description = [{
    One polynomial in named dimensions for each axis: `#graph.dims<N, 2*H, 3>`.
    As the encoding of a tensor type it is present exactly where at least one
    dimension is not a number; numeric dimensions are repeated in it.
  }];
  let parameters = (ins
    AttrParameter<"::std::vector<::dlc::graph::Dimension>", "",
                  "::llvm::ArrayRef<::dlc::graph::Dimension>">:$dimensions);
  let hasCustomAssemblyFormat = 1;
}

// A signed number; MLIR's I64Attr reads as unsigned.
def Graph_IntAttr : TypedSignlessIntegerAttrBase<I64, "int64_t", "integer">;

// Attributes as operations declare them; `storageType` tells the front end
// which constant of the language an argument takes (OpSignature.h).
def Graph_ShapeAttr : Attr<CPred<"::llvm::isa<::dlc::graph::DimsAttr>($_self)">,
                           "dimensions"> {
  let storageType = "::dlc::graph::DimsAttr";
  let returnType = "::llvm::ArrayRef<::dlc::graph::Dimension>";
  let convertFromStorage = "$_self.getDimensions()";
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

def Graph_Bool : AnyTypeOf<[I1], "bool">;
def Graph_Index : AnyTypeOf<[I32, I64], "integer index">;
def Graph_Float : AnyTypeOf<[BF16, F32, F64], "floating point">;
def Graph_Number : AnyTypeOf<[I8, UI8, I32, I64, BF16, F32, F64], "number">;
def Graph_Element : AnyTypeOf<[I1, I8, UI8, I32, I64, BF16, F32, F64],
                              "element">;

/// A tensor whose unknown sizes have names.
def Graph_HasNamedDimensions
    : CPred<"::dlc::graph::hasNamedDimensions("
            "::llvm::cast<::mlir::RankedTensorType>($_self))">;
class Graph_TensorOf<list<Type> elements>
    : RankedTensorOf<elements, [Graph_HasNamedDimensions],
                     "tensor with named or numeric dimensions">;

def Graph_BoolTensor : Graph_TensorOf<[Graph_Bool]>;
def Graph_IndexTensor : Graph_TensorOf<[Graph_Index]>;
def Graph_FloatTensor : Graph_TensorOf<[Graph_Float]>;
def Graph_NumberTensor : Graph_TensorOf<[Graph_Number]>;
def Graph_Tensor : Graph_TensorOf<[Graph_Element]>;

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

/// All operations of a family are pure and state how their types follow from
/// their operands and attributes.
class Graph_Op<string mnemonic, list<Trait> traits = []>
    : Op<Graph_Dialect, mnemonic, !listconcat([Pure], traits)> {
  let assemblyFormat = "operands attr-dict `:` functional-type(operands, results)";
}

/// One row of the signature: {name, kind, storage type, optional}.
class Graph_SignatureRow<string name, Constraint constraint> {
  bit isAttribute = !isa<Attr>(constraint);
  string kind = !if(isAttribute, "Attribute",
                    !if(!isa<Variadic>(constraint), "Variadic", "Operand"));
  string storage = !if(isAttribute, !cast<Attr>(constraint).storageType, "");
  string optional = !if(!or(!isa<DefaultValuedAttr>(constraint),
                            !isa<OptionalAttr>(constraint)), "true", "false");
  string row = "{\"" # name # "\", ::dlc::graph::OpArgument::Kind::" # kind
             # ", \"" # storage # "\", " # optional # "}";
}

/// Marks operations that may report a run-time error, such as an index out of
/// range.
def Graph_MayFail : NativeOpTrait<"MayFail"> {
  let cppNamespace = "::dlc::graph";
}

/// Marks operations whose elements take more to compute than to load from
/// memory: where the same ones are needed again, they are kept.
def Graph_Costly : NativeOpTrait<"Costly"> {
  let cppNamespace = "::dlc::graph";
}

/// Marks operations that graph-differentiate never meets, because later passes
/// make them.
def Graph_BehindDifferentiation : NativeOpTrait<"BehindDifferentiation"> {
  let cppNamespace = "::dlc::graph";
}

/// An operation that the language can call: its argument names come from its
/// definition, so that the front end needs no edit for a new one.
class Graph_LanguageOp<string mnemonic, list<Trait> traits = []>
    : Graph_Op<mnemonic, !listconcat(
        [LanguageOpInterface], traits)> {
  defvar rows = !foreach(i, !range(!size(arguments)),
      Graph_SignatureRow<!getdagname(arguments, i),
                         !getdagarg<Constraint>(arguments, i)>.row);
  code declarations = "";
  let extraClassDeclaration = [{
    static ::llvm::ArrayRef<::dlc::graph::OpArgument> getSignature() {
      static const ::dlc::graph::OpArgument signature[] = {
        }] # !interleave(rows, ",\n        ") # [{
      };
      return signature;
    }
  }] # declarations;
}

/// The usual case: types are inferred from the adaptor.
class Graph_InferredOp<string mnemonic, list<Trait> traits = []>
    : Graph_LanguageOp<mnemonic, !listconcat([InferTypeOpAdaptor], traits)>;

#endif // DLC_GRAPH_BASE_TD
