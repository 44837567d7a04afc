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
