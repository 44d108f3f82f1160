#include "sandbox/instagram/tokens.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "sandbox/token_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace rostrum::sandbox::instagram {
namespace {

constexpr std::string_view prefix = "IGAA";
constexpr std::size_t nonce_size = 63;  // real tokens are long: 160 characters and more
constexpr std::size_t fields_size = 1 + 2 + 1 + 8 + 8 + 8 + 4;
constexpr std::size_t seal_size = 16;

/// What an account's habits end by themselves.
std::optional<int> ended(const Token& token, Time now) {
    const auto& account = *token.grant.account;
    if (account.ending == Ending::stays) return std::nullopt;
    if (now < token.grant.granted_at + account.ends_after) return std::nullopt;
    return account.ending == Ending::removes_app ? 458 : 460;
}

}  // namespace

Tokens::Tokens(Random& random, std::uint64_t seed)
    : random_(random), key_(fmt::format("instagram tokens of seed {}", seed)) {}

Grant Tokens::grant(const Account& account, ScopeSet scopes, Time now) {
    const std::scoped_lock lock(mutex_);
    last_grant_ = std::max(now, last_grant_ + std::chrono::microseconds{1});
    return {&account, scopes, last_grant_};
}

std::string Tokens::issue(TokenKind kind, const Grant& grant, Time now) {
    std::array<std::byte, nonce_size> nonce{};
    random_.fill(nonce);
    const std::scoped_lock lock(mutex_);
    std::string content(crypto::as_text(nonce));
    put(content, static_cast<std::uint64_t>(kind), 1);
    put(content, index_of(*grant.account), 2);
    put(content, grant.scopes.bits(), 1);
    put(content, grant.granted_at);
    put(content, now);
    put(content, now + (kind == TokenKind::short_lived ? short_token_life : long_token_life));
    put(content, generation_, 4);
    content += seal(content);
    auto text = std::string(prefix) + crypto::base64url_encode(crypto::as_bytes(content));
    issued_.push_back(text);
    if (issued_.size() > issued_tokens_max) issued_.pop_front();
    return text;
}

std::string Tokens::seal(std::string_view content) const {
    const auto digest = crypto::hmac_sha256(key_, content);
    return std::string(crypto::as_text(digest).substr(0, seal_size));
}

std::optional<Token> Tokens::read(std::string_view text) const {
    if (!text.starts_with(prefix)) return std::nullopt;
    const auto bytes = crypto::base64url_decode(text.substr(prefix.size()));
    if (!bytes || bytes->size() != nonce_size + fields_size + seal_size) return std::nullopt;
    const auto whole = crypto::as_text(*bytes);
    const auto content = whole.substr(0, nonce_size + fields_size);
    if (whole.substr(content.size()) != seal(content)) return std::nullopt;
    auto fields = content.substr(nonce_size);
    Token token;
    token.kind = static_cast<TokenKind>(take(fields, 1));
    const auto account = take(fields, 2);
    if (account >= accounts().size()) return std::nullopt;
    token.grant.account = &accounts()[account];
    token.grant.scopes = ScopeSet(static_cast<std::uint8_t>(take(fields, 1)));
    token.grant.granted_at = take_time(fields);
    token.issued_at = take_time(fields);
    token.expires_at = take_time(fields);
    token.generation = static_cast<std::uint32_t>(take(fields, 4));
    return token;
}

GraphResult<Token> Tokens::check(std::string_view text, Time now) const {
    const auto token = read(text);
    if (!token) return std::unexpected(invalid_token(0));
    if (const auto subcode = revoked(*token, now)) return std::unexpected(invalid_token(*subcode));
    if (token->expires_at <= now) return std::unexpected(expired_token(token->expires_at, now));
    return *token;
}

std::optional<int> Tokens::revoked(const Token& token, Time now) const {
    if (const auto subcode = ended(token, now)) return subcode;
    const std::scoped_lock lock(mutex_);
    if (token.generation < generation_) return 467;
    const auto found = revocations_.find(token.grant.account);
    if (found == revocations_.end()) return std::nullopt;
    // A grant from the future is an old one, made while the clock was moved.
    const auto granted_at = token.grant.granted_at;
    if (granted_at > found->second.until && granted_at <= std::max(now, last_grant_)) {
        return std::nullopt;
    }
    return found->second.subcode;
}

void Tokens::revoke(const Account* account, int subcode, Time now) {
    const std::scoped_lock lock(mutex_);
    // A grant that follows at once is a later one.
    last_grant_ = std::max(now, last_grant_);
    for (const auto& each : accounts()) {
        if (account == nullptr || account == &each) revocations_[&each] = {last_grant_, subcode};
    }
}

void Tokens::reset() {
    const std::scoped_lock lock(mutex_);
    ++generation_;
    last_grant_ = {};
    revocations_.clear();
    issued_.clear();
}

void Tokens::write_all(JsonWriter& out) const {
    std::deque<std::string> issued;
    {
        const std::scoped_lock lock(mutex_);
        issued = issued_;
    }
    for (const auto& text : issued) {
        const auto token = read(text);
        if (!token) continue;
        out.begin_object().key("token").value(text);
        out.key("kind").value(token->kind == TokenKind::short_lived ? "short_lived" : "long_lived");
        out.key("account").value(token->grant.account->username);
        out.key("scopes").value(token->grant.scopes.joined());
        out.key("issuedAt").value(token->issued_at);
        out.key("expiresAt").value(token->expires_at).end_object();
    }
}

}  // namespace rostrum::sandbox::instagram
