#include "media/s3/sigv4.hpp"

#include "media/s3/client.hpp"

#include <gtest/gtest.h>

namespace rostrum::media::s3 {
namespace {

/// The examples that AWS publishes with the description of the signature.
class Sigv4 : public ::testing::Test {
protected:
    static constexpr const char* empty_sha256 =
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    std::string signature(Signable request) const {
        request.headers.emplace_back("host", "examplebucket.s3.amazonaws.com");
        request.headers.emplace_back("x-amz-date", amz_date(time));
        request.headers.emplace_back("x-amz-content-sha256", request.payload_sha256);
        const auto field = authorization(request, credentials, time);
        return field.substr(field.rfind('=') + 1);
    }

    const Credentials credentials{"AKIAIOSFODNN7EXAMPLE",
                                  Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), "us-east-1"};
    const Time time = *parse_time("2013-05-24T00:00:00Z");
};

TEST_F(Sigv4, of_a_get_with_a_range) {
    EXPECT_EQ(signature({.method = http::Method::get,
                         .path = "/test.txt",
                         .headers = {{"range", "bytes=0-9"}},
                         .payload_sha256 = empty_sha256}),
              "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST_F(Sigv4, of_a_put_of_an_odd_name) {
    EXPECT_EQ(signature({.method = http::Method::put,
                         .path = encode_path("/test$file.text"),
                         .headers = {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                                     {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                         .payload_sha256 =
                             "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"}),
              "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST_F(Sigv4, of_a_parameter_without_a_value) {
    EXPECT_EQ(signature({.method = http::Method::get,
                         .path = "/",
                         .query = {{"lifecycle", ""}},
                         .payload_sha256 = empty_sha256}),
              "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

TEST_F(Sigv4, of_several_parameters) {
    EXPECT_EQ(signature({.method = http::Method::get,
                         .path = "/",
                         .query = {{"prefix", "J"}, {"max-keys", "2"}},
                         .payload_sha256 = empty_sha256}),
              "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_F(Sigv4, names_what_it_signs) {
    const Signable request{.headers = {{"host", "a"}, {"x-amz-date", "b"}}, .payload_sha256 = "c"};
    EXPECT_TRUE(authorization(request, credentials, time)
                    .starts_with("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/"
                                 "us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-date,"
                                 "Signature="));
}

TEST(S3Paths, are_encoded_as_they_are_signed) {
    EXPECT_EQ(encode_path("/a b/c+d/\xc3\xa4"), "/a%20b/c%2Bd/%C3%A4");
    EXPECT_EQ(encode_path("/"), "/");
    EXPECT_EQ(canonical_query({{"b", "x y"}, {"a", "&="}, {"B", ""}}), "B=&a=%26%3D&b=x%20y");
}

TEST(S3Documents, are_read_where_they_are_simple) {
    const auto* document = "<?xml?><R><UploadId>ab</UploadId><Code/></R>";
    EXPECT_EQ(element_text(document, "UploadId"), "ab");
    EXPECT_EQ(element_text(document, "Code"), "");
    EXPECT_EQ(element_text("<Code>x", "Code"), "");
}

}  // namespace
}  // namespace rostrum::media::s3
