// RUN: dlc-opt %s --split-input-file --verify-diagnostics

kernel.schedule @forward() workspace 0 {
  %0 = kernel.buffer input[0] : memref<4xf32>
  %1 = kernel.buffer output[0] : memref<4xf32>
  // expected-error @below {{launches 'missing', which is not there}}
  kernel.launch @missing(%0) into %1 : (memref<4xf32>) -> memref<4xf32>
}

// -----

kernel.schedule @forward() workspace 0 {
  %0 = kernel.buffer input[0] : memref<4xf32>
  %1 = kernel.buffer output[0] : memref<5xf32>
  // expected-error @below {{does not match the type of 'neg'}}
  kernel.launch @neg(%0) into %1 : (memref<4xf32>) -> memref<5xf32>
}
kernel.func @neg(%x: tensor<4xf32>) -> tensor<4xf32>
    grid 1 {
  %0 = graph.neg %x : tensor<4xf32>
  kernel.return %0 : tensor<4xf32>
}

// -----

kernel.schedule @forward() workspace 0 {
  %0 = kernel.buffer input[0] : memref<4xf32>
  %1 = kernel.buffer output[0] : memref<4xf32>
  // expected-error @below {{does not match the type of 'both'}}
  kernel.launch @both(%0) into %1 : (memref<4xf32>) -> memref<4xf32>
}
kernel.func @both(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
    grid 1 {
  %0 = graph.neg %x : tensor<4xf32>
  kernel.return %0, %x : tensor<4xf32>, tensor<4xf32>
}

// -----

// expected-error @below {{returns no tensor}}
kernel.func @none(%x: tensor<4xf32>) grid 1 {
  kernel.return
}

// -----

// expected-error @below {{returns other types than it declares}}
kernel.func @two(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>)
    grid 1 {
  kernel.return %x : tensor<4xf32>
}

// -----

// expected-error @below {{returns tensors of two shapes}}
kernel.func @shapes(%x: tensor<4xf32>, %y: tensor<5xf32>)
    -> (tensor<4xf32>, tensor<5xf32>) grid 1 {
  kernel.return %x, %y : tensor<4xf32>, tensor<5xf32>
}

// -----

// expected-error @below {{returns other types than it declares}}
kernel.func @other(%x: tensor<4xf32>) -> tensor<5xf32>
    grid 1 {
  kernel.return %x : tensor<4xf32>
}

// -----

// expected-error @below {{needs a grid of 0 or more tiles}}
kernel.func @grid(%x: tensor<4xf32>) -> tensor<4xf32>
    grid -1 {
  kernel.return %x : tensor<4xf32>
}

// -----

kernel.schedule @forward() workspace 0 {
  // expected-error @below {{needs a count of 0 or more}}
  kernel.repeat %t of -1 {
  }
}

// -----

kernel.schedule @forward() workspace 0 {
  // expected-error @below {{needs a body with the row as its argument}}
  "kernel.repeat"() <{count = 3 : i64}> ({
  ^bb0(%t: i64):
  }) : () -> ()
}

// -----

kernel.schedule @forward() workspace 0 {
  %0 = kernel.buffer input[0] : memref<5x4xf32>
  kernel.repeat %t of 3 {
    // expected-error @below {{needs a stack of 3 rows}}
    %1 = kernel.element %0[%t] : memref<5x4xf32>
  }
}

// -----

kernel.schedule @forward() workspace 0 {
  %0 = kernel.buffer input[0] : memref<f32>
  kernel.repeat %t of 3 {
    // expected-error @below {{needs a stack of 3 rows}}
    %1 = kernel.element %0[%t] : memref<f32>
  }
}

// -----

kernel.schedule @forward() workspace 0 {
  %0 = kernel.buffer input[0] : memref<4xf32>
  %t = arith.constant 0 : index
  // expected-error @below {{needs the row of a loop}}
  %1 = kernel.alternate[%t] %0, %0 : memref<4xf32>
}

// -----

kernel.schedule @forward() workspace 0 {
  %0 = kernel.buffer input[0] : memref<4xf32>
  %t = arith.constant 0 : index
  // expected-error @below {{needs the row of a loop}}
  %1 = kernel.first[%t] %0 then %0 : memref<4xf32>
}

// -----

// expected-error @below {{updates two arguments in place}}
kernel.func @two_updates(%x: tensor<4xf32> {kernel.in_place = 0 : i64},
                         %y: tensor<4xf32> {kernel.in_place = 0 : i64}) -> tensor<4xf32>
    grid 1 {
  %0 = graph.add %x, %y : tensor<4xf32>
  kernel.return %0 : tensor<4xf32>
}

// -----

// expected-error @below {{updates an argument in place of no result}}
kernel.func @no_result(%x: tensor<4xf32> {kernel.in_place = 1 : i64})
    -> tensor<4xf32> grid 1 {
  kernel.return %x : tensor<4xf32>
}

// -----

// expected-error @below {{updates an argument of another shape in place}}
kernel.func @shape(%x: tensor<4xf32>, %y: tensor<5xf32> {kernel.in_place = 0 : i64})
    -> tensor<4xf32> grid 1 {
  kernel.return %x : tensor<4xf32>
}

// -----

kernel.schedule @forward() workspace 128 {
  %0 = kernel.buffer workspace[0] : memref<4xf32>
  %1 = kernel.buffer workspace[64] : memref<4xf32>
  // expected-error @below {{writes its result elsewhere than over argument 0, which 'neg' updates in place}}
  kernel.launch @neg(%0) into %1 : (memref<4xf32>) -> memref<4xf32>
}
kernel.func @neg(%x: tensor<4xf32> {kernel.in_place = 0 : i64}) -> tensor<4xf32>
    grid 1 {
  %0 = graph.neg %x : tensor<4xf32>
  kernel.return %0 : tensor<4xf32>
}

// -----

kernel.schedule @forward() workspace 0 {
  %0 = kernel.buffer input[0] : memref<3x8xf32>
  %1 = kernel.buffer output[0] : memref<3x8xf32>
  // expected-error @below {{has no number of rows for 'neg'}}
  kernel.launch @neg(%0) into %1 : (memref<3x8xf32>) -> memref<3x8xf32>
}
kernel.func @neg(%x: tensor<1x8xf32>) -> tensor<1x8xf32>
    grid 1 by_rows {
  %0 = graph.neg %x : tensor<1x8xf32>
  kernel.return %0 : tensor<1x8xf32>
}

// -----

kernel.schedule @forward() workspace 0 {
  %0 = kernel.buffer input[0] : memref<4xf32>
  %1 = kernel.buffer output[0] : memref<4xf32>
  // expected-error @below {{has rows for 'neg'}}
  kernel.launch @neg(%0) into %1 {rows = 4 : i64} : (memref<4xf32>) -> memref<4xf32>
}
kernel.func @neg(%x: tensor<4xf32>) -> tensor<4xf32>
    grid 1 {
  %0 = graph.neg %x : tensor<4xf32>
  kernel.return %0 : tensor<4xf32>
}

// -----

kernel.schedule @forward() workspace 0 {
  %0 = kernel.buffer input[0] : memref<3x8xf32>
  %1 = kernel.buffer output[0] : memref<3x8xf32>
  // expected-error @below {{does not match the type of 'neg'}}
  kernel.launch @neg(%0) into %1 {rows = 4 : i64} : (memref<3x8xf32>) -> memref<3x8xf32>
}
kernel.func @neg(%x: tensor<1x8xf32>) -> tensor<1x8xf32>
    grid 1 by_rows {
  %0 = graph.neg %x : tensor<1x8xf32>
  kernel.return %0 : tensor<1x8xf32>
}

// -----

// expected-error @below {{is by rows, but not of the type of one row}}
kernel.func @neg(%x: tensor<2x8xf32>) -> tensor<2x8xf32>
    grid 1 by_rows {
  %0 = graph.neg %x : tensor<2x8xf32>
  kernel.return %0 : tensor<2x8xf32>
}

// -----

// expected-error @below {{expected 'grid'}}
kernel.func @no_grid(%x: tensor<4xf32>) -> tensor<4xf32> {
  kernel.return %x : tensor<4xf32>
}

// -----

// expected-error @below {{needs a register tile of two axes}}
kernel.func @tile(%x: tensor<4xf32>) -> tensor<4xf32> grid 1 tile 1x2x3 {
  kernel.return %x : tensor<4xf32>
}

// -----

// expected-error @below {{expected types without names}}
kernel.schedule @named(%x: tensor<4xf32>) workspace 0 {
}

// -----

// expected-error @below {{needs a register tile of two axes}}
"kernel.func"() <{sym_name = "tile", function_type = (tensor<4xf32>) -> tensor<4xf32>, grid = 1 : i64, tile = array<i64: -1, 4>}> ({
^bb0(%x: tensor<4xf32>):
  kernel.return %x : tensor<4xf32>
}) : () -> ()

// -----

kernel.func @twice(%x: tensor<4xf32>) -> tensor<4xf32> grid 1
    // expected-error @below {{attribute 'grid' has a place of its own}}
    attributes {grid = 5 : i64} {
  kernel.return %x : tensor<4xf32>
}

// -----

// expected-error @below {{has attributes for other arguments or results than its type has}}
"kernel.schedule"() <{sym_name = "f", workspace = 0 : i64, function_type = (tensor<4xf32>, tensor<4xf32>) -> (), arg_attrs = [{}]}> ({
^bb0:
}) : () -> ()
