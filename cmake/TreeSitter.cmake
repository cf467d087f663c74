# The tree-sitter core and its Python grammar, as the targets `tree_sitter` and `tree_sitter_python`.
#
# Their sources are looked for, in this order, in -DMIGGRAPH_TREE_SITTER_DIR=DIR (a folder that holds node_modules), in
# grammars/node_modules beside grammars/package.json (our own source distribution ships them there), and in a cache folder
# keyed by the hash of grammars/package-lock.json, which `npm ci` fills: a package whose hash differs from the lock's stops it.
include_guard()

set(MIGGRAPH_TREE_SITTER_DIR "" CACHE PATH "Folder whose node_modules holds tree-sitter and tree-sitter-python")
set(grammars "${PROJECT_SOURCE_DIR}/grammars")

function(miggraph_tree_sitter_complete dir out)
  set(${out} TRUE PARENT_SCOPE)
  foreach(key tree-sitter/vendor/tree-sitter/lib/src/lib.c tree-sitter/vendor/tree-sitter/lib/include/tree_sitter/api.h
              tree-sitter-python/src/parser.c tree-sitter-python/src/scanner.c tree-sitter-python/src/tree_sitter/parser.h)
    if(NOT EXISTS "${dir}/node_modules/${key}")
      set(${out} FALSE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

if(MIGGRAPH_TREE_SITTER_DIR)
  set(dir "${MIGGRAPH_TREE_SITTER_DIR}")
  miggraph_tree_sitter_complete("${dir}" complete)
  if(NOT complete)
    message(FATAL_ERROR "MIGGRAPH_TREE_SITTER_DIR=${dir} has no node_modules with tree-sitter and tree-sitter-python in it")
  endif()
else()
  set(dir "${grammars}")
  miggraph_tree_sitter_complete("${dir}" complete)
  if(NOT complete)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${grammars}/package-lock.json")
    file(SHA256 "${grammars}/package-lock.json" lock)
    string(SUBSTRING "${lock}" 0 16 lock)
    set(dir "${PROJECT_SOURCE_DIR}/build/_grammars/${lock}")
    file(MAKE_DIRECTORY "${dir}")
    file(LOCK "${dir}/.lock" GUARD FILE TIMEOUT 300)  # two presets may be configured at the same time
    miggraph_tree_sitter_complete("${dir}" complete)
    if(NOT complete OR NOT EXISTS "${dir}/.complete")
      find_program(MIGGRAPH_NODE node)
      find_program(MIGGRAPH_NPM npm)
      if(NOT MIGGRAPH_NODE OR NOT MIGGRAPH_NPM)
        message(FATAL_ERROR "node and npm are needed once, to fetch the Python grammar by grammars/package-lock.json: "
                            "run scripts/install-dependencies, or set MIGGRAPH_TREE_SITTER_DIR")
      endif()
      message(STATUS "Fetching tree-sitter and its Python grammar (grammars/package-lock.json)")
      file(COPY "${grammars}/package.json" "${grammars}/package-lock.json" DESTINATION "${dir}")
      execute_process(COMMAND "${MIGGRAPH_NPM}" ci --ignore-scripts --no-audit --no-fund
                      WORKING_DIRECTORY "${dir}" RESULT_VARIABLE failed OUTPUT_VARIABLE log ERROR_VARIABLE log)
      miggraph_tree_sitter_complete("${dir}" complete)
      if(failed OR NOT complete)
        message(FATAL_ERROR "npm ci in ${dir} failed:\n${log}")
      endif()
      file(TOUCH "${dir}/.complete")
    endif()
  endif()
endif()
message(STATUS "tree-sitter from ${dir}")
set(MIGGRAPH_TREE_SITTER_SOURCE "${dir}" CACHE INTERNAL "For scripts/gather-sources")

set(core "${dir}/node_modules/tree-sitter/vendor/tree-sitter/lib")
set(python "${dir}/node_modules/tree-sitter-python/src")

add_library(tree_sitter STATIC "${core}/src/lib.c")
target_include_directories(tree_sitter SYSTEM PUBLIC "${core}/include" PRIVATE "${core}/src")
add_library(tree_sitter_python STATIC "${python}/parser.c" "${python}/scanner.c")
target_include_directories(tree_sitter_python PRIVATE "${python}")
target_link_libraries(tree_sitter_python PUBLIC tree_sitter)
foreach(target tree_sitter tree_sitter_python)
  set_target_properties(${target} PROPERTIES C_STANDARD 11 C_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  target_compile_definitions(${target} PRIVATE _DEFAULT_SOURCE _POSIX_C_SOURCE=200112L)
  # Third-party code: optimised in every preset, and its warnings are not ours.
  target_compile_options(${target} PRIVATE -w -O2)
endforeach()
