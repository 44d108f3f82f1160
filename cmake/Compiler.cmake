# Compiler checks, warnings, sanitizers, the linker and the compiler cache.

# g++ 12 miscompiles co_await expressions ("array used as initializer").
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR "g++ ${CMAKE_CXX_COMPILER_VERSION} miscompiles coroutines: use clang++-19 or g++ 13")
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 17)
  message(FATAL_ERROR "clang ${CMAKE_CXX_COMPILER_VERSION} is too old: use clang++-19")
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=lld-19)
  # ccache needs precompiled headers that do not hold the time of their making.
  add_compile_options(-Xclang -fno-pch-timestamp)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast
                    -Wno-missing-field-initializers)
if(ROSTRUM_FUZZ)
  # Everywhere: the fuzzers see the code under test, and all share one precompiled header.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(ROSTRUM_SANITIZE)
  add_compile_options(-fsanitize=${ROSTRUM_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ROSTRUM_SANITIZE})
  if(ROSTRUM_SANITIZE MATCHES "undefined")
    # The check of virtual tables opens pipes and calls objects invalid where descriptors run out,
    # which a test makes happen on purpose. The address sanitizer finds the same objects.
    add_compile_options(-fno-sanitize=vptr)
  endif()
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  # Line tables are enough for stack traces and keep objects and links small.
  add_compile_options(-O1 -gline-tables-only)
endif()
if(ROSTRUM_COVERAGE)
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate)
endif()
