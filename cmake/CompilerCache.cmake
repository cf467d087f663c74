# ccache, where it is there and nobody asked for another launcher.
include_guard()
find_program(MIGGRAPH_CCACHE ccache)
mark_as_advanced(MIGGRAPH_CCACHE)
foreach(language C CXX)
  if(MIGGRAPH_CCACHE AND NOT CMAKE_${language}_COMPILER_LAUNCHER)
    set(CMAKE_${language}_COMPILER_LAUNCHER "${MIGGRAPH_CCACHE}")
  endif()
endforeach()
