#pragma once

#include "accounts/types.hpp"
#include "core/clock.hpp"
#include "core/describe.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::sync {

/// How the syncs of a platform went.
struct PlatformHealth {
    std::string platform;
    std::int64_t success = 0;
    std::int64_t failed = 0;
    std::int64_t partial = 0;
    std::optional<Time> last_success_at;  ///< however long ago
};
BOOST_DESCRIBE_STRUCT(PlatformHealth, (), (platform, success, failed, partial, last_success_at))

struct SyncHealth {
    bool healthy = true;
    std::vector<PlatformHealth> platforms;
    std::string window;
};
BOOST_DESCRIBE_STRUCT(SyncHealth, (), (healthy, platforms, window))

/// Healthy is where no more than one in ten syncs failed.
bool is_healthy(const std::vector<PlatformHealth>& platforms);

/// How the syncs of a workspace went in the last 24 hours.
class Health {
public:
    Health(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    Task<SyncHealth> of(accounts::Scope scope);

private:
    db::Database& database_;
    const Clock& clock_;
};

}  // namespace rostrum::sync
