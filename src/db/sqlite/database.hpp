#pragma once

#include "db/database.hpp"

#include <memory>
#include <string>

namespace rostrum::db::sqlite {

/// Opens (and creates) the file that a "sqlite:///absolute/path" or "sqlite://relative/path" URL
/// names: one writer thread and `options.readers` reading threads.
std::unique_ptr<Database> open(const Options& options);

/// The file's path inside a sqlite: URL.
std::string path_of(std::string_view url);

}  // namespace rostrum::db::sqlite
