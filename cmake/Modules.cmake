# rostrum_module(NAME DEPENDS modules... LINKS libraries...)
#   makes the static library rostrum_NAME of src/NAME/**/*.cpp, and embeds src/NAME/sql/*.sql
#   as the header "NAME/sql.hpp".
function(rostrum_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  add_library(rostrum_${name} STATIC ${sources})
  target_include_directories(rostrum_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src
                                                    ${CMAKE_BINARY_DIR}/generated)
  list(TRANSFORM ARG_DEPENDS PREPEND rostrum_)
  target_link_libraries(rostrum_${name} PUBLIC ${ARG_DEPENDS} ${ARG_LINKS})
  target_compile_definitions(rostrum_${name} PUBLIC BOOST_ASIO_SEPARATE_COMPILATION
                                                    BOOST_BEAST_SEPARATE_COMPILATION
                                                    BOOST_ASIO_NO_DEPRECATED)
  if(name STREQUAL "core")
    target_precompile_headers(rostrum_core PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled.hpp)
  else()
    target_precompile_headers(rostrum_${name} REUSE_FROM rostrum_core)
  endif()
  rostrum_embed_sql(${name})
endfunction()

# Makes generated/NAME/sql.hpp from src/NAME/sql/*.sql, if there are any.
function(rostrum_embed_sql name)
  file(GLOB statements CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/sql/*.sql)
  if(NOT statements)
    return()
  endif()
  set(header ${CMAKE_BINARY_DIR}/generated/${name}/sql.hpp)
  add_custom_command(
    OUTPUT ${header}
    COMMAND ${CMAKE_COMMAND} -DMODULE=${name} -DFOLDER=${CMAKE_SOURCE_DIR}/src/${name}/sql
            -DOUTPUT=${header} -P ${CMAKE_SOURCE_DIR}/cmake/EmbedSql.cmake
    DEPENDS ${statements} ${CMAKE_SOURCE_DIR}/cmake/EmbedSql.cmake
    COMMENT "Embedding the statements of ${name}")
  add_custom_target(${name}_sql DEPENDS ${header})
  add_dependencies(rostrum_${name} ${name}_sql)
endfunction()
