#include "sandbox/web.hpp"
#include "sandbox/youtube/simulator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rostrum::sandbox::youtube {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr std::array<std::string_view, 9> metrics{
    "views",  "estimatedMinutesWatched", "averageViewDuration", "likes", "dislikes", "comments",
    "shares", "subscribersGained",       "subscribersLost"};

/// Reports come two days late, and days end at midnight in California.
constexpr hours lag{48 + 8};

constexpr std::size_t days_max = 5'000;

std::optional<Time> parse_day(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    return parse_time(std::string(text) + "T00:00:00Z");
}

ApiError bad_request(std::string message) {
    return {400, "badRequest", std::move(message), "global"};
}

void write_header(JsonWriter& out, std::string_view name, bool is_metric) {
    out.begin_object().key("name").value(name);
    out.key("columnType").value(is_metric ? "METRIC" : "DIMENSION");
    out.key("dataType").value(is_metric ? "INTEGER" : "STRING").end_object();
}

}  // namespace

double YouTube::report_value(std::string_view metric, std::size_t persona, Time day) const {
    const auto number = day.time_since_epoch() / days{1};
    const Dice dice = cast().dice(persona).of("report").of(number);
    const auto views =
        cast().persona(persona).followers * dice.of("views").between(80, 400) / 1'000;
    const auto gained = cast().followers_gained(persona, number);
    // Some leave every day; what is left of those who came is what the cast says.
    const auto lost = dice.of("lost").below(3) + std::max<std::int64_t>(-gained, 0);
    const auto share = [&](std::int64_t low, std::int64_t high) {
        return views * dice.of(metric).between(low, high) / 1'000;
    };
    std::int64_t value = 0;
    if (metric == "views") value = views;
    if (metric == "estimatedMinutesWatched") value = views * dice.of("minutes").between(2, 6);
    if (metric == "averageViewDuration") value = dice.of("minutes").between(2, 6) * 60;
    if (metric == "likes") value = share(20, 70);
    if (metric == "dislikes") value = share(0, 4);
    if (metric == "comments") value = share(2, 12);
    if (metric == "shares") value = share(1, 9);
    if (metric == "subscribersGained") value = gained + lost;
    if (metric == "subscribersLost") value = lost;
    return static_cast<double>(value);
}

/// By day, of the channel that the token is for.
ApiResult<std::string> YouTube::reports(const ApiCall& call) {
    const auto whose = call.parameter("ids");
    if (whose != "channel==MINE" && whose != "channel==" + external_id(call.persona)) {
        return std::unexpected(ApiError{403, "forbidden", "Forbidden", "global"});
    }
    const auto first = parse_day(call.parameter("startDate"));
    const auto asked_last = parse_day(call.parameter("endDate"));
    if (!first || !asked_last || *first > *asked_last ||
        (*asked_last - *first) / days{1} > static_cast<std::int64_t>(days_max)) {
        return std::unexpected(bad_request("The dates are no range."));
    }
    const auto wanted = split(call.parameter("metrics"), ',');
    if (wanted.empty()) return std::unexpected(missing_parameter("metrics"));
    for (const auto name : wanted) {
        if (std::ranges::find(metrics, name) != metrics.end()) continue;
        return std::unexpected(bad_request(
            fmt::format("Unknown identifier ({}) given in field parameters.metrics.", name)));
    }
    if (call.parameter("dimensions") != "day") {
        return std::unexpected(bad_request("The query is not supported. Check the documentation."));
    }
    const Time last = std::min(*asked_last, start_of_day(now() - lag) - days{1});
    const bool has_videos = cast().posts(call.persona, now()).size() > 0;

    std::string body;
    JsonWriter out(body);
    out.begin_object().key("kind").value("youtubeAnalytics#resultTable");
    out.key("columnHeaders").begin_array();
    write_header(out, "day", false);
    for (const auto name : wanted) write_header(out, name, true);
    out.end_array();
    // Without data there are no rows at all.
    if (has_videos && *first <= last) {
        out.key("rows").begin_array();
        for (Time day = *first; day <= last; day += days{1}) {
            out.begin_array().value(to_date(day));
            for (const auto name : wanted) out.value(report_value(name, call.persona, day));
            out.end_array();
        }
        out.end_array();
    }
    out.end_object();
    return body;
}

}  // namespace rostrum::sandbox::youtube
