func.func @i1_to_i8(%x: tensor<3x7xi1>) -> tensor<3x7xi8> {
  %0 = graph.cast %x to i8 : (tensor<3x7xi1>) -> tensor<3x7xi8>
  return %0 : tensor<3x7xi8>
}

func.func @i1_to_ui8(%x: tensor<3x7xi1>) -> tensor<3x7xui8> {
  %0 = graph.cast %x to ui8 : (tensor<3x7xi1>) -> tensor<3x7xui8>
  return %0 : tensor<3x7xui8>
}

func.func @i1_to_i32(%x: tensor<3x7xi1>) -> tensor<3x7xi32> {
  %0 = graph.cast %x to i32 : (tensor<3x7xi1>) -> tensor<3x7xi32>
  return %0 : tensor<3x7xi32>
}

func.func @i1_to_i64(%x: tensor<3x7xi1>) -> tensor<3x7xi64> {
  %0 = graph.cast %x to i64 : (tensor<3x7xi1>) -> tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}

func.func @i1_to_f32(%x: tensor<3x7xi1>) -> tensor<3x7xf32> {
  %0 = graph.cast %x to f32 : (tensor<3x7xi1>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @i1_to_f64(%x: tensor<3x7xi1>) -> tensor<3x7xf64> {
  %0 = graph.cast %x to f64 : (tensor<3x7xi1>) -> tensor<3x7xf64>
  return %0 : tensor<3x7xf64>
}

func.func @i8_to_i1(%x: tensor<3x7xi8>) -> tensor<3x7xi1> {
  %0 = graph.cast %x to i1 : (tensor<3x7xi8>) -> tensor<3x7xi1>
  return %0 : tensor<3x7xi1>
}

func.func @i8_to_ui8(%x: tensor<3x7xi8>) -> tensor<3x7xui8> {
  %0 = graph.cast %x to ui8 : (tensor<3x7xi8>) -> tensor<3x7xui8>
  return %0 : tensor<3x7xui8>
}

func.func @i8_to_i32(%x: tensor<3x7xi8>) -> tensor<3x7xi32> {
  %0 = graph.cast %x to i32 : (tensor<3x7xi8>) -> tensor<3x7xi32>
  return %0 : tensor<3x7xi32>
}

func.func @i8_to_i64(%x: tensor<3x7xi8>) -> tensor<3x7xi64> {
  %0 = graph.cast %x to i64 : (tensor<3x7xi8>) -> tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}

func.func @i8_to_f32(%x: tensor<3x7xi8>) -> tensor<3x7xf32> {
  %0 = graph.cast %x to f32 : (tensor<3x7xi8>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @i8_to_f64(%x: tensor<3x7xi8>) -> tensor<3x7xf64> {
  %0 = graph.cast %x to f64 : (tensor<3x7xi8>) -> tensor<3x7xf64>
  return %0 : tensor<3x7xf64>
}

func.func @ui8_to_i1(%x: tensor<3x7xui8>) -> tensor<3x7xi1> {
  %0 = graph.cast %x to i1 : (tensor<3x7xui8>) -> tensor<3x7xi1>
  return %0 : tensor<3x7xi1>
}

func.func @ui8_to_i8(%x: tensor<3x7xui8>) -> tensor<3x7xi8> {
  %0 = graph.cast %x to i8 : (tensor<3x7xui8>) -> tensor<3x7xi8>
  return %0 : tensor<3x7xi8>
}

func.func @ui8_to_i32(%x: tensor<3x7xui8>) -> tensor<3x7xi32> {
  %0 = graph.cast %x to i32 : (tensor<3x7xui8>) -> tensor<3x7xi32>
  return %0 : tensor<3x7xi32>
}

func.func @ui8_to_i64(%x: tensor<3x7xui8>) -> tensor<3x7xi64> {
  %0 = graph.cast %x to i64 : (tensor<3x7xui8>) -> tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}

func.func @ui8_to_f32(%x: tensor<3x7xui8>) -> tensor<3x7xf32> {
  %0 = graph.cast %x to f32 : (tensor<3x7xui8>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @ui8_to_f64(%x: tensor<3x7xui8>) -> tensor<3x7xf64> {
  %0 = graph.cast %x to f64 : (tensor<3x7xui8>) -> tensor<3x7xf64>
  return %0 : tensor<3x7xf64>
}

func.func @i32_to_i1(%x: tensor<3x7xi32>) -> tensor<3x7xi1> {
  %0 = graph.cast %x to i1 : (tensor<3x7xi32>) -> tensor<3x7xi1>
  return %0 : tensor<3x7xi1>
}

func.func @i32_to_i8(%x: tensor<3x7xi32>) -> tensor<3x7xi8> {
  %0 = graph.cast %x to i8 : (tensor<3x7xi32>) -> tensor<3x7xi8>
  return %0 : tensor<3x7xi8>
}

func.func @i32_to_ui8(%x: tensor<3x7xi32>) -> tensor<3x7xui8> {
  %0 = graph.cast %x to ui8 : (tensor<3x7xi32>) -> tensor<3x7xui8>
  return %0 : tensor<3x7xui8>
}

func.func @i32_to_i64(%x: tensor<3x7xi32>) -> tensor<3x7xi64> {
  %0 = graph.cast %x to i64 : (tensor<3x7xi32>) -> tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}

func.func @i32_to_f32(%x: tensor<3x7xi32>) -> tensor<3x7xf32> {
  %0 = graph.cast %x to f32 : (tensor<3x7xi32>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @i32_to_f64(%x: tensor<3x7xi32>) -> tensor<3x7xf64> {
  %0 = graph.cast %x to f64 : (tensor<3x7xi32>) -> tensor<3x7xf64>
  return %0 : tensor<3x7xf64>
}

func.func @i64_to_i1(%x: tensor<3x7xi64>) -> tensor<3x7xi1> {
  %0 = graph.cast %x to i1 : (tensor<3x7xi64>) -> tensor<3x7xi1>
  return %0 : tensor<3x7xi1>
}

func.func @i64_to_i8(%x: tensor<3x7xi64>) -> tensor<3x7xi8> {
  %0 = graph.cast %x to i8 : (tensor<3x7xi64>) -> tensor<3x7xi8>
  return %0 : tensor<3x7xi8>
}

func.func @i64_to_ui8(%x: tensor<3x7xi64>) -> tensor<3x7xui8> {
  %0 = graph.cast %x to ui8 : (tensor<3x7xi64>) -> tensor<3x7xui8>
  return %0 : tensor<3x7xui8>
}

func.func @i64_to_i32(%x: tensor<3x7xi64>) -> tensor<3x7xi32> {
  %0 = graph.cast %x to i32 : (tensor<3x7xi64>) -> tensor<3x7xi32>
  return %0 : tensor<3x7xi32>
}

func.func @i64_to_f32(%x: tensor<3x7xi64>) -> tensor<3x7xf32> {
  %0 = graph.cast %x to f32 : (tensor<3x7xi64>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @i64_to_f64(%x: tensor<3x7xi64>) -> tensor<3x7xf64> {
  %0 = graph.cast %x to f64 : (tensor<3x7xi64>) -> tensor<3x7xf64>
  return %0 : tensor<3x7xf64>
}

func.func @f32_to_i1(%x: tensor<3x7xf32>) -> tensor<3x7xi1> {
  %0 = graph.cast %x to i1 : (tensor<3x7xf32>) -> tensor<3x7xi1>
  return %0 : tensor<3x7xi1>
}

func.func @f32_to_i8(%x: tensor<3x7xf32>) -> tensor<3x7xi8> {
  %0 = graph.cast %x to i8 : (tensor<3x7xf32>) -> tensor<3x7xi8>
  return %0 : tensor<3x7xi8>
}

func.func @f32_to_ui8(%x: tensor<3x7xf32>) -> tensor<3x7xui8> {
  %0 = graph.cast %x to ui8 : (tensor<3x7xf32>) -> tensor<3x7xui8>
  return %0 : tensor<3x7xui8>
}

func.func @f32_to_i32(%x: tensor<3x7xf32>) -> tensor<3x7xi32> {
  %0 = graph.cast %x to i32 : (tensor<3x7xf32>) -> tensor<3x7xi32>
  return %0 : tensor<3x7xi32>
}

func.func @f32_to_i64(%x: tensor<3x7xf32>) -> tensor<3x7xi64> {
  %0 = graph.cast %x to i64 : (tensor<3x7xf32>) -> tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}

func.func @f32_to_f64(%x: tensor<3x7xf32>) -> tensor<3x7xf64> {
  %0 = graph.cast %x to f64 : (tensor<3x7xf32>) -> tensor<3x7xf64>
  return %0 : tensor<3x7xf64>
}

func.func @f64_to_i1(%x: tensor<3x7xf64>) -> tensor<3x7xi1> {
  %0 = graph.cast %x to i1 : (tensor<3x7xf64>) -> tensor<3x7xi1>
  return %0 : tensor<3x7xi1>
}

func.func @f64_to_i8(%x: tensor<3x7xf64>) -> tensor<3x7xi8> {
  %0 = graph.cast %x to i8 : (tensor<3x7xf64>) -> tensor<3x7xi8>
  return %0 : tensor<3x7xi8>
}

func.func @f64_to_ui8(%x: tensor<3x7xf64>) -> tensor<3x7xui8> {
  %0 = graph.cast %x to ui8 : (tensor<3x7xf64>) -> tensor<3x7xui8>
  return %0 : tensor<3x7xui8>
}

func.func @f64_to_i32(%x: tensor<3x7xf64>) -> tensor<3x7xi32> {
  %0 = graph.cast %x to i32 : (tensor<3x7xf64>) -> tensor<3x7xi32>
  return %0 : tensor<3x7xi32>
}

func.func @f64_to_i64(%x: tensor<3x7xf64>) -> tensor<3x7xi64> {
  %0 = graph.cast %x to i64 : (tensor<3x7xf64>) -> tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}

func.func @f64_to_f32(%x: tensor<3x7xf64>) -> tensor<3x7xf32> {
  %0 = graph.cast %x to f32 : (tensor<3x7xf64>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @i64_to_f32_wide(%x: tensor<31xi64> {sample.range = [-9223372036854775808, 9223372036854775807]})
    -> tensor<31xf32> {
  %0 = graph.cast %x to f32 : (tensor<31xi64>) -> tensor<31xf32>
  return %0 : tensor<31xf32>
}

func.func @i32_to_f32_wide(%x: tensor<31xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<31xf32> {
  %0 = graph.cast %x to f32 : (tensor<31xi32>) -> tensor<31xf32>
  return %0 : tensor<31xf32>
}

func.func @i64_to_i8_wide(%x: tensor<31xi64> {sample.range = [-1000, 1000]})
    -> tensor<31xi8> {
  %0 = graph.cast %x to i8 : (tensor<31xi64>) -> tensor<31xi8>
  return %0 : tensor<31xi8>
}

func.func @i32_to_ui8_wide(%x: tensor<31xi32> {sample.range = [-1000, 1000]})
    -> tensor<31xui8> {
  %0 = graph.cast %x to ui8 : (tensor<31xi32>) -> tensor<31xui8>
  return %0 : tensor<31xui8>
}

func.func @f32_to_i8_saturates(%x: tensor<31xf32> {sample.range = [-400, 400]})
    -> tensor<31xi8> {
  %0 = graph.cast %x to i8 : (tensor<31xf32>) -> tensor<31xi8>
  return %0 : tensor<31xi8>
}

func.func @f32_to_ui8_saturates(%x: tensor<31xf32> {sample.range = [-400, 400]})
    -> tensor<31xui8> {
  %0 = graph.cast %x to ui8 : (tensor<31xf32>) -> tensor<31xui8>
  return %0 : tensor<31xui8>
}

func.func @f64_to_i8_saturates(%x: tensor<31xf64> {sample.range = [-400, 400]})
    -> tensor<31xi8> {
  %0 = graph.cast %x to i8 : (tensor<31xf64>) -> tensor<31xi8>
  return %0 : tensor<31xi8>
}

func.func @scalar(%x: tensor<f32>) -> tensor<f64> {
  %0 = graph.cast %x to f64 : (tensor<f32>) -> tensor<f64>
  return %0 : tensor<f64>
}

func.func @one(%x: tensor<1x1xf32>) -> tensor<1x1xf64> {
  %0 = graph.cast %x to f64 : (tensor<1x1xf32>) -> tensor<1x1xf64>
  return %0 : tensor<1x1xf64>
}

func.func @empty(%x: tensor<4x0x3xf32>) -> tensor<4x0x3xf64> {
  %0 = graph.cast %x to f64 : (tensor<4x0x3xf32>) -> tensor<4x0x3xf64>
  return %0 : tensor<4x0x3xf64>
}

func.func @bf16_to_f64(%x: tensor<3x7xbf16>) -> tensor<3x7xf64> {
  %0 = graph.cast %x to f64 : (tensor<3x7xbf16>) -> tensor<3x7xf64>
  return %0 : tensor<3x7xf64>
}

func.func @f64_to_bf16(%x: tensor<3x7xf64>) -> tensor<3x7xbf16> {
  %0 = graph.cast %x to bf16 : (tensor<3x7xf64>) -> tensor<3x7xbf16>
  return %0 : tensor<3x7xbf16>
}

func.func @i64_to_bf16(%x: tensor<3x7xi64>) -> tensor<3x7xbf16> {
  %0 = graph.cast %x to bf16 : (tensor<3x7xi64>) -> tensor<3x7xbf16>
  return %0 : tensor<3x7xbf16>
}

func.func @bf16_to_i64(%x: tensor<3x7xbf16>) -> tensor<3x7xi64> {
  %0 = graph.cast %x to i64 : (tensor<3x7xbf16>) -> tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}
