/*===----------------------------------------------------------------------===*\
|*
|* Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
|* See LICENSE.TXT for license information.
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
|*
|*===----------------------------------------------------------------------===*|
|*
|* The compiled calling convention: what objects made by dlc export and what
|* they import. Plain C, no LLVM, the same for the just-in-time and the
|* ahead-of-time path.
|*
\*===----------------------------------------------------------------------===*/

#ifndef DLC_C_ABI_H
#define DLC_C_ABI_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Grows by one whenever anything below changes its meaning or layout. */
#define DLC_ABI_VERSION 2

/** Every buffer that crosses this interface is aligned to this many bytes,
 *  but for inputs and outputs, which need the alignment of their elements. */
#define DLC_BUFFER_ALIGNMENT 64

/** What one call carries besides its buffers: the thread team and the error
 *  record. Made by the runtime; opaque to compiled code. */
typedef struct dlc_context dlc_context;

/** Threads of the host's own, for calls that are not to use those of dlc's
 *  team (dlc_context::hostThreads, dlc::CallOptions::hostThreads).
 *
 *  `run` calls `work(state)` `count` times and returns when all these calls
 *  have returned. They should be at the same time, each on another thread, of
 *  which the calling one may be one; the threads that have come within some
 *  tens of microseconds share the work, and calls that come later return at
 *  once. So calls one after the other are right, too, and as slow as one
 *  thread. `run` must not throw, nor call the function that it works for.
 *  Kernels take up to some 100 KB of a thread's stack.
 *
 *  Results have the same bits however many threads come. Where a model calls C
 *  functions (Extern.h), it does so on one of these threads. */
typedef struct dlc_threads {
  void (*run)(void *host, void (*work)(void *state), void *state,
              int32_t count);
  void *host;
} dlc_threads;

/** An entry point of an artefact. Allocates nothing; may be called from many
 *  threads at once when each call has a context, a workspace and outputs of
 *  its own.
 *
 *  prepared   what `prepare` made of the parameters: read by a function's
 *             `run`, written by its `prepare`
 *  states     one pointer a state that the function rebinds, in descriptor
 *             order: the values before the call, which are only read
 *  inputs     one pointer an input, in descriptor order, dense row-major, then
 *             the random key (two uint32_t) where the descriptor asks for one;
 *             for `prepare`, one pointer a parameter
 *  outputs    one pointer an output, written whole on success, then one a
 *             state: where its new value goes
 *  workspace  scratch of the descriptor's size
 *  scalars    run-time scalars (learning rates); null without any
 *
 *  Outputs and new values of states overlap no other buffer of the call. A
 *  host keeps two buffers a state and swaps them after a call that succeeded,
 *  so that a failed call changes no state; it does not let two calls rebind
 *  one state at once.
 *
 *  Returns 0, or the status that the context's error record explains. */
typedef int32_t (*dlc_entry)(dlc_context *context, void *prepared,
                             const void *const *states,
                             const void *const *inputs, void *const *outputs,
                             void *workspace, const double *scalars);

/** A named tensor of an artefact. `dtype` is a dlc::DType. */
typedef struct dlc_tensor_descriptor {
  const char *name;
  const int64_t *shape;
  int32_t rank;
  int32_t dtype;
} dlc_tensor_descriptor;

/** One compiled function with its dimensions bound to numbers; exported as
 *  `dlc_<model>_<function>_<binding>_descriptor`. */
typedef struct dlc_descriptor {
  int32_t abi_version;     /**< DLC_ABI_VERSION of the compiler */
  int32_t parameter_count; /**< inputs of `prepare` */
  int32_t frozen_count;    /**< so many of them, the last ones, are states that
                                the function reads and does not rebind */
  int32_t input_count;
  int32_t output_count;
  int32_t state_count; /**< states that the function rebinds */
  int32_t site_count;
  int32_t random_key; /**< 1: a random key follows the inputs; else 0 */
  const char *model;
  const char *function;
  const char *binding; /**< "N=8,T=100"; empty without dimensions */
  const char *target;  /**< triple, processor */
  const dlc_tensor_descriptor *parameters;
  const dlc_tensor_descriptor *inputs;
  const dlc_tensor_descriptor *outputs;
  const dlc_tensor_descriptor *states;
  /** Positions in the model file that run-time errors name, by site. */
  const char *const *sites;
  uint64_t prepared_bytes;
  uint64_t workspace_bytes;         /**< of `run` */
  uint64_t prepare_workspace_bytes; /**< of `prepare` */
  /** Prepared buffers may be shared between artefacts of equal hash, as long
   *  as no frozen state has changed. */
  uint64_t prepared_layout_hash;
  dlc_entry prepare;
  dlc_entry run;
} dlc_descriptor;

/** Status values of entry points. */
enum { DLC_SUCCESS = 0, DLC_INDEX_OUT_OF_RANGE = 1, DLC_EXTERN_FAILED = 2 };

/*--- What compiled code imports (besides libm).
 * ------------------------------*/

/** The part of an entry point that runs on every thread of the team. */
typedef void (*dlc_rt_body)(void *arguments, int32_t thread, int32_t threads);

/** Runs `body` once on each thread of the context's team and returns when all
 *  are done; on the calling thread alone where the team is busy. At most
 *  `max_threads` of them take part. */
void dlc_rt_parallel(dlc_context *context, dlc_rt_body body, void *arguments,
                     int32_t max_threads);

/** Waits until every thread of the running body has arrived. */
void dlc_rt_barrier(dlc_context *context);

/** Records that a value of an index tensor lies outside [0, limit). Only the
 *  first record of a call is kept. `site` indexes the descriptor's sites. */
void dlc_rt_index_error(dlc_context *context, int32_t site, int64_t value,
                        int64_t limit);

/** Records that an extern function (Extern.h) returned `status`, which is not
 *  0. Only the first record of a call is kept. The site names the function. */
void dlc_rt_extern_error(dlc_context *context, int32_t site, int32_t status);

/** Writes to `order` the positions of `count` elements of type `dtype`
 *  (dlc::DType) in sorted order: equal elements stay in order, NaN
 *  counts as larger than every number. Allocates nothing. */
void dlc_rt_argsort(int32_t dtype, const void *elements, int64_t count,
                    int32_t descending, int64_t *order);

/** The first `first` of these positions, `count` at most. */
void dlc_rt_argsort_first(int32_t dtype, const void *elements, int64_t count,
                          int32_t descending, int64_t first, int64_t *order);

/** Where dlc_rt_move finds the elements of a result, whose axes lie in
 *  row-major order: strides count elements of the source. */
enum { DLC_MOVE_AXES = 8 };
typedef struct dlc_move {
  int64_t element_bytes; /**< 1, 2, 4 or 8 */
  int64_t rank;          /**< of the result: 1 to DLC_MOVE_AXES */
  int64_t start;         /**< the place of the result's first element */
  /** Where the last axis is the position in a block, the axis that numbers
   *  blocks, and the number of elements in all of them: what is left of the
   *  last block is zero. Else -1, and 0. */
  int64_t block_axis, limit;
  int64_t tiles; /**< of the launch */
  int64_t sizes[DLC_MOVE_AXES];
  int64_t strides[DLC_MOVE_AXES];
} dlc_move;

/** Moves the elements of tiles [begin, end): what is done once for each set of
 *  weights is not worth compiling. */
void dlc_rt_move(const dlc_move *move, const void *source, void *result,
                 int64_t begin, int64_t end);

/** Only code that is compiled to be profiled: `thread` begins its share of the
 *  launch of that number, or ends it. Launches are numbered in the order of the
 *  schedule, those in a loop once. */
void dlc_rt_mark(dlc_context *context, int32_t thread, int32_t launch,
                 int32_t ends);

/** The status of the call so far. */
int32_t dlc_rt_status(dlc_context *context);

#ifdef __cplusplus
}
#endif

#endif /* DLC_C_ABI_H */
