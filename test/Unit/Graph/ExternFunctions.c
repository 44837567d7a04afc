/*===----------------------------------------------------------------------===*\
|*
|* Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
|* See LICENSE.TXT for license information.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
|*===----------------------------------------------------------------------===*|
|*
|* The functions that samples and tests of graph.extern call.
|*
\*===----------------------------------------------------------------------===*/

#include "dlc-c/Extern.h"

#include <string.h>

/** outputs[0] = inputs[0] * constants[0]; f32. */
int32_t sample_scale(const dlc_extern_call *call);
int32_t sample_scale(const dlc_extern_call *call) {
  const float *x = call->inputs[0].data;
  float *y = call->outputs[0].data;
  float factor = (float)call->constants[0].value.real;
  int64_t count = dlc_extern_elements(&call->inputs[0]);
  for (int64_t i = 0; i < count; ++i)
    y[i] = factor * x[i];
  return 0;
}

/** The adjoint of sample_scale: of x, y and the gradient of y. */
int32_t sample_scale_adjoint(const dlc_extern_call *call);
int32_t sample_scale_adjoint(const dlc_extern_call *call) {
  const float *dy = call->inputs[2].data;
  float *dx = call->outputs[0].data;
  float factor = (float)call->constants[0].value.real;
  int64_t count = dlc_extern_elements(&call->inputs[0]);
  if (call->input_count != 3 || call->output_count != 1)
    return 1;
  for (int64_t i = 0; i < count; ++i)
    dx[i] = factor * dy[i];
  return 0;
}

/** The adjoint of sample_halves: of x, both halves and their gradients. */
int32_t sample_halves_adjoint(const dlc_extern_call *call);
int32_t sample_halves_adjoint(const dlc_extern_call *call) {
  float *dx = call->outputs[0].data;
  int64_t count = dlc_extern_elements(&call->inputs[1]);
  if (call->input_count != 5 || call->output_count != 1)
    return 1;
  for (int half = 0; half < 2; ++half)
    memcpy(dx + half * count, call->inputs[3 + half].data,
           count * sizeof(float));
  return 0;
}

/** The first and the second half of the rows of inputs[0]; f32. */
int32_t sample_halves(const dlc_extern_call *call);
int32_t sample_halves(const dlc_extern_call *call) {
  const float *x = call->inputs[0].data;
  int64_t count = dlc_extern_elements(&call->outputs[0]);
  if (2 * count != dlc_extern_elements(&call->inputs[0]))
    return 1;
  for (int half = 0; half < 2; ++half)
    memcpy(call->outputs[half].data, x + half * count, count * sizeof(float));
  return 0;
}

/** All that the call says, but for the tensors' elements; i64. */
int32_t sample_describe(const dlc_extern_call *call);
int32_t sample_describe(const dlc_extern_call *call) {
  int64_t *y = call->outputs[0].data;
  int64_t capacity = call->outputs[0].shape[0], used = 0;
  memset(y, 0, capacity * sizeof(int64_t));
  y[used++] = call->input_count;
  y[used++] = call->output_count;
  y[used++] = call->constant_count;
  for (int32_t i = 0; i < call->input_count; ++i) {
    const dlc_extern_tensor *tensor = &call->inputs[i];
    y[used++] = tensor->dtype;
    y[used++] = tensor->rank;
    for (int32_t axis = 0; axis < tensor->rank; ++axis)
      y[used++] = tensor->shape[axis];
  }
  for (int32_t i = 0; i < call->constant_count; ++i) {
    const dlc_extern_constant *constant = &call->constants[i];
    y[used++] = constant->kind;
    if (constant->kind == DLC_EXTERN_CONSTANT_REAL)
      y[used++] = (int64_t)(1000 * constant->value.real);
    else if (constant->kind == DLC_EXTERN_CONSTANT_STRING)
      y[used++] = (int64_t)strlen(constant->value.string);
    else
      y[used++] = constant->value.integer;
  }
  return used <= capacity ? 0 : 1;
}

/** Fails with status constants[0] where it is not 0. */
int32_t sample_fail(const dlc_extern_call *call);
int32_t sample_fail(const dlc_extern_call *call) {
  memset(call->outputs[0].data, 0,
         dlc_extern_elements(&call->outputs[0]) * sizeof(float));
  return (int32_t)call->constants[0].value.integer;
}
