//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reading and writing safetensors files.
//
// The header is checked in full before the first tensor is allocated: the
// tensors' ranges must tile the data exactly, so that the memory they take is
// the file's size.
//
//===----------------------------------------------------------------------===//

#include "dlc/Data/Safetensors.h"

#include "ByteSource.h"
#include "Validation.h"
#include "dlc/Data/OutputFile.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <vector>

using namespace dlc;

static constexpr uint64_t lengthBytes = 8;
/// The reference implementation's limit.
static constexpr uint64_t maximumHeader = 100'000'000;
/// The format needs three levels.
static constexpr size_t maximumDepth = 16;
static constexpr const char *metadataKey = "__metadata__";

namespace {
struct TypeName {
  DType type;
  llvm::StringLiteral name;
};

/// What the header says of one tensor.
struct Entry {
  std::string name;
  DType dtype = DType::F32;
  Shape shape;
  int64_t begin = 0;
  int64_t end = 0;
};

/// Parses and checks the header of one file.
class HeaderParser {
public:
  HeaderParser(const ByteSource &source, int64_t dataBytes)
      : source(source), dataBytes(dataBytes) {}

  /// The tensors in the order of their data.
  Expected<std::vector<Entry>> parse(llvm::StringRef header) const;

private:
  Expected<void> checkStructure(llvm::StringRef header) const;
  Expected<Entry> parseEntry(llvm::StringRef name,
                             const llvm::json::Value &value) const;
  Expected<void> checkMetadata(const llvm::json::Value &value) const;
  Expected<void> checkTiling(const std::vector<Entry> &entries) const;

  const ByteSource &source;
  const int64_t dataBytes;
};
} // namespace

static constexpr TypeName typeNames[] = {
    {DType::Bool, "BOOL"}, {DType::U8, "U8"},   {DType::I8, "I8"},
    {DType::I32, "I32"},   {DType::I64, "I64"}, {DType::BF16, "BF16"},
    {DType::F32, "F32"},   {DType::F64, "F64"},
};

/// Types of the format that dlc does not have.
static constexpr llvm::StringLiteral foreignTypes[] = {
    "F16", "U16",     "I16",     "U32",     "U64",
    "C64", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F4"};

static std::string supportedTypes() {
  return "(BOOL, U8, I8, I32, I64, BF16, F32 and F64 are)";
}

static std::string range(int64_t begin, int64_t end) {
  return "[" + std::to_string(begin) + ", " + std::to_string(end) + "]";
}

//===----------------------------------------------------------------------===//
// HeaderParser
//===----------------------------------------------------------------------===//

static Error tensorError(const ByteSource &source, llvm::StringRef name,
                         const std::string &what) {
  return source.error("tensor " + quote(name) + ": " + what);
}

/// The value of a string token, quotes included.
static std::string decodeString(llvm::StringRef token) {
  if (token.contains('\\')) {
    if (llvm::Expected<llvm::json::Value> value = llvm::json::parse(token)) {
      if (std::optional<llvm::StringRef> text = value->getAsString())
        return text->str();
    } else {
      llvm::consumeError(value.takeError());
    }
  }
  return token.drop_front().drop_back().str();
}

/// What LLVM's JSON parser does not see: it recurses to any depth, and of equal
/// keys it keeps the last. Malformed text is left to that parser to report.
Expected<void> HeaderParser::checkStructure(llvm::StringRef header) const {
  std::vector<llvm::StringSet<>> levels;
  std::string tensor;
  for (size_t position = 0; position < header.size(); ++position) {
    switch (header[position]) {
    case '{':
    case '[':
      if (levels.size() == maximumDepth)
        return source.error("header nests deeper than " +
                            std::to_string(maximumDepth) + " levels");
      levels.emplace_back();
      break;
    case '}':
    case ']':
      if (!levels.empty())
        levels.pop_back();
      break;
    case '"': {
      size_t start = position++;
      while (position < header.size() && header[position] != '"')
        position += header[position] == '\\' ? 2 : 1;
      if (position >= header.size() || levels.empty())
        return {};
      if (!header.substr(position + 1).ltrim(" \t\r\n").starts_with(":"))
        break;
      std::string key = decodeString(header.slice(start, position + 1));
      if (!levels.back().insert(key).second)
        return levels.size() == 1
                   ? source.error("tensor " + quote(key) + " occurs twice")
                   : tensorError(source, tensor,
                                 "key " + quote(key) + " occurs twice");
      if (levels.size() == 1)
        tensor = std::move(key);
      break;
    }
    default:
      break;
    }
  }
  return {};
}

static Expected<DType> parseType(const llvm::json::Value *value) {
  std::optional<llvm::StringRef> text;
  if (value)
    text = value->getAsString();
  if (!text)
    return Error("'dtype' is not a string");
  for (const TypeName &entry : typeNames)
    if (entry.name == *text)
      return entry.type;
  bool foreign = llvm::is_contained(foreignTypes, *text);
  return Error((foreign ? "dtype " : "unknown dtype ") + quote(*text) +
               (foreign ? " is not supported " + supportedTypes() : ""));
}

/// The elements of an array of integers, or nothing.
static std::optional<std::vector<int64_t>>
parseIntegers(const llvm::json::Value *value) {
  const llvm::json::Array *array = value ? value->getAsArray() : nullptr;
  if (!array)
    return std::nullopt;
  std::vector<int64_t> integers;
  integers.reserve(array->size());
  for (const llvm::json::Value &element : *array) {
    std::optional<int64_t> integer = element.getAsInteger();
    if (!integer)
      return std::nullopt;
    integers.push_back(*integer);
  }
  return integers;
}

Expected<Entry> HeaderParser::parseEntry(llvm::StringRef name,
                                         const llvm::json::Value &value) const {
  auto fail = [&](const std::string &what) {
    return tensorError(source, name, what);
  };
  if (name.contains('\0'))
    return fail("the name holds a NUL character");
  const llvm::json::Object *object = value.getAsObject();
  if (!object)
    return fail("its description is not an object");
  for (const auto &member : *object)
    if (member.first != "dtype" && member.first != "shape" &&
        member.first != "data_offsets")
      return fail("unknown key " + quote(llvm::StringRef(member.first)));

  Entry entry;
  entry.name = name.str();
  Expected<DType> dtype = parseType(object->get("dtype"));
  if (!dtype)
    return fail(dtype.error().message());
  entry.dtype = *dtype;

  std::optional<std::vector<int64_t>> shape =
      parseIntegers(object->get("shape"));
  if (!shape)
    return fail("'shape' is not an array of 64-bit integers");
  entry.shape = std::move(*shape);
  Expected<int64_t> bytes = checkShape(entry.dtype, entry.shape);
  if (!bytes)
    return fail(bytes.error().message());

  std::optional<std::vector<int64_t>> offsets =
      parseIntegers(object->get("data_offsets"));
  if (!offsets || offsets->size() != 2)
    return fail("'data_offsets' is not a pair of 64-bit integers");
  entry.begin = offsets->front();
  entry.end = offsets->back();
  std::string where = "offsets " + range(entry.begin, entry.end);
  if (entry.begin < 0 || entry.end < 0)
    return fail(where + " are negative");
  if (entry.begin > entry.end)
    return fail(where + " run backwards");
  if (entry.end > dataBytes)
    return fail(where + " run past the end of the data (" +
                std::to_string(dataBytes) + " bytes)");
  if (entry.end - entry.begin != *bytes)
    return fail(where + " hold " + std::to_string(entry.end - entry.begin) +
                " bytes, but " + describe(entry.dtype, entry.shape) +
                " takes " + std::to_string(*bytes));
  return Expected<Entry>(std::move(entry));
}

Expected<void>
HeaderParser::checkMetadata(const llvm::json::Value &value) const {
  const llvm::json::Object *object = value.getAsObject();
  if (!object)
    return source.error("'__metadata__' is not an object");
  for (const auto &member : *object)
    if (!member.second.getAsString())
      return source.error("'__metadata__' holds " +
                          quote(llvm::StringRef(member.first)) +
                          ", which is not a string");
  return {};
}

/// Ranges in the order of the data: each begins where the last one ended.
Expected<void>
HeaderParser::checkTiling(const std::vector<Entry> &entries) const {
  int64_t covered = 0;
  const Entry *last = nullptr;
  for (const Entry &entry : entries) {
    std::string where = "offsets " + range(entry.begin, entry.end);
    if (entry.begin < covered)
      return tensorError(source, entry.name,
                         where + " overlap those of " + quote(last->name) +
                             ", " + range(last->begin, last->end));
    if (entry.begin > covered)
      return tensorError(source, entry.name,
                         where + " leave a hole behind byte " +
                             std::to_string(covered));
    covered = entry.end;
    last = &entry;
  }
  if (covered != dataBytes)
    return source.error("the data has " + std::to_string(dataBytes) +
                        " bytes, but the tensors end at byte " +
                        std::to_string(covered));
  return {};
}

Expected<std::vector<Entry>> HeaderParser::parse(llvm::StringRef header) const {
  if (!header.starts_with("{"))
    return source.error("header does not begin with '{'");
  if (Expected<void> checked = checkStructure(header); !checked)
    return checked.takeError();
  llvm::Expected<llvm::json::Value> json = llvm::json::parse(header);
  if (!json)
    return source.error("header is not JSON: " +
                        llvm::toString(json.takeError()));
  const llvm::json::Object *object = json->getAsObject();
  assert(object && "began with a brace");

  // By name at first: which error comes first should not hang on hashes.
  std::vector<const llvm::json::Object::value_type *> members;
  for (const auto &member : *object)
    members.push_back(&member);
  llvm::sort(members, [](const auto *lhs, const auto *rhs) {
    return llvm::StringRef(lhs->first) < llvm::StringRef(rhs->first);
  });

  std::vector<Entry> entries;
  for (const auto *member : members) {
    llvm::StringRef name = member->first;
    if (name == metadataKey) {
      if (Expected<void> checked = checkMetadata(member->second); !checked)
        return checked.takeError();
      continue;
    }
    Expected<Entry> entry = parseEntry(name, member->second);
    if (!entry)
      return entry.takeError();
    entries.push_back(std::move(*entry));
  }
  llvm::stable_sort(entries, [](const Entry &lhs, const Entry &rhs) {
    return std::tie(lhs.begin, lhs.end) < std::tie(rhs.begin, rhs.end);
  });
  if (Expected<void> checked = checkTiling(entries); !checked)
    return checked.takeError();
  return Expected<std::vector<Entry>>(std::move(entries));
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

static Expected<TensorMap> readFrom(ByteSource &source) {
  if (source.size() < lengthBytes)
    return source.error("file is truncated: " + std::to_string(source.size()) +
                        " bytes do not hold the header's length");
  uint64_t headerBytes;
  if (Expected<void> read = source.read(0, &headerBytes, lengthBytes); !read)
    return read.takeError();
  if (headerBytes > maximumHeader)
    return source.error("header of " + std::to_string(headerBytes) +
                        " bytes is over the limit of " +
                        std::to_string(maximumHeader));
  if (headerBytes > source.size() - lengthBytes)
    return source.error("file is truncated: header of " +
                        std::to_string(headerBytes) +
                        " bytes runs past the end of the file (" +
                        std::to_string(source.size()) + " bytes)");
  std::string header(headerBytes, '\0');
  if (Expected<void> read =
          source.read(lengthBytes, header.data(), headerBytes);
      !read)
    return read.takeError();

  uint64_t dataStart = lengthBytes + headerBytes;
  HeaderParser parser(source, static_cast<int64_t>(source.size() - dataStart));
  Expected<std::vector<Entry>> entries = parser.parse(header);
  if (!entries)
    return entries.takeError();

  TensorMap tensors;
  for (Entry &entry : *entries) {
    Tensor tensor(entry.dtype, std::move(entry.shape));
    if (Expected<void> read =
            source.read(dataStart + static_cast<uint64_t>(entry.begin),
                        tensor.data(), tensor.bytes());
        !read)
      return read.takeError();
    if (Expected<void> checked = checkBools(tensor); !checked)
      return tensorError(source, entry.name, checked.error().message());
    tensors.emplace(std::move(entry.name), std::move(tensor));
  }
  return Expected<TensorMap>(std::move(tensors));
}

Expected<TensorMap> dlc::readSafetensors(const std::string &path) {
  Expected<OpenFile> file = openRegularFile(path);
  if (!file)
    return file.takeError();
  FileSource source(path, std::move(*file));
  return readFrom(source);
}

Expected<TensorMap> dlc::parseSafetensors(std::string_view bytes,
                                          std::string_view name) {
  MemorySource source(bytes, name);
  return readFrom(source);
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

static llvm::StringRef formatName(DType type) {
  for (const TypeName &entry : typeNames)
    if (entry.type == type)
      return entry.name;
  llvm_unreachable("a type without a name");
}

static Expected<void>
checkNames(const std::string &path,
           const std::map<std::string, TensorView> &tensors) {
  for (const auto &[name, tensor] : tensors) {
    auto fail = [&, &name = name](const std::string &what) {
      return Error(path + ": tensor " + quote(name) + ": " + what);
    };
    if (name == metadataKey)
      return fail("the name is the format's own");
    if (name.find('\0') != std::string::npos)
      return fail("the name holds a NUL character");
    if (!llvm::json::isUTF8(name))
      return fail("the name is not UTF-8");
  }
  return {};
}

Expected<void> dlc::writeSafetensors(const std::string &path,
                                     const TensorMap &tensors) {
  std::map<std::string, TensorView> views;
  for (const auto &[name, tensor] : tensors)
    views.emplace(name, tensor.view());
  return writeSafetensors(path, views);
}

Expected<void>
dlc::writeSafetensors(const std::string &path,
                      const std::map<std::string, TensorView> &tensors) {
  if (Expected<void> checked = checkNames(path, tensors); !checked)
    return checked;

  // Larger elements first: every tensor is then aligned to its elements
  // without padding, which the format does not allow.
  std::vector<const std::pair<const std::string, TensorView> *> order;
  for (const auto &entry : tensors)
    order.push_back(&entry);
  llvm::stable_sort(order, [](const auto *lhs, const auto *rhs) {
    return byteSize(lhs->second.dtype) > byteSize(rhs->second.dtype);
  });

  std::string header;
  llvm::raw_string_ostream stream(header);
  llvm::json::OStream json(stream);
  json.object([&] {
    int64_t offset = 0;
    for (const auto *entry : order) {
      const TensorView &tensor = entry->second;
      int64_t end = offset + static_cast<int64_t>(tensor.bytes());
      json.attributeObject(entry->first, [&] {
        json.attribute("dtype", formatName(tensor.dtype));
        json.attributeArray("shape", [&] {
          for (int64_t size : tensor.shape)
            json.value(size);
        });
        json.attributeArray("data_offsets", [&] {
          json.value(offset);
          json.value(end);
        });
      });
      offset = end;
    }
  });
  header.resize((header.size() + 7) / 8 * 8, ' ');
  if (header.size() > maximumHeader)
    return Error(path + ": header of " + std::to_string(header.size()) +
                 " bytes is over the limit of " +
                 std::to_string(maximumHeader));

  OutputFile file(path);
  uint64_t headerBytes = header.size();
  file.write(&headerBytes, lengthBytes);
  file.write(header.data(), header.size());
  for (const auto *entry : order)
    file.write(entry->second.data, entry->second.bytes());
  return file.commit();
}
