#include "platforms/tiktok/publish_task.hpp"

#include "platforms/json_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::tiktok {
namespace {

using Stage = TaskStatus::Stage;

/// A stage that is not known is taken for one on the way: more will be told.
Stage stage_of(std::string_view status) {
    if (status == "SEND_TO_USER_INBOX") return Stage::in_inbox;
    if (status == "PUBLISH_COMPLETE") return Stage::complete;
    return status == "FAILED" ? Stage::failed : Stage::at_work;
}

struct FailureRow {
    std::string_view reason;
    std::string_view user_message;
    Next next = Next::rejected;
};
constexpr std::array failures{
    FailureRow{"file_format_check_failed",
               "TikTok cannot read the file. Export it as MP4 with H.264, photos as JPEG."},
    FailureRow{"duration_check_failed", "TikTok does not take a video of this length."},
    FailureRow{"frame_rate_check_failed", "TikTok takes videos with 23 to 60 frames a second."},
    FailureRow{"picture_size_check_failed", "TikTok does not take a picture of this size."},
    FailureRow{"internal", "TikTok failed again and again. Try once more later."},
    FailureRow{"video_pull_failed", "TikTok could not fetch the video from this server."},
    FailureRow{"photo_pull_failed", "TikTok could not fetch the photos from this server."},
    FailureRow{"publish_cancelled", "The post was cancelled at TikTok."},
    FailureRow{"auth_removed", "The app was removed at TikTok. Connect the account again.",
               Next::reauthorize},
    FailureRow{"spam_risk_too_many_posts",
               "TikTok takes no more posts of this account today. Try again tomorrow."},
    FailureRow{"spam_risk_user_banned_from_posting",
               "TikTok has banned this account from posting."},
    FailureRow{"spam_risk_text", "TikTok takes the text for spam."},
    FailureRow{"spam_risk", "TikTok takes the post for spam."},
};

}  // namespace

std::optional<TaskStatus> parse_task(const json::value& body) {
    const auto* data = find_field(body, "data");
    if (data == nullptr) return std::nullopt;
    const auto status = text_of(*data, "status");
    if (status.empty()) return std::nullopt;
    TaskStatus task{.stage = stage_of(status),
                    .failure = text_of(*data, "fail_reason"),
                    .uploaded = whole_number_of(*data, "uploaded_bytes").value_or(0),
                    .post_ids = {}};
    // The platform's own spelling, which it may mend.
    const auto* ids = find_list(*data, "publicaly_available_post_id");
    if (ids == nullptr) ids = find_list(*data, "publicly_available_post_id");
    if (ids == nullptr) return task;
    for (const auto& id : *ids) {
        if (auto text = text_of(id); !text.empty()) task.post_ids.push_back(std::move(text));
    }
    return task;
}

PlatformError failure_of(const TaskStatus& task) {
    const auto* const row = std::ranges::find(failures, task.failure, &FailureRow::reason);
    const bool is_known = row != failures.end();
    auto error = is_known ? refusal(task.failure, std::string(row->user_message))
                          : refusal(task.failure.empty() ? "failed" : task.failure,
                                    "TikTok could not publish the post.");
    if (is_known) error.next = row->next;
    error.nothing_live = true;
    return error;
}

bool may_begin_anew(const TaskStatus& task) { return task.failure == "internal"; }

PlatformError of_change(PlatformError error) {
    const bool was_sent = error.code != "unreachable";
    if (error.next == Next::retry_later && was_sent) error.next = Next::ambiguous;
    return error;
}

bool is_scope_missing(const PlatformError& error) {
    return error.code == "scope_not_authorized" || error.code == "scope_permission_missed";
}

PlatformError of_publishing(PlatformError error, std::string_view scope) {
    return is_scope_missing(error) ? scope_missing(scope) : error;
}

PlatformError scope_missing(std::string_view scope) {
    return refusal("scope_missing",
                   fmt::format("TikTok was not given the permission to post this ({}). Connect the "
                               "account again and allow that.",
                               scope));
}

PlatformError refusal(std::string code, std::string user_message) {
    auto message = "the post was not published: " + code;
    return {.next = Next::rejected,
            .code = std::move(code),
            .message = std::move(message),
            .user_message = std::move(user_message),
            .retry_after = {}};
}

}  // namespace rostrum::platforms::tiktok
