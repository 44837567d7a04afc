//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Object files on disk, found by what they were made of.
//
// Everything is done relative to the folder's descriptor, so that what was
// checked of the folder holds for what is read from it. When an entry was last
// used is the time of its file's modification, which a hit sets. Clocks may
// jump: what comes from the future counts as longest unused.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/ObjectCache.h"
#include "dlc/ExecutionEngine/MachineMemory.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/xxhash.h"

#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

using namespace dlc;

//===----------------------------------------------------------------------===//
// Keys
//===----------------------------------------------------------------------===//

static std::string digestOf(llvm::StringRef text) {
  auto bytes = llvm::BLAKE3::hash<16>(llvm::arrayRefFromStringRef(text));
  return llvm::toHex(bytes, /*LowerCase=*/true);
}

void ObjectKey::add(std::string name, llvm::StringRef value) {
  // A part is a line.
  if (value.contains('\n'))
    return addDigest(std::move(name), value);
  all.emplace_back(std::move(name), value.str());
}

void ObjectKey::addDigest(std::string name, llvm::StringRef text) {
  all.emplace_back(std::move(name), digestOf(text));
}

std::string ObjectKey::text() const {
  std::string text;
  for (const auto &[name, value] : all)
    text += name + ' ' + value + '\n';
  return text;
}

std::string ObjectKey::digest() const { return digestOf(text()); }

//===----------------------------------------------------------------------===//
// Where and how large
//===----------------------------------------------------------------------===//

Expected<uint64_t> ObjectCache::defaultMaximumBytes() {
  const char *variable = std::getenv("DLC_CACHE_SIZE");
  if (!variable)
    return uint64_t(256) << 20;
  std::optional<uint64_t> bytes = parseBytes(variable);
  if (!bytes)
    return Error("DLC_CACHE_SIZE is no number of bytes: '" +
                 std::string(variable) + "'");
  return *bytes;
}

std::string ObjectCache::defaultFolder() {
  // The specification wants relative paths to be ignored.
  const char *cache = std::getenv("XDG_CACHE_HOME");
  if (cache && cache[0] == '/')
    return std::string(cache) + "/dlc";
  const char *home = std::getenv("HOME");
  if (!home || home[0] != '/') {
    const passwd *user = getpwuid(geteuid());
    home = user ? user->pw_dir : nullptr;
  }
  if (!home || home[0] != '/')
    return "";
  return std::string(home) + "/.cache/dlc";
}

//===----------------------------------------------------------------------===//
// The folder
//===----------------------------------------------------------------------===//

static std::string lastError() { return std::strerror(errno); }

/// Makes the folder and those above it, for this user alone.
static bool makeFolders(const std::string &path) {
  for (size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    if (mkdir(path.substr(0, end).c_str(), 0700) != 0 && errno != EEXIST &&
        // Of folders above, those that are there may be anybody's.
        end == std::string::npos)
      return false;
    if (end == std::string::npos)
      return true;
  }
}

ObjectCache::ObjectCache(const ObjectCacheOptions &options)
    : folder(options.folder.empty() ? defaultFolder() : options.folder),
      maximum(options.maximumBytes) {
  if (maximum == 0) {
    Expected<uint64_t> bytes = defaultMaximumBytes();
    if (!bytes) {
      whyOff = bytes.error().message();
      return;
    }
    maximum = *bytes;
  }
  if (maximum == 0) {
    whyOff = "its size is set to 0";
    return;
  }
  if (folder.empty()) {
    whyOff = "there is no home folder to keep it in";
    return;
  }
  constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  descriptor = open(folder.c_str(), flags);
  if (descriptor < 0 && errno == ENOENT) {
    if (!makeFolders(folder)) {
      whyOff = "cannot make the folder: " + lastError();
      return;
    }
    descriptor = open(folder.c_str(), flags);
  }
  if (descriptor < 0) {
    whyOff = "cannot open the folder: " + lastError();
    return;
  }
  struct stat status;
  if (fstat(descriptor, &status) != 0)
    whyOff = "cannot look at the folder: " + lastError();
  else if (status.st_uid != geteuid())
    whyOff = "the folder belongs to another user";
  else if (status.st_mode & (S_IWGRP | S_IWOTH))
    whyOff = "others can write to the folder";
}

ObjectCache::~ObjectCache() {
  if (descriptor >= 0)
    close(descriptor);
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

namespace {
/// Of the layout below. Numbers are in the machine's own order: entries of
/// other machines are foreign.
constexpr char kMagic[8] = {'d', 'l', 'c', 'c', 'a', 'c', 'h', '1'};

/// The key's text, the descriptor's name and the object follow.
struct Header {
  char magic[8];
  uint32_t keyBytes;
  uint32_t nameBytes;
  uint64_t objectBytes;
  /// Of all that follows.
  uint64_t checksum;
};

constexpr llvm::StringLiteral kSuffix = ".dlco";
constexpr llvm::StringLiteral kTemporary = ".tmp-";

/// Texts of keys and names are far shorter.
constexpr uint64_t kLongestText = 1 << 20;

class OpenFile {
public:
  explicit OpenFile(int number) : number(number) {}
  OpenFile(const OpenFile &) = delete;
  OpenFile &operator=(const OpenFile &) = delete;
  ~OpenFile() {
    if (number >= 0)
      close(number);
  }
  explicit operator bool() const { return number >= 0; }
  int get() const { return number; }

private:
  int number;
};
} // namespace

/// Opens an entry to read it. A name that is a link is none of ours, and a
/// pipe would be waited for.
static int openEntry(int folder, const std::string &name) {
  return openat(folder, name.c_str(),
                O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

static bool readAll(int file, char *bytes, size_t count) {
  while (count != 0) {
    ssize_t got = read(file, bytes, count);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return false;
    bytes += got;
    count -= size_t(got);
  }
  return true;
}

static bool writeAll(int file, llvm::ArrayRef<char> bytes) {
  while (!bytes.empty()) {
    ssize_t put = write(file, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR)
      continue;
    if (put <= 0)
      return false;
    bytes = bytes.drop_front(size_t(put));
  }
  return true;
}

/// Why the file is none that this user's compiler wrote, or its size.
static std::string checkFile(int file, uint64_t &size) {
  struct stat status;
  if (fstat(file, &status) != 0)
    return lastError();
  if (!S_ISREG(status.st_mode))
    return "it is no file";
  if (status.st_uid != geteuid())
    return "it belongs to another user";
  if (status.st_mode & (S_IWGRP | S_IWOTH))
    return "others can write to it";
  size = uint64_t(status.st_size);
  return "";
}

/// The header, if sizes are right.
static bool readHeader(int file, uint64_t size, Header &header) {
  if (size < sizeof(header) ||
      !readAll(file, reinterpret_cast<char *>(&header), sizeof(header)))
    return false;
  uint64_t rest = size - sizeof(header);
  return std::memcmp(header.magic, kMagic, sizeof(kMagic)) == 0 &&
         header.keyBytes <= kLongestText && header.nameBytes <= kLongestText &&
         header.objectBytes <= rest &&
         rest - header.objectBytes ==
             uint64_t(header.keyBytes) + header.nameBytes;
}

std::optional<ObjectFile> ObjectCache::find(const ObjectKey &key,
                                            std::string &problem) const {
  problem.clear();
  if (!whyOff.empty())
    return std::nullopt;
  OpenFile file(openEntry(descriptor, key.digest() + kSuffix.str()));
  if (!file) {
    if (errno != ENOENT)
      problem = lastError();
    return std::nullopt;
  }
  uint64_t size = 0;
  problem = checkFile(file.get(), size);
  if (!problem.empty())
    return std::nullopt;
  Header header;
  problem = "it is damaged";
  if (!readHeader(file.get(), size, header))
    return std::nullopt;
  llvm::SmallVector<char, 0> bytes;
  bytes.resize_for_overwrite(size - sizeof(header));
  if (!readAll(file.get(), bytes.data(), bytes.size()) ||
      llvm::xxh3_64bits(llvm::ArrayRef(
          reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size())) !=
          header.checksum)
    return std::nullopt;
  llvm::StringRef text(bytes.data(), bytes.size());
  if (text.take_front(header.keyBytes) != key.text()) {
    problem = "it was made of something else";
    return std::nullopt;
  }
  ObjectFile object;
  object.descriptor = text.substr(header.keyBytes, header.nameBytes).str();
  llvm::StringRef code = text.drop_front(header.keyBytes + header.nameBytes);
  object.bytes.assign(code.begin(), code.end());
  problem.clear();
  // Used now. Where that cannot be written, it goes a little early.
  futimens(file.get(), nullptr);
  return object;
}

Expected<void> ObjectCache::store(const ObjectKey &key,
                                  const ObjectFile &object) const {
  if (!whyOff.empty())
    return Error(whyOff);
  std::string text = key.text();
  Header header;
  std::memcpy(header.magic, kMagic, sizeof(kMagic));
  header.keyBytes = uint32_t(text.size());
  header.nameBytes = uint32_t(object.descriptor.size());
  header.objectBytes = object.bytes.size();
  llvm::SmallVector<char, 0> bytes;
  bytes.reserve(sizeof(header) + text.size() + object.descriptor.size() +
                object.bytes.size());
  bytes.resize(sizeof(header));
  bytes.append(text.begin(), text.end());
  bytes.append(object.descriptor.begin(), object.descriptor.end());
  bytes.append(object.bytes.begin(), object.bytes.end());
  llvm::ArrayRef<char> all(bytes);
  header.checksum = llvm::xxh3_64bits(
      llvm::ArrayRef(reinterpret_cast<const uint8_t *>(bytes.data()),
                     bytes.size())
          .drop_front(sizeof(header)));
  std::memcpy(bytes.data(), &header, sizeof(header));
  if (bytes.size() > maximum)
    return Error("the object is larger than the cache");

  // A name that no other process and no other thread has.
  static std::atomic<uint64_t> count{0};
  std::string temporary = kTemporary.str() + std::to_string(getpid()) + "-" +
                          std::to_string(count++);
  OpenFile file(openat(descriptor, temporary.c_str(),
                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                       0600));
  if (!file)
    return Error("cannot write: " + lastError());
  if (!writeAll(file.get(), bytes) ||
      renameat(descriptor, temporary.c_str(), descriptor,
               (key.digest() + kSuffix.str()).c_str()) != 0) {
    std::string reason = lastError();
    unlinkat(descriptor, temporary.c_str(), 0);
    return Error("cannot write: " + reason);
  }
  evict();
  return {};
}

//===----------------------------------------------------------------------===//
// All entries
//===----------------------------------------------------------------------===//

struct ObjectCache::Entry {
  std::string name;
  uint64_t bytes;
  /// When it was last used; 0 for what comes from the future.
  int64_t used; ///< in nanoseconds
  bool isTemporary;
};

static int64_t nanoseconds(const timespec &time) {
  return int64_t(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

static int64_t now() {
  timespec time{};
  clock_gettime(CLOCK_REALTIME, &time);
  return nanoseconds(time);
}

std::vector<ObjectCache::Entry> ObjectCache::list() const {
  std::vector<Entry> entries;
  // Reading moves the position of a descriptor: a new one.
  int again = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *directory = again < 0 ? nullptr : fdopendir(again);
  if (!directory) {
    if (again >= 0)
      close(again);
    return entries;
  }
  // The file system's clock may be a tick behind or ahead.
  int64_t future = now() + 1'000'000'000;
  while (const dirent *found = readdir(directory)) {
    llvm::StringRef name(found->d_name);
    bool isTemporary = name.starts_with(kTemporary);
    struct stat status;
    if ((!isTemporary && !name.ends_with(kSuffix)) ||
        fstatat(descriptor, found->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
      continue;
    int64_t used = nanoseconds(status.st_mtim);
    entries.push_back({name.str(), uint64_t(status.st_size),
                       used > future ? 0 : used, isTemporary});
  }
  closedir(directory);
  return entries;
}

void ObjectCache::evict() const {
  std::vector<Entry> entries = list();
  // A process that ended while it wrote left its file behind.
  constexpr int64_t anHour = int64_t(3600) * 1'000'000'000;
  int64_t abandoned = now() - anHour;
  uint64_t total = 0;
  for (const Entry &entry : entries)
    if (entry.isTemporary && entry.used < abandoned)
      unlinkat(descriptor, entry.name.c_str(), 0);
    else
      total += entry.bytes;
  if (total <= maximum)
    return;
  llvm::sort(entries, [](const Entry &a, const Entry &b) {
    return std::tie(a.used, a.name) < std::tie(b.used, b.name);
  });
  for (const Entry &entry : entries) {
    if (total <= maximum)
      return;
    // Others may have been faster.
    if (entry.isTemporary)
      continue;
    unlinkat(descriptor, entry.name.c_str(), 0);
    total -= entry.bytes;
  }
}

ObjectCache::Usage ObjectCache::usage() const {
  Usage usage;
  if (!whyOff.empty())
    return usage;
  for (const Entry &entry : list()) {
    usage.entries += !entry.isTemporary;
    usage.bytes += entry.bytes;
  }
  return usage;
}

std::optional<ObjectKey::Parts>
ObjectCache::nearest(const ObjectKey &key) const {
  std::optional<ObjectKey::Parts> best;
  if (!whyOff.empty())
    return best;
  std::vector<Entry> entries = list();
  llvm::sort(entries, [](const Entry &a, const Entry &b) {
    return std::tie(a.used, a.name) > std::tie(b.used, b.name);
  });
  size_t bestEqual = 0;
  for (const Entry &entry : entries) {
    OpenFile file(openEntry(descriptor, entry.name));
    uint64_t size = 0;
    Header header;
    if (entry.isTemporary || !file || !checkFile(file.get(), size).empty() ||
        !readHeader(file.get(), size, header))
      continue;
    std::string text(header.keyBytes, '\0');
    if (!readAll(file.get(), text.data(), text.size()))
      continue;
    ObjectKey::Parts parts;
    llvm::SmallVector<llvm::StringRef> lines;
    llvm::StringRef(text).split(lines, '\n', -1, /*KeepEmpty=*/false);
    for (llvm::StringRef line : lines) {
      auto [name, value] = line.split(' ');
      parts.emplace_back(name.str(), value.str());
    }
    size_t equal = llvm::count_if(key.parts(), [&](const auto &part) {
      return llvm::is_contained(parts, part);
    });
    if (best && equal <= bestEqual)
      continue;
    best = std::move(parts);
    bestEqual = equal;
  }
  return best;
}
