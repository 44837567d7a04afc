// RUN: dlc-opt %s --split-input-file --verify-diagnostics

func.func @no_sequence(%h0: tensor<4xf32>) {
  // expected-error @+1 {{a scan needs a sequence}}
  %0 = graph.scan (%h = %h0 : tensor<4xf32>) over () {
    graph.next %h : tensor<4xf32>
  }
  return
}

// -----

func.func @scalar(%xs: tensor<f32>) {
  // expected-error @+1 {{a sequence needs an axis}}
  graph.scan () over (%x in %xs : tensor<f32>) {
    graph.next
  }
  return
}

// -----

func.func @no_names(%xs: tensor<?xf32>) {
  // expected-error @+1 {{dimensions need names or numbers}}
  graph.scan () over (%x in %xs : tensor<?xf32>) {
    graph.next
  }
  return
}

// -----

func.func @terminator(%xs: tensor<3xf32>) {
  // expected-error @+1 {{needs a body that ends in graph.next}}
  graph.scan () over (%x in %xs : tensor<3xf32>) {
    %0 = graph.neg %x : tensor<f32>
  }
  return
}

// -----

func.func @lengths(%xs: tensor<?x2xf32, #graph.dims<T, 2>>,
                   %ys: tensor<?xf32, #graph.dims<2*T>>) {
  // expected-error @+1 {{needs sequences of one length, got f32[T, 2] and f32[2*T]}}
  graph.scan () over (%x in %xs : tensor<?x2xf32, #graph.dims<T, 2>>,
                      %y in %ys : tensor<?xf32, #graph.dims<2*T>>) {
    graph.next
  }
  return
}

// -----

func.func @carried_type(%h0: tensor<4xf32>, %xs: tensor<3x5xf32>) {
  // expected-error @+1 {{carried value 0 is f32[5] and should be f32[4]}}
  %0 = graph.scan (%h = %h0 : tensor<4xf32>) over (%x in %xs : tensor<3x5xf32>) {
    graph.next %x : tensor<5xf32>
  }
  return
}

// -----

func.func @carried_count(%h0: tensor<4xf32>, %xs: tensor<3x5xf32>) {
  // expected-error @+1 {{has 0 carried values where it needs 1}}
  %0, %1 = graph.scan (%h = %h0 : tensor<4xf32>) over (%x in %xs : tensor<3x5xf32>) {
    graph.next emit %x : tensor<5xf32>
  }
  return
}

// -----

func.func @argument_type(%xs: tensor<3x5xf32>) {
  // expected-error @+1 {{body argument 0 is f32[4] and should be f32[5]}}
  "graph.scan"(%xs) <{operandSegmentSizes = array<i32: 0, 1>}> ({
  ^bb0(%x: tensor<4xf32>):
    "graph.next"() <{operandSegmentSizes = array<i32: 0, 0>}> : () -> ()
  }) : (tensor<3x5xf32>) -> ()
  return
}

// -----

func.func @result_type(%xs: tensor<3x5xf32>) {
  // expected-error @+1 {{result 0 is f32[5] and should be f32[3, 5]}}
  %0 = "graph.scan"(%xs) <{operandSegmentSizes = array<i32: 0, 1>}> ({
  ^bb0(%x: tensor<5xf32>):
    "graph.next"(%x) <{operandSegmentSizes = array<i32: 0, 1>}> : (tensor<5xf32>) -> ()
  }) : (tensor<3x5xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @result_count(%xs: tensor<3x5xf32>) {
  // expected-error @+1 {{has 0 results where it needs 1}}
  "graph.scan"(%xs) <{operandSegmentSizes = array<i32: 0, 1>}> ({
  ^bb0(%x: tensor<5xf32>):
    "graph.next"(%x) <{operandSegmentSizes = array<i32: 0, 1>}> : (tensor<5xf32>) -> ()
  }) : (tensor<3x5xf32>) -> ()
  return
}

// -----

func.func @no_arguments(%xs: tensor<3x5xf32>) {
  // expected-error @+1 {{has 0 body arguments where it needs 1}}
  "graph.scan"(%xs) <{operandSegmentSizes = array<i32: 0, 1>}> ({
    "graph.next"() <{operandSegmentSizes = array<i32: 0, 0>}> : () -> ()
  }) : (tensor<3x5xf32>) -> ()
  return
}

// -----

func.func @argument_no_tensor(%xs: tensor<3x5xf32>) {
  // expected-error @+1 {{needs tensors as arguments of its body}}
  "graph.scan"(%xs) <{operandSegmentSizes = array<i32: 0, 1>}> ({
  ^bb0(%x: f32):
    "graph.next"() <{operandSegmentSizes = array<i32: 0, 0>}> : () -> ()
  }) : (tensor<3x5xf32>) -> ()
  return
}

// -----

func.func @no_operands() {
  // expected-error @+1 {{needs a sequence}}
  "graph.scan"() <{operandSegmentSizes = array<i32: 0, 0>}> ({
    "graph.next"() <{operandSegmentSizes = array<i32: 0, 0>}> : () -> ()
  }) : () -> ()
  return
}

// -----

func.func @no_axis(%x: tensor<f32>) {
  // expected-error @+1 {{cannot step through f32[]: it has no axis}}
  "graph.scan"(%x) <{operandSegmentSizes = array<i32: 0, 1>}> ({
  ^bb0(%e: tensor<f32>):
    "graph.next"() <{operandSegmentSizes = array<i32: 0, 0>}> : () -> ()
  }) : (tensor<f32>) -> ()
  return
}

// -----

func.func @other_terminator(%xs: tensor<3xf32>) {
  // expected-error @+1 {{needs a body that ends in graph.next}}
  "graph.scan"(%xs) <{operandSegmentSizes = array<i32: 0, 1>}> ({
  ^bb0(%x: tensor<f32>):
    "llvm.unreachable"() : () -> ()
  }) : (tensor<3xf32>) -> ()
  return
}

// -----

func.func @overflow(%xs: tensor<4294967296x0xf32>, %y: tensor<4294967296xf32>) {
  // expected-error @+1 {{stacks 4294967296 of f32[4294967296], the size of which overflows}}
  %0 = graph.scan () over (%x in %xs : tensor<4294967296x0xf32>) {
    graph.next emit %y : tensor<4294967296xf32>
  }
  return
}

// -----

func.func @outside(%x: tensor<3xf32>) {
  // expected-error @+1 {{'graph.next' op expects parent op 'graph.scan'}}
  graph.next %x : tensor<3xf32>
}
