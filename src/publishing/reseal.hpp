#pragma once

#include "connections/vault.hpp"
#include "core/task.hpp"
#include "db/database.hpp"

#include <cstdint>

namespace rostrum::publishing {

/// Seals with the active key what targets keep sealed with an older one. Answers how many. One that
/// a worker writes meanwhile is left: what workers write is sealed with the active key.
Task<std::int64_t> reseal_states(db::Database& database, const connections::Vault& vault);

}  // namespace rostrum::publishing
