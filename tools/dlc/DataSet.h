//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Labelled images in IDX files, found under the names that MNIST gave them.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_TOOLS_DLC_DATASET_H
#define DLC_TOOLS_DLC_DATASET_H

#include "dlc/Runtime/Error.h"
#include "dlc/Runtime/Tensor.h"

#include <string>
#include <vector>

namespace dlc::tool {

struct DataSet {
  Tensor images; ///< of whatever type and rank; the first axis counts them
  /// Of the images that are evaluated, which are the first ones.
  std::vector<int64_t> labels;

  int64_t size() const { return int64_t(labels.size()); }
};

/// Which of a folder's images.
enum class DataPart { Training, Test };

/// `data` is a folder with images or a file of images. Labels are in the file
/// beside it unless `labels` names one. At most `limit` images, if it is not 0.
Expected<DataSet> readDataSet(const std::string &data, DataPart part,
                              const std::string &labels, int64_t limit);

} // namespace dlc::tool

#endif // DLC_TOOLS_DLC_DATASET_H
