// A chain of pointwise operations, with a broadcast and a constant.
func.func @chain(%x: tensor<5x33xf32>, %b: tensor<33xf32>) -> tensor<5x33xf32> {
  %0 = graph.fused (%a = %x : tensor<5x33xf32>, %c = %b : tensor<33xf32>) {
    %1 = graph.constant dense<2.0> : tensor<f32>
    %2 = graph.broadcast %1 {shape = #graph.dims<5, 33>} : (tensor<f32>) -> tensor<5x33xf32>
    %3 = graph.broadcast %c {shape = #graph.dims<5, 33>} : (tensor<33xf32>) -> tensor<5x33xf32>
    %4 = graph.mul %a, %2 : tensor<5x33xf32>
    %5 = graph.add %4, %3 : tensor<5x33xf32>
    %6 = graph.tanh %5 : tensor<5x33xf32>
    graph.yield %6 : tensor<5x33xf32>
  }
  return %0 : tensor<5x33xf32>
}

// Another type comes out than goes in.
func.func @f64_to_bool(%x: tensor<7xf64>, %y: tensor<7xf64>) -> tensor<7xi1> {
  %0 = graph.fused (%a = %x : tensor<7xf64>, %b = %y : tensor<7xf64>) {
    %1 = graph.mul %a, %b : tensor<7xf64>
    %2 = graph.less %1, %b : tensor<7xf64>
    graph.yield %2 : tensor<7xi1>
  }
  return %0 : tensor<7xi1>
}

// A reduction with its producer, and what follows it.
func.func @reduction(%x: tensor<6x17xf32>) -> tensor<6xf32> {
  %0 = graph.fused (%a = %x : tensor<6x17xf32>) {
    %1 = graph.mul %a, %a : tensor<6x17xf32>
    %2 = graph.sum %1 {axes = array<i64: 1>} : (tensor<6x17xf32>) -> tensor<6xf32>
    %3 = graph.sqrt %2 : tensor<6xf32>
    graph.yield %3 : tensor<6xf32>
  }
  return %0 : tensor<6xf32>
}

// A contraction and its epilogue: a bias, an activation and a residual.
func.func @epilogue(%x: tensor<4x9xf32>, %w: tensor<2x9x16xf32>,
    %b: tensor<20xf32>, %y: tensor<4x20xf32>) -> tensor<4x20xf32> {
  %0 = graph.fused (%a = %x : tensor<4x9xf32>, %p = %w : tensor<2x9x16xf32>,
                    %c = %b : tensor<20xf32>, %d = %y : tensor<4x20xf32>) {
    %1 = graph.packed_matmul %a, %p {columns = 20 : i64}
        : (tensor<4x9xf32>, tensor<2x9x16xf32>) -> tensor<4x20xf32>
    %2 = graph.broadcast %c {shape = #graph.dims<4, 20>} : (tensor<20xf32>) -> tensor<4x20xf32>
    %3 = graph.add %1, %2 : tensor<4x20xf32>
    %4 = graph.relu %3 : tensor<4x20xf32>
    %5 = graph.add %4, %d : tensor<4x20xf32>
    graph.yield %5 : tensor<4x20xf32>
  }
  return %0 : tensor<4x20xf32>
}

// Elements move: a slice, turned, and negated.
func.func @movement(%x: tensor<5x8xf32>) -> tensor<3x5xf32> {
  %0 = graph.fused (%a = %x : tensor<5x8xf32>) {
    %1 = graph.slice %a {starts = #graph.dims<0, 2>, sizes = #graph.dims<5, 3>, strides = array<i64: 1, 2>}
        : (tensor<5x8xf32>) -> tensor<5x3xf32>
    %2 = graph.transpose %1 {permutation = array<i64: 1, 0>}
        : (tensor<5x3xf32>) -> tensor<3x5xf32>
    %3 = graph.neg %2 : tensor<3x5xf32>
    graph.yield %3 : tensor<3x5xf32>
  }
  return %0 : tensor<3x5xf32>
}

// In a scan, and beside an operation that takes the result.
func.func @in_scan(%xs: tensor<4x3xf32>, %h0: tensor<3xf32>) -> (tensor<3xf32>, tensor<4x3xf32>) {
  %0:2 = graph.scan (%h = %h0 : tensor<3xf32>) over (%x in %xs : tensor<4x3xf32>) {
    %1 = graph.fused (%a = %h : tensor<3xf32>, %b = %x : tensor<3xf32>) {
      %2 = graph.add %a, %b : tensor<3xf32>
      %3 = graph.sigmoid %2 : tensor<3xf32>
      graph.yield %3 : tensor<3xf32>
    }
    graph.next %1 : tensor<3xf32> emit %1 : tensor<3xf32>
  }
  return %0#0, %0#1 : tensor<3xf32>, tensor<4x3xf32>
}

func.func @empty(%x: tensor<0x3xf32>) -> tensor<0x3xf32> {
  %0 = graph.fused (%a = %x : tensor<0x3xf32>) {
    %1 = graph.exp %a : tensor<0x3xf32>
    %2 = graph.neg %1 : tensor<0x3xf32>
    graph.yield %2 : tensor<0x3xf32>
  }
  return %0 : tensor<0x3xf32>
}

func.func @scalar(%x: tensor<f32>) -> tensor<f32> {
  %0 = graph.fused (%a = %x : tensor<f32>) {
    %1 = graph.abs %a : tensor<f32>
    %2 = graph.sqrt %1 : tensor<f32>
    graph.yield %2 : tensor<f32>
  }
  return %0 : tensor<f32>
}

// What is stored beside the last result, which reads it: a step of training.
func.func @results(%p: tensor<6x17xf32>, %v: tensor<6x17xf32>, %g: tensor<6x17xf32>,
                   %r: tensor<f32>) -> (tensor<6x17xf32>, tensor<6x17xf32>) {
  %0, %1 = graph.fused (%a = %v : tensor<6x17xf32>, %b = %g : tensor<6x17xf32>,
                        %c = %p : tensor<6x17xf32>, %d = %r : tensor<f32>) {
    %2 = graph.add %a, %b : tensor<6x17xf32>
    %3 = graph.broadcast %d {shape = #graph.dims<6, 17>} : (tensor<f32>) -> tensor<6x17xf32>
    %4 = graph.mul %3, %2 : tensor<6x17xf32>
    %5 = graph.sub %c, %4 : tensor<6x17xf32>
    graph.yield %2, %5 : tensor<6x17xf32>, tensor<6x17xf32>
  }
  return %0, %1 : tensor<6x17xf32>, tensor<6x17xf32>
}

// Results of other types, with a loop.
func.func @types(%x: tensor<5x9xf64>) -> (tensor<5xi1>, tensor<5xf64>) {
  %0, %1 = graph.fused (%a = %x : tensor<5x9xf64>) {
    %2 = graph.max %a {axes = array<i64: 1>} : (tensor<5x9xf64>) -> tensor<5xf64>
    %3 = graph.exp %2 : tensor<5xf64>
    %4 = graph.less %2, %3 : tensor<5xf64>
    graph.yield %4, %3 : tensor<5xi1>, tensor<5xf64>
  }
  return %0, %1 : tensor<5xi1>, tensor<5xf64>
}
