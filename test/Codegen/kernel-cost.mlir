// RUN: dlc-opt %s --form-kernels="estimate=true" | FileCheck %s
// RUN: dlc-opt %s --form-kernels | FileCheck %s --check-prefix=ALL

// One thread computes a small kernel and the small one behind it, which needs
// no barrier. Threads share large ones, and wait before and behind them.
// Without estimates they share everything.
// CHECK-LABEL: kernel.schedule @prepare
// CHECK-LABEL: kernel.schedule @mixed
// CHECK:      kernel.launch @kernel_exp
// CHECK-NOT:  kernel.barrier
// CHECK:      kernel.launch @kernel_relu
// CHECK:      kernel.barrier
// CHECK:      kernel.launch @kernel_broadcast
// CHECK:      kernel.barrier
// CHECK:      kernel.launch @kernel_sum
// CHECK:      kernel.barrier
// CHECK:      kernel.launch @kernel_neg
// What @prepare alone launches runs once.
// CHECK:      kernel.func @kernel_sqrt{{.*}} grid 1 bytes 32 cost {{[0-9]+}} runs_once {
// CHECK:      kernel.func @kernel_exp{{.*}} grid 1 bytes 32 cost {{[0-9]+}} {
// CHECK:      kernel.func @kernel_broadcast{{.*}} cost {{[1-9][0-9][0-9][0-9]+}} {

// ALL-LABEL: kernel.schedule @mixed
// ALL:      kernel.launch @kernel_exp
// ALL:      kernel.barrier
// ALL:      kernel.launch @kernel_relu
// ALL-NOT:  cost
func.func @prepare(%w: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.sqrt %w : tensor<4xf32>
  return %0 : tensor<4xf32>
}
func.func @mixed(%x: tensor<4xf32>) -> tensor<4xf32> {
  %0 = graph.exp %x : tensor<4xf32>
  %1 = graph.relu %0 : tensor<4xf32>
  %2 = graph.broadcast %1 {shape = #graph.dims<100000, 4>}
      : (tensor<4xf32>) -> tensor<100000x4xf32>
  %3 = graph.sum %2 {axes = array<i64: 0>}
      : (tensor<100000x4xf32>) -> tensor<4xf32>
  %4 = graph.neg %3 : tensor<4xf32>
  return %4 : tensor<4xf32>
}
