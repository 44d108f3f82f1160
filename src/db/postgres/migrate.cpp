#include "db/postgres/migrate.hpp"

#include "db/postgres/encoding.hpp"

#include <fmt/format.h>

#include <charconv>

namespace rostrum::db::postgres {
namespace {

/// Any fixed number: it names the lock that migrating processes share.
constexpr std::string_view lock_key = "7266017";

/// A connection that blocks: migrations run before the loops do.
class PostgresTarget final : public MigrationTarget {
public:
    explicit PostgresTarget(const std::string& url) : handle_(PQconnectdb(url.c_str())) {
        if (PQstatus(handle_.get()) != CONNECTION_OK) {
            throw DatabaseError(Failure::unavailable, {},
                                fmt::format("PostgreSQL: {}", PQerrorMessage(handle_.get())));
        }
        PQsetNoticeReceiver(handle_.get(), [](void*, const PGresult*) {}, nullptr);
    }

    void lock() override {
        run(fmt::format("SELECT pg_advisory_lock({})", lock_key));
        run("CREATE TABLE IF NOT EXISTS schema_migrations ("
            " version integer PRIMARY KEY, name text NOT NULL, hash text NOT NULL DEFAULT '')");
        run("ALTER TABLE schema_migrations ADD COLUMN IF NOT EXISTS hash text NOT NULL DEFAULT ''");
    }

    void unlock() override { run(fmt::format("SELECT pg_advisory_unlock({})", lock_key)); }

    std::vector<AppliedMigration> applied() override {
        const auto result = run("SELECT version, hash FROM schema_migrations ORDER BY version");
        std::vector<AppliedMigration> out;
        for (int row = 0; row < PQntuples(result.get()); ++row) {
            const std::string_view text = PQgetvalue(result.get(), row, 0);
            auto& migration = out.emplace_back();
            std::from_chars(text.data(), text.data() + text.size(), migration.version);
            migration.hash = PQgetvalue(result.get(), row, 1);
        }
        return out;
    }

    std::string_view text_of(const Migration& migration) const override {
        return migration.postgres;
    }

    void apply(const Migration& migration, const std::string& hash) override {
        run(fmt::format("BEGIN; {}; INSERT INTO schema_migrations (version, name, hash) "
                        "VALUES ({}, '{}', '{}'); COMMIT",
                        migration.postgres, migration.version, migration.name, hash));
    }

private:
    struct Close {
        void operator()(PGconn* handle) const { PQfinish(handle); }
    };

    ResultPtr run(const std::string& sql) {
        ResultPtr result(PQexec(handle_.get(), sql.c_str()));
        const auto status = PQresultStatus(result.get());
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            throw error_of(result.get(), "migration");
        }
        return result;
    }

    std::unique_ptr<PGconn, Close> handle_;
};

}  // namespace

std::unique_ptr<MigrationTarget> migration_target(const Options& options) {
    return std::make_unique<PostgresTarget>(options.url);
}

}  // namespace rostrum::db::postgres
