#include "crypto/hash.hpp"

#include "crypto/constant_time.hpp"
#include "crypto/encoding.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace rostrum::crypto {
namespace {

std::string hmac_hex(std::string_view key, std::string_view data) {
    return hex_encode(hmac_sha256(key, data));
}

TEST(Sha256, keeps_to_the_examples_of_the_standard) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(HmacSha256, keeps_to_the_examples_of_the_rfc) {
    EXPECT_EQ(hmac_hex(std::string(20, '\x0b'), "Hi There"),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hmac_hex("Jefe", "what do ya want for nothing?"),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hmac_hex(std::string(131, '\xaa'),
                       "Test Using Larger Than Block-Size Key - Hash Key First"),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, signs_nothing_under_no_key) {
    EXPECT_EQ(hmac_hex({}, {}), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(HmacSha256, a_remembered_key_never_signs_for_another) {
    const auto first = hmac_hex("one", "data");
    const auto second = hmac_hex("two", "data");
    const auto none = hmac_hex("", "data");
    EXPECT_NE(first, second);
    EXPECT_NE(none, second);
    EXPECT_EQ(hmac_hex("", "data"), none);
    EXPECT_EQ(hmac_hex("two", "data"), second);
    EXPECT_EQ(hmac_hex("two", "data"), second);
    EXPECT_EQ(hmac_hex("one", "data"), first);
}

TEST(HmacSha256, threads_do_not_share_the_remembered_key) {
    const auto expected = hmac_hex("shared", "data");
    std::string other;
    std::thread([&] {
        hmac_hex("another", "data");
        other = hmac_hex("shared", "data");
    }).join();
    EXPECT_EQ(other, expected);
    EXPECT_EQ(hmac_hex("shared", "data"), expected);
}

TEST(Equal, compares_texts_bytes_and_secrets) {
    EXPECT_TRUE(equal("", ""));
    EXPECT_TRUE(equal("abc", "abc"));
    EXPECT_FALSE(equal("abc", "abd"));
    EXPECT_FALSE(equal("abc", "ab"));
    EXPECT_FALSE(equal("", "a"));
    EXPECT_TRUE(equal(sha256("a"), sha256("a")));
    EXPECT_FALSE(equal(sha256("a"), sha256("b")));
    EXPECT_TRUE(equal(Secret("token"), Secret("token")));
    EXPECT_TRUE(equal(Secret("token"), "token"));
    EXPECT_FALSE(equal(Secret("token"), "tokem"));
}

}  // namespace
}  // namespace rostrum::crypto
