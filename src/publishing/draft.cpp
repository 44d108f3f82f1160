#include "publishing/draft.hpp"

#include "publishing/content.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace rostrum::publishing {
namespace {

std::unexpected<Error> invalid(JsonIssues& issues) {
    Error error = make_error(ErrorCode::validation_failed, "the post cannot be accepted");
    error.details = std::move(issues.all());
    return std::unexpected(std::move(error));
}

std::vector<std::string> texts_of(const std::vector<MediaId>& ids) {
    std::vector<std::string> texts;
    texts.reserve(ids.size());
    for (const auto& id : ids) texts.push_back(to_string(id));
    return texts;
}

void check_thread(const std::vector<std::string>& thread, JsonIssues& issues) {
    for (std::size_t i = 0; i < thread.size(); ++i) {
        if (utf8::count(thread[i]) <= content_max) continue;
        issues.add(fmt::format("thread[{}]", i),
                   fmt::format("must have at most {} characters", content_max));
    }
}

void check_media(const std::vector<MediaId>& media, JsonIssues& issues) {
    std::set<MediaId> seen;
    for (std::size_t i = 0; i < media.size(); ++i) {
        if (!seen.insert(media[i]).second) {
            issues.add(fmt::format("mediaIds[{}]", i), "is there twice");
        }
    }
}

std::vector<std::string> hashtags_of(const std::vector<std::string>& given, JsonIssues& issues) {
    std::vector<std::string> hashtags;
    for (std::size_t i = 0; i < given.size(); ++i) {
        auto tag = tidy_hashtag(given[i]);
        if (!tag) {
            issues.add(fmt::format("hashtags[{}]", i), "must be one word");
        } else if (std::ranges::find(hashtags, *tag) == hashtags.end()) {
            hashtags.push_back(std::move(*tag));
        }
    }
    return hashtags;
}

/// Whether a text in it, or a name, has a NUL character, which no database keeps.
bool has_nul(const json::value& value) {
    if (const auto* text = value.if_string()) return text->find('\0') != json::string::npos;
    if (const auto* list = value.if_array()) return std::ranges::any_of(*list, has_nul);
    const auto* object = value.if_object();
    return object != nullptr && std::ranges::any_of(*object, [](const auto& member) {
               return member.key().contains('\0') || has_nul(member.value());
           });
}

json::value options_of(const std::optional<json::value>& given, JsonIssues& issues) {
    if (!given || given->is_null()) return json::object{};
    if (!given->is_object()) {
        issues.add("options", "must be an object");
        return json::object{};
    }
    if (has_nul(*given)) {
        issues.add("options", "must not contain NUL characters");
        return json::object{};
    }
    if (json::serialize(*given).size() > options_bytes_max) {
        issues.add("options", fmt::format("must have at most {} bytes", options_bytes_max));
    }
    return *given;
}

TargetRow target_of(const TargetInput& input, JsonIssues& issues) {
    TargetRow row;
    row.connection_id = input.connection_id;
    row.content = input.content;
    row.title = input.title;
    row.link = input.link;
    row.thread = input.thread;
    if (input.thread) check_thread(*input.thread, issues);
    if (input.media_ids) {
        check_media(*input.media_ids, issues);
        row.media_ids = texts_of(*input.media_ids);
    }
    row.options = options_of(input.options, issues);
    return row;
}

std::vector<TargetRow> targets_of(const std::vector<TargetInput>& inputs, JsonIssues& issues) {
    std::vector<TargetRow> rows;
    std::set<ConnectionId> seen;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const JsonIssues::Scope scope(issues, fmt::format("targets[{}]", i));
        if (!seen.insert(inputs[i].connection_id).second) {
            issues.add("connectionId", "is there twice");
        }
        rows.push_back(target_of(inputs[i], issues));
    }
    return rows;
}

/// The targets belong to the post; those of an account that was there before keep their ids.
void adopt(Draft& draft, const std::vector<TargetRow>& old, IdSource& ids) {
    for (auto& target : draft.targets) {
        const auto known = std::ranges::find(old, target.connection_id, &TargetRow::connection_id);
        target.id = known != old.end() ? known->id : PostTargetId{ids.next()};
        target.workspace_id = draft.post.workspace_id;
        target.post_id = draft.post.id;
    }
}

/// Adds the issues of a failed result.
template <typename T>
void add_issues(const Result<T>& result, JsonIssues& issues) {
    for (const auto& detail : result.error().details) issues.add(detail.field, detail.issue);
}

void check_variant(const PostRow& post, JsonIssues& issues) {
    if (post.variant_group.has_value() != post.variant.has_value()) {
        issues.add("variant", "goes with variantGroup");
    } else if (post.variant && !post.campaign_id) {
        issues.add("variantGroup", "is for posts of a campaign");
    }
}

std::string field_of(const platforms::PostIssue& issue, std::size_t place) {
    if (issue.field.empty()) return fmt::format("targets[{}]", place);
    return fmt::format("targets[{}].{}", place, issue.field);
}

}  // namespace

void set_schedule(Draft& draft, const std::optional<Schedule>& schedule) {
    draft.due_at.reset();
    draft.post.scheduled_at.reset();
    draft.post.scheduled_local.reset();
    draft.post.timezone.reset();
    draft.post.slot_id.reset();
    if (!schedule) return;
    draft.due_at = schedule->at;
    draft.post.scheduled_at = schedule->at;
    draft.post.scheduled_local = schedule->local;
    draft.post.timezone = schedule->timezone;
}

void set_id(Draft& draft, PostId id) {
    draft.post.id = id;
    for (auto& target : draft.targets) target.post_id = id;
}

void set_slot(Draft& draft, const FreeSlot& slot) {
    set_schedule(draft, Schedule{slot.at, slot.local, slot.timezone});
    draft.post.slot_id = slot.slot_id;
}

Result<Draft> make_draft(const PostInput& input, WorkspaceId workspace, IdSource& ids, Time now) {
    JsonIssues issues;
    Draft draft;
    auto& post = draft.post;
    post.id = PostId{ids.next()};
    post.workspace_id = workspace;
    post.campaign_id = input.campaign_id;
    post.content = input.content;
    post.title = input.title;
    post.link = input.link;
    post.thread = input.thread.value_or(std::vector<std::string>{});
    check_thread(post.thread, issues);
    if (input.media_ids) {
        check_media(*input.media_ids, issues);
        post.media_ids = texts_of(*input.media_ids);
    }
    if (input.hashtags) post.hashtags = hashtags_of(*input.hashtags, issues);
    post.created_at = now;
    post.updated_at = now;
    draft.targets = targets_of(input.targets, issues);
    adopt(draft, {}, ids);

    const auto schedule = resolve({input.scheduled_at, input.scheduled_local, input.timezone}, now);
    if (!schedule) add_issues(schedule, issues);
    const bool publish_now = input.publish_now.value_or(false);
    if (schedule && *schedule && publish_now) {
        issues.add("publishNow", "cannot be given with a time");
    }
    draft.wants_slot = input.queue.value_or(false);
    if (draft.wants_slot && (publish_now || (schedule && *schedule))) {
        issues.add("queue", "cannot be given with a time");
    }
    post.variant_group = input.variant_group;
    post.variant = input.variant;
    check_variant(post, issues);
    if (!issues.empty()) return invalid(issues);
    set_schedule(draft, *schedule);
    if (publish_now) draft.due_at = now;
    return draft;
}

Result<Draft> apply(const PostPatch& patch, const Emptied& emptied, Draft old, IdSource& ids,
                    Time now) {
    JsonIssues issues;
    Draft draft = std::move(old);
    auto& post = draft.post;
    if (patch.content) post.content = *patch.content;
    if (patch.title || emptied.title) post.title = patch.title;
    if (patch.link || emptied.link) post.link = patch.link;
    if ((patch.campaign_id || emptied.campaign) && post.campaign_id != patch.campaign_id) {
        post.campaign_id = patch.campaign_id;
        post.slot_id.reset();  // of the campaign, or not for it
    }
    // What it becomes follows from what it now is.
    for (auto& target : draft.targets) target.format.reset();
    if (patch.thread) {
        check_thread(*patch.thread, issues);
        post.thread = *patch.thread;
    }
    if (patch.media_ids) {
        check_media(*patch.media_ids, issues);
        post.media_ids = texts_of(*patch.media_ids);
    }
    if (patch.hashtags) post.hashtags = hashtags_of(*patch.hashtags, issues);
    if (patch.targets) {
        const auto before = std::exchange(draft.targets, targets_of(*patch.targets, issues));
        adopt(draft, before, ids);
    }
    const auto schedule = resolve({patch.scheduled_at, patch.scheduled_local, patch.timezone}, now);
    if (!schedule) add_issues(schedule, issues);
    if (schedule && *schedule && emptied.schedule) {
        issues.add("scheduledAt", "cannot be empty with another time");
    }
    draft.wants_slot = patch.queue.value_or(false);
    if (draft.wants_slot && (emptied.schedule || (schedule && *schedule))) {
        issues.add("queue", "cannot be given with a time");
    }
    if (patch.variant_group || emptied.variant) post.variant_group = patch.variant_group;
    if (patch.variant || emptied.variant) post.variant = patch.variant;
    if (!post.campaign_id && !patch.variant_group && !patch.variant) {
        // It was compared with others of a campaign that is gone.
        post.variant_group.reset();
        post.variant.reset();
    }
    check_variant(post, issues);
    if (!issues.empty()) return invalid(issues);
    if (*schedule || emptied.schedule) set_schedule(draft, *schedule);
    return draft;
}

Result<> accept(Draft& draft, const std::vector<TargetReport>& reports, std::string_view path) {
    JsonIssues issues;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        auto& target = draft.targets[i];
        target.platform = reports[i].platform.value_or("");
        target.format = draft.due_at ? reports[i].format : std::nullopt;
        for (const auto& issue : reports[i].issues) {
            if (issue.severity != platforms::Severity::error) continue;
            if (!draft.due_at && !is_basic(issue)) continue;
            issues.all().push_back({.field = std::string(path) + field_of(issue, i),
                                    .issue = issue.message,
                                    .code = issue.code,
                                    .limit = issue.limit,
                                    .actual = issue.actual});
        }
    }
    if (!issues.empty()) return invalid(issues);
    return {};
}

}  // namespace rostrum::publishing
