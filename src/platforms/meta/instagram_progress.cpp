#include "platforms/meta/instagram_progress.hpp"

#include "platforms/meta/publish_steps.hpp"

namespace rostrum::platforms::meta {

std::int64_t seconds_of(Time time) { return time.time_since_epoch() / std::chrono::seconds{1}; }

InstagramProgress InstagramProgress::read(const PublishPlan& plan, const json::object& data) {
    InstagramProgress out;
    out.started_at = seconds_of(plan.started_at);
    out.containers = list_in(data, "containers");
    out.uris = list_in(data, "uris");
    out.uris.resize(out.containers.size());
    out.uploaded = static_cast<std::size_t>(number_in(data, "uploaded"));
    out.ready = static_cast<std::size_t>(number_in(data, "ready"));
    out.parent = text_in(data, "parent");
    out.parent_ready = number_in(data, "parentReady") != 0;
    out.created_at = number_in(data, "createdAt");
    out.media_id = text_in(data, "mediaId");
    if (number_in(data, "startedAt") != out.started_at) return out;
    out.polling_since = number_in(data, "pollingSince");
    out.restarts = number_in(data, "restarts");
    out.is_doubtful = number_in(data, "doubtful") != 0;
    out.look_ups = number_in(data, "lookUps");
    return out;
}

json::object InstagramProgress::data() const {
    return {{"startedAt", started_at},
            {"containers", to_array(containers)},
            {"uris", to_array(uris)},
            {"uploaded", uploaded},
            {"ready", ready},
            {"parent", parent},
            {"parentReady", parent_ready ? 1 : 0},
            {"createdAt", created_at},
            {"pollingSince", polling_since},
            {"restarts", restarts},
            {"doubtful", is_doubtful ? 1 : 0},
            {"mediaId", media_id},
            {"lookUps", look_ups}};
}

Advanced InstagramProgress::after(std::string_view step) const {
    return {.state = {.step = std::string(step), .data = data()}, .published = {}, .note = {}};
}

}  // namespace rostrum::platforms::meta
