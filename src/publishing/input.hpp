#pragma once

#include "core/clock.hpp"
#include "core/ids.hpp"
#include "core/json.hpp"
#include "publishing/limits.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::publishing {

/// What a client says of one target. What is left out is the post's own.
struct TargetInput {
    ConnectionId connection_id;
    std::optional<std::string> content;
    std::optional<std::string> title;
    std::optional<std::string> link;
    std::optional<std::vector<std::string>> thread;
    std::optional<std::vector<MediaId>> media_ids;
    std::optional<json::value> options;

    static constexpr std::array<FieldRule, 5> rules{
        {{.field = "content", .max_length = content_max},
         {.field = "title", .max_length = title_max},
         {.field = "link", .max_length = link_max},
         {.field = "thread", .maximum = static_cast<std::int64_t>(thread_max)},
         {.field = "media_ids", .maximum = static_cast<std::int64_t>(media_max)}}};
};
BOOST_DESCRIBE_STRUCT(TargetInput, (),
                      (connection_id, content, title, link, thread, media_ids, options))

/// When a post is to be published: an instant, or a wall clock in a zone.
struct ScheduleInput {
    std::optional<Time> at;
    std::optional<std::string> local;  ///< "2026-11-20T09:15" or with seconds
    std::optional<std::string> timezone;
};

/// A post as a client writes it.
struct PostInput {
    std::string content;
    std::optional<std::string> title;
    std::optional<std::string> link;
    std::optional<std::vector<std::string>> thread;
    std::optional<std::vector<MediaId>> media_ids;
    std::optional<CampaignId> campaign_id;
    std::optional<std::vector<std::string>> hashtags;
    std::optional<Time> scheduled_at;
    std::optional<std::string> scheduled_local;
    std::optional<std::string> timezone;
    std::optional<bool> publish_now;
    std::optional<bool> queue;  ///< at the next free slot
    std::optional<std::string> variant_group;
    std::optional<std::string> variant;
    std::vector<TargetInput> targets;

    static constexpr std::array<FieldRule, 11> rules{
        {{.field = "content", .max_length = content_max},
         {.field = "title", .max_length = title_max},
         {.field = "link", .max_length = link_max},
         {.field = "thread", .maximum = static_cast<std::int64_t>(thread_max)},
         {.field = "media_ids", .maximum = static_cast<std::int64_t>(media_max)},
         {.field = "hashtags", .maximum = static_cast<std::int64_t>(hashtags_max)},
         {.field = "scheduled_local", .max_length = 30},
         {.field = "timezone", .max_length = 64},
         {.field = "variant_group", .min_length = 1, .max_length = variant_max},
         {.field = "variant", .min_length = 1, .max_length = variant_max},
         {.field = "targets", .minimum = 1, .maximum = static_cast<std::int64_t>(targets_max)}}};
};
BOOST_DESCRIBE_STRUCT(PostInput, (),
                      (content, title, link, thread, media_ids, campaign_id, hashtags, scheduled_at,
                       scheduled_local, timezone, publish_now, queue, variant_group, variant,
                       targets))

/// What a client changes of a post. What is left out stays; `scheduledAt: null` makes it a draft,
/// `campaignId: null` takes it out of its campaign.
struct PostPatch {
    std::optional<std::string> content;
    std::optional<std::string> title;
    std::optional<std::string> link;
    std::optional<std::vector<std::string>> thread;
    std::optional<std::vector<MediaId>> media_ids;
    std::optional<CampaignId> campaign_id;
    std::optional<std::vector<std::string>> hashtags;
    std::optional<Time> scheduled_at;
    std::optional<std::string> scheduled_local;
    std::optional<std::string> timezone;
    std::optional<bool> queue;
    std::optional<std::string> variant_group;
    std::optional<std::string> variant;
    std::optional<std::vector<TargetInput>> targets;

    static constexpr auto rules = PostInput::rules;
};
BOOST_DESCRIBE_STRUCT(PostPatch, (),
                      (content, title, link, thread, media_ids, campaign_id, hashtags, scheduled_at,
                       scheduled_local, timezone, queue, variant_group, variant, targets))

/// What of a post a patch empties.
struct Emptied {
    bool schedule = false;
    bool campaign = false;
    bool title = false;
    bool link = false;
    bool variant = false;
};

/// One post of a bulk. It has targets, or platforms: all active accounts there.
struct BulkPost {
    std::string content;
    std::optional<std::string> title;
    std::optional<std::string> link;
    std::optional<std::vector<std::string>> thread;
    std::optional<std::vector<MediaId>> media_ids;
    std::optional<std::vector<std::string>> hashtags;
    std::optional<std::vector<std::string>> platforms;
    std::optional<std::vector<TargetInput>> targets;
    std::optional<std::string> scheduled_time;  ///< RFC 3339, or a wall clock in the bulk's zone

    static constexpr std::array<FieldRule, 8> rules{
        {{.field = "content", .max_length = content_max},
         {.field = "title", .max_length = title_max},
         {.field = "link", .max_length = link_max},
         {.field = "thread", .maximum = static_cast<std::int64_t>(thread_max)},
         {.field = "media_ids", .maximum = static_cast<std::int64_t>(media_max)},
         {.field = "hashtags", .maximum = static_cast<std::int64_t>(hashtags_max)},
         {.field = "platforms", .maximum = static_cast<std::int64_t>(targets_max)},
         {.field = "targets", .minimum = 1, .maximum = static_cast<std::int64_t>(targets_max)}}};
};
BOOST_DESCRIBE_STRUCT(BulkPost, (),
                      (content, title, link, thread, media_ids, hashtags, platforms, targets,
                       scheduled_time))

/// How the posts of a bulk follow each other.
struct SchedulingOptions {
    std::optional<double> interval_hours;   ///< 24 unless told; at least a minute
    std::optional<std::string> start_time;  ///< of the first; now unless told
    std::optional<std::string> timezone;
};
BOOST_DESCRIBE_STRUCT(SchedulingOptions, (), (interval_hours, start_time, timezone))

/// Posts that are scheduled together, all or none.
struct BulkInput {
    std::optional<CampaignId> campaign_id;
    std::vector<BulkPost> posts;
    std::optional<SchedulingOptions> scheduling_options;

    static constexpr std::array<FieldRule, 1> rules{
        {{.field = "posts", .minimum = 1, .maximum = static_cast<std::int64_t>(bulk_max)}}};
};
BOOST_DESCRIBE_STRUCT(BulkInput, (), (campaign_id, posts, scheduling_options))

enum class RetryAction : std::uint8_t { retry, mark_published };
BOOST_DESCRIBE_ENUM(RetryAction, retry, mark_published)

/// What becomes of a target that failed, or that somebody has looked after.
struct RetryTarget {
    PostTargetId target_id;
    std::optional<RetryAction> action;  ///< retry unless told
    std::optional<std::string> permalink;

    static constexpr std::array<FieldRule, 1> rules{
        {{.field = "permalink", .max_length = link_max}}};
};
BOOST_DESCRIBE_STRUCT(RetryTarget, (), (target_id, action, permalink))

/// Without targets: all that failed.
struct RetryInput {
    std::optional<std::vector<RetryTarget>> targets;

    static constexpr std::array<FieldRule, 1> rules{
        {{.field = "targets", .minimum = 1, .maximum = static_cast<std::int64_t>(targets_max)}}};
};
BOOST_DESCRIBE_STRUCT(RetryInput, (), (targets))

}  // namespace rostrum::publishing
