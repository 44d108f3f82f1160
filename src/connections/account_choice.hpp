#pragma once

#include "accounts/types.hpp"
#include "connections/connector.hpp"
#include "connections/types.hpp"
#include "core/json.hpp"
#include "core/result.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::connections {

/// How long a grant waits for the user to choose. A page is picked sooner; a platform's short-lived
/// tokens have been exchanged for lasting ones by then.
inline constexpr std::chrono::minutes choice_life{15};

/// An account that can be chosen.
struct ChoosableAccount {
    std::string external_id;
    std::string handle;
    std::string display_name;
    std::optional<std::string> avatar_url;
    std::optional<Status> status;  ///< of its connection, when it has been connected before
};
BOOST_DESCRIBE_STRUCT(ChoosableAccount, (), (external_id, handle, display_name, avatar_url, status))

/// A grant that opens several accounts: pages, organisations.
struct AccountChoice {
    AccountChoiceId id;
    std::string platform;
    std::vector<ChoosableAccount> accounts;
    Time expires_at;
};
BOOST_DESCRIBE_STRUCT(AccountChoice, (), (id, platform, accounts, expires_at))

/// Which accounts are to be connected, by their external ids.
struct ChosenAccounts {
    std::vector<std::string> external_ids;

    static constexpr std::array rules{
        FieldRule{.field = "external_ids", .minimum = 1, .maximum = 200},
    };
};
BOOST_DESCRIBE_STRUCT(ChosenAccounts, (), (external_ids))

/// Keeps grants that open several accounts until their user has chosen. A choice belongs to the
/// member who made the grant and works once.
class AccountChoices {
public:
    AccountChoices(db::Database& database, Connector& connector, const Vault& vault,
                   const Clock& clock, IdSource& ids)
        : database_(database), connector_(connector), vault_(vault), clock_(clock), ids_(ids) {}

    Task<AccountChoiceId> offer(accounts::Scope scope, std::string platform, Granted granted);

    /// Errors: `not_found`, also for a choice that was made or has expired.
    Task<Result<AccountChoice>> find(accounts::Scope scope, AccountChoiceId id);

    /// Connects the chosen accounts, all of them or none. Errors: `not_found`; `validation_failed`
    /// for an account that is not among them.
    Task<Result<std::vector<ConnectionId>>> choose(accounts::Scope scope, AccountChoiceId id,
                                                   ChosenAccounts chosen);

    /// Deletes choices that have expired.
    Task<> clean();

private:
    Task<Result<std::vector<ConnectionId>>> choose_in(db::Transaction& tx, accounts::Scope scope,
                                                      AccountChoiceId id,
                                                      const ChosenAccounts& chosen);

    db::Database& database_;
    Connector& connector_;
    const Vault& vault_;
    const Clock& clock_;
    IdSource& ids_;
};

}  // namespace rostrum::connections
