//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reading ranges of files and of memory.
//
//===----------------------------------------------------------------------===//

#include "ByteSource.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace dlc;

FileDescriptor::~FileDescriptor() {
  if (descriptor >= 0)
    close(descriptor);
}

Expected<OpenFile> dlc::openRegularFile(const std::string &path) {
  auto fail = [&](const std::string &what) {
    return Error(path + ": cannot read: " + what);
  };
  // Opening a pipe nobody writes to would wait for ever but for O_NONBLOCK,
  // which means nothing to regular files.
  FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status;
  if (file.get() < 0 || fstat(file.get(), &status) != 0)
    return fail(std::strerror(errno));
  if (S_ISDIR(status.st_mode))
    return fail(std::strerror(EISDIR));
  if (!S_ISREG(status.st_mode))
    return fail("not a regular file");
  return OpenFile{std::move(file), static_cast<uint64_t>(status.st_size)};
}

Error ByteSource::error(const std::string &what) const {
  return Error(name + ": " + what);
}

Expected<void> MemorySource::read(uint64_t offset, void *to, size_t count) {
  assert(offset <= size() && count <= size() - offset && "out of range");
  if (count != 0)
    std::memcpy(to, bytes.data() + offset, count);
  return {};
}

Expected<void> FileSource::read(uint64_t offset, void *to, size_t count) {
  assert(offset <= size() && count <= size() - offset && "out of range");
  char *position = static_cast<char *>(to);
  while (count != 0) {
    ssize_t got =
        pread(descriptor.get(), position, count, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return error(std::string("cannot read: ") + std::strerror(errno));
    if (got == 0)
      return error("the file shrank while it was read");
    position += got;
    offset += static_cast<uint64_t>(got);
    count -= static_cast<size_t>(got);
  }
  return {};
}
