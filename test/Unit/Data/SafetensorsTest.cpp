//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Safetensors: round trips, and a file for every lie a header can tell.
//
//===----------------------------------------------------------------------===//

#include "TemporaryFolder.h"

#include "dlc/Data/Safetensors.h"

#include <gtest/gtest.h>

using namespace dlc;
using namespace dlc::test;

static std::string lengthPrefix(uint64_t length) {
  return {reinterpret_cast<const char *>(&length), sizeof(length)};
}

/// A file of a header and zeros for data.
static std::string fileOf(const std::string &header, size_t dataBytes = 0) {
  return lengthPrefix(header.size()) + header + std::string(dataBytes, '\0');
}

/// The error of parsing bytes as "w", without "w: ".
static std::string errorOf(std::string_view bytes) {
  Expected<TensorMap> tensors = parseSafetensors(bytes, "w");
  if (tensors)
    return "success";
  std::string message = tensors.error().message();
  EXPECT_EQ(message.substr(0, 3), "w: ");
  return message.substr(3);
}

/// A header of one tensor 'x' and its description's members.
static std::string one(const std::string &members) {
  return "{\"x\":{" + members + "}}";
}

static std::string entry(const std::string &name, const std::string &dtype,
                         const std::string &shape, const std::string &offsets) {
  return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + shape +
         "],\"data_offsets\":[" + offsets + "]}";
}

//===----------------------------------------------------------------------===//
// Round trips
//===----------------------------------------------------------------------===//

TEST(Safetensors, RoundTripsEveryDTypeAndSize) {
  TemporaryFolder folder;
  TensorMap tensors;
  for (DType dtype : everyDType) {
    std::string prefix(name(dtype));
    tensors.emplace(prefix + ".matrix", numbered(dtype, {3, 5}));
    tensors.emplace(prefix + ".scalar", numbered(dtype, {}));
    tensors.emplace(prefix + ".empty", Tensor(dtype, {2, 0, 3}));
  }
  std::string path = folder.file("w.safetensors");
  ASSERT_TRUE(bool(writeSafetensors(path, tensors)));
  Expected<TensorMap> read = readSafetensors(path);
  ASSERT_TRUE(bool(read)) << read.error().message();
  ASSERT_EQ(read->size(), tensors.size());
  for (const auto &[name, tensor] : tensors)
    expectSame(read->at(name), tensor);
}

TEST(Safetensors, RoundTripsUnusualNames) {
  TemporaryFolder folder;
  TensorMap tensors;
  for (const char *name : {"", "a \"quoted\" name", "back\\slash", "tab\there",
                           "Gewicht.\xc3\xa4", "a'b"})
    tensors.emplace(name, numbered(DType::U8, {1}));
  std::string path = folder.file("w.safetensors");
  ASSERT_TRUE(bool(writeSafetensors(path, tensors)));
  Expected<TensorMap> read = readSafetensors(path);
  ASSERT_TRUE(bool(read)) << read.error().message();
  for (const auto &entry : tensors)
    EXPECT_EQ(read->count(entry.first), 1u) << entry.first;
}

TEST(Safetensors, AlignsDataByWritingLargeElementsFirst) {
  TemporaryFolder folder;
  TensorMap tensors;
  tensors.emplace("a", numbered(DType::U8, {3}));
  tensors.emplace("b", numbered(DType::F32, {1}));
  tensors.emplace("c", numbered(DType::F64, {1}));
  ASSERT_TRUE(bool(writeSafetensors(folder.file("w"), tensors)));
  std::string header = "{" + entry("c", "F64", "1", "0,8") + "," +
                       entry("b", "F32", "1", "8,12") + "," +
                       entry("a", "U8", "3", "12,15") + "}";
  header.resize((header.size() + 7) / 8 * 8, ' ');
  std::string bytes = folder.read("w");
  EXPECT_EQ(bytes.substr(0, bytes.size() - 15), fileOf(header));
}

TEST(Safetensors, AcceptsMetadataPaddingAndNoTensors) {
  EXPECT_EQ(errorOf(fileOf("{}")), "success");
  EXPECT_EQ(errorOf(fileOf("{}      ")), "success");
  EXPECT_EQ(errorOf(fileOf("{\"__metadata__\":{\"format\":\"pt\"}}")),
            "success");
}

TEST(Safetensors, AcceptsTensorsInAnyOrder) {
  std::string bytes = fileOf("{" + entry("a", "U8", "2", "1,3") + "," +
                             entry("b", "U8", "1", "0,1") + "," +
                             entry("c", "F32", "0", "3,3") + "}");
  bytes += "\x05\x06\x07";
  Expected<TensorMap> tensors = parseSafetensors(bytes, "w");
  ASSERT_TRUE(bool(tensors)) << tensors.error().message();
  EXPECT_EQ(tensors->at("b").as<uint8_t>()[0], 5);
  EXPECT_EQ(tensors->at("a").as<uint8_t>()[1], 7);
}

//===----------------------------------------------------------------------===//
// Files that are none
//===----------------------------------------------------------------------===//

TEST(Safetensors, Unreadable) {
  TemporaryFolder folder;
  std::string path = folder.file("missing.safetensors");
  EXPECT_EQ(readSafetensors(path).error().message(),
            path + ": cannot read: No such file or directory");
  std::string directory = folder.path();
  EXPECT_EQ(readSafetensors(directory).error().message(),
            directory + ": cannot read: Is a directory");
  EXPECT_EQ(readSafetensors("/dev/null").error().message(),
            "/dev/null: cannot read: not a regular file");
}

TEST(Safetensors, ErrorsNameTheFile) {
  TemporaryFolder folder;
  std::string path = folder.write(
      "weights.safetensors",
      fileOf("{" + entry("features.0.weight", "F32", "200", "0,800") + "}",
             600));
  EXPECT_EQ(readSafetensors(path).error().message(),
            path + ": tensor 'features.0.weight': offsets [0, 800] run past "
                   "the end of the data (600 bytes)");
}

TEST(Safetensors, Truncated) {
  EXPECT_EQ(errorOf(""),
            "file is truncated: 0 bytes do not hold the header's length");
  EXPECT_EQ(errorOf("\x02"),
            "file is truncated: 1 bytes do not hold the header's length");
  EXPECT_EQ(errorOf(lengthPrefix(10) + "{}"),
            "file is truncated: header of 10 bytes runs past the end of the "
            "file (10 bytes)");
}

/// No prefix of a good file is a good file.
TEST(Safetensors, EveryTruncationIsAnError) {
  std::string bytes = fileOf("{" + entry("a", "F32", "2", "0,8") + "}", 8);
  for (size_t length = 0; length < bytes.size(); ++length)
    EXPECT_NE(errorOf(std::string_view(bytes).substr(0, length)), "success");
  EXPECT_EQ(errorOf(bytes), "success");
}

/// Nor does a changed byte make the reader fall over, whatever it makes of it.
TEST(Safetensors, SurvivesEveryChangedByte) {
  std::string good = fileOf("{\"__metadata__\":{\"k\":\"v\"}," +
                                entry("a", "BOOL", "2,1", "0,2") + "}",
                            2);
  for (size_t index = 0; index < good.size(); ++index)
    for (int value = 0; value < 256; ++value) {
      std::string bytes = good;
      bytes[index] = static_cast<char>(value);
      (void)errorOf(bytes);
    }
}

TEST(Safetensors, HeaderTooLong) {
  EXPECT_EQ(errorOf(lengthPrefix(100'000'001) + "{}"),
            "header of 100000001 bytes is over the limit of 100000000");
  EXPECT_EQ(errorOf(lengthPrefix(~0ull) + "{}"),
            "header of 18446744073709551615 bytes is over the limit of "
            "100000000");
}

//===----------------------------------------------------------------------===//
// Headers that are not what they should be
//===----------------------------------------------------------------------===//

TEST(Safetensors, NotJson) {
  EXPECT_EQ(errorOf(fileOf("")), "header does not begin with '{'");
  EXPECT_EQ(errorOf(fileOf("[]")), "header does not begin with '{'");
  EXPECT_EQ(errorOf(fileOf(" {}")), "header does not begin with '{'");
  EXPECT_EQ(errorOf(fileOf("{\"x\":")),
            "header is not JSON: [1:5, byte=5]: Unexpected EOF");
  EXPECT_EQ(errorOf(fileOf("{\"x")),
            "header is not JSON: [1:3, byte=3]: Unterminated string");
  EXPECT_EQ(errorOf(fileOf("{\"x\\")).substr(0, 18), "header is not JSON");
  EXPECT_EQ(errorOf(fileOf("{}}")).substr(0, 18), "header is not JSON");
  EXPECT_EQ(errorOf(fileOf("{\"\xff\":1}")).substr(0, 18),
            "header is not JSON");
}

TEST(Safetensors, DeepNesting) {
  std::string deep = "{\"x\":" + std::string(1'000'000, '[');
  EXPECT_EQ(errorOf(fileOf(deep)), "header nests deeper than 16 levels");
  std::string objects = "{";
  for (int level = 0; level < 100'000; ++level)
    objects += "\"a\":{";
  EXPECT_EQ(errorOf(fileOf(objects)), "header nests deeper than 16 levels");
  // Brackets in names do not nest.
  EXPECT_EQ(errorOf(fileOf(
                "{" + entry("[[[[[[[[[[[[[[[[[[", "U8", "", "0,1") + "}", 1)),
            "success");
}

TEST(Safetensors, DuplicateKeys) {
  std::string a = entry("a", "U8", "1", "0,1");
  EXPECT_EQ(errorOf(fileOf("{" + a + "," + a + "}", 1)),
            "tensor 'a' occurs twice");
  EXPECT_EQ(errorOf(fileOf(
                "{" + a + ", " + entry("\\u0061", "U8", "1", "0,1") + "}", 1)),
            "tensor 'a' occurs twice");
  EXPECT_EQ(errorOf(fileOf(one("\"dtype\":\"U8\",\"shape\":[1],\"shape\" : "
                               "[2],\"data_offsets\":[0,1]"),
                           1)),
            "tensor 'x': key 'shape' occurs twice");
}

TEST(Safetensors, Metadata) {
  EXPECT_EQ(errorOf(fileOf("{\"__metadata__\":3}")),
            "'__metadata__' is not an object");
  EXPECT_EQ(errorOf(fileOf("{\"__metadata__\":{\"a\":1}}")),
            "'__metadata__' holds 'a', which is not a string");
}

TEST(Safetensors, Descriptions) {
  EXPECT_EQ(errorOf(fileOf("{\"x\":3}")),
            "tensor 'x': its description is not an object");
  EXPECT_EQ(errorOf(fileOf(one("\"shape\":[],\"data_offsets\":[0,0]"))),
            "tensor 'x': 'dtype' is not a string");
  EXPECT_EQ(errorOf(fileOf(one("\"dtype\":7"))),
            "tensor 'x': 'dtype' is not a string");
  EXPECT_EQ(errorOf(fileOf(one("\"dtype\":\"U8\",\"data_offsets\":[0,1]"))),
            "tensor 'x': 'shape' is not an array of 64-bit integers");
  EXPECT_EQ(errorOf(fileOf(one("\"dtype\":\"U8\",\"shape\":[]"))),
            "tensor 'x': 'data_offsets' is not a pair of 64-bit integers");
  EXPECT_EQ(errorOf(fileOf("{" + entry("x", "U8", "1", "0,1,2") + "}", 1)),
            "tensor 'x': 'data_offsets' is not a pair of 64-bit integers");
  EXPECT_EQ(errorOf(fileOf(one("\"dtype\":\"U8\",\"strides\":[]"))),
            "tensor 'x': unknown key 'strides'");
}

TEST(Safetensors, DTypes) {
  EXPECT_EQ(errorOf(fileOf("{" + entry("x", "F16", "1", "0,2") + "}", 2)),
            "tensor 'x': dtype 'F16' is not supported (BOOL, U8, I8, I32, I64, "
            "BF16, F32 and F64 are)");
  EXPECT_EQ(errorOf(fileOf("{" + entry("x", "F33", "1", "0,2") + "}", 2)),
            "tensor 'x': unknown dtype 'F33'");
  EXPECT_EQ(errorOf(fileOf("{" + entry("x", "f32", "1", "0,4") + "}", 4)),
            "tensor 'x': unknown dtype 'f32'");
}

TEST(Safetensors, Names) {
  EXPECT_EQ(
      errorOf(fileOf("{" + entry("a\\u0000b", "U8", "1", "0,1") + "}", 1)),
      "tensor 'a\\x00b': the name holds a NUL character");
  // An escape sequence does not reach the terminal.
  EXPECT_EQ(
      errorOf(fileOf("{" + entry("\\u001b[2J", "U8", "2", "0,1") + "}", 1)),
      "tensor '\\x1b[2J': offsets [0, 1] hold 1 bytes, but u8[2] takes "
      "2");
  std::string name(1000, 'n');
  EXPECT_EQ(errorOf(fileOf("{\"" + name + "\":3}")),
            "tensor '" + name.substr(0, 200) +
                "...': its description is not an object");
}

TEST(Safetensors, Shapes) {
  auto shape = [](const std::string &sizes) {
    return errorOf(fileOf("{" + entry("x", "F32", sizes, "0,4") + "}", 4));
  };
  EXPECT_EQ(shape("1"), "success");
  EXPECT_EQ(shape("-1"), "tensor 'x': negative size in f32[-1]");
  EXPECT_EQ(shape("-1,-1"), "tensor 'x': negative size in f32[-1, -1]");
  EXPECT_EQ(shape("4294967296,4294967296"),
            "tensor 'x': the size of f32[4294967296, 4294967296] overflows");
  EXPECT_EQ(shape("4611686018427387905"),
            "tensor 'x': the size of f32[4611686018427387905] overflows");
  EXPECT_EQ(shape("0,4611686018427387905"),
            "tensor 'x': the size of f32[0, 4611686018427387905] overflows");
  EXPECT_EQ(shape("18446744073709551617"),
            "tensor 'x': 'shape' is not an array of 64-bit integers");
  EXPECT_EQ(shape("1.5"),
            "tensor 'x': 'shape' is not an array of 64-bit integers");
  EXPECT_EQ(shape("\"1\""),
            "tensor 'x': 'shape' is not an array of 64-bit integers");
  std::string ones = "1";
  for (int axis = 1; axis < 64; ++axis)
    ones += ",1";
  EXPECT_EQ(shape(ones), "success");
  EXPECT_EQ(shape(ones + ",1"), "tensor 'x': rank 65 is over the limit of 64");
}

//===----------------------------------------------------------------------===//
// Offsets
//===----------------------------------------------------------------------===//

TEST(Safetensors, Offsets) {
  auto offsets = [](const std::string &range) {
    return errorOf(fileOf("{" + entry("x", "F32", "2", range) + "}", 8));
  };
  EXPECT_EQ(offsets("0,8"), "success");
  EXPECT_EQ(offsets("-8,0"), "tensor 'x': offsets [-8, 0] are negative");
  EXPECT_EQ(offsets("8,0"), "tensor 'x': offsets [8, 0] run backwards");
  EXPECT_EQ(offsets("4,12"),
            "tensor 'x': offsets [4, 12] run past the end of the data (8 "
            "bytes)");
  EXPECT_EQ(offsets("0,9223372036854775807"),
            "tensor 'x': offsets [0, 9223372036854775807] run past the end of "
            "the data (8 bytes)");
  EXPECT_EQ(offsets("0,9223372036854775808"),
            "tensor 'x': 'data_offsets' is not a pair of 64-bit integers");
  EXPECT_EQ(offsets("0,4"),
            "tensor 'x': offsets [0, 4] hold 4 bytes, but f32[2] takes 8");
}

TEST(Safetensors, Tiling) {
  auto file = [](const std::string &first, const std::string &second,
                 size_t bytes) {
    return errorOf(fileOf("{" + entry("a", "U8", "8", first) + "," +
                              entry("b", "U8", "8", second) + "}",
                          bytes));
  };
  EXPECT_EQ(file("0,8", "8,16", 16), "success");
  EXPECT_EQ(file("0,8", "4,12", 12),
            "tensor 'b': offsets [4, 12] overlap those of 'a', [0, 8]");
  EXPECT_EQ(file("0,8", "0,8", 8),
            "tensor 'b': offsets [0, 8] overlap those of 'a', [0, 8]");
  EXPECT_EQ(file("0,8", "12,20", 20),
            "tensor 'b': offsets [12, 20] leave a hole behind byte 8");
  EXPECT_EQ(file("1,9", "9,17", 17),
            "tensor 'a': offsets [1, 9] leave a hole behind byte 0");
  EXPECT_EQ(file("0,8", "8,16", 20),
            "the data has 20 bytes, but the tensors end at byte 16");
  EXPECT_EQ(errorOf(fileOf("{}", 4)),
            "the data has 4 bytes, but the tensors end at byte 0");
}

TEST(Safetensors, BoolsAreZeroOrOne) {
  std::string bytes = fileOf("{" + entry("mask", "BOOL", "3", "0,3") + "}");
  bytes += std::string("\x01\x00\x07", 3);
  EXPECT_EQ(errorOf(bytes), "tensor 'mask': element 2 is 7, which is no bool");
}

//===----------------------------------------------------------------------===//
// Writing what cannot be written
//===----------------------------------------------------------------------===//

TEST(Safetensors, NamesThatCannotBeWritten) {
  TemporaryFolder folder;
  auto write = [&](const std::string &name) {
    TensorMap tensors;
    tensors.emplace(name, Tensor(DType::U8, {1}));
    Expected<void> written = writeSafetensors(folder.file("w"), tensors);
    return written
               ? "success"
               : written.error().message().substr(folder.file("w").size() + 2);
  };
  EXPECT_EQ(write("__metadata__"),
            "tensor '__metadata__': the name is the format's own");
  EXPECT_EQ(write(std::string("a\0b", 3)),
            "tensor 'a\\x00b': the name holds a NUL character");
  EXPECT_EQ(write("\xff"), "tensor '\xff': the name is not UTF-8");
  EXPECT_EQ(folder.fileCount(), 0u);
}
