#include "connections/account_choice.hpp"

#include "connections/sql.hpp"

#include <algorithm>
#include <map>

namespace rostrum::connections {
namespace {

/// The row of a choice.
struct StoredChoice {
    AccountChoiceId id;
    std::string platform;
    db::Bytes sealed_grant;
    Time expires_at;
};
BOOST_DESCRIBE_STRUCT(StoredChoice, (), (id, platform, sealed_grant, expires_at))

// A grant as the text that is sealed. These types never leave this file: they hold tokens in the
// open.

struct PlainTokens {
    std::string access;
    std::string refresh;
    std::optional<Time> expires_at;
    std::optional<Time> refresh_expires_at;
    std::vector<std::string> scopes;
};
BOOST_DESCRIBE_STRUCT(PlainTokens, (), (access, refresh, expires_at, refresh_expires_at, scopes))

struct PlainAccount {
    std::string external_id;
    std::string app_scoped_id;
    std::string handle;
    std::string display_name;
    std::string avatar_url;
    std::optional<PlainTokens> tokens;
};
BOOST_DESCRIBE_STRUCT(PlainAccount, (),
                      (external_id, app_scoped_id, handle, display_name, avatar_url, tokens))

struct PlainGrant {
    PlainTokens tokens;
    std::vector<PlainAccount> accounts;
};
BOOST_DESCRIBE_STRUCT(PlainGrant, (), (tokens, accounts))

PlainTokens plain(const platforms::Tokens& tokens) {
    return {.access = std::string(tokens.access.reveal()),
            .refresh = std::string(tokens.refresh.reveal()),
            .expires_at = tokens.expires_at,
            .refresh_expires_at = tokens.refresh_expires_at,
            .scopes = tokens.scopes};
}

platforms::Tokens secret(PlainTokens tokens) {
    return {.access = Secret(std::move(tokens.access)),
            .refresh = Secret(std::move(tokens.refresh)),
            .expires_at = tokens.expires_at,
            .refresh_expires_at = tokens.refresh_expires_at,
            .scopes = std::move(tokens.scopes)};
}

/// The grant as text.
Secret pack(const Granted& granted) {
    PlainGrant out{plain(granted.tokens), {}};
    for (const auto& account : granted.accounts) {
        auto& added = out.accounts.emplace_back(
            PlainAccount{account.external_id, account.app_scoped_id, account.handle,
                         account.display_name, account.avatar_url, std::nullopt});
        if (account.tokens) added.tokens = plain(*account.tokens);
    }
    return Secret(to_json(out));
}

Result<Granted> unpack(const Secret& text) {
    auto read = from_json<PlainGrant>(text.reveal());
    if (!read) return std::unexpected(std::move(read.error()));
    Granted out{secret(std::move(read->tokens)), {}};
    for (auto& account : read->accounts) {
        auto& added = out.accounts.emplace_back(
            platforms::Account{.external_id = std::move(account.external_id),
                               .app_scoped_id = std::move(account.app_scoped_id),
                               .handle = std::move(account.handle),
                               .display_name = std::move(account.display_name),
                               .avatar_url = std::move(account.avatar_url),
                               .tokens = std::nullopt});
        if (account.tokens) added.tokens = secret(std::move(*account.tokens));
    }
    return out;
}

std::unexpected<Error> gone() {
    return fail(ErrorCode::not_found, "the choice was made, has expired, or is another member's",
                "This choice is over. Connect the accounts again.");
}

/// The accounts that were chosen, in the order of the grant.
Result<std::vector<platforms::Account>> pick(const std::vector<platforms::Account>& accounts,
                                             const ChosenAccounts& chosen) {
    const auto& ids = chosen.external_ids;
    for (const auto& id : ids) {
        if (std::ranges::find(accounts, id, &platforms::Account::external_id) == accounts.end()) {
            return fail(invalid_field("externalIds", "holds an account that was not offered"));
        }
    }
    std::vector<platforms::Account> picked;
    std::ranges::copy_if(accounts, std::back_inserter(picked), [&](const auto& account) {
        return std::ranges::find(ids, account.external_id) != ids.end();
    });
    return picked;
}

}  // namespace

Task<AccountChoiceId> AccountChoices::offer(accounts::Scope scope, std::string platform,
                                            Granted granted) {
    const AccountChoiceId id{ids_.next()};
    const Time now = clock_.now();
    co_await database_.execute(sql::insert_choice,
                               {id, scope.workspace, scope.user, platform,
                                vault_.seal_grant(pack(granted), id), now, now + choice_life});
    co_return id;
}

Task<Result<AccountChoice>> AccountChoices::find(accounts::Scope scope, AccountChoiceId id) {
    const auto rows =
        co_await database_.query(sql::find_choice, {id, scope.workspace, scope.user, clock_.now()});
    const auto stored = rows.one<StoredChoice>();
    if (!stored) co_return gone();
    const auto text = vault_.open_grant(stored->sealed_grant, id);
    if (!text) co_return std::unexpected(text.error());
    auto granted = unpack(*text);
    if (!granted) co_return std::unexpected(granted.error());

    std::map<std::string, Status> known;
    const auto accounts =
        co_await database_.query(sql::known_accounts, {scope.workspace, stored->platform});
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        known.emplace(accounts.get<std::string>(i, "external_id"),
                      accounts.get<Status>(i, "status"));
    }
    AccountChoice out{id, stored->platform, {}, stored->expires_at};
    for (auto& account : granted->accounts) {
        auto& added = out.accounts.emplace_back(
            ChoosableAccount{std::move(account.external_id), std::move(account.handle),
                             std::move(account.display_name), std::nullopt, std::nullopt});
        if (!account.avatar_url.empty()) added.avatar_url = std::move(account.avatar_url);
        if (const auto one = known.find(added.external_id); one != known.end()) {
            added.status = one->second;
        }
    }
    co_return out;
}

Task<Result<std::vector<ConnectionId>>> AccountChoices::choose(accounts::Scope scope,
                                                               AccountChoiceId id,
                                                               ChosenAccounts chosen) {
    for (int attempt = 1;; ++attempt) {
        try {
            co_return co_await database_.transaction(
                [&](db::Transaction& tx) { return choose_in(tx, scope, id, chosen); });
        } catch (const db::DatabaseError& error) {
            // Somebody connected one of the accounts just now: the second try finds its row.
            if (error.failure() != db::Failure::unique_violation || attempt > 1) throw;
        }
    }
}

Task<Result<std::vector<ConnectionId>>> AccountChoices::choose_in(db::Transaction& tx,
                                                                  accounts::Scope scope,
                                                                  AccountChoiceId id,
                                                                  const ChosenAccounts& chosen) {
    const auto rows =
        co_await tx.execute(sql::take_choice, {id, scope.workspace, scope.user, clock_.now()});
    const auto stored = rows.one<StoredChoice>();
    if (!stored) co_return gone();
    const auto text = vault_.open_grant(stored->sealed_grant, id);
    if (!text) co_return std::unexpected(text.error());
    const auto granted = unpack(*text);
    if (!granted) co_return std::unexpected(granted.error());
    const auto picked = pick(granted->accounts, chosen);
    if (!picked) co_return std::unexpected(picked.error());
    std::vector<ConnectionId> out;
    for (const auto& account : *picked) {
        out.push_back(co_await connector_.connect(tx, {scope.workspace, stored->platform},
                                                  granted->tokens, account));
    }
    co_return out;
}

Task<> AccountChoices::clean() {
    co_await database_.execute(sql::delete_expired_choices, {clock_.now()});
}

}  // namespace rostrum::connections
