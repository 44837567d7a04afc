// RUN: dlc-opt %s --split-input-file --canonicalize --graph-fold-conv-batchnorm --canonicalize --cse > %t
// RUN: FileCheck %s < %t
// It folds nothing that it made.
// RUN: dlc-opt %t --split-input-file --graph-fold-conv-batchnorm --canonicalize --cse | diff %t -

// (x - mean) / sqrt(var + eps) * gamma + beta.
// CHECK-LABEL: func.func @batch_norm
// CHECK-SAME: (%[[W:.*]]: tensor<8x3x3x3xf32> {{.*}}, %[[GAMMA:.*]]: tensor<8xf32> {{.*}}, %[[BETA:.*]]: tensor<8xf32> {{.*}}, %[[MEAN:.*]]: tensor<8xf32> {{.*}}, %[[VAR:.*]]: tensor<8xf32> {{.*}}, %[[X:.*]]: tensor<2x3x9x9xf32>
func.func @batch_norm(%w: tensor<8x3x3x3xf32> {graph.parameter = "w"},
    %gamma: tensor<8xf32> {graph.parameter = "gamma"},
    %beta: tensor<8xf32> {graph.parameter = "beta"},
    %mean: tensor<8xf32> {graph.state = "mean"},
    %var: tensor<8xf32> {graph.state = "var"},
    %x: tensor<2x3x9x9xf32> {graph.input = "x"}) -> tensor<2x8x9x9xf32> {
  // CHECK-DAG: %[[STD:.*]] = graph.sqrt
  // CHECK-DAG: %[[S:.*]] = graph.div %[[GAMMA]], %[[STD]]
  // CHECK-DAG: %[[SW:.*]] = graph.broadcast %[[S]] {axes = array<i64: 0>, shape = #graph.dims<8, 3, 3, 3>}
  // CHECK-DAG: %[[F:.*]] = graph.mul %[[W]], %[[SW]]
  // CHECK-DAG: %[[MS:.*]] = graph.mul %[[MEAN]], %[[S]]
  // CHECK-DAG: %[[T:.*]] = graph.sub %[[BETA]], %[[MS]]
  // CHECK-DAG: %[[C:.*]] = graph.conv2d %[[X]], %[[F]] {padding = array<i64: 1, 1>}
  // CHECK-DAG: %[[B:.*]] = graph.broadcast %[[T]] {axes = array<i64: 1>, shape = #graph.dims<2, 8, 9, 9>}
  // CHECK: %[[R:.*]] = graph.add %[[C]], %[[B]]
  // CHECK-NEXT: return %[[R]]
  %0 = graph.conv2d %x, %w {padding = array<i64: 1, 1>}
      : (tensor<2x3x9x9xf32>, tensor<8x3x3x3xf32>) -> tensor<2x8x9x9xf32>
  %eps = graph.constant dense<1.0e-5> : tensor<8xf32>
  %1 = graph.add %var, %eps : tensor<8xf32>
  %std = graph.sqrt %1 : tensor<8xf32>
  %scale = graph.div %gamma, %std : tensor<8xf32>
  %2 = graph.broadcast %mean {axes = array<i64: 1>, shape = #graph.dims<2, 8, 9, 9>} : (tensor<8xf32>) -> tensor<2x8x9x9xf32>
  %3 = graph.broadcast %scale {axes = array<i64: 1>, shape = #graph.dims<2, 8, 9, 9>} : (tensor<8xf32>) -> tensor<2x8x9x9xf32>
  %4 = graph.broadcast %beta {axes = array<i64: 1>, shape = #graph.dims<2, 8, 9, 9>} : (tensor<8xf32>) -> tensor<2x8x9x9xf32>
  %5 = graph.sub %0, %2 : tensor<2x8x9x9xf32>
  %6 = graph.mul %5, %3 : tensor<2x8x9x9xf32>
  %7 = graph.add %6, %4 : tensor<2x8x9x9xf32>
  return %7 : tensor<2x8x9x9xf32>
}

// -----

// Another spelling: a bias before, the division last, numbers, a negative, and
// parameters of rank 4. All of it is one scale and one shift.
// CHECK-LABEL: func.func @other_spelling
// CHECK-SAME: %[[X:[a-z0-9]*]]: tensor<1x3x5x5xf32>
// CHECK-NOT: graph.{{.*}} : tensor<1x4x5x5xf32>
// CHECK: %[[C:.*]] = graph.conv2d %[[X]]
// CHECK-NOT: graph.{{.*}} : tensor<1x4x5x5xf32>
// CHECK: %[[B:.*]] = graph.broadcast {{.*}} -> tensor<1x4x5x5xf32>
// CHECK-NEXT: %[[R:.*]] = graph.add %[[C]], %[[B]]
// CHECK-NEXT: return %[[R]]
func.func @other_spelling(%w: tensor<4x3x1x1xf32> {graph.parameter = "w"},
    %bias: tensor<1x4x1x1xf32> {graph.parameter = "bias"},
    %std: tensor<1x4x1x1xf32> {graph.state = "std"},
    %x: tensor<1x3x5x5xf32> {graph.input = "x"}) -> tensor<1x4x5x5xf32> {
  %0 = graph.conv2d %x, %w
      : (tensor<1x3x5x5xf32>, tensor<4x3x1x1xf32>) -> tensor<1x4x5x5xf32>
  %1 = graph.broadcast %bias {shape = #graph.dims<1, 4, 5, 5>}
      : (tensor<1x4x1x1xf32>) -> tensor<1x4x5x5xf32>
  %2 = graph.sub %1, %0 : tensor<1x4x5x5xf32>
  %three = graph.constant dense<3.0> : tensor<1x4x5x5xf32>
  %3 = graph.mul %2, %three : tensor<1x4x5x5xf32>
  %4 = graph.broadcast %std {shape = #graph.dims<1, 4, 5, 5>}
      : (tensor<1x4x1x1xf32>) -> tensor<1x4x5x5xf32>
  %abs = graph.abs %4 : tensor<1x4x5x5xf32>
  %5 = graph.div %3, %abs : tensor<1x4x5x5xf32>
  %6 = graph.add %5, %3 : tensor<1x4x5x5xf32>
  return %6 : tensor<1x4x5x5xf32>
}

// -----

// Of a depthwise convolution each filter is scaled; a scale alone makes no bias.
// CHECK-LABEL: func.func @depthwise
// CHECK: %[[F:.*]] = graph.mul {{.*}} : tensor<6x1x3x3xf32>
// CHECK-NEXT: %[[C:.*]] = graph.conv2d %{{.*}}, %[[F]] {groups = 6 : i64}
// CHECK-NEXT: return %[[C]]
func.func @depthwise(%w: tensor<6x1x3x3xf32> {graph.parameter = "w"},
    %gamma: tensor<6xf32> {graph.parameter = "gamma"},
    %x: tensor<1x6x5x5xf32> {graph.input = "x"}) -> tensor<1x6x3x3xf32> {
  %0 = graph.conv2d %x, %w {groups = 6 : i64}
      : (tensor<1x6x5x5xf32>, tensor<6x1x3x3xf32>) -> tensor<1x6x3x3xf32>
  %1 = graph.broadcast %gamma {axes = array<i64: 1>, shape = #graph.dims<1, 6, 3, 3>} : (tensor<6xf32>) -> tensor<1x6x3x3xf32>
  %2 = graph.mul %0, %1 : tensor<1x6x3x3xf32>
  return %2 : tensor<1x6x3x3xf32>
}

// -----

// A linear layer and its bias; through a reshape and a transpose.
// CHECK-LABEL: func.func @linear
// CHECK: %[[F:.*]] = graph.mul {{.*}} : tensor<5x7xf32>
// CHECK: %[[P:.*]] = graph.matmul %{{.*}}, %[[F]] {transpose_rhs = true}
// CHECK: %[[B:.*]] = graph.broadcast {{.*}} -> tensor<12x5xf32>
// CHECK: %[[S:.*]] = graph.add %[[P]], %[[B]] : tensor<12x5xf32>
// CHECK: %[[M:.*]] = graph.reshape %[[S]] {{.*}} -> tensor<4x3x5xf32>
// CHECK: %[[T:.*]] = graph.transpose %[[M]] {permutation = array<i64: 0, 2, 1>}
// CHECK-NEXT: return %[[T]]
func.func @linear(%w: tensor<5x7xf32> {graph.parameter = "w"},
    %bias: tensor<5xf32> {graph.parameter = "bias"},
    %gamma: tensor<5xf32> {graph.parameter = "gamma"},
    %x: tensor<12x7xf32> {graph.input = "x"}) -> tensor<4x5x3xf32> {
  %0 = graph.matmul %x, %w {transpose_rhs = true}
      : (tensor<12x7xf32>, tensor<5x7xf32>) -> tensor<12x5xf32>
  %1 = graph.broadcast %bias {shape = #graph.dims<12, 5>}
      : (tensor<5xf32>) -> tensor<12x5xf32>
  %2 = graph.add %0, %1 : tensor<12x5xf32>
  %3 = graph.reshape %2 {shape = #graph.dims<4, 3, 5>}
      : (tensor<12x5xf32>) -> tensor<4x3x5xf32>
  %4 = graph.transpose %3 {permutation = array<i64: 0, 2, 1>}
      : (tensor<4x3x5xf32>) -> tensor<4x5x3xf32>
  %5 = graph.broadcast %gamma {axes = array<i64: 1>, shape = #graph.dims<4, 5, 3>} : (tensor<5xf32>) -> tensor<4x5x3xf32>
  %6 = graph.mul %4, %5 : tensor<4x5x3xf32>
  return %6 : tensor<4x5x3xf32>
}

// -----

// The filter on the left: its rows are the channels.
// CHECK-LABEL: func.func @filter_on_the_left
// CHECK: %[[F:.*]] = graph.mul {{.*}} : tensor<5x7xf32>
// CHECK: %[[P:.*]] = graph.matmul %[[F]], %{{.*}}
// CHECK: graph.broadcast {{.*}} {axes = array<i64: 1>, shape = #graph.dims<2, 5, 9>}
// CHECK: graph.add %[[P]]
func.func @filter_on_the_left(%w: tensor<5x7xf32> {graph.parameter = "w"},
    %gamma: tensor<5xf32> {graph.parameter = "gamma"},
    %x: tensor<2x7x9xf32> {graph.input = "x"}) -> tensor<2x5x9xf32> {
  %0 = graph.matmul %w, %x
      : (tensor<5x7xf32>, tensor<2x7x9xf32>) -> tensor<2x5x9xf32>
  %1 = graph.broadcast %gamma {axes = array<i64: 1>, shape = #graph.dims<2, 5, 9>} : (tensor<5xf32>) -> tensor<2x5x9xf32>
  %2 = graph.sub %0, %1 : tensor<2x5x9xf32>
  %3 = graph.mul %2, %1 : tensor<2x5x9xf32>
  return %3 : tensor<2x5x9xf32>
}

// -----

// Batch normalisation first: the shift goes through the filter.
// CHECK-LABEL: func.func @before_convolution
// CHECK-SAME: (%[[W:.*]]: tensor<6x2x3x3xf32> {{.*}}, %[[S:.*]]: tensor<4xf32> {{.*}}, %[[T:.*]]: tensor<4xf32> {{.*}}, %[[X:.*]]: tensor<1x4x5x5xf32>
// CHECK-DAG: %[[W5:.*]] = graph.reshape %[[W]] {shape = #graph.dims<2, 3, 2, 3, 3>}
// CHECK-DAG: %[[S2:.*]] = graph.reshape %[[S]] {shape = #graph.dims<2, 2>}
// CHECK-DAG: %[[S5:.*]] = graph.broadcast %[[S2]] {axes = array<i64: 0, 2>, shape = #graph.dims<2, 3, 2, 3, 3>}
// CHECK-DAG: %[[SW:.*]] = graph.mul %[[W5]], %[[S5]]
// CHECK-DAG: %[[F:.*]] = graph.reshape %[[SW]] {shape = #graph.dims<6, 2, 3, 3>}
// CHECK-DAG: %[[C:.*]] = graph.conv2d %[[X]], %[[F]] {groups = 2 : i64}
// CHECK-DAG: %[[SUM:.*]] = graph.sum
// CHECK-DAG: %[[B:.*]] = graph.broadcast %[[SUM]] {axes = array<i64: 1>, shape = #graph.dims<1, 6, 3, 3>}
// CHECK: graph.add %[[C]], %[[B]]
func.func @before_convolution(%w: tensor<6x2x3x3xf32> {graph.parameter = "w"},
    %s: tensor<4xf32> {graph.parameter = "s"},
    %t: tensor<4xf32> {graph.parameter = "t"},
    %x: tensor<1x4x5x5xf32> {graph.input = "x"}) -> tensor<1x6x3x3xf32> {
  %0 = graph.broadcast %s {axes = array<i64: 1>, shape = #graph.dims<1, 4, 5, 5>} : (tensor<4xf32>) -> tensor<1x4x5x5xf32>
  %1 = graph.broadcast %t {axes = array<i64: 1>, shape = #graph.dims<1, 4, 5, 5>} : (tensor<4xf32>) -> tensor<1x4x5x5xf32>
  %2 = graph.mul %x, %0 : tensor<1x4x5x5xf32>
  %3 = graph.add %2, %1 : tensor<1x4x5x5xf32>
  %4 = graph.conv2d %3, %w {groups = 2 : i64}
      : (tensor<1x4x5x5xf32>, tensor<6x2x3x3xf32>) -> tensor<1x6x3x3xf32>
  return %4 : tensor<1x6x3x3xf32>
}

// -----

// The padding is zero, not the shift; a scale alone passes it.
// CHECK-LABEL: func.func @before_padding
// CHECK: %[[A:.*]] = graph.add %{{.*}} : tensor<1x4x5x5xf32>
// CHECK: graph.conv2d %[[A]], %{{.*}}
// CHECK: %[[F:.*]] = graph.mul {{.*}} : tensor<6x4x3x3xf32>
// CHECK: graph.conv2d %{{.*}}, %[[F]] {padding = array<i64: 1, 1>}
func.func @before_padding(%w: tensor<6x4x3x3xf32> {graph.parameter = "w"},
    %s: tensor<4xf32> {graph.parameter = "s"},
    %x: tensor<1x4x5x5xf32> {graph.input = "x"},
    %y: tensor<1x4x5x5xf32> {graph.input = "y"})
    -> (tensor<1x6x5x5xf32>, tensor<1x6x5x5xf32>) {
  %0 = graph.broadcast %s {axes = array<i64: 1>, shape = #graph.dims<1, 4, 5, 5>} : (tensor<4xf32>) -> tensor<1x4x5x5xf32>
  %1 = graph.add %x, %0 : tensor<1x4x5x5xf32>
  %2 = graph.conv2d %1, %w {padding = array<i64: 1, 1>}
      : (tensor<1x4x5x5xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x5x5xf32>
  %3 = graph.mul %y, %0 : tensor<1x4x5x5xf32>
  %4 = graph.conv2d %3, %w {padding = array<i64: 1, 1>}
      : (tensor<1x4x5x5xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x5x5xf32>
  return %2, %4 : tensor<1x6x5x5xf32>, tensor<1x6x5x5xf32>
}

// -----

// What scales the input of two products is folded into both.
// CHECK-LABEL: func.func @two_products
// CHECK-NOT: graph.{{.*}} : tensor<3x7xf32>
// CHECK: %[[F:.*]] = graph.mul {{.*}} : tensor<7x5xf32>
// CHECK: graph.matmul %{{.*}}, %[[F]]
// CHECK: %[[G:.*]] = graph.mul {{.*}} : tensor<7x2xf32>
// CHECK: graph.matmul %{{.*}}, %[[G]]
func.func @two_products(%v: tensor<7x5xf32> {graph.parameter = "v"},
    %w: tensor<7x2xf32> {graph.parameter = "w"},
    %s: tensor<7xf32> {graph.parameter = "s"},
    %x: tensor<3x7xf32> {graph.input = "x"})
    -> (tensor<3x5xf32>, tensor<3x2xf32>) {
  %0 = graph.broadcast %s {shape = #graph.dims<3, 7>}
      : (tensor<7xf32>) -> tensor<3x7xf32>
  %1 = graph.mul %x, %0 : tensor<3x7xf32>
  %2 = graph.matmul %1, %v
      : (tensor<3x7xf32>, tensor<7x5xf32>) -> tensor<3x5xf32>
  %3 = graph.matmul %1, %w
      : (tensor<3x7xf32>, tensor<7x2xf32>) -> tensor<3x2xf32>
  return %2, %3 : tensor<3x5xf32>, tensor<3x2xf32>
}

// -----

// The product is needed as it is.
// CHECK-LABEL: func.func @other_user
// CHECK-NEXT: graph.matmul
// CHECK-NEXT: graph.broadcast
// CHECK-NEXT: graph.mul
// CHECK-NEXT: return
func.func @other_user(%w: tensor<7x5xf32> {graph.parameter = "w"},
    %s: tensor<5xf32> {graph.parameter = "s"},
    %x: tensor<3x7xf32> {graph.input = "x"})
    -> (tensor<3x5xf32>, tensor<3x5xf32>) {
  %0 = graph.matmul %x, %w
      : (tensor<3x7xf32>, tensor<7x5xf32>) -> tensor<3x5xf32>
  %1 = graph.broadcast %s {shape = #graph.dims<3, 5>}
      : (tensor<5xf32>) -> tensor<3x5xf32>
  %2 = graph.mul %0, %1 : tensor<3x5xf32>
  return %0, %2 : tensor<3x5xf32>, tensor<3x5xf32>
}

// -----

// Statistics of the batch, rows instead of channels, integers, bf16, a filter
// that is no parameter: all stay.
// CHECK-LABEL: func.func @left_alone
// CHECK: %[[P:.*]] = graph.matmul %{{.*}} -> tensor<5x5xf32>
// CHECK: graph.mul %[[P]]
// CHECK: %[[Q:.*]] = graph.matmul %{{.*}} -> tensor<5x5xf32>
// CHECK: graph.mul %[[Q]]
// CHECK: %[[R:.*]] = graph.matmul %{{.*}} -> tensor<5x5xi32>
// CHECK: graph.mul %[[R]]
// CHECK: %[[S:.*]] = graph.matmul %{{.*}} -> tensor<5x5xbf16>
// CHECK: graph.mul %[[S]]
// CHECK: %[[T:.*]] = graph.matmul %{{.*}} -> tensor<5x5xf32>
// CHECK: graph.mul %[[T]]
func.func @left_alone(%w: tensor<7x5xf32> {graph.parameter = "w"},
    %s: tensor<5xf32> {graph.parameter = "s"},
    %wi: tensor<7x5xi32> {graph.parameter = "wi"},
    %si: tensor<5xi32> {graph.parameter = "si"},
    %wb: tensor<7x5xbf16> {graph.parameter = "wb"},
    %sb: tensor<5xbf16> {graph.parameter = "sb"},
    %x: tensor<5x7xf32> {graph.input = "x"},
    %xi: tensor<5x7xi32> {graph.input = "xi"},
    %xb: tensor<5x7xbf16> {graph.input = "xb"},
    %u: tensor<7x5xf32> {graph.input = "u"})
    -> (tensor<5x5xf32>, tensor<5x5xf32>, tensor<5x5xi32>, tensor<5x5xbf16>,
        tensor<5x5xf32>) {
  %mean = graph.mean %x {axes = array<i64: 1>} : (tensor<5x7xf32>) -> tensor<5xf32>
  %m = graph.broadcast %mean {shape = #graph.dims<5, 5>} : (tensor<5xf32>) -> tensor<5x5xf32>
  %0 = graph.matmul %x, %w : (tensor<5x7xf32>, tensor<7x5xf32>) -> tensor<5x5xf32>
  %1 = graph.mul %0, %m : tensor<5x5xf32>
  %rows = graph.broadcast %s {axes = array<i64: 0>, shape = #graph.dims<5, 5>} : (tensor<5xf32>) -> tensor<5x5xf32>
  %y = graph.relu %x : tensor<5x7xf32>
  %2 = graph.matmul %y, %w : (tensor<5x7xf32>, tensor<7x5xf32>) -> tensor<5x5xf32>
  %3 = graph.mul %2, %rows : tensor<5x5xf32>
  %bi = graph.broadcast %si {shape = #graph.dims<5, 5>} : (tensor<5xi32>) -> tensor<5x5xi32>
  %4 = graph.matmul %xi, %wi : (tensor<5x7xi32>, tensor<7x5xi32>) -> tensor<5x5xi32>
  %5 = graph.mul %4, %bi : tensor<5x5xi32>
  %bb = graph.broadcast %sb {shape = #graph.dims<5, 5>} : (tensor<5xbf16>) -> tensor<5x5xbf16>
  %6 = graph.matmul %xb, %wb : (tensor<5x7xbf16>, tensor<7x5xbf16>) -> tensor<5x5xbf16>
  %7 = graph.mul %6, %bb : tensor<5x5xbf16>
  %bu = graph.broadcast %s {shape = #graph.dims<5, 5>} : (tensor<5xf32>) -> tensor<5x5xf32>
  %8 = graph.matmul %x, %u : (tensor<5x7xf32>, tensor<7x5xf32>) -> tensor<5x5xf32>
  %9 = graph.mul %8, %bu : tensor<5x5xf32>
  return %1, %3, %5, %7, %9 : tensor<5x5xf32>, tensor<5x5xf32>, tensor<5x5xi32>,
      tensor<5x5xbf16>, tensor<5x5xf32>
}

// -----

// A state that the function rebinds is another in each call.
// CHECK-LABEL: func.func @running_mean
// CHECK: %[[P:.*]] = graph.matmul
// CHECK: graph.sub %[[P]]
func.func @running_mean(%w: tensor<7x5xf32> {graph.parameter = "w"},
    %mean: tensor<5xf32> {graph.state = "mean"},
    %x: tensor<3x7xf32> {graph.input = "x"})
    -> (tensor<3x5xf32> {graph.output = "y"}, tensor<5xf32> {graph.state = "mean"}) {
  %0 = graph.matmul %x, %w
      : (tensor<3x7xf32>, tensor<7x5xf32>) -> tensor<3x5xf32>
  %1 = graph.broadcast %mean {shape = #graph.dims<3, 5>}
      : (tensor<5xf32>) -> tensor<3x5xf32>
  %2 = graph.sub %0, %1 : tensor<3x5xf32>
  %3 = graph.mul %2, %1 : tensor<3x5xf32>
  %4 = graph.mean %3 {axes = array<i64: 0>} : (tensor<3x5xf32>) -> tensor<5xf32>
  return %3, %4 : tensor<3x5xf32>, tensor<5xf32>
}

// -----

// In a scan, too; the filter can leave it afterwards.
// CHECK-LABEL: func.func @in_scan
// CHECK: graph.scan
// CHECK: %[[F:.*]] = graph.mul {{.*}} : tensor<5x5xf32>
// CHECK-NEXT: graph.matmul %{{.*}}, %[[F]]
// CHECK-NEXT: graph.tanh
func.func @in_scan(%w: tensor<5x5xf32> {graph.parameter = "w"},
    %s: tensor<5xf32> {graph.parameter = "s"},
    %h0: tensor<3x5xf32> {graph.input = "h0"},
    %xs: tensor<9x3x5xf32> {graph.input = "xs"}) -> tensor<3x5xf32> {
  %last = graph.scan (%h = %h0 : tensor<3x5xf32>) over (%x in %xs : tensor<9x3x5xf32>) {
    %0 = graph.add %h, %x : tensor<3x5xf32>
    %1 = graph.matmul %0, %w
        : (tensor<3x5xf32>, tensor<5x5xf32>) -> tensor<3x5xf32>
    %2 = graph.broadcast %s {shape = #graph.dims<3, 5>}
        : (tensor<5xf32>) -> tensor<3x5xf32>
    %3 = graph.mul %1, %2 : tensor<3x5xf32>
    %4 = graph.tanh %3 : tensor<3x5xf32>
    graph.next %4 : tensor<3x5xf32>
  }
  return %last : tensor<3x5xf32>
}

// -----

// When the shift before the second convolution is folded, only products read
// the scaled input: both do without the scale.
// CHECK-LABEL: func.func @shared_scale
// CHECK-SAME: %[[X:[^ ]+]]: tensor<2x1x6x6xf32> {graph.input = "x"}
// CHECK: graph.conv2d %[[X]],
// CHECK: graph.conv2d %[[X]],
func.func @shared_scale(%w: tensor<1x1x1x2xf32> {graph.parameter = "w"},
                        %v: tensor<2x1x3x2xf32> {graph.parameter = "v"},
                        %s: tensor<1xf32> {graph.state = "s"},
                        %x: tensor<2x1x6x6xf32> {graph.input = "x"}) -> (tensor<2x1x6x5xf32>, tensor<2x2x4x5xf32>) {
  %0 = graph.constant dense<5.000000e-01> : tensor<f32>
  %1 = graph.broadcast %0 {shape = #graph.dims<2, 1, 6, 6>} : (tensor<f32>) -> tensor<2x1x6x6xf32>
  %2 = graph.mul %x, %1 : tensor<2x1x6x6xf32>
  %3 = graph.conv2d %2, %w : (tensor<2x1x6x6xf32>, tensor<1x1x1x2xf32>) -> tensor<2x1x6x5xf32>
  %4 = graph.broadcast %s {axes = array<i64: 1>, shape = #graph.dims<2, 1, 6, 6>} : (tensor<1xf32>) -> tensor<2x1x6x6xf32>
  %5 = graph.sub %2, %4 : tensor<2x1x6x6xf32>
  %6 = graph.conv2d %5, %v : (tensor<2x1x6x6xf32>, tensor<2x1x3x2xf32>) -> tensor<2x2x4x5xf32>
  return %3, %6 : tensor<2x1x6x5xf32>, tensor<2x2x4x5xf32>
}

// -----

// Nothing to fold where there is nothing.
// CHECK-LABEL: func.func @empty
// CHECK: graph.matmul
// CHECK: graph.mul
func.func @empty(%x: tensor<0x3xf32>, %w: tensor<3x4xf32> {graph.parameter = "w"},
                 %s: tensor<4xf32> {graph.parameter = "s"}) -> tensor<0x4xf32> {
  %0 = graph.matmul %x, %w : (tensor<0x3xf32>, tensor<3x4xf32>) -> tensor<0x4xf32>
  %1 = graph.broadcast %s {axes = array<i64: 1>, shape = #graph.dims<0, 4>} : (tensor<4xf32>) -> tensor<0x4xf32>
  %2 = graph.mul %0, %1 : tensor<0x4xf32>
  return %2 : tensor<0x4xf32>
}
