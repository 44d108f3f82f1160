#pragma once

#include "core/clock.hpp"
#include "core/secret.hpp"
#include "http/message.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// AWS Signature Version 4, as S3 wants it in the Authorization header.

namespace rostrum::media::s3 {

struct Credentials {
    std::string access_key_id;
    Secret secret_access_key;
    std::string region;
};

/// What is signed of a request.
struct Signable {
    http::Method method = http::Method::get;
    std::string path;  ///< as it is sent: percent-encoded, with the slashes left
    std::vector<std::pair<std::string, std::string>> query;  ///< decoded
    /// Those that are to be signed, `host` and `x-amz-date` among them; names in lower case.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string payload_sha256;  ///< hex
};

/// "20130524T000000Z"
std::string amz_date(Time time);

/// The request in the form whose hash is signed.
std::string canonical_request(const Signable& request);

/// The value of the Authorization header; `time` is that of `x-amz-date`.
std::string authorization(const Signable& request, const Credentials& credentials, Time time);

/// The path of an object: "/a b" becomes "/a%20b".
std::string encode_path(std::string_view path);

/// A query in the order in which it is signed, encoded; without the question mark.
std::string canonical_query(std::vector<std::pair<std::string, std::string>> query);

}  // namespace rostrum::media::s3
