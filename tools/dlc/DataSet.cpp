//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Labelled images in IDX files.
//
//===----------------------------------------------------------------------===//

#include "DataSet.h"

#include "Arguments.h"

#include "dlc/Data/Idx.h"

#include <filesystem>

using namespace dlc;
using namespace dlc::tool;

static std::optional<std::string>
firstExisting(const std::vector<std::filesystem::path> &candidates) {
  std::error_code ignored;
  for (const std::filesystem::path &path : candidates)
    if (std::filesystem::is_regular_file(path, ignored))
      return path.string();
  return std::nullopt;
}

/// The images in a folder, under the names that MNIST gave them.
static Expected<std::string> findImages(const std::string &data,
                                        DataPart part) {
  std::error_code error;
  if (std::filesystem::status(data, error).type() ==
      std::filesystem::file_type::not_found)
    return Error("there is no '" + data + "'");
  if (!std::filesystem::is_directory(data, error))
    return data;
  std::filesystem::path folder(data);
  bool isTraining = part == DataPart::Training;
  std::string name =
      std::string(isTraining ? "train" : "t10k") + "-images-idx3-ubyte";
  if (auto found = firstExisting({folder / name, folder / (name + ".gz")}))
    return *found;
  return Error("'" + data + "' holds no " + (isTraining ? "training" : "test") +
               " images: neither " + name + " nor " + name + ".gz");
}

/// "t10k-images-idx3-ubyte" -> "t10k-labels-idx1-ubyte".
static Expected<std::string> findLabels(const std::string &images) {
  std::filesystem::path path(images);
  std::string name = path.filename().string();
  auto replace = [&](std::string_view from, std::string_view to) {
    size_t place = name.find(from);
    if (place != std::string::npos)
      name.replace(place, from.size(), to);
    return place != std::string::npos;
  };
  if (replace("images", "labels")) {
    replace("idx3", "idx1");
    std::string other = name.size() > 3 && name.substr(name.size() - 3) == ".gz"
                            ? name.substr(0, name.size() - 3)
                            : name + ".gz";
    if (auto found = firstExisting(
            {path.parent_path() / name, path.parent_path() / other}))
      return *found;
  }
  return Error("there are no labels beside '" + images + "': say --labels");
}

static Expected<std::vector<int64_t>> toIntegers(const Tensor &tensor,
                                                 const std::string &path) {
  std::vector<int64_t> labels(size_t(tensor.elementCount()));
  auto copy = [&](auto *elements) {
    std::copy(elements, elements + labels.size(), labels.begin());
  };
  if (tensor.shape().size() == 1 && tensor.dtype() == DType::U8)
    copy(tensor.as<uint8_t>());
  else if (tensor.shape().size() == 1 && tensor.dtype() == DType::I32)
    copy(tensor.as<int32_t>());
  else
    return Error(path + ": labels are u8[N] or i32[N], this is " +
                 describe(tensor.dtype(), tensor.shape()));
  return labels;
}

Expected<DataSet> dlc::tool::readDataSet(const std::string &data, DataPart part,
                                         const std::string &labelsFile,
                                         int64_t limit) {
  Expected<std::string> imagesPath = findImages(data, part);
  if (!imagesPath)
    return imagesPath.takeError();
  Expected<std::string> labelsPath =
      labelsFile.empty() ? findLabels(*imagesPath) : Expected(labelsFile);
  if (!labelsPath)
    return labelsPath.takeError();
  Expected<Tensor> images = readIdx(*imagesPath);
  if (!images)
    return images.takeError();
  Expected<Tensor> labelTensor = readIdx(*labelsPath);
  if (!labelTensor)
    return labelTensor.takeError();
  auto labels = toIntegers(*labelTensor, *labelsPath);
  if (!labels)
    return labels.takeError();
  int64_t count = images->shape().empty() ? 1 : images->shape()[0];
  if (images->shape().empty() || count != int64_t(labels->size()))
    return Error("'" + *imagesPath + "' holds " + counted(count, "image") +
                 ", '" + *labelsPath + "' " + counted(labels->size(), "label"));
  if (count == 0)
    return Error("'" + *imagesPath + "' holds no images");
  if (limit != 0 && limit < count)
    labels->resize(size_t(limit));
  return DataSet{std::move(*images), std::move(*labels)};
}
