# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Operations together: what is computed in one kernel must be what it is one by
one, NaNs, infinities and signed zeros included.
"""

import torch
import torch.nn.functional as F

from cases.tables import case, inf, integers, nan, normal, values


case("fusion", "chain", "(x + y) * x - y / (x * x + 1)",
     lambda x, y: (x + y) * x - y / (x * x + 1), x=normal(3, 37),
     y=normal(3, 37))
case("fusion", "extrema", "maximum(x, y) * minimum(x, -y)",
     lambda x, y: torch.maximum(x, y) * torch.minimum(x, -y),
     x=normal(3, 37), y=normal(3, 37))
case("fusion", "activations", "tanh(x) + sigmoid(y) + relu(x)",
     lambda x, y: torch.tanh(x) + torch.sigmoid(y) + F.relu(x),
     x=normal(3, 37), y=normal(3, 37))
case("fusion", "powers", "exp(-abs(x)) + log(abs(y) + 1) + sqrt(abs(x))",
     lambda x, y: torch.exp(-x.abs()) + torch.log(y.abs() + 1)
     + torch.sqrt(x.abs()), x=normal(3, 37), y=normal(3, 37))
case("fusion", "normalised_rows", """
    let shifted = x - max(x, axes = [1], keep_dims = true)
    return shifted - log(sum(exp(shifted), axes = [1], keep_dims = true))""",
     lambda x: F.log_softmax(x, dim=1), x=normal(7, 10, scale=200))
case("fusion", "matmul_bias_relu", "relu(matmul(x, y) + b)",
     lambda x, y, b: F.relu(x @ y + b), x=normal(5, 17), y=normal(17, 9),
     b=normal(9))
case("fusion", "conv2d_bias_relu",
     "relu(conv2d(x, w) + broadcast(b, [2, 5, 7, 6], axes = [1]))",
     lambda x, w, b: F.relu(F.conv2d(x, w, b)), x=normal(2, 3, 9, 8),
     w=normal(5, 3, 3, 3), b=normal(5))
case("fusion", "sum_of_products", "sum(x * y, axes = [1])",
     lambda x, y: (x * y).sum(1), x=normal(5, 33), y=normal(5, 33))
case("fusion", "transposed_product", "matmul(transpose(x, [1, 0]), y)",
     lambda x, y: x.T @ y, x=normal(19, 7), y=normal(19, 5))
case("fusion", "mean_of_gathered", "mean(take(x, i, axis = 0), axes = [1])",
     lambda x, i: x[i].mean(1), x=normal(11, 5), i=integers(0, 11, 4, 3))
case("fusion", "special_values", "relu(x) + y * x - maximum(x, y) / sqrt(x)",
     lambda x, y: F.relu(x) + y * x - torch.maximum(x, y) / torch.sqrt(x),
     x=values(nan, inf, -inf, 0.0, -0.0, 1, -1, 100, -100, nan, 2),
     y=values(1, inf, 1, 0, 1, nan, inf, -inf, 0, nan, -2))

# Nine ways to an element, where blocks of code look alike.
case("fusion", "nested_concats", """
    let y = concat([x[:1], x, x[2:]], axis = 0)
    let z = concat([y[:, :1], y, y[:, 3:]], axis = 1)
    return concat([z, z], axis = 2)""",
     lambda x: F.pad(x[None], (0, 0, 1, 1, 1, 1), mode="replicate")[0]
     .repeat(1, 1, 2), x=normal(3, 4, 5))
