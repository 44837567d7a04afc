//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// IDX files, plain and gzipped, good and damaged.
//
//===----------------------------------------------------------------------===//

#include "TemporaryFolder.h"

#include "dlc/Data/Idx.h"

#include <gtest/gtest.h>
#include <zlib.h>

using namespace dlc;
using namespace dlc::test;

/// The head of a file of an element type and sizes below 2^32.
static std::string head(char type, std::vector<uint32_t> shape) {
  std::string bytes = {0, 0, type, static_cast<char>(shape.size())};
  for (uint32_t size : shape)
    for (int shift : {24, 16, 8, 0})
      bytes += static_cast<char>(size >> shift);
  return bytes;
}

static std::string gzipped(const std::string &bytes) {
  TemporaryFolder folder;
  gzFile file = gzopen(folder.file("x.gz").c_str(), "wb9");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
  return folder.read("x.gz");
}

static Expected<Tensor> readBytes(const std::string &bytes) {
  TemporaryFolder folder;
  Expected<Tensor> tensor = readIdx(folder.write("x.idx", bytes));
  if (tensor)
    return tensor;
  // The folder's name differs each time.
  std::string message = tensor.error().message();
  std::string prefix = folder.file("x.idx") + ": ";
  EXPECT_EQ(message.substr(0, prefix.size()), prefix);
  return Error(message.substr(prefix.size()));
}

static std::string errorOf(const std::string &bytes) {
  Expected<Tensor> tensor = readBytes(bytes);
  return tensor ? "success" : tensor.error().message();
}

constexpr char u8 = 0x08, i8 = 0x09, i16 = 0x0B, i32 = 0x0C, f32 = 0x0D,
               f64 = 0x0E;

TEST(Idx, ReadsPlainAndGzippedFiles) {
  std::string bytes = head(u8, {2, 3}) + std::string("\0\1\2\3\4\5", 6);
  for (const std::string &file : {bytes, gzipped(bytes)}) {
    Expected<Tensor> tensor = readBytes(file);
    ASSERT_TRUE(bool(tensor)) << tensor.error().message();
    expectSame(*tensor, numbered(DType::U8, {2, 3}));
  }
}

TEST(Idx, BringsElementsIntoTheMachinesOrder) {
  Expected<Tensor> ints =
      readBytes(head(i32, {2}) + std::string("\0\0\1\2\xff\xff\xff\xfe", 8));
  ASSERT_TRUE(bool(ints));
  EXPECT_EQ(ints->as<int32_t>()[0], 258);
  EXPECT_EQ(ints->as<int32_t>()[1], -2);
  Expected<Tensor> single =
      readBytes(head(f32, {1}) + std::string("\x3f\xc0\0\0", 4));
  ASSERT_TRUE(bool(single));
  EXPECT_EQ(single->as<float>()[0], 1.5f);
  Expected<Tensor> wide =
      readBytes(head(f64, {1}) + std::string("\xbf\xf8\0\0\0\0\0\0", 8));
  ASSERT_TRUE(bool(wide));
  EXPECT_EQ(wide->as<double>()[0], -1.5);
  Expected<Tensor> bytes = readBytes(head(i8, {1}) + "\xff");
  ASSERT_TRUE(bool(bytes));
  EXPECT_EQ(bytes->as<int8_t>()[0], -1);
}

TEST(Idx, EmptyTensorsAndScalars) {
  Expected<Tensor> empty = readBytes(head(u8, {0, 28, 28}));
  ASSERT_TRUE(bool(empty)) << empty.error().message();
  EXPECT_EQ(empty->shape(), (Shape{0, 28, 28}));
  Expected<Tensor> scalar = readBytes(head(u8, {}) + "\x07");
  ASSERT_TRUE(bool(scalar)) << scalar.error().message();
  EXPECT_EQ(scalar->as<uint8_t>()[0], 7);
}

TEST(Idx, ReadsMoreThanOneChunk) {
  Tensor expected = numbered(DType::U8, {3, 1000, 1000});
  std::string bytes =
      head(u8, {3, 1000, 1000}) +
      std::string(static_cast<const char *>(expected.data()), expected.bytes());
  Expected<Tensor> tensor = readBytes(gzipped(bytes));
  ASSERT_TRUE(bool(tensor)) << tensor.error().message();
  expectSame(*tensor, expected);
}

TEST(Idx, Unreadable) {
  TemporaryFolder folder;
  std::string path = folder.file("missing");
  EXPECT_EQ(readIdx(path).error().message(),
            path + ": cannot read: No such file or directory");
  std::string directory = folder.path();
  EXPECT_EQ(readIdx(directory).error().message(),
            directory + ": cannot read: Is a directory");
}

TEST(Idx, NoIdxFile) {
  EXPECT_EQ(errorOf("hello, world"), "not an IDX file");
  EXPECT_EQ(errorOf(gzipped("hello, world")), "not an IDX file");
  EXPECT_EQ(errorOf(head(0x42, {1}) + "a"), "unknown element type 66");
  EXPECT_EQ(errorOf(head(i16, {1}) + "ab"),
            "dtype i16 is not supported (u8, i8, i32, f32 and f64 are)");
  EXPECT_EQ(errorOf(head(u8, std::vector<uint32_t>(65, 1)) + "a"),
            "rank 65 is over the limit of 64");
}

TEST(Idx, Truncated) {
  EXPECT_EQ(errorOf(""),
            "file is truncated: the magic number takes 4 bytes, the file has "
            "0");
  std::string bytes = head(u8, {2, 2}) + "abcd";
  EXPECT_EQ(errorOf(bytes), "success");
  for (size_t length = 0; length < bytes.size(); ++length)
    EXPECT_EQ(errorOf(bytes.substr(0, length)).substr(0, 17),
              "file is truncated");
  EXPECT_EQ(errorOf(bytes.substr(0, 10)),
            "file is truncated: size 1 takes 4 bytes, the file has 2");
  EXPECT_EQ(errorOf(bytes.substr(0, 15)),
            "file is truncated: u8[2, 2] takes 4 bytes, the file has 3");
  EXPECT_EQ(errorOf(gzipped(bytes.substr(0, 15))),
            "file is truncated: u8[2, 2] takes 4 bytes, the file has 3");
  EXPECT_EQ(errorOf(bytes + "e"), "surplus data after u8[2, 2]");
  EXPECT_EQ(errorOf(gzipped(bytes + "e")), "surplus data after u8[2, 2]");
}

TEST(Idx, DamagedGzip) {
  std::string data;
  for (int index = 0; index < 1000; ++index)
    data += static_cast<char>(index * index % 251);
  std::string bytes = gzipped(head(u8, {1000}) + data);
  ASSERT_EQ(errorOf(bytes), "success");
  for (size_t length = 2; length < bytes.size(); ++length)
    EXPECT_NE(errorOf(bytes.substr(0, length)), "success") << length;
  EXPECT_EQ(errorOf(bytes.substr(0, bytes.size() / 2)),
            "the gzip stream is truncated");
  // Within the checksum, eight bytes from the end.
  bytes[bytes.size() - 6] ^= 1;
  EXPECT_EQ(errorOf(bytes).substr(0, 27), "the gzip stream is damaged:");
}

TEST(Idx, SizesThatTheFileCannotHold) {
  EXPECT_EQ(errorOf(head(u8, {4000000000u, 2}) + "ab"),
            "file is truncated: u8[4000000000, 2] takes 8000000000 bytes, the "
            "file has 2");
  EXPECT_EQ(errorOf(head(f64, {4294967295u, 4294967295u, 2})),
            "the size of f64[4294967295, 4294967295, 2] overflows");
  // Refused by its compressed size, before memory is asked for.
  std::string bomb = gzipped(head(u8, {4000000000u}) + std::string(9999, '\0'));
  EXPECT_EQ(errorOf(bomb),
            "file is truncated: u8[4000000000] takes 4000000000 bytes, more "
            "than " +
                std::to_string(bomb.size()) + " gzipped bytes can hold");
}

/// A short claim before a long stream: the rest is not unpacked.
TEST(Idx, ReadsNoMoreThanTheHeaderSays) {
  std::string bomb = gzipped(head(u8, {4}) + std::string(50'000'000, '\0'));
  EXPECT_EQ(errorOf(bomb), "surplus data after u8[4]");
}

TEST(Idx, SurvivesEveryChangedByte) {
  std::string good = gzipped(head(u8, {2, 2}) + "abcd");
  for (size_t index = 0; index < good.size(); ++index)
    for (int value = 0; value < 256; value += 15) {
      std::string bytes = good;
      bytes[index] = static_cast<char>(value);
      (void)errorOf(bytes);
    }
}
