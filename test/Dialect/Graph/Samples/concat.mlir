func.func @i1(%x0: tensor<3x2xi1>, %x1: tensor<3x5xi1>) -> tensor<3x7xi1> {
  %0 = graph.concat %x0, %x1 {axis = 1 : i64}
      : (tensor<3x2xi1>, tensor<3x5xi1>) -> tensor<3x7xi1>
  return %0 : tensor<3x7xi1>
}

func.func @i8(%x0: tensor<3x2xi8>, %x1: tensor<3x5xi8>) -> tensor<3x7xi8> {
  %0 = graph.concat %x0, %x1 {axis = 1 : i64}
      : (tensor<3x2xi8>, tensor<3x5xi8>) -> tensor<3x7xi8>
  return %0 : tensor<3x7xi8>
}

func.func @ui8(%x0: tensor<3x2xui8>, %x1: tensor<3x5xui8>) -> tensor<3x7xui8> {
  %0 = graph.concat %x0, %x1 {axis = 1 : i64}
      : (tensor<3x2xui8>, tensor<3x5xui8>) -> tensor<3x7xui8>
  return %0 : tensor<3x7xui8>
}

func.func @i32(%x0: tensor<3x2xi32>, %x1: tensor<3x5xi32>) -> tensor<3x7xi32> {
  %0 = graph.concat %x0, %x1 {axis = 1 : i64}
      : (tensor<3x2xi32>, tensor<3x5xi32>) -> tensor<3x7xi32>
  return %0 : tensor<3x7xi32>
}

func.func @i64(%x0: tensor<3x2xi64>, %x1: tensor<3x5xi64>) -> tensor<3x7xi64> {
  %0 = graph.concat %x0, %x1 {axis = 1 : i64}
      : (tensor<3x2xi64>, tensor<3x5xi64>) -> tensor<3x7xi64>
  return %0 : tensor<3x7xi64>
}

func.func @f32(%x0: tensor<3x2xf32>, %x1: tensor<3x5xf32>) -> tensor<3x7xf32> {
  %0 = graph.concat %x0, %x1 {axis = 1 : i64}
      : (tensor<3x2xf32>, tensor<3x5xf32>) -> tensor<3x7xf32>
  return %0 : tensor<3x7xf32>
}

func.func @f64(%x0: tensor<3x2xf64>, %x1: tensor<3x5xf64>) -> tensor<3x7xf64> {
  %0 = graph.concat %x0, %x1 {axis = 1 : i64}
      : (tensor<3x2xf64>, tensor<3x5xf64>) -> tensor<3x7xf64>
  return %0 : tensor<3x7xf64>
}

func.func @first_axis(%x0: tensor<3x2xf32>,
                      %x1: tensor<1x2xf32>,
                      %x2: tensor<4x2xf32>)
    -> tensor<8x2xf32> {
  %0 = graph.concat %x0, %x1, %x2 {axis = 0 : i64}
      : (tensor<3x2xf32>, tensor<1x2xf32>, tensor<4x2xf32>) -> tensor<8x2xf32>
  return %0 : tensor<8x2xf32>
}

func.func @middle_axis(%x0: tensor<2x3x5xf32>,
                       %x1: tensor<2x4x5xf32>)
    -> tensor<2x7x5xf32> {
  %0 = graph.concat %x0, %x1 {axis = 1 : i64}
      : (tensor<2x3x5xf32>, tensor<2x4x5xf32>) -> tensor<2x7x5xf32>
  return %0 : tensor<2x7x5xf32>
}

func.func @last_axis_from_end(%x0: tensor<2x3xf32>,
                              %x1: tensor<2x1xf32>)
    -> tensor<2x4xf32> {
  %0 = graph.concat %x0, %x1 {axis = -1 : i64}
      : (tensor<2x3xf32>, tensor<2x1xf32>) -> tensor<2x4xf32>
  return %0 : tensor<2x4xf32>
}

func.func @single(%x0: tensor<3x2xf32>) -> tensor<3x2xf32> {
  %0 = graph.concat %x0 {axis = 0 : i64}
      : (tensor<3x2xf32>) -> tensor<3x2xf32>
  return %0 : tensor<3x2xf32>
}

func.func @vectors(%x0: tensor<3xf32>,
                   %x1: tensor<1xf32>,
                   %x2: tensor<7xf32>)
    -> tensor<11xf32> {
  %0 = graph.concat %x0, %x1, %x2 {axis = 0 : i64}
      : (tensor<3xf32>, tensor<1xf32>, tensor<7xf32>) -> tensor<11xf32>
  return %0 : tensor<11xf32>
}

func.func @with_empty(%x0: tensor<3x2xf32>,
                      %x1: tensor<3x0xf32>,
                      %x2: tensor<3x1xf32>)
    -> tensor<3x3xf32> {
  %0 = graph.concat %x0, %x1, %x2 {axis = 1 : i64}
      : (tensor<3x2xf32>, tensor<3x0xf32>, tensor<3x1xf32>) -> tensor<3x3xf32>
  return %0 : tensor<3x3xf32>
}

func.func @all_empty(%x0: tensor<0x2xf32>,
                     %x1: tensor<0x2xf32>)
    -> tensor<0x2xf32> {
  %0 = graph.concat %x0, %x1 {axis = 0 : i64}
      : (tensor<0x2xf32>, tensor<0x2xf32>) -> tensor<0x2xf32>
  return %0 : tensor<0x2xf32>
}

func.func @twice_the_same(%x: tensor<3x2xf32>) -> tensor<3x4xf32> {
  %0 = graph.concat %x, %x {axis = 1 : i64}
      : (tensor<3x2xf32>, tensor<3x2xf32>) -> tensor<3x4xf32>
  return %0 : tensor<3x4xf32>
}

// Read at two places by one kernel.
func.func @and_reversed(%x: tensor<3x40xf32>, %y: tensor<5x40xf32>) -> tensor<8x40xf32> {
  %0 = graph.concat %x, %y {axis = 0 : i64} : (tensor<3x40xf32>, tensor<5x40xf32>) -> tensor<8x40xf32>
  %1 = graph.slice %0 {starts = #graph.dims<7, 0>, sizes = #graph.dims<8, 40>, strides = array<i64: -1, 1>} : (tensor<8x40xf32>) -> tensor<8x40xf32>
  %2 = graph.add %0, %1 : tensor<8x40xf32>
  return %2 : tensor<8x40xf32>
}

func.func @and_reversed_columns(%x: tensor<3x20xf32>, %y: tensor<3x30xf32>) -> tensor<3x50xf32> {
  %0 = graph.concat %x, %y {axis = 1 : i64} : (tensor<3x20xf32>, tensor<3x30xf32>) -> tensor<3x50xf32>
  %1 = graph.slice %0 {starts = #graph.dims<0, 49>, sizes = #graph.dims<3, 50>, strides = array<i64: 1, -1>} : (tensor<3x50xf32>) -> tensor<3x50xf32>
  %2 = graph.add %0, %1 : tensor<3x50xf32>
  return %2 : tensor<3x50xf32>
}

func.func @and_transposed(%x: tensor<300x100xf32>, %y: tensor<300x200xf32>) -> tensor<300x300xf32> {
  %0 = graph.concat %x, %y {axis = 1 : i64} : (tensor<300x100xf32>, tensor<300x200xf32>) -> tensor<300x300xf32>
  %1 = graph.transpose %0 {permutation = array<i64: 1, 0>} : (tensor<300x300xf32>) -> tensor<300x300xf32>
  %2 = graph.add %0, %1 : tensor<300x300xf32>
  return %2 : tensor<300x300xf32>
}

func.func @and_rows_of_many_tiles(%x: tensor<100x200xf32>, %y: tensor<300x200xf32>) -> tensor<400x200xf32> {
  %0 = graph.concat %x, %y {axis = 0 : i64} : (tensor<100x200xf32>, tensor<300x200xf32>) -> tensor<400x200xf32>
  %1 = graph.slice %0 {starts = #graph.dims<399, 0>, sizes = #graph.dims<400, 200>, strides = array<i64: -1, 1>} : (tensor<400x200xf32>) -> tensor<400x200xf32>
  %2 = graph.add %0, %1 : tensor<400x200xf32>
  return %2 : tensor<400x200xf32>
}
