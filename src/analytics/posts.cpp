#include "analytics/posts.hpp"

#include "analytics/sql.hpp"

#include <fmt/format.h>

#include <array>

namespace rostrum::analytics {
namespace {

struct SortedRow : PostView {
    std::int64_t sort_key = 0;
};
BOOST_DESCRIBE_STRUCT(SortedRow, (PostView), (sort_key))

/// Before every post.
constexpr Time earliest{std::chrono::sys_days{std::chrono::year{1} / 1 / 1}};

std::string_view column_of(SortBy sort) {
    constexpr std::array<std::string_view, 5> names{"posted_at", "engagement", "likes", "comments",
                                                    "views"};
    return names[static_cast<std::size_t>(sort)];
}

std::int64_t microseconds(Time time) { return time.time_since_epoch().count(); }

/// The cursor of the last row, when the page is full.
template <typename KeyOf>
PostPage page_of(std::vector<PostView> posts, int limit, KeyOf key_of) {
    PostPage page;
    if (!posts.empty() && posts.size() == static_cast<std::size_t>(limit)) {
        page.next = Cursor{key_of(posts.size() - 1), posts.back().id.value};
    }
    page.posts = std::move(posts);
    return page;
}

std::string csv_field(std::string_view text) {
    std::string out = "\"";
    if (!text.empty() &&
        std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
        out += '\'';
    }
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

std::string csv_number(const std::optional<std::int64_t>& number) {
    return number ? std::to_string(*number) : "";
}

}  // namespace

Task<PostPage> Posts::list(accounts::Scope scope, PostFilter filter, PageRequest page) {
    const bool ascending = filter.order == Order::ascending;
    db::Params params{scope.workspace,   filter.platform.value_or(""),
                      filter.connection, filter.media_type.value_or(""),
                      filter.from,       filter.to,
                      page.limit};
    if (filter.sort == SortBy::posted_at) {
        auto start = page_start(page);
        if (ascending && !page.after) start = {earliest, Uuid{}};
        params.emplace_back(start.before);
        params.emplace_back(start.id);
        const auto rows = co_await database_.query(
            ascending ? sql::posts_oldest_first : sql::posts_newest_first, std::move(params));
        auto posts = rows.all<PostView>();
        co_return page_of(std::move(posts), page.limit, [&](std::size_t last) {
            return microseconds(rows.get<Time>(last, "posted_at"));
        });
    }
    // The sort key is turned round for an ascending list, so that one statement serves both.
    const auto from =
        page.after.value_or(Cursor{std::numeric_limits<std::int64_t>::max(), page_start(page).id});
    params.emplace_back(column_of(filter.sort));
    params.emplace_back(ascending ? -1 : 1);
    params.emplace_back(from.key);
    params.emplace_back(from.id);
    const auto rows = co_await database_.query(sql::posts_by_count, std::move(params));
    auto sorted = rows.all<SortedRow>();
    std::vector<PostView> posts(sorted.begin(), sorted.end());
    co_return page_of(std::move(posts), page.limit,
                      [&](std::size_t last) { return sorted[last].sort_key; });
}

std::string csv_header() {
    return "id,platform,externalId,postedAt,mediaType,caption,permalink,views,reach,likes,comments,"
           "shares,saves,engagementRate\r\n";
}

std::string csv_line(const PostView& post) {
    return fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", to_string(post.id), post.platform,
        csv_field(post.external_id), to_rfc3339(post.posted_at), post.media_type,
        csv_field(post.caption.value_or("")), csv_field(post.permalink.value_or("")),
        csv_number(post.view_count), csv_number(post.reach_count), csv_number(post.like_count),
        csv_number(post.comment_count), csv_number(post.share_count), csv_number(post.save_count),
        post.engagement_rate ? fmt::format("{}", *post.engagement_rate) : "");
}

}  // namespace rostrum::analytics
