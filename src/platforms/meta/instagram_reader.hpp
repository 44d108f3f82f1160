#pragma once

#include "core/clock.hpp"
#include "platforms/meta/graph.hpp"
#include "platforms/platform.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::meta {

/// The largest page of the lists of posts. It is documented for Facebook pages; nobody says it is
/// more for Instagram's media.
inline constexpr std::size_t page_size_max = 100;

/// What differs between the two logins through which Instagram's accounts are reached.
struct InstagramDoor {
    std::string_view profile_endpoint;  ///< its logical name
    std::string_view profile_path;      ///< empty: the account's id
    std::string_view profile_fields;
    std::string_view scope_insights;
};

/// Profile, media and insights of an Instagram account. Safe to use from every loop.
///
/// Insights are an extra: without their permission no call is made, and an answer that there are no
/// figures (a metric that does not fit, too few viewers or followers) is no error but no figures.
class InstagramReader final : public Reader {
public:
    /// The clock must outlive it.
    InstagramReader(Graph graph, const Clock& clock, InstagramDoor door);

    Task<Outcome<Profile>> profile(Access access) override;

    /// At most `page_size_max` posts per page. A page may be empty and still have a next one.
    Task<Outcome<PostPage>> posts(Access access, std::string cursor, std::size_t limit) override;

    Task<Outcome<PostMetrics>> metrics(Access access, PlatformPost post) override;

    /// "new_followers" (not from accounts below 100 followers) and "reach" of each day, as the
    /// platform counts days: they end at midnight in California. Besides "views",
    /// "accounts_engaged" and "total_interactions" of the last whole day, for which the platform
    /// has no series. A day is told some hours after its end, and restated for two days: ask again
    /// for the last few.
    Task<Outcome<std::vector<DailyMetric>>> daily(Access access, Time from, Time to) override;

private:
    struct Series;
    struct Gathered;

    bool may_read_insights(const Access& access) const;
    Task<Outcome<json::value>> insights(const Access& access, std::string_view id,
                                        http::Query parameters) const;
    Task<std::expected<void, PlatformError>> add_series(const Access& access, const Series& series,
                                                        Time from, Time to,
                                                        Gathered& gathered) const;
    Task<std::expected<void, PlatformError>> add_totals(const Access& access, Time day,
                                                        Gathered& gathered) const;

    Graph graph_;
    const Clock& clock_;
    InstagramDoor door_;
};

}  // namespace rostrum::platforms::meta
