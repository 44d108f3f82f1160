#include "platforms/linkedin/post_list.hpp"

#include "http/query.hpp"
#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace rostrum::platforms::linkedin {
namespace {

std::size_t parse_position(std::string_view cursor) {
    std::size_t position = 0;
    std::from_chars(cursor.data(), cursor.data() + cursor.size(), position);
    return position;
}

Task<> add_pictures(const Rest& rest, Caller caller, std::map<std::string, std::string> pictures,
                    Answered<PostPage>& page) {
    std::vector<std::string> urns;
    for (const auto& [post, picture] : pictures) {
        if (std::ranges::find(urns, picture) == urns.end()) urns.push_back(picture);
    }
    if (urns.empty()) co_return;
    auto answer = co_await rest.send(
        std::move(caller),
        {.endpoint = "images", .method = "BATCH_GET", .path = "images?ids=" + list_of(urns)});
    page.calls += answer ? answer->calls : 1;
    if (!answer) co_return;
    page.limits.merge(answer->limits);
    const auto addresses = parse_picture_addresses(answer->data);
    for (auto& post : page.data.posts) {
        const auto picture = pictures.find(post.external_id);
        if (picture == pictures.end()) continue;
        const auto address = addresses.find(picture->second);
        if (address != addresses.end()) post.thumbnail_url = address->second;
    }
}

}  // namespace

Task<Outcome<PostPage>> list_posts(const Rest& rest, Caller caller, std::string author,
                                   std::string cursor, std::size_t limit) {
    const auto start = parse_position(cursor);
    const auto count = std::clamp<std::size_t>(limit, 1, page_size_max);
    // By default the list is sorted by the last change.
    auto answer = co_await rest.send(
        caller, {.endpoint = "posts",
                 .method = "FINDER",
                 .path = fmt::format("posts?q=author&author={}&start={}&count={}&sortBy=CREATED",
                                     http::percent_encode(author), start, count)});
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto page = parse_posts(answer->data, start, count);
    if (!page) co_return std::unexpected(rest.unusable("the answer has no list"));
    for (auto& post : page->posts) post.permalink = rest.address(post.permalink);
    Answered<PostPage> out{
        .data = *std::move(page), .calls = answer->calls, .limits = answer->limits};
    co_await add_pictures(rest, std::move(caller), parse_pictures(answer->data), out);
    co_return out;
}

}  // namespace rostrum::platforms::linkedin
