// Errors of indexing operations, and of constants. Where inference fails, the trait that
// asked for it adds a second error.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

func.func @pick_axis(%a0: tensor<2x3xf32>, %a1: tensor<2xi64>) {
  // expected-error@+2 {{pick: axis 2 is not an axis of f32[2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pick %a0, %a1 {axis = 2 : i64}
      : (tensor<2x3xf32>, tensor<2xi64>) -> tensor<2xf32>
  return
}

// -----

func.func @pick_indices(%a0: tensor<2x3xf32>, %a1: tensor<3xi64>) {
  // expected-error@+2 {{pick: i64[3] does not index f32[2, 3] along axis 1, which needs [2]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.pick %a0, %a1 {axis = 1 : i64}
      : (tensor<2x3xf32>, tensor<3xi64>) -> tensor<2xf32>
  return
}

// -----

func.func @pick_by_floats(%a0: tensor<2x3xf32>, %a1: tensor<2xf32>) {
  // expected-error@+1 {{of integer index values}}
  %0 = graph.pick %a0, %a1 {axis = 1 : i64}
      : (tensor<2x3xf32>, tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @one_hot_negative(%a0: tensor<2xi64>) {
  // expected-error@+2 {{one_hot: 'classes' is negative}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.one_hot %a0 {classes = -1 : i64, dtype = f32}
      : (tensor<2xi64>) -> tensor<2x3xf32>
  return
}

// -----

func.func @one_hot_element(%a0: tensor<2xi64>) {
  // expected-error@+2 {{one_hot: index is not an element type}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.one_hot %a0 {classes = 3 : i64, dtype = index}
      : (tensor<2xi64>) -> tensor<2x3xf32>
  return
}

// -----

func.func @constant_vector() {
  // expected-error@+1 {{result #0 must be tensor with named or numeric dimensions}}
  %0 = graph.constant dense<1.0> : vector<2xf32>
  return
}

// -----

func.func @constant_type() {
  // expected-error@+1 {{failed to verify that all of {value, result} have same type}}
  %0 = "graph.constant"() {value = dense<1.0> : tensor<2xf32>}
      : () -> tensor<3xf32>
  return
}

// -----

func.func @missing_attribute(%x: tensor<2x3xf32>) {
  // expected-error@+1 {{requires attribute 'permutation'}}
  %0 = graph.transpose %x : (tensor<2x3xf32>) -> tensor<3x2xf32>
  return
}

// -----

func.func @attribute_kind(%x: tensor<2x3xf32>) {
  // expected-error@+1 {{attribute 'shape' failed to satisfy constraint: dimensions}}
  %0 = graph.reshape %x {shape = 6 : i64} : (tensor<2x3xf32>) -> tensor<6xf32>
  return
}

// -----

func.func @take_axis(%x: tensor<5x7xf32>, %i: tensor<3xi64>) {
  // expected-error@+2 {{take: axis 2 is not an axis of f32[5, 7]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.take %x, %i {axis = 2 : i64}
      : (tensor<5x7xf32>, tensor<3xi64>) -> tensor<5x3xf32>
  return
}

// -----

func.func @take_axis_from_end(%x: tensor<5x7xf32>, %i: tensor<3xi64>) {
  // expected-error@+2 {{take: axis -3 is not an axis of f32[5, 7]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.take %x, %i {axis = -3 : i64}
      : (tensor<5x7xf32>, tensor<3xi64>) -> tensor<5x3xf32>
  return
}

// -----

func.func @take_scalar(%x: tensor<f32>, %i: tensor<3xi64>) {
  // expected-error@+2 {{take: axis 0 is not an axis of f32[]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<f32>, tensor<3xi64>) -> tensor<3xf32>
  return
}

// -----

func.func @take_overflow(%x: tensor<1x4294967296xf32>, %i: tensor<4294967296xi64>) {
  // expected-error@+2 {{take: the size of [4294967296, 4294967296] overflows}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<1x4294967296xf32>, tensor<4294967296xi64>) -> tensor<3xf32>
  return
}

// -----

func.func @gather_axis(%x: tensor<5x7xf32>, %i: tensor<5x3xi64>) {
  // expected-error@+2 {{gather: axis 2 is not an axis of f32[5, 7]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.gather %x, %i {axis = 2 : i64}
      : (tensor<5x7xf32>, tensor<5x3xi64>) -> tensor<5x3xf32>
  return
}

// -----

func.func @gather_rank(%x: tensor<5x7xf32>, %i: tensor<5xi64>) {
  // expected-error@+2 {{gather: i64[5] does not index f32[5, 7] along axis 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.gather %x, %i {axis = 1 : i64}
      : (tensor<5x7xf32>, tensor<5xi64>) -> tensor<5xf32>
  return
}

// -----

func.func @gather_size(%x: tensor<5x7xf32>, %i: tensor<6x3xi64>) {
  // expected-error@+2 {{gather: i64[6, 3] does not index f32[5, 7] along axis 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.gather %x, %i {axis = 1 : i64}
      : (tensor<5x7xf32>, tensor<6x3xi64>) -> tensor<6x3xf32>
  return
}

// -----

func.func @gather_name(%x: tensor<?x7xf32, #graph.dims<N, 7>>, %i: tensor<?x3xi64, #graph.dims<M, 3>>) {
  // expected-error@+2 {{gather: i64[M, 3] does not index f32[N, 7] along axis 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.gather %x, %i {axis = 1 : i64}
      : (tensor<?x7xf32, #graph.dims<N, 7>>, tensor<?x3xi64, #graph.dims<M, 3>>) -> tensor<?x3xf32, #graph.dims<M, 3>>
  return
}

// -----

func.func @scatter_add_axis(%u: tensor<5x7xf32>, %i: tensor<5x7xi64>) {
  // expected-error@+2 {{scatter_add: axis 2 is not an axis of f32[5, 7]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.scatter_add %u, %i {size = #graph.dims<3>, axis = 2 : i64}
      : (tensor<5x7xf32>, tensor<5x7xi64>) -> tensor<5x3xf32>
  return
}

// -----

func.func @scatter_add_scalar(%u: tensor<f32>, %i: tensor<i64>) {
  // expected-error@+2 {{scatter_add: axis 0 is not an axis of f32[]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.scatter_add %u, %i {size = #graph.dims<3>, axis = 0 : i64}
      : (tensor<f32>, tensor<i64>) -> tensor<3xf32>
  return
}

// -----

func.func @scatter_add_shape(%u: tensor<5x7xf32>, %i: tensor<5x6xi64>) {
  // expected-error@+2 {{scatter_add: i64[5, 6] does not place each element of f32[5, 7]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.scatter_add %u, %i {size = #graph.dims<3>, axis = 1 : i64}
      : (tensor<5x7xf32>, tensor<5x6xi64>) -> tensor<5x3xf32>
  return
}

// -----

func.func @scatter_add_rank(%u: tensor<5x7xf32>, %i: tensor<5xi64>) {
  // expected-error@+2 {{scatter_add: i64[5] does not place each element of f32[5, 7]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.scatter_add %u, %i {size = #graph.dims<3>, axis = 0 : i64}
      : (tensor<5x7xf32>, tensor<5xi64>) -> tensor<3x7xf32>
  return
}

// -----

func.func @scatter_add_sizes(%u: tensor<5x7xf32>, %i: tensor<5x7xi64>) {
  // expected-error@+2 {{scatter_add: 'size' takes one dimension, got [3, 7]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.scatter_add %u, %i {size = #graph.dims<3, 7>, axis = 0 : i64}
      : (tensor<5x7xf32>, tensor<5x7xi64>) -> tensor<3x7xf32>
  return
}

// -----

func.func @scatter_add_negative(%u: tensor<5x7xf32>, %i: tensor<5x7xi64>) {
  // expected-error@+2 {{scatter_add: negative size in [-3, 7]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.scatter_add %u, %i {size = #graph.dims<-3>, axis = 0 : i64}
      : (tensor<5x7xf32>, tensor<5x7xi64>) -> tensor<3x7xf32>
  return
}

// -----

func.func @scatter_add_bools(%u: tensor<5xi1>, %i: tensor<5xi64>) {
  // expected-error@+1 {{operand #0 must be tensor with named or numeric dimensions of number values}}
  %0 = graph.scatter_add %u, %i {size = #graph.dims<3>, axis = 0 : i64}
      : (tensor<5xi1>, tensor<5xi64>) -> tensor<3xi1>
  return
}

// -----

func.func @scatter_add_float_indices(%u: tensor<5xf32>, %i: tensor<5xf32>) {
  // expected-error@+1 {{operand #1 must be tensor with named or numeric dimensions of integer index values}}
  %0 = graph.scatter_add %u, %i {size = #graph.dims<3>, axis = 0 : i64}
      : (tensor<5xf32>, tensor<5xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @take_float_indices(%x: tensor<5xf32>, %i: tensor<5xf32>) {
  // expected-error@+1 {{operand #1 must be tensor with named or numeric dimensions of integer index values}}
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<5xf32>, tensor<5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @iota_lengths() {
  // expected-error@+2 {{iota: 'length' takes one dimension, got [2, 3]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.iota {length = #graph.dims<2, 3>, dtype = f32}
      : () -> tensor<2x3xf32>
  return
}

// -----

func.func @iota_negative() {
  // expected-error@+2 {{iota: negative size in [-1]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.iota {length = #graph.dims<-1>, dtype = f32}
      : () -> tensor<1xf32>
  return
}

// -----

func.func @iota_bool() {
  // expected-error@+2 {{iota: bool is not a number type}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.iota {length = #graph.dims<2>, dtype = i1}
      : () -> tensor<2xi32>
  return
}

// -----

func.func @iota_element() {
  // expected-error@+2 {{iota: i16 is not a number type}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.iota {length = #graph.dims<2>, dtype = i16}
      : () -> tensor<2xi32>
  return
}

// -----

func.func @dimension_values() {
  // expected-error@+2 {{dimension: 'value' takes one dimension, got []}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.dimension {value = #graph.dims<>, dtype = i64}
      : tensor<i64>
  return
}

// -----

func.func @dimension_bool() {
  // expected-error@+2 {{dimension: bool is not a number type}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.dimension {value = #graph.dims<2>, dtype = i1}
      : tensor<i32>
  return
}
