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
                               " version INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                               " hash TEXT NOT NULL DEFAULT '');");
        static constexpr Statement find_hash{
            "db.find_hash_column",
            "SELECT 1 FROM pragma_table_info('schema_migrations') WHERE name = 'hash'", ""};
        if (connection_.run(find_hash, {}).empty()) {
            connection_.run_script(
                "ALTER TABLE schema_migrations ADD COLUMN hash TEXT NOT NULL DEFAULT ''");
        }
    }

    void unlock() override { connection_.run_script("COMMIT"); }

    std::vector<AppliedMigration> applied() override {
        static constexpr Statement all{
            "db.migrations", "SELECT version, hash FROM schema_migrations ORDER BY version", ""};
        const auto rows = connection_.run(all, {});
        std::vector<AppliedMigration> out;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            out.push_back({rows.get<int>(i, std::size_t{0}), rows.get<std::string>(i, "hash")});
        }
        return out;
    }

    std::string_view text_of(const Migration& migration) const override { return migration.sqlite; }

    void apply(const Migration& migration, const std::string& hash) override {
        static constexpr Statement record{
            "db.record_migration",
            "INSERT INTO schema_migrations (version, name, hash) VALUES ($1, $2, $3)", ""};
        connection_.run_script(std::string(migration.sqlite));
        connection_.run(record, {migration.version, migration.name, hash});
    }

private:
    Connection connection_;
};

}  // namespace

std::unique_ptr<MigrationTarget> migration_target(const Options& options) {
    return std::make_unique<SqliteTarget>(path_of(options.url));
}

}  // namespace rostrum::db::sqlite
