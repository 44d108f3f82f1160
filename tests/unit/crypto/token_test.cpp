#include "crypto/token.hpp"

#include "crypto/hash.hpp"

#include <gtest/gtest.h>

#include <set>

namespace rostrum::crypto {
namespace {

TEST(RandomToken, has_its_prefix_and_256_bits) {
    SystemRandom random;
    const Secret token = random_token(random, "rk_");
    ASSERT_TRUE(token.reveal().starts_with("rk_"));
    const auto bytes = base64url_decode(token.reveal().substr(3));
    ASSERT_TRUE(bytes);
    EXPECT_EQ(bytes->size(), 32u);
    EXPECT_EQ(random_token(random).reveal().size(), 43u);
}

TEST(RandomToken, is_another_one_each_time) {
    SystemRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.emplace(random_token(random).reveal());
    EXPECT_EQ(seen.size(), 1000u);
}

TEST(TokenHash, is_the_sha256_of_the_whole_token) {
    const Secret token("rk_abc");
    EXPECT_EQ(hex_encode(token_hash(token)), sha256_hex("rk_abc"));
    EXPECT_EQ(token_hash("rk_abc"), token_hash(token));
    EXPECT_NE(token_hash("abc"), token_hash(token));
}

}  // namespace
}  // namespace rostrum::crypto
