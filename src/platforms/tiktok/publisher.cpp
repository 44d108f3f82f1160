#include "platforms/tiktok/publisher.hpp"

#include "core/json_writer.hpp"
#include "platforms/json_fields.hpp"
#include "platforms/oauth_answer.hpp"
#include "platforms/tiktok/choices.hpp"
#include "platforms/tiktok/descriptor.hpp"
#include "platforms/tiktok/post_body.hpp"
#include "platforms/tiktok/publish_data.hpp"
#include "platforms/tiktok/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rostrum::platforms::tiktok {
namespace {

using std::chrono::seconds;
using Stage = TaskStatus::Stage;

constexpr std::int64_t tasks_max = 4;
/// TikTok gives up a download after an hour, and processes 4 GB in minutes.
constexpr seconds processing_max = std::chrono::hours{3};
/// A public post gets its id after moderation: mostly within a minute, sometimes after hours.
constexpr seconds id_wait_max = std::chrono::minutes{15};

double megabytes(std::int64_t bytes) { return static_cast<double>(bytes) / 1e6; }

/// The list of what is offered, and what the creator has turned off.
std::optional<json::object> parse_creator(const json::value& body) {
    const auto* data = find_field(body, "data");
    const auto* levels = data != nullptr ? find_list(*data, "privacy_level_options") : nullptr;
    if (levels == nullptr) return std::nullopt;
    json::object options;
    options["username"] = text_of(*data, "creator_username");
    options["nickname"] = text_of(*data, "creator_nickname");
    options["privacyLevels"] = *levels;
    options["commentDisabled"] = flag_of(*data, "comment_disabled");
    options["duetDisabled"] = flag_of(*data, "duet_disabled");
    options["stitchDisabled"] = flag_of(*data, "stitch_disabled");
    if (const auto longest = whole_number_of(*data, "max_video_post_duration_sec")) {
        options["maxVideoSeconds"] = *longest;
    }
    return options;
}

}  // namespace

std::vector<PostIssue> TikTokPublisher::check(const PostContent& content,
                                              const json::object& account) const {
    return check_post(content, account);
}

CallRequest TikTokPublisher::request(const Access& access, std::string_view endpoint,
                                     std::string_view path, Effect effect, std::string body) const {
    CallRequest out{.endpoint = endpoint,
                    .effect = effect,
                    .method = http::Method::post,
                    .url = fmt::format("{}/v2/post/publish/{}/", api_host, path),
                    .parameters = {},
                    .secrets = {},
                    .authorization = CallAuthorization::bearer(access.token),
                    .json = std::move(body)};
    out.owner = access.owner();
    return out;
}

// ---- the creator

Task<Outcome<json::object>> TikTokPublisher::account_options(Access access) {
    if (!has_scope(access.scopes, scope_publish)) {
        co_return Answered<json::object>{.data = {}, .calls = 0, .limits = {}};
    }
    co_return co_await creator(std::move(access));
}

Task<Outcome<json::object>> TikTokPublisher::creator(Access access) const {
    auto answer = co_await call_.send(
        request(access, "creator_info", "creator_info/query", Effect::none, "{}"));
    if (!answer) {
        co_return std::unexpected(of_publishing(std::move(answer.error()), scope_publish));
    }
    auto options = parse_creator(answer->data);
    if (!options) {
        co_return std::unexpected(call_.unusable(Effect::none, "the answer names no levels"));
    }
    co_return Answered<json::object>{
        .data = *std::move(options), .calls = answer->calls, .limits = answer->limits};
}

/// What was chosen when the post was written has to be allowed still.
Task<Outcome<Advanced>> TikTokPublisher::check_creator(Access access, PublishPlan plan,
                                                       PublishState state) const {
    auto options = co_await creator(std::move(access));
    if (!options) co_return std::unexpected(std::move(options.error()));
    for (const auto& issue : check_post(plan.content, options->data)) {
        if (issue.severity != Severity::error) continue;
        co_return std::unexpected(refusal(issue.code, issue.message));
    }
    state.step = step_check;
    state.data[key_checked] = 1;
    state.data[key_username] = options->data["username"];
    co_return Answered<Advanced>{
        .data = {.state = std::move(state), .published = {}, .note = "allowed by TikTok"},
        .calls = options->calls,
        .limits = options->limits};
}

// ---- the steps

PublishStep TikTokPublisher::next_step(const PublishPlan& plan, const PublishState& known) const {
    const auto state = of_this_try(plan, known);
    if (number_in(state, key_checked) == 0 && !is_draft(plan.content)) return {step_check};
    if (text_in(state, key_task).empty()) {
        if (is_fetched(plan.content)) return {step_publish, Effect::change};
        // A task that gets no bytes makes nothing, and nobody sees it.
        return {step_begin};
    }
    // A chunk is sent again only when the task has told that it did not come.
    if (!text_in(state, key_url).empty()) return {step_upload, Effect::change};
    return {step_poll};
}

Task<Outcome<Advanced>> TikTokPublisher::advance(Access access, PublishPlan plan,
                                                 PublishState state) {
    const auto wanted = scope_for(plan.content);
    if (!access.scopes.empty() && !has_scope(access.scopes, wanted)) {
        co_return std::unexpected(scope_missing(wanted));
    }
    state = of_this_try(plan, std::move(state));
    const auto step = next_step(plan, state).name;
    if (step == step_check) {
        co_return co_await check_creator(std::move(access), std::move(plan), std::move(state));
    }
    if (step == step_upload) {
        co_return co_await send_chunk(std::move(access), std::move(plan), std::move(state));
    }
    if (step == step_poll) {
        co_return co_await poll(std::move(access), std::move(plan), std::move(state));
    }
    co_return co_await begin(std::move(access), std::move(plan), std::move(state));
}

Task<Outcome<Advanced>> TikTokPublisher::begin(Access access, PublishPlan plan,
                                               PublishState state) const {
    const auto tasks = number_in(state, key_tasks) + 1;
    if (plan.content.media.empty() || tasks > tasks_max) {
        auto error = refusal("too_many_tasks",
                             "TikTok broke the post off again and again. Try once more later.");
        error.nothing_live = true;
        co_return std::unexpected(std::move(error));
    }
    const bool is_sent = !is_fetched(plan.content);
    auto init = init_of(plan.content);
    auto answer = co_await call_.send(
        request(access, init.endpoint, init.path, init.effect, std::move(init.body)));
    if (!answer) {
        auto error = of_publishing(std::move(answer.error()), scope_for(plan.content));
        if (init.effect == Effect::change) error = of_change(std::move(error));
        co_return std::unexpected(std::move(error));
    }
    const auto* data = find_field(answer->data, "data");
    const auto task = data != nullptr ? text_of(*data, "publish_id") : std::string();
    const auto url = data != nullptr ? text_of(*data, "upload_url") : std::string();
    if (task.empty() || (is_sent && !upload_.is_ours(url))) {
        co_return std::unexpected(
            call_.unusable(init.effect, "the answer names no task, or no address of TikTok's"));
    }
    state = anew(state, is_sent ? step_begin : step_publish);
    state.data[key_task] = task;
    state.data[key_tasks] = tasks;
    state.data[key_begun_at] = now();
    if (is_sent) state.data[key_url] = url;
    if (!is_sent) state.data[key_sent_at] = now();
    co_return Answered<Advanced>{.data = {.state = std::move(state),
                                          .published = {},
                                          .wait = is_sent ? seconds{0} : poll_wait(0),
                                          .is_processing = !is_sent,
                                          .note = "post begun"},
                                 .calls = answer->calls,
                                 .limits = answer->limits};
}

// ---- the file

Task<Outcome<Advanced>> TikTokPublisher::send_chunk(Access access, PublishPlan plan,
                                                    PublishState state) const {
    const auto chunk = number_in(state, key_chunk);
    const auto* file = plan.content.media.empty() ? nullptr : &plan.content.media.front();
    const auto chunks = plan_chunks(file != nullptr ? static_cast<std::int64_t>(file->bytes) : 0);
    if (file == nullptr || !file->range || chunk < 0 || chunk >= chunks.chunks) {
        co_return std::unexpected(refusal("no_video", "The post has no such video."));
    }
    auto sent = co_await upload_.put(std::move(access), text_in(state, key_url), *file, chunk);
    if (!sent && sent.error().code == Upload::gone) {
        co_return Answered<Advanced>{
            .data = {.state = anew(state, step_upload),
                     .published = {},
                     .wait = poll_wait(0),
                     .leaves_nothing = true,
                     .note = "TikTok broke the upload off: it begins anew"},
            .calls = 1,
            .limits = {}};
    }
    if (!sent) co_return std::unexpected(std::move(sent.error()));
    co_return Answered<Advanced>{.data = arrived(std::move(state), *file, sent->data),
                                 .calls = sent->calls,
                                 .limits = sent->limits};
}

/// So much of the file is there. Only the last byte makes a post of it.
Advanced TikTokPublisher::arrived(PublishState state, const MediaFile& file,
                                  std::int64_t bytes) const {
    const auto total = static_cast<std::int64_t>(file.bytes);
    const auto cut = plan_chunks(total);
    Advanced out;
    state.step = step_upload;
    if (bytes >= total) {
        state.data.erase(key_url);
        state.data[key_sent_at] = now();
        out.wait = poll_wait(0);
        out.is_processing = true;
        out.note = "uploaded";
    } else {
        state.data[key_chunk] = std::min(bytes / cut.chunk_bytes, cut.chunks - 1);
        out.leaves_nothing = true;
        out.note = fmt::format("{:.1f} of {:.1f} MB uploaded", megabytes(bytes), megabytes(total));
    }
    out.state = std::move(state);
    return out;
}

// ---- until it is published

Task<Outcome<TaskStatus>> TikTokPublisher::ask(Access access, std::string task) const {
    std::string body;
    JsonWriter(body).begin_object().key("publish_id").value(task).end_object();
    auto answer = co_await call_.send(
        request(access, "status", "status/fetch", Effect::none, std::move(body)));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto told = parse_task(answer->data);
    if (!told) co_return std::unexpected(call_.unusable(Effect::none, "the task has no status"));
    co_return Answered<TaskStatus>{
        .data = *std::move(told), .calls = answer->calls, .limits = answer->limits};
}

Task<Outcome<Advanced>> TikTokPublisher::poll(Access access, PublishPlan plan,
                                              PublishState state) const {
    auto told = co_await ask(std::move(access), text_in(state, key_task));
    if (!told) {
        co_return std::unexpected(of_publishing(std::move(told.error()), scope_for(plan.content)));
    }
    state.step = step_poll;
    auto next = judged(plan, std::move(state), told->data);
    if (!next) co_return std::unexpected(std::move(next.error()));
    co_return Answered<Advanced>{
        .data = *std::move(next), .calls = told->calls, .limits = told->limits};
}

/// What a status means for the post.
std::expected<Advanced, PlatformError> TikTokPublisher::judged(const PublishPlan& plan,
                                                               PublishState state,
                                                               const TaskStatus& task) const {
    if (task.stage == Stage::failed) {
        const bool again = may_begin_anew(task) && number_in(state, key_tasks) < tasks_max;
        if (!again) return std::unexpected(failure_of(task));
        return Advanced{.state = anew(state, step_poll),
                        .published = {},
                        .wait = std::chrono::minutes{1},
                        .nothing_live = true,
                        .note = "TikTok had a fault of its own: it begins anew"};
    }
    if (task.stage == Stage::complete && number_in(state, key_done_at) == 0) {
        state.data[key_done_at] = now();
    }
    const bool draft = is_draft(plan.content);
    const bool is_public = !draft && text_option(plan.content, "privacyLevel") == level_public;
    const auto complete_for = seconds{now() - number_in(state, key_done_at)};
    const bool gets_id = is_public && task.post_ids.empty() && complete_for < id_wait_max;
    if ((draft && task.stage == Stage::in_inbox) || (task.stage == Stage::complete && !gets_id)) {
        auto live = published(plan, state, task);
        return Advanced{.state = std::move(state),
                        .published = std::move(live),
                        .note = task.stage == Stage::in_inbox
                                    ? "the draft is in the inbox of the TikTok app"
                                    : ""};
    }
    if (task.stage != Stage::complete &&
        seconds{now() - number_in(state, key_sent_at)} >= processing_max) {
        if (is_of_earlier_try(plan, state)) {
            return Advanced{.state = anew(state, step_poll),
                            .published = {},
                            .nothing_live = true,
                            .note = "somebody has looked, and it is not there: it begins anew"};
        }
        return std::unexpected(
            refusal("processing_timeout",
                    "TikTok did not finish the post within three hours. Look in the app whether it "
                    "is there before you try again."));
    }
    const auto polls = number_in(state, key_polls) + 1;
    state.data[key_polls] = polls;
    return Advanced{.state = std::move(state),
                    .published = {},
                    .wait = poll_wait(polls),
                    .is_processing = true,
                    .note = task.stage == Stage::complete ? "posted; TikTok is looking it over"
                                                          : "TikTok is processing the post"};
}

/// What is not public has no other id than its task's, and no address.
Published TikTokPublisher::published(const PublishPlan& plan, const PublishState& state,
                                     const TaskStatus& task) const {
    if (task.post_ids.empty()) {
        return {.external_id = text_in(state, key_task), .permalink = {}, .further_ids = {}};
    }
    const auto& first = task.post_ids.front();
    return {.external_id = first,
            .permalink = permalink(plan, state, first),
            .further_ids = {task.post_ids.begin() + 1, task.post_ids.end()}};
}

std::string TikTokPublisher::permalink(const PublishPlan& plan, const PublishState& state,
                                       std::string_view id) const {
    // Without a permission the handle is the display name.
    const auto told = text_in(state, key_username);
    return fmt::format("{}/@{}/{}/{}", call_.address(www_host),
                       http::percent_encode(told.empty() ? plan.handle : told),
                       is_video(plan.content) ? "video" : "photo", http::percent_encode(id));
}

std::optional<PlatformError> TikTokPublisher::refuses_remove(const Access&) const {
    return refusal("no_delete", "TikTok lets no app delete posts. Delete it in the TikTok app.");
}

Task<Outcome<bool>> TikTokPublisher::remove(Access access, std::string) {
    co_return std::unexpected(*refuses_remove(access));
}

}  // namespace rostrum::platforms::tiktok
