#include "media/s3/client.hpp"

#include "core/deadline.hpp"
#include "crypto/hash.hpp"
#include "crypto/hasher.hpp"
#include "http/client/sent_body.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace rostrum::media::s3 {
namespace {

constexpr int attempts_max = 4;
constexpr std::chrono::milliseconds first_pause{200};
/// A part of 16 MB over a slow line; one that stands still is given up earlier.
constexpr std::chrono::minutes call_timeout{10};
constexpr std::chrono::seconds stall_timeout{30};

/// The scheme and the rest of "https://host:port".
std::pair<std::string, std::string> split(std::string_view endpoint) {
    const auto end = endpoint.find("://");
    if (end == std::string_view::npos) return {"https", std::string(endpoint)};
    return {std::string(endpoint.substr(0, end)), std::string(endpoint.substr(end + 3))};
}

/// A port that goes without saying is not sent, and so not signed either.
std::string without_default_port(std::string_view scheme, std::string host) {
    const std::string_view port = scheme == "https" ? ":443" : ":80";
    if (host.ends_with(port)) host.resize(host.size() - port.size());
    return host;
}

std::string hash_range(const http::FileRange& range) {
    http::FileBody body(range);
    crypto::Hasher hasher;
    std::vector<char> block(256 * 1024);
    for (std::uint64_t left = range.length; left > 0;) {
        const auto count = body.read(block);
        if (count == 0 || count == http::SentBody::broken) {
            throw std::runtime_error("a file to be stored is too short");
        }
        hasher.update({block.data(), count});
        left -= count;
    }
    return crypto::hex_encode(hasher.finish());
}

bool is_passing(int status) { return status == 429 || status >= 500; }

Error failure(const http::ClientResponse& answer) {
    auto code = element_text(answer.body, "Code");
    if (answer.status == 404) return make_error(ErrorCode::not_found, "S3 has no such object");
    return make_error(ErrorCode::server_error,
                      fmt::format("S3 answered {} {}", answer.status, code));
}

Result<> done(Result<http::ClientResponse> answer) {
    if (!answer) return std::unexpected(std::move(answer.error()));
    return {};
}

}  // namespace

std::string element_text(std::string_view document, std::string_view name) {
    const auto open = fmt::format("<{}>", name);
    const auto start = document.find(open);
    if (start == std::string_view::npos) return {};
    const auto rest = document.substr(start + open.size());
    const auto end = rest.find(fmt::format("</{}>", name));
    return end == std::string_view::npos ? std::string() : std::string(rest.substr(0, end));
}

Client::Client(http::Client& client, const Clock& clock, BlockingThreads& threads,
               Settings settings)
    : client_(client), clock_(clock), threads_(threads), settings_(std::move(settings)) {
    auto [scheme, host] = split(settings_.endpoint);
    while (host.ends_with('/')) host.pop_back();
    if (!settings_.path_style) host = settings_.bucket + "." + host;
    host_ = without_default_port(scheme, host);
    base_ = scheme + "://" + host;
    path_base_ = settings_.path_style ? "/" + settings_.bucket + "/" : "/";
}

http::ClientRequest Client::signed_request(const Call& call) const {
    const Time now = clock_.now();
    Signable signable{.method = call.method,
                      .path = encode_path(path_base_ + call.key),
                      .query = call.query,
                      .headers = call.headers,
                      .payload_sha256 = call.payload_sha256};
    signable.headers.emplace_back("host", host_);
    signable.headers.emplace_back("x-amz-content-sha256", call.payload_sha256);
    signable.headers.emplace_back("x-amz-date", amz_date(now));
    http::ClientRequest request{.method = call.method,
                                .url = base_ + signable.path,
                                .body_source = call.body,
                                .timeout = call_timeout,
                                .stall_timeout = stall_timeout,
                                .response_bytes_max = call.answer_bytes_max,
                                .addresses = http::AddressPolicy::dangerously_allow_any_address};
    if (!call.query.empty()) request.url += "?" + canonical_query(call.query);
    for (const auto& [name, value] : signable.headers) {
        if (name != "host") request.headers.add(name, value);
    }
    request.headers.add("Authorization", authorization(signable, settings_.credentials, now));
    request.headers.add("Accept-Encoding", "identity");
    return request;
}

Task<Result<http::ClientResponse>> Client::call(Call call) {
    if (const auto* text = std::get_if<std::string>(&call.body)) {
        call.payload_sha256 = crypto::sha256_hex(*text);
    }
    std::string last;
    auto pause = first_pause;
    for (int attempt = 1; attempt <= attempts_max; ++attempt) {
        auto answer = co_await client_.send(signed_request(call));
        if (answer && !is_passing(answer->status)) {
            // A completion may fail after its head was sent.
            const bool refused = answer->status >= 300 || answer->body.contains("<Error>");
            if (refused) co_return std::unexpected(failure(*answer));
            co_return std::move(*answer);
        }
        last = answer ? failure(*answer).message : answer.error().message;
        if (attempt == attempts_max) break;
        co_await sleep_for(pause);
        pause *= 2;
    }
    co_return fail(ErrorCode::server_error, "S3 cannot be reached: " + last);
}

Task<Result<http::ClientResponse>> Client::put_range(
    std::string key, std::vector<std::pair<std::string, std::string>> query,
    http::FileRange content) {
    auto sha256 = co_await threads_.run([&content] { return hash_range(content); });
    co_return co_await call({.method = http::Method::put,
                             .key = std::move(key),
                             .query = std::move(query),
                             .body = std::move(content),
                             .payload_sha256 = std::move(sha256)});
}

Task<Result<>> Client::put_object(std::string key, http::FileRange content) {
    co_return done(co_await put_range(std::move(key), {}, std::move(content)));
}

Task<Result<std::string>> Client::create_multipart(std::string key) {
    const auto answer = co_await call(
        {.method = http::Method::post, .key = std::move(key), .query = {{"uploads", ""}}});
    if (!answer) co_return std::unexpected(answer.error());
    auto id = element_text(answer->body, "UploadId");
    if (id.empty()) co_return fail(ErrorCode::server_error, "S3 began no upload");
    co_return id;
}

Task<Result<std::string>> Client::put_part(std::string key, std::string upload, int number,
                                           http::FileRange content) {
    const auto answer = co_await put_range(
        std::move(key), {{"partNumber", std::to_string(number)}, {"uploadId", std::move(upload)}},
        std::move(content));
    if (!answer) co_return std::unexpected(answer.error());
    std::string tag(answer->headers.get("ETag"));
    if (tag.empty()) co_return fail(ErrorCode::server_error, "S3 gave a part no tag");
    co_return tag;
}

Task<Result<>> Client::complete_multipart(std::string key, std::string upload,
                                          std::vector<std::string> tags) {
    std::string body = "<CompleteMultipartUpload>";
    for (std::size_t i = 0; i < tags.size(); ++i) {
        body +=
            fmt::format("<Part><PartNumber>{}</PartNumber><ETag>{}</ETag></Part>", i + 1, tags[i]);
    }
    body += "</CompleteMultipartUpload>";
    co_return done(co_await call({.method = http::Method::post,
                                  .key = std::move(key),
                                  .query = {{"uploadId", std::move(upload)}},
                                  .headers = {{"content-type", "application/xml"}},
                                  .body = std::move(body)}));
}

Task<Result<>> Client::abort_multipart(std::string key, std::string upload) {
    co_return done(co_await call({.method = http::Method::delete_,
                                  .key = std::move(key),
                                  .query = {{"uploadId", std::move(upload)}}}));
}

Task<Result<std::string>> Client::get_range(std::string key, std::uint64_t offset,
                                            std::uint64_t length) {
    auto answer = co_await call(
        {.method = http::Method::get,
         .key = std::move(key),
         .headers = {{"range", fmt::format("bytes={}-{}", offset, offset + length - 1)}},
         .answer_bytes_max = static_cast<std::size_t>(length)});
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    if (answer->body.size() != length) {
        co_return fail(ErrorCode::server_error, "S3 gave another range than was asked for");
    }
    co_return std::move(answer->body);
}

Task<Result<>> Client::delete_object(std::string key) {
    auto deleted = done(co_await call({.method = http::Method::delete_, .key = std::move(key)}));
    if (!deleted && deleted.error().code == ErrorCode::not_found) co_return Result<>{};
    co_return deleted;
}

}  // namespace rostrum::media::s3
