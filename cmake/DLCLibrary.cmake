# dlc_add_library(<name> SOURCES <file>... [LINK <target>...] [DEPENDS <target>...])
#
# A static library of dlc. DEPENDS names generated headers (TableGen targets)
# that must exist before the sources compile. None is installed: lib/Host links
# all of them into the one library for hosts.
function(dlc_add_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_LINK})
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
endfunction()
