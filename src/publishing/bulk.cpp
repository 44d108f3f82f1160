#include "publishing/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace rostrum::publishing {
namespace {

constexpr double minutes_per_hour = 60;
constexpr double interval_hours_max = 24.0 * 366;

Result<BulkTimes> times_of(const BulkInput& input) {
    BulkTimes times;
    if (!input.scheduling_options) return times;
    const auto& options = *input.scheduling_options;
    times.start = options.start_time;
    times.timezone = options.timezone;
    if (!options.interval_hours) return times;
    const double hours = *options.interval_hours;
    if (hours * minutes_per_hour < 1 || hours > interval_hours_max) {
        return fail(invalid_field("schedulingOptions.intervalHours",
                                  "must be at least a minute and at most a year"));
    }
    times.interval_minutes = std::llround(hours * minutes_per_hour);
    return times;
}

/// The time of one post: its own, or its place in the row.
Result<Schedule> time_of(const BulkInput& input, std::size_t place, Time now) {
    const auto times = times_of(input);
    if (!times) return std::unexpected(times.error());
    const auto& own = input.posts[place].scheduled_time;
    if (!own) return bulk_time(*times, place, now);
    ScheduleInput wanted{std::nullopt, std::nullopt, times->timezone};
    if (const auto at = parse_time(*own)) {
        wanted.at = at;
    } else {
        wanted.local = own;
    }
    auto schedule = resolve(wanted, now);
    if (schedule) return std::move(**schedule);
    for (auto& detail : schedule.error().details) {
        // The zone is the bulk's; the time is the post's own.
        detail.field = detail.field == "timezone" ? "schedulingOptions.timezone"
                                                  : fmt::format("posts[{}].scheduledTime", place);
    }
    return std::unexpected(std::move(schedule.error()));
}

std::unexpected<Error> at_post(std::size_t place, Error error) {
    for (auto& detail : error.details) {
        detail.field = fmt::format("posts[{}].{}", place, detail.field);
    }
    return std::unexpected(std::move(error));
}

}  // namespace

/// The post with targets: where platforms are named, all of the workspace's active accounts there.
Task<Result<PostInput>> Service::to_input(accounts::Scope scope, const BulkPost& post) {
    PostInput input;
    input.content = post.content;
    input.title = post.title;
    input.link = post.link;
    input.thread = post.thread;
    input.media_ids = post.media_ids;
    input.hashtags = post.hashtags;
    if (post.targets.has_value() == post.platforms.has_value()) {
        co_return fail(invalid_field("targets", "either targets or platforms must be given"));
    }
    if (post.targets) {
        input.targets = *post.targets;
        co_return input;
    }
    const auto connections = co_await parts_.connections.all(scope);
    for (std::size_t i = 0; i < post.platforms->size(); ++i) {
        const auto& wanted = (*post.platforms)[i];
        if (std::ranges::find(*post.platforms, wanted) - post.platforms->begin() !=
            static_cast<std::ptrdiff_t>(i)) {
            co_return fail(invalid_field(fmt::format("platforms[{}]", i), "is there twice"));
        }
        const auto before = input.targets.size();
        for (const auto& connection : connections) {
            if (connection.platform != wanted || connection.status != connections::Status::active) {
                continue;
            }
            TargetInput target;
            target.connection_id = connection.id;
            input.targets.push_back(std::move(target));
        }
        if (input.targets.size() == before) {
            co_return fail(invalid_field(fmt::format("platforms[{}]", i),
                                         "no account of this platform is connected"));
        }
    }
    if (input.targets.empty() || input.targets.size() > targets_max) {
        co_return fail(
            invalid_field("platforms", fmt::format("must lead to 1 to {} accounts", targets_max)));
    }
    co_return input;
}

Task<Result<Draft>> Service::bulk_draft(accounts::Scope scope, const BulkInput& input,
                                        std::size_t place) {
    const Time now = parts_.clock.now();
    const auto schedule = time_of(input, place, now);
    if (!schedule) co_return std::unexpected(schedule.error());
    auto post = co_await to_input(scope, input.posts[place]);
    if (!post) co_return at_post(place, std::move(post.error()));
    post->campaign_id = input.campaign_id;
    auto draft = make_draft(*post, scope.workspace, parts_.ids, now);
    if (!draft) co_return at_post(place, std::move(draft.error()));
    set_schedule(*draft, *schedule);
    auto fine = co_await check(scope, *draft);
    if (!fine) co_return at_post(place, std::move(fine.error()));
    co_return draft;
}

}  // namespace rostrum::publishing
