#include "sandbox/instagram/media.hpp"

#include "crypto/encoding.hpp"
#include "sandbox/instagram/fields.hpp"
#include "sandbox/instagram/media_fields.hpp"
#include "sandbox/instagram/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace rostrum::sandbox::instagram {
namespace {

/// A place in a list: the moment of a post. `past_gap` is set once the empty page, of an account
/// that has one, has been shown.
struct Cursor {
    Time at{};
    bool past_gap = false;
};

std::string encode(const Cursor& cursor) {
    const auto text = fmt::format("{}:{}", cursor.past_gap ? "b" : "a",
                                  cursor.at.time_since_epoch() / std::chrono::microseconds{1});
    return "QVFI" + crypto::base64url_encode(crypto::as_bytes(text));
}

std::optional<Cursor> decode(std::string_view text) {
    if (!text.starts_with("QVFI")) return std::nullopt;
    const auto bytes = crypto::base64url_decode(text.substr(4));
    if (!bytes) return std::nullopt;
    const auto content = crypto::as_text(*bytes);
    if (content.size() < 3 || content[1] != ':') return std::nullopt;
    const auto at = parse_id(content.substr(2));
    constexpr std::uint64_t latest = 253'402'300'799'000'000;  // the year 9999
    if (!at || *at > latest) return std::nullopt;
    return Cursor{Time{std::chrono::microseconds{static_cast<std::int64_t>(*at)}},
                  content[0] == 'b'};
}

/// What the parameters of a list ask for.
struct ListQuery {
    std::vector<Field> fields;
    std::int64_t limit = page_size_default;
    std::optional<Cursor> after;
    std::optional<Cursor> before;
    std::optional<Time> since;
    std::optional<Time> until;
};

GraphResult<std::vector<Field>> media_fields_of(const GraphCall& call) {
    const auto requested = call.param("fields");
    auto fields = parse_fields(requested.empty() ? "id" : requested);
    if (!fields) return fields;
    if (const auto checked = check_media_fields(*fields); !checked) {
        return std::unexpected(checked.error());
    }
    return fields;
}

GraphResult<std::optional<Cursor>> cursor_param(const GraphCall& call, std::string_view name) {
    const auto text = call.param(name);
    if (text.empty()) return std::nullopt;
    const auto cursor = decode(text);
    if (!cursor) return std::unexpected(bad_parameter("(#100) Invalid cursor"));
    return cursor;
}

GraphResult<std::optional<Time>> time_param(const GraphCall& call, std::string_view name) {
    const auto text = call.param(name);
    if (text.empty()) return std::nullopt;
    const auto time = parse_unix_time(text);
    if (!time) {
        return std::unexpected(
            bad_parameter(fmt::format("(#100) param {} must be a valid unix timestamp", name)));
    }
    return time;
}

GraphResult<std::int64_t> limit_param(const GraphCall& call) {
    const auto text = call.param("limit");
    if (text.empty()) return page_size_default;
    const auto limit = parse_id(text);
    if (!limit || *limit == 0) {
        return std::unexpected(bad_parameter("(#100) param limit must be a positive number"));
    }
    return std::min<std::int64_t>(static_cast<std::int64_t>(std::min<std::uint64_t>(*limit, 1'000)),
                                  page_size_max);
}

GraphResult<ListQuery> list_query(const GraphCall& call) {
    auto fields = media_fields_of(call);
    if (!fields) return std::unexpected(fields.error());
    const auto limit = limit_param(call);
    if (!limit) return std::unexpected(limit.error());
    const auto after = cursor_param(call, "after");
    if (!after) return std::unexpected(after.error());
    const auto before = cursor_param(call, "before");
    if (!before) return std::unexpected(before.error());
    const auto since = time_param(call, "since");
    if (!since) return std::unexpected(since.error());
    const auto until = time_param(call, "until");
    if (!until) return std::unexpected(until.error());
    return ListQuery{std::move(*fields), *limit, *after, *before, *since, *until};
}

/// The posts of an account that the platform lists and that lie in the time asked for: those of the
/// world, in slots, and those that were published.
class Timeline {
public:
    Timeline(const GraphCall& call, const ListQuery& query)
        : call_(call),
          slots_(call.world.posts(call.account(), call.now)),
          published_(call.containers.posts(call.account(), false, call.now)) {
        slots_.oldest = std::max(slots_.oldest, slots_.newest - listed_posts_max + 1);
        if (query.since) slots_.oldest = first_at_or_after(*query.since);
        const auto end = query.until ? *query.until + std::chrono::seconds{1} : Time::max();
        if (query.until) slots_.newest = first_at_or_after(end) - 1;
        std::erase_if(published_, [&](const Post& post) {
            return post.posted_at >= end || (query.since && post.posted_at < *query.since);
        });
    }

    /// The newest `count` before a moment, newest first.
    std::vector<Post> before(Time time, std::int64_t count) const {
        const auto newest = first_at_or_after(time) - 1;
        std::vector<Post> posts;
        for (auto slot = newest; slot >= std::max(slots_.oldest, newest - count + 1); --slot) {
            posts.push_back(call_.world.post(call_.account(), slot));
        }
        for (const auto& post : published_) {
            if (post.posted_at < time) posts.push_back(post);
        }
        return cut(std::move(posts), count, true);
    }

    /// The oldest `count` after a moment, newest first.
    std::vector<Post> after(Time time, std::int64_t count) const {
        const auto oldest = first_at_or_after(time + std::chrono::microseconds{1});
        std::vector<Post> posts;
        for (auto slot = oldest; slot <= std::min(slots_.newest, oldest + count - 1); ++slot) {
            posts.push_back(call_.world.post(call_.account(), slot));
        }
        for (const auto& post : published_) {
            if (post.posted_at > time) posts.push_back(post);
        }
        auto found = cut(std::move(posts), count, false);
        std::ranges::reverse(found);
        return found;
    }

private:
    static std::vector<Post> cut(std::vector<Post> posts, std::int64_t count, bool newest_first) {
        std::ranges::sort(posts, [&](const Post& a, const Post& b) {
            return newest_first ? a.posted_at > b.posted_at : a.posted_at < b.posted_at;
        });
        const auto size = static_cast<std::size_t>(count);
        if (posts.size() > size) posts.resize(size);
        return posts;
    }

    /// Slots are in the order of time: the bounds can be found by halving.
    std::int64_t first_at_or_after(Time time) const {
        auto low = slots_.oldest;
        auto high = slots_.newest + 1;
        while (low < high) {
            const auto middle = low + (high - low) / 2;
            if (call_.world.post(call_.account(), middle).posted_at < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    const GraphCall& call_;
    SlotRange slots_;
    std::vector<Post> published_;
};

void write_paging(JsonWriter& out, const GraphCall& call, const Timeline& all,
                  const std::vector<Post>& page, bool past_gap) {
    const Cursor before{page.front().posted_at, true};
    const Cursor after{page.back().posted_at, past_gap};
    out.key("paging").begin_object().key("cursors").begin_object();
    out.key("before").value(encode(before)).key("after").value(encode(after)).end_object();
    if (!all.before(after.at, 1).empty()) {
        out.key("next").value(same_call_with(call, {{"before", ""}, {"after", encode(after)}}));
    }
    if (!all.after(before.at, 1).empty()) {
        out.key("previous")
            .value(same_call_with(call, {{"after", ""}, {"before", encode(before)}}));
    }
    out.end_object();
}

http::Response empty_page_with_next(const GraphCall& call, const Cursor& at) {
    const auto past = encode({at.at, true});
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array().end_array();
    out.key("paging").begin_object().key("cursors").begin_object();
    out.key("before").value(past).key("after").value(past).end_object();
    out.key("next").value(same_call_with(call, {{"before", ""}, {"after", past}}));
    out.end_object().end_object();
    return graph_json(200, body);
}

}  // namespace

GraphResult<http::Response> media_list(const GraphCall& call) {
    const auto query = list_query(call);
    if (!query) return std::unexpected(query.error());
    if (call.account().quirks.empty_second_page && query->after && !query->after->past_gap) {
        return empty_page_with_next(call, *query->after);
    }
    const Timeline all(call, *query);
    const auto page = query->before
                          ? all.after(query->before->at, query->limit)
                          : all.before(query->after ? query->after->at : Time::max(), query->limit);
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array();
    for (const auto& post : page) write_media(out, call, {post, 0}, query->fields);
    out.end_array();
    if (!page.empty()) {
        write_paging(out, call, all, page, query->after && query->after->past_gap);
    }
    out.end_object();
    return graph_json(200, body);
}

GraphResult<http::Response> story_list(const GraphCall& call) {
    const auto fields = media_fields_of(call);
    if (!fields) return std::unexpected(fields.error());
    const auto range = call.world.stories(call.account(), call.now);
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array();
    for (const auto& story : call.containers.posts(call.account(), true, call.now)) {
        write_media(out, call, {story, 0}, *fields);
    }
    for (auto slot = range.newest; slot >= range.oldest; --slot) {
        write_media(out, call, {call.world.story(call.account(), slot), 0}, *fields);
    }
    out.end_array().end_object();
    return graph_json(200, body);
}

GraphResult<http::Response> media_object(const GraphCall& call, const Found& found) {
    const auto fields = media_fields_of(call);
    if (!fields) return std::unexpected(fields.error());
    std::string body;
    JsonWriter out(body);
    write_media(out, call, found, *fields);
    return graph_json(200, body);
}

}  // namespace rostrum::sandbox::instagram
