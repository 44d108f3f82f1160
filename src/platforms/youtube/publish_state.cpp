#include "platforms/youtube/publish_state.hpp"

#include "platforms/json_fields.hpp"
#include "platforms/youtube/rules.hpp"

#include <algorithm>

namespace rostrum::platforms::youtube {

std::string text(const PublishState& state, std::string_view key) {
    const auto* value = state.data.if_contains(key);
    return value != nullptr ? text_of(*value) : std::string();
}

std::int64_t number(const PublishState& state, std::string_view key) {
    const auto* value = state.data.if_contains(key);
    return value != nullptr ? whole_number_of(*value).value_or(0) : 0;
}

std::uint64_t sent_of(const PublishState& state) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(number(state, key_sent), 0));
}

PublishState of_this_try(const PublishPlan& plan, PublishState state) {
    const auto started_at = plan.started_at.time_since_epoch() / std::chrono::seconds{1};
    const bool is_new =
        state.data.contains(key_started_at) && number(state, key_started_at) != started_at;
    if (is_new) {
        const auto* video = video_of(plan.content);
        const bool is_whole = video != nullptr && sent_of(state) >= video->bytes;
        if (is_whole && text(state, key_video).empty()) state.data.clear();
        state.data.erase(key_sessions);
        state.data.erase(key_stalls);
    }
    state.data[key_started_at] = started_at;
    return state;
}

}  // namespace rostrum::platforms::youtube
