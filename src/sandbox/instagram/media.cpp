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

/// A place in a list: the slot of a post. `past_gap` is set once the empty page, of an account that
/// has one, has been shown.
struct Cursor {
    std::int64_t slot = 0;
    bool past_gap = false;
};

std::string encode(const Cursor& cursor) {
    const auto text = fmt::format("{}:{}", cursor.past_gap ? "b" : "a", cursor.slot);
    return "QVFI" + crypto::base64url_encode(crypto::as_bytes(text));
}

std::optional<Cursor> decode(std::string_view text) {
    if (!text.starts_with("QVFI")) return std::nullopt;
    const auto bytes = crypto::base64url_decode(text.substr(4));
    if (!bytes) return std::nullopt;
    const auto content = crypto::as_text(*bytes);
    if (content.size() < 3 || content[1] != ':') return std::nullopt;
    const auto slot = parse_id(content.substr(2));
    if (!slot || *slot > 1'000'000'000) return std::nullopt;
    return Cursor{static_cast<std::int64_t>(*slot), content[0] == 'b'};
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

/// The slots of the account that the platform lists and that lie in the time asked for.
SlotRange listed(const GraphCall& call, const ListQuery& query) {
    const auto& account = call.account();
    auto range = call.world.posts(account, call.now);
    range.oldest = std::max(range.oldest, range.newest - listed_posts_max + 1);
    const auto posted_at = [&](std::int64_t slot) {
        return call.world.post(account, slot).posted_at;
    };
    // Slots are in the order of time: the bounds can be found by halving.
    const auto first_at_or_after = [&](Time time) {
        auto low = range.oldest;
        auto high = range.newest + 1;
        while (low < high) {
            const auto middle = low + (high - low) / 2;
            if (posted_at(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    };
    SlotRange cut = range;
    if (query.since) cut.oldest = first_at_or_after(*query.since);
    if (query.until) cut.newest = first_at_or_after(*query.until + std::chrono::seconds{1}) - 1;
    return cut;
}

/// One page: from `newest` down to `oldest`.
SlotRange page_of(const SlotRange& all, const ListQuery& query) {
    SlotRange page = all;
    if (query.before) {
        page.oldest = std::max(all.oldest, query.before->slot + 1);
        page.newest = std::min(all.newest, page.oldest + query.limit - 1);
        return page;
    }
    if (query.after) page.newest = std::min(all.newest, query.after->slot - 1);
    page.oldest = std::max(all.oldest, page.newest - query.limit + 1);
    return page;
}

void write_paging(JsonWriter& out, const GraphCall& call, const SlotRange& all,
                  const SlotRange& page, const Cursor& before, const Cursor& after) {
    out.key("paging").begin_object().key("cursors").begin_object();
    out.key("before").value(encode(before)).key("after").value(encode(after)).end_object();
    if (page.oldest > all.oldest) {
        out.key("next").value(same_call_with(call, {{"before", ""}, {"after", encode(after)}}));
    }
    if (page.newest < all.newest) {
        out.key("previous")
            .value(same_call_with(call, {{"after", ""}, {"before", encode(before)}}));
    }
    out.end_object();
}

http::Response empty_page_with_next(const GraphCall& call, const Cursor& at) {
    const auto past = encode({at.slot, true});
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
    const auto all = listed(call, *query);
    const auto page = page_of(all, *query);
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_array();
    for (auto slot = page.newest; slot >= page.oldest; --slot) {
        write_media(out, call, {call.world.post(call.account(), slot), 0}, query->fields);
    }
    out.end_array();
    if (page.size() > 0) {
        const bool past_gap = query->after && query->after->past_gap;
        write_paging(out, call, all, page, {page.newest, true}, {page.oldest, past_gap});
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
