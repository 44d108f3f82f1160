#pragma once

#include "crypto/encoding.hpp"

#include <cstdint>
#include <memory>
#include <string_view>

namespace rostrum::crypto {

enum class HashAlgorithm : std::uint8_t { sha1, sha256 };

/// Hashes what comes piece by piece. One thread at a time.
class Hasher {
public:
    explicit Hasher(HashAlgorithm algorithm = HashAlgorithm::sha256);
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;

    void update(std::string_view bytes);

    /// The hash of all that came. Nothing may follow.
    Bytes finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rostrum::crypto
