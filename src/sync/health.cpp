#include "sync/health.hpp"

#include "sync/sql.hpp"

#include <chrono>

namespace rostrum::sync {
namespace {

constexpr std::chrono::hours window{24};
constexpr std::int64_t syncs_per_failure_min = 10;

}  // namespace

bool is_healthy(const std::vector<PlatformHealth>& platforms) {
    std::int64_t failed = 0;
    std::int64_t all = 0;
    for (const auto& one : platforms) {
        failed += one.failed;
        all += one.success + one.failed + one.partial;
    }
    return failed * syncs_per_failure_min <= all;
}

Task<SyncHealth> Health::of(accounts::Scope scope) {
    const auto rows =
        co_await database_.query(sql::health, {scope.workspace, clock_.now() - window});
    SyncHealth health{.healthy = true, .platforms = rows.all<PlatformHealth>(), .window = "24h"};
    health.healthy = is_healthy(health.platforms);
    co_return health;
}

}  // namespace rostrum::sync
