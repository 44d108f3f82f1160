#include "platforms/json_fields.hpp"
#include "platforms/same_text.hpp"
#include "platforms/youtube/descriptor.hpp"
#include "platforms/youtube/parse.hpp"
#include "platforms/youtube/publish_state.hpp"
#include "platforms/youtube/publisher.hpp"
#include "platforms/youtube/rules.hpp"

#include <utility>

/// What became of a part whose answer was lost.
namespace rostrum::platforms::youtube {
namespace {

constexpr std::chrono::minutes look_every{2};
/// A video that is not seen by then need not be missing: somebody has to look.
constexpr std::chrono::minutes listed_within{15};

/// The whole file was sent, and no video is seen: it may come yet, and a second upload would double
/// it.
Reconciled not_seen(Time sent_at, Time now) {
    Reconciled out{.finding = Finding::unknown};
    if (now < sent_at + listed_within) out.look_again = look_every;
    return out;
}

}  // namespace

Task<Outcome<Reconciled>> YouTubePublisher::reconcile(Access access, PublishPlan plan,
                                                      PublishState state, Time sent_at) {
    state = of_this_try(plan, std::move(state));
    const auto* video = video_of(plan.content);
    const auto session = text(state, key_session);
    if (video == nullptr || session.empty()) {
        co_return Answered<Reconciled>{
            .data = {.finding = Finding::not_done}, .calls = 0, .limits = {}};
    }
    const auto sent = sent_of(state);
    auto place = co_await upload_.ask(access, session, video->bytes);
    Answered<Reconciled> out{.data = {.finding = Finding::not_done}, .calls = 1, .limits = {}};
    if (place) {
        out.calls = place->calls;
        out.limits = place->limits;
        const bool is_same = place->data.video_id.empty() && place->data.received == sent;
        if (is_same && sent >= video->bytes) out.data = not_seen(sent_at, clock_.now());
        if (is_same) co_return out;
        out.data = {.finding = Finding::done,
                    .advanced = arrived(std::move(state), place->data, video->bytes),
                    .look_again = {}};
        co_return out;
    }
    if (place.error().code != Upload::gone) co_return std::unexpected(std::move(place.error()));
    // Only the last part can have made a video.
    if (sent + part_bytes < video->bytes) co_return out;
    auto found = co_await find_uploads(access, plan);
    if (!found) co_return std::unexpected(std::move(found.error()));
    out.calls += found->calls;
    if (found->data.empty()) {
        out.data = not_seen(sent_at, clock_.now());
    } else if (found->data.size() == 1) {
        out.data = {.finding = Finding::done,
                    .advanced = known_by_title(plan, std::move(state), found->data.front()),
                    .look_again = {}};
    } else {
        // One of them may be this one: somebody has to look.
        out.data = {.finding = Finding::unknown};
    }
    co_return out;
}

/// A title is no proof: the post ends here, so that the caller sees whose video it is. What becomes
/// of its processing, and a thumbnail, is given up for that.
Advanced YouTubePublisher::known_by_title(const PublishPlan& plan, PublishState state,
                                          const std::string& id) const {
    auto out = arrived(std::move(state), {.video_id = id, .privacy = {}}, 0);
    out.wait = {};
    out.is_processing = false;
    out.published = published(plan, id);
    out.note = "found among the channel's videos by its title";
    return out;
}

/// The uploads of this title since the publishing began.
Task<Outcome<std::vector<std::string>>> YouTubePublisher::find_uploads(
    Access access, const PublishPlan& plan) const {
    const auto title = plan.content.title;
    const auto since = plan.started_at - std::chrono::minutes{1};
    auto channel = co_await api_.own_channels("id,contentDetails", access);
    if (!channel) co_return std::unexpected(std::move(channel.error()));
    const auto uploads = parse_uploads(channel->data, access.external_id);
    if (!uploads) co_return std::unexpected(api_.unusable("the channel names no uploads"));
    auto page = co_await api_.read("playlist_items", playlist_items_url, access,
                                   {{"part", "snippet,contentDetails"},
                                    {"playlistId", *uploads},
                                    {"maxResults", std::to_string(page_size_max)}});
    Answered<std::vector<std::string>> out{
        .data = {}, .calls = channel->calls + 1, .limits = channel->limits};
    if (!page && page.error().code == "playlistNotFound") co_return out;
    if (!page) co_return std::unexpected(std::move(page.error()));
    const auto* items = find_list(page->data, "items");
    if (items == nullptr) co_return out;
    for (const auto& item : *items) {
        const auto* snippet = find_field(item, "snippet");
        const auto* details = find_field(item, "contentDetails");
        if (snippet == nullptr || details == nullptr) continue;
        const auto at = parse_time(text_of(*snippet, "publishedAt"));
        if (!at || *at < since || !is_same_text(title, text_of(*snippet, "title"))) continue;
        out.data.push_back(text_of(*details, "videoId"));
    }
    co_return out;
}

}  // namespace rostrum::platforms::youtube
