//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Files that appear whole or not at all, through the writer of npy files.
//
//===----------------------------------------------------------------------===//

#include "TemporaryFolder.h"

#include "dlc/Data/Npy.h"

#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace dlc;
using namespace dlc::test;

static std::string messageOf(const Expected<void> &result) {
  return result ? "success" : result.error().message();
}

TEST(OutputFile, ReplacesAFileAndKeepsItsMode) {
  TemporaryFolder folder;
  std::string path = folder.write("x.npy", "old");
  chmod(path.c_str(), 0640);
  Tensor tensor = numbered(DType::F32, {3});
  EXPECT_EQ(messageOf(writeNpy(path, tensor.view())), "success");
  Expected<Tensor> read = readNpy(path);
  ASSERT_TRUE(bool(read));
  expectSame(*read, tensor);
  struct stat status;
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
  EXPECT_EQ(folder.fileCount(), 1u) << "no temporary file is left";
}

TEST(OutputFile, FollowsLinks) {
  TemporaryFolder folder;
  std::string target = folder.write("target.npy", "old");
  std::string link = folder.file("link.npy");
  ASSERT_EQ(symlink(target.c_str(), link.c_str()), 0);
  Tensor tensor = numbered(DType::U8, {2});
  EXPECT_EQ(messageOf(writeNpy(link, tensor.view())), "success");
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_TRUE(bool(readNpy(target)));
}

TEST(OutputFile, WritesToDevices) {
  Tensor tensor = numbered(DType::U8, {2});
  EXPECT_EQ(messageOf(writeNpy("/dev/null", tensor.view())), "success");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
  EXPECT_EQ(messageOf(writeNpy("/dev/full", tensor.view())),
            "/dev/full: cannot write: No space left on device");
}

TEST(OutputFile, NamesWhatItCannotWrite) {
  TemporaryFolder folder;
  Tensor tensor = numbered(DType::U8, {2});
  std::string missing = folder.file("missing/x.npy");
  EXPECT_EQ(messageOf(writeNpy(missing, tensor.view())),
            missing + ": cannot write: No such file or directory");
  std::string directory = folder.path();
  EXPECT_EQ(messageOf(writeNpy(directory, tensor.view())),
            directory + ": cannot write: Is a directory");
  EXPECT_EQ(messageOf(writeNpy("", tensor.view())),
            ": cannot write: No such file or directory");
}

/// A full disk, played by a limit on the size of files.
TEST(OutputFile, LeavesTheOldFileWhereWritingFails) {
  TemporaryFolder folder;
  std::string path = folder.write("x.npy", "old");
  pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {4096, 4096};
    setrlimit(RLIMIT_FSIZE, &limit);
    Tensor tensor(DType::F64, {1000});
    bool failed = messageOf(writeNpy(path, tensor.view())) ==
                  path + ": cannot write: File too large";
    _exit(failed ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(folder.read("x.npy"), "old");
  EXPECT_EQ(folder.fileCount(), 1u);
}
