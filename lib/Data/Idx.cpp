//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reading IDX files: two zero bytes, an element type, a rank, the sizes as
// big-endian 32-bit numbers, the elements. zlib reads both plain and gzipped
// files through one interface.
//
//===----------------------------------------------------------------------===//

#include "dlc/Data/Idx.h"

#include "ByteSource.h"
#include "Validation.h"

#include <algorithm>
#include <zlib.h>

using namespace dlc;

/// What deflate makes of a byte at most (258 bytes from two bits, and a little
/// over). A gzipped file of a plausible header may therefore take no more
/// memory than an honest file of its size could.
static constexpr uint64_t maximumExpansion = 1032;

namespace {
struct TypeCode {
  uint8_t code;
  DType type;
};

struct CloseGzip {
  void operator()(gzFile file) const { gzclose(file); }
};

class IdxReader {
public:
  IdxReader(const std::string &path, gzFile file, uint64_t fileBytes)
      : path(path), file(file), fileBytes(fileBytes) {}

  Expected<Tensor> read();

private:
  Error error(const std::string &what) const {
    return Error(path + ": " + what);
  }
  Expected<DType> readPrefix(size_t &rank);
  Expected<void> checkPlausible(DType dtype, const Shape &shape,
                                uint64_t bytes) const;
  /// Fills `to`, or tells why not.
  Expected<void> fill(void *to, size_t bytes, const std::string &what);
  /// As many bytes as there are, up to `bytes`.
  Expected<size_t> readSome(void *to, size_t bytes);

  const std::string &path;
  gzFile file;
  const uint64_t fileBytes;
};
} // namespace

static constexpr TypeCode typeCodes[] = {{0x08, DType::U8},
                                         {0x09, DType::I8},
                                         {0x0C, DType::I32},
                                         {0x0D, DType::F32},
                                         {0x0E, DType::F64}};

Expected<size_t> IdxReader::readSome(void *to, size_t bytes) {
  char *position = static_cast<char *>(to);
  size_t done = 0;
  // zlib counts in unsigned.
  constexpr size_t chunk = size_t(1) << 20;
  while (done < bytes) {
    int got = gzread(file, position + done,
                     static_cast<unsigned>(std::min(bytes - done, chunk)));
    if (got > 0) {
      done += static_cast<size_t>(got);
      continue;
    }
    // A stream that breaks off is an error to zlib, but it says so only after
    // the last byte it could make of it.
    int code = Z_OK;
    const char *message = gzerror(file, &code);
    if (code == Z_BUF_ERROR)
      return error("the gzip stream is truncated");
    if (got < 0)
      return error(std::string("the gzip stream is damaged: ") + message);
    break;
  }
  return done;
}

Expected<void> IdxReader::fill(void *to, size_t bytes,
                               const std::string &what) {
  Expected<size_t> got = readSome(to, bytes);
  if (!got)
    return got.takeError();
  if (*got != bytes)
    return error("file is truncated: " + what + " takes " +
                 std::to_string(bytes) + " bytes, the file has " +
                 std::to_string(*got));
  return {};
}

Expected<DType> IdxReader::readPrefix(size_t &rank) {
  uint8_t prefix[4];
  if (Expected<void> read = fill(prefix, sizeof(prefix), "the magic number");
      !read)
    return read.takeError();
  if (prefix[0] != 0 || prefix[1] != 0)
    return error("not an IDX file");
  rank = prefix[3];
  for (const TypeCode &entry : typeCodes)
    if (entry.code == prefix[2])
      return entry.type;
  if (prefix[2] == 0x0B)
    return error("dtype i16 is not supported (u8, i8, i32, f32 and f64 are)");
  return error("unknown element type " + std::to_string(prefix[2]));
}

/// Before anything is allocated for them.
Expected<void> IdxReader::checkPlausible(DType dtype, const Shape &shape,
                                         uint64_t bytes) const {
  uint64_t header = 4 + 4 * shape.size();
  std::string claim =
      describe(dtype, shape) + " takes " + std::to_string(bytes) + " bytes, ";
  if (gzdirect(file)) {
    if (bytes > fileBytes - header)
      return error("file is truncated: " + claim + "the file has " +
                   std::to_string(fileBytes - header));
  } else if (bytes / maximumExpansion > fileBytes) {
    return error("file is truncated: " + claim + "more than " +
                 std::to_string(fileBytes) + " gzipped bytes can hold");
  }
  return {};
}

template <size_t Size> static void reverseBytes(Tensor &tensor) {
  char *element = static_cast<char *>(tensor.data());
  for (int64_t count = tensor.elementCount(); count != 0; --count) {
    std::reverse(element, element + Size);
    element += Size;
  }
}

Expected<Tensor> IdxReader::read() {
  size_t rank = 0;
  Expected<DType> dtype = readPrefix(rank);
  if (!dtype)
    return dtype.takeError();
  if (rank > maximumRank)
    return error("rank " + std::to_string(rank) + " is over the limit of " +
                 std::to_string(maximumRank));
  Shape shape;
  for (size_t axis = 0; axis < rank; ++axis) {
    uint8_t size[4];
    if (Expected<void> read =
            fill(size, sizeof(size), "size " + std::to_string(axis));
        !read)
      return read.takeError();
    shape.push_back(int64_t(size[0]) << 24 | int64_t(size[1]) << 16 |
                    int64_t(size[2]) << 8 | int64_t(size[3]));
  }
  Expected<int64_t> bytes = checkShape(*dtype, shape);
  if (!bytes)
    return error(bytes.error().message());
  if (Expected<void> checked =
          checkPlausible(*dtype, shape, static_cast<uint64_t>(*bytes));
      !checked)
    return checked.takeError();

  Tensor tensor(*dtype, std::move(shape));
  std::string claim = describe(tensor.dtype(), tensor.shape());
  if (Expected<void> read = fill(tensor.data(), tensor.bytes(), claim); !read)
    return read.takeError();
  // Looking for one more byte makes zlib compare the checksum, too.
  char surplus;
  Expected<size_t> after = readSome(&surplus, 1);
  if (!after)
    return after.takeError();
  if (*after != 0)
    return error("surplus data after " + claim);

  if (byteSize(*dtype) == 4)
    reverseBytes<4>(tensor);
  else if (byteSize(*dtype) == 8)
    reverseBytes<8>(tensor);
  return Expected<Tensor>(std::move(tensor));
}

Expected<Tensor> dlc::readIdx(const std::string &path) {
  Expected<OpenFile> opened = openRegularFile(path);
  if (!opened)
    return opened.takeError();
  // From here on zlib closes the descriptor.
  gzFile raw = gzdopen(opened->descriptor.get(), "rb");
  if (!raw)
    return Error(path + ": cannot read: out of memory");
  opened->descriptor.release();
  std::unique_ptr<gzFile_s, CloseGzip> file(raw);
  gzbuffer(raw, 1 << 17);
  return IdxReader(path, raw, opened->size).read();
}
