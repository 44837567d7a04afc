func.func @f32() -> tensor<2x3xf32> {
  %0 = graph.constant dense<[[1.0, -2.5, 3.0e-3], [0.0, -0.0, 1.0e30]]> : tensor<2x3xf32>
  return %0 : tensor<2x3xf32>
}

func.func @f64() -> tensor<3xf64> {
  %0 = graph.constant dense<[1.0, 0.1, -1.0e300]> : tensor<3xf64>
  return %0 : tensor<3xf64>
}

func.func @f32_splat() -> tensor<3x5xf32> {
  %0 = graph.constant dense<0.1> : tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @f64_splat() -> tensor<3x5xf64> {
  %0 = graph.constant dense<-0.1> : tensor<3x5xf64>
  return %0 : tensor<3x5xf64>
}

func.func @infinite() -> tensor<3xf32> {
  %0 = graph.constant dense<[0x7F800000, 0xFF800000, 0x7FC00000]> : tensor<3xf32>
  return %0 : tensor<3xf32>
}

func.func @bool() -> tensor<3xi1> {
  %0 = graph.constant dense<[true, false, true]> : tensor<3xi1>
  return %0 : tensor<3xi1>
}

func.func @bool_splat() -> tensor<9xi1> {
  %0 = graph.constant dense<true> : tensor<9xi1>
  return %0 : tensor<9xi1>
}

func.func @i8() -> tensor<3xi8> {
  %0 = graph.constant dense<[-128, 0, 127]> : tensor<3xi8>
  return %0 : tensor<3xi8>
}

func.func @ui8() -> tensor<3xui8> {
  %0 = graph.constant dense<[0, 128, 255]> : tensor<3xui8>
  return %0 : tensor<3xui8>
}

func.func @i32() -> tensor<2xi32> {
  %0 = graph.constant dense<[-2147483648, 7]> : tensor<2xi32>
  return %0 : tensor<2xi32>
}

func.func @i64() -> tensor<2xi64> {
  %0 = graph.constant dense<[-9223372036854775808, 9223372036854775807]> : tensor<2xi64>
  return %0 : tensor<2xi64>
}

func.func @scalar() -> tensor<f32> {
  %0 = graph.constant dense<3.5> : tensor<f32>
  return %0 : tensor<f32>
}

func.func @empty() -> tensor<0x4xf32> {
  %0 = graph.constant dense<> : tensor<0x4xf32>
  return %0 : tensor<0x4xf32>
}
