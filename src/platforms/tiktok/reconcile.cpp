#include "platforms/json_fields.hpp"
#include "platforms/oauth_answer.hpp"
#include "platforms/tiktok/choices.hpp"
#include "platforms/tiktok/descriptor.hpp"
#include "platforms/tiktok/parse.hpp"
#include "platforms/tiktok/publish_data.hpp"
#include "platforms/tiktok/publisher.hpp"

#include <utility>

// What became of a step whose answer was lost.
namespace rostrum::platforms::tiktok {
namespace {

using std::chrono::minutes;

/// How long a post may take until it is listed: fetched, processed and looked over.
constexpr minutes listing_max{20};
/// An upload's address is good for an hour.
constexpr std::chrono::seconds url_life = std::chrono::hours{1};
/// Clocks differ, and the list counts in whole seconds.
constexpr std::chrono::seconds clock_slack{5};

/// The list tells the caption of a video, and of photos the description, or the title without one.
const std::string& listed_text(const PostContent& content) {
    return content.text.empty() ? content.title : content.text;
}

/// Nothing came of the task: the next step is another one.
Advanced begun_anew(const PublishState& state) {
    return {.state = anew(state, step_upload),
            .published = {},
            .leaves_nothing = true,
            .note = "TikTok broke the upload off: it begins anew"};
}

Reconciled done(Advanced advanced) {
    return {.finding = Finding::done, .advanced = std::move(advanced), .look_again = {}};
}

}  // namespace

Task<Outcome<Reconciled>> TikTokPublisher::reconcile(Access access, PublishPlan plan,
                                                     PublishState state, Time sent_at) {
    state = of_this_try(plan, std::move(state));
    if (text_in(state, key_task).empty() || plan.content.media.empty()) {
        return find_post(std::move(access), std::move(plan), std::move(state), sent_at);
    }
    return find_chunk(std::move(access), std::move(plan), std::move(state));
}

Task<Outcome<Reconciled>> TikTokPublisher::find_chunk(Access access, PublishPlan plan,
                                                      PublishState state) const {
    Answered<Reconciled> out{.data = {}, .calls = 1, .limits = {}};
    const auto& file = plan.content.media.front();
    const auto total = static_cast<std::int64_t>(file.bytes);
    const auto chunk = number_in(state, key_chunk);
    auto told = co_await ask(std::move(access), text_in(state, key_task));
    if (!told) {
        // Without its last chunk nothing can have come of it.
        const bool is_last = chunk + 1 >= plan_chunks(total).chunks;
        if (told.error().next != Next::not_found || is_last) {
            co_return std::unexpected(
                of_publishing(std::move(told.error()), scope_for(plan.content)));
        }
        out.data = done(begun_anew(state));
        co_return out;
    }
    out.calls = told->calls;
    out.limits = told->limits;
    const auto status = std::move(told->data);
    const bool is_open = status.stage == TaskStatus::Stage::at_work && status.uploaded < total;
    if (!is_open) {
        out.data = done(arrived(std::move(state), file, total));
        co_return out;
    }
    if (std::chrono::seconds{now() - number_in(state, key_begun_at)} >= url_life) {
        out.data = done(begun_anew(state));
        co_return out;
    }
    auto next = arrived(state, file, status.uploaded);
    if (number_in(next.state, key_chunk) == chunk) {
        out.data.finding = Finding::not_done;
    } else {
        out.data = done(std::move(next));
    }
    co_return out;
}

Task<Outcome<Reconciled>> TikTokPublisher::find_post(Access access, PublishPlan plan,
                                                     PublishState state, Time sent_at) const {
    Answered<Reconciled> out{.data = {}, .calls = 0, .limits = {}};
    const auto& wanted = listed_text(plan.content);
    const bool is_listed = !is_draft(plan.content) && !wanted.empty() &&
                           text_option(plan.content, "privacyLevel") == level_public &&
                           has_scope(access.scopes, scope_videos);
    if (!is_listed) co_return out;
    CallRequest list{.endpoint = "video_list",
                     .method = http::Method::post,
                     .url = std::string(api_host) + "/v2/video/list/",
                     .parameters = {{"fields", std::string(video_fields)}},
                     .secrets = {},
                     .authorization = CallAuthorization::bearer(access.token),
                     .json = R"({"max_count":20})"};
    list.owner = access.owner();
    auto answer = co_await call_.send(std::move(list));
    if (!answer) {
        // Without the permission to read the list it tells nothing.
        if (is_scope_missing(answer.error())) co_return out;
        co_return std::unexpected(std::move(answer.error()));
    }
    auto page = parse_videos(answer->data);
    if (!page) co_return std::unexpected(call_.unusable(Effect::none, "the answer has no list"));
    out.calls = answer->calls;
    out.limits = answer->limits;
    std::erase_if(page->posts, [&](const PlatformPost& post) {
        return post.posted_at + clock_slack < sent_at || post.caption != wanted;
    });
    if (page->posts.size() == 1) {
        auto& post = page->posts.front();
        Published live{.external_id = post.external_id,
                       .permalink = permalink(plan, state, post.external_id),
                       .further_ids = {}};
        out.data = done({.state = std::move(state),
                         .published = std::move(live),
                         .note = "found among the account's posts"});
    } else if (page->posts.empty() && clock_.now() - sent_at < listing_max) {
        out.data.look_again = minutes{1};
    }
    co_return out;
}

}  // namespace rostrum::platforms::tiktok
