#pragma once

#include "core/clock.hpp"
#include "platforms/meta/graph.hpp"
#include "platforms/platform.hpp"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::facebook {

/// The largest page of the list of posts; more is refused.
inline constexpr std::size_t page_size_max = 100;

/// A page, its own posts and its insights, all with the page's token. Safe to use from every loop.
///
/// Insights are an extra: without their permission no call is made, and an answer that there are no
/// figures is no error but no figures.
class PageReader final : public Reader {
public:
    /// The clock must outlive it.
    PageReader(meta::Graph graph, const Clock& clock);

    Task<Outcome<Profile>> profile(Access access) override;

    /// At most `page_size_max` posts per page, with reactions, comments and shares. What visitors
    /// wrote is not among them.
    Task<Outcome<PostPage>> posts(Access access, std::string cursor, std::size_t limit) override;

    /// Views and reach.
    Task<Outcome<PostMetrics>> metrics(Access access, PlatformPost post) override;

    /// "views", "reach", "new_followers", "lost_followers" and "total_interactions" of each day,
    /// for up to two years. Days end at midnight in California.
    Task<Outcome<std::vector<DailyMetric>>> daily(Access access, Time from, Time to) override;

private:
    struct Range;
    struct Gathered;
    enum class Told : std::uint8_t;

    Task<Outcome<json::value>> insights(const Access& access, std::string_view id,
                                        http::Query parameters) const;
    Task<std::expected<Told, PlatformError>> add_series(const Access& access, std::string names,
                                                        Range range, Gathered& gathered) const;

    meta::Graph graph_;
    const Clock& clock_;
};

}  // namespace rostrum::platforms::facebook
