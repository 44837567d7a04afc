func.func @i8() -> tensor<300xi8> {
  %0 = graph.iota {length = #graph.dims<300>, dtype = i8}
      : () -> tensor<300xi8>
  return %0 : tensor<300xi8>
}

func.func @ui8() -> tensor<300xui8> {
  %0 = graph.iota {length = #graph.dims<300>, dtype = ui8}
      : () -> tensor<300xui8>
  return %0 : tensor<300xui8>
}

func.func @i32() -> tensor<300xi32> {
  %0 = graph.iota {length = #graph.dims<300>, dtype = i32}
      : () -> tensor<300xi32>
  return %0 : tensor<300xi32>
}

func.func @i64() -> tensor<300xi64> {
  %0 = graph.iota {length = #graph.dims<300>, dtype = i64}
      : () -> tensor<300xi64>
  return %0 : tensor<300xi64>
}

func.func @f32() -> tensor<300xf32> {
  %0 = graph.iota {length = #graph.dims<300>, dtype = f32}
      : () -> tensor<300xf32>
  return %0 : tensor<300xf32>
}

func.func @f64() -> tensor<300xf64> {
  %0 = graph.iota {length = #graph.dims<300>, dtype = f64}
      : () -> tensor<300xf64>
  return %0 : tensor<300xf64>
}

func.func @bf16() -> tensor<256xbf16> {
  %0 = graph.iota {length = #graph.dims<256>, dtype = bf16}
      : () -> tensor<256xbf16>
  return %0 : tensor<256xbf16>
}

func.func @one() -> tensor<1xi64> {
  %0 = graph.iota {length = #graph.dims<1>, dtype = i64}
      : () -> tensor<1xi64>
  return %0 : tensor<1xi64>
}

func.func @nothing() -> tensor<0xf32> {
  %0 = graph.iota {length = #graph.dims<0>, dtype = f32}
      : () -> tensor<0xf32>
  return %0 : tensor<0xf32>
}

func.func @long() -> tensor<5003xf32> {
  %0 = graph.iota {length = #graph.dims<5003>, dtype = f32}
      : () -> tensor<5003xf32>
  return %0 : tensor<5003xf32>
}

func.func @in_expression(%x: tensor<3x7xf32>) -> tensor<3x7xf32> {
  %i = graph.iota {length = #graph.dims<7>, dtype = f32} : () -> tensor<7xf32>
  %b = graph.broadcast %i {shape = #graph.dims<3, 7>}
      : (tensor<7xf32>) -> tensor<3x7xf32>
  %0 = graph.mul %x, %b : tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}
