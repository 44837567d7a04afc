// Errors of gradients. Where inference fails, the trait that asked for it adds
// a second error.

// RUN: dlc-opt %s --split-input-file --verify-diagnostics --graph-differentiate

func.func @of_many(%x: tensor<3xf32>) {
  // expected-error@+2 {{gradients are those of one number, got f32[3]; 'sum' and 'mean' make one of it}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.gradients %x, %x : (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @by_integers(%x: tensor<f32>, %i: tensor<3xi64>) {
  // expected-error@+1 {{must be variadic of tensor with named or numeric dimensions of floating point values}}
  %0 = graph.gradients %x, %i : (tensor<f32>, tensor<3xi64>) -> tensor<3xi64>
  return
}

// -----

func.func @of_another_step(%xs: tensor<3x4xf32>) -> tensor<3x4xf32> {
  %0 = graph.sum %xs : (tensor<3x4xf32>) -> tensor<f32>
  %1 = graph.scan () over (%x in %xs : tensor<3x4xf32>) {
    // expected-error@+1 {{differentiates what another step computed}}
    %2 = graph.gradients %0, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
    graph.next emit %2 : tensor<4xf32>
  }
  return %1 : tensor<3x4xf32>
}

// -----

func.func @host(%x: tensor<4xf32>) -> tensor<4xf32> {
  // expected-error@+1 {{extern: 'spline' has no adjoint, and a gradient needs it}}
  %0 = graph.extern "spline"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  %1 = graph.sum %0 : (tensor<4xf32>) -> tensor<f32>
  %2 = graph.gradients %1, %x : (tensor<f32>, tensor<4xf32>) -> tensor<4xf32>
  return %2 : tensor<4xf32>
}

// -----

func.func @clipping_nothing() {
  // expected-error@+2 {{clip_gradients needs a gradient}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.clip_gradients : () -> tensor<f32>
  return
}

// -----

func.func @clipping_integers(%i: tensor<3xi64>) {
  // expected-error@+1 {{must be variadic of tensor with named or numeric dimensions of floating point values}}
  %0, %1 = graph.clip_gradients %i : (tensor<3xi64>) -> (tensor<3xi64>, tensor<i64>)
  return
}

// -----

func.func @norm_of_nothing(%x: tensor<3xf32>) {
  // expected-error@+2 {{clip_gradients: a limit must be positive}}
  // expected-error@+1 {{failed to infer returned types}}
  %0, %1 = graph.clip_gradients %x {max_norm = 0.0 : f64} : (tensor<3xf32>) -> (tensor<3xf32>, tensor<f32>)
  return
}

// -----

func.func @value_below_zero(%x: tensor<3xf32>) {
  // expected-error@+2 {{clip_gradients: a limit must be positive}}
  // expected-error@+1 {{failed to infer returned types}}
  %0, %1 = graph.clip_gradients %x {max_value = -1.0 : f64} : (tensor<3xf32>) -> (tensor<3xf32>, tensor<f32>)
  return
}

// -----

func.func @other_shape(%x: tensor<3xf32>) {
  // expected-error@+2 {{inferred type(s)}}
  // expected-error@+1 {{failed to infer returned types}}
  %0, %1 = graph.clip_gradients %x : (tensor<3xf32>) -> (tensor<4xf32>, tensor<f32>)
  return
}

// -----

func.func @other_types(%x: tensor<3xf32>, %y: tensor<4xf32>) {
  // expected-error@+1 {{gives its values other types}}
  %0 = graph.custom_gradient(%x : tensor<3xf32>) of(%y : tensor<4xf32>) -> tensor<4xf32> {
  ^bb0(%r: tensor<4xf32>, %g: tensor<4xf32>):
    graph.return_gradients %g : tensor<4xf32>
  }
  return
}

// -----

func.func @takes_no_gradient(%x: tensor<3xf32>) {
  // expected-error@+1 {{has a body that does not take its results and their gradients}}
  %0 = graph.custom_gradient(%x : tensor<3xf32>) of(%x : tensor<3xf32>) -> tensor<3xf32> {
  ^bb0(%r: tensor<3xf32>):
    graph.return_gradients %r : tensor<3xf32>
  }
  return
}

// -----

func.func @returns_another(%x: tensor<3xf32>, %y: tensor<4xf32>) {
  // expected-error@+1 {{has a body that does not return a gradient of each variable's type}}
  %0 = graph.custom_gradient(%x : tensor<3xf32>) of(%y : tensor<4xf32>) -> tensor<3xf32> {
  ^bb0(%r: tensor<3xf32>, %g: tensor<3xf32>):
    graph.return_gradients %g : tensor<3xf32>
  }
  return
}

// -----

func.func @no_parameter(%x: tensor<3xf32>, %y: tensor<4xf32>) {
  // expected-error@+2 {{apply_optimizer needs a parameter}}
  // expected-error@+1 {{failed to infer returned types}}
  "graph.apply_optimizer"() <{names = [], operandSegmentSizes = array<i32: 0, 0, 0>}> ({
  ^bb0(%p: tensor<3xf32>, %g: tensor<3xf32>):
    graph.return_updated %p : tensor<3xf32>
  }) : () -> ()
  return
}

// -----

func.func @no_name(%x: tensor<3xf32>, %y: tensor<4xf32>) {
  // expected-error@+1 {{apply_optimizer needs a name for each parameter}}
  %0 = graph.apply_optimizer [] of(%x : tensor<3xf32>) by(%x : tensor<3xf32>) {
  ^bb0(%p: tensor<3xf32>, %g: tensor<3xf32>):
    graph.return_updated %p : tensor<3xf32>
  }
  return
}

// -----

func.func @no_gradient(%x: tensor<3xf32>, %y: tensor<4xf32>) {
  // expected-error@+1 {{apply_optimizer needs a gradient for each parameter}}
  %0 = graph.apply_optimizer ["x", "z"] of(%x, %x : tensor<3xf32>, tensor<3xf32>) by(%x : tensor<3xf32>) {
  ^bb0(%p: tensor<3xf32>, %g: tensor<3xf32>):
    graph.return_updated %p : tensor<3xf32>
  }
  return
}

// -----

func.func @a_slot_too_few(%x: tensor<3xf32>, %y: tensor<4xf32>) {
  // expected-error@+1 {{apply_optimizer needs the same slots for each parameter}}
  %0 = graph.apply_optimizer ["x", "z"] of(%x, %x : tensor<3xf32>, tensor<3xf32>) by(%x, %x : tensor<3xf32>, tensor<3xf32>) with(%x : tensor<3xf32>) {
  ^bb0(%p: tensor<3xf32>, %g: tensor<3xf32>):
    graph.return_updated %p : tensor<3xf32>
  }
  return
}

// -----

func.func @another_parameter(%x: tensor<3xf32>, %y: tensor<4xf32>) {
  // expected-error@+1 {{has a body that does not take parameter 1, its gradient and its slots}}
  %0:2 = graph.apply_optimizer ["x", "y"] of(%x, %y : tensor<3xf32>, tensor<4xf32>) by(%x, %y : tensor<3xf32>, tensor<4xf32>) {
  ^bb0(%p: tensor<3xf32>, %g: tensor<3xf32>):
    graph.return_updated %p : tensor<3xf32>
  }
  return
}

// -----

func.func @another_gradient(%x: tensor<3xf32>, %y: tensor<4xf32>) {
  // expected-error@+1 {{has gradients of another type than its parameters}}
  %0 = graph.apply_optimizer ["x"] of(%x : tensor<3xf32>) by(%y : tensor<4xf32>) {
  ^bb0(%p: tensor<3xf32>, %g: tensor<4xf32>):
    graph.return_updated %p : tensor<3xf32>
  }
  return
}

// -----

func.func @no_slot_returned(%x: tensor<3xf32>, %y: tensor<4xf32>) {
  // expected-error@+1 {{has a body that does not return a parameter and its slots}}
  %0:2 = graph.apply_optimizer ["x"] of(%x : tensor<3xf32>) by(%x : tensor<3xf32>) with(%x : tensor<3xf32>) {
  ^bb0(%p: tensor<3xf32>, %g: tensor<3xf32>, %s: tensor<3xf32>):
    graph.return_updated %p : tensor<3xf32>
  }
  return
}
