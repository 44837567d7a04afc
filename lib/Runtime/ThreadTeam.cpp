//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Starting, waking and waiting for the workers of the thread team.
//
// Waiting is tiered, because what is waited for differs by four orders of
// magnitude: a barrier of a balanced kernel takes tens of nanoseconds, so
// threads spin; a thread of the body may have lost its processor to somebody
// else, so a long spin yields at every turn; and between two calls of a host
// there may be seconds, so idle workers sleep on a futex.
//
//===----------------------------------------------------------------------===//

#include "ThreadTeam.h"

#include <algorithm>
#include <chrono>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

using namespace dlc;

/// How many times a thread looks at what it waits for before it yields its
/// processor: some tens of microseconds.
static constexpr int spinLimit = 2000;

/// How long an idle worker spins before it sleeps. Waking costs 40 to 100
/// microseconds; the next batch is usually handed over sooner.
static constexpr std::chrono::microseconds idleSpin(30);

static void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

template <typename Condition> static void spinUntil(Condition condition) {
  for (int spin = 0; !condition(); ++spin) {
    if (spin < spinLimit)
      relax();
    else
      sched_yield();
  }
}

//===----------------------------------------------------------------------===//
// SpinBarrier
//===----------------------------------------------------------------------===//

void SpinBarrier::arriveAndWait() {
  // Cannot change before this thread has arrived.
  uint32_t sense = phase.load(std::memory_order_relaxed);
  if (arrived.fetch_add(1, std::memory_order_acq_rel) + 1 == threads) {
    arrived.store(0, std::memory_order_relaxed);
    phase.store(sense + 1, std::memory_order_release);
    return;
  }
  spinUntil([&] { return phase.load(std::memory_order_acquire) != sense; });
}

//===----------------------------------------------------------------------===//
// Membership of the calling thread
//===----------------------------------------------------------------------===//

namespace {
/// The body a thread is in. A body that runs alone, because it is nested or
/// because the team was busy, has no barrier: nothing to wait for.
struct Membership {
  bool inside = false;
  SpinBarrier *barrier = nullptr;
};
} // namespace

static thread_local Membership membership;

static void runAs(Membership member, dlc_rt_body body, void *arguments,
                  int32_t thread, int32_t threads) {
  Membership outer = std::exchange(membership, member);
  body(arguments, thread, threads);
  membership = outer;
}

void ThreadTeam::arriveAndWait() {
  if (SpinBarrier *barrier = membership.barrier)
    barrier->arriveAndWait();
}

//===----------------------------------------------------------------------===//
// Workers
//===----------------------------------------------------------------------===//

/// States of a worker's mailbox.
enum : uint32_t { Idle, Work, Asleep };

static_assert(sizeof(std::atomic<uint32_t>) == sizeof(uint32_t) &&
                  std::atomic<uint32_t>::is_always_lock_free,
              "a futex is a plain word");

static void futex(std::atomic<uint32_t> &word, int operation, uint32_t value) {
  syscall(SYS_futex, reinterpret_cast<uint32_t *>(&word),
          operation | FUTEX_PRIVATE_FLAG, value, nullptr, nullptr, 0);
}

void ThreadTeam::Worker::start() {
  // Releases the description of the run. A worker that is not asleep yet
  // fails to fall asleep, because the word has changed.
  if (signal.exchange(Work, std::memory_order_acq_rel) == Asleep)
    futex(signal, FUTEX_WAKE, 1);
}

bool ThreadTeam::Worker::waitForStart() {
  using Clock = std::chrono::steady_clock;
  auto arrived = [&] { return signal.load(std::memory_order_acquire) == Work; };
  Clock::time_point deadline = Clock::now() + idleSpin;
  bool slept = false;
  while (!arrived()) {
    // Reading the clock costs as much as a pause or two.
    for (int spin = 0; spin < 32 && !arrived(); ++spin)
      relax();
    if (Clock::now() < deadline)
      continue;
    uint32_t expected = Idle;
    signal.compare_exchange_strong(expected, Asleep, std::memory_order_acq_rel);
    while (!arrived())
      futex(signal, FUTEX_WAIT, Asleep);
    slept = true;
  }
  // Nobody signals again before this worker has finished the run.
  signal.store(Idle, std::memory_order_relaxed);
  return slept;
}

namespace {
/// Keeps a worker off the processor that its caller spins on. Left to itself,
/// the system was seen to wake a worker there nearly every time, with another
/// processor idle, and to take a millisecond or more to part the two: threads
/// that spin and yield look content to its balancing. All other processors
/// remain open to the worker, and where there are more threads than processors
/// all of them do.
class Placement {
public:
  void avoid(int processor, int32_t threads) {
    cpu_set_t current;
    if (processor < 0 || sched_getaffinity(0, sizeof(current), &current) != 0)
      return;
    // At first, and where somebody else has restricted the worker since.
    if (!known || !CPU_EQUAL(&current, &applied))
      allowed = current;
    known = true;
    applied = allowed;
    if (threads <= CPU_COUNT(&allowed))
      CPU_CLR(processor, &applied);
    if (!CPU_EQUAL(&current, &applied))
      sched_setaffinity(0, sizeof(applied), &applied);
  }

private:
  bool known = false;
  cpu_set_t allowed;
  cpu_set_t applied;
};
} // namespace

void *ThreadTeam::runWorker(void *argument) {
  ThreadTeam &team = instance();
  Worker *self = static_cast<Worker *>(argument);
  int32_t thread = static_cast<int32_t>(self - team.workers.data()) + 1;
  pthread_setname_np(pthread_self(), "dlc-worker");
  Placement placement;
  bool isNew = true;
  while (true) {
    if (self->waitForStart() || std::exchange(isNew, false))
      placement.avoid(team.callerProcessor, team.threads);
    runAs({true, &team.barrier}, team.body, team.arguments, thread,
          team.threads);
    team.pending.fetch_sub(1, std::memory_order_release);
  }
}

bool ThreadTeam::startWorker() {
  if (!handlesFork) {
    pthread_atfork(nullptr, nullptr, forgetWorkers);
    handlesFork = true;
  }
  // The signals of a host are not for threads it does not know of.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_attr_t detached;
  pthread_attr_init(&detached);
  pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  bool started =
      pthread_create(&thread, &detached, runWorker, &workers[workerCount]) == 0;
  pthread_attr_destroy(&detached);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (started)
    ++workerCount;
  return started;
}

/// Runs in the child of a fork, where the workers are gone and another
/// thread's call may have been under way.
void ThreadTeam::forgetWorkers() {
  ThreadTeam &team = instance();
  for (Worker &worker : team.workers)
    worker.signal.store(Idle, std::memory_order_relaxed);
  team.workerCount = 0;
  team.pending.store(0, std::memory_order_relaxed);
  team.busy.store(false, std::memory_order_release);
}

//===----------------------------------------------------------------------===//
// ThreadTeam
//===----------------------------------------------------------------------===//

ThreadTeam &ThreadTeam::instance() {
  // Made at compile time, without a destructor: there before every other
  // static object, and after.
  static ThreadTeam team;
  return team;
}

void ThreadTeam::run(dlc_rt_body body, void *arguments, int32_t threads) {
  if (threads == 1 || membership.inside ||
      busy.exchange(true, std::memory_order_acquire))
    return runAs({true, nullptr}, body, arguments, 0, 1);

  while (workerCount < threads - 1 && startWorker()) {
  }
  threads = std::min(threads, workerCount + 1);
  this->body = body;
  this->arguments = arguments;
  this->threads = threads;
  callerProcessor = sched_getcpu();
  barrier.reset(threads);
  pending.store(threads - 1, std::memory_order_relaxed);
  for (int32_t worker = 0; worker < threads - 1; ++worker)
    workers[worker].start();
  runAs({true, &barrier}, body, arguments, 0, threads);
  spinUntil([&] { return pending.load(std::memory_order_acquire) == 0; });
  busy.store(false, std::memory_order_release);
}

//===----------------------------------------------------------------------===//
// Threads of the host
//===----------------------------------------------------------------------===//

/// How long who comes first waits for the others. Threads of a pool that
/// sleeps come later than that; they would not be worth waiting for.
static constexpr std::chrono::microseconds gatherTime(50);

namespace {
/// One body on threads that come one by one. Who comes first waits for the
/// others, but not for long, and then says how many take part: a barrier in the
/// body waits for those and no others.
class Gathering {
public:
  Gathering(dlc_rt_body body, void *arguments, int32_t wanted)
      : body(body), arguments(arguments), wanted(wanted) {}

  void join();
  bool wasRun() const { return threads.load(std::memory_order_relaxed) != 0; }

private:
  void lead();

  /// More than any number of threads: nobody else takes part.
  static constexpr int32_t closed = 1 << 30;

  const dlc_rt_body body;
  void *const arguments;
  const int32_t wanted;
  SpinBarrier barrier;
  alignas(cacheLine) std::atomic<int32_t> arrived{0};
  /// 0 until it is known.
  alignas(cacheLine) std::atomic<int32_t> threads{0};
};
} // namespace

void Gathering::join() {
  // A thread that is inside a body already could wait for itself.
  if (membership.inside)
    return;
  int32_t thread = arrived.fetch_add(1, std::memory_order_acq_rel);
  if (thread >= wanted)
    return;
  if (thread == 0)
    lead();
  else
    spinUntil([&] { return wasRun(); });
  int32_t count = threads.load(std::memory_order_acquire);
  runAs({true, &barrier}, body, arguments, thread, count);
}

void Gathering::lead() {
  auto deadline = std::chrono::steady_clock::now() + gatherTime;
  while (arrived.load(std::memory_order_relaxed) < wanted &&
         std::chrono::steady_clock::now() < deadline)
    relax();
  int32_t count =
      std::min(arrived.exchange(closed, std::memory_order_acq_rel), wanted);
  barrier.reset(count);
  threads.store(count, std::memory_order_release);
}

void dlc::runOnHostThreads(const dlc_threads &host, dlc_rt_body body,
                           void *arguments, int32_t threads) {
  if (membership.inside)
    return runAs({true, nullptr}, body, arguments, 0, 1);
  Gathering gathering(body, arguments, threads);
  host.run(
      host.host, [](void *state) { static_cast<Gathering *>(state)->join(); },
      &gathering, threads);
  if (!gathering.wasRun())
    runAs({true, nullptr}, body, arguments, 0, 1);
}
