#include "db/migrator.hpp"

#include "db/postgres/migrate.hpp"
#include "db/sqlite/migrate.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rostrum::db {
namespace {

/// What both engines can do about it; each call runs inside the migrator's lock.
std::vector<std::string> apply(MigrationTarget& target, std::span<const Migration> all) {
    target.lock();
    const int newest = target.newest_version();
    const int known = all.empty() ? 0 : all.back().version;
    if (newest > known) {
        throw DatabaseError(Failure::statement, {},
                            fmt::format("the database has version {}, this program knows {}: "
                                        "use the newer program",
                                        newest, known));
    }
    std::vector<std::string> applied;
    for (const auto& migration : all) {
        if (migration.version <= newest) continue;
        target.apply(migration);
        applied.emplace_back(migration.name);
    }
    target.unlock();
    return applied;
}

}  // namespace

std::vector<std::string> migrate(const Options& options, std::span<const Migration> all) {
    const auto engine = engine_of(options.url);
    if (!engine) throw DatabaseError(Failure::unavailable, {}, engine.error().message);
    const auto target = *engine == Engine::sqlite ? sqlite::migration_target(options)
                                                  : postgres::migration_target(options);
    return apply(*target, all);
}

}  // namespace rostrum::db
