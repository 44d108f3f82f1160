#pragma once

#include "accounts/types.hpp"
#include "campaigns/types.hpp"
#include "core/cursor.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "events/outbox.hpp"

#include <functional>
#include <string>
#include <vector>

namespace rostrum::campaigns {

/// The campaigns of the workspaces, and what was said about them. Safe to use from every loop.
class Store {
public:
    /// All of them outlive it.
    Store(db::Database& database, events::Outbox& outbox, const Clock& clock, IdSource& ids)
        : database_(database), outbox_(outbox), clock_(clock), ids_(ids) {}

    /// Newest first.
    Task<std::vector<Campaign>> list(accounts::Scope scope, PageRequest page);
    /// Errors: `not_found`.
    Task<Result<Campaign>> find(accounts::Scope scope, CampaignId id);
    /// Errors: `validation_failed` when it ends before it starts.
    Task<Result<Campaign>> create(accounts::Scope scope, CampaignFields fields);
    /// Changes what `change` changes. Errors: `not_found`, `validation_failed`.
    Task<Result<Campaign>> update(accounts::Scope scope, CampaignId id,
                                  std::function<void(CampaignFields&)> change);
    /// Its posts stay, without a campaign. Errors: `not_found`.
    Task<Result<>> remove(accounts::Scope scope, CampaignId id);

    /// Newest first. Errors: `not_found`.
    Task<Result<std::vector<CampaignMessage>>> messages(accounts::Scope scope, CampaignId id,
                                                        PageRequest page);
    /// In the name of the member. Errors: `not_found`.
    Task<Result<CampaignMessage>> say(accounts::Scope scope, CampaignId id, MessageRole role,
                                      std::string content);

private:
    db::Database& database_;
    events::Outbox& outbox_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::campaigns
