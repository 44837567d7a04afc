//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Files for tests: a folder that goes away with the test, and raw bytes in it.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TEST_UNIT_DATA_TEMPORARYFOLDER_H
#define DLC_TEST_UNIT_DATA_TEMPORARYFOLDER_H

#include "dlc/Runtime/Tensor.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace dlc::test {

class TemporaryFolder {
public:
  TemporaryFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "dlc-XXXXXX";
    folder = mkdtemp(pattern.data());
  }
  TemporaryFolder(const TemporaryFolder &) = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(folder); }

  const std::filesystem::path &path() const { return folder; }
  std::string file(const std::string &name) const { return folder / name; }

  std::string write(const std::string &name, std::string_view bytes) const {
    std::ofstream(file(name), std::ios::binary) << bytes;
    return file(name);
  }
  std::string read(const std::string &name) const {
    std::ifstream stream(file(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  size_t fileCount() const {
    return static_cast<size_t>(
        std::distance(std::filesystem::directory_iterator(folder), {}));
  }

private:
  std::filesystem::path folder;
};

/// A tensor whose bytes differ: 0, 1, 2, ... but bools, which have two values.
inline Tensor numbered(DType dtype, Shape shape) {
  Tensor tensor(dtype, std::move(shape));
  uint8_t *bytes = static_cast<uint8_t *>(tensor.data());
  for (size_t index = 0; index < tensor.bytes(); ++index)
    bytes[index] =
        static_cast<uint8_t>(dtype == DType::Bool ? index % 2 : index);
  return tensor;
}

/// Equal in type, shape and every bit.
inline void expectSame(const Tensor &actual, const Tensor &expected) {
  EXPECT_EQ(describe(actual.dtype(), actual.shape()),
            describe(expected.dtype(), expected.shape()));
  ASSERT_EQ(actual.bytes(), expected.bytes());
  EXPECT_EQ(std::memcmp(actual.data(), expected.data(), expected.bytes()), 0);
}

constexpr DType everyDType[] = {DType::Bool, DType::U8,  DType::I8,
                                DType::I32,  DType::I64, DType::BF16,
                                DType::F32,  DType::F64};

} // namespace dlc::test

#endif // DLC_TEST_UNIT_DATA_TEMPORARYFOLDER_H
