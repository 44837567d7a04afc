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
    // expected-error @below {{no kernel computes this: 'graph.packed_matmul' is not pointwise, behind a contraction}}
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
