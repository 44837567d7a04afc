//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The object cache by itself, and models that use it.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/ObjectCache.h"
#include "dlc/Model.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace dlc;

namespace {
/// A folder for one test.
class ObjectCacheTest : public testing::Test {
protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "dlc-cache-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  ObjectCacheOptions options(uint64_t maximumBytes = 1 << 20) const {
    ObjectCacheOptions options;
    options.enabled = true;
    options.folder = folder;
    options.maximumBytes = maximumBytes;
    return options;
  }

  std::string folder;
};
} // namespace

static ObjectKey keyOf(const std::string &binding) {
  ObjectKey key;
  key.add("model", "Test");
  key.add("binding", binding);
  key.addDigest("graph", "a long\ntext");
  return key;
}

static ObjectFile objectOf(const std::string &text) {
  ObjectFile object;
  object.bytes.assign(text.begin(), text.end());
  object.descriptor = "dlc_Test_descriptor";
  return object;
}

static std::string textOf(const ObjectFile &object) {
  return std::string(object.bytes.begin(), object.bytes.end());
}

TEST_F(ObjectCacheTest, KeysDifferInEveryPart) {
  EXPECT_EQ(keyOf("N=1").digest().size(), 32u);
  EXPECT_EQ(keyOf("N=1").digest(), keyOf("N=1").digest());
  EXPECT_NE(keyOf("N=1").digest(), keyOf("N=2").digest());
  ObjectKey lines;
  lines.add("text", "two\nlines");
  EXPECT_EQ(lines.parts().front().second.size(), 32u);
}

TEST_F(ObjectCacheTest, FindsWhatWasStored) {
  ObjectCache cache(options());
  ASSERT_EQ(cache.problem(), "");
  std::string problem;
  EXPECT_FALSE(cache.find(keyOf("N=1"), problem));
  EXPECT_EQ(problem, "");
  ASSERT_TRUE(bool(cache.store(keyOf("N=1"), objectOf("code"))));
  ASSERT_TRUE(bool(cache.store(keyOf("N=2"), objectOf(""))));
  auto found = cache.find(keyOf("N=1"), problem);
  ASSERT_TRUE(found) << problem;
  EXPECT_EQ(textOf(*found), "code");
  EXPECT_EQ(found->descriptor, "dlc_Test_descriptor");
  found = cache.find(keyOf("N=2"), problem);
  ASSERT_TRUE(found) << problem;
  EXPECT_EQ(textOf(*found), "");
  EXPECT_EQ(cache.usage().entries, 2u);
  // A later process, with the same folder.
  ObjectCache again(options());
  EXPECT_TRUE(again.find(keyOf("N=1"), problem));
}

TEST_F(ObjectCacheTest, ReplacesEntries) {
  ObjectCache cache(options());
  std::string problem;
  ASSERT_TRUE(bool(cache.store(keyOf("N=1"), objectOf("old"))));
  ASSERT_TRUE(bool(cache.store(keyOf("N=1"), objectOf("new"))));
  EXPECT_EQ(textOf(*cache.find(keyOf("N=1"), problem)), "new");
  EXPECT_EQ(cache.usage().entries, 1u);
}

TEST_F(ObjectCacheTest, BelievesNoByteThatChanged) {
  ObjectCache cache(options());
  ASSERT_TRUE(bool(cache.store(keyOf("N=1"), objectOf("some code"))));
  std::string path = folder + "/" + keyOf("N=1").digest() + ".dlco";
  std::ifstream input(path, std::ios::binary);
  std::string good((std::istreambuf_iterator<char>(input)),
                   std::istreambuf_iterator<char>());
  std::string problem;
  for (size_t i = 0; i <= good.size(); ++i) {
    // At the end, a byte too many.
    std::string bad = good;
    if (i == good.size())
      bad += '\0';
    else
      bad[i] = char(bad[i] ^ 0x40);
    std::ofstream(path, std::ios::binary) << bad;
    EXPECT_FALSE(cache.find(keyOf("N=1"), problem)) << "byte " << i;
    EXPECT_NE(problem, "") << "byte " << i;
  }
  for (size_t length = 0; length < good.size(); ++length) {
    std::ofstream(path, std::ios::binary) << good.substr(0, length);
    EXPECT_FALSE(cache.find(keyOf("N=1"), problem)) << "of length " << length;
  }
  std::ofstream(path, std::ios::binary) << good;
  EXPECT_TRUE(cache.find(keyOf("N=1"), problem)) << problem;
}

TEST_F(ObjectCacheTest, KeepsToItsSize) {
  ObjectCache cache(options(4096));
  std::string problem;
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(bool(cache.store(keyOf("N=" + std::to_string(i)),
                                 objectOf(std::string(900, 'x')))));
    EXPECT_LE(cache.usage().bytes, 4096u);
    // The first is used again and again.
    EXPECT_TRUE(cache.find(keyOf("N=0"), problem)) << i;
    std::this_thread::sleep_for(std::chrono::milliseconds(12));
  }
  EXPECT_TRUE(cache.find(keyOf("N=19"), problem));
  EXPECT_FALSE(cache.find(keyOf("N=1"), problem));
  EXPECT_FALSE(
      bool(cache.store(keyOf("N=20"), objectOf(std::string(5000, 'x')))));
}

TEST_F(ObjectCacheTest, IsOffWhereOthersCanWrite) {
  chmod(folder.c_str(), 0777);
  ObjectCache cache(options());
  EXPECT_EQ(cache.problem(), "others can write to the folder");
  std::string problem;
  EXPECT_FALSE(bool(cache.store(keyOf("N=1"), objectOf("code"))));
  EXPECT_FALSE(cache.find(keyOf("N=1"), problem));
  EXPECT_FALSE(cache.nearest(keyOf("N=1")));
}

TEST_F(ObjectCacheTest, KnowsTheNearestKey) {
  ObjectCache cache(options());
  EXPECT_FALSE(cache.nearest(keyOf("N=1")));
  ObjectKey far;
  far.add("model", "Other");
  ASSERT_TRUE(bool(cache.store(keyOf("N=1"), objectOf("code"))));
  ASSERT_TRUE(bool(cache.store(far, objectOf("code"))));
  auto nearest = cache.nearest(keyOf("N=2"));
  ASSERT_TRUE(nearest);
  EXPECT_EQ(*nearest, keyOf("N=1").parts());
}

TEST_F(ObjectCacheTest, IsSafeAmongThreadsAndProcesses) {
  // Each stores, finds and evicts in a cache that holds half of all.
  auto work = [&] {
    ObjectCache cache(options(8192));
    for (int round = 0; round < 50; ++round)
      for (int i = 0; i < 16; ++i) {
        std::string name = "N=" + std::to_string(i), problem;
        if (auto found = cache.find(keyOf(name), problem))
          if (textOf(*found) != std::string(900, char('a' + i)))
            return false;
        if (!problem.empty() ||
            !cache.store(keyOf(name),
                         objectOf(std::string(900, char('a' + i)))))
          return false;
      }
    return true;
  };
  pid_t child = fork();
  if (child == 0)
    _exit(work() ? 0 : 1);
  bool other = false;
  std::thread thread([&] { other = work(); });
  EXPECT_TRUE(work());
  thread.join();
  EXPECT_TRUE(other);
  int status = 1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(ObjectCacheTest, ServesModels) {
  std::string source = "model Scale {\n"
                       "  param factor: real[3] = init.ones\n"
                       "  fn forward(x: real[N, 3]) -> real[N, 3] {\n"
                       "    return x * factor\n"
                       "  }\n"
                       "}\n";
  std::vector<std::string> outcomes;
  ModelOptions modelOptions;
  modelOptions.objectCache = options();
  modelOptions.objectCache.onExplain = [&](const std::string &text) {
    outcomes.push_back(text.substr(0, text.find(" for")));
  };
  Tensor x(DType::F32, {2, 3});
  std::fill_n(x.as<float>(), 6, 2.0f);
  std::vector<float> first;
  for (int process = 0; process < 2; ++process) {
    auto model = Model::fromString(source, "scale.dl", modelOptions);
    ASSERT_TRUE(bool(model)) << model.error().message();
    auto outputs = model->call("forward", {std::as_const(x).view()});
    ASSERT_TRUE(bool(outputs)) << outputs.error().message();
    const float *values = outputs->front().as<float>();
    std::vector<float> found(values, values + 6);
    if (process == 0)
      first = found;
    EXPECT_EQ(found, first);
  }
  EXPECT_EQ(outcomes, (std::vector<std::string>{"cache: miss", "cache: hit"}));
}

TEST(BuildIdentity, IsThere) { EXPECT_NE(compilerIdentity(), ""); }
