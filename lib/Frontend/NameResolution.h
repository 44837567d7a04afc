//===----------------------------------------------------------------------===//
//
// Part of dlc, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE.TXT for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Checks every name of a file once, independent of how often and with which
// constants its layers are instantiated: unknown and misspelt names,
// redeclaration, shadowing, and the rule that dimensions and layers begin with
// a capital and values do not.
//
// The syntax tree is not changed: evaluation looks names up by itself.
//
//===----------------------------------------------------------------------===//

#ifndef DLC_LIB_FRONTEND_NAMERESOLUTION_H
#define DLC_LIB_FRONTEND_NAMERESOLUTION_H

#include "Prelude.h"
#include "dlc/Frontend/Diagnostics.h"

namespace dlc::frontend {

/// Reports what is wrong; imports of `file` are loaded.
void resolveNames(const ast::File &file, const Prelude &prelude,
                  DiagnosticEngine &diagnostics);

} // namespace dlc::frontend

#endif // DLC_LIB_FRONTEND_NAMERESOLUTION_H
