#include "crypto/hash.hpp"

#include "crypto/constant_time.hpp"
#include "crypto/encoding.hpp"
#include "crypto/openssl.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

namespace rostrum::crypto {
namespace {

/// Fetched once: looking an algorithm up costs more than hashing a token.
const EVP_MD* sha256_algorithm() {
    static const openssl::Digest algorithm = [] {
        openssl::Digest fetched(EVP_MD_fetch(nullptr, "SHA256", nullptr));
        openssl::require(fetched != nullptr, "EVP_MD_fetch");
        return fetched;
    }();
    return algorithm.get();
}

openssl::MacContext new_hmac_sha256() {
    const openssl::Mac algorithm(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    openssl::require(algorithm != nullptr, "EVP_MAC_fetch");
    openssl::MacContext context(EVP_MAC_CTX_new(algorithm.get()));
    openssl::require(context != nullptr, "EVP_MAC_CTX_new");
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end(),
    };
    openssl::require(EVP_MAC_CTX_set_params(context.get(), parameters) == 1,
                     "EVP_MAC_CTX_set_params");
    return context;
}

/// A context that is keyed again only when the key has changed.
class Hmac {
public:
    Digest sign(std::string_view key, std::string_view data) {
        start(key);
        openssl::require(EVP_MAC_update(context_.get(), to_uchar(data), data.size()) == 1,
                         "EVP_MAC_update");
        Digest digest;
        std::size_t size = 0;
        openssl::require(
            EVP_MAC_final(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                          digest.size()) == 1 &&
                size == digest.size(),
            "EVP_MAC_final");
        return digest;
    }

private:
    static const unsigned char* to_uchar(std::string_view text) {
        // A null key would mean 'the key of before' to OpenSSL.
        return reinterpret_cast<const unsigned char*>(text.empty() ? "" : text.data());
    }

    void start(std::string_view key) {
        if (keyed_ && equal(key_, key)) {
            openssl::require(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1,
                             "EVP_MAC_init");
            return;
        }
        keyed_ = false;
        openssl::require(EVP_MAC_init(context_.get(), to_uchar(key), key.size(), nullptr) == 1,
                         "EVP_MAC_init");
        key_ = Secret(std::string(key));
        keyed_ = true;
    }

    openssl::MacContext context_ = new_hmac_sha256();
    Secret key_;
    bool keyed_ = false;
};

}  // namespace

Digest sha256(std::span<const std::byte> data) {
    Digest digest;
    unsigned size = 0;
    openssl::require(
        EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                   sha256_algorithm(), nullptr) == 1 &&
            size == digest.size(),
        "EVP_Digest");
    return digest;
}

Digest sha256(std::string_view text) { return sha256(as_bytes(text)); }

std::string sha256_hex(std::string_view text) { return hex_encode(sha256(text)); }

Digest hmac_sha256(std::string_view key, std::string_view data) {
    thread_local Hmac hmac;
    return hmac.sign(key, data);
}

Digest hmac_sha256(const Secret& key, std::string_view data) {
    return hmac_sha256(key.reveal(), data);
}

}  // namespace rostrum::crypto
