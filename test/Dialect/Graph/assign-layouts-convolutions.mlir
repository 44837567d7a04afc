// RUN: dlc-opt %s --graph-assign-layouts="vector-bytes=64 registers=32" | FileCheck %s
// RUN: dlc-opt %s --graph-assign-layouts="vector-bytes=32 registers=16" | FileCheck %s --check-prefix=AVX2

// A few channels of an image are read as planes, and the padding is the
// convolution's.
// CHECK-LABEL: func.func @planes
// CHECK-SAME: (%[[X:.*]]: tensor<1x3x8x8xf32>, %[[W:.*]]: tensor<6x3x3x3xf32>)
func.func @planes(%x: tensor<1x3x8x8xf32>, %w: tensor<6x3x3x3xf32>)
    -> tensor<1x6x8x8xf32> {
  // CHECK-NEXT: %[[PW:.*]] = graph.pack %[[W]] {axis = 0 : i64, block = 16 : i64
  // CHECK-NEXT: %[[Y:.*]] = graph.blocked_conv2d %[[X]], %[[PW]] {channel_block = 16 : i64, high = array<i64: 1, 1>, inputs = 3 : i64, low = array<i64: 1, 1>, outputs = 6 : i64}
  // CHECK-SAME: (tensor<1x3x8x8xf32>, tensor<1x3x3x3x16xf32>) -> tensor<1x1x8x8x16xf32>
  // CHECK-NEXT: graph.unpack %[[Y]] {axis = 1 : i64, size = 6 : i64}
  %0 = graph.conv2d %x, %w {padding = array<i64: 1, 1>}
      : (tensor<1x3x8x8xf32>, tensor<6x3x3x3xf32>) -> tensor<1x6x8x8xf32>
  return %0 : tensor<1x6x8x8xf32>
}

// More are packed, if they are used often.
// CHECK-LABEL: func.func @packed
func.func @packed(%x: tensor<1x8x8x8xf32>, %w: tensor<16x8x3x3xf32>)
    -> tensor<1x16x6x6xf32> {
  // CHECK-DAG: %[[X:.*]] = graph.pack %{{.*}} -> tensor<1x1x8x8x16xf32>
  // CHECK-DAG: %[[B:.*]] = graph.pack %{{.*}} {axis = 1 : i64, block = 16 : i64, outer_permutation = array<i64: 0, 1, 2, 3>}
  // CHECK-DAG: %[[W:.*]] = graph.pack %[[B]] {axis = 0 : i64, block = 16 : i64, outer_permutation = array<i64: 0, 1, 2, 3, 4>}
  // CHECK: graph.blocked_conv2d %[[X]], %[[W]]
  // CHECK-SAME: (tensor<1x1x8x8x16xf32>, tensor<1x1x3x3x16x16xf32>) -> tensor<1x1x6x6x16xf32>
  %0 = graph.conv2d %x, %w
      : (tensor<1x8x8x8xf32>, tensor<16x8x3x3xf32>) -> tensor<1x16x6x6xf32>
  return %0 : tensor<1x16x6x6xf32>
}

// CHECK-LABEL: func.func @used_seldom
func.func @used_seldom(%x: tensor<1x32x8x8xf32>, %w: tensor<16x32x1x1xf32>)
    -> tensor<1x16x8x8xf32> {
  // CHECK-NEXT: %[[W:.*]] = graph.pack
  // CHECK-NEXT: graph.blocked_conv2d %arg0, %[[W]]
  %0 = graph.conv2d %x, %w
      : (tensor<1x32x8x8xf32>, tensor<16x32x1x1xf32>) -> tensor<1x16x8x8xf32>
  return %0 : tensor<1x16x8x8xf32>
}

// Blocks go from one convolution to the next, also where the last one is not
// full, and the first of two convolutions is read by both.
// CHECK-LABEL: func.func @chain
func.func @chain(%x: tensor<1x3x8x8xf32>, %w: tensor<5x3x3x3xf32>,
                 %u: tensor<7x5x3x3xf32>, %v: tensor<7x5x3x3xf32>)
    -> tensor<1x7x4x4xf32> {
  // CHECK: %[[A:.*]] = graph.blocked_conv2d
  // CHECK-NOT: graph.unpack
  // CHECK: %[[R:.*]] = graph.relu %[[A]]
  // CHECK-NOT: graph.unpack
  // CHECK-DAG: %[[B:.*]] = graph.blocked_conv2d %[[R]]
  // CHECK-DAG: %[[C:.*]] = graph.blocked_conv2d %[[R]]
  // CHECK-NOT: graph.unpack
  // CHECK: %[[S:.*]] = graph.add %[[B]], %[[C]]
  // CHECK: graph.unpack %[[S]] {axis = 1 : i64, size = 7 : i64}
  %0 = graph.conv2d %x, %w
      : (tensor<1x3x8x8xf32>, tensor<5x3x3x3xf32>) -> tensor<1x5x6x6xf32>
  %1 = graph.relu %0 : tensor<1x5x6x6xf32>
  %2 = graph.conv2d %1, %u
      : (tensor<1x5x6x6xf32>, tensor<7x5x3x3xf32>) -> tensor<1x7x4x4xf32>
  %3 = graph.conv2d %1, %v
      : (tensor<1x5x6x6xf32>, tensor<7x5x3x3xf32>) -> tensor<1x7x4x4xf32>
  %4 = graph.add %2, %3 : tensor<1x7x4x4xf32>
  return %4 : tensor<1x7x4x4xf32>
}

// Zeros around images become the convolution's.
// CHECK-LABEL: func.func @zeros_around
func.func @zeros_around(%x: tensor<1x3x8x8xf32>, %w: tensor<6x3x4x4xf32>)
    -> tensor<1x6x8x10xf32> {
  // CHECK-NOT: graph.pad
  // CHECK: graph.blocked_conv2d %arg0, {{.*}} high = array<i64: 2, 3>, {{.*}} low = array<i64: 1, 2>
  %0 = graph.pad %x {low = array<i64: 0, 0, 1, 1>,
                     high = array<i64: 0, 0, 2, 2>, value = 0.0}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x11x11xf32>
  %1 = graph.conv2d %0, %w {padding = array<i64: 0, 1>}
      : (tensor<1x3x11x11xf32>, tensor<6x3x4x4xf32>) -> tensor<1x6x8x10xf32>
  return %1 : tensor<1x6x8x10xf32>
}

// Other numbers do not, nor do zeros that are channels.
// CHECK-LABEL: func.func @others_around
func.func @others_around(%x: tensor<1x3x8x8xf32>, %w: tensor<6x3x3x3xf32>,
                         %v: tensor<6x4x3x3xf32>)
    -> (tensor<1x6x8x8xf32>, tensor<1x6x6x6xf32>) {
  // CHECK: graph.pad
  // CHECK: graph.pad
  %0 = graph.pad %x {low = array<i64: 0, 0, 1, 1>,
                     high = array<i64: 0, 0, 1, 1>, value = 1.0}
      : (tensor<1x3x8x8xf32>) -> tensor<1x3x10x10xf32>
  %1 = graph.conv2d %0, %w
      : (tensor<1x3x10x10xf32>, tensor<6x3x3x3xf32>) -> tensor<1x6x8x8xf32>
  %2 = graph.pad %x {low = array<i64: 0, 1, 0, 0>,
                     high = array<i64: 0, 0, 0, 0>, value = 0.0}
      : (tensor<1x3x8x8xf32>) -> tensor<1x4x8x8xf32>
  %3 = graph.conv2d %2, %v
      : (tensor<1x4x8x8xf32>, tensor<6x4x3x3xf32>) -> tensor<1x6x6x6xf32>
  return %1, %3 : tensor<1x6x8x8xf32>, tensor<1x6x6x6xf32>
}

// Each channel by itself.
// CHECK-LABEL: func.func @depthwise
func.func @depthwise(%x: tensor<1x20x5x5xf32>, %w: tensor<20x1x3x3xf32>)
    -> tensor<1x20x3x3xf32> {
  // CHECK: graph.blocked_depthwise_conv2d {{.*}} strides = array<i64: 2, 2>} : (tensor<1x2x5x5x16xf32>, tensor<2x3x3x16xf32>) -> tensor<1x2x3x3x16xf32>
  %0 = graph.conv2d %x, %w {groups = 20 : i64, padding = array<i64: 1, 1>,
                            strides = array<i64: 2, 2>}
      : (tensor<1x20x5x5xf32>, tensor<20x1x3x3xf32>) -> tensor<1x20x3x3xf32>
  return %0 : tensor<1x20x3x3xf32>
}

// Groups have panels of their own, and blocks where their channels fill them.
// CHECK-LABEL: func.func @groups
func.func @groups(%x: tensor<1x64x5x5xf32>, %w: tensor<96x32x3x3xf32>,
                  %y: tensor<1x6x5x5xf32>, %v: tensor<32x3x3x3xf32>)
    -> (tensor<1x96x3x3xf32>, tensor<1x32x3x3xf32>) {
  // CHECK: graph.blocked_conv2d {{.*}} groups = 2 : i64, {{.*}} : (tensor<1x4x5x5x16xf32>, tensor<2x2x3x3x16x48xf32>)
  // CHECK: graph.blocked_conv2d {{.*}} groups = 2 : i64, {{.*}} : (tensor<1x6x5x5xf32>, tensor<2x3x3x3x16xf32>)
  %0 = graph.conv2d %x, %w {groups = 2 : i64}
      : (tensor<1x64x5x5xf32>, tensor<96x32x3x3xf32>) -> tensor<1x96x3x3xf32>
  %1 = graph.conv2d %y, %v {groups = 2 : i64}
      : (tensor<1x6x5x5xf32>, tensor<32x3x3x3xf32>) -> tensor<1x32x3x3xf32>
  return %0, %1 : tensor<1x96x3x3xf32>, tensor<1x32x3x3xf32>
}

// Groups whose outputs are no whole blocks get filters of zeros, and their
// outputs are cut off.
// CHECK-LABEL: func.func @small_groups
func.func @small_groups(%x: tensor<1x4x4x4xf32>, %w: tensor<8x2x3x3xf32>)
    -> tensor<1x8x2x2xf32> {
  // CHECK: graph.pad {{.*}}high = array<i64: 0, 12, 0, 0, 0>, {{.*}} -> tensor<2x16x2x3x3xf32>
  // CHECK: graph.blocked_conv2d %arg0, {{.*}} groups = 2 : i64, inputs = 4 : i64, outputs = 32 : i64} : {{.*}} -> tensor<1x2x2x2x16xf32>
  // CHECK: graph.unpack {{.*}} size = 4 : i64} : (tensor<1x2x1x2x2x16xf32>) -> tensor<1x2x4x2x2xf32>
  %0 = graph.conv2d %x, %w {groups = 2 : i64}
      : (tensor<1x4x4x4xf32>, tensor<8x2x3x3xf32>) -> tensor<1x8x2x2xf32>
  return %0 : tensor<1x8x2x2xf32>
}

// Panels are as many vectors wide as cover rows of this width best: with 16
// registers, rows of 7 are 4 + 3 positions of three vectors.
// CHECK-LABEL: func.func @panels
func.func @panels(%x: tensor<1x64x7x7xf32>, %w: tensor<96x64x3x3xf32>)
    -> tensor<1x96x7x7xf32> {
  // CHECK: tensor<3x4x3x3x16x32xf32>
  // AVX2: tensor<4x8x3x3x8x24xf32>
  %0 = graph.conv2d %x, %w {padding = array<i64: 1, 1>}
      : (tensor<1x64x7x7xf32>, tensor<96x64x3x3xf32>) -> tensor<1x96x7x7xf32>
  return %0 : tensor<1x96x7x7xf32>
}

// The gradient of a filter reads the blocks of both, and has blocks of outputs.
// CHECK-LABEL: func.func @filter_gradient
func.func @filter_gradient(%x: tensor<2x32x8x8xf32>, %w: tensor<32x32x3x3xf32>,
                           %v: tensor<32x32x3x3xf32>)
    -> tensor<32x32x3x3xf32> {
  // CHECK: %[[Y:.*]] = graph.blocked_conv2d
  // CHECK-NOT: graph.unpack
  // CHECK: %[[G:.*]] = graph.blocked_conv2d %[[Y]]
  // CHECK-NOT: graph.unpack
  // CHECK: %[[D:.*]] = graph.blocked_conv2d_filter_gradient %[[Y]], %[[G]] {inputs = 32 : i64, kernel = array<i64: 3, 3>, low = array<i64: 1, 1>, outputs = 32 : i64}
  // CHECK-SAME: (tensor<2x2x8x8x16xf32>, tensor<2x2x8x8x16xf32>) -> tensor<2x32x3x3x16xf32>
  // CHECK-NEXT: graph.unpack %[[D]] {axis = 0 : i64, size = 32 : i64}
  %0 = graph.conv2d %x, %w {padding = array<i64: 1, 1>}
      : (tensor<2x32x8x8xf32>, tensor<32x32x3x3xf32>) -> tensor<2x32x8x8xf32>
  %1 = graph.conv2d %0, %v {padding = array<i64: 1, 1>}
      : (tensor<2x32x8x8xf32>, tensor<32x32x3x3xf32>) -> tensor<2x32x8x8xf32>
  %2 = graph.conv2d_filter_gradient %0, %1
      {kernel = array<i64: 3, 3>, padding = array<i64: 1, 1>}
      : (tensor<2x32x8x8xf32>, tensor<2x32x8x8xf32>) -> tensor<32x32x3x3xf32>
  return %2 : tensor<32x32x3x3xf32>
}

// A few channels of an image are read as planes; zeros around it are the
// gradient's own.
// CHECK-LABEL: func.func @filter_gradient_of_planes
// CHECK-SAME: %[[X:[^:]+]]: tensor<2x3x8x8xf32>
func.func @filter_gradient_of_planes(%x: tensor<2x3x8x8xf32>,
                                     %g: tensor<2x24x9x9xf32>)
    -> tensor<24x3x3x3xf32> {
  // CHECK: %[[G:.*]] = graph.pack
  // CHECK: graph.blocked_conv2d_filter_gradient %[[X]], %[[G]] {inputs = 3 : i64, kernel = array<i64: 3, 3>, low = array<i64: 2, 1>, outputs = 24 : i64}
  %0 = graph.pad %x {low = array<i64: 0, 0, 2, 1>, high = array<i64: 0, 0, 1, 2>}
      : (tensor<2x3x8x8xf32>) -> tensor<2x3x11x11xf32>
  %1 = graph.conv2d_filter_gradient %0, %g {kernel = array<i64: 3, 3>}
      : (tensor<2x3x11x11xf32>, tensor<2x24x9x9xf32>) -> tensor<24x3x3x3xf32>
  return %1 : tensor<24x3x3x3xf32>
}

// Where each channel is a group, blocks hold many: each lane is one of them.
// CHECK-LABEL: func.func @filter_gradient_of_depthwise
func.func @filter_gradient_of_depthwise(%x: tensor<2x24x8x8xf32>,
                                        %g: tensor<2x24x8x8xf32>)
    -> tensor<24x1x3x3xf32> {
  // CHECK: %[[X:.*]] = graph.pack
  // CHECK: %[[G:.*]] = graph.pack
  // CHECK: %[[D:.*]] = graph.blocked_depthwise_conv2d_filter_gradient %[[X]], %[[G]] {kernel = array<i64: 3, 3>, low = array<i64: 1, 1>}
  // CHECK-SAME: (tensor<2x2x8x8x16xf32>, tensor<2x2x8x8x16xf32>) -> tensor<2x3x3x16xf32>
  // CHECK-NEXT: %[[R:.*]] = graph.reshape %[[D]] {shape = #graph.dims<2, 1, 3, 3, 16>}
  // CHECK-NEXT: graph.unpack %[[R]] {axis = 0 : i64, size = 24 : i64}
  %0 = graph.conv2d_filter_gradient %x, %g
      {groups = 24 : i64, kernel = array<i64: 3, 3>, padding = array<i64: 1, 1>}
      : (tensor<2x24x8x8xf32>, tensor<2x24x8x8xf32>) -> tensor<24x1x3x3xf32>
  return %0 : tensor<24x1x3x3xf32>
}

// Gradients of groups that are no whole blocks are filled up with zeros, too.
// CHECK-LABEL: func.func @filter_gradient_of_narrow_groups
// CHECK: graph.pad {{.*}}high = array<i64: 0, 0, 12, 0, 0>
// CHECK: graph.blocked_conv2d_filter_gradient %arg0, {{.*}} outputs = 32 : i64} : {{.*}} -> tensor<2x4x3x3x16xf32>
// CHECK: graph.unpack {{.*}} size = 4 : i64}
func.func @filter_gradient_of_narrow_groups(%x: tensor<2x8x8x8xf32>,
                                            %g: tensor<2x8x6x6xf32>)
    -> tensor<8x4x3x3xf32> {
  %0 = graph.conv2d_filter_gradient %x, %g
      {groups = 2 : i64, kernel = array<i64: 3, 3>}
      : (tensor<2x8x8x8xf32>, tensor<2x8x6x6xf32>) -> tensor<8x4x3x3xf32>
  return %0 : tensor<8x4x3x3xf32>
}
