//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reading and writing npy files: a magic word, a version, and a header that is
// a Python dictionary of three known keys.
//
//===----------------------------------------------------------------------===//

#include "dlc/Data/Npy.h"

#include "ByteSource.h"
#include "Validation.h"
#include "dlc/Data/OutputFile.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <memory>

using namespace dlc;

static constexpr std::string_view magic = "\x93NUMPY";
/// NumPy itself refuses longer headers unless told to trust the file.
static constexpr uint32_t maximumHeader = 10'000;

namespace {
struct TypeName {
  DType type;
  std::string_view name;
};

struct Header {
  DType dtype = DType::F32;
  bool fortranOrder = false;
  Shape shape;
};

/// Reads the dictionary: just the Python literals that NumPy writes.
class HeaderParser {
public:
  explicit HeaderParser(std::string_view text) : text(text) {}

  Expected<Header> parse();

private:
  void skipSpace();
  bool consume(char c);
  bool consumeWord(std::string_view word);
  /// 'string' | "string"
  std::optional<std::string_view> parseString();
  /// '(' [integer (',' integer)* [',']] ')'
  std::optional<Shape> parseTuple();
  std::optional<int64_t> parseInteger();
  Expected<void> parseValue(std::string_view key);
  Error malformed() const;

  std::string_view text;
  size_t position = 0;
  Header header;
};
} // namespace

static constexpr TypeName typeNames[] = {
    {DType::Bool, "|b1"}, {DType::U8, "|u1"},  {DType::I8, "|i1"},
    {DType::I32, "<i4"},  {DType::I64, "<i8"}, {DType::F32, "<f4"},
    {DType::F64, "<f8"},
};

//===----------------------------------------------------------------------===//
// HeaderParser
//===----------------------------------------------------------------------===//

Error HeaderParser::malformed() const {
  return Error("header is malformed at character " + std::to_string(position));
}

void HeaderParser::skipSpace() {
  while (position < text.size() &&
         (text[position] == ' ' || text[position] == '\n'))
    ++position;
}

bool HeaderParser::consume(char c) {
  skipSpace();
  if (position == text.size() || text[position] != c)
    return false;
  ++position;
  return true;
}

bool HeaderParser::consumeWord(std::string_view word) {
  skipSpace();
  if (text.substr(position, word.size()) != word)
    return false;
  position += word.size();
  return true;
}

std::optional<std::string_view> HeaderParser::parseString() {
  skipSpace();
  if (position == text.size() ||
      (text[position] != '\'' && text[position] != '"'))
    return std::nullopt;
  size_t end = text.find(text[position], position + 1);
  if (end == std::string_view::npos)
    return std::nullopt;
  std::string_view word = text.substr(position + 1, end - position - 1);
  position = end + 1;
  return word;
}

std::optional<int64_t> HeaderParser::parseInteger() {
  bool negative = consume('-');
  skipSpace();
  size_t start = position;
  int64_t value = 0;
  for (;
       position < text.size() && text[position] >= '0' && text[position] <= '9';
       ++position)
    if (__builtin_mul_overflow(value, 10, &value) ||
        __builtin_add_overflow(value, text[position] - '0', &value))
      return std::nullopt;
  if (position == start)
    return std::nullopt;
  // Python 2 wrote long integers as 10L.
  if (position < text.size() && text[position] == 'L')
    ++position;
  return negative ? -value : value;
}

std::optional<Shape> HeaderParser::parseTuple() {
  if (!consume('('))
    return std::nullopt;
  Shape shape;
  while (!consume(')')) {
    std::optional<int64_t> size = parseInteger();
    if (!size)
      return std::nullopt;
    shape.push_back(*size);
    if (!consume(',')) {
      // (3) is a number in brackets, not a tuple.
      if (shape.size() == 1 || !consume(')'))
        return std::nullopt;
      break;
    }
  }
  return shape;
}

static Expected<DType> parseType(std::string_view descr) {
  for (const TypeName &entry : typeNames) {
    if (entry.name == descr)
      return entry.type;
    // Some writers put an order where it means nothing, or say "native".
    std::string_view orders = entry.name[0] == '|' ? "|<=" : "<=";
    if (!descr.empty() && orders.find(descr[0]) != std::string_view::npos &&
        descr.substr(1) == entry.name.substr(1))
      return entry.type;
  }
  if (!descr.empty() && descr[0] == '>')
    return Error("big-endian data (" + quote(descr) + ") is not supported");
  return Error("dtype " + quote(descr) +
               " is not supported (b1, u1, i1, i4, i8, f4 and f8 are)");
}

Expected<void> HeaderParser::parseValue(std::string_view key) {
  if (key == "descr") {
    skipSpace();
    if (position < text.size() && text[position] == '[')
      return Error("structured data is not supported");
    std::optional<std::string_view> descr = parseString();
    if (!descr)
      return malformed();
    Expected<DType> dtype = parseType(*descr);
    if (!dtype)
      return dtype.takeError();
    header.dtype = *dtype;
    return {};
  }
  if (key == "fortran_order") {
    if (consumeWord("True"))
      header.fortranOrder = true;
    else if (!consumeWord("False"))
      return malformed();
    return {};
  }
  std::optional<Shape> shape = parseTuple();
  if (!shape)
    return malformed();
  header.shape = std::move(*shape);
  return {};
}

/// '{' (string ':' value ',')* '}' with each of the three keys once.
Expected<Header> HeaderParser::parse() {
  constexpr std::string_view keys[] = {"descr", "fortran_order", "shape"};
  bool seen[3] = {};
  if (!consume('{'))
    return malformed();
  while (!consume('}')) {
    std::optional<std::string_view> key = parseString();
    if (!key || !consume(':'))
      return malformed();
    size_t which = std::find(std::begin(keys), std::end(keys), *key) - keys;
    if (which == std::size(keys))
      return Error("unknown key " + quote(*key) + " in the header");
    if (std::exchange(seen[which], true))
      return Error("key " + quote(*key) + " occurs twice in the header");
    if (Expected<void> value = parseValue(*key); !value)
      return value.takeError();
    if (!consume(',')) {
      if (!consume('}'))
        return malformed();
      break;
    }
  }
  skipSpace();
  if (position != text.size())
    return malformed();
  for (size_t which = 0; which < std::size(keys); ++which)
    if (!seen[which])
      return Error("key " + quote(keys[which]) + " is missing in the header");
  return Expected<Header>(std::move(header));
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

/// Where the header's text lies in the file.
static Expected<std::string_view>
readHeader(ByteSource &source, std::string &text, uint64_t &dataStart) {
  unsigned char prefix[12];
  auto truncated = [&] {
    return source.error("file is truncated in the header (" +
                        std::to_string(source.size()) + " bytes)");
  };
  size_t available = std::min<uint64_t>(source.size(), sizeof(prefix));
  if (Expected<void> read = source.read(0, prefix, available); !read)
    return read.takeError();
  if (std::memcmp(prefix, magic.data(), std::min(available, magic.size())) != 0)
    return source.error("not an npy file");
  if (available < 10)
    return truncated();
  unsigned major = prefix[6], minor = prefix[7];
  if (major < 1 || major > 3 || minor != 0)
    return source.error("npy version " + std::to_string(major) + "." +
                        std::to_string(minor) +
                        " is not supported (1.0, 2.0 and 3.0 are)");
  // Version 1.0 counts the header in two bytes, the others in four.
  size_t start = major == 1 ? 10 : 12;
  if (available < start)
    return truncated();
  uint32_t length = prefix[8] | uint32_t(prefix[9]) << 8;
  if (major != 1)
    length |= uint32_t(prefix[10]) << 16 | uint32_t(prefix[11]) << 24;
  if (length > maximumHeader)
    return source.error("header of " + std::to_string(length) +
                        " bytes is over the limit of " +
                        std::to_string(maximumHeader));
  if (length > source.size() - start)
    return truncated();
  text.resize(length);
  if (Expected<void> read = source.read(start, text.data(), length); !read)
    return read.takeError();
  dataStart = start + length;
  return std::string_view(text);
}

/// Elements of column-major order brought into row-major order. The place of
/// an element in the source moves along with its indices.
static Tensor toRowMajor(const Tensor &columnMajor) {
  Tensor result(columnMajor.dtype(), columnMajor.shape());
  const Shape &shape = result.shape();
  size_t rank = shape.size(), size = byteSize(result.dtype());
  Shape strides(rank), indices(rank, 0);
  for (size_t axis = 0, stride = 1; axis < rank; ++axis) {
    strides[axis] = static_cast<int64_t>(stride);
    stride *= static_cast<size_t>(shape[axis]);
  }
  const char *from = static_cast<const char *>(columnMajor.data());
  char *to = static_cast<char *>(result.data());
  int64_t place = 0;
  for (int64_t count = result.elementCount(); count != 0; --count, to += size) {
    std::memcpy(to, from + static_cast<size_t>(place) * size, size);
    for (size_t axis = rank; axis-- != 0;) {
      place += strides[axis];
      if (++indices[axis] < shape[axis])
        break;
      place -= strides[axis] * shape[axis];
      indices[axis] = 0;
    }
  }
  return result;
}

static Expected<Tensor> readFrom(ByteSource &source) {
  std::string text;
  uint64_t dataStart = 0;
  if (Expected<std::string_view> read = readHeader(source, text, dataStart);
      !read)
    return read.takeError();
  Expected<Header> header = HeaderParser(text).parse();
  if (!header)
    return source.error(header.error().message());
  Expected<int64_t> bytes = checkShape(header->dtype, header->shape);
  if (!bytes)
    return source.error(bytes.error().message());
  uint64_t dataBytes = source.size() - dataStart;
  if (dataBytes != static_cast<uint64_t>(*bytes))
    return source.error((dataBytes < static_cast<uint64_t>(*bytes)
                             ? "file is truncated: "
                             : "surplus data: ") +
                        describe(header->dtype, header->shape) + " takes " +
                        std::to_string(*bytes) + " bytes, the file has " +
                        std::to_string(dataBytes));

  Tensor tensor(header->dtype, std::move(header->shape));
  if (Expected<void> read =
          source.read(dataStart, tensor.data(), tensor.bytes());
      !read)
    return read.takeError();
  if (header->fortranOrder)
    tensor = toRowMajor(tensor);
  if (Expected<void> checked = checkBools(tensor); !checked)
    return source.error(checked.error().message());
  return Expected<Tensor>(std::move(tensor));
}

Expected<Tensor> dlc::readNpy(const std::string &path) {
  Expected<OpenFile> file = openRegularFile(path);
  if (!file)
    return file.takeError();
  FileSource source(path, std::move(*file));
  return readFrom(source);
}

Expected<Tensor> dlc::parseNpy(std::string_view bytes, std::string_view name) {
  MemorySource source(bytes, name);
  return readFrom(source);
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

/// Everything before the data.
static Expected<std::string> makeHeader(const std::string &path,
                                        const TensorView &tensor) {
  const TypeName *type = std::find_if(
      std::begin(typeNames), std::end(typeNames),
      [&](const TypeName &entry) { return entry.type == tensor.dtype; });
  if (type == std::end(typeNames))
    return Error(path + ": npy files cannot hold " +
                 std::string(name(tensor.dtype)));
  if (tensor.shape.size() > maximumRank)
    return Error(path + ": rank " + std::to_string(tensor.shape.size()) +
                 " is over the limit of " + std::to_string(maximumRank));

  std::string header = "{'descr': '" + std::string(type->name) +
                       "', 'fortran_order': False, 'shape': (";
  for (size_t axis = 0; axis < tensor.shape.size(); ++axis) {
    if (axis != 0)
      header += ' ';
    header += std::to_string(tensor.shape[axis]);
    if (axis == 0 || axis + 1 < tensor.shape.size())
      header += ',';
  }
  header += "), }";
  // NumPy aligns the data to 64 bytes and ends the header with a newline.
  constexpr size_t prefix = 10, alignment = 64;
  size_t padded =
      (prefix + header.size() + 1 + alignment - 1) / alignment * alignment;
  header.resize(padded - prefix - 1, ' ');
  header += '\n';
  const char versionAndSize[] = {1, 0, static_cast<char>(header.size() & 0xFF),
                                 static_cast<char>(header.size() >> 8)};
  return std::string(magic) +
         std::string(versionAndSize, sizeof(versionAndSize)) + header;
}

Expected<void> dlc::writeNpy(const std::vector<NpyFile> &files) {
  std::vector<std::unique_ptr<OutputFile>> outputs;
  for (const NpyFile &file : files) {
    Expected<std::string> header = makeHeader(file.path, file.tensor);
    if (!header)
      return header.takeError();
    outputs.push_back(std::make_unique<OutputFile>(file.path));
    outputs.back()->write(header->data(), header->size());
    outputs.back()->write(file.tensor.data, file.tensor.bytes());
    if (Expected<void> finished = outputs.back()->finish(); !finished)
      return finished;
  }
  for (const std::unique_ptr<OutputFile> &output : outputs)
    if (Expected<void> committed = output->commit(); !committed)
      return committed;
  return {};
}

Expected<void> dlc::writeNpy(const std::string &path,
                             const TensorView &tensor) {
  return writeNpy({{path, tensor}});
}
