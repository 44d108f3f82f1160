#pragma once

#include "connections/vault.hpp"
#include "core/clock.hpp"
#include "core/ids.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"
#include "jobs/job_store.hpp"
#include "platforms/platform.hpp"

#include <string>
#include <string_view>

namespace rostrum::connections {

/// Into which workspace an account is connected, and at which platform it is.
struct ConnectTo {
    WorkspaceId workspace;
    std::string platform;
};

/// What a grant gave: its tokens, with the scopes that were granted, and the accounts it opens.
struct Granted {
    platforms::Tokens tokens;
    std::vector<platforms::Account> accounts;
};

/// Writes connections, new or known, with their tokens, their event and their first sync.
class Connector {
public:
    Connector(const Vault& vault, events::Outbox& outbox, jobs::JobStore& jobs, const Clock& clock,
              IdSource& ids)
        : vault_(vault), outbox_(outbox), jobs_(jobs), clock_(clock), ids_(ids) {}

    /// Connects an account with its own tokens where it has some, and with the grant's otherwise.
    /// Two transactions that connect one new account at once: the second fails with a
    /// `unique_violation`, and finds the first one's row when it is repeated.
    Task<ConnectionId> connect(db::Transaction& tx, const ConnectTo& to,
                               const platforms::Tokens& grant, const platforms::Account& account);

private:
    const Vault& vault_;
    events::Outbox& outbox_;
    jobs::JobStore& jobs_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::connections
