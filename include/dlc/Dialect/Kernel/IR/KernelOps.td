//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The kernel dialect: outlined kernels and the schedule that launches them
// over buffers with known addresses.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_KERNEL_OPS_TD
#define DLC_KERNEL_OPS_TD

include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/OpBase.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Kernel_Dialect : Dialect {
  let name = "kernel";
  let cppNamespace = "::dlc::kernel";
  let summary = "Outlined kernels, their schedule and its memory";
  let description = [{
    What an optimized graph becomes before it becomes vector code. A module
    holds `kernel.func`s, each a few graph operations that are computed
    together, and `kernel.schedule`s that launch them in order over buffers:
    slices of the arenas that the calling convention hands in (dlc-c/ABI.h).
    Two launches of kernels equal in structure share one `kernel.func`.
  }];
}

class Kernel_Op<string mnemonic, list<Trait> traits = []>
    : Op<Kernel_Dialect, mnemonic, traits>;

//===----------------------------------------------------------------------===//
// Kernels
//===----------------------------------------------------------------------===//

def Kernel_FuncOp : Kernel_Op<"func",
    [FunctionOpInterface, IsolatedFromAbove]> {
  let summary = "graph operations computed together";
  let description = [{
    Takes tensors and returns one or several of one shape, whose elements at
    one position are computed together. Its work is cut into `grid` independent
    tiles, numbered from 0; a tile is always computed by one thread, in the
    same order of operations, so that results do not depend on how tiles are
    dealt to threads. `checks` counts the operations that may report an index
    out of range. An argument with `kernel.in_place = r` lies where result
    number r goes: each of its elements is read before the results' elements at
    the same position are stored, and by nothing else. A kernel that `runs_once`
    for each set of weights need not be fast.

    What else it says is for readers and for the schedule. `tile` are the sums
    that a contraction's micro-kernel keeps in registers, at most: rows, by
    elements of the result's last axis (in a recurrent cell, of the gates that are
    summed at once). `flops` are multiplications and additions of contractions,
    `bytes` those of the tensors that a launch reads and writes. `cost` says
    about how many nanoseconds all tiles take on one core: where that is little,
    one thread computes them all.

    A kernel `by_rows` is one of pointwise operations that computes any number
    of rows, each a tile. Its type is that of one, [1, W], and so are its bytes;
    its launches say how many there are, and what they cost.

    ```
    func ::= `kernel.func` symbol-name signature `grid` integer
             [`checks` integer] [`tile` integer `x` integer] [`flops` integer]
             [`bytes` integer] [`cost` integer] [`runs_once`] [`by_rows`]
             [`attributes` attr-dict] region
    ```

    ```mlir
    kernel.func @kernel_packed_matmul_add(%x: tensor<4x84xf32>, %w: tensor<1x84x16xf32>,
                                   %b: tensor<10xf32>) -> tensor<4x10xf32>
        grid 1 tile 4x16 flops 6720 bytes 6920 cost 230 {
      %0 = graph.packed_matmul %x, %w {columns = 10 : i64} : ...
      %1 = graph.broadcast %b {shape = #graph.dims<4, 10>} : ...
      %2 = graph.add %0, %1 : tensor<4x10xf32>
      kernel.return %2 : tensor<4x10xf32>
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
    TypeAttrOf<FunctionType>:$function_type,
    OptionalAttr<DictArrayAttr>:$arg_attrs,
    OptionalAttr<DictArrayAttr>:$res_attrs,
    I64Attr:$grid, OptionalAttr<I64Attr>:$checks,
    OptionalAttr<DenseI64ArrayAttr>:$tile, OptionalAttr<I64Attr>:$flops,
    OptionalAttr<I64Attr>:$bytes, OptionalAttr<I64Attr>:$cost,
    UnitAttr:$runs_once, UnitAttr:$by_rows);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::mlir::ArrayRef<::mlir::Type> getArgumentTypes() {
      return getFunctionType().getInputs();
    }
    ::mlir::ArrayRef<::mlir::Type> getResultTypes() {
      return getFunctionType().getResults();
    }
    ::mlir::Region *getCallableRegion() { return &getBody(); }
    /// The tensors the kernel computes: at least one.
    ::mlir::OperandRange getResultValues();
    /// The shape of each.
    ::mlir::ArrayRef<int64_t> getResultShape();
    /// The memory of one of its arguments or results in a launch, which has so
    /// many rows if the kernel is `by_rows`.
    ::mlir::MemRefType getMemoryType(::mlir::RankedTensorType tensor,
                                     std::optional<int64_t> rows);
  }];
}

def Kernel_ReturnOp : Kernel_Op<"return",
    [Pure, HasParent<"FuncOp">, Terminator]> {
  let summary = "the results of a kernel";
  let arguments = (ins Variadic<AnyRankedTensor>:$values);
  let assemblyFormat = "attr-dict ($values^ `:` type($values))?";
}

//===----------------------------------------------------------------------===//
// Schedules
//===----------------------------------------------------------------------===//

def Kernel_ScheduleOp : Kernel_Op<"schedule",
    [Symbol, IsolatedFromAbove, NoTerminator, SingleBlock]> {
  let summary = "launches in order, by every thread of the team";
  let description = [{
    Runs on each thread of the team. `workspace` is the size of the arena of
    intermediate values in bytes: the peak memory of a call. The type and the
    argument and result attributes are those of the function it came from.
    `sites` are the positions that run-time errors name. `frozen` are the bytes
    of the prepared arena where weights are embedded: the call is given none.

    ```mlir
    kernel.schedule @forward(tensor<64xf32> {graph.input = "x"})
        -> (tensor<64xf32> {graph.output = "y"}) workspace 256 {
      %input0 = kernel.buffer input[0] : memref<64xf32>
      %workspace.0 = kernel.buffer workspace[0] : memref<64xf32>
      kernel.launch @kernel_exp(%input0) into %workspace.0 : ...
      kernel.barrier
      ...
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, I64Attr:$workspace,
    TypeAttrOf<FunctionType>:$function_type,
    OptionalAttr<DictArrayAttr>:$arg_attrs,
    OptionalAttr<DictArrayAttr>:$res_attrs,
    DefaultValuedAttr<StrArrayAttr, "{}">:$sites,
    OptionalAttr<ElementsAttr>:$frozen);
  let regions = (region SizedRegion<1>:$body);
  let hasVerifier = 1;
  let assemblyFormat = [{
    $sym_name `` custom<Signature>($function_type, $arg_attrs, $res_attrs)
    `workspace` $workspace attr-dict-with-keyword $body
  }];
}

def Kernel_Input : I32EnumAttrCase<"Input", 0, "input">;
def Kernel_Output : I32EnumAttrCase<"Output", 1, "output">;
def Kernel_Prepared : I32EnumAttrCase<"Prepared", 2, "prepared">;
def Kernel_Workspace : I32EnumAttrCase<"Workspace", 3, "workspace">;
def Kernel_State : I32EnumAttrCase<"State", 4, "state">;
def Kernel_Segment : I32EnumAttr<"Segment", "memory handed to a call",
    [Kernel_Input, Kernel_Output, Kernel_Prepared, Kernel_Workspace,
     Kernel_State]> {
  let cppNamespace = "::dlc::kernel";
}

def Kernel_BufferOp : Kernel_Op<"buffer",
    [Pure, DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "memory of one tensor";
  let description = [{
    `input[i]`, `output[i]` and `state[i]` are the i-th pointers of the call;
    `prepared[o]` and `workspace[o]` lie `o` bytes into their arena. The key
    of random numbers is the input behind the last one, and the new values of
    states are outputs behind the last one, in the order of `state[i]`. A tensor
    that is part of an output begins some bytes behind its pointer.

    ```mlir
    %input0 = kernel.buffer input[0] : memref<4x28x28xui8>
    %workspace.12544 = kernel.buffer workspace[12544] : memref<4x6x14x14xf32>
    %output0.4704 = kernel.buffer output[0] + 4704 : memref<1x6x14x14xf32>
    ```
  }];
  let arguments = (ins Kernel_Segment:$segment, I64Attr:$position,
    DefaultValuedAttr<I64Attr, "0">:$offset);
  let results = (outs AnyMemRef:$memory);
  let assemblyFormat = [{
    $segment `[` $position `]` (`+` $offset^)? attr-dict `:` type($memory)
  }];
}

def Kernel_LaunchOp : Kernel_Op<"launch",
    [AttrSizedOperandSegments,
     DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "computes one kernel, its tiles dealt to the threads";
  let description = [{
    Thread t of T computes the tiles [grid*t/T, grid*(t+1)/T). `site` is the
    number of the kernel's first check in the table of positions. `rows` is how
    many rows a kernel `by_rows` computes: arguments and results have so many
    where its type says 1, and its grid is for each of them. `cost` is then as a
    kernel's.

    ```mlir
    kernel.launch @kernel_packed_lstm_cell(%0, %1, %2, %3) into %4, %5 : ...
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$kernel,
    Variadic<AnyMemRef>:$inputs, Variadic<AnyMemRef>:$outputs,
    DefaultValuedAttr<I64Attr, "0">:$site,
    OptionalAttr<I64Attr>:$rows, OptionalAttr<I64Attr>:$cost);
  let assemblyFormat = [{
    $kernel `(` $inputs `)` `into` $outputs attr-dict `:`
    functional-type($inputs, $outputs)
  }];
}

def Kernel_ExternOp : Kernel_Op<"extern", [AttrSizedOperandSegments]> {
  let summary = "calls a C function on one thread of the team";
  let description = [{
    The function is one of dlc-c/Extern.h. Thread 0 calls it, which is the
    thread that called the model, unless the call has failed already. `site`
    names the position and the function where it fails.

    ```mlir
    kernel.extern "top_k"(%0) into (%1, %2) {constants = [5]}
        : (memref<100xf32>) -> (memref<5xf32>, memref<5xi64>)
    ```
  }];
  let arguments = (ins StrAttr:$symbol, Variadic<AnyMemRef>:$inputs,
    Variadic<AnyMemRef>:$outputs, ArrayAttr:$constants,
    DefaultValuedAttr<I64Attr, "0">:$site);
  let assemblyFormat = [{
    $symbol `(` $inputs `)` `into` ` ` `(` $outputs `)` attr-dict `:`
    functional-type($inputs, $outputs)
  }];
}

def Kernel_BarrierOp : Kernel_Op<"barrier"> {
  let summary = "waits for all threads of the team";
  let description = [{
    Stands between two launches of which one reads or writes memory that the
    other writes.
  }];
  let assemblyFormat = "attr-dict";
}

//===----------------------------------------------------------------------===//
// Loops of a schedule
//===----------------------------------------------------------------------===//

def Kernel_RepeatOp : Kernel_Op<"repeat", [NoTerminator, SingleBlock]> {
  let summary = "launches over and over, by every thread of the team";
  let description = [{
    Runs its body `count` times. The body's argument is the row of this step:
    0, 1, ... or, `reversed`, count - 1, count - 2, ... Memory that is another
    in each step is chosen by `kernel.element`, `kernel.first` and
    `kernel.alternate`, which compute addresses and copy nothing.

    ```mlir
    kernel.repeat %t of 100 reversed {
      %x = kernel.element %xs[%t] : memref<100x16xf32>
      kernel.launch @kernel_neg(%x) into %0 : (memref<16xf32>) -> memref<16xf32>
    }
    ```
  }];
  let arguments = (ins I64Attr:$count, UnitAttr:$reversed);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The row of this step.
    ::mlir::BlockArgument getRow() { return getBody().getArgument(0); }
    /// The loop of which `row` is the argument, if it is one's.
    static ::dlc::kernel::RepeatOp ofRow(::mlir::Value row);
  }];
}

class Kernel_AddressOp<string mnemonic, list<Trait> traits = []>
    : Kernel_Op<mnemonic, !listconcat([Pure], traits)> {
  let hasVerifier = 1;
}

def Kernel_ElementOp : Kernel_AddressOp<"element",
    [TypesMatchWith<"element drops axis 0", "stack", "element",
                    "::dlc::kernel::rowType($_self)">]> {
  let summary = "one row of a stack";
  let description = [{
    The row of this step of a loop or, `previous`, of the step before, which
    must not be used in the first step.
  }];
  let arguments = (ins AnyMemRef:$stack, Index:$row, UnitAttr:$previous);
  let results = (outs AnyMemRef:$element);
  let assemblyFormat = [{
    (`previous` $previous^)? $stack `[` $row `]` attr-dict `:` type($stack)
  }];
}

def Kernel_FirstOp : Kernel_AddressOp<"first",
    [AllTypesMatch<["first", "later", "memory"]>]> {
  let summary = "one buffer in the first step of a loop, another later";
  let arguments = (ins Index:$row, AnyMemRef:$first, AnyMemRef:$later);
  let results = (outs AnyMemRef:$memory);
  let assemblyFormat = [{
    `[` $row `]` $first `then` $later attr-dict `:` type($memory)
  }];
}

def Kernel_AlternateOp : Kernel_AddressOp<"alternate",
    [AllTypesMatch<["even", "odd", "memory"]>]> {
  let summary = "two buffers in turn";
  let description = [{
    `even` in the first step of a loop, `odd` in the second, and so on.
  }];
  let arguments = (ins Index:$row, AnyMemRef:$even, AnyMemRef:$odd);
  let results = (outs AnyMemRef:$memory);
  let assemblyFormat = [{
    `[` $row `]` $even `,` $odd attr-dict `:` type($memory)
  }];
}

#endif // DLC_KERNEL_OPS_TD
