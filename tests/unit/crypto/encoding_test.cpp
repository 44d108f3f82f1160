#include "crypto/encoding.hpp"

#include <gtest/gtest.h>

namespace rostrum::crypto {
namespace {

Bytes bytes(std::string_view text) {
    const auto span = as_bytes(text);
    return {span.begin(), span.end()};
}

struct Example {
    std::string_view plain;
    std::string_view encoded;
};

struct Refused {
    std::string_view text;
    std::string_view reason;
};

TEST(Hex, encodes_in_lower_case_and_reads_either_case) {
    EXPECT_EQ(hex_encode(as_bytes("\x01\xab\xff")), "01abff");
    EXPECT_EQ(hex_decode("01ABff"), bytes("\x01\xab\xff"));
    EXPECT_EQ(hex_decode(""), Bytes{});
}

TEST(Hex, refuses_what_is_no_hex) {
    for (const auto& [text, reason] : {
             Refused{"0", "half a byte"},
             Refused{"0g", "no hex digit"},
             Refused{" 00", "white space"},
             Refused{"0x00", "a prefix"},
             Refused{"-1", "a sign"},
         }) {
        EXPECT_EQ(hex_decode(text), std::nullopt) << reason;
    }
}

TEST(Base64, keeps_to_the_examples_of_the_rfc) {
    for (const auto& [plain, encoded] : {
             Example{"", ""},
             Example{"f", "Zg=="},
             Example{"fo", "Zm8="},
             Example{"foo", "Zm9v"},
             Example{"foob", "Zm9vYg=="},
             Example{"fooba", "Zm9vYmE="},
             Example{"foobar", "Zm9vYmFy"},
             Example{"\xfb\xff", "+/8="},
         }) {
        EXPECT_EQ(base64_encode(as_bytes(plain)), encoded);
        EXPECT_EQ(base64_decode(encoded), bytes(plain)) << encoded;
    }
}

TEST(Base64, refuses_other_forms) {
    for (const auto& [text, reason] : {
             Refused{"Zg", "no padding"},
             Refused{"Zg=", "too little padding"},
             Refused{"Zg===", "too much padding"},
             Refused{"Z===", "six bits are no byte"},
             Refused{"====", "nothing but padding"},
             Refused{"Zh==", "left-over bits are not 0"},
             Refused{"Z=8=", "padding inside"},
             Refused{"-_8=", "the other alphabet"},
             Refused{"Zm9v\n", "line break"},
         }) {
        EXPECT_EQ(base64_decode(text), std::nullopt) << reason;
    }
}

TEST(Base64Url, has_its_own_alphabet_and_no_padding) {
    for (const auto& [plain, encoded] : {
             Example{"", ""},
             Example{"f", "Zg"},
             Example{"fo", "Zm8"},
             Example{"foo", "Zm9v"},
             Example{"\xfb\xff", "-_8"},
         }) {
        EXPECT_EQ(base64url_encode(as_bytes(plain)), encoded);
        EXPECT_EQ(base64url_decode(encoded), bytes(plain)) << encoded;
    }
}

TEST(Base64Url, refuses_other_forms) {
    for (const auto& [text, reason] : {
             Refused{"Z", "six bits are no byte"},
             Refused{"Zg==", "padding"},
             Refused{"Zh", "left-over bits are not 0"},
             Refused{"Zm9", "left-over bits are not 0, two bytes"},
             Refused{"+/8", "the other alphabet"},
             Refused{"Zm 9v", "white space"},
             Refused{"Zm\xc3\xa4", "not ASCII"},
         }) {
        EXPECT_EQ(base64url_decode(text), std::nullopt) << reason;
    }
}

TEST(Base64Url, gives_every_byte_back) {
    Bytes all;
    for (int i = 0; i < 256; ++i) {
        all.push_back(static_cast<std::byte>(i));
        EXPECT_EQ(base64url_decode(base64url_encode(all)), all);
        EXPECT_EQ(base64_decode(base64_encode(all)), all);
    }
}

}  // namespace
}  // namespace rostrum::crypto
