#include "db/database.hpp"
#include "db/postgres/database.hpp"
#include "db/sqlite/database.hpp"

namespace rostrum::db {

Result<Engine> engine_of(std::string_view url) {
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return Engine::postgres;
    if (url.starts_with("sqlite:")) return Engine::sqlite;
    return fail(ErrorCode::validation_failed,
                "a database URL starts with sqlite:// or postgresql://");
}

std::string sqlite_path(std::string_view url) { return sqlite::path_of(url); }

std::unique_ptr<Database> open(Loops& loops, const Options& options) {
    const auto engine = engine_of(options.url);
    if (!engine) {
        throw DatabaseError(Failure::unavailable, {}, engine.error().message);
    }
    return *engine == Engine::sqlite ? sqlite::open(options) : postgres::open(loops, options);
}

}  // namespace rostrum::db
