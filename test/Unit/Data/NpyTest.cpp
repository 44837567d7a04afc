//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// npy: round trips, the versions and orders NumPy writes, damaged headers.
//
//===----------------------------------------------------------------------===//

#include "TemporaryFolder.h"

#include "dlc/Data/Npy.h"

#include <gtest/gtest.h>

using namespace dlc;
using namespace dlc::test;

/// A file of version 1.0 with this dictionary and data.
static std::string fileOf(const std::string &header,
                          const std::string &data = "") {
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(header.size() & 0xFF);
  bytes += static_cast<char>(header.size() >> 8);
  return bytes + header + data;
}

static std::string dictionary(const std::string &descr,
                              const std::string &shape,
                              const std::string &fortran = "False") {
  return "{'descr': '" + descr + "', 'fortran_order': " + fortran +
         ", 'shape': " + shape + ", }\n";
}

/// The error of parsing bytes as "x", without "x: ".
static std::string errorOf(std::string_view bytes) {
  Expected<Tensor> tensor = parseNpy(bytes, "x");
  if (tensor)
    return "success";
  std::string message = tensor.error().message();
  EXPECT_EQ(message.substr(0, 3), "x: ");
  return message.substr(3);
}

TEST(Npy, RoundTripsEveryDTypeAndSize) {
  TemporaryFolder folder;
  std::string path = folder.file("x.npy");
  for (DType dtype : everyDType) {
    if (dtype == DType::BF16)
      continue;
    for (Shape shape :
         {Shape{}, Shape{7}, Shape{0}, Shape{2, 3, 4}, Shape{1, 0, 5}}) {
      Tensor tensor = numbered(dtype, shape);
      ASSERT_TRUE(bool(writeNpy(path, tensor.view())));
      Expected<Tensor> read = readNpy(path);
      ASSERT_TRUE(bool(read)) << read.error().message();
      expectSame(*read, tensor);
    }
  }
}

/// To the byte what numpy.save writes.
TEST(Npy, WritesWhatNumPyWrites) {
  TemporaryFolder folder;
  std::string path = folder.file("x.npy");
  auto header = [&](Shape shape) {
    Tensor tensor(DType::F32, std::move(shape));
    EXPECT_TRUE(bool(writeNpy(path, tensor.view())));
    std::string bytes = folder.read("x.npy");
    EXPECT_EQ(bytes.substr(0, 10),
              std::string("\x93NUMPY\x01\x00\x76\x00", 10));
    EXPECT_EQ(bytes.size(), 128 + tensor.bytes());
    EXPECT_EQ(bytes[127], '\n');
    return bytes.substr(10, bytes.find('}') - 9);
  };
  EXPECT_EQ(header({}),
            "{'descr': '<f4', 'fortran_order': False, 'shape': (), }");
  EXPECT_EQ(header({3}),
            "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }");
  EXPECT_EQ(header({3, 4, 5}),
            "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4, 5), }");
}

TEST(Npy, Versions) {
  std::string header = dictionary("|u1", "(1,)");
  std::string length(1, static_cast<char>(header.size()));
  std::string rest = length + std::string(3, '\0') + header + "\x07";
  for (char version : {'\x02', '\x03'}) {
    std::string bytes = std::string("\x93NUMPY") + version + '\0' + rest;
    Expected<Tensor> tensor = parseNpy(bytes, "x");
    ASSERT_TRUE(bool(tensor)) << tensor.error().message();
    EXPECT_EQ(tensor->as<uint8_t>()[0], 7);
  }
  EXPECT_EQ(errorOf(std::string("\x93NUMPY\x04\x00", 8) + rest),
            "npy version 4.0 is not supported (1.0, 2.0 and 3.0 are)");
  EXPECT_EQ(errorOf(std::string("\x93NUMPY\x01\x01", 8) + rest),
            "npy version 1.1 is not supported (1.0, 2.0 and 3.0 are)");
}

TEST(Npy, FortranOrderBecomesRowMajor) {
  // [[0, 1, 2], [3, 4, 5]], column by column.
  std::string bytes = fileOf(dictionary("|i1", "(2, 3)", "True"),
                             std::string("\0\3\1\4\2\5", 6));
  Expected<Tensor> tensor = parseNpy(bytes, "x");
  ASSERT_TRUE(bool(tensor)) << tensor.error().message();
  expectSame(*tensor, numbered(DType::I8, {2, 3}));
}

TEST(Npy, FortranOrderOfManyAxes) {
  Tensor expected(DType::I32, {2, 3, 4});
  Tensor columns(DType::I32, {2, 3, 4});
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 3; ++j)
      for (int k = 0; k < 4; ++k) {
        expected.as<int32_t>()[(i * 3 + j) * 4 + k] = i * 100 + j * 10 + k;
        columns.as<int32_t>()[(k * 3 + j) * 2 + i] = i * 100 + j * 10 + k;
      }
  std::string data(static_cast<const char *>(columns.data()), columns.bytes());
  Expected<Tensor> tensor =
      parseNpy(fileOf(dictionary("<i4", "(2, 3, 4)", "True"), data), "x");
  ASSERT_TRUE(bool(tensor)) << tensor.error().message();
  expectSame(*tensor, expected);
  EXPECT_EQ(errorOf(fileOf(dictionary("<i4", "(2, 0)", "True"))), "success");
  EXPECT_EQ(errorOf(fileOf(dictionary("|u1", "()", "True"), "a")), "success");
}

TEST(Npy, OtherSpellings) {
  EXPECT_EQ(errorOf(fileOf("{\"shape\":(1,),\"fortran_order\":False,"
                           "\"descr\":\"|u1\"}",
                           "a")),
            "success");
  EXPECT_EQ(errorOf(fileOf(dictionary("<u1", "(1L,)"), "a")), "success");
  EXPECT_EQ(errorOf(fileOf(dictionary("=f4", "(1, 1)"), "abcd")), "success");
}

TEST(Npy, DTypes) {
  EXPECT_EQ(errorOf(fileOf(dictionary(">f4", "(1,)"), "abcd")),
            "big-endian data ('>f4') is not supported");
  EXPECT_EQ(errorOf(fileOf(dictionary("<f2", "(1,)"), "ab")),
            "dtype '<f2' is not supported (b1, u1, i1, i4, i8, f4 and f8 are)");
  EXPECT_EQ(errorOf(fileOf(dictionary("|f4", "(1,)"), "abcd")),
            "dtype '|f4' is not supported (b1, u1, i1, i4, i8, f4 and f8 are)");
  EXPECT_EQ(errorOf(fileOf(dictionary("", "(1,)"), "abcd")),
            "dtype '' is not supported (b1, u1, i1, i4, i8, f4 and f8 are)");
  EXPECT_EQ(errorOf(fileOf("{'descr': [('a', '<f4')], 'fortran_order': False, "
                           "'shape': (1,)}",
                           "abcd")),
            "structured data is not supported");
  EXPECT_EQ(errorOf(fileOf(dictionary("|b1", "(2,)"), "\x01\x02")),
            "element 1 is 2, which is no bool");
}

TEST(Npy, Truncated) {
  EXPECT_EQ(errorOf(""), "file is truncated in the header (0 bytes)");
  EXPECT_EQ(errorOf("\x93NUM"), "file is truncated in the header (4 bytes)");
  EXPECT_EQ(errorOf("no npy file"), "not an npy file");
  std::string bytes = fileOf(dictionary("<f4", "(2,)"), "abcdefgh");
  for (size_t length = 0; length < bytes.size(); ++length)
    EXPECT_EQ(errorOf(std::string_view(bytes).substr(0, length)).substr(0, 17),
              "file is truncated");
  EXPECT_EQ(errorOf(bytes), "success");
  bytes.pop_back();
  EXPECT_EQ(errorOf(bytes),
            "file is truncated: f32[2] takes 8 bytes, the file has 7");
  EXPECT_EQ(errorOf(bytes + "hi"),
            "surplus data: f32[2] takes 8 bytes, the file has 9");
}

TEST(Npy, HeaderTooLong) {
  EXPECT_EQ(errorOf(fileOf(std::string(10'001, ' '))),
            "header of 10001 bytes is over the limit of 10000");
  EXPECT_EQ(errorOf(std::string("\x93NUMPY\x02\x00\xff\xff\xff\xff", 12)),
            "header of 4294967295 bytes is over the limit of 10000");
}

TEST(Npy, MalformedHeaders) {
  EXPECT_EQ(errorOf(fileOf("")), "header is malformed at character 0");
  EXPECT_EQ(errorOf(fileOf("{}")), "key 'descr' is missing in the header");
  EXPECT_EQ(errorOf(fileOf("{'descr': '<f4', 'shape': ()}")),
            "key 'fortran_order' is missing in the header");
  EXPECT_EQ(errorOf(fileOf("{'descr': '<f4', 'descr': '<f4'}")),
            "key 'descr' occurs twice in the header");
  EXPECT_EQ(errorOf(fileOf("{'other': 3}")),
            "unknown key 'other' in the header");
  EXPECT_EQ(errorOf(fileOf("{'descr")), "header is malformed at character 1");
  EXPECT_EQ(errorOf(fileOf("{'descr' '<f4'}")),
            "header is malformed at character 9");
  EXPECT_EQ(errorOf(fileOf("{'fortran_order': true}")),
            "header is malformed at character 18");
  EXPECT_EQ(errorOf(fileOf(dictionary("|u1", "()") + "()", "a")),
            "header is malformed at character 56");
}

TEST(Npy, Shapes) {
  auto shape = [](const std::string &shape) {
    return errorOf(fileOf(dictionary("<f4", shape), "abcd"));
  };
  EXPECT_EQ(shape("(1,)"), "success");
  EXPECT_EQ(shape("(1, 1)"), "success");
  EXPECT_EQ(shape("(-1,)"), "negative size in f32[-1]");
  EXPECT_EQ(shape("(4294967296, 4294967296)"),
            "the size of f32[4294967296, 4294967296] overflows");
  EXPECT_EQ(shape("(1000000,)"),
            "file is truncated: f32[1000000] takes 4000000 bytes, the file has "
            "4");
  for (const char *malformed :
       {"(1)", "1", "[1]", "(,)", "(1,,)", "(1", "(1.0,)",
        "(99999999999999999999,)", "(1 1)", "(- 1,"})
    EXPECT_EQ(shape(malformed).substr(0, 19), "header is malformed")
        << malformed;
  std::string ones = "(";
  for (int axis = 0; axis < 65; ++axis)
    ones += "1,";
  EXPECT_EQ(shape(ones + ")"), "rank 65 is over the limit of 64");
}

TEST(Npy, SurvivesEveryChangedByte) {
  std::string good =
      fileOf(dictionary("|b1", "(2, 1)", "True"), std::string("\0\1", 2));
  for (size_t index = 0; index < good.size(); ++index)
    for (int value = 0; value < 256; ++value) {
      std::string bytes = good;
      bytes[index] = static_cast<char>(value);
      (void)errorOf(bytes);
    }
}

TEST(Npy, WhatCannotBeWritten) {
  TemporaryFolder folder;
  std::string path = folder.file("x.npy");
  Tensor tensor(DType::BF16, {1});
  EXPECT_EQ(writeNpy(path, tensor.view()).error().message(),
            path + ": npy files cannot hold bf16");
  Tensor deep(DType::F32, Shape(65, 1));
  EXPECT_EQ(writeNpy(path, deep.view()).error().message(),
            path + ": rank 65 is over the limit of 64");
  EXPECT_EQ(folder.fileCount(), 0u);
}
