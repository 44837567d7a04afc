func.func @two_variables(%x: tensor<3x7xf32>, %w: tensor<7xf32>) -> (tensor<3x7xf32>, tensor<7xf32>) {
  %0 = graph.broadcast %w {shape = #graph.dims<3, 7>} : (tensor<7xf32>) -> tensor<3x7xf32>
  %1 = graph.mul %x, %0 : tensor<3x7xf32>
  %2 = graph.tanh %1 : tensor<3x7xf32>
  %3 = graph.sum %2 : (tensor<3x7xf32>) -> tensor<f32>
  %4:2 = graph.gradients %3, %x, %w : (tensor<f32>, tensor<3x7xf32>, tensor<7xf32>) -> (tensor<3x7xf32>, tensor<7xf32>)
  return %4#0, %4#1 : tensor<3x7xf32>, tensor<7xf32>
}

// With respect to what was computed, and to what has no part in it.
func.func @inside(%x: tensor<5xf64>, %y: tensor<5xf64>) -> (tensor<5xf64>, tensor<5xf64>) {
  %0 = graph.exp %x : tensor<5xf64>
  %1 = graph.mul %0, %0 : tensor<5xf64>
  %2 = graph.sum %1 : (tensor<5xf64>) -> tensor<f64>
  %3:2 = graph.gradients %2, %0, %y : (tensor<f64>, tensor<5xf64>, tensor<5xf64>) -> (tensor<5xf64>, tensor<5xf64>)
  return %3#0, %3#1 : tensor<5xf64>, tensor<5xf64>
}

// Of a gradient.
func.func @second_order(%x: tensor<5xf32>) -> tensor<5xf32> {
  %0 = graph.sin %x : tensor<5xf32>
  %1 = graph.mul %0, %x : tensor<5xf32>
  %2 = graph.sum %1 : (tensor<5xf32>) -> tensor<f32>
  %3 = graph.gradients %2, %x : (tensor<f32>, tensor<5xf32>) -> tensor<5xf32>
  %4 = graph.mul %3, %3 : tensor<5xf32>
  %5 = graph.sum %4 : (tensor<5xf32>) -> tensor<f32>
  %6 = graph.gradients %5, %x : (tensor<f32>, tensor<5xf32>) -> tensor<5xf32>
  return %6 : tensor<5xf32>
}

func.func @empty(%x: tensor<0xf32>) -> tensor<0xf32> {
  %0 = graph.sum %x : (tensor<0xf32>) -> tensor<f32>
  %1 = graph.gradients %0, %x : (tensor<f32>, tensor<0xf32>) -> tensor<0xf32>
  return %1 : tensor<0xf32>
}

// In each step of a scan.
func.func @in_scan(%xs: tensor<4x3xf32>, %w: tensor<3xf32>) -> tensor<3xf32> {
  %0 = graph.scan (%h = %w : tensor<3xf32>) over (%x in %xs : tensor<4x3xf32>) {
    %1 = graph.mul %h, %x : tensor<3xf32>
    %2 = graph.sin %1 : tensor<3xf32>
    %3 = graph.sum %2 : (tensor<3xf32>) -> tensor<f32>
    %4 = graph.gradients %3, %h : (tensor<f32>, tensor<3xf32>) -> tensor<3xf32>
    %5 = graph.sub %h, %4 : tensor<3xf32>
    graph.next %5 : tensor<3xf32>
  }
  return %0 : tensor<3xf32>
}
