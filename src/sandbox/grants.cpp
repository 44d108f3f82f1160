#include "sandbox/grants.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "sandbox/token_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::sandbox {
namespace {

constexpr std::size_t nonce_size = 15;
constexpr std::size_t fields_size = 1 + 2 + 4 + 8 + 8 + 8 + 4 + 4;
constexpr std::size_t seal_size = 16;

}  // namespace

Grants::Grants(Format format, Random& random, std::uint64_t seed, Ending ending)
    : format_(format),
      random_(random),
      key_(fmt::format("{} tokens of seed {}", format.platform, seed)),
      ending_(std::move(ending)) {}

UserGrant Grants::begin(std::size_t persona, std::uint32_t scopes, Time now) {
    const std::scoped_lock lock(mutex_);
    last_grant_ = std::max(now, last_grant_ + std::chrono::microseconds{1});
    return {persona, scopes, last_grant_};
}

std::string Grants::issue_access(const UserGrant& grant, Time now, std::chrono::seconds life) {
    const std::scoped_lock lock(mutex_);
    return issue({.use = TokenUse::access,
                  .grant = grant,
                  .issued_at = now,
                  .expires_at = now + life,
                  .serial = 0,
                  .generation = generation_});
}

std::string Grants::issue_refresh(const UserGrant& grant, Time now, std::chrono::seconds life) {
    const std::scoped_lock lock(mutex_);
    const auto found = serials_.find(grant.granted_at);
    return issue({.use = TokenUse::refresh,
                  .grant = grant,
                  .issued_at = now,
                  .expires_at = now + life,
                  .serial = found == serials_.end() ? 0 : found->second,
                  .generation = generation_});
}

/// The caller holds the lock.
std::string Grants::issue(const GrantToken& token) {
    std::array<std::byte, nonce_size> nonce{};
    random_.fill(nonce);
    std::string content(crypto::as_text(nonce));
    put(content, static_cast<std::uint64_t>(token.use), 1);
    put(content, token.grant.persona, 2);
    put(content, token.grant.scopes, 4);
    put(content, token.grant.granted_at);
    put(content, token.issued_at);
    put(content, token.expires_at);
    put(content, token.serial, 4);
    put(content, token.generation, 4);
    content += seal(content);
    const auto prefix =
        token.use == TokenUse::access ? format_.access_prefix : format_.refresh_prefix;
    auto text = std::string(prefix) + crypto::base64url_encode(crypto::as_bytes(content));
    issued_.push_back(text);
    if (issued_.size() > issued_tokens_kept_max) issued_.pop_front();
    return text;
}

std::string Grants::seal(std::string_view content) const {
    const auto digest = crypto::hmac_sha256(key_, content);
    return std::string(crypto::as_text(digest).substr(0, seal_size));
}

std::optional<GrantToken> Grants::read(std::string_view text) const {
    const bool access = text.starts_with(format_.access_prefix);
    const auto prefix = access ? format_.access_prefix : format_.refresh_prefix;
    if (!text.starts_with(prefix)) return std::nullopt;
    const auto bytes = crypto::base64url_decode(text.substr(prefix.size()));
    if (!bytes || bytes->size() != nonce_size + fields_size + seal_size) return std::nullopt;
    const auto whole = crypto::as_text(*bytes);
    const auto content = whole.substr(0, nonce_size + fields_size);
    if (whole.substr(content.size()) != seal(content)) return std::nullopt;
    auto fields = content.substr(nonce_size);
    GrantToken token;
    token.use = static_cast<TokenUse>(take(fields, 1));
    token.grant.persona = static_cast<std::size_t>(take(fields, 2));
    token.grant.scopes = static_cast<std::uint32_t>(take(fields, 4));
    token.grant.granted_at = take_time(fields);
    token.issued_at = take_time(fields);
    token.expires_at = take_time(fields);
    token.serial = static_cast<std::uint32_t>(take(fields, 4));
    token.generation = static_cast<std::uint32_t>(take(fields, 4));
    return token;
}

TokenState Grants::check(const GrantToken& token, Time now) const {
    const auto& grant = token.grant;
    const auto ending = ending_(grant.persona);
    if (ending.count() > 0 && now >= grant.granted_at + ending) return TokenState::revoked;
    const std::scoped_lock lock(mutex_);
    if (token.generation < generation_ || ended_.contains(grant.granted_at)) {
        return TokenState::revoked;
    }
    if (all_revoked_until_ && grant.granted_at <= *all_revoked_until_) return TokenState::revoked;
    if (const auto found = revoked_until_.find(grant.persona);
        found != revoked_until_.end() && grant.granted_at <= found->second) {
        return TokenState::revoked;
    }
    if (token.use == TokenUse::refresh) {
        const auto good = serials_.find(grant.granted_at);
        if (good != serials_.end() && token.serial < good->second) {
            ++used_again_;
            return TokenState::used;
        }
    }
    return token.expires_at <= now ? TokenState::expired : TokenState::good;
}

bool Grants::use_up(const GrantToken& refresh) {
    const std::scoped_lock lock(mutex_);
    auto& good = serials_[refresh.grant.granted_at];
    if (refresh.serial < good) {
        ++used_again_;
        return false;
    }
    good = refresh.serial + 1;
    return true;
}

std::int64_t Grants::used_again() const {
    const std::scoped_lock lock(mutex_);
    return used_again_;
}

void Grants::end(const UserGrant& grant) {
    const std::scoped_lock lock(mutex_);
    ended_.insert(grant.granted_at);
}

void Grants::revoke(std::optional<std::size_t> persona, Time now) {
    const std::scoped_lock lock(mutex_);
    // A grant that follows at once is a later one.
    last_grant_ = std::max(now, last_grant_);
    if (persona) {
        revoked_until_[*persona] = last_grant_;
    } else {
        all_revoked_until_ = last_grant_;
    }
}

void Grants::reset() {
    const std::scoped_lock lock(mutex_);
    ++generation_;
    last_grant_ = {};
    all_revoked_until_.reset();
    revoked_until_.clear();
    serials_.clear();
    ended_.clear();
    issued_.clear();
    used_again_ = 0;
}

void Grants::write_all(JsonWriter& out, const Names& names, const Scopes& scopes) const {
    std::deque<std::string> issued;
    {
        const std::scoped_lock lock(mutex_);
        issued = issued_;
    }
    for (const auto& text : issued) {
        const auto token = read(text);
        if (!token) continue;
        out.begin_object().key("token").value(text);
        out.key("kind").value(token->use == TokenUse::access ? "access" : "refresh");
        out.key("account").value(names(token->grant.persona));
        out.key("scopes").value(scopes(token->grant.scopes));
        out.key("issuedAt").value(token->issued_at);
        out.key("expiresAt").value(token->expires_at).end_object();
    }
}

}  // namespace rostrum::sandbox
