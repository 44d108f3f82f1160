#pragma once

#include "campaigns/slots.hpp"
#include "core/clock.hpp"
#include "core/describe.hpp"
#include "core/ids.hpp"
#include "core/json.hpp"
#include "platforms/post_content.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::publishing {

/// Follows from the states of the targets.
enum class PostStatus : std::uint8_t {
    draft,
    scheduled,
    publishing,
    published,
    partial,  ///< on some of its accounts
    failed,
    cancelled
};
BOOST_DESCRIBE_ENUM(PostStatus, draft, scheduled, publishing, published, partial, failed, cancelled)

enum class TargetStatus : std::uint8_t {
    pending,     ///< nothing has begun, or it waits for its account
    publishing,  ///< a worker has it, or will go on with it
    processing,  ///< ours is done, and the platform is at work
    published,
    failed,
    needs_attention,  ///< whether it is published cannot be told: somebody has to look
    cancelled
};
BOOST_DESCRIBE_ENUM(TargetStatus, pending, publishing, processing, published, failed,
                    needs_attention, cancelled)

/// Why a target is not published.
struct TargetError {
    std::string code;     ///< the platform's own, or ours
    std::string message;  ///< plain words
    std::optional<std::string> field;
};
BOOST_DESCRIBE_STRUCT(TargetError, (), (code, message, field))

/// A post on one connection, as the API shows it. A content that is empty is the post's own.
struct Target {
    PostTargetId id;
    ConnectionId connection_id;
    std::string platform;
    std::optional<std::string> content;
    std::optional<std::string> title;
    std::optional<std::string> link;
    std::optional<std::vector<std::string>> thread;
    std::optional<std::vector<std::string>> media_ids;
    json::value options;
    std::optional<platforms::PostFormat> format;  ///< once it is scheduled
    TargetStatus status = TargetStatus::pending;
    std::optional<Time> next_try_at;
    std::int64_t attempts = 0;
    std::optional<TargetError> error;
    std::optional<std::string> external_id;
    std::optional<std::string> permalink;
    std::optional<Time> published_at;
};
BOOST_DESCRIBE_STRUCT(Target, (),
                      (id, connection_id, platform, content, title, link, thread, media_ids,
                       options, format, status, next_try_at, attempts, error, external_id,
                       permalink, published_at))

/// What a user writes, with its targets.
struct Post {
    PostId id;
    std::optional<CampaignId> campaign_id;
    std::string content;
    std::optional<std::string> title;
    std::optional<std::string> link;
    std::vector<std::string> thread;
    std::vector<std::string> hashtags;
    std::vector<std::string> media_ids;
    PostStatus status = PostStatus::draft;
    std::optional<Time> scheduled_at;
    std::optional<std::string> scheduled_local;  ///< "2026-11-20T09:15:00", with `timezone`
    std::optional<std::string> timezone;
    std::optional<campaigns::PostingSlotId> slot_id;  ///< that it was given instead of a time
    std::optional<std::string> variant_group;         ///< with whose posts it is compared
    std::optional<std::string> variant;
    std::optional<Time> published_at;
    Time created_at;
    Time updated_at;
    std::vector<Target> targets;
};
BOOST_DESCRIBE_STRUCT(Post, (),
                      (id, campaign_id, content, title, link, thread, hashtags, media_ids, status,
                       scheduled_at, scheduled_local, timezone, slot_id, variant_group, variant,
                       published_at, created_at, updated_at, targets))

/// A line of the timeline.
struct Attempt {
    PublishAttemptId id;
    PostTargetId target_id;
    ConnectionId connection_id;
    std::string platform;
    std::int64_t attempt = 0;  ///< which try it belongs to, from 1
    std::string step;
    std::string outcome;  ///< "done", "sent", "wait", "published", or what a call came to
    std::optional<std::string> code;
    std::optional<std::string> message;
    std::optional<std::string> note;
    Time at;
    std::int64_t duration_ms = 0;
};
BOOST_DESCRIBE_STRUCT(Attempt, (),
                      (id, target_id, connection_id, platform, attempt, step, outcome, code,
                       message, note, at, duration_ms))

/// How many posts of a workspace are in which state.
struct Summary {
    std::int64_t draft = 0;
    std::int64_t scheduled = 0;
    std::int64_t publishing = 0;
    std::int64_t published = 0;
    std::int64_t partial = 0;
    std::int64_t failed = 0;
    std::int64_t cancelled = 0;
    std::int64_t needs_attention = 0;  ///< targets that somebody has to look at
    std::optional<Time> next_scheduled_at;
};
BOOST_DESCRIBE_STRUCT(Summary, (),
                      (draft, scheduled, publishing, published, partial, failed, cancelled,
                       needs_attention, next_scheduled_at))

}  // namespace rostrum::publishing
