# Finds what dlc is built on: Debian's LLVM and MLIR 19, fmt, CLI11, zlib.

# Debian keeps each LLVM version in a folder of its own, which CMake does not
# search; its llvm-config knows where.
find_program(DLC_LLVM_CONFIG NAMES llvm-config-19 llvm-config REQUIRED)
execute_process(COMMAND ${DLC_LLVM_CONFIG} --cmakedir
  OUTPUT_VARIABLE llvm_cmake_dir OUTPUT_STRIP_TRAILING_WHITESPACE
  COMMAND_ERROR_IS_FATAL ANY)
list(APPEND CMAKE_PREFIX_PATH ${llvm_cmake_dir} ${llvm_cmake_dir}/../mlir)

# "19" alone is rejected by LLVM's version file, which compares major.minor.
find_package(MLIR 19.1 REQUIRED CONFIG)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)

list(APPEND CMAKE_MODULE_PATH ${MLIR_CMAKE_DIR} ${LLVM_CMAKE_DIR})
set(LLVM_RUNTIME_OUTPUT_INTDIR ${PROJECT_BINARY_DIR}/bin)
set(LLVM_LIBRARY_OUTPUT_INTDIR ${PROJECT_BINARY_DIR}/lib)
set(MLIR_BINARY_DIR ${PROJECT_BINARY_DIR})
include(TableGen)
include(AddLLVM)
include(AddMLIR)

include(DLCLinkLLVM)

# LLVM's headers are not ours to warn about.
include_directories(SYSTEM ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
separate_arguments(llvm_definitions NATIVE_COMMAND ${LLVM_DEFINITIONS})
add_definitions(${llvm_definitions})

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)

# Tools and libraries find LLVM's shared libraries where they were linked.
set(CMAKE_BUILD_RPATH ${LLVM_LIBRARY_DIRS})
set(CMAKE_INSTALL_RPATH "$ORIGIN/../lib;${LLVM_LIBRARY_DIRS}")

find_program(DLC_CCACHE ccache)
if(DLC_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${DLC_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${DLC_CCACHE})
endif()

# GCC 12 sees uninitialized reads in every std::optional that it inlines. Clang
# warns of what std::stable_sort of its library uses.
add_compile_options(-Wall -Wextra -Wno-unused-parameter
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>
  $<$<COMPILE_LANGUAGE:CXX>:-Wsuggest-override>)
if(DLC_WARNINGS_AS_ERRORS)
  add_compile_options(-Werror)
endif()
if(DLC_SANITIZE)
  # Lines in stack traces, and an end where something is undefined.
  add_compile_options(-fsanitize=${DLC_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${DLC_SANITIZE})
endif()
if(DLC_BUILD_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
