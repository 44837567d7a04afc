// RUN: dlc-opt %s --split-input-file --verify-diagnostics

func.func @terminator(%x: tensor<4xf32>) {
  // expected-error @+1 {{needs a body that ends in graph.yield}}
  %0 = graph.fused (%a = %x : tensor<4xf32>) {
    %1 = graph.neg %a : tensor<4xf32>
  }
  return
}

// -----

func.func @no_tensor(%x: index) {
  // expected-error @+1 {{operand #0 must be variadic of tensor with named or numeric dimensions}}
  %0 = graph.fused (%a = %x : index) {
    %1 = graph.iota {size = 4 : i64} : () -> tensor<4xi64>
    graph.yield %1 : tensor<4xi64>
  }
  return
}

// -----

func.func @result(%x: tensor<4xf32>) {
  // expected-error @+1 {{is f32[4], but its body yields bool[4]}}
  %0 = "graph.fused"(%x) ({
  ^bb0(%a: tensor<4xf32>):
    %1 = graph.less %a, %a : tensor<4xf32>
    graph.yield %1 : tensor<4xi1>
  }) : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @results(%x: tensor<4xf32>) {
  // expected-error @+1 {{has 1 results, but its body yields 2}}
  %0 = "graph.fused"(%x) ({
  ^bb0(%a: tensor<4xf32>):
    graph.yield %a, %a : tensor<4xf32>, tensor<4xf32>
  }) : (tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @arguments(%x: tensor<4xf32>, %y: tensor<4xf32>) {
  // expected-error @+1 {{has a body with 1 arguments where it needs 2}}
  %0 = "graph.fused"(%x, %y) ({
  ^bb0(%a: tensor<4xf32>):
    graph.yield %a : tensor<4xf32>
  }) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  return
}

// -----

func.func @argument(%x: tensor<4xf32>) {
  // expected-error @+1 {{input 0 is f32[4], but the body takes another type, 'tensor<5xf32>'}}
  %0 = "graph.fused"(%x) ({
  ^bb0(%a: tensor<5xf32>):
    graph.yield %a : tensor<5xf32>
  }) : (tensor<4xf32>) -> tensor<5xf32>
  return
}

// -----

func.func @outside(%x: tensor<4xf32>) {
  // expected-note @+1 {{required by region isolation constraints}}
  %0 = graph.fused () {
    // expected-error @+1 {{using value defined outside the region}}
    %1 = graph.neg %x : tensor<4xf32>
    graph.yield %1 : tensor<4xf32>
  }
  return
}

// -----

func.func @reshape(%x: tensor<4xf32>) {
  // expected-error @+1 {{cannot hold 'graph.reshape'}}
  %0 = graph.fused (%a = %x : tensor<4xf32>) {
    // expected-note @+1 {{here}}
    %1 = graph.reshape %a {shape = #graph.dims<2, 2>}
        : (tensor<4xf32>) -> tensor<2x2xf32>
    graph.yield %1 : tensor<2x2xf32>
  }
  return
}

// -----

func.func @nested(%x: tensor<4xf32>) {
  // expected-error @+1 {{cannot hold 'graph.fused'}}
  %0 = graph.fused (%a = %x : tensor<4xf32>) {
    // expected-note @+1 {{here}}
    %1 = graph.fused (%b = %a : tensor<4xf32>) {
      graph.yield %b : tensor<4xf32>
    }
    graph.yield %1 : tensor<4xf32>
  }
  return
}

// -----

func.func @extern(%x: tensor<4xf32>) {
  // expected-error @+1 {{cannot hold 'graph.extern'}}
  %0 = graph.fused (%a = %x : tensor<4xf32>) {
    // expected-note @+1 {{here}}
    %1 = graph.extern "f"(%a) : (tensor<4xf32>) -> tensor<4xf32>
    graph.yield %1 : tensor<4xf32>
  }
  return
}

// -----

func.func @elsewhere(%x: tensor<4xf32>) {
  // expected-error @+1 {{expects parent op 'graph.fused'}}
  graph.yield %x : tensor<4xf32>
}
