// RUN: dlc-opt %s --split-input-file --graph-fuse-lstm-gates | FileCheck %s
// RUN: dlc-opt %s --split-input-file --graph-fuse-lstm-gates --graph-fuse-lstm-gates | FileCheck %s

// Weights that have the gates in order are the cell's as they are. A bias of the
// step goes with the gates of the input.
// CHECK-LABEL: func.func @slices
// CHECK-SAME: %[[XS:[^:]+]]: tensor<9x2x20xf32>, %[[H0:[^:]+]]: tensor<2x5xf32>, %[[U:[^:]+]]: tensor<20x5xf32>, %[[B:[^:]+]]: tensor<20xf32>
// CHECK-NEXT: graph.scan (%[[H:.*]] = %[[H0]] : {{.*}}, %[[C:.*]] = %[[H0]] : {{.*}}) over (%[[X:.*]] in %[[XS]]
// CHECK-NEXT:   %[[BS:.*]] = graph.broadcast %[[B]]
// CHECK-NEXT:   %[[G:.*]] = graph.add %[[X]], %[[BS]]
// CHECK-NEXT:   %[[H1:.*]], %[[C1:.*]] = graph.lstm_cell %[[G]], %[[H]], %[[C]], %[[U]]
// CHECK-NEXT:   graph.next %[[H1]], %[[C1]] {{.*}} emit %[[H1]]
func.func @slices(%xs: tensor<9x2x20xf32>, %h0: tensor<2x5xf32>, %u: tensor<20x5xf32>,
                  %b: tensor<20xf32>) -> tensor<9x2x5xf32> {
  %0:3 = graph.scan (%h = %h0 : tensor<2x5xf32>, %c = %h0 : tensor<2x5xf32>) over (%x in %xs : tensor<9x2x20xf32>) {
    %1 = graph.matmul %h, %u {transpose_rhs = true} : (tensor<2x5xf32>, tensor<20x5xf32>) -> tensor<2x20xf32>
    %2 = graph.broadcast %b {shape = #graph.dims<2, 20>} : (tensor<20xf32>) -> tensor<2x20xf32>
    %3 = graph.add %1, %2 : tensor<2x20xf32>
    %4 = graph.add %x, %3 : tensor<2x20xf32>
    %5 = graph.sigmoid %4 : tensor<2x20xf32>
    %i = graph.slice %5 {starts = #graph.dims<0, 0>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xf32>) -> tensor<2x5xf32>
    %f = graph.slice %5 {starts = #graph.dims<0, 5>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xf32>) -> tensor<2x5xf32>
    %6 = graph.slice %4 {starts = #graph.dims<0, 10>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xf32>) -> tensor<2x5xf32>
    %g = graph.tanh %6 : tensor<2x5xf32>
    %o = graph.slice %5 {starts = #graph.dims<0, 15>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xf32>) -> tensor<2x5xf32>
    %7 = graph.mul %i, %g : tensor<2x5xf32>
    %8 = graph.mul %c, %f : tensor<2x5xf32>
    %9 = graph.add %7, %8 : tensor<2x5xf32>
    %10 = graph.tanh %9 : tensor<2x5xf32>
    %11 = graph.mul %10, %o : tensor<2x5xf32>
    graph.next %11, %9 : tensor<2x5xf32>, tensor<2x5xf32> emit %11 : tensor<2x5xf32>
  }
  return %0#2 : tensor<9x2x5xf32>
}

// -----

// A product for each gate, of [x, h]; on vectors, with the weights on the left;
// with one unit. Weights and biases are put together before the scan.
// CHECK-LABEL: func.func @products
// CHECK-SAME: %[[XS:[^:]+]]: tensor<9x3xf64>
// CHECK: %[[WH:.*]] = graph.concat {{.*}} {axis = 0 : i64} : (tensor<1x1xf64>, tensor<1x1xf64>, tensor<1x1xf64>, tensor<1x1xf64>) -> tensor<4x1xf64>
// CHECK: %[[WX:.*]] = graph.concat {{.*}} {axis = 0 : i64} : (tensor<1x3xf64>, tensor<1x3xf64>, tensor<1x3xf64>, tensor<1x3xf64>) -> tensor<4x3xf64>
// CHECK: %[[B:.*]] = graph.concat {{.*}} -> tensor<4xf64>
// CHECK: graph.scan (%[[H:.*]] = %{{.*}}, %[[C:.*]] = %{{.*}}) over (%[[X:.*]] in %[[XS]]
// CHECK-NEXT: %[[P:.*]] = graph.matmul %[[X]], %[[WX]] {transpose_rhs = true}
// CHECK-NEXT: %[[S:.*]] = graph.add %[[P]], %[[B]]
// CHECK-NEXT: %[[H1:.*]], %[[C1:.*]] = graph.lstm_cell %[[S]], %[[H]], %[[C]], %[[WH]]
// CHECK-NEXT: graph.next %[[H1]], %[[C1]] : tensor<1xf64>, tensor<1xf64>
func.func @products(%xs: tensor<9x3xf64>, %h0: tensor<1xf64>,
                    %wi: tensor<1x4xf64>, %wf: tensor<1x4xf64>, %wg: tensor<1x4xf64>, %wo: tensor<1x4xf64>,
                    %bi: tensor<1xf64>, %bf: tensor<1xf64>, %bo: tensor<1xf64>) -> tensor<1xf64> {
  %0:2 = graph.scan (%h = %h0 : tensor<1xf64>, %c = %h0 : tensor<1xf64>) over (%x in %xs : tensor<9x3xf64>) {
    %v = graph.concat %x, %h {axis = 0 : i64} : (tensor<3xf64>, tensor<1xf64>) -> tensor<4xf64>
    %1 = graph.matmul %wi, %v : (tensor<1x4xf64>, tensor<4xf64>) -> tensor<1xf64>
    %2 = graph.add %1, %bi : tensor<1xf64>
    %i = graph.sigmoid %2 : tensor<1xf64>
    %3 = graph.matmul %wf, %v : (tensor<1x4xf64>, tensor<4xf64>) -> tensor<1xf64>
    %4 = graph.sub %3, %bf : tensor<1xf64>
    %f = graph.sigmoid %4 : tensor<1xf64>
    %5 = graph.matmul %wg, %v : (tensor<1x4xf64>, tensor<4xf64>) -> tensor<1xf64>
    %g = graph.tanh %5 : tensor<1xf64>
    %6 = graph.matmul %wo, %v : (tensor<1x4xf64>, tensor<4xf64>) -> tensor<1xf64>
    %7 = graph.add %bo, %6 : tensor<1xf64>
    %o = graph.sigmoid %7 : tensor<1xf64>
    %8 = graph.mul %i, %g : tensor<1xf64>
    %9 = graph.mul %c, %f : tensor<1xf64>
    %10 = graph.add %9, %8 : tensor<1xf64>
    %11 = graph.tanh %10 : tensor<1xf64>
    %12 = graph.mul %11, %o : tensor<1xf64>
    graph.next %12, %10 : tensor<1xf64>, tensor<1xf64>
  }
  return %0#0 : tensor<1xf64>
}

// -----

// Called once, a cell multiplies [h, x] as a whole, for which the parameters
// stay as they are.
// CHECK-LABEL: func.func @once
// CHECK-SAME: %[[W:[^:]+]]: tensor<20x8xf32> {{.*}}, %[[X:[^:]+]]: tensor<2x3xf32> {{.*}}, %[[H:[^:]+]]: tensor<2x5xf32> {{.*}}, %[[C:[^:]+]]: tensor<2x5xf32>
// CHECK: %[[V:.*]] = graph.concat %[[H]], %[[X]]
// CHECK: %[[Z:.*]] = graph.broadcast %{{.*}} -> tensor<2x20xf32>
// CHECK: %[[H1:.*]], %[[C1:.*]] = graph.lstm_cell %[[Z]], %[[V]], %[[C]], %[[W]]
// CHECK-NEXT: return %[[H1]], %[[C1]]
func.func @once(%w: tensor<20x8xf32> {graph.parameter = "w"}, %x: tensor<2x3xf32> {graph.input = "x"},
                %h: tensor<2x5xf32> {graph.input = "h"}, %c: tensor<2x5xf32> {graph.input = "c"})
    -> (tensor<2x5xf32> {graph.output = "h1"}, tensor<2x5xf32> {graph.output = "c1"}) {
  %0 = graph.concat %h, %x {axis = 1 : i64} : (tensor<2x5xf32>, tensor<2x3xf32>) -> tensor<2x8xf32>
  %1 = graph.matmul %0, %w {transpose_rhs = true} : (tensor<2x8xf32>, tensor<20x8xf32>) -> tensor<2x20xf32>
  %2 = graph.reshape %1 {shape = #graph.dims<2, 4, 5>} : (tensor<2x20xf32>) -> tensor<2x4x5xf32>
  %3 = graph.slice %2 {starts = #graph.dims<0, 0, 0>, sizes = #graph.dims<2, 1, 5>, strides = array<i64: 1, 1, 1>} : (tensor<2x4x5xf32>) -> tensor<2x1x5xf32>
  %4 = graph.reshape %3 {shape = #graph.dims<2, 5>} : (tensor<2x1x5xf32>) -> tensor<2x5xf32>
  %5 = graph.slice %2 {starts = #graph.dims<0, 1, 0>, sizes = #graph.dims<2, 1, 5>, strides = array<i64: 1, 1, 1>} : (tensor<2x4x5xf32>) -> tensor<2x1x5xf32>
  %6 = graph.reshape %5 {shape = #graph.dims<2, 5>} : (tensor<2x1x5xf32>) -> tensor<2x5xf32>
  %7 = graph.slice %2 {starts = #graph.dims<0, 2, 0>, sizes = #graph.dims<2, 1, 5>, strides = array<i64: 1, 1, 1>} : (tensor<2x4x5xf32>) -> tensor<2x1x5xf32>
  %8 = graph.reshape %7 {shape = #graph.dims<2, 5>} : (tensor<2x1x5xf32>) -> tensor<2x5xf32>
  %9 = graph.slice %2 {starts = #graph.dims<0, 3, 0>, sizes = #graph.dims<2, 1, 5>, strides = array<i64: 1, 1, 1>} : (tensor<2x4x5xf32>) -> tensor<2x1x5xf32>
  %10 = graph.reshape %9 {shape = #graph.dims<2, 5>} : (tensor<2x1x5xf32>) -> tensor<2x5xf32>
  %i = graph.sigmoid %4 : tensor<2x5xf32>
  %f = graph.sigmoid %6 : tensor<2x5xf32>
  %g = graph.tanh %8 : tensor<2x5xf32>
  %o = graph.sigmoid %10 : tensor<2x5xf32>
  %11 = graph.mul %f, %c : tensor<2x5xf32>
  %12 = graph.mul %i, %g : tensor<2x5xf32>
  %13 = graph.add %11, %12 : tensor<2x5xf32>
  %14 = graph.tanh %13 : tensor<2x5xf32>
  %15 = graph.mul %o, %14 : tensor<2x5xf32>
  return %15, %13 : tensor<2x5xf32>, tensor<2x5xf32>
}

// -----

// Reset gate after the product, which has a bias; the update gate keeps the new
// state rather than the old, so its argument changes its sign.
// CHECK-LABEL: func.func @gru
// CHECK-SAME: %[[XS:[^:]+]]: tensor<9x2x15xf32>, %[[H0:[^:]+]]: tensor<2x5xf32>, %[[U:[^:]+]]: tensor<5x15xf32>, %[[B:[^:]+]]: tensor<5xf32>
// CHECK: %[[N:.*]] = graph.neg
// CHECK: %[[W:.*]] = graph.concat {{.*}}%[[N]]{{.*}} -> tensor<15x5xf32>
// CHECK: graph.scan (%[[H:.*]] = %[[H0]] : {{.*}}) over (%[[X:.*]] in %[[XS]]
// CHECK: %[[G:.*]] = graph.concat
// CHECK-NEXT: %[[H1:.*]] = graph.gru_cell %[[G]], %[[H]], %[[W]], %[[B]] : 
// CHECK-NEXT: graph.next %[[H1]]
func.func @gru(%xs: tensor<9x2x15xf32>, %h0: tensor<2x5xf32>, %u: tensor<5x15xf32>,
               %b: tensor<5xf32>) -> tensor<2x5xf32> {
  %one = graph.constant dense<1.0> : tensor<2x5xf32>
  %0 = graph.scan (%h = %h0 : tensor<2x5xf32>) over (%x in %xs : tensor<9x2x15xf32>) {
    %1 = graph.matmul %h, %u : (tensor<2x5xf32>, tensor<5x15xf32>) -> tensor<2x15xf32>
    %xr = graph.slice %x {starts = #graph.dims<0, 0>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x15xf32>) -> tensor<2x5xf32>
    %xz = graph.slice %x {starts = #graph.dims<0, 5>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x15xf32>) -> tensor<2x5xf32>
    %xn = graph.slice %x {starts = #graph.dims<0, 10>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x15xf32>) -> tensor<2x5xf32>
    %hr = graph.slice %1 {starts = #graph.dims<0, 0>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x15xf32>) -> tensor<2x5xf32>
    %hz = graph.slice %1 {starts = #graph.dims<0, 5>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x15xf32>) -> tensor<2x5xf32>
    %hn = graph.slice %1 {starts = #graph.dims<0, 10>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x15xf32>) -> tensor<2x5xf32>
    %2 = graph.add %xr, %hr : tensor<2x5xf32>
    %r = graph.sigmoid %2 : tensor<2x5xf32>
    %3 = graph.add %xz, %hz : tensor<2x5xf32>
    %z = graph.sigmoid %3 : tensor<2x5xf32>
    %4 = graph.broadcast %b {shape = #graph.dims<2, 5>} : (tensor<5xf32>) -> tensor<2x5xf32>
    %5 = graph.add %hn, %4 : tensor<2x5xf32>
    %6 = graph.mul %r, %5 : tensor<2x5xf32>
    %7 = graph.add %6, %xn : tensor<2x5xf32>
    %n = graph.tanh %7 : tensor<2x5xf32>
    %8 = graph.sub %one, %z : tensor<2x5xf32>
    %9 = graph.mul %8, %h : tensor<2x5xf32>
    %10 = graph.mul %z, %n : tensor<2x5xf32>
    %11 = graph.add %9, %10 : tensor<2x5xf32>
    graph.next %11 : tensor<2x5xf32>
  }
  return %0 : tensor<2x5xf32>
}

// -----

// Not cells: another needs a gate; the gates have no products; an element type
// without one.
// CHECK-LABEL: func.func @others
// CHECK-NOT: lstm_cell
// CHECK: return
func.func @others(%w: tensor<20x5xf32> {graph.parameter = "w"}, %v: tensor<20x5xbf16> {graph.parameter = "v"},
                  %h: tensor<2x5xf32>, %c: tensor<2x5xf32>, %k: tensor<2x5xbf16>)
    -> (tensor<2x5xf32>, tensor<2x5xf32>, tensor<2x5xf32>, tensor<2x5xbf16>) {
  %0 = graph.matmul %h, %w {transpose_rhs = true} : (tensor<2x5xf32>, tensor<20x5xf32>) -> tensor<2x20xf32>
  %1 = graph.slice %0 {starts = #graph.dims<0, 0>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xf32>) -> tensor<2x5xf32>
  %2 = graph.slice %0 {starts = #graph.dims<0, 5>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xf32>) -> tensor<2x5xf32>
  %3 = graph.slice %0 {starts = #graph.dims<0, 10>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xf32>) -> tensor<2x5xf32>
  %4 = graph.slice %0 {starts = #graph.dims<0, 15>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xf32>) -> tensor<2x5xf32>
  %i = graph.sigmoid %1 : tensor<2x5xf32>
  %f = graph.sigmoid %2 : tensor<2x5xf32>
  %g = graph.tanh %3 : tensor<2x5xf32>
  %o = graph.sigmoid %4 : tensor<2x5xf32>
  %5 = graph.mul %f, %c : tensor<2x5xf32>
  %6 = graph.mul %i, %g : tensor<2x5xf32>
  %7 = graph.add %5, %6 : tensor<2x5xf32>
  %8 = graph.tanh %7 : tensor<2x5xf32>
  %9 = graph.mul %o, %8 : tensor<2x5xf32>

  %10 = graph.sigmoid %h : tensor<2x5xf32>
  %11 = graph.mul %10, %c : tensor<2x5xf32>
  %12 = graph.tanh %h : tensor<2x5xf32>
  %13 = graph.mul %10, %12 : tensor<2x5xf32>
  %14 = graph.add %11, %13 : tensor<2x5xf32>
  %15 = graph.tanh %14 : tensor<2x5xf32>
  %16 = graph.mul %10, %15 : tensor<2x5xf32>

  %17 = graph.matmul %k, %v {transpose_rhs = true} : (tensor<2x5xbf16>, tensor<20x5xbf16>) -> tensor<2x20xbf16>
  %18 = graph.slice %17 {starts = #graph.dims<0, 0>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xbf16>) -> tensor<2x5xbf16>
  %19 = graph.slice %17 {starts = #graph.dims<0, 5>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xbf16>) -> tensor<2x5xbf16>
  %20 = graph.slice %17 {starts = #graph.dims<0, 10>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xbf16>) -> tensor<2x5xbf16>
  %21 = graph.slice %17 {starts = #graph.dims<0, 15>, sizes = #graph.dims<2, 5>, strides = array<i64: 1, 1>} : (tensor<2x20xbf16>) -> tensor<2x5xbf16>
  %22 = graph.sigmoid %18 : tensor<2x5xbf16>
  %23 = graph.sigmoid %19 : tensor<2x5xbf16>
  %24 = graph.tanh %20 : tensor<2x5xbf16>
  %25 = graph.sigmoid %21 : tensor<2x5xbf16>
  %26 = graph.mul %22, %k : tensor<2x5xbf16>
  %27 = graph.mul %23, %24 : tensor<2x5xbf16>
  %28 = graph.add %26, %27 : tensor<2x5xbf16>
  %29 = graph.tanh %28 : tensor<2x5xbf16>
  %30 = graph.mul %25, %29 : tensor<2x5xbf16>
  return %9, %f, %16, %30 : tensor<2x5xf32>, tensor<2x5xf32>, tensor<2x5xf32>, tensor<2x5xbf16>
}

// -----

// A peephole of the output gate sees the next state: the cell cannot take it.
// What follows from the next state may be used elsewhere.
// CHECK-LABEL: func.func @peephole
// CHECK-NOT: lstm_cell
// CHECK: return
// CHECK-LABEL: func.func @next_state
// CHECK: graph.lstm_cell
// CHECK: %[[T:.*]] = graph.tanh
// CHECK: return %{{.*}}, %[[T]]
func.func @peephole(%w: tensor<20x5xf32> {graph.parameter = "w"}, %p: tensor<5xf32> {graph.parameter = "p"},
                    %h: tensor<5xf32>, %c: tensor<5xf32>) -> tensor<5xf32> {
  %0 = graph.matmul %h, %w {transpose_rhs = true} : (tensor<5xf32>, tensor<20x5xf32>) -> tensor<20xf32>
  %1 = graph.slice %0 {starts = #graph.dims<0>, sizes = #graph.dims<5>, strides = array<i64: 1>} : (tensor<20xf32>) -> tensor<5xf32>
  %2 = graph.slice %0 {starts = #graph.dims<5>, sizes = #graph.dims<5>, strides = array<i64: 1>} : (tensor<20xf32>) -> tensor<5xf32>
  %3 = graph.slice %0 {starts = #graph.dims<10>, sizes = #graph.dims<5>, strides = array<i64: 1>} : (tensor<20xf32>) -> tensor<5xf32>
  %4 = graph.slice %0 {starts = #graph.dims<15>, sizes = #graph.dims<5>, strides = array<i64: 1>} : (tensor<20xf32>) -> tensor<5xf32>
  %i = graph.sigmoid %1 : tensor<5xf32>
  %f = graph.sigmoid %2 : tensor<5xf32>
  %g = graph.tanh %3 : tensor<5xf32>
  %5 = graph.mul %f, %c : tensor<5xf32>
  %6 = graph.mul %i, %g : tensor<5xf32>
  %7 = graph.add %5, %6 : tensor<5xf32>
  %8 = graph.mul %7, %p : tensor<5xf32>
  %9 = graph.add %4, %8 : tensor<5xf32>
  %o = graph.sigmoid %9 : tensor<5xf32>
  %10 = graph.tanh %7 : tensor<5xf32>
  %11 = graph.mul %o, %10 : tensor<5xf32>
  return %11 : tensor<5xf32>
}
func.func @next_state(%w: tensor<20x5xf32> {graph.parameter = "w"},
                      %h: tensor<5xf32>, %c: tensor<5xf32>) -> (tensor<5xf32>, tensor<5xf32>) {
  %0 = graph.matmul %h, %w {transpose_rhs = true} : (tensor<5xf32>, tensor<20x5xf32>) -> tensor<20xf32>
  %1 = graph.slice %0 {starts = #graph.dims<0>, sizes = #graph.dims<5>, strides = array<i64: 1>} : (tensor<20xf32>) -> tensor<5xf32>
  %2 = graph.slice %0 {starts = #graph.dims<5>, sizes = #graph.dims<5>, strides = array<i64: 1>} : (tensor<20xf32>) -> tensor<5xf32>
  %3 = graph.slice %0 {starts = #graph.dims<10>, sizes = #graph.dims<5>, strides = array<i64: 1>} : (tensor<20xf32>) -> tensor<5xf32>
  %4 = graph.slice %0 {starts = #graph.dims<15>, sizes = #graph.dims<5>, strides = array<i64: 1>} : (tensor<20xf32>) -> tensor<5xf32>
  %i = graph.sigmoid %1 : tensor<5xf32>
  %f = graph.sigmoid %2 : tensor<5xf32>
  %g = graph.tanh %3 : tensor<5xf32>
  %5 = graph.mul %f, %c : tensor<5xf32>
  %6 = graph.mul %i, %g : tensor<5xf32>
  %7 = graph.add %5, %6 : tensor<5xf32>
  %o = graph.sigmoid %4 : tensor<5xf32>
  %8 = graph.tanh %7 : tensor<5xf32>
  %9 = graph.mul %o, %8 : tensor<5xf32>
  return %9, %8 : tensor<5xf32>, tensor<5xf32>
}
