//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writing files as a whole.
//
//===----------------------------------------------------------------------===//

#include "dlc/Data/OutputFile.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace dlc;

OutputFile::OutputFile(const std::string &path) : path(path), target(path) {
  if (char *resolved = realpath(path.c_str(), nullptr)) {
    target = resolved;
    std::free(resolved);
  }
  struct stat status;
  bool exists = stat(target.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode)) {
    descriptor = open(target.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
      failure = errno;
    return;
  }
  // A file one may not write to is not to be replaced either.
  if (exists && access(target.c_str(), W_OK) != 0) {
    failure = errno;
    return;
  }
  createTemporary();
  if (exists && failure == 0 && fchmod(descriptor, status.st_mode & 07777) != 0)
    failure = errno;
}

/// Not mkstemp: its files are for the owner only, whatever the umask says.
void OutputFile::createTemporary() {
  static std::atomic<unsigned> counter{0};
  do {
    temporary = target + ".tmp-" + std::to_string(getpid()) + "-" +
                std::to_string(counter.fetch_add(1));
    descriptor =
        open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  } while (descriptor < 0 && errno == EEXIST);
  if (descriptor < 0) {
    failure = errno;
    temporary.clear();
  }
}

OutputFile::~OutputFile() {
  if (descriptor >= 0)
    close(descriptor);
  if (!temporary.empty())
    unlink(temporary.c_str());
}

void OutputFile::write(const void *bytes, size_t count) {
  const char *position = static_cast<const char *>(bytes);
  while (failure == 0 && count != 0) {
    ssize_t written = ::write(descriptor, position, count);
    if (written >= 0) {
      position += written;
      count -= static_cast<size_t>(written);
    } else if (errno != EINTR) {
      failure = errno;
    }
  }
}

Expected<void> OutputFile::finish() {
  // Some file systems report a full disk only here.
  if (descriptor >= 0 && close(descriptor) != 0 && failure == 0)
    failure = errno;
  descriptor = -1;
  if (failure != 0)
    return Error(path + ": cannot write: " + std::strerror(failure));
  return {};
}

Expected<void> OutputFile::commit() {
  if (Expected<void> finished = finish(); !finished)
    return finished;
  if (temporary.empty())
    return {};
  if (std::rename(temporary.c_str(), target.c_str()) != 0)
    return Error(path + ": cannot write: " + std::strerror(errno));
  temporary.clear();
  return {};
}

Expected<void> dlc::writeFile(const std::string &path, std::string_view bytes) {
  OutputFile file(path);
  file.write(bytes.data(), bytes.size());
  return file.commit();
}
