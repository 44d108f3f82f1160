#pragma once

#include "db/database.hpp"

#include <memory>

namespace rostrum::db::postgres {

/// Connects lazily: an unreachable server shows at the first statement, and in `healthy()`.
/// Each loop has its own share of the pool, at least two connections.
std::unique_ptr<Database> open(Loops& loops, const Options& options);

}  // namespace rostrum::db::postgres
