#include "platforms/post_search.hpp"

#include <utility>

namespace rostrum::platforms {
namespace {

/// A list that is longer is not read to its end.
constexpr int pages_max = 20;

}  // namespace

Task<Outcome<PostSearch>> search_posts(PostPages pages, Time since,
                                       std::function<bool(const PlatformPost&)> matches) {
    Answered<PostSearch> out{.data = {}, .calls = 0, .limits = {}};
    std::string cursor;
    for (int read = 0; read < pages_max; ++read) {
        auto page = co_await pages(std::move(cursor));
        if (!page) co_return std::unexpected(std::move(page.error()));
        out.calls += page->calls;
        out.limits.merge(page->limits);
        auto& posts = page->data.posts;
        for (auto& post : posts) {
            if (post.posted_at < since || !matches(post)) continue;
            out.data.found = std::move(post);
            co_return out;
        }
        cursor = std::move(page->data.next_cursor);
        const bool is_past = !posts.empty() && posts.back().posted_at < since;
        if (is_past || cursor.empty()) co_return out;
    }
    out.data.is_whole = false;
    co_return out;
}

}  // namespace rostrum::platforms
