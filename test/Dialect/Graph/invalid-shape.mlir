// Errors of shape operations. Where inference fails, the trait that
// asked for it adds a second error.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

func.func @reshape_two_unknown(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{reshape: only one dimension may be -1 in [-1, -1]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.reshape %a0 {shape = #graph.dims<-1, -1>}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @reshape_no_division(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{reshape: f32[2, 3] does not divide into [-1, 4]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.reshape %a0 {shape = #graph.dims<-1, 4>}
      : (tensor<2x3xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @reshape_division_by_zero(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{does not divide into}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.reshape %a0 {shape = #graph.dims<-1, 0>}
      : (tensor<2x3xf32>) -> tensor<2x0xf32>
  return
}

// -----

func.func @reshape_symbolic_division(%a0: tensor<?x3xf32, #graph.dims<N, 3>>) {
  // expected-error@+2 {{reshape: f32[N, 3] does not divide into [-1, M]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.reshape %a0 {shape = #graph.dims<-1, M>}
      : (tensor<?x3xf32, #graph.dims<N, 3>>) -> tensor<2x3xf32>
  return
}

// -----

func.func @reshape_negative(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{reshape: negative size in [-2, -3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.reshape %a0 {shape = #graph.dims<-2, -3>}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @reshape_elements(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{reshape: f32[2, 3] does not have the elements of [7]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.reshape %a0 {shape = #graph.dims<7>}
      : (tensor<2x3xf32>) -> tensor<7xf32>
  return
}

// -----

func.func @reshape_names(%a0: tensor<?xf32, #graph.dims<N>>) {
  // expected-error@+2 {{reshape: f32[N] does not have the elements of [M]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.reshape %a0 {shape = #graph.dims<M>}
      : (tensor<?xf32, #graph.dims<N>>) -> tensor<7xf32>
  return
}

// -----

func.func @reshape_overflow(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{reshape: the size of [4611686018427387904, 4] overflows}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.reshape %a0 {shape = #graph.dims<4611686018427387904, 4>}
      : (tensor<2x3xf32>) -> tensor<7xf32>
  return
}

// -----

func.func @reshape_operand_overflow(%a0: tensor<4611686018427387904x4xf32>) {
  // expected-error@+2 {{does not have the elements of}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.reshape %a0 {shape = #graph.dims<7>}
      : (tensor<4611686018427387904x4xf32>) -> tensor<7xf32>
  return
}

// -----

func.func @transpose_short(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{transpose: 'permutation' must name each axis of f32[2, 3] once}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.transpose %a0 {permutation = array<i64: 0>}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @transpose_empty(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{transpose: 'permutation' must name each axis of f32[2, 3] once}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.transpose %a0 {permutation = array<i64>}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @transpose_long(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{transpose: 'permutation' must name each axis of f32[2, 3] once}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.transpose %a0 {permutation = array<i64: 0, 1, 0>}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @transpose_twice(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{transpose: 'permutation' must name each axis of f32[2, 3] once}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.transpose %a0 {permutation = array<i64: 1, 1>}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @transpose_range(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{transpose: 'permutation' must name each axis of f32[2, 3] once}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.transpose %a0 {permutation = array<i64: 0, 2>}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @transpose_negative(%a0: tensor<2x3xf32>) {
  // expected-error@+2 {{transpose: 'permutation' must name each axis of f32[2, 3] once}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.transpose %a0 {permutation = array<i64: 0, -1>}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_axes_few(%a0: tensor<3xf32>) {
  // expected-error@+2 {{broadcast: 'axes' must name an ascending axis of [2, 3] for each axis of f32[3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.broadcast %a0 {shape = #graph.dims<2, 3>, axes = array<i64>}
      : (tensor<3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_axes_many(%a0: tensor<3xf32>) {
  // expected-error@+2 {{broadcast: 'axes' must name an ascending axis of [2, 3] for each axis of f32[3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.broadcast %a0 {shape = #graph.dims<2, 3>, axes = array<i64: 0, 1>}
      : (tensor<3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_axes_descend(%a0: tensor<3x2xf32>) {
  // expected-error@+2 {{broadcast: 'axes' must name an ascending axis of [2, 3] for each axis of f32[3, 2]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.broadcast %a0 {shape = #graph.dims<2, 3>, axes = array<i64: 1, 0>}
      : (tensor<3x2xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_axes_twice(%a0: tensor<1x3xf32>) {
  // expected-error@+2 {{broadcast: 'axes' must name an ascending axis of [2, 3] for each axis of f32[1, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.broadcast %a0 {shape = #graph.dims<2, 3>, axes = array<i64: 1, 1>}
      : (tensor<1x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_axes_range(%a0: tensor<3xf32>) {
  // expected-error@+2 {{broadcast: 'axes' must name an ascending axis of [2, 3] for each axis of f32[3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.broadcast %a0 {shape = #graph.dims<2, 3>, axes = array<i64: 2>}
      : (tensor<3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_axes_negative(%a0: tensor<3xf32>) {
  // expected-error@+2 {{broadcast: 'axes' must name an ascending axis of [2, 3] for each axis of f32[3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.broadcast %a0 {shape = #graph.dims<2, 3>, axes = array<i64: -1>}
      : (tensor<3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_to_lower_rank(%a0: tensor<1x2x3xf32>) {
  // expected-error@+2 {{broadcast: 'axes' must name an ascending axis of [2, 3] for each axis of f32[1, 2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.broadcast %a0 {shape = #graph.dims<2, 3>}
      : (tensor<1x2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_sizes(%a0: tensor<3xf32>) {
  // expected-error@+2 {{broadcast: f32[3] does not expand to [2, 4]: 3 is not 4}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.broadcast %a0 {shape = #graph.dims<2, 4>}
      : (tensor<3xf32>) -> tensor<2x4xf32>
  return
}

// -----

func.func @broadcast_names(%a0: tensor<?xf32, #graph.dims<N>>) {
  // expected-error@+2 {{broadcast: f32[N] does not expand to [2, M]: N is not M}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.broadcast %a0 {shape = #graph.dims<2, M>}
      : (tensor<?xf32, #graph.dims<N>>) -> tensor<2x4xf32>
  return
}

// -----

func.func @broadcast_negative(%a0: tensor<3xf32>) {
  // expected-error@+2 {{broadcast: negative size in [-1, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.broadcast %a0 {shape = #graph.dims<-1, 3>}
      : (tensor<3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_overflow(%a0: tensor<3xf32>) {
  // expected-error@+2 {{broadcast: the size of}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.broadcast %a0 {shape = #graph.dims<4611686018427387904, 3>}
      : (tensor<3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @concat_nothing() {
  // expected-error@+2 {{concat needs at least one operand}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.concat {axis = 0 : i64} : () -> tensor<2xf32>
  return
}

// -----

func.func @concat_axis(%a0: tensor<2xf32>) {
  // expected-error@+2 {{concat: axis 1 is not an axis of f32[2]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.concat %a0 {axis = 1 : i64} : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @concat_scalars(%a0: tensor<f32>, %a1: tensor<f32>) {
  // expected-error@+2 {{concat: axis 0 is not an axis of f32[]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.concat %a0, %a1 {axis = 0 : i64}
      : (tensor<f32>, tensor<f32>) -> tensor<2xf32>
  return
}

// -----

func.func @concat_sizes(%a0: tensor<2x3xf32>, %a1: tensor<3x3xf32>) {
  // expected-error@+2 {{concat: f32[3, 3] does not continue f32[2, 3] along axis 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.concat %a0, %a1 {axis = 1 : i64}
      : (tensor<2x3xf32>, tensor<3x3xf32>) -> tensor<2x6xf32>
  return
}

// -----

func.func @concat_ranks(%a0: tensor<2x3xf32>, %a1: tensor<3xf32>) {
  // expected-error@+2 {{concat: f32[3] does not continue}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.concat %a0, %a1 {axis = 0 : i64}
      : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<3x3xf32>
  return
}

// -----

func.func @concat_elements(%a0: tensor<2xf32>, %a1: tensor<2xf64>) {
  // expected-error@+2 {{concat: f64[2] does not continue f32[2]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.concat %a0, %a1 {axis = 0 : i64}
      : (tensor<2xf32>, tensor<2xf64>) -> tensor<4xf32>
  return
}

// -----

func.func @concat_overflow(%a0: tensor<9223372036854775807xf32>,
                           %a1: tensor<1xf32>) {
  // expected-error@+2 {{concat: the size overflows}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.concat %a0, %a1 {axis = 0 : i64}
      : (tensor<9223372036854775807xf32>, tensor<1xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @slice_starts(%a0: tensor<5xf32>) {
  // expected-error@+2 {{slice: 'starts', 'sizes' and 'strides' need one entry for each axis of f32[5]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<>, sizes = #graph.dims<5>, strides = array<i64: 1>}
      : (tensor<5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @slice_sizes(%a0: tensor<5xf32>) {
  // expected-error@+2 {{slice: 'starts', 'sizes' and 'strides' need one entry for each axis of f32[5]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<0>, sizes = #graph.dims<5, 5>, strides = array<i64: 1>}
      : (tensor<5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @slice_strides(%a0: tensor<5xf32>) {
  // expected-error@+2 {{slice: 'starts', 'sizes' and 'strides' need one entry for each axis of f32[5]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<0>, sizes = #graph.dims<5>, strides = array<i64>}
      : (tensor<5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @slice_stride(%a0: tensor<5xf32>) {
  // expected-error@+2 {{slice: the stride of axis 0 is 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<0>, sizes = #graph.dims<5>, strides = array<i64: 0>}
      : (tensor<5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @slice_negative_size(%a0: tensor<5xf32>) {
  // expected-error@+2 {{slice: negative size in [-1]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<0>, sizes = #graph.dims<-1>, strides = array<i64: 1>}
      : (tensor<5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @slice_negative_start(%a0: tensor<5xf32>) {
  // expected-error@+2 {{slice: 2 elements from -1 on by 1 do not lie in axis 0 of f32[5]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<-1>, sizes = #graph.dims<2>, strides = array<i64: 1>}
      : (tensor<5xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @slice_beyond(%a0: tensor<5xf32>) {
  // expected-error@+2 {{slice: 3 elements from 1 on by 2 do not lie in axis 0 of f32[5]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<1>, sizes = #graph.dims<3>, strides = array<i64: 2>}
      : (tensor<5xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @slice_before(%a0: tensor<5xf32>) {
  // expected-error@+2 {{slice: 3 elements from 1 on by -1 do not lie in axis 0 of f32[5]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<1>, sizes = #graph.dims<3>, strides = array<i64: -1>}
      : (tensor<5xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @slice_start_beyond(%a0: tensor<5xf32>) {
  // expected-error@+2 {{slice: 1 elements from 5 on by -1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<5>, sizes = #graph.dims<1>, strides = array<i64: -1>}
      : (tensor<5xf32>) -> tensor<1xf32>
  return
}

// -----

func.func @slice_symbolic(%a0: tensor<?xf32, #graph.dims<N>>) {
  // expected-error@+2 {{slice: N elements from 1 on by 1 do not lie in axis 0 of f32[N]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<1>, sizes = #graph.dims<N>, strides = array<i64: 1>}
      : (tensor<?xf32, #graph.dims<N>>) -> tensor<?xf32, #graph.dims<N>>
  return
}

// -----

func.func @slice_symbolic_start(%a0: tensor<?xf32, #graph.dims<N>>) {
  // expected-error@+2 {{slice: 1 elements from N + 2 on by 1 do not lie in axis 0 of f32[N]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<N + 2>, sizes = #graph.dims<1>, strides = array<i64: 1>}
      : (tensor<?xf32, #graph.dims<N>>) -> tensor<1xf32>
  return
}

// -----

func.func @slice_overflow(%a0: tensor<5xf32>) {
  // expected-error@+2 {{do not lie in axis 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<4>, sizes = #graph.dims<3>, strides = array<i64: -9223372036854775808>}
      : (tensor<5xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @slice_overflowing_start(%a0: tensor<5xf32>) {
  // expected-error@+2 {{do not lie in axis 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.slice %a0
      {starts = #graph.dims<9223372036854775807>, sizes = #graph.dims<2>, strides = array<i64: 9223372036854775807>}
      : (tensor<5xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @pad_low(%a0: tensor<5xf32>) {
  // expected-error@+2 {{pad: 'low' and 'high' need one entry for each axis of f32[5]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0 {low = array<i64>, high = array<i64: 1>}
      : (tensor<5xf32>) -> tensor<6xf32>
  return
}

// -----

func.func @pad_high(%a0: tensor<5xf32>) {
  // expected-error@+2 {{pad: 'low' and 'high' need one entry}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0 {low = array<i64: 0>, high = array<i64: 1, 1>}
      : (tensor<5xf32>) -> tensor<6xf32>
  return
}

// -----

func.func @pad_negative(%a0: tensor<5xf32>) {
  // expected-error@+2 {{pad: amounts must be 0 or more, got 0 and -1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0 {low = array<i64: 0>, high = array<i64: -1>}
      : (tensor<5xf32>) -> tensor<6xf32>
  return
}

// -----

func.func @pad_large(%a0: tensor<5xf32>) {
  // expected-error@+2 {{pad: amounts must be 0 or more}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0
      {low = array<i64: 9223372036854775807>, high = array<i64: 1>}
      : (tensor<5xf32>) -> tensor<6xf32>
  return
}

// -----

func.func @pad_overflow(%a0: tensor<9223372036854775807xf32>) {
  // expected-error@+2 {{pad: amounts must be 0 or more}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0 {low = array<i64: 1>, high = array<i64: 1>}
      : (tensor<9223372036854775807xf32>) -> tensor<6xf32>
  return
}

// -----

func.func @pad_product_overflow(%a0: tensor<4x2305843009213693951xf32>) {
  // expected-error@+2 {{pad: the size of}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0 {low = array<i64: 1, 0>, high = array<i64: 1, 0>}
      : (tensor<4x2305843009213693951xf32>) -> tensor<6x4xf32>
  return
}

// -----

func.func @pad_value_fraction(%a0: tensor<5xi32>) {
  // expected-error@+2 {{pad: 'value' is no i32}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0
      {low = array<i64: 1>, high = array<i64: 0>, value = 0.5 : f64}
      : (tensor<5xi32>) -> tensor<6xi32>
  return
}

// -----

func.func @pad_value_bool(%a0: tensor<5xi1>) {
  // expected-error@+2 {{pad: 'value' is no bool}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0
      {low = array<i64: 1>, high = array<i64: 0>, value = 2.0 : f64}
      : (tensor<5xi1>) -> tensor<6xi1>
  return
}

// -----

func.func @pad_value_above(%a0: tensor<5xi8>) {
  // expected-error@+2 {{pad: 'value' is no i8}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0
      {low = array<i64: 1>, high = array<i64: 0>, value = 128.0 : f64}
      : (tensor<5xi8>) -> tensor<6xi8>
  return
}

// -----

func.func @pad_value_below(%a0: tensor<5xui8>) {
  // expected-error@+2 {{pad: 'value' is no u8}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0
      {low = array<i64: 1>, high = array<i64: 0>, value = -1.0 : f64}
      : (tensor<5xui8>) -> tensor<6xui8>
  return
}

// -----

func.func @pad_value_nan(%a0: tensor<5xi64>) {
  // expected-error@+2 {{pad: 'value' is no i64}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0
      {low = array<i64: 1>, high = array<i64: 0>, value = 0x7FF8000000000000 : f64}
      : (tensor<5xi64>) -> tensor<6xi64>
  return
}

// -----

func.func @pad_value_beyond(%a0: tensor<5xi64>) {
  // expected-error@+2 {{pad: 'value' is no i64}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pad %a0
      {low = array<i64: 1>, high = array<i64: 0>, value = 9223372036854775808.0 : f64}
      : (tensor<5xi64>) -> tensor<6xi64>
  return
}

// -----

func.func @pack_axis(%a0: tensor<3x5xf32>) {
  // expected-error@+2 {{pack: cannot cut axis 2 of f32[3, 5] into blocks of 4}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pack %a0
      {axis = 2 : i64, block = 4 : i64, outer_permutation = array<i64: 0, 1>}
      : (tensor<3x5xf32>) -> tensor<3x2x4xf32>
  return
}

// -----

func.func @pack_negative_axis(%a0: tensor<3x5xf32>) {
  // expected-error@+2 {{pack: cannot cut axis -1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pack %a0
      {axis = -1 : i64, block = 4 : i64, outer_permutation = array<i64: 0, 1>}
      : (tensor<3x5xf32>) -> tensor<3x2x4xf32>
  return
}

// -----

func.func @pack_block(%a0: tensor<3x5xf32>) {
  // expected-error@+2 {{into blocks of 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pack %a0
      {axis = 1 : i64, block = 0 : i64, outer_permutation = array<i64: 0, 1>}
      : (tensor<3x5xf32>) -> tensor<3x2x4xf32>
  return
}

// -----

func.func @pack_permutation(%a0: tensor<3x5xf32>) {
  // expected-error@+2 {{pack: cannot cut}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pack %a0
      {axis = 1 : i64, block = 4 : i64, outer_permutation = array<i64: 0, 0>}
      : (tensor<3x5xf32>) -> tensor<3x2x4xf32>
  return
}

// -----

func.func @pack_permutation_empty(%a0: tensor<3x5xf32>) {
  // expected-error@+2 {{pack: cannot cut}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pack %a0
      {axis = 1 : i64, block = 4 : i64, outer_permutation = array<i64>}
      : (tensor<3x5xf32>) -> tensor<3x2x4xf32>
  return
}

// -----

func.func @pack_symbolic(%a0: tensor<?x5xf32, #graph.dims<N, 5>>) {
  // expected-error@+2 {{pack: cannot cut}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pack %a0
      {axis = 1 : i64, block = 4 : i64, outer_permutation = array<i64: 0, 1>}
      : (tensor<?x5xf32, #graph.dims<N, 5>>) -> tensor<3x2x4xf32>
  return
}

// -----

func.func @unpack_axis(%a0: tensor<3x2x4xf32>) {
  // expected-error@+2 {{unpack: f32[3, 2, 4] does not hold 5 elements along axis 2}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.unpack %a0 {axis = 2 : i64, size = 5 : i64}
      : (tensor<3x2x4xf32>) -> tensor<3x5xf32>
  return
}

// -----

func.func @unpack_negative_axis(%a0: tensor<3x2x4xf32>) {
  // expected-error@+2 {{along axis -1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.unpack %a0 {axis = -1 : i64, size = 5 : i64}
      : (tensor<3x2x4xf32>) -> tensor<3x5xf32>
  return
}

// -----

func.func @unpack_size(%a0: tensor<3x2x4xf32>) {
  // expected-error@+2 {{does not hold 9 elements along axis 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.unpack %a0 {axis = 1 : i64, size = 9 : i64}
      : (tensor<3x2x4xf32>) -> tensor<3x9xf32>
  return
}

// -----

func.func @unpack_negative_size(%a0: tensor<3x2x4xf32>) {
  // expected-error@+2 {{does not hold -1 elements}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.unpack %a0 {axis = 1 : i64, size = -1 : i64}
      : (tensor<3x2x4xf32>) -> tensor<3x9xf32>
  return
}

// -----

func.func @unpack_overflow(%a0: tensor<4611686018427387904x4xf32>) {
  // expected-error@+2 {{does not hold 5 elements}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.unpack %a0 {axis = 0 : i64, size = 5 : i64}
      : (tensor<4611686018427387904x4xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @unpack_scalar(%a0: tensor<f32>) {
  // expected-error@+2 {{does not hold 5 elements}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.unpack %a0 {axis = 0 : i64, size = 5 : i64}
      : (tensor<f32>) -> tensor<5xf32>
  return
}
