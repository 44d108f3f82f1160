#include "platforms/tiktok/upload.hpp"

#include "platforms/tiktok/publish_task.hpp"

#include <fmt/format.h>

#include <utility>

namespace rostrum::platforms::tiktok {
namespace {

constexpr std::chrono::minutes chunk_timeout{10};

PlatformError judged(PlatformError error) {
    if (error.code == "http_403" || error.code == "http_404") {
        return refusal(std::string(Upload::gone), "TikTok broke the upload off.");
    }
    if (error.code == "http_416") error.next = Next::ambiguous;
    return of_change(std::move(error));
}

}  // namespace

bool Upload::is_ours(std::string_view url) const {
    constexpr std::string_view domain = ".tiktokapis.com";
    const auto prefix = call_.address("https://");
    if (!url.starts_with(prefix)) return false;
    url.remove_prefix(prefix.size());
    const auto host = url.substr(0, url.find_first_of("/?#"));
    return host.ends_with(domain) && host.find('@') == std::string_view::npos;
}

Task<Outcome<std::int64_t>> Upload::put(Access access, std::string url, const MediaFile& file,
                                        std::int64_t chunk) const {
    const auto total = static_cast<std::int64_t>(file.bytes);
    const auto cut = plan_chunks(total);
    const auto first = cut.first_of(chunk);
    const auto length = cut.bytes_of(chunk, total);
    // The address is what authorizes.
    CallRequest request{.endpoint = "upload",
                        .effect = Effect::change,
                        .method = http::Method::put,
                        .url = std::move(url),
                        .parameters = {},
                        .secrets = {},
                        .may_be_empty = true};
    request.headers.add("Content-Range",
                        fmt::format("bytes {}-{}/{}", first, first + length - 1, total));
    request.upload = UploadBody{
        .content_type = file.mime,
        .bytes = file.range(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(length))};
    request.is_given_url = true;
    request.may_be_other = true;
    request.timeout = chunk_timeout;
    request.owner = access.owner();
    auto reply = co_await call_.exchange(std::move(request));
    if (!reply) co_return std::unexpected(judged(std::move(reply.error())));
    co_return Answered<std::int64_t>{
        .data = first + length, .calls = reply->calls, .limits = reply->limits};
}

}  // namespace rostrum::platforms::tiktok
