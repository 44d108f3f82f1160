#pragma once

#include "db/database.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::db {

/// One step of the schema: the same number and name on both engines.
struct Migration {
    int version;
    std::string_view name;
    std::string_view sqlite;
    std::string_view postgres;
};

/// All migrations, in order, embedded from `migrations/`.
std::span<const Migration> migrations();

/// Applies what is missing, each migration in a transaction of its own; several processes that
/// start together do it once. Answers the names applied. Blocks; call before the loops start.
/// Throws `DatabaseError`, also when the database is newer than this program, or was made by
/// migrations of another text: a released one is never changed.
std::vector<std::string> migrate(const Options& options, std::span<const Migration> all);

}  // namespace rostrum::db
