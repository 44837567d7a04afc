// What reads unpacked values is computed on their blocks, as far as the rules
// of its family go, and its result is unpacked instead.

// RUN: dlc-opt %s --graph-assign-layouts | FileCheck %s

//===----------------------------------------------------------------------===//
// Pointwise operations, and the cost rule
//===----------------------------------------------------------------------===//

// Parameters, constants and broadcasts of what has blocks cost nothing to
// have in blocks: squeeze and excitation.
// CHECK-LABEL: func.func @pointwise
// CHECK-SAME: (%[[X:.*]]: tensor<2x2x3x3x16xf32>, %[[S:.*]]: tensor<2x2x16xf32>, %[[W:.*]]: tensor<20x3x3xf32>
func.func @pointwise(%x: tensor<2x2x3x3x16xf32>, %s: tensor<2x2x16xf32>,
                     %w: tensor<20x3x3xf32> {graph.parameter = "w"})
    -> tensor<2x20x3x3xi1> {
  // CHECK-DAG: %[[SB:.*]] = graph.broadcast %[[S]] {axes = array<i64: 0, 1, 4>, shape = #graph.dims<2, 2, 3, 3, 16>}
  // CHECK: %[[M:.*]] = graph.mul %[[X]], %[[SB]]
  // CHECK-DAG: %[[P:.*]] = graph.pack %[[W]] {axis = 0 : i64, block = 16 : i64
  // CHECK-DAG: %[[WB:.*]] = graph.broadcast %[[P]] {axes = array<i64: 1, 2, 3, 4>
  // CHECK: %[[L:.*]] = graph.less %[[M]], %[[WB]] : tensor<2x2x3x3x16xf32>
  // CHECK: %[[U:.*]] = graph.unpack %[[L]] {axis = 1 : i64, size = 20 : i64} : (tensor<2x2x3x3x16xi1>)
  // CHECK: return %[[U]]
  %0 = graph.unpack %x {axis = 1 : i64, size = 20 : i64}
      : (tensor<2x2x3x3x16xf32>) -> tensor<2x20x3x3xf32>
  %1 = graph.unpack %s {axis = 1 : i64, size = 20 : i64}
      : (tensor<2x2x16xf32>) -> tensor<2x20xf32>
  %2 = graph.broadcast %1 {shape = #graph.dims<2, 20, 3, 3>, axes = array<i64: 0, 1>}
      : (tensor<2x20xf32>) -> tensor<2x20x3x3xf32>
  %3 = graph.mul %0, %2 : tensor<2x20x3x3xf32>
  %4 = graph.broadcast %w {shape = #graph.dims<2, 20, 3, 3>}
      : (tensor<20x3x3xf32>) -> tensor<2x20x3x3xf32>
  %5 = graph.less %3, %4 : tensor<2x20x3x3xf32>
  return %5 : tensor<2x20x3x3xi1>
}

// A plain operand and a plain result would be two conversions, an unpacked
// operand is one.
// CHECK-LABEL: func.func @mixed_for_the_caller
// CHECK-SAME: (%[[X:.*]]: tensor<1x2x3x3x16xf32>, %[[Y:.*]]: tensor<1x32x3x3xf32>
func.func @mixed_for_the_caller(%x: tensor<1x2x3x3x16xf32>,
                                %y: tensor<1x32x3x3xf32>)
    -> tensor<1x32x3x3xf32> {
  // CHECK-NEXT: %[[U:.*]] = graph.unpack %[[X]]
  // CHECK-NEXT: %[[R:.*]] = graph.add %[[U]], %[[Y]]
  // CHECK-NEXT: return %[[R]]
  %0 = graph.unpack %x {axis = 1 : i64, size = 32 : i64}
      : (tensor<1x2x3x3x16xf32>) -> tensor<1x32x3x3xf32>
  %1 = graph.add %0, %y : tensor<1x32x3x3xf32>
  return %1 : tensor<1x32x3x3xf32>
}

// A small result decides for the blocks.
// CHECK-LABEL: func.func @mixed_for_a_mean
func.func @mixed_for_a_mean(%x: tensor<1x2x3x3x16xf32>,
                            %y: tensor<1x32x3x3xf32>) -> tensor<1x32xf32> {
  // CHECK-NEXT: %[[P:.*]] = graph.pack
  // CHECK-NEXT: %[[S:.*]] = graph.add %{{.*}}, %[[P]] : tensor<1x2x3x3x16xf32>
  // CHECK-NEXT: %[[M:.*]] = graph.mean %[[S]] {axes = array<i64: 2, 3>} {{.*}} -> tensor<1x2x16xf32>
  // CHECK-NEXT: %[[R:.*]] = graph.reshape %[[M]] {{.*}} -> tensor<1x32xf32>
  // CHECK-NEXT: return %[[R]]
  %0 = graph.unpack %x {axis = 1 : i64, size = 32 : i64}
      : (tensor<1x2x3x3x16xf32>) -> tensor<1x32x3x3xf32>
  %1 = graph.add %0, %y : tensor<1x32x3x3xf32>
  %2 = graph.mean %1 {axes = array<i64: 2, 3>}
      : (tensor<1x32x3x3xf32>) -> tensor<1x32xf32>
  return %2 : tensor<1x32xf32>
}

// What several read in the plain layout is unpacked once; nothing is computed
// twice.
// CHECK-LABEL: func.func @several_users
func.func @several_users(%x: tensor<1x2x3x3x16xf32>)
    -> (tensor<1x20x3x3xf32>, tensor<1x20x3x3xf32>, tensor<9x20xf32>) {
  // CHECK-NEXT: %[[R:.*]] = graph.relu
  // CHECK-NEXT: %[[U:.*]] = graph.unpack %[[R]]
  // CHECK-NEXT: %[[E:.*]] = graph.exp %[[R]] : tensor<1x2x3x3x16xf32>
  // CHECK-NEXT: %[[UE:.*]] = graph.unpack %[[E]]
  // CHECK-NOT: graph.relu
  // CHECK: return %[[U]], %[[UE]],
  %0 = graph.unpack %x {axis = 1 : i64, size = 20 : i64}
      : (tensor<1x2x3x3x16xf32>) -> tensor<1x20x3x3xf32>
  %1 = graph.relu %0 : tensor<1x20x3x3xf32>
  %2 = graph.exp %1 : tensor<1x20x3x3xf32>
  %3 = graph.reshape %1 {shape = #graph.dims<9, 20>}
      : (tensor<1x20x3x3xf32>) -> tensor<9x20xf32>
  return %1, %2, %3 : tensor<1x20x3x3xf32>, tensor<1x20x3x3xf32>, tensor<9x20xf32>
}

//===----------------------------------------------------------------------===//
// Pooling
//===----------------------------------------------------------------------===//

// Windows slide over the same axes.
// CHECK-LABEL: func.func @pooling
func.func @pooling(%x: tensor<1x2x8x8x16xf32>) -> tensor<1x20x1x1xf32> {
  // CHECK: graph.max_pool2d {{.*}} {axes = array<i64: 2, 3>, {{.*}} -> tensor<1x2x5x5x16xf32>
  // CHECK: graph.avg_pool2d {{.*}} {axes = array<i64: 2, 3>, {{.*}} -> tensor<1x2x4x4x16xf32>
  // CHECK: graph.adaptive_max_pool2d {{.*}} -> tensor<1x2x3x2x16xf32>
  // CHECK: graph.adaptive_avg_pool2d {{.*}} -> tensor<1x2x1x1x16xf32>
  // CHECK-NEXT: graph.unpack
  // CHECK-NEXT: return
  %0 = graph.unpack %x {axis = 1 : i64, size = 20 : i64}
      : (tensor<1x2x8x8x16xf32>) -> tensor<1x20x8x8xf32>
  %1 = graph.max_pool2d %0 {kernel = array<i64: 2, 2>, padding = array<i64: 1, 1>}
      : (tensor<1x20x8x8xf32>) -> tensor<1x20x5x5xf32>
  %2 = graph.avg_pool2d %1 {kernel = array<i64: 2, 2>, strides = array<i64: 1, 1>}
      : (tensor<1x20x5x5xf32>) -> tensor<1x20x4x4xf32>
  %3 = graph.adaptive_max_pool2d %2 {output_size = array<i64: 3, 2>}
      : (tensor<1x20x4x4xf32>) -> tensor<1x20x3x2xf32>
  %4 = graph.adaptive_avg_pool2d %3 {output_size = array<i64: 1, 1>}
      : (tensor<1x20x3x2xf32>) -> tensor<1x20x1x1xf32>
  return %4 : tensor<1x20x1x1xf32>
}

// Over the channels they do not.
// CHECK-LABEL: func.func @pooling_over_channels
func.func @pooling_over_channels(%x: tensor<1x2x8x8x16xf32>)
    -> tensor<1x10x4x8xf32> {
  // CHECK-NEXT: graph.unpack
  // CHECK-NEXT: graph.max_pool2d
  %0 = graph.unpack %x {axis = 1 : i64, size = 20 : i64}
      : (tensor<1x2x8x8x16xf32>) -> tensor<1x20x8x8xf32>
  %1 = graph.max_pool2d %0 {kernel = array<i64: 2, 2>, axes = array<i64: 1, 2>}
      : (tensor<1x20x8x8xf32>) -> tensor<1x10x4x8xf32>
  return %1 : tensor<1x10x4x8xf32>
}

//===----------------------------------------------------------------------===//
// Reductions
//===----------------------------------------------------------------------===//

// CHECK-LABEL: func.func @reductions
func.func @reductions(%x: tensor<3x2x5x7x16xf32>)
    -> (tensor<3x20xf32>, tensor<20x1x1xf32>, tensor<20x5x7xi64>) {
  // CHECK: graph.max %{{.*}} {axes = array<i64: 2, 3>} {{.*}} -> tensor<3x2x16xf32>
  // CHECK: graph.unpack %{{.*}} {axis = 1 : i64, size = 20 : i64}
  // CHECK: graph.sum %{{.*}} {axes = array<i64: 0>} {{.*}} -> tensor<2x5x7x16xf32>
  // CHECK: graph.mean %{{.*}} {axes = array<i64: 1, 2>, keep_dims = true} {{.*}} -> tensor<2x1x1x16xf32>
  // CHECK: graph.unpack %{{.*}} {axis = 0 : i64, size = 20 : i64}
  // CHECK: graph.argmax %{{.*}} {axis = 0 : i64} {{.*}} -> tensor<2x5x7x16xi64>
  %0 = graph.unpack %x {axis = 1 : i64, size = 20 : i64}
      : (tensor<3x2x5x7x16xf32>) -> tensor<3x20x5x7xf32>
  %1 = graph.max %0 {axes = array<i64: -1, 2>}
      : (tensor<3x20x5x7xf32>) -> tensor<3x20xf32>
  %2 = graph.sum %0 {axes = array<i64: 0>}
      : (tensor<3x20x5x7xf32>) -> tensor<20x5x7xf32>
  %3 = graph.mean %2 {axes = array<i64: 1, 2>, keep_dims = true}
      : (tensor<20x5x7xf32>) -> tensor<20x1x1xf32>
  %4 = graph.argmax %0 {axis = 0 : i64}
      : (tensor<3x20x5x7xf32>) -> tensor<20x5x7xi64>
  return %1, %3, %4 : tensor<3x20xf32>, tensor<20x1x1xf32>, tensor<20x5x7xi64>
}

// Full blocks are two axes more to reduce.
// CHECK-LABEL: func.func @over_channels
func.func @over_channels(%x: tensor<3x2x5x7x16xf32>)
    -> (tensor<3x1x5x7xf32>, tensor<f32>) {
  // CHECK: %[[M:.*]] = graph.max %{{.*}} {axes = array<i64: 1, 4>} {{.*}} -> tensor<3x5x7xf32>
  // CHECK: %[[R:.*]] = graph.reshape %[[M]] {{.*}} -> tensor<3x1x5x7xf32>
  // CHECK: %[[S:.*]] = graph.sum %{{.*}} {axes = array<i64: 0, 1, 2, 3, 4>}
  // CHECK: return %[[R]], %[[S]]
  %0 = graph.unpack %x {axis = 1 : i64, size = 32 : i64}
      : (tensor<3x2x5x7x16xf32>) -> tensor<3x32x5x7xf32>
  %1 = graph.max %0 {axes = array<i64: 1>, keep_dims = true}
      : (tensor<3x32x5x7xf32>) -> tensor<3x1x5x7xf32>
  %2 = graph.sum %0 : (tensor<3x32x5x7xf32>) -> tensor<f32>
  return %1, %2 : tensor<3x1x5x7xf32>, tensor<f32>
}

// What is left over of a block counts for nothing: it goes first.
// CHECK-LABEL: func.func @over_odd_channels
func.func @over_odd_channels(%x: tensor<3x2x5x7x16xf32>)
    -> (tensor<3x5x7xf32>, tensor<f32>) {
  // CHECK: %[[U:.*]] = graph.unpack
  // CHECK: %[[M:.*]] = graph.max %[[U]] {axes = array<i64: 1>}
  // CHECK: %[[P:.*]] = graph.mean %{{.*}} {axes = array<i64: 0, 2, 3>} {{.*}} -> tensor<2x16xf32>
  // CHECK: %[[PU:.*]] = graph.unpack %[[P]] {axis = 0 : i64, size = 20 : i64}
  // CHECK: %[[S:.*]] = graph.mean %[[PU]] {axes = array<i64: 0>}
  // CHECK: return %[[M]], %[[S]]
  %0 = graph.unpack %x {axis = 1 : i64, size = 20 : i64}
      : (tensor<3x2x5x7x16xf32>) -> tensor<3x20x5x7xf32>
  %1 = graph.max %0 {axes = array<i64: 1>}
      : (tensor<3x20x5x7xf32>) -> tensor<3x5x7xf32>
  %2 = graph.mean %0 : (tensor<3x20x5x7xf32>) -> tensor<f32>
  return %1, %2 : tensor<3x5x7xf32>, tensor<f32>
}

// CHECK-LABEL: func.func @running_sums
func.func @running_sums(%x: tensor<3x2x5x7x16xf32>)
    -> (tensor<3x20x5x7xf32>, tensor<3x20x5x7xf32>) {
  // CHECK: graph.cumsum %{{.*}} {axis = 3 : i64} {{.*}} -> tensor<3x2x5x7x16xf32>
  // CHECK: graph.cumsum %{{.*}} {axis = 1 : i64} {{.*}} -> tensor<3x20x5x7xf32>
  %0 = graph.unpack %x {axis = 1 : i64, size = 20 : i64}
      : (tensor<3x2x5x7x16xf32>) -> tensor<3x20x5x7xf32>
  %1 = graph.cumsum %0 {axis = -1 : i64}
      : (tensor<3x20x5x7xf32>) -> tensor<3x20x5x7xf32>
  %2 = graph.cumsum %0 {axis = 1 : i64}
      : (tensor<3x20x5x7xf32>) -> tensor<3x20x5x7xf32>
  return %1, %2 : tensor<3x20x5x7xf32>, tensor<3x20x5x7xf32>
}

//===----------------------------------------------------------------------===//
// Slices, concatenations, padding
//===----------------------------------------------------------------------===//

// Slices of channels begin with a block; where they end does not matter.
// CHECK-LABEL: func.func @slices
func.func @slices(%x: tensor<1x3x5x7x16xf32>)
    -> (tensor<1x20x2x4xf32>, tensor<1x4x5x7xf32>, tensor<1x8x5x7xf32>) {
  // CHECK: graph.slice %{{.*}} {sizes = #graph.dims<1, 2, 2, 4, 16>, starts = #graph.dims<0, 1, 3, 6, 0>, strides = array<i64: 1, 1, 1, -2, 1>}
  // CHECK: graph.unpack %{{.*}} {axis = 1 : i64, size = 20 : i64}
  // CHECK: graph.slice %{{.*}} {sizes = #graph.dims<1, 4, 5, 7>, starts = #graph.dims<0, 15, 0, 0>
  // CHECK: graph.slice %{{.*}} {sizes = #graph.dims<1, 8, 5, 7>, starts = #graph.dims<0, 16, 0, 0>
  %0 = graph.unpack %x {axis = 1 : i64, size = 40 : i64}
      : (tensor<1x3x5x7x16xf32>) -> tensor<1x40x5x7xf32>
  %1 = graph.slice %0 {starts = #graph.dims<0, 16, 3, 6>, sizes = #graph.dims<1, 20, 2, 4>, strides = array<i64: 1, 1, 1, -2>}
      : (tensor<1x40x5x7xf32>) -> tensor<1x20x2x4xf32>
  %2 = graph.slice %0 {starts = #graph.dims<0, 15, 0, 0>, sizes = #graph.dims<1, 4, 5, 7>, strides = array<i64: 1, 1, 1, 1>}
      : (tensor<1x40x5x7xf32>) -> tensor<1x4x5x7xf32>
  %3 = graph.slice %0 {starts = #graph.dims<0, 16, 0, 0>, sizes = #graph.dims<1, 8, 5, 7>, strides = array<i64: 1, 3, 1, 1>}
      : (tensor<1x40x5x7xf32>) -> tensor<1x8x5x7xf32>
  return %1, %2, %3 : tensor<1x20x2x4xf32>, tensor<1x4x5x7xf32>, tensor<1x8x5x7xf32>
}

// Side by side along the channels, all blocks but the last operand's are full.
// CHECK-LABEL: func.func @concats
func.func @concats(%x: tensor<1x2x3x3x16xf32>, %y: tensor<1x2x3x3x16xf32>)
    -> (tensor<1x52x3x3xf32>, tensor<1x20x6x3xf32>, tensor<1x52x3x3xf32>) {
  // CHECK: graph.concat %{{.*}} {axis = 1 : i64} {{.*}} -> tensor<1x4x3x3x16xf32>
  // CHECK: graph.unpack %{{.*}} {axis = 1 : i64, size = 52 : i64}
  // CHECK: graph.concat %{{.*}} {axis = 2 : i64} {{.*}} -> tensor<1x2x6x3x16xf32>
  // CHECK: graph.concat %{{.*}} {axis = 1 : i64} {{.*}} -> tensor<1x52x3x3xf32>
  %0 = graph.unpack %x {axis = 1 : i64, size = 32 : i64}
      : (tensor<1x2x3x3x16xf32>) -> tensor<1x32x3x3xf32>
  %1 = graph.unpack %y {axis = 1 : i64, size = 20 : i64}
      : (tensor<1x2x3x3x16xf32>) -> tensor<1x20x3x3xf32>
  %2 = graph.concat %0, %1 {axis = 1 : i64}
      : (tensor<1x32x3x3xf32>, tensor<1x20x3x3xf32>) -> tensor<1x52x3x3xf32>
  %3 = graph.concat %1, %1 {axis = -2 : i64}
      : (tensor<1x20x3x3xf32>, tensor<1x20x3x3xf32>) -> tensor<1x20x6x3xf32>
  %4 = graph.concat %1, %0 {axis = 1 : i64}
      : (tensor<1x20x3x3xf32>, tensor<1x32x3x3xf32>) -> tensor<1x52x3x3xf32>
  return %2, %3, %4 : tensor<1x52x3x3xf32>, tensor<1x20x6x3xf32>, tensor<1x52x3x3xf32>
}

// CHECK-LABEL: func.func @padding
func.func @padding(%x: tensor<1x2x3x3x16xf32>)
    -> (tensor<1x36x5x3xf32>, tensor<1x24x3x3xf32>, tensor<1x21x3x3xf32>) {
  // CHECK: graph.pad %{{.*}} {high = array<i64: 0, 0, 1, 0, 0>, low = array<i64: 0, 1, 1, 0, 0>{{.*}} -> tensor<1x3x5x3x16xf32>
  // CHECK: graph.unpack %{{.*}} {axis = 1 : i64, size = 36 : i64}
  // CHECK: graph.pad %{{.*}} {high = array<i64: 0, 0, 0, 0>, low = array<i64: 0, 4, 0, 0>
  // CHECK: graph.pad %{{.*}} {high = array<i64: 0, 1, 0, 0>, low = array<i64: 0, 0, 0, 0>
  %0 = graph.unpack %x {axis = 1 : i64, size = 20 : i64}
      : (tensor<1x2x3x3x16xf32>) -> tensor<1x20x3x3xf32>
  %1 = graph.pad %0 {low = array<i64: 0, 16, 1, 0>, high = array<i64: 0, 0, 1, 0>, value = 0.0}
      : (tensor<1x20x3x3xf32>) -> tensor<1x36x5x3xf32>
  %2 = graph.pad %0 {low = array<i64: 0, 4, 0, 0>, high = array<i64: 0, 0, 0, 0>, value = 0.0}
      : (tensor<1x20x3x3xf32>) -> tensor<1x24x3x3xf32>
  %3 = graph.pad %0 {low = array<i64: 0, 0, 0, 0>, high = array<i64: 0, 1, 0, 0>, value = 0.0}
      : (tensor<1x20x3x3xf32>) -> tensor<1x21x3x3xf32>
  return %1, %2, %3 : tensor<1x36x5x3xf32>, tensor<1x24x3x3xf32>, tensor<1x21x3x3xf32>
}

// Padding behind full blocks is one block more, of which a part is left over.
// CHECK-LABEL: func.func @padding_behind_full_blocks
func.func @padding_behind_full_blocks(%x: tensor<1x2x3x3x16xf32>)
    -> tensor<1x33x3x3xf32> {
  // CHECK: graph.pad %{{.*}} {high = array<i64: 0, 1, 0, 0, 0>{{.*}} -> tensor<1x3x3x3x16xf32>
  // CHECK: graph.unpack %{{.*}} {axis = 1 : i64, size = 33 : i64}
  %0 = graph.unpack %x {axis = 1 : i64, size = 32 : i64}
      : (tensor<1x2x3x3x16xf32>) -> tensor<1x32x3x3xf32>
  %1 = graph.pad %0 {low = array<i64: 0, 0, 0, 0>, high = array<i64: 0, 1, 0, 0>, value = 0.0}
      : (tensor<1x32x3x3xf32>) -> tensor<1x33x3x3xf32>
  return %1 : tensor<1x33x3x3xf32>
}

//===----------------------------------------------------------------------===//
// Reshapes, transposes, positions
//===----------------------------------------------------------------------===//

// The channels stay an axis, or are cut into groups of whole blocks. Unpacking
// full blocks of the last axis only counts anew.
// CHECK-LABEL: func.func @reshapes
func.func @reshapes(%x: tensor<2x2x3x3x16xf32>, %y: tensor<2x2x1x1x16xf32>)
    -> (tensor<2x20x9xf32>, tensor<2x2x16x9xf32>, tensor<2x32xf32>, tensor<2x180xf32>) {
  // CHECK-DAG: graph.reshape %{{.*}} -> tensor<2x2x9x16xf32>
  // CHECK-DAG: graph.unpack %{{.*}} {axis = 1 : i64, size = 20 : i64} {{.*}} -> tensor<2x20x9xf32>
  // CHECK-DAG: graph.reshape %{{.*}} -> tensor<2x2x1x9x16xf32>
  // CHECK-DAG: graph.unpack %{{.*}} {axis = 2 : i64, size = 16 : i64}
  // CHECK-DAG: graph.reshape %{{.*}} -> tensor<2x32xf32>
  // CHECK-DAG: graph.reshape %{{.*}} : (tensor<2x20x3x3xf32>) -> tensor<2x180xf32>
  %0 = graph.unpack %x {axis = 1 : i64, size = 20 : i64}
      : (tensor<2x2x3x3x16xf32>) -> tensor<2x20x3x3xf32>
  %1 = graph.reshape %0 {shape = #graph.dims<2, 20, 9>}
      : (tensor<2x20x3x3xf32>) -> tensor<2x20x9xf32>
  %2 = graph.unpack %x {axis = 1 : i64, size = 32 : i64}
      : (tensor<2x2x3x3x16xf32>) -> tensor<2x32x3x3xf32>
  %3 = graph.reshape %2 {shape = #graph.dims<2, 2, 16, 9>}
      : (tensor<2x32x3x3xf32>) -> tensor<2x2x16x9xf32>
  %4 = graph.unpack %y {axis = 1 : i64, size = 32 : i64}
      : (tensor<2x2x1x1x16xf32>) -> tensor<2x32x1x1xf32>
  %5 = graph.reshape %4 {shape = #graph.dims<2, 32>}
      : (tensor<2x32x1x1xf32>) -> tensor<2x32xf32>
  %6 = graph.reshape %0 {shape = #graph.dims<2, 180>}
      : (tensor<2x20x3x3xf32>) -> tensor<2x180xf32>
  return %1, %3, %5, %6 : tensor<2x20x9xf32>, tensor<2x2x16x9xf32>, tensor<2x32xf32>, tensor<2x180xf32>
}

// Channels that go last are whole vectors there.
// CHECK-LABEL: func.func @channels_last
func.func @channels_last(%x: tensor<2x2x3x4x16xf32>) -> tensor<2x3x4x32xf32> {
  // CHECK-NEXT: %[[T:.*]] = graph.transpose %{{.*}} {permutation = array<i64: 0, 2, 3, 1, 4>}
  // CHECK-NEXT: %[[R:.*]] = graph.reshape %[[T]]
  // CHECK-NEXT: return %[[R]]
  %0 = graph.unpack %x {axis = 1 : i64, size = 32 : i64}
      : (tensor<2x2x3x4x16xf32>) -> tensor<2x32x3x4xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 0, 2, 3, 1>}
      : (tensor<2x32x3x4xf32>) -> tensor<2x3x4x32xf32>
  return %1 : tensor<2x3x4x32xf32>
}

// Images are resized by positions.
// CHECK-LABEL: func.func @take
func.func @take(%x: tensor<2x2x3x4x16xf32>, %i: tensor<6xi64>, %j: tensor<2x1xi64>)
    -> (tensor<2x20x6x4xf32>, tensor<2x1x20x3x4xf32>, tensor<2x6x3x4xf32>) {
  // CHECK: graph.take %{{.*}} {axis = 2 : i64} {{.*}} -> tensor<2x2x6x4x16xf32>
  // CHECK: graph.unpack %{{.*}} {axis = 1 : i64, size = 20 : i64}
  // CHECK: graph.take %{{.*}} {axis = 0 : i64} {{.*}} -> tensor<2x1x2x3x4x16xf32>
  // CHECK: graph.unpack %{{.*}} {axis = 2 : i64, size = 20 : i64}
  // CHECK: graph.take %{{.*}} {axis = 1 : i64} {{.*}} -> tensor<2x6x3x4xf32>
  %0 = graph.unpack %x {axis = 1 : i64, size = 20 : i64}
      : (tensor<2x2x3x4x16xf32>) -> tensor<2x20x3x4xf32>
  %1 = graph.take %0, %i {axis = -2 : i64}
      : (tensor<2x20x3x4xf32>, tensor<6xi64>) -> tensor<2x20x6x4xf32>
  %2 = graph.take %0, %j {axis = 0 : i64}
      : (tensor<2x20x3x4xf32>, tensor<2x1xi64>) -> tensor<2x1x20x3x4xf32>
  %3 = graph.take %0, %i {axis = 1 : i64}
      : (tensor<2x20x3x4xf32>, tensor<6xi64>) -> tensor<2x6x3x4xf32>
  return %1, %2, %3 : tensor<2x20x6x4xf32>, tensor<2x1x20x3x4xf32>, tensor<2x6x3x4xf32>
}

// -----

// An unpack that drops whole blocks stays.
// CHECK-LABEL: func.func @to_nothing
// CHECK: %[[U:.*]] = graph.unpack
// CHECK: graph.abs %[[U]]
func.func @to_nothing(%x: tensor<1x1x8xf32>) -> tensor<1x0xf32> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 0 : i64} : (tensor<1x1x8xf32>) -> tensor<1x0xf32>
  %1 = graph.abs %0 : tensor<1x0xf32>
  return %1 : tensor<1x0xf32>
}

// -----

// Nor are the blocks that it drops some of an operand in blocks.
// CHECK-LABEL: func.func @more_blocks
// CHECK: %[[U:.*]] = graph.unpack %{{.*}} : (tensor<1x2x8xf32>) -> tensor<1x8xf32>
// CHECK: %[[P:.*]] = graph.reshape %[[U]]
// CHECK: graph.add %{{.*}}, %[[P]] : tensor<1x1x8xf32>
func.func @more_blocks(%x: tensor<1x1x8xf32>, %y: tensor<1x2x8xf32>) -> tensor<1x8xf32> {
  %0 = graph.unpack %x {axis = 1 : i64, size = 8 : i64} : (tensor<1x1x8xf32>) -> tensor<1x8xf32>
  %1 = graph.unpack %y {axis = 1 : i64, size = 8 : i64} : (tensor<1x2x8xf32>) -> tensor<1x8xf32>
  %2 = graph.add %0, %1 : tensor<1x8xf32>
  return %2 : tensor<1x8xf32>
}

// -----

// Conversions that only count anew become reshapes, which blocks pass in turn.
// CHECK-LABEL: func.func @counted_anew
// CHECK-NOT: graph.pack
// CHECK: %[[A:.*]] = graph.reshape %{{.*}} {shape = #graph.dims<1, 1, 3>}
// CHECK: %[[B:.*]] = graph.unpack %[[A]] {axis = 1 : i64, size = 2 : i64}
// CHECK: return %[[B]]
func.func @counted_anew(%x: tensor<1x3xf32>) -> tensor<1x2xf32> {
  %0 = graph.unpack %x {axis = 0 : i64, size = 2 : i64} : (tensor<1x3xf32>) -> tensor<2xf32>
  %1 = graph.pack %0 {axis = 0 : i64, block = 2 : i64, outer_permutation = array<i64: 0>}
      : (tensor<2xf32>) -> tensor<1x2xf32>
  %2 = graph.pack %1 {axis = 1 : i64, block = 1 : i64, outer_permutation = array<i64: 0, 1>}
      : (tensor<1x2xf32>) -> tensor<1x2x1xf32>
  %3 = graph.reshape %2 {shape = #graph.dims<1, 2>} : (tensor<1x2x1xf32>) -> tensor<1x2xf32>
  return %3 : tensor<1x2xf32>
}

// A filter that was computed on blocks, as in the gradient of a depthwise
// convolution: its reshape is made with the convolution, and follows.
// CHECK-LABEL: func.func @computed_filter
// CHECK: graph.blocked_depthwise_conv2d
// CHECK: %[[TANH:.*]] = graph.tanh
// CHECK-NEXT: %[[MOVED:.*]] = graph.transpose %[[TANH]]
// CHECK-NEXT: %[[FILTER:.*]] = graph.reshape %[[MOVED]] {shape = #graph.dims<1, 4, 4, 16>}
// CHECK-NEXT: graph.unpack %[[FILTER]]
func.func @computed_filter(%x: tensor<1x16x6x6xf32>, %w: tensor<16x1x3x3xf32>)
    -> tensor<1x16x3x3xf32> {
  %0 = graph.conv2d %x, %w {groups = 16 : i64}
      : (tensor<1x16x6x6xf32>, tensor<16x1x3x3xf32>) -> tensor<1x16x4x4xf32>
  %1 = graph.tanh %0 : tensor<1x16x4x4xf32>
  %2 = graph.transpose %1 {permutation = array<i64: 1, 0, 2, 3>}
      : (tensor<1x16x4x4xf32>) -> tensor<16x1x4x4xf32>
  %3 = graph.conv2d %x, %2 {groups = 16 : i64}
      : (tensor<1x16x6x6xf32>, tensor<16x1x4x4xf32>) -> tensor<1x16x3x3xf32>
  return %3 : tensor<1x16x3x3xf32>
}

// -----

// A gradient that its norm reads, too, is scaled in the plain layout, with what
// the optimizer computes. It is unpacked when its blocks are read for the last
// time.
// CHECK-LABEL: func.func @scaled_gradient
// CHECK-NEXT: %[[DECAYED:.*]] = graph.tanh
// CHECK-NEXT: %[[U:.*]] = graph.unpack %[[G:.*]] {axis
// CHECK-NEXT: graph.mul %[[G]], %[[G]] : tensor<1x2x3x8xf32>
// CHECK-NEXT: graph.sum
// CHECK:      %[[S:.*]] = graph.mul %[[U]], %{{.*}} : tensor<1x16x3xf32>
// CHECK-NEXT: graph.sub %[[DECAYED]], %[[S]] : tensor<1x16x3xf32>
func.func @scaled_gradient(%p: tensor<1x16x3xf32>, %g: tensor<1x2x3x8xf32>) -> tensor<1x16x3xf32> {
  %0 = graph.unpack %g {axis = 1 : i64, size = 16 : i64} : (tensor<1x2x3x8xf32>) -> tensor<1x16x3xf32>
  %decayed = graph.tanh %p : tensor<1x16x3xf32>
  %1 = graph.mul %0, %0 : tensor<1x16x3xf32>
  %2 = graph.sum %1 {axes = array<i64: 0, 1, 2>} : (tensor<1x16x3xf32>) -> tensor<f32>
  %3 = graph.rsqrt %2 : tensor<f32>
  %4 = graph.broadcast %3 {shape = #graph.dims<1, 16, 3>} : (tensor<f32>) -> tensor<1x16x3xf32>
  %5 = graph.mul %0, %4 : tensor<1x16x3xf32>
  %6 = graph.sub %decayed, %5 : tensor<1x16x3xf32>
  return %6 : tensor<1x16x3xf32>
}
