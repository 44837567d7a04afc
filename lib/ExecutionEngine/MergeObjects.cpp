//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One object file of several.
//
// Sections of equal name and kind are laid behind each other. Symbols are
// collected from all parts before relocations are, so that a relocation finds
// what another part defines. A relocation against a section becomes one
// against the section of the result, with the distance in its addend.
//
//===----------------------------------------------------------------------===//

#include "MergeObjects.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/MC/StringTableBuilder.h"
#include "llvm/Object/ELF.h"
#include "llvm/Support/MathExtras.h"

#include <cstring>
#include <deque>

using namespace llvm;

namespace {
using Elf = object::ELF64LE;
using File = object::ELFFile<Elf>;

struct OutputSection;

struct OutputSymbol {
  StringRef name;
  /// Null where it is undefined.
  OutputSection *section = nullptr;
  uint64_t value = 0, size = 0;
  uint8_t binding = ELF::STB_GLOBAL, type = ELF::STT_NOTYPE, other = 0;
  uint32_t index = 0;
  uint32_t nameOffset = 0;
};

struct Relocation {
  uint64_t offset;
  uint32_t type;
  int64_t addend;
  OutputSymbol *symbol;
};

/// Bytes of a part, where they go.
struct Piece {
  uint64_t offset;
  ArrayRef<uint8_t> bytes;
};

struct OutputSection {
  StringRef name;
  uint32_t type;
  uint64_t flags, entrySize;
  uint64_t alignment = 1, size = 0;
  std::vector<Piece> pieces;
  std::vector<Relocation> relocations;
  OutputSymbol symbol;
  uint32_t index = 0;
};

/// Where a section of a part lies in the result.
struct Place {
  OutputSection *section = nullptr;
  uint64_t offset = 0;
};

/// What a symbol of a part is in the result. Where it stands for a section,
/// what it means lies behind the beginning of that of the result.
struct Reference {
  OutputSymbol *symbol = nullptr;
  uint64_t distance = 0;
};

class Merger {
public:
  Error add(ArrayRef<char> part);
  Error relocate();
  SmallVector<char, 0> write();

private:
  struct Part {
    File file;
    std::vector<Place> places;
    /// By index in the part.
    std::vector<Reference> symbols;
  };

  Error addSections(Part &part);
  Error addSymbols(Part &part);
  Error relocate(const Part &part);
  OutputSection &sectionLike(const Elf::Shdr &header, StringRef name);
  std::vector<OutputSymbol *> orderSymbols(uint32_t &firstGlobal);

  std::vector<Part> parts;
  // Deques: what is in them is pointed to.
  std::deque<OutputSection> sections;
  std::deque<OutputSymbol> symbols;
  /// What is not local to its part.
  StringMap<OutputSymbol *> byName;
  Elf::Ehdr header;
};
} // namespace

static Error unsupported(const Twine &what) {
  return createStringError("cannot merge objects: " + what);
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

Error Merger::add(ArrayRef<char> bytes) {
  Expected<File> file = File::create(StringRef(bytes.data(), bytes.size()));
  if (!file)
    return file.takeError();
  if (parts.empty())
    header = file->getHeader();
  parts.push_back({*file, {}, {}});
  if (Error error = addSections(parts.back()))
    return error;
  return addSymbols(parts.back());
}

OutputSection &Merger::sectionLike(const Elf::Shdr &header, StringRef name) {
  for (OutputSection &section : sections)
    if (section.name == name && section.type == header.sh_type &&
        section.flags == header.sh_flags &&
        section.entrySize == header.sh_entsize)
      return section;
  OutputSection &section = sections.emplace_back();
  section.name = name;
  section.type = header.sh_type;
  section.flags = header.sh_flags;
  section.entrySize = header.sh_entsize;
  section.symbol.section = &section;
  section.symbol.binding = ELF::STB_LOCAL;
  section.symbol.type = ELF::STT_SECTION;
  return section;
}

Error Merger::addSections(Part &part) {
  auto headers = part.file.sections();
  if (!headers)
    return headers.takeError();
  part.places.resize(headers->size());
  for (auto [header, place] : zip_equal(*headers, part.places)) {
    switch (header.sh_type) {
    case ELF::SHT_NULL:
    case ELF::SHT_STRTAB:
    case ELF::SHT_SYMTAB:
    case ELF::SHT_RELA:
      continue;
    case ELF::SHT_GROUP:
    case ELF::SHT_REL:
    case ELF::SHT_SYMTAB_SHNDX:
      return unsupported("a section of type " + Twine(header.sh_type));
    default:
      break;
    }
    auto name = part.file.getSectionName(header);
    if (!name)
      return name.takeError();
    OutputSection &section = sectionLike(header, *name);
    uint64_t alignment = std::max<uint64_t>(header.sh_addralign, 1);
    section.alignment = std::max(section.alignment, alignment);
    section.size = alignTo(section.size, alignment);
    place = {&section, section.size};
    section.size += header.sh_size;
    if (header.sh_type == ELF::SHT_NOBITS)
      continue;
    auto bytes = part.file.getSectionContents(header);
    if (!bytes)
      return bytes.takeError();
    section.pieces.push_back({place.offset, *bytes});
  }
  return Error::success();
}

Error Merger::addSymbols(Part &part) {
  auto headers = part.file.sections();
  if (!headers)
    return headers.takeError();
  auto isTable = [](const Elf::Shdr &header) {
    return header.sh_type == ELF::SHT_SYMTAB;
  };
  auto table = find_if(*headers, isTable);
  if (table == headers->end())
    return Error::success();
  auto all = part.file.symbols(&*table);
  auto names = part.file.getStringTableForSymtab(*table);
  if (!all)
    return all.takeError();
  if (!names)
    return names.takeError();
  for (const Elf::Sym &symbol : *all) {
    Reference &reference = part.symbols.emplace_back();
    if (&symbol == all->begin() || symbol.getType() == ELF::STT_FILE)
      continue;
    bool isDefined = symbol.st_shndx != ELF::SHN_UNDEF;
    if (isDefined && symbol.st_shndx >= part.places.size())
      return unsupported("a symbol without a section");
    Place place = isDefined ? part.places[symbol.st_shndx] : Place();
    if (isDefined && !place.section)
      return unsupported("a symbol of a table");
    if (symbol.getType() == ELF::STT_SECTION) {
      reference = {&place.section->symbol, place.offset};
      continue;
    }
    auto name = symbol.getName(*names);
    if (!name)
      return name.takeError();
    bool isLocal = symbol.getBinding() == ELF::STB_LOCAL;
    OutputSymbol *made = isLocal ? nullptr : byName.lookup(*name);
    if (!made) {
      made = &symbols.emplace_back();
      made->name = *name;
      if (!isLocal)
        byName[*name] = made;
    }
    reference.symbol = made;
    if (!isDefined)
      continue;
    if (made->section)
      return unsupported("'" + *name + "' is defined twice");
    bool staysLocal = isLocal || symbol.getVisibility() == ELF::STV_HIDDEN;
    *made = {*name,
             place.section,
             symbol.st_value + place.offset,
             symbol.st_size,
             staysLocal ? uint8_t(ELF::STB_LOCAL) : symbol.getBinding(),
             symbol.getType(),
             staysLocal ? uint8_t(0) : symbol.st_other};
  }
  return Error::success();
}

Error Merger::relocate() {
  for (const Part &part : parts)
    if (Error error = relocate(part))
      return error;
  return Error::success();
}

Error Merger::relocate(const Part &part) {
  auto headers = part.file.sections();
  if (!headers)
    return headers.takeError();
  for (const Elf::Shdr &header : *headers) {
    if (header.sh_type != ELF::SHT_RELA)
      continue;
    auto entries = part.file.relas(header);
    if (!entries)
      return entries.takeError();
    if (header.sh_info >= part.places.size() ||
        !part.places[header.sh_info].section)
      return unsupported("relocations of a table");
    const Place &target = part.places[header.sh_info];
    for (const Elf::Rela &entry : *entries) {
      uint32_t index = entry.getSymbol(/*isMips64EL=*/false);
      if (index >= part.symbols.size() || !part.symbols[index].symbol)
        return unsupported("a relocation without a symbol");
      const Reference &reference = part.symbols[index];
      target.section->relocations.push_back(
          {entry.r_offset + target.offset, entry.getType(/*isMips64EL=*/false),
           entry.r_addend + int64_t(reference.distance), reference.symbol});
    }
  }
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

/// Sections, then what is local, then the rest, as ELF wants it.
std::vector<OutputSymbol *> Merger::orderSymbols(uint32_t &firstGlobal) {
  std::vector<OutputSymbol *> ordered;
  for (OutputSection &section : sections)
    ordered.push_back(&section.symbol);
  for (bool local : {true, false}) {
    for (OutputSymbol &symbol : symbols)
      if ((symbol.binding == ELF::STB_LOCAL) == local)
        ordered.push_back(&symbol);
    if (local)
      firstGlobal = uint32_t(ordered.size()) + 1;
  }
  // Entry 0 is nothing.
  for (auto [index, symbol] : enumerate(ordered))
    symbol->index = uint32_t(index) + 1;
  return ordered;
}

SmallVector<char, 0> Merger::write() {
  uint32_t firstGlobal = 0;
  std::vector<OutputSymbol *> ordered = orderSymbols(firstGlobal);
  StringTableBuilder strings(StringTableBuilder::ELF);
  std::vector<std::string> relocationNames;
  for (OutputSection &section : sections)
    relocationNames.push_back((".rela" + section.name).str());
  for (auto [section, name] : zip_equal(sections, relocationNames)) {
    strings.add(section.name);
    if (!section.relocations.empty())
      strings.add(name);
  }
  for (OutputSymbol *symbol : ordered)
    strings.add(symbol->name);
  strings.add(".symtab");
  strings.add(".strtab");
  strings.finalizeInOrder();

  SmallVector<char, 0> file;
  std::vector<Elf::Shdr> headers(1);
  std::memset(headers.data(), 0, sizeof(Elf::Shdr));
  auto begin = [&](StringRef name, uint32_t type, uint64_t flags,
                   uint64_t alignment, uint64_t entrySize) -> Elf::Shdr & {
    file.resize(alignTo(file.size(), alignment));
    Elf::Shdr &section = headers.emplace_back();
    std::memset(&section, 0, sizeof(section));
    section.sh_name = uint32_t(strings.getOffset(name));
    section.sh_type = type;
    section.sh_flags = flags;
    section.sh_addralign = alignment;
    section.sh_entsize = entrySize;
    section.sh_offset = file.size();
    return section;
  };
  auto append = [&](const auto &entry) {
    auto *bytes = reinterpret_cast<const char *>(&entry);
    file.append(bytes, bytes + sizeof(entry));
  };

  file.resize(sizeof(Elf::Ehdr));
  for (OutputSection &section : sections) {
    Elf::Shdr &made = begin(section.name, section.type, section.flags,
                            section.alignment, section.entrySize);
    made.sh_size = section.size;
    section.index = uint32_t(headers.size()) - 1;
    if (section.type == ELF::SHT_NOBITS)
      continue;
    size_t base = file.size();
    file.resize(base + section.size);
    for (const Piece &piece : section.pieces)
      if (!piece.bytes.empty())
        std::memcpy(&file[base + piece.offset], piece.bytes.data(),
                    piece.bytes.size());
  }
  size_t symbolTable = headers.size();
  for (const OutputSection &section : sections)
    symbolTable += !section.relocations.empty();
  for (auto [section, name] : zip_equal(sections, relocationNames)) {
    if (section.relocations.empty())
      continue;
    Elf::Shdr &made =
        begin(name, ELF::SHT_RELA, ELF::SHF_INFO_LINK, 8, sizeof(Elf::Rela));
    made.sh_link = uint32_t(symbolTable);
    made.sh_info = section.index;
    made.sh_size = section.relocations.size() * sizeof(Elf::Rela);
    for (const Relocation &relocation : section.relocations) {
      Elf::Rela entry;
      entry.r_offset = relocation.offset;
      entry.setSymbolAndType(relocation.symbol->index, relocation.type,
                             /*IsMips64EL=*/false);
      entry.r_addend = relocation.addend;
      append(entry);
    }
  }
  Elf::Shdr &table = begin(".symtab", ELF::SHT_SYMTAB, 0, 8, sizeof(Elf::Sym));
  table.sh_link = uint32_t(symbolTable) + 1;
  table.sh_info = firstGlobal;
  table.sh_size = (ordered.size() + 1) * sizeof(Elf::Sym);
  Elf::Sym entry;
  std::memset(&entry, 0, sizeof(entry));
  append(entry);
  for (const OutputSymbol *symbol : ordered) {
    entry.st_name = uint32_t(strings.getOffset(symbol->name));
    entry.st_value = symbol->value;
    entry.st_size = symbol->size;
    entry.setBindingAndType(symbol->binding, symbol->type);
    entry.st_other = symbol->other;
    // 0 is undefined.
    entry.st_shndx = symbol->section ? uint16_t(symbol->section->index) : 0;
    append(entry);
  }
  begin(".strtab", ELF::SHT_STRTAB, 0, 1, 0).sh_size = strings.getSize();
  size_t base = file.size();
  file.resize(base + strings.getSize());
  strings.write(reinterpret_cast<uint8_t *>(&file[base]));

  file.resize(alignTo(file.size(), 8));
  header.e_shoff = file.size();
  header.e_shnum = uint16_t(headers.size());
  header.e_shstrndx = uint16_t(headers.size() - 1);
  for (const Elf::Shdr &section : headers)
    append(section);
  std::memcpy(file.data(), &header, sizeof(header));
  return file;
}

Expected<SmallVector<char, 0>>
dlc::mergeObjects(ArrayRef<ArrayRef<char>> parts) {
  Merger merger;
  for (ArrayRef<char> part : parts)
    if (Error error = merger.add(part))
      return error;
  if (Error error = merger.relocate())
    return error;
  return merger.write();
}
