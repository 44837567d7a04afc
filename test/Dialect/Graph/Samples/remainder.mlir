func.func @f32_odd(%x: tensor<3x5xf32>,
                   %y: tensor<3x5xf32>)
    -> tensor<3x5xf32> {
  %0 = graph.remainder %x, %y : tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @f32_long(%x: tensor<1031xf32>,
                    %y: tensor<1031xf32>)
    -> tensor<1031xf32> {
  %0 = graph.remainder %x, %y : tensor<1031xf32>
  return %0 : tensor<1031xf32>
}

func.func @f32_scalar(%x: tensor<f32>, %y: tensor<f32>) -> tensor<f32> {
  %0 = graph.remainder %x, %y : tensor<f32>
  return %0 : tensor<f32>
}

func.func @f32_one(%x: tensor<1x1xf32>,
                   %y: tensor<1x1xf32>)
    -> tensor<1x1xf32> {
  %0 = graph.remainder %x, %y : tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @f32_empty(%x: tensor<4x0x3xf32>,
                     %y: tensor<4x0x3xf32>)
    -> tensor<4x0x3xf32> {
  %0 = graph.remainder %x, %y : tensor<4x0x3xf32>
  return %0 : tensor<4x0x3xf32>
}

func.func @f64_odd(%x: tensor<2x3x7xf64>,
                   %y: tensor<2x3x7xf64>)
    -> tensor<2x3x7xf64> {
  %0 = graph.remainder %x, %y : tensor<2x3x7xf64>
  return %0 : tensor<2x3x7xf64>
}

func.func @f64_scalar(%x: tensor<f64>, %y: tensor<f64>) -> tensor<f64> {
  %0 = graph.remainder %x, %y : tensor<f64>
  return %0 : tensor<f64>
}

func.func @f32_large(%x: tensor<501xf32> {sample.range = [-1000000, 1000000]},
                     %y: tensor<501xf32> {sample.range = [-1000000, 1000000]})
    -> tensor<501xf32> {
  %0 = graph.remainder %x, %y : tensor<501xf32>
  return %0 : tensor<501xf32>
}

// Through the epilogue of a product: on vectors.
func.func @f32_epilogue(%x: tensor<5x7xf32>,
                        %w: tensor<7x19xf32>)
    -> tensor<5x19xf32> {
  %0 = graph.matmul %x, %w
      : (tensor<5x7xf32>, tensor<7x19xf32>) -> tensor<5x19xf32>
  %1 = graph.remainder %0, %0 : tensor<5x19xf32>
  return %1 : tensor<5x19xf32>
}

func.func @f64_epilogue(%x: tensor<5x7xf64>,
                        %w: tensor<7x19xf64>)
    -> tensor<5x19xf64> {
  %0 = graph.matmul %x, %w
      : (tensor<5x7xf64>, tensor<7x19xf64>) -> tensor<5x19xf64>
  %1 = graph.remainder %0, %0 : tensor<5x19xf64>
  return %1 : tensor<5x19xf64>
}

func.func @bf16(%x: tensor<5x7xbf16>,
                %y: tensor<5x7xbf16>)
    -> tensor<5x7xbf16> {
  %0 = graph.remainder %x, %y : tensor<5x7xbf16>
  return %0 : tensor<5x7xbf16>
}

func.func @i8(%x: tensor<3x37xi8> {sample.range = [-128, 127]},
              %y: tensor<3x37xi8> {sample.range = [-128, 127]})
    -> tensor<3x37xi8> {
  %0 = graph.remainder %x, %y : tensor<3x37xi8>
  return %0 : tensor<3x37xi8>
}

func.func @ui8(%x: tensor<3x37xui8> {sample.range = [0, 255]},
               %y: tensor<3x37xui8> {sample.range = [0, 255]})
    -> tensor<3x37xui8> {
  %0 = graph.remainder %x, %y : tensor<3x37xui8>
  return %0 : tensor<3x37xui8>
}

func.func @i32(%x: tensor<3x37xi32> {sample.range = [-2147483648, 2147483647]},
               %y: tensor<3x37xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<3x37xi32> {
  %0 = graph.remainder %x, %y : tensor<3x37xi32>
  return %0 : tensor<3x37xi32>
}

func.func @i64(
    %x: tensor<3x37xi64> {sample.range = [-9223372036854775808, 9223372036854775807]},
    %y: tensor<3x37xi64> {sample.range = [-9223372036854775808, 9223372036854775807]})
    -> tensor<3x37xi64> {
  %0 = graph.remainder %x, %y : tensor<3x37xi64>
  return %0 : tensor<3x37xi64>
}

// Divisors of 0 and -1 among them.
func.func @i8_small(%x: tensor<3x37xi8> {sample.range = [-3, 3]},
                    %y: tensor<3x37xi8> {sample.range = [-3, 3]})
    -> tensor<3x37xi8> {
  %0 = graph.remainder %x, %y : tensor<3x37xi8>
  return %0 : tensor<3x37xi8>
}

func.func @ui8_small(%x: tensor<3x37xui8> {sample.range = [0, 3]},
                     %y: tensor<3x37xui8> {sample.range = [0, 3]})
    -> tensor<3x37xui8> {
  %0 = graph.remainder %x, %y : tensor<3x37xui8>
  return %0 : tensor<3x37xui8>
}

// Divisors of 0 and -1 among them.
func.func @i32_small(%x: tensor<3x37xi32> {sample.range = [-3, 3]},
                     %y: tensor<3x37xi32> {sample.range = [-3, 3]})
    -> tensor<3x37xi32> {
  %0 = graph.remainder %x, %y : tensor<3x37xi32>
  return %0 : tensor<3x37xi32>
}

// Divisors of 0 and -1 among them.
func.func @i64_small(%x: tensor<3x37xi64> {sample.range = [-3, 3]},
                     %y: tensor<3x37xi64> {sample.range = [-3, 3]})
    -> tensor<3x37xi64> {
  %0 = graph.remainder %x, %y : tensor<3x37xi64>
  return %0 : tensor<3x37xi64>
}
