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

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <vector>

namespace dlc {

/// Both live as long as the program.
struct LibraryFile {
  /// "random.dl", "nn/convolution.dl"
  llvm::StringRef path;
  llvm::StringRef source;
};

/// The files of a module, which share one scope: `<module>.dl`, or all of the
/// folder `<module>`, the one of the same name first. Empty where there is no
/// such module.
llvm::ArrayRef<LibraryFile> standardLibraryFiles(llvm::StringRef module);

/// The names of all modules.
std::vector<llvm::StringRef> standardLibraryModules();

} // namespace dlc

#endif // DLC_STANDARDLIBRARY_STANDARDLIBRARY_H
