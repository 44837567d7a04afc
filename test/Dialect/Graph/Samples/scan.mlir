// Sums so far, and the last one.
func.func @forward(%xs: tensor<7x5xf32>, %h0: tensor<5xf32>)
    -> (tensor<5xf32>, tensor<7x5xf32>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<5xf32>) over (%x in %xs : tensor<7x5xf32>) {
    %2 = graph.add %h, %x : tensor<5xf32>
    graph.next %2 : tensor<5xf32> emit %2 : tensor<5xf32>
  }
  return %0, %1 : tensor<5xf32>, tensor<7x5xf32>
}

func.func @reversed(%xs: tensor<7x5xf64>, %h0: tensor<5xf64>)
    -> (tensor<5xf64>, tensor<7x5xf64>) {
  %0, %1 = graph.scan reversed (%h = %h0 : tensor<5xf64>) over (%x in %xs : tensor<7x5xf64>) {
    %2 = graph.sub %x, %h : tensor<5xf64>
    graph.next %2 : tensor<5xf64> emit %2 : tensor<5xf64>
  }
  return %0, %1 : tensor<5xf64>, tensor<7x5xf64>
}

// Buffers take turns: an even and an odd number of steps.
func.func @last_even(%xs: tensor<4x3xf32>, %h0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = graph.scan (%h = %h0 : tensor<3xf32>) over (%x in %xs : tensor<4x3xf32>) {
    %1 = graph.sub %x, %h : tensor<3xf32>
    graph.next %1 : tensor<3xf32>
  }
  return %0 : tensor<3xf32>
}

func.func @last_odd(%xs: tensor<5x3xf32>, %h0: tensor<3xf32>) -> tensor<3xf32> {
  %0 = graph.scan (%h = %h0 : tensor<3xf32>) over (%x in %xs : tensor<5x3xf32>) {
    %1 = graph.sub %x, %h : tensor<3xf32>
    graph.next %1 : tensor<3xf32>
  }
  %2 = graph.neg %0 : tensor<3xf32>
  return %2 : tensor<3xf32>
}

// Several carried values, sequences and emissions, of several types.
func.func @several(%xs: tensor<5x3xf32>, %ks: tensor<5xi64>, %a0: tensor<3xf32>,
                   %n0: tensor<i64>, %b0: tensor<3xi1>)
    -> (tensor<3xf32>, tensor<i64>, tensor<3xi1>, tensor<5x3xi1>, tensor<5xi64>,
        tensor<5x3xf32>) {
  %0:6 = graph.scan reversed (%a = %a0 : tensor<3xf32>, %n = %n0 : tensor<i64>, %b = %b0 : tensor<3xi1>)
      over (%x in %xs : tensor<5x3xf32>, %k in %ks : tensor<5xi64>) {
    %1 = graph.maximum %a, %x : tensor<3xf32>
    %2 = graph.add %n, %k : tensor<i64>
    %3 = graph.greater %x, %a : tensor<3xf32>
    %4 = graph.select %b, %a, %x
        : tensor<3xi1>, tensor<3xf32>
    graph.next %1, %2, %3 : tensor<3xf32>, tensor<i64>, tensor<3xi1>
        emit %3, %2, %4 : tensor<3xi1>, tensor<i64>, tensor<3xf32>
  }
  return %0#0, %0#1, %0#2, %0#3, %0#4, %0#5
      : tensor<3xf32>, tensor<i64>, tensor<3xi1>, tensor<5x3xi1>, tensor<5xi64>,
        tensor<5x3xf32>
}

func.func @no_step(%xs: tensor<0x5xf32>, %h0: tensor<5xf32>)
    -> (tensor<5xf32>, tensor<0x5xf32>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<5xf32>) over (%x in %xs : tensor<0x5xf32>) {
    %2 = graph.add %h, %x : tensor<5xf32>
    graph.next %2 : tensor<5xf32> emit %2 : tensor<5xf32>
  }
  return %0, %1 : tensor<5xf32>, tensor<0x5xf32>
}

// The empty stack is an operand like another.
func.func @no_step_used(%xs: tensor<0x2xf32>, %y: tensor<3x2xf32>) -> tensor<3x2xf32> {
  %0 = graph.scan () over (%x in %xs : tensor<0x2xf32>) {
    %1 = graph.neg %x : tensor<2xf32>
    graph.next emit %1 : tensor<2xf32>
  }
  %2 = graph.concat %0, %y {axis = 0 : i64}
      : (tensor<0x2xf32>, tensor<3x2xf32>) -> tensor<3x2xf32>
  return %2 : tensor<3x2xf32>
}

func.func @one_step(%xs: tensor<1x5xf32>, %h0: tensor<5xf32>)
    -> (tensor<5xf32>, tensor<1x5xf32>) {
  %0, %1 = graph.scan reversed (%h = %h0 : tensor<5xf32>) over (%x in %xs : tensor<1x5xf32>) {
    %2 = graph.add %h, %x : tensor<5xf32>
    graph.next %2 : tensor<5xf32> emit %h : tensor<5xf32>
  }
  return %0, %1 : tensor<5xf32>, tensor<1x5xf32>
}

func.func @two_steps(%xs: tensor<2x1xf32>, %h0: tensor<1xf32>)
    -> (tensor<1xf32>, tensor<2x1xf32>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<1xf32>) over (%x in %xs : tensor<2x1xf32>) {
    %2 = graph.sub %h, %x : tensor<1xf32>
    graph.next %2 : tensor<1xf32> emit %h : tensor<1xf32>
  }
  return %0, %1 : tensor<1xf32>, tensor<2x1xf32>
}

func.func @no_elements(%xs: tensor<3x0xf32>, %h0: tensor<0xf32>)
    -> (tensor<0xf32>, tensor<3x0xf32>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<0xf32>) over (%x in %xs : tensor<3x0xf32>) {
    %2 = graph.add %h, %x : tensor<0xf32>
    graph.next %2 : tensor<0xf32> emit %2 : tensor<0xf32>
  }
  return %0, %1 : tensor<0xf32>, tensor<3x0xf32>
}

// Carried values that trade places, or follow one another.
func.func @swap(%xs: tensor<5x3xf32>, %a0: tensor<3xf32>, %b0: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>, tensor<5x3xf32>) {
  %0:3 = graph.scan (%a = %a0 : tensor<3xf32>, %b = %b0 : tensor<3xf32>)
      over (%x in %xs : tensor<5x3xf32>) {
    %1 = graph.sub %x, %a : tensor<3xf32>
    graph.next %b, %a : tensor<3xf32>, tensor<3xf32> emit %1 : tensor<3xf32>
  }
  return %0#0, %0#1, %0#2 : tensor<3xf32>, tensor<3xf32>, tensor<5x3xf32>
}

func.func @delay(%xs: tensor<6x3xf32>, %a0: tensor<3xf32>, %b0: tensor<3xf32>,
                 %c0: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<6x3xf32>) {
  %0:4 = graph.scan (%a = %a0 : tensor<3xf32>, %b = %b0 : tensor<3xf32>, %c = %c0 : tensor<3xf32>)
      over (%x in %xs : tensor<6x3xf32>) {
    %1 = graph.sub %x, %c : tensor<3xf32>
    graph.next %x, %a, %b : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
        emit %1 : tensor<3xf32>
  }
  return %0#0, %0#1, %0#2, %0#3
      : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<6x3xf32>
}

// A carried value that does not change, and one that is always the same later.
func.func @constant_state(%xs: tensor<5x3xf32>, %a0: tensor<3xf32>,
                          %w: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>, tensor<5x3xf32>) {
  %0:3 = graph.scan (%a = %a0 : tensor<3xf32>, %b = %a0 : tensor<3xf32>)
      over (%x in %xs : tensor<5x3xf32>) {
    %1 = graph.mul %x, %a : tensor<3xf32>
    %2 = graph.sub %1, %b : tensor<3xf32>
    graph.next %a, %w : tensor<3xf32>, tensor<3xf32> emit %2 : tensor<3xf32>
  }
  return %0#0, %0#1, %0#2 : tensor<3xf32>, tensor<3xf32>, tensor<5x3xf32>
}

// Emissions that nothing computes: an element, a value from outside, a carried
// value before its update, a constant; and one value twice.
func.func @emissions(%xs: tensor<5x3xf32>, %a0: tensor<3xf32>, %w: tensor<3xf32>)
    -> (tensor<5x3xf32>, tensor<5x3xf32>, tensor<5x3xf32>, tensor<5x2xf32>,
        tensor<5x3xf32>, tensor<5x3x1xf32>) {
  %0:7 = graph.scan reversed (%a = %a0 : tensor<3xf32>)
      over (%x in %xs : tensor<5x3xf32>) {
    %1 = graph.sub %x, %a : tensor<3xf32>
    %2 = graph.constant dense<[1.0, 2.5]> : tensor<2xf32>
    %3 = graph.reshape %1 {shape = #graph.dims<3, 1>}
        : (tensor<3xf32>) -> tensor<3x1xf32>
    graph.next %1 : tensor<3xf32> emit %x, %w, %a, %2, %1, %3
        : tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<2xf32>,
          tensor<3xf32>, tensor<3x1xf32>
  }
  return %0#1, %0#2, %0#3, %0#4, %0#5, %0#6
      : tensor<5x3xf32>, tensor<5x3xf32>, tensor<5x3xf32>, tensor<5x2xf32>,
        tensor<5x3xf32>, tensor<5x3x1xf32>
}

// Carried values that are reshaped on their way.
func.func @reshapes(%xs: tensor<4x2x3xf32>, %a0: tensor<6xf32>)
    -> (tensor<6xf32>, tensor<4x3x2xf32>) {
  %0, %1 = graph.scan (%a = %a0 : tensor<6xf32>) over (%x in %xs : tensor<4x2x3xf32>) {
    %2 = graph.reshape %x {shape = #graph.dims<6>}
        : (tensor<2x3xf32>) -> tensor<6xf32>
    %3 = graph.add %a, %2 : tensor<6xf32>
    %4 = graph.reshape %3 {shape = #graph.dims<3, 2>}
        : (tensor<6xf32>) -> tensor<3x2xf32>
    %5 = graph.transpose %4 {permutation = array<i64: 1, 0>}
        : (tensor<3x2xf32>) -> tensor<2x3xf32>
    %6 = graph.reshape %5 {shape = #graph.dims<6>}
        : (tensor<2x3xf32>) -> tensor<6xf32>
    graph.next %6 : tensor<6xf32> emit %4 : tensor<3x2xf32>
  }
  return %0, %1 : tensor<6xf32>, tensor<4x3x2xf32>
}

// Two carried values are one after the first step.
func.func @joined(%xs: tensor<4x3xf32>, %a0: tensor<3xf32>, %b0: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<3xf32>, tensor<4x3xf32>) {
  %0:3 = graph.scan (%a = %a0 : tensor<3xf32>, %b = %b0 : tensor<3xf32>)
      over (%x in %xs : tensor<4x3xf32>) {
    %1 = graph.sub %x, %a : tensor<3xf32>
    %2 = graph.sub %x, %b : tensor<3xf32>
    graph.next %1, %1 : tensor<3xf32>, tensor<3xf32> emit %2 : tensor<3xf32>
  }
  return %0#0, %0#1, %0#2 : tensor<3xf32>, tensor<3xf32>, tensor<4x3xf32>
}

// Values from outside: used as they are, broadcast, and computed.
func.func @captured(%xs: tensor<5x2x3xf32>, %a0: tensor<2x3xf32>, %w: tensor<3xf32>)
    -> (tensor<2x3xf32>, tensor<5x2x3xf32>) {
  %0 = graph.exp %w : tensor<3xf32>
  %1 = graph.constant dense<0.5> : tensor<2x3xf32>
  %2, %3 = graph.scan (%a = %a0 : tensor<2x3xf32>) over (%x in %xs : tensor<5x2x3xf32>) {
    %4 = graph.broadcast %0 {shape = #graph.dims<2, 3>}
        : (tensor<3xf32>) -> tensor<2x3xf32>
    %5 = graph.mul %x, %4 : tensor<2x3xf32>
    %6 = graph.mul %a, %1 : tensor<2x3xf32>
    %7 = graph.sub %5, %6 : tensor<2x3xf32>
    %8 = graph.neg %w : tensor<3xf32>
    %9 = graph.broadcast %8 {shape = #graph.dims<2, 3>}
        : (tensor<3xf32>) -> tensor<2x3xf32>
    %10 = graph.maximum %7, %9 : tensor<2x3xf32>
    graph.next %7 : tensor<2x3xf32> emit %10 : tensor<2x3xf32>
  }
  return %2, %3 : tensor<2x3xf32>, tensor<5x2x3xf32>
}

// One scan feeds the next, backwards.
func.func @chained(%xs: tensor<6x3xf32>, %h0: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<6x3xf32>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<3xf32>) over (%x in %xs : tensor<6x3xf32>) {
    %2 = graph.sub %x, %h : tensor<3xf32>
    graph.next %2 : tensor<3xf32> emit %2 : tensor<3xf32>
  }
  %3, %4 = graph.scan reversed (%h = %0 : tensor<3xf32>)
      over (%x in %xs : tensor<6x3xf32>, %y in %1 : tensor<6x3xf32>) {
    %5 = graph.add %h, %y : tensor<3xf32>
    %6 = graph.minimum %5, %x : tensor<3xf32>
    graph.next %6 : tensor<3xf32> emit %5 : tensor<3xf32>
  }
  return %3, %4 : tensor<3xf32>, tensor<6x3xf32>
}

// A body of several kernels that depend on one another.
func.func @softmax_state(%xs: tensor<5x2x9xf32>, %a0: tensor<2x9xf32>)
    -> (tensor<2x9xf32>, tensor<5x2xf32>) {
  %0, %1 = graph.scan (%a = %a0 : tensor<2x9xf32>) over (%x in %xs : tensor<5x2x9xf32>) {
    %2 = graph.add %a, %x : tensor<2x9xf32>
    %3 = graph.max %2 {axes = array<i64: 1>, keep_dims = true}
        : (tensor<2x9xf32>) -> tensor<2x1xf32>
    %4 = graph.broadcast %3 {shape = #graph.dims<2, 9>}
        : (tensor<2x1xf32>) -> tensor<2x9xf32>
    %5 = graph.sub %2, %4 : tensor<2x9xf32>
    %6 = graph.exp %5 : tensor<2x9xf32>
    %7 = graph.sum %6 {axes = array<i64: 1>, keep_dims = true}
        : (tensor<2x9xf32>) -> tensor<2x1xf32>
    %8 = graph.broadcast %7 {shape = #graph.dims<2, 9>}
        : (tensor<2x1xf32>) -> tensor<2x9xf32>
    %9 = graph.div %6, %8 : tensor<2x9xf32>
    %10 = graph.reshape %3 {shape = #graph.dims<2>}
        : (tensor<2x1xf32>) -> tensor<2xf32>
    graph.next %9 : tensor<2x9xf32> emit %10 : tensor<2xf32>
  }
  return %0, %1 : tensor<2x9xf32>, tensor<5x2xf32>
}

//===----------------------------------------------------------------------===//
// Nested
//===----------------------------------------------------------------------===//

func.func @nested(%xs: tensor<3x4x2xf32>, %h0: tensor<2xf32>)
    -> (tensor<2xf32>, tensor<3x4x2xf32>, tensor<3x2xf32>) {
  %0:3 = graph.scan (%h = %h0 : tensor<2xf32>) over (%row in %xs : tensor<3x4x2xf32>) {
    %1, %2 = graph.scan reversed (%g = %h : tensor<2xf32>) over (%x in %row : tensor<4x2xf32>) {
      %3 = graph.sub %x, %g : tensor<2xf32>
      graph.next %3 : tensor<2xf32> emit %3 : tensor<2xf32>
    }
    %4 = graph.neg %1 : tensor<2xf32>
    graph.next %1 : tensor<2xf32> emit %2, %4 : tensor<4x2xf32>, tensor<2xf32>
  }
  return %0#0, %0#1, %0#2 : tensor<2xf32>, tensor<3x4x2xf32>, tensor<3x2xf32>
}

// The inner scan's last value is carried by the outer one: buffers take turns
// at both levels, with every parity.
func.func @nested_last(%xs: tensor<3x4x2xf32>, %ys: tensor<4x3x2xf32>, %h0: tensor<2xf32>)
    -> (tensor<2xf32>, tensor<2xf32>) {
  %0 = graph.scan (%h = %h0 : tensor<2xf32>) over (%row in %xs : tensor<3x4x2xf32>) {
    %1 = graph.scan (%g = %h : tensor<2xf32>) over (%x in %row : tensor<4x2xf32>) {
      %2 = graph.sub %x, %g : tensor<2xf32>
      graph.next %2 : tensor<2xf32>
    }
    graph.next %1 : tensor<2xf32>
  }
  %3 = graph.scan (%h = %0 : tensor<2xf32>) over (%row in %ys : tensor<4x3x2xf32>) {
    %4 = graph.scan (%g = %h : tensor<2xf32>) over (%x in %row : tensor<3x2xf32>) {
      %5 = graph.sub %x, %g : tensor<2xf32>
      graph.next %5 : tensor<2xf32>
    }
    graph.next %4 : tensor<2xf32>
  }
  return %0, %3 : tensor<2xf32>, tensor<2xf32>
}

// The inner scan steps through a value of the outer one; its stack is carried.
func.func @nested_stack(%xs: tensor<5x3xf32>, %a0: tensor<4x3xf32>)
    -> (tensor<4x3xf32>, tensor<5x3xf32>) {
  %0, %1 = graph.scan (%a = %a0 : tensor<4x3xf32>) over (%x in %xs : tensor<5x3xf32>) {
    %2, %3 = graph.scan (%s = %x : tensor<3xf32>) over (%row in %a : tensor<4x3xf32>) {
      %4 = graph.sub %row, %s : tensor<3xf32>
      %5 = graph.mul %row, %x : tensor<3xf32>
      graph.next %4 : tensor<3xf32> emit %5 : tensor<3xf32>
    }
    graph.next %3 : tensor<4x3xf32> emit %2 : tensor<3xf32>
  }
  return %0, %1 : tensor<4x3xf32>, tensor<5x3xf32>
}

func.func @three_deep(%xs: tensor<2x3x2x5xf32>, %h0: tensor<5xf32>)
    -> (tensor<5xf32>, tensor<2x3x2x5xf32>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<5xf32>) over (%x in %xs : tensor<2x3x2x5xf32>) {
    %2, %3 = graph.scan reversed (%i = %h : tensor<5xf32>) over (%y in %x : tensor<3x2x5xf32>) {
      %4, %5 = graph.scan (%j = %i : tensor<5xf32>) over (%z in %y : tensor<2x5xf32>) {
        %6 = graph.sub %z, %j : tensor<5xf32>
        %7 = graph.add %6, %h : tensor<5xf32>
        graph.next %6 : tensor<5xf32> emit %7 : tensor<5xf32>
      }
      graph.next %4 : tensor<5xf32> emit %5 : tensor<2x5xf32>
    }
    graph.next %2 : tensor<5xf32> emit %3 : tensor<3x2x5xf32>
  }
  return %0, %1 : tensor<5xf32>, tensor<2x3x2x5xf32>
}

// An inner scan of one step, of none, and one that is the same in each step.
func.func @short_inner(%xs: tensor<3x1x2xf32>, %e: tensor<0x2xf32>, %h0: tensor<2xf32>,
                       %w: tensor<4x2xf32>)
    -> (tensor<2xf32>, tensor<3x2xf32>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<2xf32>) over (%row in %xs : tensor<3x1x2xf32>) {
    %2 = graph.scan (%g = %h : tensor<2xf32>) over (%x in %row : tensor<1x2xf32>) {
      %3 = graph.sub %x, %g : tensor<2xf32>
      graph.next %3 : tensor<2xf32>
    }
    %4 = graph.scan (%g = %2 : tensor<2xf32>) over (%x in %e : tensor<0x2xf32>) {
      %5 = graph.sub %x, %g : tensor<2xf32>
      graph.next %5 : tensor<2xf32>
    }
    %6 = graph.scan (%g = %h0 : tensor<2xf32>) over (%x in %w : tensor<4x2xf32>) {
      %7 = graph.sub %x, %g : tensor<2xf32>
      graph.next %7 : tensor<2xf32>
    }
    %8 = graph.add %4, %6 : tensor<2xf32>
    graph.next %4 : tensor<2xf32> emit %8 : tensor<2xf32>
  }
  return %0, %1 : tensor<2xf32>, tensor<3x2xf32>
}

//===----------------------------------------------------------------------===//
// Cells
//===----------------------------------------------------------------------===//

func.func @rnn_f32(%xs: tensor<6x3x4xf32>, %h0: tensor<3x21xf32>,
                   %w: tensor<21x4xf32>, %u: tensor<21x21xf32>, %b: tensor<21xf32>)
    -> (tensor<3x21xf32>, tensor<6x3x21xf32>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<3x21xf32>) over (%x in %xs : tensor<6x3x4xf32>) {
    %2 = graph.matmul %x, %w {transpose_rhs = true}
        : (tensor<3x4xf32>, tensor<21x4xf32>) -> tensor<3x21xf32>
    %3 = graph.matmul %h, %u {transpose_rhs = true}
        : (tensor<3x21xf32>, tensor<21x21xf32>) -> tensor<3x21xf32>
    %4 = graph.add %2, %3 : tensor<3x21xf32>
    %5 = graph.broadcast %b {shape = #graph.dims<3, 21>}
        : (tensor<21xf32>) -> tensor<3x21xf32>
    %6 = graph.add %4, %5 : tensor<3x21xf32>
    %7 = graph.tanh %6 : tensor<3x21xf32>
    graph.next %7 : tensor<3x21xf32> emit %7 : tensor<3x21xf32>
  }
  return %0, %1 : tensor<3x21xf32>, tensor<6x3x21xf32>
}

func.func @rnn_f64(%xs: tensor<5x2x3xf64>, %h0: tensor<2x9xf64>,
                   %w: tensor<3x9xf64>, %u: tensor<9x9xf64>)
    -> (tensor<2x9xf64>, tensor<5x2x9xf64>) {
  %0, %1 = graph.scan reversed (%h = %h0 : tensor<2x9xf64>) over (%x in %xs : tensor<5x2x3xf64>) {
    %2 = graph.matmul %x, %w
        : (tensor<2x3xf64>, tensor<3x9xf64>) -> tensor<2x9xf64>
    %3 = graph.matmul %h, %u
        : (tensor<2x9xf64>, tensor<9x9xf64>) -> tensor<2x9xf64>
    %4 = graph.add %2, %3 : tensor<2x9xf64>
    %5 = graph.tanh %4 : tensor<2x9xf64>
    graph.next %5 : tensor<2x9xf64> emit %5 : tensor<2x9xf64>
  }
  return %0, %1 : tensor<2x9xf64>, tensor<5x2x9xf64>
}

// One product makes the four gates: input, forget, cell, output.
func.func @lstm(%xs: tensor<7x2x5xf32>, %h0: tensor<2x6xf32>, %c0: tensor<2x6xf32>,
                %w: tensor<24x5xf32>, %u: tensor<24x6xf32>, %b: tensor<24xf32>)
    -> (tensor<7x2x6xf32>, tensor<2x6xf32>, tensor<2x6xf32>) {
  %0:3 = graph.scan (%h = %h0 : tensor<2x6xf32>, %c = %c0 : tensor<2x6xf32>)
      over (%x in %xs : tensor<7x2x5xf32>) {
    %1 = graph.matmul %x, %w {transpose_rhs = true}
        : (tensor<2x5xf32>, tensor<24x5xf32>) -> tensor<2x24xf32>
    %2 = graph.matmul %h, %u {transpose_rhs = true}
        : (tensor<2x6xf32>, tensor<24x6xf32>) -> tensor<2x24xf32>
    %3 = graph.add %1, %2 : tensor<2x24xf32>
    %4 = graph.broadcast %b {shape = #graph.dims<2, 24>}
        : (tensor<24xf32>) -> tensor<2x24xf32>
    %5 = graph.add %3, %4 : tensor<2x24xf32>
    %6 = graph.slice %5 {starts = #graph.dims<0, 0>, sizes = #graph.dims<2, 6>, strides = array<i64: 1, 1>}
        : (tensor<2x24xf32>) -> tensor<2x6xf32>
    %7 = graph.slice %5 {starts = #graph.dims<0, 6>, sizes = #graph.dims<2, 6>, strides = array<i64: 1, 1>}
        : (tensor<2x24xf32>) -> tensor<2x6xf32>
    %8 = graph.slice %5 {starts = #graph.dims<0, 12>, sizes = #graph.dims<2, 6>, strides = array<i64: 1, 1>}
        : (tensor<2x24xf32>) -> tensor<2x6xf32>
    %9 = graph.slice %5 {starts = #graph.dims<0, 18>, sizes = #graph.dims<2, 6>, strides = array<i64: 1, 1>}
        : (tensor<2x24xf32>) -> tensor<2x6xf32>
    %i = graph.sigmoid %6 : tensor<2x6xf32>
    %f = graph.sigmoid %7 : tensor<2x6xf32>
    %g = graph.tanh %8 : tensor<2x6xf32>
    %o = graph.sigmoid %9 : tensor<2x6xf32>
    %10 = graph.mul %f, %c : tensor<2x6xf32>
    %11 = graph.mul %i, %g : tensor<2x6xf32>
    %12 = graph.add %10, %11 : tensor<2x6xf32>
    %13 = graph.tanh %12 : tensor<2x6xf32>
    %14 = graph.mul %o, %13 : tensor<2x6xf32>
    graph.next %14, %12 : tensor<2x6xf32>, tensor<2x6xf32> emit %14 : tensor<2x6xf32>
  }
  return %0#2, %0#0, %0#1 : tensor<7x2x6xf32>, tensor<2x6xf32>, tensor<2x6xf32>
}

// Indices are checked in each step.
func.func @picks(%ids: tensor<5x3xi64> {sample.range = [0, 3]}, %table: tensor<3x4xf32>,
                 %h0: tensor<3xf32>)
    -> (tensor<3xf32>, tensor<5x3xf32>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<3xf32>) over (%id in %ids : tensor<5x3xi64>) {
    %2 = graph.pick %table, %id {axis = 1 : i64}
        : (tensor<3x4xf32>, tensor<3xi64>) -> tensor<3xf32>
    %3 = graph.sub %2, %h : tensor<3xf32>
    graph.next %3 : tensor<3xf32> emit %3 : tensor<3xf32>
  }
  return %0, %1 : tensor<3xf32>, tensor<5x3xf32>
}

// Enough work that two threads share each launch.
func.func @wide(%xs: tensor<9x3x5000xf32>, %h0: tensor<3x5000xf32>)
    -> (tensor<3x5000xf32>, tensor<9x3x5000xf32>) {
  %0, %1 = graph.scan (%h = %h0 : tensor<3x5000xf32>) over (%x in %xs : tensor<9x3x5000xf32>) {
    %2 = graph.slice %h {starts = #graph.dims<0, 1>, sizes = #graph.dims<3, 4999>, strides = array<i64: 1, 1>}
        : (tensor<3x5000xf32>) -> tensor<3x4999xf32>
    %3 = graph.slice %h {starts = #graph.dims<0, 0>, sizes = #graph.dims<3, 1>, strides = array<i64: 1, 1>}
        : (tensor<3x5000xf32>) -> tensor<3x1xf32>
    %4 = graph.concat %2, %3 {axis = 1 : i64}
        : (tensor<3x4999xf32>, tensor<3x1xf32>) -> tensor<3x5000xf32>
    %5 = graph.sub %x, %4 : tensor<3x5000xf32>
    graph.next %5 : tensor<3x5000xf32> emit %5 : tensor<3x5000xf32>
  }
  return %0, %1 : tensor<3x5000xf32>, tensor<9x3x5000xf32>
}
