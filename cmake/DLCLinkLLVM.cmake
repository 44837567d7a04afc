# dlc::LLVM, which everything of dlc that needs LLVM or MLIR links: the shared
# libraries libMLIR and libLLVM, or, for targets with the property
# DLC_STATIC_LLVM, the archives.
#
# A process with the shared libraries takes some 37 ms to start, most of it for
# relocations and for the command line options of all of LLVM; with archives it
# takes 8 ms. Linking takes 5 seconds then, so this is for what is installed and
# what tests start thousands of times. The two are never mixed in one file,
# which would have two of each of LLVM's registries.

# MLIR's archives say that they need the shared libLLVM, of which there would
# then be one beside the archives.
function(dlc_strip_shared_llvm)
  set(pending ${ARGN})
  set(seen "")
  while(pending)
    list(POP_FRONT pending library)
    if(library IN_LIST seen OR NOT TARGET ${library})
      continue()
    endif()
    list(APPEND seen ${library})
    get_target_property(needs ${library} INTERFACE_LINK_LIBRARIES)
    if(needs)
      list(REMOVE_ITEM needs LLVM)
      set_target_properties(${library} PROPERTIES
        INTERFACE_LINK_LIBRARIES "${needs}")
      list(FILTER needs INCLUDE REGEX "^MLIR")
      list(APPEND pending ${needs})
    endif()
  endwhile()
endfunction()

# LLVM's archives use zstd, of which Debian's package of them brings only what
# runs, not what CMake looks for.
if(NOT TARGET zstd::libzstd_shared)
  find_library(DLC_ZSTD_LIBRARY NAMES zstd libzstd.so.1)
  if(DLC_ZSTD_LIBRARY)
    add_library(zstd::libzstd_shared SHARED IMPORTED)
    set_target_properties(zstd::libzstd_shared PROPERTIES
      IMPORTED_LOCATION ${DLC_ZSTD_LIBRARY})
  endif()
endif()

set(archives
  MLIRArithDialect MLIRControlFlowDialect MLIRFuncDialect MLIRLLVMDialect
  MLIRMathDialect MLIRMemRefDialect MLIRSCFDialect MLIRVectorDialect
  MLIRArithToLLVM MLIRControlFlowToLLVM MLIRFuncToLLVM MLIRMathToLibm
  MLIRMathToLLVM MLIRMemRefToLLVM MLIRSCFToControlFlow MLIRVectorToLLVM
  MLIRArithTransforms MLIRMathTransforms MLIRVectorTransforms MLIRTransforms MLIRTransformUtils
  MLIRAnalysis MLIRIR MLIROptLib MLIRParser MLIRPass
  MLIRBuiltinToLLVMIRTranslation MLIRLLVMToLLVMIRTranslation
  MLIRTargetLLVMIRExport)
dlc_strip_shared_llvm(${archives})
llvm_map_components_to_libnames(components
  native orcjit passes core support frontendopenmp irreader perfjitevents)

add_library(dlc-llvm INTERFACE)
add_library(dlc::LLVM ALIAS dlc-llvm)
set(is_static "$<BOOL:$<TARGET_PROPERTY:DLC_STATIC_LLVM>>")
target_link_libraries(dlc-llvm INTERFACE
  "$<${is_static}:${archives};${components}>"
  "$<$<NOT:${is_static}>:MLIR;LLVM>")
