#include "db/sqlite/migrate.hpp"

#include "db/sqlite/connection.hpp"
#include "db/sqlite/database.hpp"

#include <fmt/format.h>

namespace rostrum::db::sqlite {
namespace {

class SqliteTarget final : public MigrationTarget {
public:
    explicit SqliteTarget(const std::string& path) : connection_(path, Access::read_write) {}

    void lock() override {
        // One transaction around all migrations keeps other processes out.
        connection_.run_script("BEGIN IMMEDIATE;"
                               "CREATE TABLE IF NOT EXISTS schema_migrations ("
                               " version INTEGER PRIMARY KEY, name TEXT NOT NULL);");
    }

    void unlock() override { connection_.run_script("COMMIT"); }

    int newest_version() override {
        static constexpr Statement newest{
            "db.newest_migration", "SELECT coalesce(max(version), 0) FROM schema_migrations", ""};
        return connection_.run(newest, {}).get<int>(0, std::size_t{0});
    }

    void apply(const Migration& migration) override {
        static constexpr Statement record{
            "db.record_migration", "INSERT INTO schema_migrations (version, name) VALUES ($1, $2)",
            ""};
        connection_.run_script(std::string(migration.sqlite));
        connection_.run(record, {migration.version, migration.name});
    }

private:
    Connection connection_;
};

}  // namespace

std::unique_ptr<MigrationTarget> migration_target(const Options& options) {
    return std::make_unique<SqliteTarget>(path_of(options.url));
}

}  // namespace rostrum::db::sqlite
