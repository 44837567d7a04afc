#!/bin/bash
# Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
# See LICENSE.TXT for license information.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Holds the optimized graph of each of the models to the lines of a file:
#
#   check-graphs.sh MODELS.dl LINES PREFIX DIMENSIONS MODEL...

set -o pipefail
file=$1 lines=$2 prefix=$3 dimensions=$4
for model in "${@:5}"; do
  dlc emit "$file" --model "$model" $dimensions --stage opt-graph \
    | FileCheck "$lines" --check-prefix "$prefix" \
    || { echo "$file: $model"; exit 1; }
done
