#pragma once

#include "db/value.hpp"
#include "publishing/types.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rostrum::publishing {

/// A post as it is stored.
struct PostRow {
    PostId id;
    WorkspaceId workspace_id;
    std::optional<CampaignId> campaign_id;
    std::string content;
    std::optional<std::string> title;
    std::optional<std::string> link;
    std::vector<std::string> thread;
    std::vector<std::string> hashtags;
    std::vector<std::string> media_ids;
    PostStatus status = PostStatus::draft;
    std::optional<Time> scheduled_at;
    std::optional<std::string> scheduled_local;
    std::optional<std::string> timezone;
    std::optional<campaigns::PostingSlotId> slot_id;
    std::optional<std::string> variant_group;
    std::optional<std::string> variant;
    std::optional<Time> published_at;
    Time created_at;
    Time updated_at;
};
BOOST_DESCRIBE_STRUCT(PostRow, (),
                      (id, workspace_id, campaign_id, content, title, link, thread, hashtags,
                       media_ids, status, scheduled_at, scheduled_local, timezone, slot_id,
                       variant_group, variant, published_at, created_at, updated_at))

/// A target as it is stored; what the columns mean stands with the table.
struct TargetRow {
    PostTargetId id;
    WorkspaceId workspace_id;
    PostId post_id;
    ConnectionId connection_id;
    std::string platform;
    std::optional<std::string> content;
    std::optional<std::string> title;
    std::optional<std::string> link;
    std::optional<std::vector<std::string>> thread;
    std::optional<std::vector<std::string>> media_ids;
    json::value options = json::object{};
    std::optional<platforms::PostFormat> format;
    TargetStatus status = TargetStatus::pending;
    std::int64_t generation = 0;
    std::int64_t version = 0;
    bool running = false;
    std::optional<Time> due_at;
    std::optional<Time> queued_at;
    std::optional<Time> parked_at;
    std::int64_t attempts = 0;
    std::int64_t failures = 0;
    std::int64_t rescues = 0;
    std::int64_t effects = 0;
    std::optional<std::string> step;
    std::optional<std::string> sent_step;
    std::optional<Time> sent_at;
    std::optional<Time> look_at;
    std::optional<Time> started_at;
    std::optional<Time> limited_at;
    std::optional<std::string> error_code;
    std::optional<std::string> error_message;
    std::optional<std::string> error_field;
    std::optional<std::string> external_id;
    std::optional<std::vector<std::string>> further_ids;
    std::optional<std::string> permalink;
    std::optional<Time> published_at;
};
BOOST_DESCRIBE_STRUCT(TargetRow, (),
                      (id, workspace_id, post_id, connection_id, platform, content, title, link,
                       thread, media_ids, options, format, status, generation, version, running,
                       due_at, queued_at, parked_at, attempts, failures, rescues, effects, step,
                       sent_step, sent_at, look_at, started_at, limited_at, error_code,
                       error_message, error_field, external_id, further_ids, permalink,
                       published_at))

/// With the sealed state of its publishing: for the worker that has it.
struct WorkedRow : TargetRow {
    std::optional<db::Bytes> state;
};
BOOST_DESCRIBE_STRUCT(WorkedRow, (TargetRow), (state))

/// A list of texts as it is stored.
inline json::value to_array(const std::vector<std::string>& texts) {
    return json::array(texts.begin(), texts.end());
}
inline std::optional<json::value> to_array(const std::optional<std::vector<std::string>>& texts) {
    if (!texts) return std::nullopt;
    return to_array(*texts);
}

}  // namespace rostrum::publishing
