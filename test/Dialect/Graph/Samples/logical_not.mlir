func.func @odd(%x: tensor<3x5xi1>) -> tensor<3x5xi1> {
  %0 = graph.logical_not %x : tensor<3x5xi1>
  return %0 : tensor<3x5xi1>
}

func.func @long(%x: tensor<1031xi1>) -> tensor<1031xi1> {
  %0 = graph.logical_not %x : tensor<1031xi1>
  return %0 : tensor<1031xi1>
}

func.func @scalar(%x: tensor<i1>) -> tensor<i1> {
  %0 = graph.logical_not %x : tensor<i1>
  return %0 : tensor<i1>
}

func.func @one(%x: tensor<1x1xi1>) -> tensor<1x1xi1> {
  %0 = graph.logical_not %x : tensor<1x1xi1>
  return %0 : tensor<1x1xi1>
}

func.func @empty(%x: tensor<4x0x3xi1>) -> tensor<4x0x3xi1> {
  %0 = graph.logical_not %x : tensor<4x0x3xi1>
  return %0 : tensor<4x0x3xi1>
}
