#include "crypto/keyring.hpp"

#include "crypto/hash.hpp"
#include "crypto/openssl.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

namespace rostrum::crypto {
namespace {

constexpr std::byte format_version{1};
constexpr std::size_t key_size = 32;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

const EVP_CIPHER* aes_256_gcm() {
    static const openssl::Cipher cipher = [] {
        openssl::Cipher fetched(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
        openssl::require(fetched != nullptr, "EVP_CIPHER_fetch");
        return fetched;
    }();
    return cipher.get();
}

const unsigned char* to_uchar(std::span<const std::byte> bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* to_uchar(std::span<std::byte> bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

int int_size(std::span<const std::byte> bytes) {
    assert(bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
    return static_cast<int>(bytes.size());
}

/// The parts of a sealed value, as views into it.
struct Sealed {
    std::span<const std::byte> header;  ///< version, length of the key id, key id
    std::span<const std::byte> nonce;
    std::span<const std::byte> ciphertext;
    std::span<const std::byte> tag;

    std::string_view key_id() const { return as_text(header.subspan(2)); }
};

std::optional<Sealed> split(std::span<const std::byte> sealed) noexcept {
    if (sealed.size() < 2 || sealed[0] != format_version) return std::nullopt;
    const auto id_size = std::to_integer<std::size_t>(sealed[1]);
    const std::size_t header_size = 2 + id_size;
    if (id_size == 0 || id_size > Keyring::key_id_length_max ||
        sealed.size() < header_size + nonce_size + tag_size) {
        return std::nullopt;
    }
    const auto rest = sealed.subspan(header_size + nonce_size);
    return Sealed{.header = sealed.first(header_size),
                  .nonce = sealed.subspan(header_size, nonce_size),
                  .ciphertext = rest.first(rest.size() - tag_size),
                  .tag = rest.last(tag_size)};
}

constexpr bool is_key_id_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

bool is_key_id(std::string_view id) noexcept {
    return !id.empty() && id.size() <= Keyring::key_id_length_max &&
           std::ranges::all_of(id, is_key_id_character);
}

/// 32 bytes from 64 hex digits.
std::optional<Secret> parse_key_bytes(std::string_view hex) {
    auto bytes = hex_decode(hex);
    if (!bytes) return std::nullopt;
    Secret key{std::string(as_text(*bytes))};
    OPENSSL_cleanse(bytes->data(), bytes->size());
    if (key.reveal().size() != key_size) return std::nullopt;
    return key;
}

/// Feeds what is authenticated but not hidden.
bool authenticate(EVP_CIPHER_CTX* context, std::span<const std::byte> header,
                  std::string_view name) {
    int size = 0;
    const auto named = as_bytes(name);
    return EVP_CipherUpdate(context, nullptr, &size, to_uchar(header), int_size(header)) == 1 &&
           (named.empty() ||
            EVP_CipherUpdate(context, nullptr, &size, to_uchar(named), int_size(named)) == 1);
}

openssl::CipherContext new_cipher_context() {
    openssl::CipherContext context(EVP_CIPHER_CTX_new());
    openssl::require(context != nullptr, "EVP_CIPHER_CTX_new");
    return context;
}

/// The plaintext, or nothing when the tag does not fit. What was decrypted before the tag was
/// looked at is wiped with the `Secret` that holds it.
std::optional<Secret> decrypt(const Sealed& parts, const Secret& key, std::string_view name) {
    const auto context = new_cipher_context();
    openssl::require(
        EVP_DecryptInit_ex2(context.get(), aes_256_gcm(), to_uchar(as_bytes(key.reveal())),
                            to_uchar(parts.nonce), nullptr) == 1 &&
            authenticate(context.get(), parts.header, name),
        "EVP_DecryptInit_ex2");

    std::array<unsigned char, tag_size> tag{};
    std::ranges::transform(parts.tag, tag.begin(), std::to_integer<unsigned char>);
    std::string text(parts.ciphertext.size(), '\0');
    auto* out = reinterpret_cast<unsigned char*>(text.data());
    int size = 0;
    const bool opened =
        (text.empty() || EVP_DecryptUpdate(context.get(), out, &size, to_uchar(parts.ciphertext),
                                           int_size(parts.ciphertext)) == 1) &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(context.get(), out + size, &size) == 1;
    Secret plaintext(std::move(text));
    if (!opened) return std::nullopt;
    return plaintext;
}

}  // namespace

Result<Keyring::Key> Keyring::parse_key(std::string_view text) {
    const auto colon = text.find(':');
    const bool named = colon != std::string_view::npos;
    if (named && !is_key_id(text.substr(0, colon))) {
        return fail(ErrorCode::validation_failed,
                    "the id of a key must be 1 to 16 letters, digits, '_' or '-'");
    }
    auto bytes = parse_key_bytes(named ? text.substr(colon + 1) : text);
    if (!bytes) return fail(ErrorCode::validation_failed, "a key must be 64 hex digits");
    std::string id(named ? text.substr(0, colon) : sha256_hex(bytes->reveal()).substr(0, 8));
    return Key{std::move(id), std::move(*bytes)};
}

Result<Keyring> Keyring::parse(std::string_view text) {
    std::vector<Key> keys;
    for (std::size_t start = 0; start <= text.size();) {
        const auto end = std::min(text.find(',', start), text.size());
        auto key = parse_key(text.substr(start, end - start));
        start = end + 1;
        if (!key) return std::unexpected(std::move(key.error()));
        if (std::ranges::find(keys, key->id, &Key::id) != keys.end()) {
            return fail(ErrorCode::validation_failed, "two keys have the id '" + key->id + "'");
        }
        if (keys.size() == keys_max) {
            return fail(ErrorCode::validation_failed,
                        "there are more than " + std::to_string(keys_max) + " keys");
        }
        keys.push_back(std::move(*key));
    }
    return Keyring(std::move(keys));
}

Bytes Keyring::seal(const Secret& plaintext, std::string_view context, Random& random) const {
    const Key& key = keys_.front();
    const auto text = as_bytes(plaintext.reveal());
    const std::size_t header_size = 2 + key.id.size();
    Bytes sealed(header_size + nonce_size + text.size() + tag_size);
    sealed[0] = format_version;
    sealed[1] = static_cast<std::byte>(key.id.size());
    std::ranges::copy(as_bytes(key.id), sealed.begin() + 2);

    const std::span whole(sealed);
    const auto nonce = whole.subspan(header_size, nonce_size);
    const auto ciphertext = whole.subspan(header_size + nonce_size, text.size());
    random.fill(nonce);

    const auto cipher = new_cipher_context();
    int size = 0;
    openssl::require(
        EVP_EncryptInit_ex2(cipher.get(), aes_256_gcm(), to_uchar(as_bytes(key.bytes.reveal())),
                            to_uchar(nonce), nullptr) == 1 &&
            authenticate(cipher.get(), whole.first(header_size), context),
        "EVP_EncryptInit_ex2");
    openssl::require(text.empty() || EVP_EncryptUpdate(cipher.get(), to_uchar(ciphertext), &size,
                                                       to_uchar(text), int_size(text)) == 1,
                     "EVP_EncryptUpdate");
    const auto tag = whole.last(tag_size);
    openssl::require(
        EVP_EncryptFinal_ex(cipher.get(), to_uchar(tag), &size) == 1 &&
            EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, to_uchar(tag)) == 1,
        "EVP_EncryptFinal_ex");
    return sealed;
}

Result<Secret> Keyring::open(std::span<const std::byte> sealed, std::string_view context) const {
    const auto parts = split(sealed);
    if (!parts) return fail(ErrorCode::processing_failed, "a sealed value is malformed");
    const Key* key = find(parts->key_id());
    if (key == nullptr) {
        // The id is not repeated: in a damaged value it may be anything.
        return fail(ErrorCode::processing_failed,
                    "a sealed value was sealed with a key that is not in the keyring");
    }
    auto plaintext = decrypt(*parts, key->bytes, context);
    if (!plaintext) {
        return fail(ErrorCode::processing_failed,
                    "a sealed value was changed, or sealed for another place");
    }
    return std::move(*plaintext);
}

std::optional<std::string_view> Keyring::key_id(std::span<const std::byte> sealed) noexcept {
    const auto parts = split(sealed);
    return parts ? std::optional(parts->key_id()) : std::nullopt;
}

bool Keyring::needs_resealing(std::span<const std::byte> sealed) const noexcept {
    return key_id(sealed) != active_key_id();
}

const Keyring::Key* Keyring::find(std::string_view id) const noexcept {
    const auto found = std::ranges::find(keys_, id, &Key::id);
    return found == keys_.end() ? nullptr : &*found;
}

}  // namespace rostrum::crypto
