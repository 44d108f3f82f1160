#pragma once

#include "core/json_writer.hpp"
#include "sandbox/dice.hpp"
#include "sandbox/youtube/errors.hpp"
#include "sandbox/youtube/simulator.hpp"

#include <cstdint>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::youtube {

std::string etag(const Dice& dice);

/// A title has 100 characters at most, and neither < nor >; the rest of a caption is description.
std::string title_of(std::string_view caption);
std::string description_of(std::string_view caption);

/// The values of a parameter that is a list: with commas, given several times, or both.
std::vector<std::string_view> list_parameter(const http::Request& request, std::string_view name);

/// The error for a part that the resource does not have.
std::optional<ApiError> unknown_part(const ApiCall& call, std::span<const std::string_view> known);

struct ListInfo {
    std::int64_t total = 0;
    std::int64_t per_page = 0;
    std::string next = {};      ///< the token of the next page; empty: this is the last one
    std::string previous = {};  ///< of the page before; empty: this is the first one
};

/// A list as every resource has it; without `items` when there are none.
template <std::ranges::input_range Items, typename Write>
std::string list_body(std::string_view kind, const ListInfo& info, const Items& items,
                      Write write) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("kind").value(kind).key("etag").value(etag(Dice(info.total)));
    if (!info.next.empty()) out.key("nextPageToken").value(info.next);
    if (!info.previous.empty()) out.key("prevPageToken").value(info.previous);
    out.key("pageInfo").begin_object().key("totalResults").value(info.total);
    out.key("resultsPerPage").value(info.per_page).end_object();
    if (!std::ranges::empty(items)) {
        out.key("items").begin_array();
        for (const auto& item : items) write(out, item);
        out.end_array();
    }
    out.end_object();
    return body;
}

}  // namespace rostrum::sandbox::youtube
