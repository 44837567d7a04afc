// RUN: dlc-opt %s --split-input-file --graph-hoist-parameter-expressions | FileCheck %s
// What is split already stays so.
// RUN: dlc-opt %s --split-input-file --graph-hoist-parameter-expressions --graph-hoist-parameter-expressions | FileCheck %s

// What depends on the weight alone moves; the broadcast of the bias stays, and
// the bias itself is prepared as it is.
// CHECK-LABEL: func.func @prepare(
// CHECK-SAME: %[[W:.*]]: tensor<3x4xf32> {graph.parameter = "weight"}
// CHECK-SAME: %[[B:.*]]: tensor<3xf32> {graph.parameter = "bias"}
// CHECK-SAME: -> (tensor<3xf32> {graph.prepared = 0 : i64}, tensor<4x3xf32> {graph.prepared = 1 : i64})
// CHECK:   %[[T:.*]] = graph.transpose %[[W]]
// CHECK:   %[[N:.*]] = graph.neg %[[T]]
// CHECK:   return %[[B]], %[[N]]

// CHECK-LABEL: func.func @forward(
// CHECK-SAME: %[[PB:.*]]: tensor<3xf32> {graph.prepared = 0 : i64}
// CHECK-SAME: %[[PW:.*]]: tensor<4x3xf32> {graph.prepared = 1 : i64}
// CHECK-SAME: %[[X:.*]]: tensor<2x4xf32> {graph.input = "x"}
// CHECK-NEXT: graph.matmul %[[X]], %[[PW]]
// CHECK-NEXT: graph.broadcast %[[PB]]
// CHECK-NEXT: graph.add
// CHECK-NEXT: return
func.func @forward(%w: tensor<3x4xf32> {graph.parameter = "weight"},
                   %b: tensor<3xf32> {graph.parameter = "bias"},
                   %x: tensor<2x4xf32> {graph.input = "x"})
    -> (tensor<2x3xf32> {graph.output = "y"}) {
  %0 = graph.transpose %w {permutation = array<i64: 1, 0>}
      : (tensor<3x4xf32>) -> tensor<4x3xf32>
  %1 = graph.neg %0 : tensor<4x3xf32>
  %2 = graph.matmul %x, %1
      : (tensor<2x4xf32>, tensor<4x3xf32>) -> tensor<2x3xf32>
  %3 = graph.broadcast %b {shape = #graph.dims<2, 3>}
      : (tensor<3xf32>) -> tensor<2x3xf32>
  %4 = graph.add %2, %3 : tensor<2x3xf32>
  return %4 : tensor<2x3xf32>
}

// -----

// A function without parameters gets an empty @prepare.
// CHECK-LABEL: func.func @prepare() {
// CHECK-NEXT: return
// CHECK-LABEL: func.func @preprocess(
// CHECK: graph.neg
func.func @preprocess(%x: tensor<2xf32> {graph.input = "x"})
    -> (tensor<2xf32> {graph.output = "y"}) {
  %0 = graph.neg %x : tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

// A result that is a parameter expression is prepared, too.
// CHECK-LABEL: func.func @prepare(
// CHECK: %[[N:.*]] = graph.neg
// CHECK: return %[[N]]
// CHECK-LABEL: func.func @norm(
// CHECK-SAME: %[[P:.*]]: tensor<2xf32> {graph.prepared = 0 : i64}
// CHECK-NEXT: return %[[P]]
func.func @norm(%w: tensor<2xf32> {graph.parameter = "weight"})
    -> (tensor<2xf32> {graph.output = "y"}) {
  %0 = graph.neg %w : tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

// A frozen state is like a parameter; one that the function rebinds stays.
// CHECK-LABEL: func.func @prepare(
// CHECK-SAME: %[[W:.*]]: tensor<2xf32> {graph.parameter = "weight"}
// CHECK-SAME: %[[V:.*]]: tensor<2xf32> {graph.state = "variance"})
// CHECK:   %[[S:.*]] = graph.mul %[[W]], %[[V]]
// CHECK:   return %[[S]]

// CHECK-LABEL: func.func @forward(
// CHECK-SAME: %[[P:.*]]: tensor<2xf32> {graph.prepared = 0 : i64}
// CHECK-SAME: %[[M:.*]]: tensor<2xf32> {graph.state = "mean"}
// CHECK-SAME: %[[X:.*]]: tensor<2xf32> {graph.input = "x"}
// CHECK-SAME: %{{.*}}: tensor<2xi32> {graph.random_key})
// CHECK-SAME: tensor<2xf32> {graph.state = "mean"})
// CHECK-NEXT: %[[N:.*]] = graph.neg %[[M]]
func.func @forward(%w: tensor<2xf32> {graph.parameter = "weight"},
                   %m: tensor<2xf32> {graph.state = "mean"},
                   %v: tensor<2xf32> {graph.state = "variance"},
                   %x: tensor<2xf32> {graph.input = "x"},
                   %k: tensor<2xi32> {graph.random_key})
    -> (tensor<2xf32> {graph.output = "y"},
        tensor<2xf32> {graph.state = "mean"}) {
  %0 = graph.mul %w, %v : tensor<2xf32>
  %1 = graph.neg %m : tensor<2xf32>
  %2 = graph.add %x, %0 : tensor<2xf32>
  return %2, %1 : tensor<2xf32>, tensor<2xf32>
}

// -----

// A scan over parameters moves as a whole; what the body of another one reads
// is prepared.
// CHECK-LABEL: func.func @prepare(
// CHECK-SAME: -> (tensor<4x3xf32> {graph.prepared = 0 : i64}, tensor<3xf32> {graph.prepared = 1 : i64})
// CHECK-NEXT: %[[N:.*]] = graph.neg
// CHECK-NEXT: %[[S:.*]] = graph.scan
// CHECK-NEXT:   graph.add %{{.*}}, %[[N]]
// CHECK: return %{{.*}}, %[[S]]
// CHECK-LABEL: func.func @forward(
// CHECK-SAME: %[[W:[^:]+]]: tensor<4x3xf32> {graph.prepared = 0 : i64}, %[[P:[^:]+]]: tensor<3xf32> {graph.prepared = 1 : i64}
// CHECK-NEXT: graph.scan (%{{.*}} = %[[P]] : tensor<3xf32>)
// CHECK-NEXT: %[[M:.*]] = graph.max %[[W]]
func.func @forward(%w: tensor<4x3xf32> {graph.parameter = "weight"},
                   %b: tensor<3xf32> {graph.parameter = "bias"},
                   %xs: tensor<5x3xf32> {graph.input = "x"})
    -> (tensor<3xf32> {graph.output = "y"}) {
  %0 = graph.neg %b : tensor<3xf32>
  %1 = graph.scan (%h = %b : tensor<3xf32>) over (%row in %w : tensor<4x3xf32>) {
    %2 = graph.add %row, %0 : tensor<3xf32>
    %3 = graph.mul %2, %h : tensor<3xf32>
    graph.next %3 : tensor<3xf32>
  }
  %4 = graph.scan (%h = %1 : tensor<3xf32>) over (%x in %xs : tensor<5x3xf32>) {
    %5 = graph.max %w {axes = array<i64: 0>} : (tensor<4x3xf32>) -> tensor<3xf32>
    %6 = graph.add %x, %5 : tensor<3xf32>
    %7 = graph.mul %6, %h : tensor<3xf32>
    graph.next %7 : tensor<3xf32>
  }
  return %4 : tensor<3xf32>
}

// -----

// A constant is made on both sides rather than stored, and so is a broadcast:
// neither keeps what reads it from being prepared.
// CHECK-LABEL: func.func @prepare(
// CHECK-SAME: -> (tensor<3xf32> {graph.prepared = 0 : i64})
// CHECK-NEXT: %[[C:.*]] = graph.constant
// CHECK-NEXT: %[[B:.*]] = graph.broadcast %[[C]]
// CHECK-NEXT: %[[A:.*]] = graph.add %{{.*}}, %[[B]]
// CHECK-NEXT: %[[S:.*]] = graph.sqrt %[[A]]
// CHECK-NEXT: return %[[S]]
// CHECK-LABEL: func.func @forward(
// CHECK-NEXT: %[[D:.*]] = graph.constant
// CHECK-NEXT: %[[E:.*]] = graph.broadcast %[[D]]
// CHECK-NEXT: graph.div %{{.*}}, %{{.*}}
// CHECK-NEXT: graph.add %{{.*}}, %[[E]]
func.func @forward(%v: tensor<3xf32> {graph.state = "var"},
                   %x: tensor<3xf32> {graph.input = "x"})
    -> (tensor<3xf32> {graph.output = "y"}) {
  %0 = graph.constant dense<1.0> : tensor<f32>
  %1 = graph.broadcast %0 {shape = #graph.dims<3>} : (tensor<f32>) -> tensor<3xf32>
  %2 = graph.add %v, %1 : tensor<3xf32>
  %3 = graph.sqrt %2 : tensor<3xf32>
  %4 = graph.div %x, %3 : tensor<3xf32>
  %5 = graph.add %4, %1 : tensor<3xf32>
  return %5 : tensor<3xf32>
}

// -----

// What is costly and made of constants alone moves, and what follows from it;
// cheap expressions of constants, such as a mask, do not.
// CHECK-LABEL: func.func @prepare(
// CHECK-SAME: -> (tensor<6xf32> {graph.prepared = 0 : i64})
// CHECK-NEXT: %[[I:.*]] = graph.iota
// CHECK-NEXT: %[[S:.*]] = graph.sin %[[I]]
// CHECK-NEXT: %[[N:.*]] = graph.neg %[[S]]
// CHECK-NEXT: return %[[N]]
// CHECK-LABEL: func.func @forward(
// CHECK-SAME: %[[P:.*]]: tensor<6xf32> {graph.prepared = 0 : i64}
// CHECK-NEXT: %[[I:.*]] = graph.iota
// CHECK-NEXT: %[[M:.*]] = graph.mul %[[I]], %[[I]]
// CHECK-NEXT: %[[A:.*]] = graph.add %{{.*}}, %[[P]]
// CHECK-NEXT: graph.mul %[[A]], %[[M]]
func.func @forward(%x: tensor<6xf32> {graph.input = "x"})
    -> (tensor<6xf32> {graph.output = "y"}) {
  %0 = graph.iota {length = #graph.dims<6>, dtype = f32} : () -> tensor<6xf32>
  %1 = graph.sin %0 : tensor<6xf32>
  %2 = graph.neg %1 : tensor<6xf32>
  %3 = graph.mul %0, %0 : tensor<6xf32>
  %4 = graph.add %x, %2 : tensor<6xf32>
  %5 = graph.mul %4, %3 : tensor<6xf32>
  return %5 : tensor<6xf32>
}
