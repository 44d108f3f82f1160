#include "platforms/x/reader.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/x/descriptor.hpp"
#include "platforms/x/errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rostrum::platforms::x {

Task<Outcome<Profile>> XReader::profile(Access access) {
    CallRequest request{.endpoint = "users_me",
                        .url = std::string(api_host) + "/2/users/me",
                        .parameters = {{"user.fields", std::string(user_fields)}},
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

CallRequest XReader::page_request(const Access& access, const Wanted& wanted,
                                  const FieldNames& names) const {
    const auto size = std::clamp(wanted.limit, page_size_min, posts_per_call);
    CallRequest request{.endpoint = "users_posts",
                        .url = fmt::format("{}/2/users/{}/tweets", api_host,
                                           http::percent_encode(access.external_id)),
                        .parameters = {{"max_results", std::to_string(size)},
                                       {"exclude", "retweets"},
                                       {std::string(names.parameter), std::string(names.fields)},
                                       {"expansions", "attachments.media_keys"},
                                       {"media.fields", std::string(media_fields)}},
                        .secrets = {}};
    request.owner = access.owner();
    if (!wanted.cursor.empty()) request.parameters.add("pagination_token", wanted.cursor);
    if (!wanted.start_time.empty()) request.parameters.add("start_time", wanted.start_time);
    request.authorization = CallAuthorization::bearer(access.token);
    return request;
}

Task<Outcome<PostPage>> XReader::page(const Access& access, const Wanted& wanted,
                                      const FieldNames& names) const {
    auto answer = co_await call_.send(page_request(access, wanted, names));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto page = parse_posts(answer->data);
    if (!page) co_return std::unexpected(call_.unusable(Effect::none, "the answer has no list"));
    const auto* items = find_list(answer->data, "data");
    if (items != nullptr && !items->empty() && page->posts.empty()) {
        // Taken for no posts, it would make those that are known disappear.
        auto error = call_.unusable(Effect::none, "no post has an id and a time");
        error.code = fields_missing;
        co_return std::unexpected(std::move(error));
    }
    for (auto& post : page->posts) {
        post.permalink = call_.address(
            fmt::format("{}/i/status/{}", www_host, http::percent_encode(post.external_id)));
    }
    if (page->next_cursor == wanted.cursor) page->next_cursor.clear();
    co_return Answered<PostPage>{
        .data = *std::move(page), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<PostPage>> XReader::page_in_either_names(const Access& access, const Wanted& wanted) {
    const bool old = uses_old_names_;
    auto first = co_await page(access, wanted, old ? old_names : new_names);
    if (first || !is_about_field_names(first.error())) co_return first;
    auto second = co_await page(access, wanted, old ? new_names : old_names);
    if (second) {
        uses_old_names_ = !old;
        ++second->calls;
    }
    co_return second;
}

Task<Outcome<PostPage>> XReader::posts(Access access, std::string cursor, std::size_t limit) {
    const Wanted wanted{.cursor = std::move(cursor), .limit = limit, .start_time = {}};
    co_return co_await page_in_either_names(access, wanted);
}

Task<Outcome<PostPage>> XReader::posts_since(Access access, Time since, std::string cursor,
                                             std::size_t limit) {
    const auto start = std::chrono::floor<std::chrono::seconds>(since);
    const Wanted wanted{
        .cursor = std::move(cursor), .limit = limit, .start_time = to_rfc3339(start)};
    co_return co_await page_in_either_names(access, wanted);
}

}  // namespace rostrum::platforms::x
