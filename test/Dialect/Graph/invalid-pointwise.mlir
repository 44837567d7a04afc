// Errors of pointwise operations.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

func.func @unequal_shapes(%a0: tensor<2x3xf32>, %a1: tensor<3x2xf32>) {
  // expected-error@+1 {{needs equal shapes, got f32[2, 3] and f32[3, 2]}}
  %0 = "graph.add"(%a0, %a1)
      : (tensor<2x3xf32>, tensor<3x2xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @unequal_ranks(%a0: tensor<3xf32>, %a1: tensor<1x3xf32>) {
  // expected-error@+1 {{needs equal shapes, got f32[3] and f32[1, 3]}}
  %0 = "graph.add"(%a0, %a1)
      : (tensor<3xf32>, tensor<1x3xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @unequal_names(%a0: tensor<?xf32, #graph.dims<N>>,
                         %a1: tensor<?xf32, #graph.dims<M>>) {
  // expected-error@+1 {{needs equal shapes, got f32[N] and f32[M]}}
  %0 = "graph.add"(%a0, %a1)
      : (tensor<?xf32, #graph.dims<N>>, tensor<?xf32, #graph.dims<M>>)
      -> tensor<?xf32, #graph.dims<N>>
  return
}

// -----

func.func @unequal_result(%a0: tensor<2xf32>) {
  // expected-error@+1 {{needs equal shapes, got f32[2] and f32[3]}}
  %0 = "graph.exp"(%a0)
      : (tensor<2xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @mixed_elements(%a0: tensor<2xf32>, %a1: tensor<2xf64>) {
  // expected-error@+1 {{requires the same type for all operands and results}}
  %0 = "graph.add"(%a0, %a1)
      : (tensor<2xf32>, tensor<2xf64>) -> tensor<2xf32>
  return
}

// -----

func.func @no_tensor(%a0: f32, %a1: f32) {
  // expected-error@+1 {{operand #0 must be tensor with named or numeric dimensions}}
  %0 = "graph.add"(%a0, %a1)
      : (f32, f32) -> f32
  return
}

// -----

func.func @unranked(%a0: tensor<*xf32>) {
  // expected-error@+1 {{operand #0 must be tensor with named or numeric dimensions}}
  %0 = "graph.neg"(%a0)
      : (tensor<*xf32>) -> tensor<*xf32>
  return
}

// -----

func.func @no_element_type(%a0: tensor<2xf16>) {
  // expected-error@+1 {{operand #0 must be tensor with named or numeric dimensions of number values}}
  %0 = "graph.neg"(%a0)
      : (tensor<2xf16>) -> tensor<2xf16>
  return
}

// -----

func.func @exp_of_integers(%a0: tensor<2xi32>) {
  // expected-error@+1 {{of floating point values}}
  %0 = "graph.exp"(%a0)
      : (tensor<2xi32>) -> tensor<2xi32>
  return
}

// -----

func.func @division_of_integers(%a0: tensor<2xi32>, %a1: tensor<2xi32>) {
  // expected-error@+1 {{of floating point values}}
  %0 = "graph.div"(%a0, %a1)
      : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  return
}

// -----

func.func @add_of_bools(%a0: tensor<2xi1>, %a1: tensor<2xi1>) {
  // expected-error@+1 {{of number values}}
  %0 = "graph.add"(%a0, %a1)
      : (tensor<2xi1>, tensor<2xi1>) -> tensor<2xi1>
  return
}

// -----

func.func @compare_mixed(%a0: tensor<2xf32>, %a1: tensor<2xf64>) {
  // expected-error@+1 {{requires all operands to have the same type}}
  %0 = "graph.less"(%a0, %a1)
      : (tensor<2xf32>, tensor<2xf64>) -> tensor<2xi1>
  return
}

// -----

func.func @compare_to_number(%a0: tensor<2xf32>, %a1: tensor<2xf32>) {
  // expected-error@+1 {{result #0 must be tensor with named or numeric dimensions of bool values}}
  %0 = "graph.less"(%a0, %a1)
      : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @select_by_number(%a0: tensor<2xf32>,
                            %a1: tensor<2xf32>,
                            %a2: tensor<2xf32>) {
  // expected-error@+1 {{operand #0 must be tensor with named or numeric dimensions of bool values}}
  %0 = "graph.select"(%a0, %a1, %a2)
      : (tensor<2xf32>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @select_mixed(%a0: tensor<2xi1>,
                        %a1: tensor<2xf32>,
                        %a2: tensor<2xf64>) {
  // expected-error@+1 {{failed to verify that all of {on_true, on_false, result} have same type}}
  %0 = "graph.select"(%a0, %a1, %a2)
      : (tensor<2xi1>, tensor<2xf32>, tensor<2xf64>) -> tensor<2xf32>
  return
}

// -----

func.func @select_unequal_shapes(%a0: tensor<3xi1>,
                                 %a1: tensor<2xf32>,
                                 %a2: tensor<2xf32>) {
  // expected-error@+1 {{needs equal shapes, got bool[3] and f32[2]}}
  %0 = "graph.select"(%a0, %a1, %a2)
      : (tensor<3xi1>, tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @cast_to_no_element_type(%a0: tensor<2xf32>) {
  // expected-error@+2 {{cast: index is not an element type}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.cast %a0 to index : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @cast_to_other_type(%a0: tensor<2xf32>) {
  // expected-error@+2 {{inferred type(s) 'tensor<2xf64>' are incompatible with return type(s) of operation 'tensor<2xf32>'}}
  // expected-error@+1 {{failed to infer returned types}}
  %0 = graph.cast %a0 to f64 : (tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @power_of_bools(%a0: tensor<2xi1>, %a1: tensor<2xi1>) {
  // expected-error@+1 {{of number values}}
  %0 = "graph.pow"(%a0, %a1)
      : (tensor<2xi1>, tensor<2xi1>) -> tensor<2xi1>
  return
}

// -----

func.func @remainder_of_bools(%a0: tensor<2xi1>, %a1: tensor<2xi1>) {
  // expected-error@+1 {{of number values}}
  %0 = "graph.remainder"(%a0, %a1)
      : (tensor<2xi1>, tensor<2xi1>) -> tensor<2xi1>
  return
}

// -----

func.func @and_of_numbers(%a0: tensor<2xi32>, %a1: tensor<2xi32>) {
  // expected-error@+1 {{of bool values}}
  %0 = "graph.logical_and"(%a0, %a1)
      : (tensor<2xi32>, tensor<2xi32>) -> tensor<2xi32>
  return
}
