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

PublishState anew(const PublishState& state, std::string_view step) {
    PublishState out{.step = std::string(step), .data = {}};
    for (const auto key : {key_checked, key_username, key_tasks}) {
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
