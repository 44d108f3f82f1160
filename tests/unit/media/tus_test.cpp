#include "media/tus.hpp"

#include "crypto/encoding.hpp"

#include <gtest/gtest.h>

namespace rostrum::media::tus {
namespace {

TEST(Tus, reads_numbers_strictly) {
    EXPECT_EQ(parse_number("0"), 0U);
    EXPECT_EQ(parse_number("999999999999999999"), 999'999'999'999'999'999U);
    for (const auto* text : {"", "-1", "+1", " 1", "1 ", "1e3", "0x1", "1000000000000000000"}) {
        EXPECT_FALSE(parse_number(text)) << text;
    }
}

TEST(Tus, reads_metadata) {
    const auto pairs = parse_metadata("filename d29ybGQ=, is_private ,filetype  aW1hZ2UvcG5n,");
    ASSERT_TRUE(pairs);
    EXPECT_EQ(pairs->at("filename"), "world");
    EXPECT_EQ(pairs->at("is_private"), "");
    EXPECT_EQ(pairs->at("filetype"), "image/png");
    EXPECT_TRUE(parse_metadata("")->empty());
    for (const auto* text :
         {"filename ???", "a YQ==,a YQ==", ",a YQ==", "a YQ== YQ==", "\xc3\xa4 YQ=="}) {
        EXPECT_FALSE(parse_metadata(text)) << text;
    }
}

TEST(Tus, reads_checksums) {
    const auto sha1 = parse_checksum("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=");
    ASSERT_TRUE(sha1);
    EXPECT_EQ(sha1->algorithm, crypto::HashAlgorithm::sha1);
    EXPECT_EQ(crypto::hex_encode(sha1->digest), "2aae6c35c94fcfb415dbe95f408b9ce91ee846ed");
    crypto::Hasher hasher(crypto::HashAlgorithm::sha1);
    hasher.update("hello ");
    hasher.update("world");
    EXPECT_EQ(hasher.finish(), sha1->digest);
    EXPECT_TRUE(parse_checksum("sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="));
    for (const auto* text : {"", "sha1", "sha1 ", "md5 1B2M2Y8AsgTpgAmY7PhCfg==",
                             "sha1 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                             "SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "sha256 !"}) {
        EXPECT_FALSE(parse_checksum(text)) << text;
    }
}

}  // namespace
}  // namespace rostrum::media::tus
