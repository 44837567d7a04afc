// RUN: dlc-opt %s --graph-pack-cells=vector-bytes=16 | FileCheck %s
// RUN: dlc-opt %s --graph-pack-cells="vector-bytes=32 registers=16" | FileCheck %s --check-prefix=TURNS

// Columns of gates from products outside are brought into the order of the
// blocks where the product is.
// CHECK-LABEL: func.func @layer
// CHECK-SAME: %[[XS:[^:]+]]: tensor<7x2x3xf32>, %[[WX:[^:]+]]: tensor<20x3xf32>, %[[B:[^:]+]]: tensor<20xf32>, %[[W:[^:]+]]: tensor<20x5xf32>
// CHECK: %[[R:.*]] = graph.reshape %[[WX]] {shape = #graph.dims<4, 5, 3>}
// CHECK: %[[P:.*]] = graph.pack %[[R]] {axis = 1 : i64, block = 4 : i64, outer_permutation = array<i64: 2, 1, 0>}
// CHECK-SAME: -> tensor<3x2x4x4xf32>
// CHECK: %[[M:.*]] = graph.reshape %[[P]] {shape = #graph.dims<3, 32>}
// CHECK: %[[X:.*]] = graph.matmul %[[XS]], %[[M]]
// CHECK-SAME: -> tensor<7x2x32xf32>
// CHECK: %[[R:.*]] = graph.reshape %[[B]] {shape = #graph.dims<4, 5>}
// CHECK: %[[P:.*]] = graph.pack %[[R]] {axis = 1 : i64, block = 4 : i64, outer_permutation = array<i64: 1, 0>}
// CHECK: %[[R:.*]] = graph.reshape %[[P]] {shape = #graph.dims<32>}
// CHECK: %[[B:.*]] = graph.broadcast %[[R]]
// CHECK: %[[S:.*]] = graph.add %[[X]], %[[B]]
// CHECK-NOT: graph.pack
// CHECK: graph.scan (%[[H:.*]] = %{{.*}}, %[[C:.*]] = %{{.*}}) over (%[[GATES:.*]] in %[[S]] : tensor<7x2x32xf32>)
// CHECK-NEXT: %[[R:.*]] = graph.reshape %[[W]] {shape = #graph.dims<1, 4, 5, 5>}
// CHECK-NEXT: %[[P:.*]] = graph.pack %[[R]] {axis = 2 : i64, block = 4 : i64, outer_permutation = array<i64: 2, 0, 3, 1>}
// CHECK-NEXT: %[[WEIGHT:.*]] = graph.reshape %[[P]] {shape = #graph.dims<2, 5, 16>}
// CHECK-NEXT: %[[G:.*]] = graph.reshape %[[GATES]] {shape = #graph.dims<2, 2, 4, 4>}
// CHECK-NEXT: %[[NEXT:.*]], %[[CELL:.*]] = graph.packed_lstm_cell %[[G]], %[[H]], %[[C]], %[[WEIGHT]]
// CHECK-NEXT: graph.next %[[NEXT]], %[[CELL]]
func.func @layer(%xs: tensor<7x2x3xf32>, %wx: tensor<20x3xf32>,
                 %b: tensor<20xf32>, %w: tensor<20x5xf32>,
                 %h0: tensor<2x5xf32>, %c0: tensor<2x5xf32>) -> tensor<2x5xf32> {
  %0 = graph.matmul %xs, %wx {transpose_rhs = true}
      : (tensor<7x2x3xf32>, tensor<20x3xf32>) -> tensor<7x2x20xf32>
  %1 = graph.broadcast %b {shape = #graph.dims<7, 2, 20>}
      : (tensor<20xf32>) -> tensor<7x2x20xf32>
  %2 = graph.add %0, %1 : tensor<7x2x20xf32>
  %last:2 = graph.scan (%h = %h0 : tensor<2x5xf32>, %c = %c0 : tensor<2x5xf32>)
      over (%gates in %2 : tensor<7x2x20xf32>) {
    %3:2 = graph.lstm_cell %gates, %h, %c, %w
        : (tensor<2x20xf32>, tensor<2x5xf32>, tensor<2x5xf32>, tensor<20x5xf32>)
        -> (tensor<2x5xf32>, tensor<2x5xf32>)
    graph.next %3#0, %3#1 : tensor<2x5xf32>, tensor<2x5xf32>
  }
  return %last#0 : tensor<2x5xf32>
}

// Gates that others need, too, are packed themselves.
// CHECK-LABEL: func.func @shared
// CHECK: %[[X:.*]] = graph.matmul %{{.*}}, %{{.*}} {transpose_rhs = true}
// CHECK: %[[R:.*]] = graph.reshape %[[X]] {shape = #graph.dims<2, 3, 4>}
// CHECK: graph.pack %[[R]] {axis = 2 : i64, block = 4 : i64, outer_permutation = array<i64: 0, 2, 1>}
// CHECK: graph.packed_gru_cell %{{.*}}, %{{.*}}, %{{.*}}, %{{.*}} :
// CHECK: return %{{.*}}, %[[X]]
func.func @shared(%x: tensor<2x3xf32>, %wx: tensor<12x3xf32>,
                  %h: tensor<2x4xf32>, %w: tensor<12x4xf32>, %b: tensor<4xf32>)
    -> (tensor<2x4xf32>, tensor<2x12xf32>) {
  %0 = graph.matmul %x, %wx {transpose_rhs = true}
      : (tensor<2x3xf32>, tensor<12x3xf32>) -> tensor<2x12xf32>
  %1 = graph.gru_cell %0, %h, %w, %b
      : (tensor<2x12xf32>, tensor<2x4xf32>, tensor<12x4xf32>, tensor<4xf32>) -> tensor<2x4xf32>
  return %1, %0 : tensor<2x4xf32>, tensor<2x12xf32>
}

// Rows alone change on the way from the product; a right operand that is not
// transposed stays so.
// CHECK-LABEL: func.func @rows
// CHECK: %[[X:.*]] = graph.matmul %{{.*}}, %{{.*}} : (tensor<6x3xf32>, tensor<3x12xf32>) -> tensor<6x12xf32>
// CHECK: %[[R:.*]] = graph.reshape %[[X]] {shape = #graph.dims<2, 3, 12>}
// CHECK: %[[S:.*]] = graph.slice %[[R]] {sizes = #graph.dims<2, 1, 12>, starts = #graph.dims<0, 1, 0>
// CHECK-NOT: graph.pack %[[S]]
// CHECK: graph.packed_gru_cell
func.func @rows(%x: tensor<6x3xf32>, %wx: tensor<3x12xf32>,
                %h: tensor<2x4xf32>, %w: tensor<12x4xf32>) -> tensor<2x4xf32> {
  %0 = graph.matmul %x, %wx
      : (tensor<6x3xf32>, tensor<3x12xf32>) -> tensor<6x12xf32>
  %1 = graph.reshape %0 {shape = #graph.dims<2, 3, 12>}
      : (tensor<6x12xf32>) -> tensor<2x3x12xf32>
  %2 = graph.slice %1 {sizes = #graph.dims<2, 1, 12>, starts = #graph.dims<0, 1, 0>, strides = array<i64: 1, 1, 1>}
      : (tensor<2x3x12xf32>) -> tensor<2x1x12xf32>
  %3 = graph.reshape %2 {shape = #graph.dims<2, 12>}
      : (tensor<2x1x12xf32>) -> tensor<2x12xf32>
  %4 = graph.gru_cell %3, %h, %w
      : (tensor<2x12xf32>, tensor<2x4xf32>, tensor<12x4xf32>) -> tensor<2x4xf32>
  return %4 : tensor<2x4xf32>
}

// Six rows of two gates fit into 16 registers: two turns, a matrix for each. Of
// one row all gates fit.
// TURNS-LABEL: func.func @turns
// TURNS: %[[R:.*]] = graph.reshape %{{.*}} {shape = #graph.dims<2, 2, 16, 16>}
// TURNS: %[[P:.*]] = graph.pack %[[R]] {axis = 2 : i64, block = 8 : i64, outer_permutation = array<i64: 2, 0, 3, 1>}
// TURNS-SAME: -> tensor<2x2x16x2x8xf32>
// TURNS: graph.reshape %[[P]] {shape = #graph.dims<4, 16, 16>}
// TURNS: graph.reshape %{{.*}} {shape = #graph.dims<2, 16, 32>}
// TURNS: return
func.func @turns(%g: tensor<6x64xf32>, %h: tensor<6x16xf32>,
                 %g1: tensor<1x64xf32>, %h1: tensor<1x16xf32>, %w: tensor<64x16xf32>)
    -> (tensor<6x16xf32>, tensor<1x16xf32>) {
  %0:2 = graph.lstm_cell %g, %h, %h, %w
      : (tensor<6x64xf32>, tensor<6x16xf32>, tensor<6x16xf32>, tensor<64x16xf32>)
      -> (tensor<6x16xf32>, tensor<6x16xf32>)
  %1:2 = graph.lstm_cell %g1, %h1, %h1, %w
      : (tensor<1x64xf32>, tensor<1x16xf32>, tensor<1x16xf32>, tensor<64x16xf32>)
      -> (tensor<1x16xf32>, tensor<1x16xf32>)
  return %0#0, %1#0 : tensor<6x16xf32>, tensor<1x16xf32>
}

// CHECK-LABEL: func.func @no_kernel
// CHECK: graph.lstm_cell
// CHECK: graph.gru_cell
func.func @no_kernel(%g: tensor<2x12xbf16>, %h: tensor<2x3xbf16>, %w: tensor<12x3xbf16>,
                     %gg: tensor<2x9xf32>, %hh: tensor<2x3xf32>, %ww: tensor<9x3xf32>)
    -> (tensor<2x3xbf16>, tensor<2x3xf32>) {
  %0:2 = graph.lstm_cell %g, %h, %h, %w
      : (tensor<2x12xbf16>, tensor<2x3xbf16>, tensor<2x3xbf16>, tensor<12x3xbf16>)
      -> (tensor<2x3xbf16>, tensor<2x3xbf16>)
  %1 = graph.gru_cell %gg, %hh, %ww {reset_after = false}
      : (tensor<2x9xf32>, tensor<2x3xf32>, tensor<9x3xf32>) -> tensor<2x3xf32>
  return %0#0, %1 : tensor<2x3xbf16>, tensor<2x3xf32>
}
