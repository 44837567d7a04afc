//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What tells this build of the compiler from all others.
//
// The linker writes a digest of the contents into each program and library it
// makes, as a note. Three are asked for, which may all be one file: those with
// this code, with LLVM's and with MLIR's.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/ObjectCache.h"

#include "mlir/IR/MLIRContext.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/TargetParser/Host.h"

#include <elf.h>
#include <link.h>

#include <cstring>

using namespace dlc;

namespace {
/// The file that an address was loaded from.
struct Search {
  uintptr_t address;
  std::string found;
};
} // namespace

/// The build identifier among the notes of a segment, in hexadecimal.
static std::string buildIdentifier(llvm::ArrayRef<uint8_t> notes) {
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes.data(), sizeof(note));
    size_t nameBytes = llvm::alignTo(note.n_namesz, 4);
    size_t size = sizeof(note) + nameBytes + llvm::alignTo(note.n_descsz, 4);
    if (size > notes.size())
      break;
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
        std::memcmp(notes.data() + sizeof(note), "GNU", 4) == 0)
      return llvm::toHex(notes.slice(sizeof(note) + nameBytes, note.n_descsz),
                         /*LowerCase=*/true);
    notes = notes.drop_front(size);
  }
  return "";
}

static int lookInto(dl_phdr_info *file, size_t, void *data) {
  auto &search = *static_cast<Search *>(data);
  llvm::ArrayRef<ElfW(Phdr)> headers(file->dlpi_phdr, file->dlpi_phnum);
  bool isIt = llvm::any_of(headers, [&](const ElfW(Phdr) & header) {
    uintptr_t begin = file->dlpi_addr + header.p_vaddr;
    return header.p_type == PT_LOAD && search.address >= begin &&
           search.address < begin + header.p_memsz;
  });
  if (!isIt)
    return 0;
  for (const ElfW(Phdr) & header : headers)
    if (header.p_type == PT_NOTE && search.found.empty())
      search.found = buildIdentifier(
          {reinterpret_cast<const uint8_t *>(file->dlpi_addr + header.p_vaddr),
           header.p_memsz});
  return 1;
}

/// A digest of the contents of the file that `function` was loaded from; empty
/// if it has none.
template <typename Function>
static std::string identityOfFileWith(Function *function) {
  Search search{reinterpret_cast<uintptr_t>(function), ""};
  dl_iterate_phdr(lookInto, &search);
  return search.found;
}

std::string dlc::compilerIdentity() {
  std::string own = identityOfFileWith(&compilerIdentity);
  std::string llvm = identityOfFileWith(&llvm::sys::getHostCPUName);
  // A function of libMLIR that is no template and not inline.
  std::string mlir = identityOfFileWith(&mlir::registerMLIRContextCLOptions);
  if (own.empty() || llvm.empty() || mlir.empty())
    return "";
  std::string text =
      "dlc " DLC_VERSION " " + own + ", LLVM " LLVM_VERSION_STRING;
  if (llvm != own)
    text += " " + llvm;
  if (mlir != own && mlir != llvm)
    text += " " + mlir;
  return text;
}
