# dlc_precompile_mlir(<target>...)
#
# Compiles the sources of targets with the headers of MLIR that most of them
# include precompiled: parsing these takes longer than compiling a source of
# ours. There is one precompiled header for libraries and one for programs, as
# code is position independent in different ways. Sources include what they need
# all the same, so that they build with -DDLC_PRECOMPILED_HEADERS=OFF, too.
#
# ccache keeps what such sources become where it is told to
# (sloppiness = pch_defines,time_macros).

option(DLC_PRECOMPILED_HEADERS "Precompile the headers of MLIR" ON)

set(DLC_MLIR_HEADERS
  <mlir/Dialect/Arith/IR/Arith.h>
  <mlir/Dialect/Func/IR/FuncOps.h>
  <mlir/Dialect/LLVMIR/LLVMDialect.h>
  <mlir/Dialect/MemRef/IR/MemRef.h>
  <mlir/Dialect/SCF/IR/SCF.h>
  <mlir/Dialect/Vector/IR/VectorOps.h>
  <mlir/IR/Builders.h>
  <mlir/IR/BuiltinOps.h>
  <mlir/IR/PatternMatch.h>
  <mlir/Pass/Pass.h>)

function(dlc_precompile_for_ccache target)
  target_compile_options(${target} PRIVATE
    $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
    "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endfunction()

if(DLC_PRECOMPILED_HEADERS)
  set(empty ${PROJECT_BINARY_DIR}/precompiled-headers.cpp)
  file(CONFIGURE OUTPUT ${empty} CONTENT "")
  foreach(target dlc-library-headers dlc-program-headers)
    add_library(${target} OBJECT ${empty})
    target_precompile_headers(${target} PRIVATE ${DLC_MLIR_HEADERS})
    dlc_precompile_for_ccache(${target})
  endforeach()
  set_target_properties(dlc-program-headers PROPERTIES
    POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(dlc-program-headers PRIVATE -fPIE)
endif()

function(dlc_precompile_mlir)
  if(NOT DLC_PRECOMPILED_HEADERS)
    return()
  endif()
  foreach(target ${ARGN})
    get_target_property(type ${target} TYPE)
    set(headers dlc-library-headers)
    if(type STREQUAL EXECUTABLE)
      set(headers dlc-program-headers)
    endif()
    target_precompile_headers(${target} REUSE_FROM ${headers})
    dlc_precompile_for_ccache(${target})
  endforeach()
endfunction()
