#include "limits/windows.hpp"

#include "core/timezone.hpp"

#include <algorithm>

namespace rostrum::limits {
namespace {

using std::chrono::microseconds;

/// A window is cut into so many buckets: units come back in steps of a twentieth of it.
constexpr int buckets_per_window = 20;

Window sliding(const Quota& quota, Time now) {
    const microseconds window = quota.window;
    const microseconds width =
        std::max(window / buckets_per_window, microseconds{std::chrono::seconds{1}});
    const auto begun = now.time_since_epoch() / width * width;
    // A unit of a bucket may have been used at its very end, and seen later still.
    const microseconds life = width + window + time_slack;
    return {.counting = {.bucket = Time{begun},
                         .counted_from = now - life + microseconds{1},
                         .bucket_life = life},
            .day = {}};
}

Window day_of(Time now, std::string_view zone) {
    const auto begins = last_midnight(now, zone).value_or(now);
    const auto ends = next_midnight(now, zone).value_or(now);
    return {.counting = {.bucket = begins, .counted_from = begins, .bucket_life = ends - begins},
            .day = local_date(now, zone).value_or("")};
}

}  // namespace

std::vector<Window> windows_of(const Quota& quota, Time now) {
    if (quota.day_in_zone.empty()) return {sliding(quota, now)};
    std::vector<Window> days{day_of(now, quota.day_in_zone)};
    for (const Time near : {now - midnight_slack, now + midnight_slack}) {
        auto day = day_of(near, quota.day_in_zone);
        if (day.day != days.front().day) days.push_back(std::move(day));
    }
    return days;
}

}  // namespace rostrum::limits
