/*===----------------------------------------------------------------------===*\
|*
|* Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
|* See LICENSE.TXT for license information.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
|*===----------------------------------------------------------------------===*|
|*
|* C functions that models call: what `extern fn` of the language declares.
|* Plain C, no other header of dlc needed. A function that doubles a tensor of
|* f32:
|*
|*   int32_t twice(const dlc_extern_call *call) {
|*     const float *x = call->inputs[0].data;
|*     float *y = call->outputs[0].data;
|*     for (int64_t i = 0, n = dlc_extern_elements(&call->inputs[0]); i < n;
++i)
|*       y[i] = 2 * x[i];
|*     return 0;
|*   }
|*
|* Compiled code calls it by its name, which the process must know: from the
|* program itself (linked with -rdynamic), from a shared library loaded with
|* RTLD_GLOBAL, or, for objects made ahead of time, from the linker.
|*
\*===----------------------------------------------------------------------===*/

#ifndef DLC_C_EXTERN_H
#define DLC_C_EXTERN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Element types of tensors, by their number. */
enum {
  DLC_EXTERN_BOOL = 0, /**< one byte, 0 or 1 */
  DLC_EXTERN_U8 = 1,
  DLC_EXTERN_I8 = 2,
  DLC_EXTERN_I32 = 3,
  DLC_EXTERN_I64 = 4,
  DLC_EXTERN_BF16 = 5,
  DLC_EXTERN_F32 = 6,
  DLC_EXTERN_F64 = 7
};

/** A tensor, dense and row-major. Inputs are read only. `data` has the
 *  alignment of its elements; it may be anything where there are none. */
typedef struct dlc_extern_tensor {
  void *data;
  const int64_t *shape; /**< `rank` sizes */
  int32_t rank;
  int32_t dtype;
} dlc_extern_tensor;

/** What a constant is. */
enum {
  DLC_EXTERN_CONSTANT_INTEGER = 0,
  DLC_EXTERN_CONSTANT_REAL = 1,
  DLC_EXTERN_CONSTANT_BOOL = 2, /**< `integer` is 0 or 1 */
  DLC_EXTERN_CONSTANT_STRING = 3
};

/** An argument that is not a tensor. */
typedef struct dlc_extern_constant {
  int32_t kind;
  union {
    int64_t integer;
    double real;
    const char *string; /**< ends in a zero byte */
  } value;
} dlc_extern_constant;

/** One call: tensors and constants in the order of the declaration. Valid
 *  until the function returns. */
typedef struct dlc_extern_call {
  const dlc_extern_tensor *inputs;
  const dlc_extern_tensor *outputs;
  const dlc_extern_constant *constants;
  int32_t input_count;
  int32_t output_count;
  int32_t constant_count;
} dlc_extern_call;

/** The function. Writes all outputs and returns 0; another value fails the
 *  call of the model, and its outputs mean nothing.
 *
 *  Its outputs depend on inputs and constants alone: calls may be merged, made
 *  once for many calls of the model, or left out. One thread calls it at a
 *  time within a call of the model; a host that calls a model from several
 *  threads at once makes it run on all of them. */
typedef int32_t (*dlc_extern_function)(const dlc_extern_call *call);

/** The adjoint of a function, where a declaration names one, is a function,
 *  too. Its inputs are the inputs of the function, its outputs, and the
 *  gradients of those outputs that are floating point; its outputs are the
 *  gradients of those inputs that are. Constants are the function's. */

/** The number of elements of a tensor. */
static inline int64_t dlc_extern_elements(const dlc_extern_tensor *tensor) {
  int64_t count = 1;
  for (int32_t axis = 0; axis < tensor->rank; ++axis)
    count *= tensor->shape[axis];
  return count;
}

#ifdef __cplusplus
}
#endif

#endif /* DLC_C_EXTERN_H */
