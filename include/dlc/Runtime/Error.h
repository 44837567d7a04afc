//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Errors as values: `Expected<T>` is a T or an `Error`. The public interface
// of dlc throws nothing.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_RUNTIME_ERROR_H
#define DLC_RUNTIME_ERROR_H

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace dlc {

/// What went wrong, ready to be shown: lower case, no full stop. Errors in a
/// model file carry the whole rendered diagnostics, source lines included.
class Error {
public:
  explicit Error(std::string message) : text(std::move(message)) {}
  /// The lines that a compiler prints: each place with "error:" or "note:"
  /// before its message, the last line ended.
  static Error fromDiagnostics(std::string rendered) {
    Error error(std::move(rendered));
    error.rendered = true;
    return error;
  }

  const std::string &message() const { return text; }
  /// Made by `fromDiagnostics`: shown as it is, without an "error:" before it.
  bool isDiagnostics() const { return rendered; }

private:
  std::string text;
  bool rendered = false;
};

/// A value or the error that kept it from being made. Must be tested before
/// it is dereferenced.
template <typename T> class [[nodiscard]] Expected {
public:
  Expected(T value) : storage(std::in_place_index<0>, std::move(value)) {}
  Expected(Error error) : storage(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return storage.index() == 0; }
  T &operator*() {
    assert(*this && "dereferencing an error");
    return *std::get_if<0>(&storage);
  }
  const T &operator*() const {
    assert(*this && "dereferencing an error");
    return *std::get_if<0>(&storage);
  }
  T *operator->() { return &**this; }
  const T *operator->() const { return &**this; }
  const Error &error() const {
    assert(!*this && "no error in a value");
    return *std::get_if<1>(&storage);
  }
  Error takeError() {
    assert(!*this && "no error in a value");
    return std::move(*std::get_if<1>(&storage));
  }

private:
  std::variant<T, Error> storage;
};

/// Success, or an error: `Expected` for operations without a value.
template <> class [[nodiscard]] Expected<void> {
public:
  Expected() = default;
  Expected(Error error) : storage(std::move(error)) {}

  explicit operator bool() const { return storage.index() == 0; }
  const Error &error() const { return *std::get_if<1>(&storage); }
  Error takeError() { return std::move(*std::get_if<1>(&storage)); }

private:
  std::variant<std::monostate, Error> storage;
};

} // namespace dlc

#endif // DLC_RUNTIME_ERROR_H
