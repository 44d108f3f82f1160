#include "crypto/keyring.hpp"

#include "crypto/hash.hpp"

#include <gtest/gtest.h>

namespace rostrum::crypto {
namespace {

const std::string key_a(64, 'a');
const std::string key_b(64, 'b');
constexpr std::string_view place = "connections.access_token:0190";

Keyring keyring(const std::string& text) { return Keyring::parse(text).value(); }

class KeyringTest : public ::testing::Test {
protected:
    SystemRandom random;
    Keyring one = keyring("k1:" + key_a);
};

TEST_F(KeyringTest, opens_what_it_sealed) {
    for (const std::string& plain : {std::string(), std::string("token"), std::string(100'000, 'x'),
                                     std::string("with\0nul", 8)}) {
        const auto sealed = one.seal(Secret(plain), place, random);
        const auto opened = one.open(sealed, place);
        ASSERT_TRUE(opened);
        EXPECT_EQ(opened->reveal(), plain);
    }
}

TEST_F(KeyringTest, the_format_is_as_documented) {
    const auto sealed = one.seal(Secret("token"), place, random);
    EXPECT_EQ(sealed.size(), 1u + 1 + 2 + 12 + 5 + 16);
    EXPECT_EQ(as_text(sealed).substr(0, 4), "\x01\x02k1");
    EXPECT_EQ(as_text(sealed).find("token"), std::string_view::npos);
}

TEST_F(KeyringTest, opens_a_value_sealed_elsewhere_in_the_same_format) {
    // Made with an independent AES-256-GCM: nonce 0..11, key aa.., data "\x01\x02k1" "t.c:1".
    const auto sealed = hex_decode("01026b31000102030405060708090a0b"
                                   "f1b6bf839aac9088c4316314cfa528b83538a1d20007e12f225fb2ee");
    ASSERT_TRUE(sealed);
    const auto opened = one.open(*sealed, "t.c:1");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->reveal(), "known answer");
}

TEST_F(KeyringTest, seals_the_same_text_differently_each_time) {
    EXPECT_NE(one.seal(Secret("token"), place, random), one.seal(Secret("token"), place, random));
}

TEST_F(KeyringTest, does_not_open_in_another_place) {
    const auto sealed = one.seal(Secret("token"), place, random);
    for (const std::string_view other :
         {"", "connections.access_token:0191", "connections.refresh_token:0190",
          "connections.access_token:0190 "}) {
        const auto opened = one.open(sealed, other);
        ASSERT_FALSE(opened) << other;
        EXPECT_EQ(opened.error().code, ErrorCode::processing_failed);
        EXPECT_FALSE(opened.error().retryable);
    }
}

TEST_F(KeyringTest, does_not_open_when_any_bit_was_changed) {
    const auto sealed = one.seal(Secret("token"), place, random);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            auto changed = sealed;
            changed[i] ^= static_cast<std::byte>(1 << bit);
            EXPECT_FALSE(one.open(changed, place)) << "byte " << i << " bit " << bit;
        }
    }
}

TEST_F(KeyringTest, does_not_open_when_cut_or_extended) {
    auto sealed = one.seal(Secret("token"), place, random);
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        EXPECT_FALSE(one.open(std::span(sealed).first(size), place)) << size;
    }
    sealed.push_back(std::byte{0});
    EXPECT_FALSE(one.open(sealed, place));
}

TEST_F(KeyringTest, errors_hold_no_plaintext) {
    auto sealed = one.seal(Secret("very-secret"), place, random);
    sealed.back() ^= std::byte{1};
    const auto opened = one.open(sealed, place);
    ASSERT_FALSE(opened);
    EXPECT_EQ(describe(opened.error()).find("very-secret"), std::string::npos);
}

TEST_F(KeyringTest, a_new_key_in_front_seals_and_the_old_one_still_opens) {
    const auto old = one.seal(Secret("token"), place, random);
    const Keyring both = keyring("k2:" + key_b + ",k1:" + key_a);
    EXPECT_EQ(both.active_key_id(), "k2");
    EXPECT_EQ(Keyring::key_id(old), "k1");
    EXPECT_TRUE(both.needs_resealing(old));
    ASSERT_TRUE(both.open(old, place));

    const auto fresh = both.seal(*both.open(old, place), place, random);
    EXPECT_EQ(Keyring::key_id(fresh), "k2");
    EXPECT_FALSE(both.needs_resealing(fresh));
    EXPECT_FALSE(one.open(fresh, place));
    EXPECT_TRUE(keyring("k2:" + key_b).open(fresh, place));
}

TEST_F(KeyringTest, another_key_under_the_same_id_does_not_open) {
    const auto sealed = one.seal(Secret("token"), place, random);
    EXPECT_FALSE(keyring("k1:" + key_b).open(sealed, place));
}

TEST_F(KeyringTest, a_bare_key_gets_an_id_from_its_hash) {
    const Keyring bare = keyring(key_a);
    const std::string raw(32, '\xaa');
    EXPECT_EQ(bare.active_key_id(), sha256_hex(raw).substr(0, 8));
    EXPECT_EQ(keyring(key_b + "," + key_a).active_key_id(), keyring(key_b).active_key_id());
}

TEST(KeyringParse, refuses_malformed_keyrings) {
    struct Row {
        std::string text;
        std::string_view reason;
    };
    std::string many = "k0:" + key_a;
    for (std::size_t i = 1; i <= Keyring::keys_max; ++i) {
        many += ",k" + std::to_string(i) + ":" + key_a;
    }
    for (const auto& [text, reason] : {
             Row{"", "no key"},
             Row{",", "empty entries"},
             Row{"k1:" + key_a + ",", "trailing comma"},
             Row{"k1:", "no key after the id"},
             Row{":" + key_a, "empty id"},
             Row{std::string(17, 'k') + ":" + key_a, "id too long"},
             Row{"k 1:" + key_a, "white space in the id"},
             Row{"k.1:" + key_a, "a dot in the id"},
             Row{"k1:" + key_a.substr(1), "63 digits"},
             Row{"k1:" + key_a + "aa", "66 digits"},
             Row{"k1:" + std::string(64, 'g'), "no hex digits"},
             Row{"k1:" + key_a + ",k1:" + key_b, "one id twice"},
             Row{key_a + "," + key_a, "one bare key twice"},
             Row{many, "too many keys"},
         }) {
        const auto parsed = Keyring::parse(text);
        ASSERT_FALSE(parsed) << reason;
        EXPECT_EQ(parsed.error().code, ErrorCode::validation_failed) << reason;
        EXPECT_EQ(parsed.error().message.find("aaaa"), std::string::npos) << reason;
    }
}

TEST(KeyringKeyId, is_nothing_for_malformed_values) {
    EXPECT_EQ(Keyring::key_id({}), std::nullopt);
    const Bytes zeros(100);
    EXPECT_EQ(Keyring::key_id(zeros), std::nullopt);
    EXPECT_TRUE(keyring(key_a).needs_resealing(zeros));
}

}  // namespace
}  // namespace rostrum::crypto
