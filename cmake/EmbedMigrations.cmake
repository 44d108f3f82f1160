# Writes the source OUTPUT with the table of FOLDER/{sqlite,postgres}/NNNN_name.sql.
file(GLOB files RELATIVE ${FOLDER}/sqlite ${FOLDER}/sqlite/*.sql)
list(SORT files)
set(rows "")
foreach(file ${files})
  if(NOT EXISTS ${FOLDER}/postgres/${file})
    message(FATAL_ERROR "migrations/postgres has no ${file}")
  endif()
  file(READ ${FOLDER}/sqlite/${file} sqlite)
  file(READ ${FOLDER}/postgres/${file} postgres)
  string(REGEX REPLACE "^0*([0-9]+)_(.*)\\.sql$" "\\1;\\2" parts ${file})
  list(GET parts 0 version)
  list(GET parts 1 name)
  string(APPEND rows "    Migration{${version}, \"${name}\", R\"sql(${sqlite})sql\",\nR\"sql(${postgres})sql\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"db/migrator.hpp\"

#include <array>

namespace rostrum::db {

std::span<const Migration> migrations() {
    static constexpr std::array table{
${rows}    };
    return table;
}

}  // namespace rostrum::db
")
