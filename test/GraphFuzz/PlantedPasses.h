//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Passes that are wrong on purpose, one for each kind of mistake: what the
// fuzzer must find, and make small.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_GRAPHFUZZ_PLANTEDPASSES_H
#define DLC_TEST_GRAPHFUZZ_PLANTEDPASSES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace dlc::fuzz {

/// The names of the mistakes.
llvm::ArrayRef<llvm::StringLiteral> plantedMistakes();

/// Registers the pass "graph-planted-<mistake>", or nothing where the name is
/// empty.
void registerPlantedPass(llvm::StringRef mistake);

} // namespace dlc::fuzz

#endif // DLC_TEST_GRAPHFUZZ_PLANTEDPASSES_H
