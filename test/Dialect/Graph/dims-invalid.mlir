// What is no list of dimensions, and encodings that contradict their tensor.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

// expected-error@+1 {{expected a dimension}}
func.func private @string(tensor<?xf32, #graph.dims<"a b">>)

// -----

// expected-error@+1 {{expected a dimension}}
func.func private @missing_factor(tensor<?xf32, #graph.dims<N*>>)

// -----

// expected-error@+1 {{expected a dimension}}
func.func private @missing_term(tensor<?xf32, #graph.dims<N + >>)

// -----

// expected-error@+1 {{expected '>'}}
func.func private @power(tensor<?xf32, #graph.dims<N N>>)

// -----

// expected-error@+1 {{expected a dimension}}
func.func private @coefficient_overflows(tensor<?xf32, #graph.dims<9223372036854775807*2*N>>)

// -----

// expected-error@+1 {{expected a dimension}}
func.func private @sum_overflows(tensor<?xf32, #graph.dims<N + 9223372036854775807 + 1>>)

// -----

// expected-error@+1 {{encoding has 1 dimensions, the tensor 2}}
func.func private @rank(tensor<?x?xf32, #graph.dims<N>>)

// -----

// expected-error@+1 {{dimension 4 of the encoding disagrees with the shape}}
func.func private @other_number(tensor<?x3xf32, #graph.dims<N, 4>>)

// -----

// expected-error@+1 {{dimension 4 of the encoding disagrees with the shape}}
func.func private @number_for_unknown(tensor<?x?xf32, #graph.dims<N, 4>>)

// -----

// expected-error@+1 {{dimension N of the encoding disagrees with the shape}}
func.func private @name_for_number(tensor<3xf32, #graph.dims<N>>)

// -----

// expected-error@+1 {{dimension -3 of the encoding is negative}}
func.func private @negative(tensor<?x?xf32, #graph.dims<N, -3>>)

// -----

// expected-error@+1 {{an encoding needs a symbolic dimension}}
func.func private @nothing_symbolic(tensor<2x3xf32, #graph.dims<2, 3>>)

// -----

func.func @unnamed(%x: tensor<?xf32>) {
  // expected-error@+1 {{operand #0 must be tensor with named or numeric dimensions}}
  %0 = graph.neg %x : tensor<?xf32>
  return
}

// -----

func.func @foreign_encoding(%x: tensor<?xf32, "sparse">) {
  // expected-error@+1 {{operand #0 must be tensor with named or numeric dimensions}}
  %0 = graph.neg %x : tensor<?xf32, "sparse">
  return
}
