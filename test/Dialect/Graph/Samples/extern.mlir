// The functions are those of test/Unit/Graph/ExternFunctions.c.

func.func @f32(%x: tensor<3x5xf32>) -> tensor<3x5xf32> {
  %0 = graph.extern "sample_scale"(%x) {constants = [2.5],
      adjoint = "sample_scale_adjoint"}
      : (tensor<3x5xf32>) -> tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @scalar(%x: tensor<f32>) -> tensor<f32> {
  %0 = graph.extern "sample_scale"(%x) {constants = [-1.0],
      adjoint = "sample_scale_adjoint"}
      : (tensor<f32>) -> tensor<f32>
  return %0 : tensor<f32>
}

func.func @empty(%x: tensor<4x0xf32>) -> tensor<4x0xf32> {
  %0 = graph.extern "sample_scale"(%x) {constants = [2.0],
      adjoint = "sample_scale_adjoint"}
      : (tensor<4x0xf32>) -> tensor<4x0xf32>
  return %0 : tensor<4x0xf32>
}

// Between computed values, which are stored for it.
func.func @between(%x: tensor<7x33xf32>, %w: tensor<33x5xf32>)
    -> tensor<7x5xf32> {
  %1 = graph.matmul %x, %w
      : (tensor<7x33xf32>, tensor<33x5xf32>) -> tensor<7x5xf32>
  %2 = graph.extern "sample_scale"(%1) {constants = [0.5],
      adjoint = "sample_scale_adjoint"}
      : (tensor<7x5xf32>) -> tensor<7x5xf32>
  %0 = graph.add %1, %2 : tensor<7x5xf32>
  return %0 : tensor<7x5xf32>
}

// Operands that kernels would compute anew: constants, broadcasts, reshapes.
func.func @stored_operands(%x: tensor<6xf32>) -> tensor<2x3xf32> {
  %b = graph.broadcast %x {shape = #graph.dims<2, 6>}
      : (tensor<6xf32>) -> tensor<2x6xf32>
  %r = graph.reshape %b {shape = #graph.dims<4, 3>}
      : (tensor<2x6xf32>) -> tensor<4x3xf32>
  %c = graph.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf32>
  %0, %1 = graph.extern "sample_halves"(%r) {constants = [],
      adjoint = "sample_halves_adjoint"}
      : (tensor<4x3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>)
  %2 = graph.extern "sample_scale"(%c) {constants = [3.0],
      adjoint = "sample_scale_adjoint"}
      : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %3 = graph.add %0, %1 : tensor<2x3xf32>
  %4 = graph.add %3, %2 : tensor<2x3xf32>
  return %4 : tensor<2x3xf32>
}

// Several results, one of them unused, one returned.
func.func @results(%x: tensor<6x4xf32>)
    -> (tensor<3x4xf32>, tensor<3x4xf32>) {
  %0, %1 = graph.extern "sample_halves"(%x) {adjoint = "sample_halves_adjoint"}
      : (tensor<6x4xf32>) -> (tensor<3x4xf32>, tensor<3x4xf32>)
  %2, %3 = graph.extern "sample_halves"(%x) {constants = [true],
      adjoint = "sample_halves_adjoint"}
      : (tensor<6x4xf32>) -> (tensor<3x4xf32>, tensor<3x4xf32>)
  %4 = graph.neg %2 : tensor<3x4xf32>
  return %1, %4 : tensor<3x4xf32>, tensor<3x4xf32>
}

// Writes what it was given: kinds, ranks, element types, constants.
func.func @description(%x: tensor<2x3xui8>, %y: tensor<i1>, %z: tensor<4xf64>)
    -> tensor<32xi64> {
  %0 = graph.extern "sample_describe"(%x, %y, %z)
      {constants = [-7, 2.5, true, false, "text", #graph.dims<11>, ""], adjoint = "sample_none"}
      : (tensor<2x3xui8>, tensor<i1>, tensor<4xf64>) -> tensor<32xi64>
  return %0 : tensor<32xi64>
}

// No operands.
func.func @source() -> tensor<32xi64> {
  %0 = graph.extern "sample_describe"() : () -> tensor<32xi64>
  return %0 : tensor<32xi64>
}
