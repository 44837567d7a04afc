// RUN: dlc-opt %s --split-input-file --canonicalize | FileCheck %s

// CHECK-LABEL: func.func @unchanged
// CHECK-SAME: (%[[A:[^:]+]]: tensor<2xf32>, %[[XS:[^:]+]]: tensor<3x2xf32>)
// CHECK: %[[R:.*]] = graph.scan () over (%[[X:.*]] in %[[XS]] : tensor<3x2xf32>) {
// CHECK:   %[[S:.*]] = graph.add %[[A]], %[[X]]
// CHECK:   graph.next emit %[[S]]
// CHECK: return %[[A]], %[[R]]
func.func @unchanged(%a: tensor<2xf32>, %xs: tensor<3x2xf32>)
    -> (tensor<2xf32>, tensor<3x2xf32>) {
  %last, %all = graph.scan (%c = %a : tensor<2xf32>) over (%x in %xs : tensor<3x2xf32>) {
    %0 = graph.add %c, %x : tensor<2xf32>
    graph.next %c : tensor<2xf32> emit %0 : tensor<2xf32>
  }
  return %last, %all : tensor<2xf32>, tensor<3x2xf32>
}

// -----

// A carried value that only computes itself, a sequence and an emission that
// nobody uses.
// CHECK-LABEL: func.func @unused
// CHECK: graph.scan (%[[B:.*]] = %{{.*}} : tensor<2xf32>) over (%[[Y:.*]] in %{{.*}} : tensor<3x2xf32>) {
// CHECK-NEXT: %[[S:.*]] = graph.sub %[[B]], %[[Y]]
// CHECK-NEXT: graph.next %[[S]] : tensor<2xf32>
// CHECK-NEXT: }
func.func @unused(%a: tensor<2xf32>, %xs: tensor<3x2xf32>,
                  %ys: tensor<3x2xf32>) -> tensor<2xf32> {
  %0, %1, %2 = graph.scan (%c = %a : tensor<2xf32>, %d = %a : tensor<2xf32>)
      over (%x in %xs : tensor<3x2xf32>, %y in %ys : tensor<3x2xf32>) {
    %3 = graph.add %c, %x : tensor<2xf32>
    %4 = graph.sub %d, %y : tensor<2xf32>
    %5 = graph.neg %3 : tensor<2xf32>
    graph.next %3, %4 : tensor<2xf32>, tensor<2xf32> emit %5 : tensor<2xf32>
  }
  return %1 : tensor<2xf32>
}

// -----

// The only sequence stays: it says how many steps there are.
// CHECK-LABEL: func.func @count
// CHECK: graph.scan (%[[A:.*]] = {{.*}}) over (%{{.*}} in
// CHECK-NEXT: graph.neg %[[A]]
func.func @count(%a: tensor<2xf32>, %xs: tensor<3x2xf32>) -> tensor<2xf32> {
  %0 = graph.scan (%c = %a : tensor<2xf32>) over (%x in %xs : tensor<3x2xf32>) {
    %1 = graph.neg %c : tensor<2xf32>
    graph.next %1 : tensor<2xf32>
  }
  return %0 : tensor<2xf32>
}

// -----

// Nothing uses it.
// CHECK-LABEL: func.func @dead
// CHECK-NEXT: return
func.func @dead(%a: tensor<2xf32>, %xs: tensor<3x2xf32>) {
  %0 = graph.scan (%c = %a : tensor<2xf32>) over (%x in %xs : tensor<3x2xf32>) {
    %1 = graph.neg %c : tensor<2xf32>
    graph.next %1 : tensor<2xf32>
  }
  return
}

// -----

// Equal sequences, equal carried values, equal emissions.
// CHECK-LABEL: func.func @duplicates
// CHECK: %[[R:.*]]:2 = graph.scan (%[[A:.*]] = %{{.*}} : tensor<2xf32>) over (%[[X:.*]] in %{{.*}} : tensor<3x2xf32>) {
// CHECK-NEXT: %[[M:.*]] = graph.mul %[[X]], %[[X]]
// CHECK-NEXT: %[[S:.*]] = graph.sub %[[M]], %[[A]]
// CHECK-NEXT: %[[T:.*]] = graph.sub %[[S]], %[[A]]
// CHECK-NEXT: graph.next %[[T]] : tensor<2xf32> emit %[[T]] : tensor<2xf32>
// CHECK: return %[[R]]#0, %[[R]]#0, %[[R]]#1, %[[R]]#1
func.func @duplicates(%a: tensor<2xf32>, %xs: tensor<3x2xf32>)
    -> (tensor<2xf32>, tensor<2xf32>, tensor<3x2xf32>, tensor<3x2xf32>) {
  %0, %1, %2, %3 = graph.scan (%c = %a : tensor<2xf32>, %d = %a : tensor<2xf32>)
      over (%x in %xs : tensor<3x2xf32>, %y in %xs : tensor<3x2xf32>) {
    %4 = graph.mul %x, %y : tensor<2xf32>
    %5 = graph.sub %4, %c : tensor<2xf32>
    %6 = graph.sub %5, %d : tensor<2xf32>
    graph.next %6, %6 : tensor<2xf32>, tensor<2xf32>
        emit %6, %6 : tensor<2xf32>, tensor<2xf32>
  }
  return %0, %1, %2, %3
      : tensor<2xf32>, tensor<2xf32>, tensor<3x2xf32>, tensor<3x2xf32>
}

// -----

// The stack of a sequence's elements, and of a value from outside.
// CHECK-LABEL: func.func @stacks
// CHECK-SAME: (%[[A:[^:]+]]: tensor<2xf32>, %[[XS:[^:]+]]: tensor<?x2xf32, #graph.dims<T, 2>>)
// CHECK-NEXT: %[[B:.*]] = graph.broadcast %[[A]] {axes = array<i64: 1>, shape = #graph.dims<T, 2>}
// CHECK-NEXT: return %[[XS]], %[[B]]
func.func @stacks(%a: tensor<2xf32>, %xs: tensor<?x2xf32, #graph.dims<T, 2>>)
    -> (tensor<?x2xf32, #graph.dims<T, 2>>, tensor<?x2xf32, #graph.dims<T, 2>>) {
  %0, %1 = graph.scan reversed () over (%x in %xs : tensor<?x2xf32, #graph.dims<T, 2>>) {
    graph.next emit %x, %a : tensor<2xf32>, tensor<2xf32>
  }
  return %0, %1 : tensor<?x2xf32, #graph.dims<T, 2>>,
                  tensor<?x2xf32, #graph.dims<T, 2>>
}

// -----

// The last carried value comes from outside, if there is a step.
// CHECK-LABEL: func.func @from_outside
// CHECK-SAME: (%[[A:[^:]+]]: tensor<2xf32>, %[[B:[^:]+]]: tensor<2xf32>,
// CHECK: %[[R:.*]]:2 = graph.scan (
// CHECK:   graph.next %[[B]] : tensor<2xf32> emit
// CHECK: %[[S:.*]] = graph.scan (
// CHECK:   graph.next %[[B]] : tensor<2xf32>
// CHECK: return %[[R]]#1, %[[B]], %[[S]]
func.func @from_outside(%a: tensor<2xf32>, %b: tensor<2xf32>,
                        %xs: tensor<3x2xf32>,
                        %ys: tensor<?x2xf32, #graph.dims<T, 2>>)
    -> (tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>) {
  %0, %1 = graph.scan (%c = %a : tensor<2xf32>) over (%x in %xs : tensor<3x2xf32>) {
    %2 = graph.add %c, %x : tensor<2xf32>
    graph.next %b : tensor<2xf32> emit %2 : tensor<2xf32>
  }
  %3 = graph.scan (%c = %a : tensor<2xf32>)
      over (%y in %ys : tensor<?x2xf32, #graph.dims<T, 2>>) {
    graph.next %b : tensor<2xf32>
  }
  return %1, %0, %3 : tensor<3x2xf32>, tensor<2xf32>, tensor<2xf32>
}

// -----

// Without a step the carried values stay and the stack is empty.
// CHECK-LABEL: func.func @no_step
// CHECK-SAME: (%[[A:[^:]+]]: tensor<2xf32>
// CHECK-NEXT: %[[E:.*]] = graph.constant dense<> : tensor<0x2xf32>
// CHECK-NEXT: return %[[A]], %[[E]]
func.func @no_step(%a: tensor<2xf32>, %b: tensor<2xf32>, %xs: tensor<0x2xf32>)
    -> (tensor<2xf32>, tensor<0x2xf32>) {
  %0, %1 = graph.scan (%c = %a : tensor<2xf32>) over (%x in %xs : tensor<0x2xf32>) {
    %2 = graph.add %c, %x : tensor<2xf32>
    graph.next %b : tensor<2xf32> emit %2 : tensor<2xf32>
  }
  return %0, %1 : tensor<2xf32>, tensor<0x2xf32>
}

// -----

// One step needs no loop.
// CHECK-LABEL: func.func @one_step
// CHECK-SAME: (%[[A:[^:]+]]: tensor<2xf32>, %[[XS:[^:]+]]: tensor<1x2xf32>)
// CHECK-NEXT: %[[X:.*]] = graph.reshape %[[XS]] {shape = #graph.dims<2>}
// CHECK-NEXT: %[[S:.*]] = graph.add %[[A]], %[[X]]
// CHECK-NEXT: %[[Y:.*]] = graph.reshape %[[S]] {shape = #graph.dims<1, 2>}
// CHECK-NEXT: return %[[S]], %[[Y]]
func.func @one_step(%a: tensor<2xf32>, %xs: tensor<1x2xf32>)
    -> (tensor<2xf32>, tensor<1x2xf32>) {
  %0, %1 = graph.scan (%c = %a : tensor<2xf32>) over (%x in %xs : tensor<1x2xf32>) {
    %2 = graph.add %c, %x : tensor<2xf32>
    graph.next %2 : tensor<2xf32> emit %2 : tensor<2xf32>
  }
  return %0, %1 : tensor<2xf32>, tensor<1x2xf32>
}

// -----

// Every part is of use.
// CHECK-LABEL: func.func @swap
// CHECK: graph.scan (%[[A:.*]] = %{{.*}} : tensor<2xf32>, %[[B:.*]] = %{{.*}} : tensor<2xf32>) over
// CHECK:   graph.next %[[B]], %[[A]] : tensor<2xf32>, tensor<2xf32> emit
func.func @swap(%a: tensor<2xf32>, %b: tensor<2xf32>, %xs: tensor<3x2xf32>)
    -> tensor<3x2xf32> {
  %0, %1, %2 = graph.scan (%c = %a : tensor<2xf32>, %d = %b : tensor<2xf32>)
      over (%x in %xs : tensor<3x2xf32>) {
    %3 = graph.add %c, %x : tensor<2xf32>
    graph.next %d, %c : tensor<2xf32>, tensor<2xf32> emit %3 : tensor<2xf32>
  }
  return %2 : tensor<3x2xf32>
}
