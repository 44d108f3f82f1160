#pragma once

#include "core/clock.hpp"
#include "core/ids.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"

#include <chrono>

namespace rostrum::connections {

/// Gives up accounts that nobody has looked after for long: they need a new sign-in or fail, have
/// not been synced with success, and were not connected again.
class InactiveAccounts {
public:
    InactiveAccounts(db::Database& database, events::Outbox& outbox, const Clock& clock)
        : database_(database), outbox_(outbox), clock_(clock) {}

    /// Disconnects those for whom all of that is at least `after` ago; answers how many. Their
    /// tokens are erased, their data stays. The platform is not asked to revoke anything: other
    /// connections may live on the same grant, and here nobody has decided to end it.
    Task<std::int64_t> disconnect(std::chrono::days after);

private:
    db::Database& database_;
    events::Outbox& outbox_;
    const Clock& clock_;
};

}  // namespace rostrum::connections
