#include "platforms/redact.hpp"

#include "core/utf8.hpp"

#include <gtest/gtest.h>

#include <array>

namespace rostrum::platforms {
namespace {

std::string redact(std::string_view message, std::string secret = {}) {
    const Secret held(std::move(secret));
    const std::array<const Secret*, 1> secrets{&held};
    return redact_message(message, secrets);
}

TEST(RedactMessage, hides_what_must_not_be_seen) {
    struct Row {
        std::string_view message;
        std::string_view secret;
        std::string_view expected;
        std::string_view reason;
    };
    for (const auto& [message, secret, expected, reason] : {
             Row{"Malformed access token tok-1 (tok-1)", "tok-1",
                 "Malformed access token *** (***)", "the secret of the call, each time"},
             Row{"bad code a%2Fb%3D", "a/b=", "bad code ***", "the secret, percent-encoded"},
             Row{"see https://x.example/a?b=secret&c=1 there", "", "see https://x.example/a there",
                 "the query of a URL"},
             Row{"'https://x.example/?t=1','http://y.example/?u=2'", "",
                 "'https://x.example/','http://y.example/'", "the queries of two URLs"},
             Row{"token IGAAabcdefghijklmnopqrstuvwxyz0123456789 is old", "", "token *** is old",
                 "a word that is as long as a token"},
             Row{"access_token=abc failed", "", "access_token=*** failed", "a token by its name"},
             Row{"nothing to hide", "", "nothing to hide", "an empty secret hides nothing"},
             Row{"account 17841400000000001, trace AbC123_x-Yz0123456789", "",
                 "account 17841400000000001, trace AbC123_x-Yz0123456789", "ids are shorter"},
         }) {
        EXPECT_EQ(redact(message, std::string(secret)), expected) << reason;
    }
}

TEST(RedactMessage, keeps_long_codes_of_errors) {
    constexpr std::string_view code = "unaudited_client_can_only_post_to_private_accounts";
    EXPECT_EQ(redact(code), code);
    EXPECT_EQ(redact("abcdefghijklmnopqrstuvwxyzabcdefgh_ab"), "***");
    EXPECT_EQ(redact("spam_risk_user_banned_from_posting1"), "***");
}

TEST(RedactMessage, cuts_long_messages_between_characters) {
    std::string message;
    while (message.size() < 2 * message_bytes_max) message += "é ";
    const auto cut = redact(message);
    EXPECT_LE(cut.size(), message_bytes_max + 3);
    EXPECT_TRUE(cut.ends_with("..."));
    EXPECT_TRUE(utf8::valid(cut));
}

}  // namespace
}  // namespace rostrum::platforms
