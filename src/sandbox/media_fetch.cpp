#include "sandbox/media_fetch.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hasher.hpp"

#include <utility>

namespace rostrum::sandbox {
namespace {

constexpr std::size_t head_max = 64 * std::size_t{1024};
/// More than tests send around; platforms stop at a limit, too.
constexpr std::size_t fetched_max = 512 * std::size_t{1024} * 1024;

}  // namespace

Task<Result<FetchedMedia>> fetch_media(http::Client& client, std::string url) {
    http::ClientRequest request{
        .method = http::Method::get, .url = std::move(url), .headers = {}, .body = {}};
    request.headers.add("User-Agent", "facebookexternalhit/1.1");
    request.headers.add("Accept", "*/*");
    request.timeout = std::chrono::minutes{5};
    request.response_bytes_max = fetched_max;
    request.redirects_max = 0;
    // The files lie at the server that is tried out, on this machine.
    request.addresses = http::AddressPolicy::dangerously_allow_any_address;
    auto response = co_await client.send(std::move(request));
    if (!response) {
        co_return fail(ErrorCode::platform_unavailable,
                       "the file was not fetched: " + response.error().message);
    }
    FetchedMedia media{.status = response->status, .mime = {}, .sha256 = {}, .head = {}};
    if (response->status != 200) co_return media;
    media.mime = response->headers.get("Content-Type");
    media.bytes = response->body.size();
    crypto::Hasher hasher;
    hasher.update(response->body);
    media.sha256 = crypto::hex_encode(hasher.finish());
    media.head = response->body.substr(0, head_max);
    co_return media;
}

}  // namespace rostrum::sandbox
