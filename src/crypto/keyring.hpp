#pragma once

#include "core/random.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "crypto/encoding.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::crypto {

/// The keys that seal secrets at rest with AES-256-GCM. The first key seals, every key opens; a new
/// key is put in front, values are sealed again, then the old key is dropped.
///
/// A sealed value is: version (1), length of the key id, key id, nonce (12 bytes), ciphertext, tag
/// (16). The bytes before the nonce and the caller's `context`, which names table, column and row,
/// are authenticated with it: a value that was moved to another row does not open.
///
/// Immutable after `parse`, so safe to use from any thread. The keys are wiped when it goes.
class Keyring {
public:
    static constexpr std::size_t key_id_length_max = 16;
    static constexpr std::size_t keys_max = 16;

    /// Reads "kid:hex64,kid2:hex64". A key id has 1 to 16 of [A-Za-z0-9_-]; a bare hex64 gets an id
    /// made from the key's hash. Errors: `validation_failed`, never with any part of a key in it.
    static Result<Keyring> parse(std::string_view text);

    /// Seals under the active key with a random nonce from `random`, which must be a SystemRandom
    /// outside of tests. Plaintexts reach from 0 bytes to 2 GiB.
    Bytes seal(const Secret& plaintext, std::string_view context, Random& random) const;

    /// Errors: `processing_failed` when the value is malformed, its key is not here, or it was
    /// changed or sealed for another context. No error holds plaintext.
    Result<Secret> open(std::span<const std::byte> sealed, std::string_view context) const;

    /// The id of the key that `sealed` was sealed with; a view into it. Nothing when malformed.
    static std::optional<std::string_view> key_id(std::span<const std::byte> sealed) noexcept;

    /// The id of the key that seals.
    std::string_view active_key_id() const noexcept { return keys_.front().id; }

    /// True when `sealed` was not sealed with the active key.
    bool needs_resealing(std::span<const std::byte> sealed) const noexcept;

private:
    struct Key {
        std::string id;
        Secret bytes;  ///< 32 bytes
    };

    static Result<Key> parse_key(std::string_view text);

    explicit Keyring(std::vector<Key> keys) : keys_(std::move(keys)) {}
    const Key* find(std::string_view id) const noexcept;

    std::vector<Key> keys_;
};

}  // namespace rostrum::crypto
