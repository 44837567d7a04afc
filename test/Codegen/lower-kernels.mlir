// RUN: dlc-opt %s --lower-kernels="vector-bytes=64 registers=32" | FileCheck %s

// A tile of 2 rows x 1 vector: K steps of one panel row, two broadcasts, two
// fused multiply-adds, four of them at once so that eight sums are under way,
// with pointers that move on by constants. Sums begin with the bias, which each
// loads; columns beyond the tenth are masked. The tiles may be computed in
// reverse.
// CHECK-LABEL: func.func private @product
// CHECK-SAME: %{{.*}}: !llvm.ptr, %{{.*}}: i32, %{{.*}}: memref<2x8xf32> {llvm.noalias}, %{{.*}}: memref<1x8x16xf32> {llvm.noalias}, %[[B:.*]]: memref<10xf32> {llvm.noalias}, %[[Y:.*]]: memref<2x10xf32> {llvm.noalias}, %[[BEGIN:.*]]: index, %[[END:.*]]: index, %[[REVERSED:.*]]: i1)
// CHECK: scf.for %[[TILE:.*]] = %[[BEGIN]] to %[[END]]
// CHECK:   arith.select %[[REVERSED]], %{{.*}}, %[[TILE]]
// CHECK:   vector.create_mask
// CHECK:   memref.extract_aligned_pointer_as_index %[[B]]
// CHECK:   %[[FIRST:.*]] = llvm.intr.masked.load
// CHECK:   %[[SECOND:.*]] = llvm.intr.masked.load
// CHECK:   scf.for {{.*}} iter_args(%{{.*}} = %[[FIRST]], %{{.*}} = %[[SECOND]], {{.*}}) -> (vector<16xf32>{{(, vector<16xf32>)+}}, !llvm.ptr, !llvm.ptr)
// CHECK:     llvm.load {{.*}} -> vector<16xf32>
// CHECK-COUNT-8: vector.fma
// CHECK-COUNT-6: arith.addf
// CHECK-NOT: arith.addf
// CHECK:   vector.maskedstore %[[Y]]
kernel.func @product(%x: tensor<2x8xf32>, %w: tensor<1x8x16xf32>,
                     %b: tensor<10xf32>) -> tensor<2x10xf32>
    grid 1 {
  %0 = graph.packed_matmul %x, %w {columns = 10 : i64}
      : (tensor<2x8xf32>, tensor<1x8x16xf32>) -> tensor<2x10xf32>
  %1 = graph.broadcast %b {shape = #graph.dims<2, 10>}
      : (tensor<10xf32>) -> tensor<2x10xf32>
  %2 = graph.add %0, %1 : tensor<2x10xf32>
  kernel.return %2 : tensor<2x10xf32>
}

// The last one of 33 columns is no vector of its own: the second tile gathers it,
// filled up with zeros to vectors along K, multiplies eight rows by it and adds
// up the lanes of their sums in pairs.
// CHECK-LABEL: func.func private @last_column
// CHECK-SAME: %[[Y:[^ ]*]]: memref<8x33xf32> {llvm.noalias}, %{{[^ ]*}}: index
// CHECK: memref.alloca() {alignment = 64 : i64} : memref<48xf32>
// CHECK: scf.if
// CHECK:   vector.store %{{.*}}, %[[Y]]
// CHECK: } else {
// CHECK:   scf.for {{.*}} iter_args({{.*}}) -> (!llvm.ptr, !llvm.ptr)
// CHECK:     llvm.load {{.*}} -> f32
// CHECK:     llvm.store {{.*}} : f32
// CHECK:   scf.for {{.*}} iter_args({{.*}}) -> (vector<16xf32>{{(, vector<16xf32>)+}}, !llvm.ptr, !llvm.ptr)
// CHECK-COUNT-8: vector.fma
// CHECK:   llvm.intr.masked.load
// CHECK:   vector.shuffle %{{.*}} [0, 1, 2, 3, 4, 5, 6, 7] : vector<16xf32>, vector<16xf32>
// CHECK:   vector.shuffle %{{.*}} [0, 1, 2, 3, 8, 9, 10, 11] : vector<8xf32>, vector<8xf32>
// CHECK:   vector.shuffle %{{.*}} [0, 1, 8, 9, 4, 5, 12, 13] : vector<8xf32>, vector<8xf32>
// CHECK:   vector.shuffle %{{.*}} [0, 8, 2, 10, 4, 12, 6, 14] : vector<8xf32>, vector<8xf32>
// CHECK-COUNT-8: vector.maskedstore %[[Y]]
kernel.func @last_column(%x: tensor<8x33xf32>, %w: tensor<1x33x33xf32>)
    -> tensor<8x33xf32> grid 2 {
  %0 = graph.packed_matmul %x, %w {columns = 33 : i64}
      : (tensor<8x33xf32>, tensor<1x33x33xf32>) -> tensor<8x33xf32>
  kernel.return %0 : tensor<8x33xf32>
}

// Where the last axis is kept, its columns have an accumulator each, and the
// loop over columns is the innermost. What follows is computed on them.
// CHECK-LABEL: func.func private @columns
// CHECK: %[[SUMS:.*]] = memref.alloca() {alignment = 64 : i64} : memref<256xf32>
// CHECK: scf.for {{.*}} {
// CHECK:   scf.for
// CHECK:     memref.store %{{.*}}, %[[SUMS]]
// CHECK:   scf.for {{.*}} to %c5
// CHECK:     scf.for
// CHECK:       memref.load %[[SUMS]]
// CHECK:       arith.addf
// CHECK:       memref.store %{{.*}}, %[[SUMS]]
// CHECK:   scf.for
// CHECK:     memref.load %[[SUMS]]
// CHECK:     arith.divf
// CHECK:     arith.negf
kernel.func @columns(%x: tensor<5x67xf32>) -> tensor<67xf32>
    grid 2 {
  %0 = graph.mean %x {axes = array<i64: 0>} : (tensor<5x67xf32>) -> tensor<67xf32>
  %1 = graph.neg %0 : tensor<67xf32>
  kernel.return %1 : tensor<67xf32>
}

// Reduced axes at the end are one loop.
// CHECK-LABEL: func.func private @image
// CHECK: scf.for
// CHECK:   scf.for {{.*}} to %c63
// CHECK:     memref.reinterpret_cast {{.*}} sizes: [2, 63], strides: [63, 1]
// CHECK-NOT: scf.for
kernel.func @image(%x: tensor<2x9x7xf32>) -> tensor<2xf32>
    grid 1 {
  %0 = graph.sum %x {axes = array<i64: 1, 2>} : (tensor<2x9x7xf32>) -> tensor<2xf32>
  kernel.return %0 : tensor<2xf32>
}

// Only windows at the border look for it; others have constant bounds.
// CHECK-LABEL: func.func private @border
// CHECK: scf.for {{.*}} to %{{[0-9]+}} step {{.*}} iter_args
// CHECK:   scf.for {{.*}} to %{{[0-9]+}} step {{.*}} iter_args
// CHECK: scf.for {{.*}} to %c3{{.*}} iter_args
// CHECK:   scf.for {{.*}} to %c3{{.*}} iter_args
kernel.func @border(%x: tensor<1x1x11x13xf32>) -> tensor<1x1x6x7xf32>
    grid 1 {
  %0 = graph.max_pool2d %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1>}
      : (tensor<1x1x11x13xf32>) -> tensor<1x1x6x7xf32>
  kernel.return %0 : tensor<1x1x6x7xf32>
}

// Where few windows are not at the border, all look for it. There is no loop of
// more than 8 steps that unrolling of the others would make the innermost.
// CHECK-LABEL: func.func private @small_border
// CHECK-SAME: passthrough = ["dlc-vectorize"]
// CHECK: scf.for {{.*}} iter_args
// CHECK:   scf.for {{.*}} iter_args
// CHECK-NOT: iter_args
kernel.func @small_border(%x: tensor<1x1x7x9xf32>) -> tensor<1x1x4x5xf32>
    grid 1 {
  %0 = graph.max_pool2d %x
      {kernel = array<i64: 3, 3>, strides = array<i64: 2, 2>, padding = array<i64: 1, 1>}
      : (tensor<1x1x7x9xf32>) -> tensor<1x1x4x5xf32>
  kernel.return %0 : tensor<1x1x4x5xf32>
}

// Here there is: the columns.
// CHECK-LABEL: func.func private @windows
// CHECK-SAME: passthrough = ["dlc-vectorize", "dlc-unroll"]
kernel.func @windows(%x: tensor<1x1x8x40xf32>) -> tensor<1x1x4x20xf32>
    grid 1 {
  %0 = graph.max_pool2d %x
      {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>}
      : (tensor<1x1x8x40xf32>) -> tensor<1x1x4x20xf32>
  kernel.return %0 : tensor<1x1x4x20xf32>
}

// Parts of one tensor are read once, at an index that is selected.
// CHECK-LABEL: func.func private @mirrored
// CHECK-NOT: scf.if
// CHECK: arith.select
// CHECK: arith.select
// CHECK: memref.load
// CHECK-NOT: memref.load
// CHECK: memref.store
kernel.func @mirrored(%x: tensor<3x5xf32>) -> tensor<6x5xf32>
    grid 1 {
  %0 = graph.slice %x {starts = #graph.dims<2, 0>, sizes = #graph.dims<2, 5>,
                       strides = array<i64: -1, 1>}
      : (tensor<3x5xf32>) -> tensor<2x5xf32>
  %1 = graph.slice %x {starts = #graph.dims<2, 0>, sizes = #graph.dims<1, 5>,
                       strides = array<i64: 1, 1>}
      : (tensor<3x5xf32>) -> tensor<1x5xf32>
  %2 = graph.concat %0, %x, %1 {axis = 0 : i64}
      : (tensor<2x5xf32>, tensor<3x5xf32>, tensor<1x5xf32>) -> tensor<6x5xf32>
  kernel.return %2 : tensor<6x5xf32>
}

// Operands along the last axis have loops of their own.
// CHECK-LABEL: func.func private @side_by_side
// CHECK-SAME: %[[X:[^ ]*]]: memref<3x20xf32> {llvm.noalias}, %[[Y:[^ ]*]]: memref<3x30xf32> {llvm.noalias}
// CHECK-NOT: scf.if
// CHECK: scf.for
// CHECK:   memref.load %[[X]]
// CHECK: scf.for
// CHECK:   memref.load %[[Y]]
kernel.func @side_by_side(%x: tensor<3x20xf32>, %y: tensor<3x30xf32>)
    -> tensor<3x50xf32> grid 3 {
  %0 = graph.concat %x, %y {axis = 1 : i64}
      : (tensor<3x20xf32>, tensor<3x30xf32>) -> tensor<3x50xf32>
  kernel.return %0 : tensor<3x50xf32>
}

// Tiles of several operands, and what is computed with them: a branch for all
// elements of a tile.
// CHECK-LABEL: func.func private @behind_one_another
// CHECK: scf.if
// CHECK:   scf.for
// CHECK: } else {
// CHECK:   scf.for
// CHECK-NOT: scf.if
kernel.func @behind_one_another(%x: tensor<20x100xf32>, %y: tensor<30x100xf32>)
    -> tensor<50x100xf32> grid 50 {
  %0 = graph.concat %x, %y {axis = 0 : i64}
      : (tensor<20x100xf32>, tensor<30x100xf32>) -> tensor<50x100xf32>
  %1 = graph.neg %0 : tensor<50x100xf32>
  kernel.return %1 : tensor<50x100xf32>
}

// The index of a slice is checked before the loop over its elements.
// CHECK-LABEL: func.func private @rows
// CHECK: scf.for
// CHECK:   memref.load {{.*}} : memref<7xi64>
// CHECK:   func.call @dlc_rt_index_error
// CHECK:   scf.for
// CHECK-NOT: scf.if
// CHECK:     memref.load {{.*}} : memref<9x40xf32>
kernel.func @rows(%x: tensor<9x40xf32>, %i: tensor<7xi64>) -> tensor<7x40xf32>
    grid 7 {
  %0 = graph.take %x, %i {axis = 0 : i64}
      : (tensor<9x40xf32>, tensor<7xi64>) -> tensor<7x40xf32>
  kernel.return %0 : tensor<7x40xf32>
}

// The largest element of a window and its place go from one to the next.
// CHECK-LABEL: func.func private @places
// CHECK: scf.for {{.*}} iter_args({{.*}}) -> (f32, i32)
// CHECK:   scf.for {{.*}} iter_args({{.*}}) -> (f32, i32)
// CHECK:     memref.load
// CHECK:     arith.cmpf ugt
// CHECK:     arith.select {{.*}} : f32
// CHECK:     arith.select {{.*}} : i32
// CHECK: arith.extsi {{.*}} : i32 to i64
kernel.func @places(%x: tensor<1x1x8x10xf32>) -> tensor<1x1x4x5xi64>
    grid 1 {
  %0 = graph.max_pool2d_indices %x {kernel = array<i64: 2, 2>}
      : (tensor<1x1x8x10xf32>) -> tensor<1x1x4x5xi64>
  kernel.return %0 : tensor<1x1x4x5xi64>
}

// A running sum along the last axis is one loop a row.
// CHECK-LABEL: func.func private @running_sum
// CHECK-SAME: %[[X:[^ ]*]]: memref<5x7xf32> {llvm.noalias}, %[[Y:[^ ]*]]: memref<5x7xf32> {llvm.noalias}
// CHECK: scf.for
// CHECK:   scf.for {{.*}} iter_args(%[[SUM:.*]] = %{{.*}}) -> (f64)
// CHECK:     memref.load %[[X]]
// CHECK:     arith.addf %[[SUM]]
// CHECK:     memref.store {{.*}}, %[[Y]]
// CHECK-NOT: scf.for
kernel.func @running_sum(%x: tensor<5x7xf32>) -> tensor<5x7xf32>
    grid 5 {
  %0 = graph.cumsum %x {axis = 1 : i64} : (tensor<5x7xf32>) -> tensor<5x7xf32>
  kernel.return %0 : tensor<5x7xf32>
}

// Along another axis, columns advance together.
// CHECK-LABEL: func.func private @running_sums
// CHECK: %[[SUMS:.*]] = memref.alloca() {alignment = 64 : i64} : memref<256xf64>
// CHECK: scf.for
// CHECK:   scf.for {{.*}} to %c5
// CHECK:     scf.for
// CHECK:       memref.load %[[SUMS]]
// CHECK:       memref.store {{.*}}, %[[SUMS]]
kernel.func @running_sums(%x: tensor<5x7xf32>) -> tensor<5x7xf32>
    grid 1 {
  %0 = graph.cumsum %x {axis = 0 : i64} : (tensor<5x7xf32>) -> tensor<5x7xf32>
  kernel.return %0 : tensor<5x7xf32>
}

// Indices that are the same for all columns are checked once, and columns are
// a loop without branches.
// CHECK-LABEL: func.func private @scatter_rows
// CHECK-SAME: %[[I:[^ ]*]]: memref<9xi64> {llvm.noalias}, %[[U:[^ ]*]]: memref<9x100xf32> {llvm.noalias}, %[[Y:[^ ]*]]: memref<5x100xf32> {llvm.noalias}
// CHECK: scf.for
// CHECK:   scf.for {{.*}} to %c5
// CHECK:     scf.for
// CHECK:       memref.store %cst, %[[Y]]
// CHECK:   scf.for %[[J:.*]] = {{.*}} to %c9
// CHECK:     memref.load %[[I]][%[[J]]]
// CHECK:     arith.cmpi uge
// CHECK:     scf.if
// CHECK:       call @dlc_rt_index_error
// CHECK:     scf.for
// CHECK-NEXT:  memref.load %[[U]][%[[J]], %[[COLUMN:.*]]]
// CHECK-NEXT:  memref.load %[[Y]][%[[PLACE:.*]], %[[COLUMN]]]
// CHECK-NEXT:  arith.addf
// CHECK-NEXT:  memref.store %{{.*}}, %[[Y]][%[[PLACE]], %[[COLUMN]]]
kernel.func @scatter_rows(%i: tensor<9xi64>, %u: tensor<9x100xf32>)
    -> tensor<5x100xf32> grid 2 checks 1 {
  %0 = graph.broadcast %i {axes = array<i64: 0>, shape = #graph.dims<9, 100>}
      : (tensor<9xi64>) -> tensor<9x100xi64>
  %1 = graph.scatter_add %u, %0 {size = #graph.dims<5>, axis = 0 : i64}
      : (tensor<9x100xf32>, tensor<9x100xi64>) -> tensor<5x100xf32>
  kernel.return %1 : tensor<5x100xf32>
}

// A convolution keeps the positions of an output row in registers over input
// channels and taps, and moves through both operands by constants. The taps of
// a row are one iteration.
// CHECK-LABEL: func.func private @convolution
// CHECK: scf.for
// CHECK:   scf.for {{.*}} -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, !llvm.ptr, !llvm.ptr)
// CHECK:     scf.for
// CHECK:       llvm.load {{.*}} -> vector<16xf32>
// CHECK-COUNT-9: vector.fma
// CHECK-NOT: vector.fma
// CHECK-COUNT-3: vector.store
kernel.func @convolution(%x: tensor<1x2x5x5xf32>,
                         %w: tensor<1x2x3x3x16xf32>)
    -> tensor<1x1x3x3x16xf32> grid 3 {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 16 : i64, inputs = 2 : i64, outputs = 16 : i64}
      : (tensor<1x2x5x5xf32>, tensor<1x2x3x3x16xf32>)
      -> tensor<1x1x3x3x16xf32>
  kernel.return %0 : tensor<1x1x3x3x16xf32>
}

// Blocks of channels are one loop together with the taps of a row, as they lie
// in memory; the channels of the last block are a shorter one. Rows of the
// window that lie outside are left out by the bounds of their loop, columns by
// code for the border: here the first position has two taps, and the last. An
// iteration takes eight channels.
// CHECK-LABEL: func.func private @padded_blocks
// CHECK: arith.maxsi
// CHECK: arith.minsi
// CHECK:   scf.for
// CHECK:     scf.for
// CHECK-COUNT-104: vector.fma
// CHECK-NOT: vector.fma
// CHECK:     scf.for
// CHECK-COUNT-112: vector.fma
// CHECK-NOT: vector.fma
// CHECK:     scf.for
// CHECK-COUNT-104: vector.fma
// CHECK-NOT: vector.fma
// CHECK: vector.store
kernel.func @padded_blocks(%x: tensor<1x1x3x14x16xf32>,
                           %w: tensor<1x1x3x3x16x16xf32>)
    -> tensor<1x1x3x14x16xf32> grid 3 {
  %0 = graph.blocked_conv2d %x, %w
      {channel_block = 16 : i64, high = array<i64: 1, 1>, inputs = 16 : i64,
       low = array<i64: 1, 1>, outputs = 16 : i64}
      : (tensor<1x1x3x14x16xf32>, tensor<1x1x3x3x16x16xf32>)
      -> tensor<1x1x3x14x16xf32>
  kernel.return %0 : tensor<1x1x3x14x16xf32>
}

// One output in the last block: its filter is gathered, a vector for the channels
// of a block, and multiplied with such vectors of the input, of which the last
// one's lanes beyond the 33rd channel are masked. Their lanes are added up.
// CHECK-LABEL: func.func private @dot_output
// CHECK:   %[[WEIGHTS:.*]] = memref.alloca() {alignment = 64 : i64} : memref<48xf32>
// CHECK:   scf.for
// CHECK-COUNT-17: llvm.load {{.*}} -> f32
// CHECK:   scf.for
// CHECK:     llvm.load {{.*}} -> vector<16xf32>
// CHECK-COUNT-7: vector.fma
// CHECK:     vector.create_mask
// CHECK:     llvm.intr.masked.load
// CHECK-COUNT-7: vector.fma
// CHECK:     vector.shuffle
// CHECK:     vector.store
kernel.func @dot_output(%x: tensor<1x3x1x7x16xf32>,
                        %w: tensor<1x3x1x1x16x16xf32>)
    -> tensor<1x1x1x7x16xf32> grid 1 {
  %0 = graph.blocked_conv2d %x, %w {channel_block = 16 : i64, inputs = 33 : i64, outputs = 1 : i64}
      : (tensor<1x3x1x7x16xf32>, tensor<1x3x1x1x16x16xf32>)
      -> tensor<1x1x1x7x16xf32>
  kernel.return %0 : tensor<1x1x1x7x16xf32>
}

// Eight outputs share a vector with two channels each: lane 2 i + c is channel c
// of output i, of the filter that the tile before has gathered, or this one does.
// Pairs of lanes are added up.
// CHECK-LABEL: func.func private @half_vector
// CHECK:   memref.alloca() {alignment = 64 : i64} : memref<256xf32>
// CHECK:   scf.if
// CHECK:   } else {
// CHECK:     llvm.load {{.*}} -> vector<8xf32>
// CHECK:     llvm.load {{.*}} -> vector<8xf32>
// CHECK:     vector.shuffle %{{.*}} [0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15] : vector<8xf32>, vector<8xf32>
// CHECK:     llvm.store {{.*}} : vector<16xf32>
// CHECK:   llvm.load {{.*}} -> vector<16xf32>
// CHECK:   llvm.load {{.*}} -> vector<2xf32>
// CHECK:   vector.shuffle %{{.*}} [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1] : vector<2xf32>, vector<2xf32>
// CHECK:   vector.fma
// CHECK:   %[[EVEN:.*]] = vector.shuffle %[[SUM:.*]], %[[SUM]] [0, 2, 4, 6, 8, 10, 12, 14]
// CHECK:   %[[ODD:.*]] = vector.shuffle %[[SUM]], %[[SUM]] [1, 3, 5, 7, 9, 11, 13, 15]
// CHECK:   arith.addf %[[EVEN]], %[[ODD]]
// CHECK:   vector.shuffle %{{.*}} [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8, 8, 8]
// CHECK:   vector.store
kernel.func @half_vector(%x: tensor<1x2x4x8x16xf32>,
                         %w: tensor<1x2x1x1x16x16xf32>)
    -> tensor<1x1x4x8x16xf32> grid 1 {
  %0 = graph.blocked_conv2d %x, %w {channel_block = 16 : i64, inputs = 32 : i64, outputs = 8 : i64}
      : (tensor<1x2x4x8x16xf32>, tensor<1x2x1x1x16x16xf32>)
      -> tensor<1x1x4x8x16xf32>
  kernel.return %0 : tensor<1x1x4x8x16xf32>
}

// A depthwise convolution loads the filter's row once, and each input vector
// once for all windows of the tile that it lies in.
// CHECK-LABEL: func.func private @depthwise
// CHECK:   scf.for
// CHECK-COUNT-3: llvm.load
// CHECK:     llvm.load
// CHECK-NEXT: vector.fma
// CHECK:     llvm.load
// CHECK-NEXT: vector.fma
// CHECK-NEXT: vector.fma
// CHECK-NOT: scf.for
// CHECK:     scf.yield
// CHECK-COUNT-5: vector.store
kernel.func @depthwise(%x: tensor<1x1x5x7x16xf32>,
                       %w: tensor<1x3x3x16xf32>)
    -> tensor<1x1x3x5x16xf32> grid 3 {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      : (tensor<1x1x5x7x16xf32>, tensor<1x3x3x16xf32>)
      -> tensor<1x1x3x5x16xf32>
  kernel.return %0 : tensor<1x1x3x5x16xf32>
}

// With the convolution that makes its input, it keeps the three rows that are
// read, and computes those that come into the window: three for the first row,
// if the tile above it was not computed just before.
// CHECK-LABEL: func.func private @expanded
// CHECK-SAME: %[[BEGIN:[^ ]*]]: index, %[[END:[^ ]*]]: index, %[[REVERSED:[^ ]*]]: i1)
// CHECK:   %[[KEPT:.*]] = memref.alloca() {alignment = 64 : i64} : memref<336xf32>
// CHECK:   scf.for %[[TILE:.*]] = %[[BEGIN]] to %[[END]]
// CHECK:     %[[HAS_BEGUN:.*]] = arith.cmpi ne, %[[TILE]], %[[BEGIN]]
// CHECK:     %[[CONTINUES:.*]] = arith.select %[[REVERSED]], %{{.*}}, %[[HAS_BEGUN]]
// CHECK:     %[[IS_BELOW:.*]] = arith.cmpi ne
// CHECK:     %[[HAS_ROWS:.*]] = arith.andi %[[CONTINUES]], %[[IS_BELOW]]
// CHECK:     %[[FIRST:.*]] = arith.select %[[HAS_ROWS]], %c18{{.*}}, %{{.*}} : index
// CHECK:     scf.for %[[Y:[^ ]*]] =
// CHECK:     %[[IS_FIRST:.*]] = arith.cmpi eq, %[[Y]], %[[FIRST]]
// CHECK:     arith.select %[[IS_FIRST]]
// CHECK:     scf.for %[[ROW:.*]] = %{{.*}} to %{{.*}} step
// CHECK:       scf.for {{.*}} iter_args
// CHECK:         vector.fma
// CHECK:       arith.negf
// CHECK:       %[[SLOT:.*]] = arith.remui %[[ROW]], %c3
// CHECK:       arith.muli %[[SLOT]], %c112
// CHECK:       llvm.store
// CHECK:     arith.remui %{{.*}}, %c3
// CHECK:     vector.fma
// CHECK:     vector.store
kernel.func @expanded(%x: tensor<1x1x20x7x16xf32>,
                      %w: tensor<1x1x1x1x16x16xf32>, %d: tensor<1x3x3x16xf32>)
    -> tensor<1x1x18x5x16xf32> grid 2 {
  %0 = graph.blocked_conv2d %x, %w {channel_block = 16 : i64, inputs = 16 : i64, outputs = 16 : i64}
      : (tensor<1x1x20x7x16xf32>, tensor<1x1x1x1x16x16xf32>)
      -> tensor<1x1x20x7x16xf32>
  %1 = graph.neg %0 : tensor<1x1x20x7x16xf32>
  %2 = graph.blocked_depthwise_conv2d %1, %d
      : (tensor<1x1x20x7x16xf32>, tensor<1x3x3x16xf32>)
      -> tensor<1x1x18x5x16xf32>
  kernel.return %2 : tensor<1x1x18x5x16xf32>
}

// A convolution of one tap computes its input on the stack, for all panels of the
// filter: the first one of a chunk, or the first that is this thread's. What all
// positions of a tile share is loaded once.
// CHECK-LABEL: func.func private @computed_input
// CHECK-SAME: %[[X:[^ ]*]]: memref<1x2x1x3x16xf32> {llvm.noalias}, %[[S:[^ ]*]]: memref<2x16xf32> {llvm.noalias}
// CHECK:     %[[KEPT:.*]] = memref.alloca() {alignment = 64 : i64} : memref<96xf32>
// CHECK:     memref.extract_aligned_pointer_as_index %[[KEPT]]
// CHECK:     %[[BEGIN:.*]] = llvm.inttoptr
// CHECK:     %[[IS_LATER:.*]] = arith.cmpi ne, %{{.*}}, %c0
// CHECK:     %[[IS_THERE:.*]] = arith.andi %{{.*}}, %[[IS_LATER]] : i1
// CHECK:     scf.if %[[IS_THERE]] {
// CHECK-NEXT: } else {
// CHECK:       scf.for %[[BLOCK:.*]] = %c0{{.*}} to %c2
// CHECK:         vector.load %[[X]]
// CHECK:         %[[SCALE:.*]] = vector.load %[[S]][%[[BLOCK]], %c0
// CHECK:         arith.mulf %{{.*}}, %[[SCALE]]
// CHECK:         llvm.store
// CHECK:         vector.load %[[X]]
// CHECK-NEXT:    arith.mulf %{{.*}}, %[[SCALE]]
// CHECK:         llvm.store
// CHECK:     %[[INPUT:.*]] = llvm.getelementptr %[[BEGIN]]
// CHECK:     scf.for {{.*}} = %[[INPUT]]
// CHECK:       vector.fma
kernel.func @computed_input(%x: tensor<1x2x1x3x16xf32>, %s: tensor<2x16xf32>,
                            %w: tensor<2x2x1x1x16x16xf32>)
    -> tensor<1x2x1x3x16xf32> grid 2 {
  %0 = graph.broadcast %s {axes = array<i64: 1, 4>, shape = #graph.dims<1, 2, 1, 3, 16>}
      : (tensor<2x16xf32>) -> tensor<1x2x1x3x16xf32>
  %1 = graph.mul %x, %0 : tensor<1x2x1x3x16xf32>
  %2 = graph.blocked_conv2d %1, %w {channel_block = 16 : i64, inputs = 32 : i64, outputs = 32 : i64}
      : (tensor<1x2x1x3x16xf32>, tensor<2x2x1x1x16x16xf32>)
      -> tensor<1x2x1x3x16xf32>
  kernel.return %2 : tensor<1x2x1x3x16xf32>
}

// Sums of a convolution begin with the bias of their block, which each loads.
// CHECK-LABEL: func.func private @bias
// CHECK-SAME: %[[B:[^ ]*]]: memref<2x16xf32> {llvm.noalias}
// CHECK:   memref.extract_aligned_pointer_as_index %[[B]]
// CHECK:   %[[AT:.*]] = llvm.getelementptr %{{.*}}[%{{.*}}]
// CHECK:   %[[FIRST:.*]] = llvm.load %[[AT]]
// CHECK:   %[[SAME:.*]] = llvm.inline_asm has_side_effects "", "=r,0" %[[AT]]
// CHECK:   %[[SECOND:.*]] = llvm.load %[[SAME]]
// CHECK:   scf.for {{.*}} iter_args(%{{.*}} = %[[FIRST]], %{{.*}} = %[[SECOND]])
// CHECK:   vector.fma
// CHECK-NOT: arith.addf
// CHECK:   vector.store
kernel.func @bias(%x: tensor<1x2x1x2x16xf32>, %w: tensor<2x1x1x16xf32>,
                  %b: tensor<2x16xf32>)
    -> tensor<1x2x1x2x16xf32> grid 2 {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      : (tensor<1x2x1x2x16xf32>, tensor<2x1x1x16xf32>)
      -> tensor<1x2x1x2x16xf32>
  %1 = graph.broadcast %b {axes = array<i64: 1, 4>, shape = #graph.dims<1, 2, 1, 2, 16>}
      : (tensor<2x16xf32>) -> tensor<1x2x1x2x16xf32>
  %2 = graph.add %1, %0 : tensor<1x2x1x2x16xf32>
  kernel.return %2 : tensor<1x2x1x2x16xf32>
}

// What is not the same at all positions is added to the sums.
// CHECK-LABEL: func.func private @no_bias
// CHECK:   vector.fma
// CHECK:   arith.addf
kernel.func @no_bias(%x: tensor<1x2x1x2x16xf32>, %w: tensor<2x1x1x16xf32>,
                     %b: tensor<2x2x16xf32>)
    -> tensor<1x2x1x2x16xf32> grid 2 {
  %0 = graph.blocked_depthwise_conv2d %x, %w
      : (tensor<1x2x1x2x16xf32>, tensor<2x1x1x16xf32>)
      -> tensor<1x2x1x2x16xf32>
  %1 = graph.broadcast %b {axes = array<i64: 1, 3, 4>, shape = #graph.dims<1, 2, 1, 2, 16>}
      : (tensor<2x2x16xf32>) -> tensor<1x2x1x2x16xf32>
  %2 = graph.add %0, %1 : tensor<1x2x1x2x16xf32>
  kernel.return %2 : tensor<1x2x1x2x16xf32>
}

// Everything else is scalar loops, marked for LLVM's vectoriser where they run
// in every call. Sums may be reordered, other arithmetic only contracts.
// CHECK-LABEL: func.func private @norm
// CHECK: scf.for
// CHECK:   scf.for {{.*}} iter_args
// CHECK:     memref.load
// CHECK:     arith.mulf {{.*}} fastmath<contract>
// CHECK:     arith.addf {{.*}} fastmath<reassoc,contract>
// CHECK:   math.sqrt
// CHECK:   memref.store
kernel.func @norm(%x: tensor<8x100xf32>) -> tensor<8xf32>
    grid 1 {
  %0 = graph.mul %x, %x : tensor<8x100xf32>
  %1 = graph.sum %0 {axes = array<i64: 1>} : (tensor<8x100xf32>) -> tensor<8xf32>
  %2 = graph.sqrt %1 : tensor<8xf32>
  kernel.return %2 : tensor<8xf32>
}

// An index is checked before it is used.
// CHECK-LABEL: func.func private @lookup
// CHECK-SAME: (%[[CONTEXT:.*]]: !llvm.ptr, %[[SITE:.*]]: i32,
// CHECK: %[[BAD:.*]] = arith.cmpi uge
// CHECK: scf.if %[[BAD]]
// CHECK:   func.call @dlc_rt_index_error(%[[CONTEXT]],
// CHECK: arith.select %[[BAD]]
kernel.func @lookup(%x: tensor<2x4xf32>, %i: tensor<2xi64>) -> tensor<2xf32>
    grid 1 checks 1 {
  %0 = graph.pick %x, %i {axis = 1 : i64}
      : (tensor<2x4xf32>, tensor<2xi64>) -> tensor<2xf32>
  kernel.return %0 : tensor<2xf32>
}

// Random numbers are additions, shifts and exclusive ors of i32.
// CHECK-LABEL: func.func private @uniform
// CHECK: scf.for
// CHECK:   %[[COUNT:.*]] = arith.index_cast %{{.*}} : index to i32
// CHECK:   arith.shli
// CHECK:   arith.shrui
// CHECK:   arith.xori
// CHECK-NOT: i64
// CHECK:   arith.bitcast %{{.*}} : i32 to f32
// CHECK:   memref.store
kernel.func @uniform(%k: tensor<2xi32>) -> tensor<8xf32>
    grid 1 {
  %0 = graph.random_uniform %k {shape = #graph.dims<8>, dtype = f32}
      : (tensor<2xi32>) -> tensor<8xf32>
  kernel.return %0 : tensor<8xf32>
}

// The sine of f32 is neither a call nor a branch.
// CHECK-LABEL: func.func private @sine
// CHECK-NOT: math.sin
// CHECK-NOT: scf.if
// CHECK:   arith.extf %{{.*}} : f32 to f64
// CHECK-COUNT-7: math.roundeven
// CHECK:   memref.store
kernel.func @sine(%x: tensor<8xf32>) -> tensor<8xf32>
    grid 1 {
  %0 = graph.sin %x : tensor<8xf32>
  kernel.return %0 : tensor<8xf32>
}

// What only moves axes, so that another one is last, is transposed in squares
// of registers: here 16 x 16, in 4 rounds.
// CHECK-LABEL: func.func private @keys
// CHECK-SAME: i32, %[[X:.*]]: memref<2x32x3x16xf32> {llvm.noalias}, %[[Y:.*]]: memref<2x3x1x16x32xf32> {llvm.noalias}
// CHECK-NOT: memref.load
// CHECK-COUNT-16: vector.load %[[X]]
// CHECK-COUNT-64: vector.shuffle
// CHECK-COUNT-16: vector.store {{.*}}, %[[Y]]
kernel.func @keys(%x: tensor<2x32x3x16xf32>) -> tensor<2x3x1x16x32xf32>
    grid 6 {
  %0 = graph.transpose %x {permutation = array<i64: 0, 2, 1, 3>}
      : (tensor<2x32x3x16xf32>) -> tensor<2x3x32x16xf32>
  %1 = graph.pack %0 {axis = 2 : i64, block = 32 : i64, outer_permutation = array<i64: 0, 1, 2, 3>}
      : (tensor<2x3x32x16xf32>) -> tensor<2x3x1x16x32xf32>
  kernel.return %1 : tensor<2x3x1x16x32xf32>
}

// The last squares begin where they still are full, and move some elements again.
// CHECK-LABEL: func.func private @tail
// CHECK: arith.minui %{{.*}}, %c1{{[_ ]}}
// CHECK: arith.minui %{{.*}}, %c17{{[_ ]}}
// CHECK-COUNT-16: vector.load
// CHECK-COUNT-64: vector.shuffle
// CHECK-COUNT-16: vector.store
kernel.func @tail(%x: tensor<33x17xf32>) -> tensor<17x33xf32>
    grid 2 {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<33x17xf32>) -> tensor<17x33xf32>
  kernel.return %0 : tensor<17x33xf32>
}

// Squares that are wider than the tensor are masked.
// CHECK-LABEL: func.func private @narrow
// CHECK-COUNT-16: vector.maskedload
// CHECK-COUNT-64: vector.shuffle
// CHECK-COUNT-16: vector.maskedstore
kernel.func @narrow(%x: tensor<33x12xf32>) -> tensor<12x33xf32>
    grid 1 {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<33x12xf32>) -> tensor<12x33xf32>
  kernel.return %0 : tensor<12x33xf32>
}

// The rows of an image are one long row, of which squares are full.
// CHECK-LABEL: func.func private @images
// CHECK: memref.reinterpret_cast {{.*}} sizes: [2, 32, 63]
// CHECK: memref.reinterpret_cast {{.*}} sizes: [2, 2, 63, 16]
// CHECK-NOT: mask
kernel.func @images(%x: tensor<2x32x9x7xf32>) -> tensor<2x2x9x7x16xf32>
    grid 16 {
  %0 = graph.pack %x {axis = 1 : i64, block = 16 : i64, outer_permutation = array<i64: 0, 1, 2, 3>}
      : (tensor<2x32x9x7xf32>) -> tensor<2x2x9x7x16xf32>
  kernel.return %0 : tensor<2x2x9x7x16xf32>
}

// The taps of a filter in reverse, for its input's gradient: they are one long
// row, whose elements are stored from the last to the first.
// CHECK-LABEL: func.func private @taps
// CHECK-SAME: i32, %[[X:[^ ]*]]: memref<32x20x3x3xf32> {llvm.noalias}, %[[Y:[^ ]*]]: memref<20x2x3x3x16xf32>
// CHECK: %[[FROM:.*]] = memref.reinterpret_cast %[[X]] {{.*}} sizes: [32, 20, 9]
// CHECK: %[[TO:.*]] = memref.reinterpret_cast %[[Y]] {{.*}} sizes: [20, 2, 9, 16]
// CHECK: vector.maskedload %[[FROM]]
// CHECK: %[[TAP:.*]] = arith.subi %c8{{.*}}, %{{.*}} : index
// CHECK: vector.maskedstore %[[TO]][%{{.*}}, %{{.*}}, %[[TAP]], %{{.*}}]
kernel.func @taps(%x: tensor<32x20x3x3xf32>) -> tensor<20x2x3x3x16xf32>
    grid 40 {
  %0 = graph.slice %x {starts = #graph.dims<0, 0, 2, 2>, sizes = #graph.dims<32, 20, 3, 3>, strides = array<i64: 1, 1, -1, -1>}
      : (tensor<32x20x3x3xf32>) -> tensor<32x20x3x3xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 1, 0, 2, 3>}
      : (tensor<32x20x3x3xf32>) -> tensor<20x32x3x3xf32>
  %2 = graph.pack %1 {axis = 1 : i64, block = 16 : i64, outer_permutation = array<i64: 0, 1, 2, 3>}
      : (tensor<20x32x3x3xf32>) -> tensor<20x2x3x3x16xf32>
  kernel.return %2 : tensor<20x2x3x3x16xf32>
}

// A filter in blocks of both its channels is one transposition: channels and
// taps, which lie behind one another, are one long row, and the place of an
// element says which of both it is.
// CHECK-LABEL: func.func private @filter
// CHECK-SAME: i32, %[[X:[^ ]*]]: memref<64x32x3x3xf32> {llvm.noalias}, %[[Y:[^ ]*]]: memref<2x2x3x3x16x32xf32>
// CHECK: %[[FROM:.*]] = memref.reinterpret_cast %[[X]] {{.*}} sizes: [64, 2, 144]
// CHECK: %[[TO:.*]] = memref.reinterpret_cast %[[Y]] {{.*}} sizes: [2, 2, 9, 16, 32]
// CHECK-NOT: mask
// CHECK-COUNT-16: vector.load %[[FROM]]
// CHECK-COUNT-64: vector.shuffle
// CHECK-DAG: %[[CHANNEL:.*]] = arith.divui %{{.*}}, %c9
// CHECK-DAG: %[[TAP:.*]] = arith.remui %{{.*}}, %c9
// CHECK: vector.store %{{.*}}, %[[TO]][%{{.*}}, %{{.*}}, %[[TAP]], %[[CHANNEL]], %{{.*}}]
kernel.func @filter(%x: tensor<64x32x3x3xf32>) -> tensor<2x2x3x3x16x32xf32>
    grid 36 {
  %0 = graph.pack %x {axis = 1 : i64, block = 16 : i64, outer_permutation = array<i64: 0, 1, 2, 3>}
      : (tensor<64x32x3x3xf32>) -> tensor<64x2x3x3x16xf32>
  %1 = graph.pack %0 {axis = 0 : i64, block = 32 : i64, outer_permutation = array<i64: 0, 1, 2, 3, 4>}
      : (tensor<64x2x3x3x16xf32>) -> tensor<2x2x3x3x16x32xf32>
  kernel.return %1 : tensor<2x2x3x3x16x32xf32>
}

// The filter for the input's gradient, whose taps are reversed.
// CHECK-LABEL: func.func private @reversed_filter
// CHECK: memref.reinterpret_cast {{.*}} sizes: [2, 16, 64, 9]
// CHECK: memref.reinterpret_cast {{.*}} sizes: [2, 2, 9, 16, 32]
// CHECK-COUNT-16: vector.maskedload
// CHECK-COUNT-64: vector.shuffle
// CHECK: arith.subi %c8
// CHECK: vector.maskedstore
kernel.func @reversed_filter(%x: tensor<32x64x3x3xf32>) -> tensor<2x2x3x3x16x32xf32>
    grid 64 {
  %0 = graph.slice %x {starts = #graph.dims<0, 0, 2, 2>, sizes = #graph.dims<32, 64, 3, 3>, strides = array<i64: 1, 1, -1, -1>}
      : (tensor<32x64x3x3xf32>) -> tensor<32x64x3x3xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 1, 0, 2, 3>}
      : (tensor<32x64x3x3xf32>) -> tensor<64x32x3x3xf32>
  %2 = graph.pack %1 {axis = 1 : i64, block = 16 : i64, outer_permutation = array<i64: 0, 1, 2, 3>}
      : (tensor<64x32x3x3xf32>) -> tensor<64x2x3x3x16xf32>
  %3 = graph.pack %2 {axis = 0 : i64, block = 32 : i64, outer_permutation = array<i64: 0, 1, 2, 3, 4>}
      : (tensor<64x2x3x3x16xf32>) -> tensor<2x2x3x3x16x32xf32>
  kernel.return %3 : tensor<2x2x3x3x16x32xf32>
}

// Panels get their part of some rows, before the next rows are read. Columns
// beyond the last one are zero.
// CHECK-LABEL: func.func private @panels
// CHECK-SAME: i32, %[[X:.*]]: memref<3x40x50xf32> {llvm.noalias}, %[[Y:.*]]: memref<3x2x40x32xf32> {llvm.noalias}
// CHECK: scf.for %[[PANEL:.*]] = %c0{{.*}} to %c1
// CHECK:   scf.for %[[ROW:.*]] = %[[FIRST:.*]] to %[[END:.*]] step
// CHECK:     vector.load %[[X]][%[[MATRIX:.*]], %[[ROW]],
// CHECK:     vector.store %{{.*}}, %[[Y]][%[[MATRIX]], %[[PANEL]], %[[ROW]],
// CHECK: scf.for
// CHECK:   vector.load %[[X]]
// CHECK:   vector.create_mask %c2
// CHECK:   vector.maskedload %[[X]]
kernel.func @panels(%x: tensor<3x40x50xf32>) -> tensor<3x2x40x32xf32>
    grid 9 {
  %0 = graph.pack %x {axis = 2 : i64, block = 32 : i64, outer_permutation = array<i64: 0, 2, 1>}
      : (tensor<3x40x50xf32>) -> tensor<3x2x40x32xf32>
  kernel.return %0 : tensor<3x2x40x32xf32>
}

// Few elements are not worth it.
// CHECK-LABEL: func.func private @small
// CHECK-NOT: vector.shuffle
// CHECK: memref.load
kernel.func @small(%x: tensor<33x3xf32>) -> tensor<3x33xf32>
    grid 1 {
  %0 = graph.transpose %x {permutation = array<i64: 1, 0>}
      : (tensor<33x3xf32>) -> tensor<3x33xf32>
  kernel.return %0 : tensor<3x33xf32>
}

// A batch of products: the tile's number says panel and matrix, as the rows are
// one tile, and the one matrix on the left is for all.
// CHECK-LABEL: func.func private @batch
// CHECK-SAME: i32, %{{.*}}: memref<1x2x4xf32> {llvm.noalias}, %[[W:.*]]: memref<3x2x4x16xf32> {llvm.noalias}
// CHECK: %[[MATRIX:.*]] = arith.divui
// CHECK-NEXT: %[[PANEL:.*]] = arith.remui
// CHECK: %[[FIRST:.*]] = arith.muli %[[MATRIX]], %{{c2.*}}
// CHECK: arith.addi %[[FIRST]], %[[PANEL]]
// CHECK: llvm.load %{{.*}} -> vector<16xf32>
kernel.func @batch(%x: tensor<1x2x4xf32>, %w: tensor<3x2x4x16xf32>)
    -> tensor<3x2x32xf32> grid 6 {
  %0 = graph.packed_matmul %x, %w {columns = 32 : i64}
      : (tensor<1x2x4xf32>, tensor<3x2x4x16xf32>) -> tensor<3x2x32xf32>
  kernel.return %0 : tensor<3x2x32xf32>
}

// Rows of any number: a tile is one of them, computed as vectors.
// CHECK-LABEL: func.func private @by_rows
// CHECK-SAME: %[[X:[^ ]*]]: memref<{{[0-9]+}}x32xf32> {llvm.noalias}, %[[Y:[^ ]*]]: memref<{{[0-9]+}}x32xf32> {llvm.noalias}, %[[BEGIN:[^ ]*]]: index, %[[END:[^ ]*]]: index)
// CHECK: scf.for %[[ROW:.*]] = %[[BEGIN]] to %[[END]]
// CHECK:   vector.load %[[X]][%[[ROW]], %c0{{.*}}] : {{.*}}, vector<16xf32>
// CHECK:   vector.store %{{.*}}, %[[Y]][%[[ROW]], %c0
// CHECK:   vector.load %[[X]][%[[ROW]], %c16
kernel.func @by_rows(%x: tensor<1x32xf32>) -> tensor<1x32xf32>
    grid 1 by_rows {
  %0 = graph.neg %x : tensor<1x32xf32>
  kernel.return %0 : tensor<1x32xf32>
}

// What is updated in place is read through the pointer that the result is
// written through.
// CHECK-LABEL: func.func private @update
// CHECK-SAME: %[[Y:[^ ]*]]: memref<100xf32> {llvm.noalias}, %{{[^ ]*}}: index, %{{[^ ]*}}: index)
// CHECK:   %[[OLD:.*]] = memref.load %[[Y]][%[[I:.*]]]
// CHECK:   %[[NEW:.*]] = arith.negf %[[OLD]]
// CHECK:   memref.store %[[NEW]], %[[Y]][%[[I]]]
kernel.func @update(%x: tensor<100xf32> {kernel.in_place = 0 : i64}) -> tensor<100xf32>
    grid 1 {
  %0 = graph.neg %x : tensor<100xf32>
  kernel.return %0 : tensor<100xf32>
}

// Several results are computed at a position before the first is stored, which
// may lie where they are read.
// CHECK-LABEL: func.func private @two_results
// CHECK-SAME: %[[X:[^ ]*]]: memref<100xf32> {llvm.noalias}, %{{[^ ]*}}: memref<100xf32> {llvm.noalias}, %[[N:[^ ]*]]: memref<100xf32> {llvm.noalias}, %[[Y:[^ ]*]]: memref<100xf32> {llvm.noalias}, %{{[^ ]*}}: index, %{{[^ ]*}}: index)
// CHECK:   %[[LX:.*]] = memref.load %[[X]][%[[I:.*]]]
// CHECK:   %[[NEG:.*]] = arith.negf %[[LX]]
// CHECK:   %[[LY:.*]] = memref.load %[[Y]][%[[I]]]
// CHECK:   %[[SUM:.*]] = arith.addf %[[NEG]], %[[LY]]
// CHECK:   memref.store %[[NEG]], %[[N]][%[[I]]]
// CHECK:   memref.store %[[SUM]], %[[Y]][%[[I]]]
kernel.func @two_results(%x: tensor<100xf32>,
                         %y: tensor<100xf32> {kernel.in_place = 1 : i64})
    -> (tensor<100xf32>, tensor<100xf32>) grid 1 {
  %0 = graph.neg %x : tensor<100xf32>
  %1 = graph.add %0, %y : tensor<100xf32>
  kernel.return %0, %1 : tensor<100xf32>, tensor<100xf32>
}
