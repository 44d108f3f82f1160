#include "db/migrator.hpp"

#include "db/postgres/migrate.hpp"
#include "db/sqlite/migrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace rostrum::db {
namespace {

/// FNV-1a, in hex: it has to tell texts apart, and keeps no secret.
std::string hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return fmt::format("{:016x}", hash);
}

void check_texts(const MigrationTarget& target, const std::vector<AppliedMigration>& applied,
                 std::span<const Migration> all) {
    for (const auto& old : applied) {
        const auto own = std::ranges::find(all, old.version, &Migration::version);
        if (own == all.end() || hash_of(target.text_of(*own)) == old.hash) continue;
        throw DatabaseError(Failure::statement, {},
                            fmt::format("the database was made by a development version of this "
                                        "program (migration '{}' is another one): begin with an "
                                        "empty database",
                                        own->name));
    }
}

/// What both engines can do about it; each call runs inside the migrator's lock.
std::vector<std::string> apply(MigrationTarget& target, std::span<const Migration> all) {
    target.lock();
    const auto old = target.applied();
    const int newest = old.empty() ? 0 : old.back().version;
    const int known = all.empty() ? 0 : all.back().version;
    if (newest > known) {
        throw DatabaseError(Failure::statement, {},
                            fmt::format("the database has version {}, this program knows {}: "
                                        "use the newer program",
                                        newest, known));
    }
    check_texts(target, old, all);
    std::vector<std::string> applied;
    for (const auto& migration : all) {
        if (migration.version <= newest) continue;
        target.apply(migration, hash_of(target.text_of(migration)));
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
