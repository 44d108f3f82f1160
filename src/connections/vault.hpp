#pragma once

#include "core/ids.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "crypto/keyring.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <optional>

namespace rostrum::connections {

/// Seals and opens the tokens of connections. A sealed token names its row and column: one that was
/// moved to another row does not open.
class Vault {
public:
    Vault(const crypto::Keyring& keyring, Random& random) : keyring_(keyring), random_(random) {}

    enum class Column : std::uint8_t { access_token, refresh_token };

    db::Bytes seal(const Secret& token, ConnectionId id, Column column) const;

    /// Nothing for an empty token: the column stays as it is.
    std::optional<db::Bytes> seal_if_any(const Secret& token, ConnectionId id, Column column) const;

    /// Errors: `processing_failed` when the key is missing or the value was changed or moved.
    Result<Secret> open(const db::Bytes& sealed, ConnectionId id, Column column) const;

    /// Seals and opens the PKCE verifier of a flow, named by its state's hash.
    db::Bytes seal_verifier(const Secret& verifier, const db::Bytes& state_hash) const;
    Result<Secret> open_verifier(const db::Bytes& sealed, const db::Bytes& state_hash) const;

    /// Seals and opens the grant that waits for a choice among its accounts.
    db::Bytes seal_grant(const Secret& grant, AccountChoiceId id) const;
    Result<Secret> open_grant(const db::Bytes& sealed, AccountChoiceId id) const;

    /// Seals and opens where the publishing of a target is: upload addresses are secrets.
    db::Bytes seal_publish_state(const Secret& state, PostTargetId id) const;
    Result<Secret> open_publish_state(const db::Bytes& sealed, PostTargetId id) const;

    /// Whether a value was sealed with an older key.
    bool is_stale(const db::Bytes& sealed) const { return keyring_.needs_resealing(sealed); }

private:
    const crypto::Keyring& keyring_;
    Random& random_;
};

}  // namespace rostrum::connections
