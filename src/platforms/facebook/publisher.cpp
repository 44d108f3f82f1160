#include "platforms/facebook/publisher.hpp"

#include "platforms/facebook/descriptor.hpp"
#include "platforms/facebook/parse.hpp"
#include "platforms/facebook/rules.hpp"
#include "platforms/facebook/video_upload.hpp"
#include "platforms/json_fields.hpp"
#include "platforms/meta/publish_steps.hpp"
#include "platforms/same_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rostrum::platforms::facebook {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::string_view step_photo = "upload_photo";
constexpr std::string_view step_start = "start_upload";
constexpr std::string_view step_upload = "upload";
constexpr std::string_view step_publish = "publish";
constexpr std::string_view step_poll = "poll";
constexpr std::string_view step_look_up = "look_up";

/// Facebook says that there is such a post already.
constexpr std::string_view code_repeated = "506";
constexpr std::int64_t look_ups_max = 3;
/// How far the clocks may be apart.
constexpr minutes clock_slack{2};
/// For so long a post may be published and not yet in the list.
constexpr minutes list_lag{3};

std::string path_of(const Access& access, std::string_view edge) {
    return fmt::format("/{}/{}", http::percent_encode(access.external_id), edge);
}

/// Where the post is made, and of what.
struct PublishCall {
    std::string_view edge;
    http::Query parameters;
};

PublishCall video_call(const PostContent& content, const PublishProgress& progress) {
    PublishCall out{.edge = video_edge(content), .parameters = {{"upload_phase", "finish"}}};
    if (is_chunked(content)) {
        out.parameters.add("upload_session_id", progress.session);
    } else {
        out.parameters.add("video_id", progress.video);
        out.parameters.add("video_state", "PUBLISHED");
    }
    if (content.format == PostFormat::story) return out;
    if (!content.text.empty()) out.parameters.add("description", content.text);
    if (!content.title.empty()) out.parameters.add("title", content.title);
    return out;
}

PublishCall call_of(const PostContent& content, const PublishProgress& progress) {
    if (is_video(content)) return video_call(content, progress);
    if (content.format == PostFormat::story) {
        return {.edge = "photo_stories", .parameters = {{"photo_id", progress.photos.front()}}};
    }
    PublishCall out{.edge = "feed", .parameters = {}};
    if (!content.text.empty()) out.parameters.add("message", content.text);
    if (content.format == PostFormat::link) out.parameters.add("link", content.link);
    for (std::size_t i = 0; i < progress.photos.size(); ++i) {
        out.parameters.add(fmt::format("attached_media[{}]", i),
                           json::serialize(json::object{{"media_fbid", progress.photos[i]}}));
    }
    return out;
}

/// "106_9", also where the platform tells the 9 alone.
std::string whole_id(const Access& access, std::string id) {
    if (id.empty() || id.contains('_')) return id;
    return fmt::format("{}_{}", access.external_id, id);
}

std::string whole_address(std::string address) {
    return address.starts_with('/') ? "https://www.facebook.com" + address : address;
}

bool is_same_kind(PostFormat format, MediaType type) {
    switch (format) {
        case PostFormat::image: return type == MediaType::image;
        case PostFormat::carousel: return type == MediaType::carousel || type == MediaType::image;
        // What a link leads to decides what it is told as: a video, a picture, nothing.
        default: return true;
    }
}

}  // namespace

PagePublisher::PagePublisher(meta::Graph graph, const Clock& clock)
    : graph_(std::move(graph)), clock_(clock) {}

std::vector<PostIssue> PagePublisher::check(const PostContent& content, const json::object&) const {
    return check_post(content);
}

PublishStep PagePublisher::next_step(const PublishPlan& plan, const PublishState& state) const {
    const auto progress = PublishProgress::read(state.data);
    const bool video = is_video(plan.content);
    if (progress.finished) return {video && !progress.ready ? step_poll : step_look_up};
    if (video && progress.video.empty()) return {step_start};
    if (video && !progress.uploaded) return {step_upload};
    if (!video && progress.photos.size() < plan.content.media.size()) return {step_photo};
    return {step_publish, Effect::change};
}

Task<Outcome<Advanced>> PagePublisher::advance(Access access, PublishPlan plan,
                                               PublishState state) {
    auto done = co_await do_step(std::move(access), std::move(plan), std::move(state));
    if (!done) {
        done.error() = meta::without_permission(std::move(done.error()), "Facebook", scope_posts);
    }
    co_return done;
}

Task<Outcome<Advanced>> PagePublisher::do_step(Access access, PublishPlan plan,
                                               PublishState state) {
    const auto step = next_step(plan, state).name;
    auto progress = PublishProgress::read(state.data);
    if (step == step_photo) co_return co_await upload_photo(access, plan, std::move(progress));
    if (step == step_start) {
        co_return co_await start_video(graph_, access, plan, std::move(progress));
    }
    if (step == step_upload) {
        co_return co_await upload_video(graph_, access, plan, std::move(progress));
    }
    if (step == step_publish) co_return co_await publish(access, plan, std::move(progress));
    if (step == step_poll) co_return co_await poll(access, plan, std::move(progress));
    co_return co_await look_up(access, plan, std::move(progress));
}

/// Nobody sees a photo before it is in a post: one that is uploaded twice does no harm.
Task<Outcome<Advanced>> PagePublisher::upload_photo(const Access& access, const PublishPlan& plan,
                                                    PublishProgress progress) {
    const auto& file = plan.content.media[progress.photos.size()];
    const auto bytes = co_await meta::bytes_of(file, 0, file.bytes);
    if (!bytes) co_return std::unexpected(bytes.error());
    http::Query parameters{{"published", "false"}};
    if (!file.alt_text.empty()) parameters.add("alt_text_custom", file.alt_text);
    auto request = graph_.change(http::Method::post, Effect::renewal, "photos", access,
                                 path_of(access, "photos"), std::move(parameters));
    request.upload = meta::multipart_file("source", file.mime, *bytes);
    request.timeout = meta::upload_timeout(bytes->size());
    auto answer = co_await graph_.call().send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto id = text_of(answer->data, "id");
    if (id.empty()) {
        co_return std::unexpected(graph_.call().unusable(Effect::renewal, "the photo has no id"));
    }
    progress.photos.push_back(std::move(id));
    auto out = progress.after(step_photo);
    out.note =
        fmt::format("picture {} of {} uploaded", progress.photos.size(), plan.content.media.size());
    co_return meta::answered(std::move(out), answer->calls, answer->limits);
}

Task<Outcome<Advanced>> PagePublisher::publish(const Access& access, const PublishPlan& plan,
                                               PublishProgress progress) {
    auto call = call_of(plan.content, progress);
    auto answer = co_await graph_.call().send(
        graph_.change(http::Method::post, Effect::change,
                      plan.content.format == PostFormat::reel ? "publish_reel" : "publish", access,
                      path_of(access, call.edge), std::move(call.parameters)));
    if (!answer) {
        co_return co_await after_refusal(access, plan, std::move(progress),
                                         meta::publish_error(std::move(answer.error())));
    }
    const bool feed = call.edge == "feed";
    progress.post = whole_id(access, text_of(answer->data, feed ? "id" : "post_id"));
    const bool told = feed ? !progress.post.empty() : flag_of(answer->data, "success");
    if (!told) {
        co_return std::unexpected(
            graph_.call().unusable(Effect::change, "the answer does not say that it was done"));
    }
    progress.finished = true;
    auto out = progress.after(step_publish);
    if (is_video(plan.content)) {
        out.wait = seconds{10};
        out.is_processing = true;
    }
    co_return meta::answered(std::move(out), answer->calls, answer->limits);
}

/// What Facebook has already may be our own, of a call whose answer was lost.
Task<Outcome<Advanced>> PagePublisher::after_refusal(const Access& access, const PublishPlan& plan,
                                                     PublishProgress progress,
                                                     PlatformError error) {
    if (!error.code.starts_with(code_repeated)) co_return std::unexpected(std::move(error));
    auto search = co_await find_own(access, plan, plan.started_at - clock_slack);
    if (!search || !search->data.found) co_return std::unexpected(std::move(error));
    co_return meta::answered(found(std::move(progress), *std::move(search->data.found)),
                             search->calls, search->limits);
}

Task<Outcome<Advanced>> PagePublisher::poll(const Access& access, const PublishPlan& plan,
                                            PublishProgress progress) {
    auto status = co_await video_status(graph_, access, progress.video);
    if (!status) co_return std::unexpected(std::move(status.error()));
    const auto& told = status->data;
    if (told.is_failed()) {
        auto error =
            meta::failure(Next::rejected, "video_" + told.video, told.problem,
                          "Facebook could not use the video. Convert it to MP4 with H.264 and AAC, "
                          "and try again.");
        error.nothing_live = true;
        co_return std::unexpected(std::move(error));
    }
    if (told.is_done()) {
        progress.ready = true;
        co_return meta::answered(progress.after(step_poll), status->calls, status->limits);
    }
    const auto now = clock_.now().time_since_epoch() / seconds{1};
    if (progress.polling_since == 0) progress.polling_since = now;
    const seconds since{now - progress.polling_since};
    if (since >= meta::processing_max) {
        if (progress.polling_since < plan.started_at.time_since_epoch() / seconds{1}) {
            auto out = PublishProgress{}.after(step_poll);
            out.nothing_live = true;
            out.note = "somebody has looked, and it is not there: it begins anew";
            co_return meta::answered(std::move(out), status->calls, status->limits);
        }
        co_return std::unexpected(meta::failure(
            Next::rejected, "processing_timeout", "the video stays " + told.video,
            "Facebook did not get done with the video within an hour. Look at the page before "
            "trying again: it may still appear there."));
    }
    auto out = progress.after(step_poll);
    out.wait = meta::poll_wait(since);
    out.is_processing = true;
    co_return meta::answered(std::move(out), status->calls, status->limits);
}

/// The post is there: that its address is not told must not make it a failure.
Task<Outcome<Advanced>> PagePublisher::look_up(const Access& access, const PublishPlan& plan,
                                               PublishProgress progress) {
    const bool video = is_video(plan.content);
    const bool story = plan.content.format == PostFormat::story;
    Published published{.external_id = progress.post, .permalink = {}, .further_ids = {}};
    bool told = story && !progress.post.empty();
    Outcome<json::value> answer = meta::answered(json::value(json::object()));
    if (!told) {
        answer = co_await graph_.call().send(
            graph_.get(video ? "video_status" : "post", access,
                       '/' + http::percent_encode(video ? progress.video : progress.post),
                       {{"fields", video ? "permalink_url,post_id" : "permalink_url"}}));
        if (answer) {
            published.permalink = whole_address(text_of(answer->data, "permalink_url"));
            if (video) published.external_id = whole_id(access, text_of(answer->data, "post_id"));
            told = !published.external_id.empty();
        }
    }
    if (published.external_id.empty()) published.external_id = progress.video;
    ++progress.look_ups;
    auto out = progress.after(step_look_up);
    if (!told && progress.look_ups < look_ups_max) {
        out.wait = seconds{10};
        out.note = "published; its address is not known yet";
        co_return meta::answered(std::move(out));
    }
    out.published = std::move(published);
    co_return meta::answered(std::move(out), answer ? answer->calls : 1);
}

// --- After a lost answer -------------------------------------------------------------------------

Reconciled PagePublisher::not_listed(Time sent_at) const {
    Reconciled out{.finding = Finding::not_done, .advanced = {}, .look_again = {}};
    if (clock_.now() >= sent_at + list_lag) return out;
    out.finding = Finding::unknown;
    out.look_again = minutes{1};
    return out;
}

Task<Outcome<Reconciled>> PagePublisher::reconcile(Access access, PublishPlan plan,
                                                   PublishState state, Time sent_at) {
    auto progress = PublishProgress::read(state.data);
    const bool video = is_video(plan.content);
    if (video && plan.content.format != PostFormat::story) {
        co_return co_await reconcile_video(access, std::move(progress), sent_at);
    }
    if (plan.content.format == PostFormat::story) {
        co_return co_await reconcile_story(access, std::move(progress), sent_at);
    }
    co_return co_await reconcile_post(access, plan, std::move(progress), sent_at);
}

Task<Outcome<Reconciled>> PagePublisher::reconcile_video(const Access& access,
                                                         PublishProgress progress, Time sent_at) {
    auto status = co_await video_status(graph_, access, progress.video);
    if (!status) co_return std::unexpected(std::move(status.error()));
    if (!status->data.is_finished()) {
        co_return meta::answered(not_listed(sent_at), status->calls, status->limits);
    }
    progress.finished = true;
    co_return meta::answered(
        Reconciled{
            .finding = Finding::done, .advanced = progress.after(step_publish), .look_again = {}},
        status->calls, status->limits);
}

Task<Outcome<Reconciled>> PagePublisher::reconcile_story(const Access& access,
                                                         PublishProgress progress, Time sent_at) {
    auto answer =
        co_await graph_.call().send(graph_.get("stories", access, path_of(access, "stories"), {}));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    const auto& media = progress.photos.empty() ? progress.video : progress.photos.front();
    const auto* list = find_list(answer->data, "data");
    for (const auto& story : list != nullptr ? *list : json::array()) {
        if (text_of(story, "media_id") != media) continue;
        progress.post = whole_id(access, text_of(story, "post_id"));
        progress.finished = true;
        progress.ready = true;
        auto out = progress.after(step_publish);
        out.published = Published{
            .external_id = progress.post, .permalink = text_of(story, "url"), .further_ids = {}};
        co_return meta::answered(
            Reconciled{.finding = Finding::done, .advanced = std::move(out), .look_again = {}});
    }
    // A video is in the list only once it is ready.
    if (progress.photos.empty()) {
        co_return co_await reconcile_video(access, std::move(progress), sent_at);
    }
    co_return meta::answered(not_listed(sent_at), answer->calls, answer->limits);
}

Task<Outcome<PostSearch>> PagePublisher::find_own(const Access& access, const PublishPlan& plan,
                                                  Time since) {
    return search_posts(
        [this, access](std::string cursor) { return posts(access, std::move(cursor)); }, since,
        [&plan](const PlatformPost& post) {
            return is_same_text(post.caption, plan.content.text) &&
                   is_same_kind(plan.content.format, post.media_type);
        });
}

Task<Outcome<PostPage>> PagePublisher::posts(Access access, std::string cursor) const {
    http::Query parameters{{"fields", "id,message,created_time,permalink_url,full_picture,"
                                      "attachments{media_type,url}"},
                           {"limit", "50"}};
    if (!cursor.empty()) parameters.add("after", cursor);
    auto answer = co_await graph_.call().send(
        graph_.get("posts", access, path_of(access, "published_posts"), std::move(parameters)));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto page = parse_posts(answer->data);
    if (!page) {
        co_return std::unexpected(graph_.call().unusable(Effect::none, "there is no list"));
    }
    if (page->next_cursor == cursor) page->next_cursor.clear();
    co_return meta::answered(*std::move(page), answer->calls, answer->limits);
}

Advanced PagePublisher::found(PublishProgress progress, PlatformPost post) const {
    progress.post = std::move(post.external_id);
    progress.finished = true;
    auto out = progress.after(step_publish);
    out.published = Published{
        .external_id = progress.post, .permalink = std::move(post.permalink), .further_ids = {}};
    return out;
}

Task<Outcome<Reconciled>> PagePublisher::reconcile_post(const Access& access,
                                                        const PublishPlan& plan,
                                                        PublishProgress progress, Time sent_at) {
    auto search = co_await find_own(access, plan, sent_at - clock_slack);
    if (!search) co_return std::unexpected(std::move(search.error()));
    auto& told = search->data;
    Reconciled out = not_listed(sent_at);
    if (told.found) {
        out = {.finding = Finding::done,
               .advanced = found(std::move(progress), *std::move(told.found)),
               .look_again = {}};
    } else if (!told.is_whole) {
        out = {};
    }
    co_return meta::answered(std::move(out), search->calls, search->limits);
}

Task<Outcome<bool>> PagePublisher::remove(Access access, std::string external_id) {
    auto answer = co_await graph_.call().send(
        graph_.change(http::Method::delete_, Effect::change, "delete", access,
                      '/' + http::percent_encode(external_id), {}));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    co_return meta::answered(true, answer->calls, answer->limits);
}

}  // namespace rostrum::platforms::facebook
