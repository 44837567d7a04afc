// Attributes of modules, functions, arguments and results.

// RUN: dlc-opt %s -split-input-file -verify-diagnostics

// expected-error@+1 {{unknown attribute 'graph.modle'}}
module attributes {graph.modle = "Net"} {}

// -----

// expected-error@+1 {{'graph.model' must be a string}}
module attributes {graph.model = 1 : i64} {}

// -----

// expected-error@+1 {{'graph.binding' must be a string}}
func.func private @binding() attributes {graph.binding}

// -----

// expected-error@+1 {{'graph.parameter' of argument 1 must be a string}}
func.func private @f(i1, tensor<2xf32> {graph.parameter = 1 : i64})

// -----

// expected-error@+1 {{'graph.input' of argument 0 must be a string}}
func.func private @f(tensor<2xf32> {graph.input})

// -----

// expected-error@+1 {{'graph.prepared' of argument 0 must be an integer}}
func.func private @f(tensor<2xf32> {graph.prepared = "w"})

// -----

// expected-error@+1 {{unknown argument attribute 'graph.output'}}
func.func private @f(tensor<2xf32> {graph.output = "y"})

// -----

// expected-error@+1 {{unknown attribute 'graph.input' of result 0}}
func.func private @f() -> (tensor<2xf32> {graph.input = "x"})

// -----

// expected-error@+1 {{unknown attribute 'graph.output' of result 0}}
func.func private @f() -> (tensor<2xf32> {graph.output = 1 : i64})

// -----

// expected-error@+1 {{'graph.state' of argument 0 must be a string}}
func.func private @f(tensor<2xf32> {graph.state})

// -----

// expected-error@+1 {{state "mean" is an argument twice}}
func.func private @f(tensor<2xf32> {graph.state = "mean"},
                     tensor<2xf32> {graph.state = "mean"})

// -----

// expected-error@+1 {{unknown attribute 'graph.state' of result 0}}
func.func private @f() -> (tensor<2xf32> {graph.state})

// -----

// expected-error@+1 {{state "mean" is a result twice}}
func.func private @f() -> (tensor<2xf32> {graph.state = "mean"},
                           tensor<2xf32> {graph.state = "mean"})

// -----

// expected-error@+1 {{state "mean" is 'tensor<2xf32>', its new value is 'tensor<3xf32>'}}
func.func private @f(tensor<2xf32> {graph.state = "mean"})
    -> (tensor<3xf32> {graph.state = "mean"})

// -----

// expected-error@+1 {{'graph.random_key' of argument 0 must be a unit attribute}}
func.func private @f(tensor<2xi32> {graph.random_key = 1 : i64})

// -----

// expected-error@+1 {{a random key must be the last argument, 'tensor<2xi32>'}}
func.func private @f(tensor<2xi64> {graph.random_key})

// -----

// expected-error@+1 {{a random key must be the last argument, 'tensor<2xi32>'}}
func.func private @f(tensor<2xi32> {graph.random_key},
                     tensor<2xf32> {graph.input = "x"})

// -----

func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
  // expected-error @+1 {{'graph.placed' is a mark of concatenations}}
  %0 = graph.neg %x {graph.placed} : tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

func.func @view(%x: tensor<2xf32>) -> tensor<2xf32> {
  // expected-error @+1 {{'graph.view' is a mark of slices}}
  %0 = graph.relu %x {graph.view} : tensor<2xf32>
  return %0 : tensor<2xf32>
}
