#include "platforms/tiktok/reader.hpp"

#include "core/json_writer.hpp"
#include "platforms/oauth_answer.hpp"
#include "platforms/tiktok/descriptor.hpp"
#include "platforms/tiktok/parse.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace rostrum::platforms::tiktok {
namespace {

std::string page_request(std::string_view cursor, std::size_t limit) {
    std::string body;
    JsonWriter out(body);
    out.begin_object();
    out.key("max_count").value(std::clamp<std::size_t>(limit, 1, page_size_max));
    std::int64_t position = 0;
    const auto [end, error] =
        std::from_chars(cursor.data(), cursor.data() + cursor.size(), position);
    if (error == std::errc{} && end == cursor.data() + cursor.size()) {
        out.key("cursor").value(position);
    }
    out.end_object();
    return body;
}

}  // namespace

Task<Outcome<Profile>> TikTokReader::profile(Access access) {
    CallRequest request{.endpoint = "user_info",
                        .url = std::string(api_host) + "/v2/user/info/",
                        .parameters = {{"fields", user_fields(access.scopes)}},
                        .secrets = {}};
    request.owner = access.owner();
    request.authorization = CallAuthorization::bearer(std::move(access.token));
    auto answer = co_await call_.send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto profile = parse_profile(answer->data);
    if (!profile) co_return std::unexpected(call_.unusable(Effect::none, "the user has no id"));
    co_return Answered<Profile>{
        .data = *std::move(profile), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<PostPage>> TikTokReader::posts(Access access, std::string cursor, std::size_t limit) {
    if (!has_scope(access.scopes, scope_videos)) {
        co_return Answered<PostPage>{.data = {}, .calls = 0, .limits = {}};
    }
    CallRequest request{.endpoint = "video_list",
                        .method = http::Method::post,
                        .url = std::string(api_host) + "/v2/video/list/",
                        .parameters = {{"fields", std::string(video_fields)}},
                        .secrets = {}};
    request.owner = access.owner();
    request.authorization = CallAuthorization::bearer(std::move(access.token));
    request.json = page_request(cursor, limit);
    auto answer = co_await call_.send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto page = parse_videos(answer->data);
    if (!page) co_return std::unexpected(call_.unusable(Effect::none, "the answer has no list"));
    co_return Answered<PostPage>{
        .data = *std::move(page), .calls = answer->calls, .limits = answer->limits};
}

}  // namespace rostrum::platforms::tiktok
