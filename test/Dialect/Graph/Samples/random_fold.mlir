func.func @stream_0(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<2xi32> {
  %0 = graph.random_fold %k {data = 0 : i64}
      : (tensor<2xi32>) -> tensor<2xi32>
  return %0 : tensor<2xi32>
}

func.func @stream_1(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<2xi32> {
  %0 = graph.random_fold %k {data = 1 : i64}
      : (tensor<2xi32>) -> tensor<2xi32>
  return %0 : tensor<2xi32>
}

func.func @stream_2(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<2xi32> {
  %0 = graph.random_fold %k {data = 4294967295 : i64}
      : (tensor<2xi32>) -> tensor<2xi32>
  return %0 : tensor<2xi32>
}

func.func @stream_3(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<2xi32> {
  %0 = graph.random_fold %k {data = 4294967296 : i64}
      : (tensor<2xi32>) -> tensor<2xi32>
  return %0 : tensor<2xi32>
}

func.func @stream_4(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<2xi32> {
  %0 = graph.random_fold %k {data = -1 : i64}
      : (tensor<2xi32>) -> tensor<2xi32>
  return %0 : tensor<2xi32>
}

func.func @of_stream(%k: tensor<2xi32> {sample.range = [-2147483648, 2147483647]})
    -> tensor<2xi32> {
  %1 = graph.random_fold %k {data = 1 : i64} : (tensor<2xi32>) -> tensor<2xi32>
  %0 = graph.random_fold %1 {data = 2 : i64} : (tensor<2xi32>) -> tensor<2xi32>
  return %0 : tensor<2xi32>
}
