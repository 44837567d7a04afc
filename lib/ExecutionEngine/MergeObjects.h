//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One object file of several: what `ld -r` does, for what LLVM writes. Kernels
// are compiled apart from each other, and the result is one object.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_EXECUTIONENGINE_MERGEOBJECTS_H
#define DLC_LIB_EXECUTIONENGINE_MERGEOBJECTS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"

namespace dlc {

/// Relocatable 64-bit little-endian ELF files of one machine, without groups
/// and debug information. A symbol that one part defines is what the others
/// mean by its name; hidden ones are local to the result. The bytes depend on
/// the parts and their order alone.
llvm::Expected<llvm::SmallVector<char, 0>>
mergeObjects(llvm::ArrayRef<llvm::ArrayRef<char>> parts);

} // namespace dlc

#endif // DLC_LIB_EXECUTIONENGINE_MERGEOBJECTS_H
