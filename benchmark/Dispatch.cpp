//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a call costs besides its arithmetic: a model of one small operation,
// called by its entry point and through dlc::Model, on one thread, on two and
// on threads of the host's. Then how long a kernel must be for a second thread
// to pay.
//
//===----------------------------------------------------------------------===//

#include "dlc/ExecutionEngine/CompiledFunction.h"
#include "dlc/Frontend/Frontend.h"
#include "dlc/Model.h"
#include "dlc/Runtime/Context.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

using namespace dlc;

namespace {
constexpr const char *kModel = "model Add {\n"
                               "  fn forward(x: real[N]) -> real[N] {\n"
                               "    return x + 1\n"
                               "  }\n"
                               "}\n";

/// One thread beside the caller's, as a host may have them: it spins, so that
/// what is measured is dlc's share.
class HostThread {
public:
  HostThread() : thread([this] { serve(); }) {}
  ~HostThread() {
    stop = true;
    thread.join();
  }
  static void run(void *host, void (*work)(void *), void *state, int32_t) {
    auto *self = static_cast<HostThread *>(host);
    self->state = state;
    self->work.store(work, std::memory_order_release);
    work(state);
    while (self->work.load(std::memory_order_acquire))
      ;
  }

private:
  void serve() {
    while (!stop)
      if (auto *known = work.load(std::memory_order_acquire)) {
        known(state);
        work.store(nullptr, std::memory_order_release);
      }
  }

  std::atomic<bool> stop{false};
  std::atomic<void (*)(void *)> work{nullptr};
  void *state = nullptr;
  std::thread thread;
};
} // namespace

template <typename T> static T take(Expected<T> value) {
  if (value)
    return std::move(*value);
  std::fprintf(stderr, "%s\n", value.error().message().c_str());
  std::exit(1);
}

static void take(Expected<void> done) {
  if (done)
    return;
  std::fprintf(stderr, "%s\n", done.error().message().c_str());
  std::exit(1);
}

/// The median of many rounds, in nanoseconds a call.
template <typename Function> static double measure(Function call) {
  using Clock = std::chrono::steady_clock;
  auto timeOf = [&](int calls) {
    Clock::time_point begin = Clock::now();
    for (int i = 0; i < calls; ++i)
      call();
    std::chrono::duration<double, std::nano> time = Clock::now() - begin;
    return time.count() / calls;
  };
  // Rounds of about a millisecond, behind one that warms up.
  constexpr int rounds = 51;
  int calls = std::clamp(int(1e6 / timeOf(10)), 10, 5000);
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round)
    times.push_back(timeOf(calls));
  std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
  return times[rounds / 2];
}

/// The function for one size, without dlc::Model around it.
static std::unique_ptr<CompiledFunction> compile(int64_t size) {
  frontend::Compilation compilation;
  auto context = createContext();
  if (!compilation.loadString(kModel, "add.dl"))
    std::exit(1);
  auto graph = compilation.generateGraph(*context);
  return take(CompiledFunction::compile(extractFunction(*graph, "forward"),
                                        {{"N", size}}, take(Target::create())));
}

static void report(const char *what, double nanoseconds) {
  std::printf("  %-44s %8.0f ns\n", what, nanoseconds);
}

static void measureCalls(int64_t size) {
  std::printf("x + 1 with N = %ld\n", long(size));
  std::vector<float> x(size_t(size), 1), y(x.size());
  auto function = compile(size);
  Buffer workspace =
      take(Buffer::allocate(function->descriptor().workspace_bytes));
  const void *inputs[] = {x.data()};
  void *outputs[] = {y.data()};
  HostThread hostThread;
  const dlc_threads host{HostThread::run, &hostThread};
  auto callEntry = [&](unsigned threads, const dlc_threads *host) {
    return measure([&] {
      dlc_context context(threads, host);
      function->descriptor().run(&context, nullptr, nullptr, inputs, outputs,
                                 workspace.data(), nullptr);
    });
  };
  report("the entry point, 1 thread", callEntry(1, nullptr));
  report("the entry point, 2 threads", callEntry(2, nullptr));
  report("the entry point, 2 threads of the host", callEntry(2, &host));

  Model model = take(Model::fromString(kModel, "add.dl"));
  TensorView in{DType::F32, {size}, x.data()};
  MutableTensorView out{DType::F32, {size}, y.data()};
  CallOptions options;
  for (unsigned threads : {1, 2}) {
    options.threads = threads;
    report(threads == 1 ? "Model::call into given memory, 1 thread"
                        : "Model::call into given memory, 2 threads",
           measure([&] { take(model.call("forward", {in}, {out}, options)); }));
  }
  options.threads = 1;
  report("Model::call that makes its outputs, 1 thread",
         measure([&] { take(model.call("forward", {in}, options)); }));
}

int main() {
  for (int64_t size : {16, 4096, 16384, 65536, 262144})
    measureCalls(size);
  return 0;
}
