#include "platforms/tiktok/publish_data.hpp"

#include "platforms/json_fields.hpp"

#include <algorithm>
#include <array>

namespace rostrum::platforms::tiktok {

using std::chrono::seconds;

std::string text_in(const PublishState& state, std::string_view key) {
    const auto* value = find_field(state.data, key);
    return value != nullptr ? text_of(*value) : std::string();
}

std::int64_t number_in(const PublishState& state, std::string_view key) {
    const auto* value = find_field(state.data, key);
    return value != nullptr ? whole_number_of(*value).value_or(0) : 0;
}

PublishState of_this_try(const PublishPlan& plan, PublishState state) {
    const auto started_at = plan.started_at.time_since_epoch() / seconds{1};
    const bool is_new =
        state.data.contains(key_started_at) && number_in(state, key_started_at) != started_at;
    if (is_new) {
        state.data.erase(key_tasks);
        // What the creator may do is of no interest to a post that is on its way already.
        if (text_in(state, key_task).empty()) state.data.erase(key_checked);
    }
    state.data[key_started_at] = started_at;
    return state;
}

bool is_of_earlier_try(const PublishPlan& plan, const PublishState& state) {
    return number_in(state, key_begun_at) < plan.started_at.time_since_epoch() / seconds{1};
}

PublishState anew(const PublishState& state, std::string_view step) {
    PublishState out{.step = std::string(step), .data = {}};
    for (const auto key : {key_started_at, key_checked, key_username, key_tasks}) {
        if (const auto* value = find_field(state.data, key)) out.data[key] = *value;
    }
    return out;
}

seconds poll_wait(std::int64_t polls) {
    constexpr std::array<seconds, 5> waits{seconds{5}, seconds{10}, seconds{20}, seconds{30},
                                           seconds{60}};
    return waits[static_cast<std::size_t>(std::clamp<std::int64_t>(polls, 0, waits.size() - 1))];
}

}  // namespace rostrum::platforms::tiktok
