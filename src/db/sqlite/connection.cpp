#include "db/sqlite/connection.hpp"

#include "db/arena.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace rostrum::db::sqlite {
namespace {

Failure failure_of(int extended_code) {
    switch (extended_code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID: return Failure::unique_violation;
        case SQLITE_CONSTRAINT_FOREIGNKEY: return Failure::foreign_key_violation;
        case SQLITE_CONSTRAINT_CHECK:
        case SQLITE_CONSTRAINT_NOTNULL: return Failure::check_violation;
        default: break;
    }
    switch (extended_code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return Failure::conflict;
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_READONLY:
        case SQLITE_NOMEM: return Failure::unavailable;
        default: return Failure::statement;
    }
}

/// Binds one parameter; SQLite copies what it needs before the call returns.
struct Binder {
    sqlite3_stmt* statement;
    int place;

    int operator()(std::nullptr_t) const { return sqlite3_bind_null(statement, place); }
    int operator()(bool flag) const { return sqlite3_bind_int64(statement, place, flag ? 1 : 0); }
    int operator()(std::int64_t number) const {
        return sqlite3_bind_int64(statement, place, number);
    }
    int operator()(double number) const { return sqlite3_bind_double(statement, place, number); }
    int operator()(const std::string& text) const {
        return sqlite3_bind_text64(statement, place, text.data(), text.size(), SQLITE_TRANSIENT,
                                   SQLITE_UTF8);
    }
    int operator()(const Bytes& bytes) const {
        // A null pointer would bind NULL instead of an empty blob.
        const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
        return sqlite3_bind_blob64(statement, place, data, bytes.size(), SQLITE_TRANSIENT);
    }
    int operator()(Time time) const {
        return sqlite3_bind_int64(statement, place, time.time_since_epoch().count());
    }
    int operator()(const Uuid& id) const { return (*this)(to_string(id)); }
    int operator()(const TextArray& texts) const {
        return (*this)(boost::json::serialize(boost::json::array(texts.begin(), texts.end())));
    }
};

Cell read_cell(sqlite3_stmt* statement, int column, Arena& arena) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: return sqlite3_column_int64(statement, column);
        case SQLITE_FLOAT: return sqlite3_column_double(statement, column);
        case SQLITE_TEXT: {
            const auto* text =
                reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
            return arena.copy(std::string_view(text, size));
        }
        case SQLITE_BLOB: {
            const auto* data =
                static_cast<const std::byte*>(sqlite3_column_blob(statement, column));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
            return arena.copy(std::span(data, size));
        }
        default: return nullptr;
    }
}

/// Leaves a statement ready for its next run, whatever happened in this one.
struct ResetAtExit {
    sqlite3_stmt* statement;
    ~ResetAtExit() {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
};

}  // namespace

Connection::Connection(const std::string& path, Access access) {
    const int flags = SQLITE_OPEN_NOMUTEX |
                      (access == Access::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                                    : SQLITE_OPEN_READONLY);
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) {
        throw DatabaseError(
            Failure::unavailable, {},
            fmt::format("cannot open the SQLite file {}: {}", path, sqlite3_errstr(code)));
    }
    sqlite3_extended_result_codes(handle, 1);
    run_script("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;");
    if (access == Access::read_write) {
        run_script("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                   "PRAGMA wal_autocheckpoint = 4000;");
    }
    run_script("PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;");
}

void Connection::run_script(const std::string& sql) {
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        raise("script");
    }
}

Connection::Prepared& Connection::prepare(const Statement& statement) {
    const auto known = prepared_.find(statement.name);
    if (known != prepared_.end()) return known->second;

    sqlite3_stmt* handle = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), statement.sqlite.data(),
                                        static_cast<int>(statement.sqlite.size()),
                                        SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (code != SQLITE_OK) raise(statement.name);
    Prepared prepared;
    prepared.handle.reset(handle);
    const int parameters = sqlite3_bind_parameter_count(handle);
    for (int place = 1; place <= parameters; ++place) {
        // SQLite numbers "$7" by its first appearance: the number is in its name.
        const auto number =
            static_cast<std::size_t>(std::stoi(sqlite3_bind_parameter_name(handle, place) + 1));
        if (prepared.places.size() < number) prepared.places.resize(number, 0);
        prepared.places[number - 1] = place;
    }
    std::vector<std::string> columns;
    for (int i = 0; i < sqlite3_column_count(handle); ++i) {
        columns.emplace_back(sqlite3_column_name(handle, i));
    }
    prepared.columns = std::make_shared<const std::vector<std::string>>(std::move(columns));
    return prepared_.emplace(statement.name, std::move(prepared)).first->second;
}

void Connection::bind(const Prepared& prepared, const Params& params, const Statement& statement) {
    if (prepared.places.size() > params.size()) {
        throw DatabaseError(Failure::statement, {},
                            fmt::format("{}: {} parameters are missing", statement.name,
                                        prepared.places.size() - params.size()));
    }
    for (std::size_t i = 0; i < prepared.places.size(); ++i) {
        if (prepared.places[i] == 0) continue;
        const Binder binder{prepared.handle.get(), prepared.places[i]};
        if (std::visit(binder, params[i].storage()) != SQLITE_OK) raise(statement.name);
    }
}

Rows Connection::run(const Statement& statement, const Params& params) {
    Prepared& prepared = prepare(statement);
    sqlite3_stmt* handle = prepared.handle.get();
    const ResetAtExit reset{handle};
    bind(prepared, params, statement);

    std::vector<Cell> cells;
    Arena arena;
    const int width = static_cast<int>(prepared.columns->size());
    const int before = sqlite3_total_changes(handle_.get());
    for (;;) {
        const int code = sqlite3_step(handle);
        if (code == SQLITE_DONE) break;
        if (code != SQLITE_ROW) raise(statement.name);
        for (int i = 0; i < width; ++i) cells.push_back(read_cell(handle, i, arena));
    }
    const bool changed = sqlite3_total_changes(handle_.get()) != before;
    return Rows(prepared.columns, std::move(cells), arena.take(),
                changed ? sqlite3_changes(handle_.get()) : 0);
}

void Connection::raise(std::string_view statement) {
    const int code = sqlite3_extended_errcode(handle_.get());
    throw DatabaseError(
        failure_of(code), {},
        fmt::format("{}: {} (SQLite {})", statement, sqlite3_errmsg(handle_.get()), code));
}

}  // namespace rostrum::db::sqlite
