#include "crypto/jwt.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

#include <gtest/gtest.h>

namespace rostrum::crypto {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view our_header = R"({"alg":"HS256","typ":"JWT"})";
constexpr std::string_view nil = "00000000-0000-0000-0000-000000000000";

class JwtTest : public ::testing::Test {
protected:
    ManualClock clock;
    SeededRandom random{1};
    IdSource ids{clock, random};
    Secret key{"0123456789abcdef0123456789abcdef"};
    AccessClaims claims{.user = {ids.next()},
                        .session = {ids.next()},
                        .workspace = {ids.next()},
                        .role = "admin",
                        .issued_at = clock.now(),
                        .expires_at = clock.now() + 15min};

    std::string signed_token() const {
        return std::string(sign_access_token(claims, key).reveal());
    }

    /// A token of any header and payload, rightly signed.
    std::string forge(std::string_view header, std::string_view payload) const {
        std::string token =
            base64url_encode(as_bytes(header)) + "." + base64url_encode(as_bytes(payload));
        return token + "." + base64url_encode(hmac_sha256(key, token));
    }

    /// Our payload with `iat` and `exp` relative to now, and another issuer if wanted.
    std::string payload(std::chrono::seconds iat, std::chrono::seconds exp,
                        std::string_view issuer = "rostrum") const {
        const auto now =
            std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
        return std::string(R"({"iss":")") + std::string(issuer) + R"(","sub":")" +
               std::string(nil) + R"(","sid":")" + std::string(nil) + R"(","wid":")" +
               std::string(nil) + R"(","role":"viewer","iat":)" +
               std::to_string(now + iat.count()) + R"(,"exp":)" +
               std::to_string(now + exp.count()) + "}";
    }

    ::testing::AssertionResult refused(std::string_view token, std::string_view because) const {
        const auto verified = verify_access_token(token, key, clock.now());
        if (verified) return ::testing::AssertionFailure() << "accepted";
        if (verified.error().code != ErrorCode::unauthenticated) {
            return ::testing::AssertionFailure() << "code " << to_string(verified.error().code);
        }
        if (verified.error().message.find(because) == std::string::npos) {
            return ::testing::AssertionFailure() << verified.error().message;
        }
        return ::testing::AssertionSuccess();
    }
};

TEST_F(JwtTest, verifies_what_it_signed) {
    const auto verified = verify_access_token(signed_token(), key, clock.now());
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->user, claims.user);
    EXPECT_EQ(verified->session, claims.session);
    EXPECT_EQ(verified->workspace, claims.workspace);
    EXPECT_EQ(verified->role, "admin");
    EXPECT_EQ(verified->issued_at, claims.issued_at);
    EXPECT_EQ(verified->expires_at, claims.expires_at);
}

TEST_F(JwtTest, starts_with_the_one_header_there_is) {
    EXPECT_TRUE(signed_token().starts_with(base64url_encode(as_bytes(our_header)) + "."));
}

TEST_F(JwtTest, expires_to_the_second) {
    const auto token = signed_token();
    clock.advance(15min - 1us);
    EXPECT_TRUE(verify_access_token(token, key, clock.now()));
    clock.advance(1us);
    EXPECT_TRUE(refused(token, "has expired"));
}

TEST_F(JwtTest, tolerates_a_clock_that_is_a_minute_ahead_and_no_more) {
    EXPECT_TRUE(verify_access_token(forge(our_header, payload(60s, 900s)), key, clock.now()));
    EXPECT_TRUE(refused(forge(our_header, payload(61s, 900s)), "in the future"));
}

TEST_F(JwtTest, another_key_does_not_verify) {
    const auto verified = verify_access_token(signed_token(), Secret("another"), clock.now());
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().code, ErrorCode::unauthenticated);
}

TEST_F(JwtTest, any_changed_character_is_noticed) {
    const auto token = signed_token();
    for (std::size_t i = 0; i < token.size(); ++i) {
        auto changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(verify_access_token(changed, key, clock.now())) << "character " << i;
    }
}

TEST_F(JwtTest, refuses_other_headers_although_signed_with_the_key) {
    struct Row {
        std::string_view header;
        std::string_view reason;
    };
    for (const auto& [header, reason] : {
             Row{R"({"alg":"none","typ":"JWT"})", "no signature"},
             Row{R"({"alg":"HS512","typ":"JWT"})", "another algorithm"},
             Row{R"({"alg":"hs256","typ":"JWT"})", "another case"},
             Row{R"({"alg":"HS256"})", "no type"},
             Row{R"({"alg":"HS256","typ":"JWT","kid":"1"})", "a field more"},
             Row{R"({"typ":"JWT","alg":"HS256"})", "another order, which we never write"},
             Row{"", "empty"},
         }) {
        EXPECT_TRUE(refused(forge(header, payload(0s, 900s)), "header")) << reason;
    }
}

TEST_F(JwtTest, refuses_payloads_that_are_not_ours_although_signed_with_the_key) {
    struct Row {
        std::string payload;
        std::string_view because;
        std::string_view reason;
    };
    const std::string good = payload(0s, 900s);
    for (const auto& [text, because, reason] : {
             Row{"", "claims", "empty"},
             Row{"[]", "claims", "no object"},
             Row{"{}", "claims", "nothing in it"},
             Row{good + "x", "claims", "something after it"},
             Row{good.substr(0, good.size() - 1) + R"(,"aud":"x"})", "claims", "a claim more"},
             Row{payload(0s, 900s, "someone"), "someone else", "another issuer"},
             Row{payload(-900s, 0s), "expired", "expires now"},
             Row{payload(-900s, -1s), "expired", "expired before"},
             Row{payload(-20'000'000'000s, 900s), "impossible", "issued before 1970"},
             Row{payload(0s, 9'000'000'000'000'000'000s), "impossible", "beyond what a time holds"},
         }) {
        EXPECT_TRUE(refused(forge(our_header, text), because)) << reason;
    }
}

TEST_F(JwtTest, refuses_malformed_tokens) {
    const std::string token = signed_token();
    const std::string unsigned_part = token.substr(0, token.rfind('.'));
    struct Row {
        std::string token;
        std::string_view reason;
    };
    for (const auto& [text, reason] : {
             Row{"", "empty"},
             Row{".", "one dot"},
             Row{"..", "two dots"},
             Row{unsigned_part, "no signature"},
             Row{unsigned_part + ".", "empty signature"},
             Row{token + "=", "padded signature"},
             Row{token + ".", "a fourth part"},
             Row{" " + token, "leading space"},
             Row{token + "\n", "line break"},
             Row{token.substr(0, token.find('.') + 1), "only a header"},
         }) {
        EXPECT_TRUE(refused(text, "the access token")) << reason;
    }
}

TEST_F(JwtTest, refuses_tokens_over_the_limit_unread) {
    claims.role = std::string(access_token_bytes_max, 'r');
    EXPECT_TRUE(refused(signed_token(), "too long"));
    claims.role = std::string(2000, 'r');
    EXPECT_TRUE(verify_access_token(signed_token(), key, clock.now()));
}

TEST_F(JwtTest, errors_hold_nothing_of_the_token) {
    const auto token = signed_token();
    const auto verified = verify_access_token(token, Secret("another"), clock.now());
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().message, "the access token has a wrong signature");
}

}  // namespace
}  // namespace rostrum::crypto
