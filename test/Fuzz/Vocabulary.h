//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The words of the model language, for making and changing programs.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_FUZZ_VOCABULARY_H
#define DLC_TEST_FUZZ_VOCABULARY_H

#include <string>
#include <vector>

namespace dlc::fuzz {

/// Punctuation, keywords, the names that mean something, the declarations of
/// the library and its parameters, and numbers at which something happens.
const std::vector<std::string> &vocabulary();

} // namespace dlc::fuzz

#endif // DLC_TEST_FUZZ_VOCABULARY_H
