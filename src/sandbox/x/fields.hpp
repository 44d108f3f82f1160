#pragma once

#include "http/query.hpp"
#include "sandbox/x/problems.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// What a call asks for: fields, expansions, a page.
namespace rostrum::sandbox::x {

template <typename T>
using Read = std::expected<T, BadParameter>;

using Names = std::vector<std::string_view>;
bool has(const Names& names, std::string_view name);

/// Every parameter of a call has to be known.
Read<void> check_names(const http::Query& query, std::span<const std::string_view> known);

Read<Names> read_user_fields(const http::Query& query);

/// What is told of each post. Whoever asks with the parameter of before August 2026,
/// "tweet.fields", is answered with the names of then.
struct PostFields {
    bool old_names = false;
    Names post;
    Names media;
    Names expansions;
};
Read<PostFields> read_post_fields(const http::Query& query);

/// Ids with commas between them, 1 to 100.
Read<Names> read_ids(const http::Query& query);

/// A page of somebody's posts.
struct PageQuery {
    std::int64_t max_results = 10;
    std::optional<std::int64_t> first_slot;  ///< where the page begins; empty: with the newest
    bool without_replies = false;
    bool without_reposts = false;
    std::optional<std::uint64_t> since_id;
    std::optional<std::uint64_t> until_id;
    std::optional<Time> start_time;
    std::optional<Time> end_time;
};
Read<PageQuery> read_page_query(const http::Query& query);

/// The token of a page that begins with this slot.
std::string page_token(std::int64_t first_slot);

/// Decimal digits, at most 19.
std::optional<std::uint64_t> parse_id(std::string_view text);

}  // namespace rostrum::sandbox::x
