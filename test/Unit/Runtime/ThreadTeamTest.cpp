//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The thread team through the interface that compiled code uses.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Context.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <sched.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using Body = std::function<void(int32_t thread, int32_t threads)>;

static void parallel(dlc_context &context, Body body,
                     int32_t maxThreads = INT32_MAX) {
  dlc_rt_parallel(
      &context,
      [](void *body, int32_t thread, int32_t threads) {
        (*static_cast<Body *>(body))(thread, threads);
      },
      &body, maxThreads);
}

/// How many threads a body is told of.
static int32_t threadsOf(dlc_context &context, int32_t maxThreads = INT32_MAX) {
  int32_t told = 0;
  parallel(
      context,
      [&](int32_t thread, int32_t threads) {
        if (thread == 0)
          told = threads;
      },
      maxThreads);
  return told;
}

TEST(ThreadTeam, RunsTheBodyOnceOnEveryThread) {
  for (unsigned wanted : {1u, 2u, 3u, 8u, 2u}) {
    dlc_context context(wanted);
    std::vector<int> calls(wanted, 0);
    parallel(context, [&](int32_t thread, int32_t threads) {
      EXPECT_EQ(threads, int32_t(wanted));
      ++calls[thread];
    });
    EXPECT_EQ(calls, std::vector<int>(wanted, 1));
  }
}

TEST(ThreadTeam, CoversEveryIndexOnce) {
  dlc_context context(3);
  constexpr int64_t count = 1001;
  for (int repetition = 0; repetition < 200; ++repetition) {
    std::vector<int> visits(count, 0);
    parallel(context, [&](int32_t thread, int32_t threads) {
      for (int64_t index = count * thread / threads,
                   end = count * (thread + 1) / threads;
           index < end; ++index)
        ++visits[index];
    });
    ASSERT_EQ(visits, std::vector<int>(count, 1));
  }
}

TEST(ThreadTeam, ObeysCaps) {
  dlc_context four(4), one(1), all;
  EXPECT_EQ(threadsOf(four), 4);
  EXPECT_EQ(threadsOf(four, 3), 3);
  EXPECT_EQ(threadsOf(four, 1), 1);
  EXPECT_EQ(threadsOf(four, 0), 1);
  EXPECT_EQ(threadsOf(four, -5), 1);
  EXPECT_EQ(threadsOf(one, 4), 1);
  EXPECT_EQ(threadsOf(all), int32_t(dlc::hardwareThreads()));
}

TEST(ThreadTeam, TheCallerIsThreadZero) {
  dlc_context context(2);
  std::thread::id ids[2];
  parallel(context, [&](int32_t thread, int32_t) {
    ids[thread] = std::this_thread::get_id();
  });
  EXPECT_EQ(ids[0], std::this_thread::get_id());
  EXPECT_NE(ids[1], std::this_thread::get_id());
}

/// Plain values, not atomics: what is written before a barrier is seen behind
/// it, and the thread sanitizer agrees.
TEST(ThreadTeam, BarriersOrder) {
  for (unsigned wanted : {2u, 3u, 4u}) {
    dlc_context context(wanted);
    std::vector<int> slots(wanted, -1);
    std::atomic<int> wrong{0};
    parallel(context, [&](int32_t thread, int32_t threads) {
      for (int round = 0; round < 100; ++round) {
        slots[thread] = round;
        dlc_rt_barrier(&context);
        for (int32_t other = 0; other < threads; ++other)
          wrong += slots[other] != round;
        dlc_rt_barrier(&context);
      }
    });
    EXPECT_EQ(wrong, 0);
  }
}

TEST(ThreadTeam, BarriersOfUnevenWork) {
  dlc_context context(2);
  int64_t turns = 0;
  parallel(context, [&](int32_t thread, int32_t threads) {
    for (int round = 0; round < 20; ++round) {
      if (round % threads == thread) {
        std::this_thread::sleep_for(std::chrono::microseconds(200));
        ++turns;
      }
      dlc_rt_barrier(&context);
    }
  });
  EXPECT_EQ(turns, 20);
}

/// Shown in the report of a run by hand (--gtest_output=xml): nothing is
/// asserted of a time.
TEST(ThreadTeam, BarriersAreMany) {
  constexpr int rounds = 20'000;
  dlc_context context(std::min(2u, dlc::hardwareThreads()));
  auto start = std::chrono::steady_clock::now();
  parallel(context, [&](int32_t, int32_t) {
    for (int round = 0; round < rounds; ++round)
      dlc_rt_barrier(&context);
  });
  std::chrono::duration<double, std::nano> took =
      std::chrono::steady_clock::now() - start;
  RecordProperty("nanosecondsPerBarrier", int(took.count() / rounds));
}

TEST(ThreadTeam, BarriersOutsideABodyDoNotWait) {
  dlc_context context(2);
  dlc_rt_barrier(&context);
}

TEST(ThreadTeam, WorkersWakeUp) {
  dlc_context context(3);
  for (int repetition = 0; repetition < 20; ++repetition) {
    std::this_thread::sleep_for(std::chrono::microseconds(100 * repetition));
    EXPECT_EQ(threadsOf(context), 3);
  }
}

/// Runs that follow one another at all distances around the time at which
/// workers go to sleep.
TEST(ThreadTeam, NoSignalIsLostBetweenSpinningAndSleeping) {
  dlc_context context(2);
  using Clock = std::chrono::steady_clock;
  int64_t calls = 0;
  for (int repetition = 0; repetition < 3000; ++repetition) {
    auto until = Clock::now() + std::chrono::nanoseconds(20 * repetition);
    while (Clock::now() < until) {
    }
    std::atomic<int> inside{0};
    parallel(context, [&](int32_t, int32_t) { ++inside; });
    calls += inside;
  }
  EXPECT_EQ(calls, 2 * 3000);
}

TEST(ThreadTeam, NestedCallsRunOnTheirCaller) {
  dlc_context context(2);
  std::atomic<int> inner{0};
  parallel(context, [&](int32_t, int32_t) {
    std::thread::id self = std::this_thread::get_id();
    parallel(context, [&](int32_t thread, int32_t threads) {
      EXPECT_EQ(thread, 0);
      EXPECT_EQ(threads, 1);
      EXPECT_EQ(std::this_thread::get_id(), self);
      dlc_rt_barrier(&context);
      ++inner;
    });
    // Still a member of the outer body.
    dlc_rt_barrier(&context);
    EXPECT_EQ(inner, 2);
  });
}

TEST(ThreadTeam, ACallThatFindsTheTeamBusyRunsAlone) {
  dlc_context first(2), second(2);
  int32_t told = 0;
  parallel(first, [&](int32_t thread, int32_t) {
    if (thread == 0) {
      std::thread other([&] {
        parallel(second, [&](int32_t, int32_t threads) {
          dlc_rt_barrier(&second);
          told = threads;
        });
      });
      other.join();
    }
    dlc_rt_barrier(&first);
  });
  EXPECT_EQ(told, 1);
  EXPECT_EQ(threadsOf(second), 2) << "the team is free again";
}

TEST(ThreadTeam, ConcurrentCallers) {
  std::vector<std::thread> callers;
  std::atomic<int> wrong{0};
  for (int caller = 0; caller < 4; ++caller)
    callers.emplace_back([&] {
      for (int repetition = 0; repetition < 300; ++repetition) {
        dlc_context context(3);
        int64_t sums[3] = {};
        int64_t total = 0;
        parallel(context, [&](int32_t thread, int32_t threads) {
          for (int64_t index = thread; index < 100; index += threads)
            sums[thread] += index;
          dlc_rt_barrier(&context);
          if (thread == 0)
            total = sums[0] + sums[1] + sums[2];
        });
        wrong += total != 4950;
      }
    });
  for (std::thread &caller : callers)
    caller.join();
  EXPECT_EQ(wrong, 0);
}

#ifndef __SANITIZE_THREAD__ // which cannot start threads behind a fork

TEST(ThreadTeam, AForkedChildHasATeamOfItsOwn) {
  dlc_context context(2);
  ASSERT_EQ(threadsOf(context), 2);
  pid_t child = fork();
  if (child == 0)
    _exit(threadsOf(context) == 2 ? 0 : 1);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(threadsOf(context), 2);
}

/// Spinning threads give way: where two share one processor, a spinner that
/// did not would cost a time slice a barrier, or hang for ever.
TEST(ThreadTeam, TwoThreadsOnOneProcessor) {
  pid_t child = fork();
  if (child == 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(sched_getcpu(), &set);
    if (sched_setaffinity(0, sizeof(set), &set) != 0)
      _exit(2);
    dlc_context context(2);
    int rounds = 0;
    parallel(context, [&](int32_t thread, int32_t) {
      for (int round = 0; round < 200; ++round) {
        dlc_rt_barrier(&context);
        rounds += thread == 0;
      }
    });
    _exit(rounds == 200 ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST(ThreadTeam, TheProcessMayExitAtOnce) {
  pid_t child = fork();
  if (child == 0) {
    dlc_context context(4);
    std::exit(threadsOf(context) == 4 ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

#endif // __SANITIZE_THREAD__

//===----------------------------------------------------------------------===//
// Threads of the host
//===----------------------------------------------------------------------===//

/// Runs a body with a barrier on the host's threads; the sum of what each
/// index saw of the others after the barrier, which is T * T, and T.
static std::pair<int, int> runOnHost(const dlc_threads &host,
                                     unsigned threads) {
  dlc_context context(threads, &host);
  std::atomic<int> before{0}, seen{0}, told{0};
  parallel(context, [&](int32_t, int32_t count) {
    told = count;
    ++before;
    dlc_rt_barrier(&context);
    seen += before;
  });
  return {seen, told};
}

TEST(HostThreads, ShareABody) {
  // Each call of `work` on a thread of its own, all at once.
  dlc_threads host{
      [](void *, void (*work)(void *), void *state, int32_t count) {
        std::vector<std::thread> threads;
        for (int32_t i = 0; i < count; ++i)
          threads.emplace_back(work, state);
        for (std::thread &thread : threads)
          thread.join();
      },
      nullptr};
  for (int run = 0; run < 50; ++run) {
    auto [seen, told] = runOnHost(host, 3);
    // Threads may come too late to take part.
    EXPECT_GE(told, 1);
    EXPECT_LE(told, 3);
    EXPECT_EQ(seen, told * told);
  }
}

TEST(HostThreads, MayComeOneAfterTheOther) {
  dlc_threads host{
      [](void *, void (*work)(void *), void *state, int32_t count) {
        for (int32_t i = 0; i < count; ++i)
          work(state);
      },
      nullptr};
  EXPECT_EQ(runOnHost(host, 4), std::pair(1, 1));
}

TEST(HostThreads, MayNotComeAtAllOrTooOften) {
  dlc_threads none{[](void *, void (*)(void *), void *, int32_t) {}, nullptr};
  EXPECT_EQ(runOnHost(none, 4), std::pair(1, 1));
  dlc_threads many{[](void *, void (*work)(void *), void *state, int32_t) {
                     for (int i = 0; i < 100; ++i)
                       work(state);
                   },
                   nullptr};
  EXPECT_EQ(runOnHost(many, 2), std::pair(1, 1));
}

TEST(HostThreads, AreNotAskedForOne) {
  int calls = 0;
  dlc_threads host{[](void *calls, void (*work)(void *), void *state, int32_t) {
                     ++*static_cast<int *>(calls);
                     work(state);
                   },
                   &calls};
  EXPECT_EQ(runOnHost(host, 1), std::pair(1, 1));
  EXPECT_EQ(calls, 0);
  EXPECT_EQ(runOnHost(host, 2), std::pair(1, 1));
  EXPECT_EQ(calls, 1);
}

TEST(HostThreads, KeepTheFirstError) {
  dlc_threads host{
      [](void *, void (*work)(void *), void *state, int32_t) { work(state); },
      nullptr};
  dlc_context context(2, &host);
  parallel(context,
           [&](int32_t, int32_t) { dlc_rt_index_error(&context, 3, 5, 4); });
  EXPECT_EQ(dlc_rt_status(&context), DLC_INDEX_OUT_OF_RANGE);
  EXPECT_EQ(context.error().site, 3);
}
