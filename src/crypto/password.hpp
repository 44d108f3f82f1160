#pragma once

#include "core/random.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/task.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace rostrum::crypto {

/// Hashes passwords with argon2id on threads of its own, never on a loop. Safe to use from every
/// loop; the awaiting coroutine goes on on its own executor. A hash that was begun is not
/// cancelled.
class PasswordHasher {
public:
    virtual ~PasswordHasher() = default;

    /// The encoded hash ("$argon2id$v=19$..."), with a salt of its own.
    /// Errors: `rate_limit_exceeded` (retryable) when too many wait already; `validation_failed`
    /// when the password is longer than `password_bytes_max`.
    virtual Task<Result<std::string>> hash(Secret password) = 0;

    /// Whether `password` is the one that `encoded` was made from.
    /// Errors: `rate_limit_exceeded` (retryable) when too many wait already; `processing_failed`
    /// when `encoded` is no argon2id hash.
    virtual Task<Result<bool>> verify(Secret password, std::string encoded) = 0;

    /// A hash that no password matches, with the same parameters. Verifying against it when the
    /// user is unknown takes as long as for a known one, so that the time does not tell who exists.
    virtual const std::string& dummy() const = 0;
};

inline constexpr std::size_t password_bytes_max = 1024;

/// The defaults are OWASP's first choice for argon2id; tests use cheaper ones.
struct PasswordOptions {
    std::uint32_t memory_kib = 19 * 1024;
    std::uint32_t iterations = 2;
    std::uint32_t lanes = 1;
    std::size_t threads = 2;
    std::size_t queue_max = 64;  ///< waiting, beside those that run
};

/// When destroyed, the hasher first ends what it has accepted; it goes before the loops that wait
/// for it do. `random` must be a SystemRandom outside of tests and outlive it.
std::unique_ptr<PasswordHasher> create_password_hasher(Random& random,
                                                       PasswordOptions options = {});

}  // namespace rostrum::crypto
