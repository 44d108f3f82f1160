#include "platforms/linkedin/post_list.hpp"

#include "http/query.hpp"
#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

std::size_t parse_position(std::string_view cursor) {
    std::size_t position = 0;
    std::from_chars(cursor.data(), cursor.data() + cursor.size(), position);
    return position;
}

}  // namespace

Task<Outcome<PostPage>> list_posts(const Rest& rest, Secret token, std::string author,
                                   std::string cursor, std::size_t limit) {
    const auto start = parse_position(cursor);
    const auto count = std::clamp<std::size_t>(limit, 1, page_size_max);
    // By default the list is sorted by the last change.
    auto answer = co_await rest.send(
        std::move(token),
        {.endpoint = "posts",
         .method = "FINDER",
         .path = fmt::format("posts?q=author&author={}&start={}&count={}&sortBy=CREATED",
                             http::percent_encode(author), start, count)});
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto page = parse_posts(answer->data, start, count);
    if (!page) co_return std::unexpected(rest.unusable("the answer has no list"));
    for (auto& post : page->posts) post.permalink = rest.address(post.permalink);
    co_return Answered<PostPage>{
        .data = *std::move(page), .calls = answer->calls, .limits = answer->limits};
}

}  // namespace rostrum::platforms::linkedin
