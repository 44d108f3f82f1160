#pragma once

#include "db/database.hpp"

#include <sqlite3.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace rostrum::db::sqlite {

enum class Access : std::uint8_t { read_only, read_write };

/// One SQLite connection with its prepared statements. Used by one thread at a time.
/// All functions throw `DatabaseError`.
class Connection {
public:
    Connection(const std::string& path, Access access);

    /// Runs a prepared statement to its end.
    Rows run(const Statement& statement, const Params& params);

    /// Runs statements that are separated by semicolons.
    void run_script(const std::string& sql);

    /// False outside BEGIN ... COMMIT; also after a failure (disk full) that SQLite rolls back
    /// itself.
    bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

private:
    struct CloseDatabase {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };
    struct Finalize {
        void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
    };

    /// A compiled statement with what can be known of it once.
    struct Prepared {
        std::unique_ptr<sqlite3_stmt, Finalize> handle;
        std::vector<int> places;  // places[i]: SQLite's index of $i+1, or 0 when it is not used
        std::shared_ptr<const std::vector<std::string>> columns;
    };

    Prepared& prepare(const Statement& statement);
    void bind(const Prepared& prepared, const Params& params, const Statement& statement);
    [[noreturn]] void raise(std::string_view statement);

    std::unique_ptr<sqlite3, CloseDatabase> handle_;
    std::unordered_map<std::string_view, Prepared> prepared_;
};

}  // namespace rostrum::db::sqlite
