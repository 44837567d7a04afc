//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Calls an object made of counter.dl by the calling convention alone.
//
//===----------------------------------------------------------------------===//

#include "dlc/Runtime/Context.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

extern "C" const dlc_descriptor dlc_Counter_add_descriptor;

static void *allocate(uint64_t bytes) {
  uint64_t blocks = bytes / DLC_BUFFER_ALIGNMENT + 1;
  return std::aligned_alloc(DLC_BUFFER_ALIGNMENT,
                            blocks * DLC_BUFFER_ALIGNMENT);
}

static void describe(const dlc_descriptor &function) {
  std::printf("%s of %s: %d input, %d output, %s random key\n",
              function.function, function.model, function.input_count,
              function.output_count, function.random_key ? "a" : "no");
  std::printf("prepare takes");
  for (int32_t i = 0; i < function.parameter_count; ++i)
    std::printf("%s %s%s", i ? "," : "", function.parameters[i].name,
                i < function.parameter_count - function.frozen_count
                    ? ""
                    : " (frozen)");
  for (int32_t i = 0; i < function.state_count; ++i) {
    const dlc_tensor_descriptor &state = function.states[i];
    long elements = 1;
    for (int32_t axis = 0; axis < state.rank; ++axis)
      elements *= long(state.shape[axis]);
    std::printf("\nstate %s: %ld element%s", state.name, elements,
                elements == 1 ? "" : "s");
  }
  std::printf("\n");
}

int main() {
  const dlc_descriptor &function = dlc_Counter_add_descriptor;
  if (function.abi_version != DLC_ABI_VERSION)
    return 1;
  describe(function);

  alignas(DLC_BUFFER_ALIGNMENT) float scale[] = {1, 2}, offset[] = {2, 4};
  alignas(DLC_BUFFER_ALIGNMENT) float x[] = {10, 10}, sum[2];
  alignas(DLC_BUFFER_ALIGNMENT) float total[2] = {0, 0}, newTotal[2];
  alignas(DLC_BUFFER_ALIGNMENT) int64_t calls = 0, newCalls = 0;
  void *prepared = allocate(function.prepared_bytes);
  void *workspace =
      allocate(function.workspace_bytes > function.prepare_workspace_bytes
                   ? function.workspace_bytes
                   : function.prepare_workspace_bytes);
  dlc_context context;
  const void *parameters[] = {scale, offset};
  if (function.prepare(&context, prepared, nullptr, parameters, nullptr,
                       workspace, nullptr) != DLC_SUCCESS)
    return 1;
  const void *states[] = {total, &calls}, *inputs[] = {x};
  void *outputs[] = {sum, newTotal, &newCalls};
  for (int i = 0; i < 3; ++i) {
    if (function.run(&context, prepared, states, inputs, outputs, workspace,
                     nullptr) != DLC_SUCCESS)
      return 1;
    for (int state = 0; state < 2; ++state) {
      void *old = const_cast<void *>(states[state]);
      states[state] = std::exchange(outputs[1 + state], old);
    }
    std::printf("%g %g after %ld\n", sum[0], sum[1],
                long(*static_cast<const int64_t *>(states[1])));
  }
  std::free(prepared);
  std::free(workspace);
  return 0;
}
