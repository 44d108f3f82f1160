#include "crypto/jwt.hpp"

#include "core/json.hpp"
#include "crypto/constant_time.hpp"
#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

#include <cstdint>
#include <limits>

namespace rostrum::crypto {
namespace {

/// {"alg":"HS256","typ":"JWT"} in base64url, and the dot after it. Every token of ours starts so,
/// which makes the strictest check of a header the cheapest one.
constexpr std::string_view header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.";
constexpr std::string_view issuer = "rostrum";
constexpr std::size_t signature_length = 43;

/// The payload under the claims' registered names. `json_name` keeps names without an underscore.
struct Payload {
    std::string iss;
    UserId sub;
    SessionId sid;
    WorkspaceId wid;
    std::string role;
    std::int64_t iat = 0;
    std::int64_t exp = 0;
};
BOOST_DESCRIBE_STRUCT(Payload, (), (iss, sub, sid, wid, role, iat, exp))

std::int64_t to_unix(Time time) {
    return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

Time from_unix(std::int64_t seconds) { return Time{std::chrono::seconds{seconds}}; }

/// Seconds that a `Time` can hold.
bool in_range(std::int64_t seconds) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 1'000'000;
    return seconds >= 0 && seconds <= most;
}

std::unexpected<Error> refuse(std::string reason) {
    return fail(ErrorCode::unauthenticated, "the access token " + std::move(reason));
}

/// The payload's text, once the signature over it is right.
Result<std::string> signed_payload(std::string_view token, const Secret& key) {
    if (token.size() > access_token_bytes_max) return refuse("is too long");
    if (!token.starts_with(header)) return refuse("has another header than ours");
    const auto dot = token.rfind('.');
    if (dot < header.size() || token.size() - dot - 1 != signature_length) {
        return refuse("is malformed");
    }
    const auto signature = base64url_decode(token.substr(dot + 1));
    if (!signature) return refuse("is malformed");
    if (!equal(*signature, hmac_sha256(key, token.substr(0, dot)))) {
        return refuse("has a wrong signature");
    }
    const auto payload = base64url_decode(token.substr(header.size(), dot - header.size()));
    if (!payload) return refuse("is malformed");
    return std::string(as_text(*payload));
}

}  // namespace

Secret sign_access_token(const AccessClaims& claims, const Secret& key) {
    const auto payload = to_json(Payload{.iss = std::string(issuer),
                                         .sub = claims.user,
                                         .sid = claims.session,
                                         .wid = claims.workspace,
                                         .role = claims.role,
                                         .iat = to_unix(claims.issued_at),
                                         .exp = to_unix(claims.expires_at)});
    std::string token(header);
    token.reserve(header.size() + payload.size() * 4 / 3 + 2 + signature_length);
    token += base64url_encode(as_bytes(payload));
    const Digest signature = hmac_sha256(key, token);
    token += '.';
    token += base64url_encode(signature);
    return Secret(std::move(token));
}

Result<AccessClaims> verify_access_token(std::string_view token, const Secret& key, Time now) {
    const auto text = signed_payload(token, key);
    if (!text) return std::unexpected(text.error());
    const auto payload = from_json<Payload>(*text);
    if (!payload) return refuse("has other claims than ours");
    if (payload->iss != issuer) return refuse("was issued by someone else");
    if (!in_range(payload->iat) || !in_range(payload->exp)) return refuse("has impossible times");
    const Time issued_at = from_unix(payload->iat);
    const Time expires_at = from_unix(payload->exp);
    if (now >= expires_at) return refuse("has expired");
    if (issued_at > now + clock_skew_max) return refuse("was issued in the future");
    return AccessClaims{.user = payload->sub,
                        .session = payload->sid,
                        .workspace = payload->wid,
                        .role = payload->role,
                        .issued_at = issued_at,
                        .expires_at = expires_at};
}

}  // namespace rostrum::crypto
