//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where the readers of this folder take bytes from: a file, or memory in tests.
// Random access, so that tensors are read straight into their place.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_DATA_BYTESOURCE_H
#define DLC_LIB_DATA_BYTESOURCE_H

#include "dlc/Runtime/Error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace dlc {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "little-endian files are read and written as they are");

/// A file descriptor that closes itself.
class FileDescriptor {
public:
  explicit FileDescriptor(int descriptor = -1) : descriptor(descriptor) {}
  FileDescriptor(FileDescriptor &&other) noexcept
      : descriptor(other.release()) {}
  FileDescriptor &operator=(FileDescriptor &&) = delete;
  ~FileDescriptor();

  int get() const { return descriptor; }
  int release() { return std::exchange(descriptor, -1); }

private:
  int descriptor;
};

/// A regular file opened for reading, and its size.
struct OpenFile {
  FileDescriptor descriptor;
  uint64_t size;
};

/// Refuses pipes and devices: readers compare what headers claim with a size.
Expected<OpenFile> openRegularFile(const std::string &path);

class ByteSource {
public:
  virtual ~ByteSource() = default;

  uint64_t size() const { return length; }
  /// Fills `to` from a range that lies within `size()`.
  virtual Expected<void> read(uint64_t offset, void *to, size_t bytes) = 0;
  /// An error that names this source.
  Error error(const std::string &what) const;

protected:
  ByteSource(std::string name, uint64_t length)
      : name(std::move(name)), length(length) {}

private:
  std::string name;
  uint64_t length;
};

class MemorySource final : public ByteSource {
public:
  MemorySource(std::string_view bytes, std::string_view name)
      : ByteSource(std::string(name), bytes.size()), bytes(bytes) {}
  Expected<void> read(uint64_t offset, void *to, size_t count) override;

private:
  std::string_view bytes;
};

class FileSource final : public ByteSource {
public:
  FileSource(const std::string &path, OpenFile file)
      : ByteSource(path, file.size), descriptor(std::move(file.descriptor)) {}
  Expected<void> read(uint64_t offset, void *to, size_t count) override;

private:
  FileDescriptor descriptor;
};

} // namespace dlc

#endif // DLC_LIB_DATA_BYTESOURCE_H
