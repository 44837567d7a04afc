func.func @f32_odd(%x: tensor<3x5xf32>,
                   %y: tensor<3x5xf32>)
    -> tensor<3x5xf32> {
  %0 = graph.pow %x, %y : tensor<3x5xf32>
  return %0 : tensor<3x5xf32>
}

func.func @f32_long(%x: tensor<1031xf32>,
                    %y: tensor<1031xf32>)
    -> tensor<1031xf32> {
  %0 = graph.pow %x, %y : tensor<1031xf32>
  return %0 : tensor<1031xf32>
}

func.func @f32_scalar(%x: tensor<f32>, %y: tensor<f32>) -> tensor<f32> {
  %0 = graph.pow %x, %y : tensor<f32>
  return %0 : tensor<f32>
}

func.func @f32_one(%x: tensor<1x1xf32>,
                   %y: tensor<1x1xf32>)
    -> tensor<1x1xf32> {
  %0 = graph.pow %x, %y : tensor<1x1xf32>
  return %0 : tensor<1x1xf32>
}

func.func @f32_empty(%x: tensor<4x0x3xf32>,
                     %y: tensor<4x0x3xf32>)
    -> tensor<4x0x3xf32> {
  %0 = graph.pow %x, %y : tensor<4x0x3xf32>
  return %0 : tensor<4x0x3xf32>
}

func.func @f64_odd(%x: tensor<2x3x7xf64>,
                   %y: tensor<2x3x7xf64>)
    -> tensor<2x3x7xf64> {
  %0 = graph.pow %x, %y : tensor<2x3x7xf64>
  return %0 : tensor<2x3x7xf64>
}

func.func @f64_scalar(%x: tensor<f64>, %y: tensor<f64>) -> tensor<f64> {
  %0 = graph.pow %x, %y : tensor<f64>
  return %0 : tensor<f64>
}

func.func @f32_range(%x: tensor<501xf32> {sample.range = [0, 20]},
                     %y: tensor<501xf32> {sample.range = [0, 20]})
    -> tensor<501xf32> {
  %0 = graph.pow %x, %y : tensor<501xf32>
  return %0 : tensor<501xf32>
}

// Through the epilogue of a product: on vectors.
func.func @f32_epilogue(%x: tensor<5x7xf32>,
                        %w: tensor<7x19xf32>)
    -> tensor<5x19xf32> {
  %0 = graph.matmul %x, %w
      : (tensor<5x7xf32>, tensor<7x19xf32>) -> tensor<5x19xf32>
  %1 = graph.pow %0, %0 : tensor<5x19xf32>
  return %1 : tensor<5x19xf32>
}

func.func @f64_epilogue(%x: tensor<5x7xf64>,
                        %w: tensor<7x19xf64>)
    -> tensor<5x19xf64> {
  %0 = graph.matmul %x, %w
      : (tensor<5x7xf64>, tensor<7x19xf64>) -> tensor<5x19xf64>
  %1 = graph.pow %0, %0 : tensor<5x19xf64>
  return %1 : tensor<5x19xf64>
}

func.func @bf16(%x: tensor<5x7xbf16>,
                %y: tensor<5x7xbf16>)
    -> tensor<5x7xbf16> {
  %0 = graph.pow %x, %y : tensor<5x7xbf16>
  return %0 : tensor<5x7xbf16>
}

func.func @i32(%x: tensor<5x7xi32>,
               %y: tensor<5x7xi32>)
    -> tensor<5x7xi32> {
  %0 = graph.pow %x, %y : tensor<5x7xi32>
  return %0 : tensor<5x7xi32>
}

func.func @i64_long(%x: tensor<1031xi64>,
                    %y: tensor<1031xi64>)
    -> tensor<1031xi64> {
  %0 = graph.pow %x, %y : tensor<1031xi64>
  return %0 : tensor<1031xi64>
}

func.func @u8(%x: tensor<37xui8>,
              %y: tensor<37xui8>)
    -> tensor<37xui8> {
  %0 = graph.pow %x, %y : tensor<37xui8>
  return %0 : tensor<37xui8>
}

func.func @i32_by_number(%x: tensor<5x7xi32>) -> tensor<5x7xi32> {
  %seven = graph.constant dense<7> : tensor<5x7xi32>
  %0 = graph.pow %x, %seven : tensor<5x7xi32>
  return %0 : tensor<5x7xi32>
}
