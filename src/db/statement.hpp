#pragma once

#include <string_view>

namespace rostrum::db {

/// One named query. Its text stands in `src/<module>/sql/<name>.sql` with `$1` placeholders and is
/// embedded at build time; `<name>.postgres.sql` or `<name>.sqlite.sql` stands in for one engine
/// where the two truly differ. The name ("connections.find") is seen in errors, logs and metrics.
struct Statement {
    std::string_view name;
    std::string_view sqlite;
    std::string_view postgres;
};

}  // namespace rostrum::db
