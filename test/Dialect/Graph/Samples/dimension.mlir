func.func @i8() -> tensor<i8> {
  %0 = graph.dimension {value = #graph.dims<300>, dtype = i8} : tensor<i8>
  return %0 : tensor<i8>
}

func.func @ui8() -> tensor<ui8> {
  %0 = graph.dimension {value = #graph.dims<300>, dtype = ui8} : tensor<ui8>
  return %0 : tensor<ui8>
}

func.func @i32() -> tensor<i32> {
  %0 = graph.dimension {value = #graph.dims<-7>, dtype = i32} : tensor<i32>
  return %0 : tensor<i32>
}

func.func @i64() -> tensor<i64> {
  %0 = graph.dimension {value = #graph.dims<9007199254740993>, dtype = i64} : tensor<i64>
  return %0 : tensor<i64>
}

func.func @f32() -> tensor<f32> {
  %0 = graph.dimension {value = #graph.dims<16777217>, dtype = f32} : tensor<f32>
  return %0 : tensor<f32>
}

func.func @f64() -> tensor<f64> {
  %0 = graph.dimension {value = #graph.dims<12>, dtype = f64} : tensor<f64>
  return %0 : tensor<f64>
}

func.func @bf16() -> tensor<bf16> {
  %0 = graph.dimension {value = #graph.dims<257>, dtype = bf16} : tensor<bf16>
  return %0 : tensor<bf16>
}

func.func @in_expression(%x: tensor<3xf32>) -> tensor<3xf32> {
  %n = graph.dimension {value = #graph.dims<3>, dtype = f32} : tensor<f32>
  %b = graph.broadcast %n {shape = #graph.dims<3>} : (tensor<f32>) -> tensor<3xf32>
  %0 = graph.div %x, %b : tensor<3xf32>
  return %0 : tensor<3xf32>
}
