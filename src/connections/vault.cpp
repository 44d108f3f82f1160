#include "connections/vault.hpp"

#include "crypto/encoding.hpp"

namespace rostrum::connections {
namespace {

std::string context_of(ConnectionId id, Vault::Column column) {
    const std::string_view name =
        column == Vault::Column::access_token ? "access_token" : "refresh_token";
    return "connections." + std::string(name) + ":" + to_string(id);
}

std::string context_of(const db::Bytes& state_hash) {
    return "oauth_states.code_verifier:" + crypto::hex_encode(state_hash);
}

std::string context_of(AccountChoiceId id) {
    return "account_choices.sealed_grant:" + to_string(id);
}

std::string context_of(PostTargetId id) { return "post_targets.state:" + to_string(id); }

}  // namespace

db::Bytes Vault::seal(const Secret& token, ConnectionId id, Column column) const {
    return keyring_.seal(token, context_of(id, column), random_);
}

std::optional<db::Bytes> Vault::seal_if_any(const Secret& token, ConnectionId id,
                                            Column column) const {
    if (token.empty()) return std::nullopt;
    return seal(token, id, column);
}

Result<Secret> Vault::open(const db::Bytes& sealed, ConnectionId id, Column column) const {
    return keyring_.open(sealed, context_of(id, column));
}

db::Bytes Vault::seal_verifier(const Secret& verifier, const db::Bytes& state_hash) const {
    return keyring_.seal(verifier, context_of(state_hash), random_);
}

Result<Secret> Vault::open_verifier(const db::Bytes& sealed, const db::Bytes& state_hash) const {
    return keyring_.open(sealed, context_of(state_hash));
}

db::Bytes Vault::seal_grant(const Secret& grant, AccountChoiceId id) const {
    return keyring_.seal(grant, context_of(id), random_);
}

Result<Secret> Vault::open_grant(const db::Bytes& sealed, AccountChoiceId id) const {
    return keyring_.open(sealed, context_of(id));
}

db::Bytes Vault::seal_publish_state(const Secret& state, PostTargetId id) const {
    return keyring_.seal(state, context_of(id), random_);
}

Result<Secret> Vault::open_publish_state(const db::Bytes& sealed, PostTargetId id) const {
    return keyring_.open(sealed, context_of(id));
}

}  // namespace rostrum::connections
