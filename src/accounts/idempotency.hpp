#pragma once

#include "core/clock.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "crypto/keyring.hpp"
#include "db/database.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::accounts {

/// A stored answer.
struct StoredAnswer {
    int status = 0;
    std::string body;
    std::string cookie;  ///< of a sign-in: the Set-Cookie header; else empty
};

/// Remembers the answers to creating requests by their Idempotency-Key, for 24 hours and per
/// principal. They are sealed: an answer may hold a key that is shown once.
class Idempotency {
public:
    Idempotency(db::Database& database, const crypto::Keyring& keyring, const Clock& clock,
                Random& random)
        : database_(database), keyring_(keyring), clock_(clock), random_(random) {}

    /// Empty: this is the first request of the key, and `end` or `forget` must follow. Otherwise
    /// the answer to give again. Errors: `idempotency_conflict` when the key came with another
    /// request; `conflict` (retryable) while the first one is still under way.
    Task<Result<std::optional<StoredAnswer>>> begin(std::string principal, std::string key,
                                                    std::string_view request);

    /// Keeps the answer.
    Task<> end(std::string principal, std::string key, StoredAnswer answer);

    /// Drops the key, so that the request may be tried again: it failed on our side.
    Task<> forget(std::string principal, std::string key);

    Task<> clean();

    /// Seals every kept answer that an older key sealed with the active one. Answers how many.
    Task<std::int64_t> reseal_all();

private:
    db::Database& database_;
    const crypto::Keyring& keyring_;
    const Clock& clock_;
    Random& random_;
};

}  // namespace rostrum::accounts
