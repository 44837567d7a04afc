//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The library of layers that comes with the compiler, as source text. It is
// written in the model language; this only hands out the files.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_STANDARDLIBRARY_STANDARDLIBRARY_H
#define DLC_STANDARDLIBRARY_STANDARDLIBRARY_H

#include "llvm/ADT/StringRef.h"

#include <vector>

namespace dlc {

/// The text of `<module>.dl`; empty where there is no such module. It lives
/// as long as the program.
llvm::StringRef standardLibrarySource(llvm::StringRef module);

/// The names of all modules.
std::vector<llvm::StringRef> standardLibraryModules();

} // namespace dlc

#endif // DLC_STANDARDLIBRARY_STANDARDLIBRARY_H
