//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Object files on disk, found by what they were made of. Many processes may
// use one folder at once.
//
// An entry is a file with a header, the text of its key, and the object. It
// is written under another name and renamed when it is whole. What is read is
// believed only if its sizes, its checksum and the text of its key are right,
// and only where nobody else can write: such files become code of this
// process. Anything else is as if it were not there.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_EXECUTIONENGINE_OBJECTCACHE_H
#define DLC_EXECUTIONENGINE_OBJECTCACHE_H

#include "dlc/ExecutionEngine/ObjectFile.h"
#include "dlc/Model.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dlc {

/// All that an object depends on, part by part, as short texts of one line.
class ObjectKey {
public:
  using Parts = std::vector<std::pair<std::string, std::string>>;

  void add(std::string name, llvm::StringRef value);
  /// The digest of a long text.
  void addDigest(std::string name, llvm::StringRef text);

  const Parts &parts() const { return all; }
  /// A part a line, "name value".
  std::string text() const;
  /// 32 hexadecimal digits.
  std::string digest() const;

private:
  Parts all;
};

/// What the running compiler is: its version and the build identifiers of the
/// files that its code and LLVM's were loaded from. Empty where one of them has
/// none, so that nothing would tell two builds apart.
std::string compilerIdentity();

class ObjectCache {
public:
  /// 256 MiB, or $DLC_CACHE_SIZE: a number of bytes with K, M, G or T behind
  /// it, 0 for no cache.
  static Expected<uint64_t> defaultMaximumBytes();
  /// $XDG_CACHE_HOME/dlc, or ~/.cache/dlc; empty where there is neither.
  static std::string defaultFolder();

  /// Makes the folder if it is not there. Where that fails, or others can
  /// write to it, the cache is off.
  explicit ObjectCache(const ObjectCacheOptions &options);
  ~ObjectCache();
  ObjectCache(const ObjectCache &) = delete;
  ObjectCache &operator=(const ObjectCache &) = delete;

  /// Why it is off; empty where it works.
  const std::string &problem() const { return whyOff; }
  const std::string &folderName() const { return folder; }

  /// The object of that key. Where there is a file that is not to be believed,
  /// `problem` gets the reason.
  std::optional<ObjectFile> find(const ObjectKey &key,
                                 std::string &problem) const;
  /// Replaces what is there, and takes away what was longest not used where all
  /// together grows too large. On an error nothing is stored.
  Expected<void> store(const ObjectKey &key, const ObjectFile &object) const;

  struct Usage {
    size_t entries = 0;
    uint64_t bytes = 0;
  };
  Usage usage() const;
  uint64_t maximumBytes() const { return maximum; }
  /// The parts of the key most like `key` among those of the entries, of
  /// several the one used last; nothing where there are no entries.
  std::optional<ObjectKey::Parts> nearest(const ObjectKey &key) const;

private:
  struct Entry;
  std::vector<Entry> list() const;
  void evict() const;

  std::string folder;
  uint64_t maximum;
  int descriptor = -1; ///< of the folder
  std::string whyOff;
};

} // namespace dlc

#endif // DLC_EXECUTIONENGINE_OBJECTCACHE_H
