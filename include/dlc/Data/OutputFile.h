//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A file that appears whole or not at all: written under a temporary name
// beside its place and renamed at the end.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_DATA_OUTPUTFILE_H
#define DLC_DATA_OUTPUTFILE_H

#include "dlc/Runtime/Error.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace dlc {

/// Errors stick: writers write on and `commit` tells. Without a successful
/// commit the temporary file is removed and the target is as it was.
///
/// Links are followed, and what exists and is no regular file (a pipe,
/// /dev/stdout) is written to directly, because renaming would replace it.
class OutputFile {
public:
  explicit OutputFile(const std::string &path);
  OutputFile(const OutputFile &) = delete;
  OutputFile &operator=(const OutputFile &) = delete;
  ~OutputFile();

  void write(const void *bytes, size_t count);
  /// Ends writing and tells how it went; the target is as it was still.
  Expected<void> finish();
  /// Finishes and puts the file in its place.
  Expected<void> commit();

private:
  void createTemporary();

  const std::string path; ///< as given, for errors
  std::string target;
  std::string temporary; ///< empty when the target is written to directly
  int descriptor = -1;
  int failure = 0; ///< an errno value
};

/// Replaces the file by these bytes, or leaves it as it was.
Expected<void> writeFile(const std::string &path, std::string_view bytes);

} // namespace dlc

#endif // DLC_DATA_OUTPUTFILE_H
