// A slot and a rate from outside; two parameters; nothing but the gradient.
func.func @momentum(%p: tensor<3x5xf32>, %g: tensor<3x5xf32>, %v: tensor<3x5xf32>, %rate: tensor<f32>) -> (tensor<3x5xf32>, tensor<3x5xf32>) {
  %lr = graph.broadcast %rate {shape = #graph.dims<3, 5>} : (tensor<f32>) -> tensor<3x5xf32>
  %0:2 = graph.apply_optimizer ["weight"] of(%p : tensor<3x5xf32>) by(%g : tensor<3x5xf32>) with(%v : tensor<3x5xf32>) {
  ^bb0(%q: tensor<3x5xf32>, %h: tensor<3x5xf32>, %w: tensor<3x5xf32>):
    %1 = graph.add %w, %h : tensor<3x5xf32>
    %2 = graph.mul %lr, %1 : tensor<3x5xf32>
    %3 = graph.sub %q, %2 : tensor<3x5xf32>
    graph.return_updated %3, %1 : tensor<3x5xf32>, tensor<3x5xf32>
  }
  return %0#0, %0#1 : tensor<3x5xf32>, tensor<3x5xf32>
}

func.func @two(%p: tensor<7xf64>, %q: tensor<7xf64>, %g: tensor<7xf64>, %h: tensor<7xf64>, %v: tensor<7xf64>, %w: tensor<7xf64>) -> (tensor<7xf64>, tensor<7xf64>, tensor<7xf64>, tensor<7xf64>) {
  %0:4 = graph.apply_optimizer ["a", "b"] of(%p, %q : tensor<7xf64>, tensor<7xf64>) by(%g, %h : tensor<7xf64>, tensor<7xf64>) with(%v, %w : tensor<7xf64>, tensor<7xf64>) {
  ^bb0(%a: tensor<7xf64>, %b: tensor<7xf64>, %c: tensor<7xf64>):
    %1 = graph.mul %b, %b : tensor<7xf64>
    %2 = graph.maximum %c, %1 : tensor<7xf64>
    %3 = graph.sub %a, %2 : tensor<7xf64>
    graph.return_updated %3, %2 : tensor<7xf64>, tensor<7xf64>
  }
  return %0#0, %0#1, %0#2, %0#3 : tensor<7xf64>, tensor<7xf64>, tensor<7xf64>, tensor<7xf64>
}

func.func @nothing(%p: tensor<0x3xf32>, %g: tensor<0x3xf32>) -> tensor<0x3xf32> {
  %0 = graph.apply_optimizer ["p"] of(%p : tensor<0x3xf32>) by(%g : tensor<0x3xf32>) {
  ^bb0(%a: tensor<0x3xf32>, %b: tensor<0x3xf32>):
    graph.return_updated %b : tensor<0x3xf32>
  }
  return %0 : tensor<0x3xf32>
}
