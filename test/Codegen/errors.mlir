// Passes out of order say so.
// RUN: dlc-opt %s --split-input-file --verify-diagnostics --form-kernels --convert-schedule-to-llvm

module {
  func.func @symbolic(%x: tensor<?xf32, #graph.dims<N>>)
      -> tensor<?xf32, #graph.dims<N>> {
    // expected-error @below {{needs tensors of static shape: bind dimensions first}}
    %0 = graph.neg %x : tensor<?xf32, #graph.dims<N>>
    return %0 : tensor<?xf32, #graph.dims<N>>
  }
}

// -----

module {
  func.func @sorted_columns(%x: tensor<4x2xf32>) -> tensor<4x2xi64> {
    // expected-error @below {{sorts an axis that is not the last: assign layouts first}}
    %0 = graph.argsort %x {axis = 0 : i64}
        : (tensor<4x2xf32>) -> tensor<4x2xi64>
    return %0 : tensor<4x2xi64>
  }
}

// -----

// Fused by hand.
module {
  func.func @two_products(%x: tensor<2x2xf32>, %w: tensor<1x2x16xf32>)
      -> tensor<2x2xf32> {
    // expected-error @below {{no kernel computes this: 'graph.packed_matmul' needs its operands in memory}}
    %0 = graph.fused (%a = %x : tensor<2x2xf32>, %b = %w : tensor<1x2x16xf32>) {
      %1 = graph.packed_matmul %a, %b {columns = 2 : i64}
          : (tensor<2x2xf32>, tensor<1x2x16xf32>) -> tensor<2x2xf32>
      // expected-note @below {{here}}
      %2 = graph.packed_matmul %1, %b {columns = 2 : i64}
          : (tensor<2x2xf32>, tensor<1x2x16xf32>) -> tensor<2x2xf32>
      graph.yield %2 : tensor<2x2xf32>
    }
    return %0 : tensor<2x2xf32>
  }
}

// -----

module {
  func.func @behind_product(%x: tensor<2x2xf32>, %w: tensor<1x2x16xf32>)
      -> tensor<2xf32> {
    // expected-error @below {{no kernel computes this: 'graph.packed_matmul' has another shape than the result}}
    %0 = graph.fused (%a = %x : tensor<2x2xf32>, %b = %w : tensor<1x2x16xf32>) {
      // expected-note @below {{here}}
      %1 = graph.packed_matmul %a, %b {columns = 2 : i64}
          : (tensor<2x2xf32>, tensor<1x2x16xf32>) -> tensor<2x2xf32>
      %2 = graph.sum %1 {axes = array<i64: 1>} : (tensor<2x2xf32>) -> tensor<2xf32>
      graph.yield %2 : tensor<2xf32>
    }
    return %0 : tensor<2xf32>
  }
}

// -----

module {
  func.func @transposed(%x: tensor<2x2xf32>, %w: tensor<1x2x16xf32>)
      -> tensor<2x2xf32> {
    // expected-error @below {{no kernel computes this: 'graph.transpose' is not pointwise, behind a contraction}}
    %0 = graph.fused (%a = %x : tensor<2x2xf32>, %b = %w : tensor<1x2x16xf32>) {
      %1 = graph.packed_matmul %a, %b {columns = 2 : i64}
          : (tensor<2x2xf32>, tensor<1x2x16xf32>) -> tensor<2x2xf32>
      // expected-note @below {{here}}
      %2 = graph.transpose %1 {permutation = array<i64: 1, 0>}
          : (tensor<2x2xf32>) -> tensor<2x2xf32>
      graph.yield %2 : tensor<2x2xf32>
    }
    return %0 : tensor<2x2xf32>
  }
}

// -----

module {
  func.func @rows(%x: tensor<2x2xf32>) -> tensor<2x2xf32> {
    // expected-error @below {{no kernel computes this: 'graph.cumsum' stores its result itself}}
    %0 = graph.fused (%a = %x : tensor<2x2xf32>) {
      // expected-note @below {{here}}
      %1 = graph.cumsum %a {axis = 1 : i64} : (tensor<2x2xf32>) -> tensor<2x2xf32>
      %2 = graph.neg %1 : tensor<2x2xf32>
      graph.yield %2 : tensor<2x2xf32>
    }
    return %0 : tensor<2x2xf32>
  }
}

// -----

module {
  // expected-error @below {{needs a body of one block}}
  func.func private @declared(tensor<2xf32>) -> tensor<2xf32>
}

// -----

// expected-error @below {{expected the schedules of @prepare and of one function}}
module {
  func.func @forward(%x: tensor<4xf32>) -> tensor<4xf32> {
    %0 = graph.neg %x : tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}

// -----

module {
  func.func @prepare() {
    return
  }
  func.func @forward(%x: tensor<4xf32>) -> tensor<4xf32> {
    // expected-error @below {{kernel 'kernel_neg' is not lowered to LLVM yet}}
    %0 = graph.neg %x : tensor<4xf32>
    return %0 : tensor<4xf32>
  }
}

// -----

// What a depthwise convolution computes for itself is kept on the stack.
module {
  func.func @long_rows(%x: tensor<1x1x3x400x16xf32>,
                       %w: tensor<1x1x1x1x16x16xf32>, %d: tensor<1x3x3x16xf32>)
      -> tensor<1x1x1x398x16xf32> {
    // expected-error @below {{no kernel computes this: 'graph.blocked_conv2d' makes rows too long to be kept}}
    %0 = graph.fused (%a = %x : tensor<1x1x3x400x16xf32>,
                      %b = %w : tensor<1x1x1x1x16x16xf32>,
                      %c = %d : tensor<1x3x3x16xf32>) {
      // expected-note @below {{here}}
      %1 = graph.blocked_conv2d %a, %b {channel_block = 16 : i64, inputs = 8 : i64, outputs = 16 : i64}
          : (tensor<1x1x3x400x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x3x400x16xf32>
      %2 = graph.blocked_depthwise_conv2d %1, %c
          : (tensor<1x1x3x400x16xf32>, tensor<1x3x3x16xf32>) -> tensor<1x1x1x398x16xf32>
      graph.yield %2 : tensor<1x1x1x398x16xf32>
    }
    return %0 : tensor<1x1x1x398x16xf32>
  }
}

// -----

module {
  func.func @exponential_filter(%x: tensor<1x1x3x4x16xf32>,
                                %w: tensor<1x1x1x1x16x16xf32>,
                                %d: tensor<1x3x3x16xf32>)
      -> tensor<1x1x1x2x16xf32> {
    // expected-error @below {{no kernel computes this: 'graph.blocked_conv2d' needs its operands in memory}}
    %0 = graph.fused (%a = %x : tensor<1x1x3x4x16xf32>,
                      %b = %w : tensor<1x1x1x1x16x16xf32>,
                      %c = %d : tensor<1x3x3x16xf32>) {
      %1 = graph.exp %b : tensor<1x1x1x1x16x16xf32>
      // expected-note @below {{here}}
      %2 = graph.blocked_conv2d %a, %1 {channel_block = 16 : i64, inputs = 8 : i64, outputs = 16 : i64}
          : (tensor<1x1x3x4x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x3x4x16xf32>
      %3 = graph.blocked_depthwise_conv2d %2, %c
          : (tensor<1x1x3x4x16xf32>, tensor<1x3x3x16xf32>) -> tensor<1x1x1x2x16xf32>
      graph.yield %3 : tensor<1x1x1x2x16xf32>
    }
    return %0 : tensor<1x1x1x2x16xf32>
  }
}

// -----

// Rows of windows of three taps would be computed several times.
module {
  func.func @windows_behind(%x: tensor<1x1x8x8x16xf32>,
                            %w: tensor<1x1x3x3x16x16xf32>)
      -> tensor<1x1x6x6x16xf32> {
    // expected-error @below {{no kernel computes this: 'graph.blocked_conv2d' needs its operands in memory}}
    %0 = graph.fused (%a = %x : tensor<1x1x8x8x16xf32>,
                      %b = %w : tensor<1x1x3x3x16x16xf32>) {
      %1 = graph.exp %a : tensor<1x1x8x8x16xf32>
      // expected-note @below {{here}}
      %2 = graph.blocked_conv2d %1, %b {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64}
          : (tensor<1x1x8x8x16xf32>, tensor<1x1x3x3x16x16xf32>) -> tensor<1x1x6x6x16xf32>
      graph.yield %2 : tensor<1x1x6x6x16xf32>
    }
    return %0 : tensor<1x1x6x6x16xf32>
  }
}

// -----

module {
  func.func @pooling_behind(%x: tensor<1x1x9x9x16xf32>,
                            %w: tensor<1x1x1x1x16x16xf32>)
      -> tensor<1x1x8x8x16xf32> {
    // expected-error @below {{no kernel computes this: 'graph.max_pool2d' is not pointwise, beside a contraction}}
    %0 = graph.fused (%a = %x : tensor<1x1x9x9x16xf32>,
                      %b = %w : tensor<1x1x1x1x16x16xf32>) {
      // expected-note @below {{here}}
      %1 = graph.max_pool2d %a {axes = array<i64: 2, 3>, kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>}
          : (tensor<1x1x9x9x16xf32>) -> tensor<1x1x8x8x16xf32>
      %2 = graph.exp %1 : tensor<1x1x8x8x16xf32>
      %3 = graph.blocked_conv2d %2, %b {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64}
          : (tensor<1x1x8x8x16xf32>, tensor<1x1x1x1x16x16xf32>) -> tensor<1x1x8x8x16xf32>
      graph.yield %3 : tensor<1x1x8x8x16xf32>
    }
    return %0 : tensor<1x1x8x8x16xf32>
  }
}
