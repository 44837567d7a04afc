// Errors of contractions, packed forms included. Where inference fails, the trait that
// asked for it adds a second error.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

func.func @matmul_elements(%a0: tensor<2x3xf32>, %a1: tensor<3x4xf64>) {
  // expected-error@+2 {{matmul needs one element type, got f32[2, 3] and f64[3, 4]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.matmul %a0, %a1
      : (tensor<2x3xf32>, tensor<3x4xf64>) -> tensor<2x4xf32>
  return
}

// -----

func.func @matmul_scalar(%a0: tensor<f32>, %a1: tensor<3x4xf32>) {
  // expected-error@+2 {{matmul needs matrices or vectors, got f32[] and f32[3, 4]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.matmul %a0, %a1
      : (tensor<f32>, tensor<3x4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @matmul_scalar_right(%a0: tensor<4x3xf32>, %a1: tensor<f32>) {
  // expected-error@+2 {{matmul needs matrices or vectors, got f32[4, 3] and f32[]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.matmul %a0, %a1
      : (tensor<4x3xf32>, tensor<f32>) -> tensor<4xf32>
  return
}

// -----

func.func @matmul_vector(%a0: tensor<4x3xf32>, %a1: tensor<4xf32>) {
  // expected-error@+2 {{matmul cannot contract f32[4, 3] with f32[4]: 3 is not 4}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.matmul %a0, %a1
      : (tensor<4x3xf32>, tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @matmul_unequal_batches(%a0: tensor<2x3x4xf32>,
                                  %a1: tensor<5x4x3xf32>) {
  // expected-error@+2 {{matmul cannot pair the matrices of f32[2, 3, 4] and f32[5, 4, 3]: 2 is not 5}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.matmul %a0, %a1
      : (tensor<2x3x4xf32>, tensor<5x4x3xf32>) -> tensor<2x3x3xf32>
  return
}

// -----

func.func @matmul_named_batches(%a0: tensor<?x3x4xf32, #graph.dims<N, 3, 4>>,
                                %a1: tensor<?x4x3xf32, #graph.dims<M, 4, 3>>) {
  // expected-error@+2 {{matmul cannot pair the matrices of f32[N, 3, 4] and f32[M, 4, 3]: N is not M}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.matmul %a0, %a1
      : (tensor<?x3x4xf32, #graph.dims<N, 3, 4>>,
         tensor<?x4x3xf32, #graph.dims<M, 4, 3>>)
      -> tensor<?x3x3xf32, #graph.dims<N, 3, 3>>
  return
}

// -----

func.func @matmul_repeats_to_name(%a0: tensor<1x3x4xf32>,
                                  %a1: tensor<?x4x3xf32, #graph.dims<M, 4, 3>>) {
  // expected-error@+2 {{matmul cannot pair the matrices of f32[1, 3, 4] and f32[M, 4, 3]: 1 is not repeated to the named dimension M, which takes a broadcast}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.matmul %a0, %a1
      : (tensor<1x3x4xf32>, tensor<?x4x3xf32, #graph.dims<M, 4, 3>>)
      -> tensor<?x3x3xf32, #graph.dims<M, 3, 3>>
  return
}

// -----

func.func @matmul_inner(%a0: tensor<2x3xf32>, %a1: tensor<4x2xf32>) {
  // expected-error@+2 {{matmul cannot contract f32[2, 3] with f32[4, 2]: 3 is not 4}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.matmul %a0, %a1
      : (tensor<2x3xf32>, tensor<4x2xf32>) -> tensor<2x2xf32>
  return
}

// -----

func.func @matmul_inner_transposed(%a0: tensor<2x3xf32>, %a1: tensor<3x2xf32>) {
  // expected-error@+2 {{matmul cannot contract f32[2, 3] with f32[3, 2] transposed: 3 is not 2}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.matmul %a0, %a1 {transpose_rhs = true}
      : (tensor<2x3xf32>, tensor<3x2xf32>) -> tensor<2x2xf32>
  return
}

// -----

func.func @matmul_names(%a0: tensor<2x?xf32, #graph.dims<2, N>>,
                        %a1: tensor<?x2xf32, #graph.dims<M, 2>>) {
  // expected-error@+2 {{N is not M}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.matmul %a0, %a1
      : (tensor<2x?xf32, #graph.dims<2, N>>, tensor<?x2xf32, #graph.dims<M, 2>>)
      -> tensor<2x2xf32>
  return
}

// -----

func.func @conv2d_rank(%a0: tensor<4x8x8xf32>, %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{conv2d needs an NCHW input and an OIHW filter of one element type, got f32[4, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1
      : (tensor<4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_elements(%a0: tensor<1x4x8x8xf32>, %a1: tensor<6x4x3x3xf64>) {
  // expected-error@+2 {{of one element type, got}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf64>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_strides_length(%a0: tensor<1x4x8x8xf32>,
                                 %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{conv2d: 'strides' needs two entries, got 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {strides = array<i64: 1>}
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_strides_empty(%a0: tensor<1x4x8x8xf32>,
                                %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{conv2d: 'strides' needs two entries, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {strides = array<i64>}
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_strides_zero(%a0: tensor<1x4x8x8xf32>,
                               %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{conv2d: 'strides' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {strides = array<i64: 1, 0>}
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_strides_large(%a0: tensor<1x4x8x8xf32>,
                                %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{conv2d: 'strides' must be positive, got 9223372036854775807}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {strides = array<i64: 1, 9223372036854775807>}
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_padding_length(%a0: tensor<1x4x8x8xf32>,
                                 %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{conv2d: 'padding' needs two entries, got 4}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {padding = array<i64: 1, 1, 1, 1>}
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_padding_negative(%a0: tensor<1x4x8x8xf32>,
                                   %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{conv2d: 'padding' must be 0 or more, got -1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {padding = array<i64: -1, 0>}
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_dilations_length(%a0: tensor<1x4x8x8xf32>,
                                   %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{conv2d: 'dilations' needs two entries, got 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {dilations = array<i64: 1>}
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_dilations_negative(%a0: tensor<1x4x8x8xf32>,
                                     %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{conv2d: 'dilations' must be positive, got -9223372036854775808}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {dilations = array<i64: -9223372036854775808, 1>}
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_groups(%a0: tensor<1x4x8x8xf32>, %a1: tensor<6x1x3x3xf32>) {
  // expected-error@+2 {{conv2d: 4 groups do not divide 6 output channels}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {groups = 4 : i64}
      : (tensor<1x4x8x8xf32>, tensor<6x1x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_no_groups(%a0: tensor<1x4x8x8xf32>,
                            %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{conv2d: 0 groups do not divide 6 output channels}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {groups = 0 : i64}
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_symbolic_groups(%a0: tensor<1x4x8x8xf32>,
                                  %a1: tensor<?x2x3x3xf32, #graph.dims<C, 2, 3, 3>>) {
  // expected-error@+2 {{conv2d: 2 groups do not divide C output channels}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {groups = 2 : i64}
      : (tensor<1x4x8x8xf32>, tensor<?x2x3x3xf32, #graph.dims<C, 2, 3, 3>>)
      -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_channels(%a0: tensor<1x4x8x8xf32>, %a1: tensor<6x3x3x3xf32>) {
  // expected-error@+2 {{the input has 4 channels, the filter wants 3}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1
      : (tensor<1x4x8x8xf32>, tensor<6x3x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_group_channels(%a0: tensor<1x4x8x8xf32>,
                                 %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{the input has 4 channels, the filter wants 8}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {groups = 2 : i64}
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_channels_overflow(%a0: tensor<1x4x8x8xf32>,
                                    %a1: tensor<4x4611686018427387904x3x3xf32>) {
  // expected-error@+2 {{the input has 4 channels, the filter wants too many}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {groups = 4 : i64}
      : (tensor<1x4x8x8xf32>, tensor<4x4611686018427387904x3x3xf32>)
      -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_filter_too_large(%a0: tensor<1x4x8x8xf32>,
                                   %a1: tensor<6x4x9x3xf32>) {
  // expected-error@+2 {{conv2d: filter f32[6, 4, 9, 3] does not fit into f32[1, 4, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1
      : (tensor<1x4x8x8xf32>, tensor<6x4x9x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_filter_empty(%a0: tensor<1x4x8x8xf32>,
                               %a1: tensor<6x4x0x3xf32>) {
  // expected-error@+2 {{does not fit into}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1
      : (tensor<1x4x8x8xf32>, tensor<6x4x0x3xf32>) -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_filter_symbolic(%a0: tensor<1x4x8x8xf32>,
                                  %a1: tensor<6x4x?x3xf32, #graph.dims<6, 4, K, 3>>) {
  // expected-error@+2 {{does not fit into}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1
      : (tensor<1x4x8x8xf32>, tensor<6x4x?x3xf32, #graph.dims<6, 4, K, 3>>)
      -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_reach_overflows(%a0: tensor<1x4x8x8xf32>,
                                  %a1: tensor<6x4x9223372036854775807x3xf32>) {
  // expected-error@+2 {{does not fit into}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {dilations = array<i64: 2147483647, 1>}
      : (tensor<1x4x8x8xf32>, tensor<6x4x9223372036854775807x3xf32>)
      -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @conv2d_symbolic_uneven(%a0: tensor<1x4x?x8xf32, #graph.dims<1, 4, H, 8>>,
                                  %a1: tensor<6x4x3x3xf32>) {
  // expected-error@+2 {{filter f32[6, 4, 3, 3] at stride 2 does not divide f32[1, 4, H, 8]; an axis declared as 2*H can be strided}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d %a0, %a1 {strides = array<i64: 2, 2>}
      : (tensor<1x4x?x8xf32, #graph.dims<1, 4, H, 8>>, tensor<6x4x3x3xf32>)
      -> tensor<1x6x6x6xf32>
  return
}

// -----

func.func @packed_matmul_rank(%a0: tensor<2x3xf32>, %a1: tensor<3x8xf32>) {
  // expected-error@+2 {{packed_matmul cannot contract f32[2, 3] with 7 columns in panels f32[3, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.packed_matmul %a0, %a1 {columns = 7 : i64}
      : (tensor<2x3xf32>, tensor<3x8xf32>) -> tensor<2x7xf32>
  return
}

// -----

func.func @packed_matmul_batches(%a0: tensor<2x2x3xf32>,
                                 %a1: tensor<3x1x3x8xf32>) {
  // expected-error@+2 {{packed_matmul cannot contract f32[2, 2, 3] with 7 columns in panels f32[3, 1, 3, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.packed_matmul %a0, %a1 {columns = 7 : i64}
      : (tensor<2x2x3xf32>, tensor<3x1x3x8xf32>) -> tensor<2x2x7xf32>
  return
}

// -----

func.func @packed_matmul_depth(%a0: tensor<2x3xf32>, %a1: tensor<1x4x8xf32>) {
  // expected-error@+2 {{packed_matmul cannot contract}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.packed_matmul %a0, %a1 {columns = 7 : i64}
      : (tensor<2x3xf32>, tensor<1x4x8xf32>) -> tensor<2x7xf32>
  return
}

// -----

func.func @packed_matmul_columns(%a0: tensor<2x3xf32>, %a1: tensor<1x3x8xf32>) {
  // expected-error@+2 {{with 9 columns in panels}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.packed_matmul %a0, %a1 {columns = 9 : i64}
      : (tensor<2x3xf32>, tensor<1x3x8xf32>) -> tensor<2x9xf32>
  return
}

// -----

func.func @packed_matmul_negative(%a0: tensor<2x3xf32>,
                                  %a1: tensor<1x3x8xf32>) {
  // expected-error@+2 {{with -1 columns in panels}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.packed_matmul %a0, %a1 {columns = -1 : i64}
      : (tensor<2x3xf32>, tensor<1x3x8xf32>) -> tensor<2x9xf32>
  return
}

// -----

func.func @packed_matmul_elements(%a0: tensor<2x3xf32>,
                                  %a1: tensor<1x3x8xf64>) {
  // expected-error@+2 {{packed_matmul cannot contract}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.packed_matmul %a0, %a1 {columns = 7 : i64}
      : (tensor<2x3xf32>, tensor<1x3x8xf64>) -> tensor<2x7xf32>
  return
}

// -----

func.func @packed_matmul_symbolic(%a0: tensor<?x3xf32, #graph.dims<N, 3>>,
                                  %a1: tensor<1x3x8xf32>) {
  // expected-error@+2 {{packed_matmul cannot contract}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.packed_matmul %a0, %a1 {columns = 7 : i64}
      : (tensor<?x3xf32, #graph.dims<N, 3>>, tensor<1x3x8xf32>)
      -> tensor<2x7xf32>
  return
}

// -----

func.func @packed_matmul_overflows(%a0: tensor<2x3xf32>,
                                   %a1: tensor<4611686018427387904x3x8xf32>) {
  // expected-error@+2 {{packed_matmul cannot contract}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.packed_matmul %a0, %a1 {columns = 7 : i64}
      : (tensor<2x3xf32>, tensor<4611686018427387904x3x8xf32>)
      -> tensor<2x7xf32>
  return
}

// -----

func.func @blocked_conv2d_strides_empty(%a0: tensor<1x3x8x8xf32>,
                                        %a1: tensor<2x3x3x3x8xf32>) {
  // expected-error@+2 {{blocked_conv2d: 'strides' needs two entries, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64, strides = array<i64>}
      : (tensor<1x3x8x8xf32>, tensor<2x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_strides_zero(%a0: tensor<1x3x8x8xf32>,
                                       %a1: tensor<2x3x3x3x8xf32>) {
  // expected-error@+2 {{blocked_conv2d: 'strides' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64, strides = array<i64: 0, 1>}
      : (tensor<1x3x8x8xf32>, tensor<2x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_dilations(%a0: tensor<1x3x8x8xf32>,
                                    %a1: tensor<2x3x3x3x8xf32>) {
  // expected-error@+2 {{blocked_conv2d: 'dilations' needs two entries, got 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64, dilations = array<i64: 1>}
      : (tensor<1x3x8x8xf32>, tensor<2x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_low(%a0: tensor<1x3x8x8xf32>,
                              %a1: tensor<2x3x3x3x8xf32>) {
  // expected-error@+2 {{blocked_conv2d: 'low' must be 0 or more, got -1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64, low = array<i64: 0, -1>}
      : (tensor<1x3x8x8xf32>, tensor<2x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_high(%a0: tensor<1x3x8x8xf32>,
                               %a1: tensor<2x3x3x3x8xf32>) {
  // expected-error@+2 {{blocked_conv2d: 'high' needs two entries, got 4}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64, high = array<i64: 0, 0, 1, 1>}
      : (tensor<1x3x8x8xf32>, tensor<2x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_rank(%a0: tensor<1x3x8x8xf32>,
                               %a1: tensor<2x3x3x3xf32>) {
  // expected-error@+2 {{blocked_conv2d cannot apply f32[2, 3, 3, 3] to f32[1, 3, 8, 8] with 3 channels in 1 groups for 16 channels in blocks of 8}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x3x8x8xf32>, tensor<2x3x3x3xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_ranks(%a0: tensor<1x1x8x8x8xf32>,
                                %a1: tensor<2x3x3x3x8xf32>) {
  // expected-error@+2 {{blocked_conv2d cannot apply f32[2, 3, 3, 3, 8] to f32[1, 1, 8, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x8xf32>, tensor<2x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_channels(%a0: tensor<1x3x8x8xf32>,
                                   %a1: tensor<2x4x3x3x8xf32>) {
  // expected-error@+2 {{blocked_conv2d cannot apply}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x3x8x8xf32>, tensor<2x4x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_inputs(%a0: tensor<1x4x8x8xf32>,
                                 %a1: tensor<2x4x3x3x8xf32>) {
  // expected-error@+2 {{with 3 channels in 1 groups}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x4x8x8xf32>, tensor<2x4x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_blocks(%a0: tensor<1x2x8x8x8xf32>,
                                 %a1: tensor<2x2x3x3x8x8xf32>) {
  // expected-error@+2 {{blocked_conv2d cannot apply}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x2x8x8x8xf32>, tensor<2x2x3x3x8x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_input_block(%a0: tensor<1x1x8x8x8xf32>,
                                      %a1: tensor<2x1x3x3x4x8xf32>) {
  // expected-error@+2 {{blocked_conv2d cannot apply}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x1x8x8x8xf32>, tensor<2x1x3x3x4x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_outputs(%a0: tensor<1x3x8x8xf32>,
                                  %a1: tensor<3x3x3x3x8xf32>) {
  // expected-error@+2 {{for 16 channels in blocks of 8}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x3x8x8xf32>, tensor<3x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_negative(%a0: tensor<1x3x8x8xf32>,
                                   %a1: tensor<0x3x3x3x8xf32>) {
  // expected-error@+2 {{for -1 channels in blocks of 8}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = -1 : i64}
      : (tensor<1x3x8x8xf32>, tensor<0x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_block(%a0: tensor<1x3x8x8xf32>,
                                %a1: tensor<2x3x3x3x8xf32>) {
  // expected-error@+2 {{in blocks of 3}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 3 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x3x8x8xf32>, tensor<2x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_no_block(%a0: tensor<1x3x8x8xf32>,
                                   %a1: tensor<2x3x3x3x8xf32>) {
  // expected-error@+2 {{in blocks of 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 0 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x3x8x8xf32>, tensor<2x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_no_groups(%a0: tensor<1x3x8x8xf32>,
                                    %a1: tensor<2x3x3x3x8xf32>) {
  // expected-error@+2 {{with 3 channels in 0 groups}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64, groups = 0 : i64}
      : (tensor<1x3x8x8xf32>, tensor<2x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_groups_cut_panels(%a0: tensor<1x4x8x8xf32>,
                                            %a1: tensor<3x2x3x3x8xf32>) {
  // expected-error@+2 {{with 4 channels in 2 groups for 24 channels in blocks of 8}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, groups = 2 : i64, inputs = 4 : i64, outputs = 24 : i64}
      : (tensor<1x4x8x8xf32>, tensor<3x2x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_groups_cut_blocks(%a0: tensor<1x2x8x8x8xf32>,
                                            %a1: tensor<2x1x3x3x8x8xf32>) {
  // expected-error@+2 {{with 12 channels in 2 groups for 16 channels in blocks of 8}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, groups = 2 : i64, inputs = 12 : i64, outputs = 16 : i64}
      : (tensor<1x2x8x8x8xf32>, tensor<2x1x3x3x8x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_elements(%a0: tensor<1x3x8x8xf32>,
                                   %a1: tensor<2x3x3x3x8xf64>) {
  // expected-error@+2 {{blocked_conv2d cannot apply}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x3x8x8xf32>, tensor<2x3x3x3x8xf64>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_fit(%a0: tensor<1x3x8x8xf32>,
                              %a1: tensor<2x3x9x3x8xf32>) {
  // expected-error@+2 {{blocked_conv2d: filter f32[2, 3, 9, 3, 8] does not fit into f32[1, 3, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x3x8x8xf32>, tensor<2x3x9x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_filter_empty(%a0: tensor<1x3x8x8xf32>,
                                       %a1: tensor<2x3x0x3x8xf32>) {
  // expected-error@+2 {{does not fit into}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64}
      : (tensor<1x3x8x8xf32>, tensor<2x3x0x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_conv2d_size_overflows(%a0: tensor<1x3x9223372036854775807x8xf32>,
                                         %a1: tensor<2x3x3x3x8xf32>) {
  // expected-error@+2 {{does not fit into}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d %a0, %a1
      {channel_block = 8 : i64, inputs = 3 : i64, outputs = 16 : i64, low = array<i64: 1, 0>}
      : (tensor<1x3x9223372036854775807x8xf32>, tensor<2x3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_depthwise_rank(%a0: tensor<1x2x8x8xf32>,
                                  %a1: tensor<2x3x3x8xf32>) {
  // expected-error@+2 {{blocked_depthwise_conv2d cannot apply f32[2, 3, 3, 8] to f32[1, 2, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_depthwise_conv2d %a0, %a1
      : (tensor<1x2x8x8xf32>, tensor<2x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_depthwise_channels(%a0: tensor<1x2x8x8x8xf32>,
                                      %a1: tensor<3x3x3x8xf32>) {
  // expected-error@+2 {{blocked_depthwise_conv2d cannot apply}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_depthwise_conv2d %a0, %a1
      : (tensor<1x2x8x8x8xf32>, tensor<3x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_depthwise_blocks(%a0: tensor<1x2x8x8x8xf32>,
                                    %a1: tensor<2x3x3x4xf32>) {
  // expected-error@+2 {{blocked_depthwise_conv2d cannot apply}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_depthwise_conv2d %a0, %a1
      : (tensor<1x2x8x8x8xf32>, tensor<2x3x3x4xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_depthwise_elements(%a0: tensor<1x2x8x8x8xf32>,
                                      %a1: tensor<2x3x3x8xf64>) {
  // expected-error@+2 {{blocked_depthwise_conv2d cannot apply}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_depthwise_conv2d %a0, %a1
      : (tensor<1x2x8x8x8xf32>, tensor<2x3x3x8xf64>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_depthwise_strides(%a0: tensor<1x2x8x8x8xf32>,
                                     %a1: tensor<2x3x3x8xf32>) {
  // expected-error@+2 {{blocked_depthwise_conv2d: 'strides' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_depthwise_conv2d %a0, %a1
      {strides = array<i64: 1, 0>}
      : (tensor<1x2x8x8x8xf32>, tensor<2x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_depthwise_low(%a0: tensor<1x2x8x8x8xf32>,
                                 %a1: tensor<2x3x3x8xf32>) {
  // expected-error@+2 {{blocked_depthwise_conv2d: 'low' needs two entries, got 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_depthwise_conv2d %a0, %a1
      {low = array<i64: 1>}
      : (tensor<1x2x8x8x8xf32>, tensor<2x3x3x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @blocked_depthwise_fit(%a0: tensor<1x2x8x8x8xf32>,
                                 %a1: tensor<2x3x9x8xf32>) {
  // expected-error@+2 {{blocked_depthwise_conv2d: filter f32[2, 3, 9, 8] does not fit into f32[1, 2, 8, 8, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_depthwise_conv2d %a0, %a1
      : (tensor<1x2x8x8x8xf32>, tensor<2x3x9x8xf32>) -> tensor<1x2x6x6x8xf32>
  return
}

// -----

func.func @filter_gradient_rank(%a0: tensor<4x8x8xf32>,
    %a1: tensor<1x6x6x6xf32>) {
  // expected-error@+2 {{conv2d_filter_gradient needs an NCHW input and an NCHW gradient of one element type, got f32[4, 8, 8] and f32[1, 6, 6, 6]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d_filter_gradient %a0, %a1
      {kernel = array<i64: 3, 3>}
      : (tensor<4x8x8xf32>, tensor<1x6x6x6xf32>) -> tensor<6x4x3x3xf32>
  return
}

// -----

func.func @filter_gradient_kernel_length(%a0: tensor<1x4x8x8xf32>,
    %a1: tensor<1x6x6x6xf32>) {
  // expected-error@+2 {{conv2d_filter_gradient: 'kernel' needs two entries, got 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d_filter_gradient %a0, %a1
      {kernel = array<i64: 3>}
      : (tensor<1x4x8x8xf32>, tensor<1x6x6x6xf32>) -> tensor<6x4x3x3xf32>
  return
}

// -----

func.func @filter_gradient_kernel_zero(%a0: tensor<1x4x8x8xf32>,
    %a1: tensor<1x6x6x6xf32>) {
  // expected-error@+2 {{conv2d_filter_gradient: 'kernel' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d_filter_gradient %a0, %a1
      {kernel = array<i64: 3, 0>}
      : (tensor<1x4x8x8xf32>, tensor<1x6x6x6xf32>) -> tensor<6x4x3x3xf32>
  return
}

// -----

func.func @filter_gradient_strides(%a0: tensor<1x4x8x8xf32>,
    %a1: tensor<1x6x6x6xf32>) {
  // expected-error@+2 {{conv2d_filter_gradient: 'strides' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d_filter_gradient %a0, %a1
      {kernel = array<i64: 3, 3>, strides = array<i64: 0, 1>}
      : (tensor<1x4x8x8xf32>, tensor<1x6x6x6xf32>) -> tensor<6x4x3x3xf32>
  return
}

// -----

func.func @filter_gradient_padding(%a0: tensor<1x4x8x8xf32>,
    %a1: tensor<1x6x6x6xf32>) {
  // expected-error@+2 {{conv2d_filter_gradient: 'padding' must be 0 or more, got -1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d_filter_gradient %a0, %a1
      {kernel = array<i64: 3, 3>, padding = array<i64: -1, 1>}
      : (tensor<1x4x8x8xf32>, tensor<1x6x6x6xf32>) -> tensor<6x4x3x3xf32>
  return
}

// -----

func.func @filter_gradient_dilations(%a0: tensor<1x4x8x8xf32>,
    %a1: tensor<1x6x6x6xf32>) {
  // expected-error@+2 {{conv2d_filter_gradient: 'dilations' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d_filter_gradient %a0, %a1
      {dilations = array<i64: 0, 1>, kernel = array<i64: 3, 3>}
      : (tensor<1x4x8x8xf32>, tensor<1x6x6x6xf32>) -> tensor<6x4x3x3xf32>
  return
}

// -----

func.func @filter_gradient_groups(%a0: tensor<1x4x8x8xf32>,
    %a1: tensor<1x6x6x6xf32>) {
  // expected-error@+2 {{conv2d_filter_gradient: 4 groups do not divide 4 input channels and 6 output channels}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d_filter_gradient %a0, %a1
      {groups = 4 : i64, kernel = array<i64: 3, 3>}
      : (tensor<1x4x8x8xf32>, tensor<1x6x6x6xf32>) -> tensor<6x1x3x3xf32>
  return
}

// -----

func.func @filter_gradient_no_groups(%a0: tensor<1x4x8x8xf32>,
    %a1: tensor<1x6x6x6xf32>) {
  // expected-error@+2 {{conv2d_filter_gradient: 0 groups do not divide 4 input channels and 6 output channels}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d_filter_gradient %a0, %a1
      {groups = 0 : i64, kernel = array<i64: 3, 3>}
      : (tensor<1x4x8x8xf32>, tensor<1x6x6x6xf32>) -> tensor<6x1x3x3xf32>
  return
}

// -----

func.func @filter_gradient_small(%a0: tensor<1x4x2x8xf32>,
    %a1: tensor<1x6x6x6xf32>) {
  // expected-error@+2 {{conv2d_filter_gradient: a window of 3 does not fit into f32[1, 4, 2, 8]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d_filter_gradient %a0, %a1
      {kernel = array<i64: 3, 3>}
      : (tensor<1x4x2x8xf32>, tensor<1x6x6x6xf32>) -> tensor<6x4x3x3xf32>
  return
}

// -----

func.func @filter_gradient_result(%a0: tensor<2x4x8x8xf32>,
    %a1: tensor<1x6x6x6xf32>) {
  // expected-error@+2 {{conv2d_filter_gradient needs a gradient of the convolution's result, f32[2, 6, 6, 6], got f32[1, 6, 6, 6]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.conv2d_filter_gradient %a0, %a1
      {kernel = array<i64: 3, 3>}
      : (tensor<2x4x8x8xf32>, tensor<1x6x6x6xf32>) -> tensor<6x4x3x3xf32>
  return
}

// -----

func.func @blocked_filter_gradient_channels(%a0: tensor<1x2x8x8x4xf32>,
    %a1: tensor<1x2x6x6x4xf32>) {
  // expected-error@+2 {{blocked_conv2d_filter_gradient cannot multiply f32[1, 2, 8, 8, 4] and f32[1, 2, 6, 6, 4] for 9 and 8 channels in 1 groups}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d_filter_gradient %a0, %a1
      {inputs = 9 : i64, kernel = array<i64: 3, 3>, outputs = 8 : i64}
      : (tensor<1x2x8x8x4xf32>, tensor<1x2x6x6x4xf32>) -> tensor<2x9x3x3x4xf32>
  return
}

// -----

func.func @blocked_filter_gradient_images(%a0: tensor<2x2x8x8x4xf32>,
    %a1: tensor<1x2x6x6x4xf32>) {
  // expected-error@+2 {{blocked_conv2d_filter_gradient cannot multiply f32[2, 2, 8, 8, 4] and f32[1, 2, 6, 6, 4] for 8 and 8 channels in 1 groups}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d_filter_gradient %a0, %a1
      {inputs = 8 : i64, kernel = array<i64: 3, 3>, outputs = 8 : i64}
      : (tensor<2x2x8x8x4xf32>, tensor<1x2x6x6x4xf32>) -> tensor<2x8x3x3x4xf32>
  return
}

// -----

func.func @blocked_filter_gradient_groups(%a0: tensor<1x2x8x8x4xf32>,
    %a1: tensor<1x2x6x6x4xf32>) {
  // expected-error@+2 {{blocked_conv2d_filter_gradient cannot multiply f32[1, 2, 8, 8, 4] and f32[1, 2, 6, 6, 4] for 8 and 8 channels in 4 groups}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d_filter_gradient %a0, %a1
      {groups = 4 : i64, inputs = 8 : i64, kernel = array<i64: 3, 3>, outputs = 8 : i64}
      : (tensor<1x2x8x8x4xf32>, tensor<1x2x6x6x4xf32>) -> tensor<2x2x3x3x4xf32>
  return
}

// -----

func.func @blocked_filter_gradient_kernel(%a0: tensor<1x2x8x8x4xf32>,
    %a1: tensor<1x2x6x6x4xf32>) {
  // expected-error@+2 {{blocked_conv2d_filter_gradient: 'kernel' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d_filter_gradient %a0, %a1
      {inputs = 8 : i64, kernel = array<i64: 3, 0>, outputs = 8 : i64}
      : (tensor<1x2x8x8x4xf32>, tensor<1x2x6x6x4xf32>) -> tensor<2x8x3x3x4xf32>
  return
}

// -----

func.func @blocked_filter_gradient_strides(%a0: tensor<1x2x8x8x4xf32>,
    %a1: tensor<1x2x6x6x4xf32>) {
  // expected-error@+2 {{blocked_conv2d_filter_gradient: 'strides' needs two entries, got 1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d_filter_gradient %a0, %a1
      {inputs = 8 : i64, kernel = array<i64: 3, 3>, outputs = 8 : i64, strides = array<i64: 1>}
      : (tensor<1x2x8x8x4xf32>, tensor<1x2x6x6x4xf32>) -> tensor<2x8x3x3x4xf32>
  return
}

// -----

func.func @blocked_filter_gradient_low(%a0: tensor<1x2x8x8x4xf32>,
    %a1: tensor<1x2x6x6x4xf32>) {
  // expected-error@+2 {{blocked_conv2d_filter_gradient: 'low' must be 0 or more, got -1}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d_filter_gradient %a0, %a1
      {inputs = 8 : i64, kernel = array<i64: 3, 3>, low = array<i64: -1, 0>, outputs = 8 : i64}
      : (tensor<1x2x8x8x4xf32>, tensor<1x2x6x6x4xf32>) -> tensor<2x8x3x3x4xf32>
  return
}

// -----

func.func @blocked_filter_gradient_dilations(%a0: tensor<1x2x8x8x4xf32>,
    %a1: tensor<1x2x6x6x4xf32>) {
  // expected-error@+2 {{blocked_conv2d_filter_gradient: 'dilations' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_conv2d_filter_gradient %a0, %a1
      {dilations = array<i64: 1, 0>, inputs = 8 : i64, kernel = array<i64: 3, 3>, outputs = 8 : i64}
      : (tensor<1x2x8x8x4xf32>, tensor<1x2x6x6x4xf32>) -> tensor<2x8x3x3x4xf32>
  return
}

// -----

func.func @blocked_depthwise_filter_gradient(%a0: tensor<1x2x8x8x4xf32>,
    %a1: tensor<1x3x6x6x4xf32>) {
  // expected-error@+2 {{blocked_depthwise_conv2d_filter_gradient cannot multiply f32[1, 2, 8, 8, 4] and f32[1, 3, 6, 6, 4]}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %a0, %a1
      {kernel = array<i64: 3, 3>}
      : (tensor<1x2x8x8x4xf32>, tensor<1x3x6x6x4xf32>) -> tensor<2x3x3x4xf32>
  return
}

// -----

func.func @blocked_depthwise_filter_gradient_kernel(%a0: tensor<1x2x8x8x4xf32>,
    %a1: tensor<1x2x6x6x4xf32>) {
  // expected-error@+2 {{blocked_depthwise_conv2d_filter_gradient: 'kernel' must be positive, got 0}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.blocked_depthwise_conv2d_filter_gradient %a0, %a1
      {kernel = array<i64: 3, 0>}
      : (tensor<1x2x8x8x4xf32>, tensor<1x2x6x6x4xf32>) -> tensor<2x3x0x4xf32>
  return
}
