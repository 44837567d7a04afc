// Symbolic dimensions are polynomials in a normal form, so that equal ones are
// equal however they were written.

// RUN: dlc-opt %s | dlc-opt | FileCheck %s

// CHECK-LABEL: func.func @products_commute
// CHECK-SAME: tensor<?xf32, #graph.dims<H*N>>, %{{.*}}: tensor<?xf32, #graph.dims<H*N>>
func.func @products_commute(%x: tensor<?xf32, #graph.dims<N*H>>,
                            %y: tensor<?xf32, #graph.dims<H*N>>) {
  // CHECK: graph.add %{{.*}}, %{{.*}} : tensor<?xf32, #graph.dims<H*N>>
  %0 = graph.add %x, %y : tensor<?xf32, #graph.dims<H*N>>
  return
}

// Terms of the highest degree come first, then by name; equal ones are summed.
// CHECK-LABEL: func.func @terms_are_ordered
// CHECK-SAME: #graph.dims<A*B + B*B + A + 2*B + 1>
func.func @terms_are_ordered(
    %x: tensor<?xf32, #graph.dims<1 + B + A + B*B + B + A*B>>) {
  return
}

// Powers are repeated factors, differences negative coefficients.
// CHECK-LABEL: func.func @powers_and_differences
// CHECK-SAME: #graph.dims<-1*H*N*N + 3*N*N*N + -5>
func.func @powers_and_differences(
    %x: tensor<?xf32, #graph.dims<N*3*N*N + -1*N*H*N + -5>>) {
  return
}

// CHECK-LABEL: func.func @terms_cancel
// CHECK-SAME: tensor<?x7x0xf32, #graph.dims<N, 7, 0>>
func.func @terms_cancel(
    %x: tensor<?x7x0xf32, #graph.dims<N, H + 7 + -1*H, 0*H>>) {
  return
}

// Numbers stand in the encoding too, where any dimension has a name.
// CHECK-LABEL: func.func @mixed
// CHECK-SAME: tensor<?x3x28xf32, #graph.dims<N, 3, 28>>
func.func @mixed(%x: tensor<?x3x28xf32, #graph.dims<N, 3, 28>>) {
  return
}

// Any keyword is a name, those of MLIR's own too.
// CHECK-LABEL: func.func @names
// CHECK-SAME: #graph.dims<batch_size, f32, loc, x>
func.func @names(
    %x: tensor<?x?x?x?xf32, #graph.dims<batch_size, f32, loc, x>>) {
  return
}

// CHECK-LABEL: func.func @empty_list
func.func @empty_list(%x: tensor<1xf32>) {
  // CHECK: {shape = #graph.dims<>} : (tensor<1xf32>) -> tensor<f32>
  %0 = graph.reshape %x {shape = #graph.dims<>} : (tensor<1xf32>) -> tensor<f32>
  return
}

// Division is exact: by a name, by a number, by a sum.
// CHECK-LABEL: func.func @quotients
func.func @quotients(%x: tensor<?x?xf32, #graph.dims<N, 6*H>>,
                     %y: tensor<?xf32, #graph.dims<N*N + 2*N + 1>>) {
  // CHECK: -> tensor<?x?xf32, #graph.dims<2*N, 3*H>>
  %0 = graph.reshape %x {shape = #graph.dims<-1, 3*H>}
      : (tensor<?x?xf32, #graph.dims<N, 6*H>>)
      -> tensor<?x?xf32, #graph.dims<2*N, 3*H>>
  // CHECK: -> tensor<?x?xf32, #graph.dims<N + 1, N + 1>>
  %1 = graph.reshape %y {shape = #graph.dims<N + 1, -1>}
      : (tensor<?xf32, #graph.dims<N*N + 2*N + 1>>)
      -> tensor<?x?xf32, #graph.dims<N + 1, N + 1>>
  return
}

// A dimension that may be zero cancels against itself.
// CHECK-LABEL: func.func @zero_cancels
func.func @zero_cancels(%x: tensor<0x3xf32>) {
  // CHECK: -> tensor<0x3xf32>
  %0 = graph.reshape %x {shape = #graph.dims<0, -1>}
      : (tensor<0x3xf32>) -> tensor<0x3xf32>
  return
}

// CHECK-LABEL: func.func @windows
func.func @windows(%x: tensor<1x1x?x?xf32, #graph.dims<1, 1, H, 2*W + 1>>,
                   %f: tensor<1x1x3x3xf32>) {
  // CHECK: -> tensor<1x1x?x?xf32, #graph.dims<1, 1, H + -2, 2*W + -1>>
  %0 = graph.conv2d %x, %f
      : (tensor<1x1x?x?xf32, #graph.dims<1, 1, H, 2*W + 1>>,
         tensor<1x1x3x3xf32>)
      -> tensor<1x1x?x?xf32, #graph.dims<1, 1, H + -2, 2*W + -1>>
  // CHECK: -> tensor<1x1x?x?xf32, #graph.dims<1, 1, H + -2, W>>
  %1 = graph.conv2d %x, %f {strides = array<i64: 1, 2>}
      : (tensor<1x1x?x?xf32, #graph.dims<1, 1, H, 2*W + 1>>,
         tensor<1x1x3x3xf32>)
      -> tensor<1x1x?x?xf32, #graph.dims<1, 1, H + -2, W>>
  return
}
