// RUN: dlc-opt %s --graph-fuse-pointwise=largest-group=3 | FileCheck %s
// RUN: dlc-opt %s --graph-fuse-pointwise=largest-group=1 | FileCheck %s --check-prefix=ONE
// RUN: dlc-opt %s --graph-fuse-pointwise=largest-group=3 --mlir-print-debuginfo | FileCheck %s --check-prefix=LOCATION

// Groups have a largest size, counted from their results.
// CHECK-LABEL: func.func @long
// CHECK-NEXT: graph.exp
// CHECK-NEXT: graph.fused
// CHECK-NEXT:   graph.neg
// CHECK-NEXT:   graph.exp
// CHECK-NEXT:   graph.neg
// CHECK-NEXT:   graph.yield
// CHECK:      return
// ONE-NOT: graph.fused

// A fused operation is where all of its parts are, its result first.
// LOCATION: graph.yield %{{.*}} : tensor<4xf32> loc(#[[L:.*]])
// LOCATION: #[[LAST:loc.*]] = loc("third")
// LOCATION: #[[L]] = loc(fused[#[[LAST]], #{{.*}}, #{{.*}}])
func.func @long(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.exp %x : tensor<4xf32>
  %1 = graph.neg %0 : tensor<4xf32> loc("first")
  %2 = graph.exp %1 : tensor<4xf32> loc("second")
  %3 = graph.neg %2 : tensor<4xf32> loc("third")
  return %3 : tensor<4xf32>
}
