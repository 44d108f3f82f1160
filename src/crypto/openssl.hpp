#pragma once

#include <openssl/evp.h>

#include <memory>

// Owners of OpenSSL's objects, for the sources of this module only.

namespace rostrum::crypto::openssl {

template <auto release>
struct Deleter {
    template <typename T>
    void operator()(T* object) const noexcept {
        release(object);
    }
};

using Cipher = std::unique_ptr<EVP_CIPHER, Deleter<EVP_CIPHER_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Deleter<EVP_CIPHER_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD, Deleter<EVP_MD_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using Mac = std::unique_ptr<EVP_MAC, Deleter<EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Deleter<EVP_MAC_CTX_free>>;

/// Throws std::runtime_error, naming the call, unless it succeeded. These calls fail only in a
/// broken environment: no memory, or a library without the algorithm.
void require(bool succeeded, const char* call);

}  // namespace rostrum::crypto::openssl
