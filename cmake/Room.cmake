# A room of the house is one library target, miggraph_<name>, made of every .cpp file below its folder. USES names the rooms
# whose headers it may include (tests/architecture holds every #include against these lists); a room that is not named
# there, nor used by one that is, is not even on its include path. LIBRARIES are third-party targets that this room alone
# knows: they do not reach the rooms that use it. APART names the files that keep names for themselves which another file of
# the room has too, where several files are compiled as one (CMAKE_UNITY_BUILD, in the presets of the sanitizers).
include_guard()

set(MIGGRAPH_WARNINGS -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
if(MIGGRAPH_WARNINGS_AS_ERRORS)
  list(APPEND MIGGRAPH_WARNINGS -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlaps in `"x" + std::string(…)` that are not there (GCC bug 105651), and uninitialised
  # members in an optional that was copied, more of them under the sanitizers (GCC bug 105562).
  list(APPEND MIGGRAPH_WARNINGS -Wno-restrict -Wno-maybe-uninitialized -Wno-uninitialized)
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12 calls its own deprecated get_temporary_buffer in std::stable_sort, and clang blames the caller. GCC still
  # warns of what is deprecated in ours.
  list(APPEND MIGGRAPH_WARNINGS -Wno-deprecated-declarations)
endif()
if(CMAKE_UNITY_BUILD)
  # What stands in one file hides nothing in the next; the other presets see each by itself.
  list(APPEND MIGGRAPH_WARNINGS -Wno-shadow)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    list(APPEND MIGGRAPH_WARNINGS -Wno-subobject-linkage)
  endif()
endif()

function(miggraph_room name)
  cmake_parse_arguments(PARSE_ARGV 1 room "" "" "USES;LIBRARIES;APART")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  list(REMOVE_ITEM sources "${CMAKE_CURRENT_SOURCE_DIR}/main.cpp")
  add_library(miggraph_${name} STATIC ${sources})
  set_source_files_properties(${room_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_compile_options(miggraph_${name} PRIVATE ${MIGGRAPH_WARNINGS})
  # Headers are found as "<room>/<file>.h" through a folder that holds a link to this room and no other.
  set(headers "${CMAKE_BINARY_DIR}/rooms/${name}")
  file(MAKE_DIRECTORY "${headers}")
  file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}" "${headers}/${name}" SYMBOLIC)
  target_include_directories(miggraph_${name} PUBLIC "${headers}")
  foreach(used IN LISTS room_USES)
    target_link_libraries(miggraph_${name} PUBLIC miggraph_${used})
  endforeach()
  target_link_libraries(miggraph_${name} PRIVATE ${room_LIBRARIES} fmt::fmt)
endfunction()
