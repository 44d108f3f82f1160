#include "crypto/pkce.hpp"

#include <gtest/gtest.h>

namespace rostrum::crypto {
namespace {

TEST(Pkce, keeps_to_the_example_of_the_rfc) {
    const Secret verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    EXPECT_EQ(pkce_challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    EXPECT_TRUE(pkce_matches(verifier.reveal(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
}

TEST(Pkce, a_made_verifier_matches_its_own_challenge_only) {
    SystemRandom random;
    const Secret one = pkce_verifier(random);
    const Secret two = pkce_verifier(random);
    EXPECT_EQ(one.reveal().size(), 43u);
    EXPECT_TRUE(pkce_matches(one.reveal(), pkce_challenge(one)));
    EXPECT_FALSE(pkce_matches(one.reveal(), pkce_challenge(two)));
}

TEST(Pkce, refuses_malformed_verifiers_even_with_their_challenge) {
    struct Row {
        std::string verifier;
        std::string_view reason;
    };
    for (const auto& [verifier, reason] : {
             Row{"", "empty"},
             Row{std::string(42, 'a'), "one character short"},
             Row{std::string(129, 'a'), "one character long"},
             Row{std::string(42, 'a') + "+", "'+' is reserved"},
             Row{std::string(42, 'a') + "\n", "line break"},
         }) {
        EXPECT_FALSE(pkce_matches(verifier, pkce_challenge(Secret(verifier)))) << reason;
    }
    const std::string shortest(43, '~');
    const std::string longest(128, '.');
    EXPECT_TRUE(pkce_matches(shortest, pkce_challenge(Secret(shortest))));
    EXPECT_TRUE(pkce_matches(longest, pkce_challenge(Secret(longest))));
}

}  // namespace
}  // namespace rostrum::crypto
