func.func @all_axes(%x: tensor<2x2x2xi1>) -> tensor<i1> {
  %0 = graph.all %x : (tensor<2x2x2xi1>) -> tensor<i1>
  return %0 : tensor<i1>
}

func.func @last(%x: tensor<11x3xi1>) -> tensor<11xi1> {
  %0 = graph.all %x {axes = array<i64: -1>} : (tensor<11x3xi1>) -> tensor<11xi1>
  return %0 : tensor<11xi1>
}

func.func @first(%x: tensor<3x11xi1>) -> tensor<11xi1> {
  %0 = graph.all %x {axes = array<i64: 0>} : (tensor<3x11xi1>) -> tensor<11xi1>
  return %0 : tensor<11xi1>
}

func.func @first_wide(%x: tensor<3x300xi1>) -> tensor<300xi1> {
  %0 = graph.all %x {axes = array<i64: 0>}
      : (tensor<3x300xi1>) -> tensor<300xi1>
  return %0 : tensor<300xi1>
}

func.func @middle(%x: tensor<3x2x7xi1>) -> tensor<3x7xi1> {
  %0 = graph.all %x {axes = array<i64: 1>}
      : (tensor<3x2x7xi1>) -> tensor<3x7xi1>
  return %0 : tensor<3x7xi1>
}

func.func @two_keep_dims(%x: tensor<2x5x2xi1>) -> tensor<1x5x1xi1> {
  %0 = graph.all %x {axes = array<i64: 0, -1>, keep_dims = true}
      : (tensor<2x5x2xi1>) -> tensor<1x5x1xi1>
  return %0 : tensor<1x5x1xi1>
}

func.func @long(%x: tensor<2x1031xi1>) -> tensor<2xi1> {
  %0 = graph.all %x {axes = array<i64: 1>} : (tensor<2x1031xi1>) -> tensor<2xi1>
  return %0 : tensor<2xi1>
}

func.func @one(%x: tensor<1x1xi1>) -> tensor<1xi1> {
  %0 = graph.all %x {axes = array<i64: 1>} : (tensor<1x1xi1>) -> tensor<1xi1>
  return %0 : tensor<1xi1>
}

func.func @nothing(%x: tensor<3x0xi1>) -> tensor<3xi1> {
  %0 = graph.all %x {axes = array<i64: 1>} : (tensor<3x0xi1>) -> tensor<3xi1>
  return %0 : tensor<3xi1>
}

func.func @no_result(%x: tensor<0x3xi1>) -> tensor<0xi1> {
  %0 = graph.all %x {axes = array<i64: 1>} : (tensor<0x3xi1>) -> tensor<0xi1>
  return %0 : tensor<0xi1>
}

func.func @scalar(%x: tensor<i1>) -> tensor<i1> {
  %0 = graph.all %x : (tensor<i1>) -> tensor<i1>
  return %0 : tensor<i1>
}
