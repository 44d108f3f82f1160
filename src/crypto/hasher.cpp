#include "crypto/hasher.hpp"

#include "crypto/openssl.hpp"

#include <utility>

namespace rostrum::crypto {

struct Hasher::State {
    openssl::DigestContext context{EVP_MD_CTX_new()};
};

Hasher::Hasher(HashAlgorithm algorithm) : state_(std::make_unique<State>()) {
    openssl::require(state_->context != nullptr, "EVP_MD_CTX_new");
    const auto* kind = algorithm == HashAlgorithm::sha1 ? EVP_sha1() : EVP_sha256();
    openssl::require(EVP_DigestInit_ex2(state_->context.get(), kind, nullptr) == 1,
                     "EVP_DigestInit_ex2");
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::string_view bytes) {
    openssl::require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1,
                     "EVP_DigestUpdate");
}

Bytes Hasher::finish() {
    Bytes digest(EVP_MAX_MD_SIZE);
    unsigned size = 0;
    openssl::require(
        EVP_DigestFinal_ex(state_->context.get(), reinterpret_cast<unsigned char*>(digest.data()),
                           &size) == 1,
        "EVP_DigestFinal_ex");
    digest.resize(size);
    return digest;
}

}  // namespace rostrum::crypto
