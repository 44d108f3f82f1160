#include "sandbox/instagram/account_metrics.hpp"

#include <algorithm>
#include <array>

namespace rostrum::sandbox::instagram {
namespace {

constexpr std::array<std::string_view, 1> by_product{"media_product_type"};
constexpr std::array<std::string_view, 2> by_product_or_follow{"media_product_type", "follow_type"};
constexpr std::array<std::string_view, 3> by_product_or_follower{"media_product_type",
                                                                 "follower_type", "follow_type"};
constexpr std::array<std::string_view, 1> by_follow{"follow_type"};
constexpr std::array<std::string_view, 1> by_button{"contact_button_type"};
constexpr std::array<std::string_view, 4> by_people{"age", "city", "country", "gender"};

constexpr std::array metrics{
    AccountMetric{.name = "reach",
                  .title = "Accounts reached",
                  .of_day = [](const DailyActivity& day) { return day.reach; },
                  .has_series = true,
                  .counts_people = true,
                  .breakdowns = by_product_or_follow},
    AccountMetric{.name = "follower_count",
                  .source = MetricSource::follower_count,
                  .title = "Follower count",
                  .has_series = true,
                  .has_total = false,
                  .needs_followers = true},
    AccountMetric{.name = "online_followers",
                  .source = MetricSource::online_followers,
                  .title = "Online followers",
                  .has_series = true,
                  .has_total = false,
                  .lifetime = true,
                  .needs_followers = true},
    AccountMetric{.name = "accounts_engaged",
                  .title = "Accounts engaged",
                  .of_day = [](const DailyActivity& day) { return day.accounts_engaged; },
                  .counts_people = true},
    AccountMetric{.name = "total_interactions",
                  .title = "Content interactions",
                  .of_day = [](const DailyActivity& day) { return day.total_interactions(); },
                  .breakdowns = by_product},
    AccountMetric{.name = "likes",
                  .title = "Likes",
                  .of_day = [](const DailyActivity& day) { return day.likes; },
                  .breakdowns = by_product},
    AccountMetric{.name = "comments",
                  .title = "Comments",
                  .of_day = [](const DailyActivity& day) { return day.comments; },
                  .breakdowns = by_product},
    AccountMetric{.name = "shares",
                  .title = "Shares",
                  .of_day = [](const DailyActivity& day) { return day.shares; },
                  .breakdowns = by_product},
    AccountMetric{.name = "saves",
                  .title = "Saves",
                  .of_day = [](const DailyActivity& day) { return day.saves; },
                  .breakdowns = by_product},
    AccountMetric{.name = "replies",
                  .title = "Replies",
                  .of_day = [](const DailyActivity& day) { return day.replies; }},
    AccountMetric{.name = "reposts",
                  .title = "Reposts",
                  .of_day = [](const DailyActivity& day) { return day.reposts; }},
    AccountMetric{.name = "engaged_audience_demographics",
                  .source = MetricSource::demographics,
                  .title = "Engaged audience demographics",
                  .lifetime = true,
                  .needs_followers = true,
                  .breakdowns = by_people},
    AccountMetric{.name = "follower_demographics",
                  .source = MetricSource::demographics,
                  .title = "Follower demographics",
                  .lifetime = true,
                  .needs_followers = true,
                  .breakdowns = by_people},
    AccountMetric{.name = "follows_and_unfollows",
                  .source = MetricSource::follower_changes,
                  .title = "Follows and unfollows",
                  .needs_followers = true,
                  .breakdowns = by_follow},
    AccountMetric{.name = "profile_links_taps",
                  .title = "Profile links taps",
                  .of_day = [](const DailyActivity& day) { return day.profile_links_taps; },
                  .breakdowns = by_button},
    AccountMetric{.name = "views",
                  .title = "Views",
                  .of_day = [](const DailyActivity& day) { return day.views; },
                  .breakdowns = by_product_or_follower},
};

struct Dimension {
    std::string_view name;
    std::span<const Share> shares;
};

constexpr std::array product_shares{Share{"POST", 41}, Share{"REEL", 38}, Share{"STORY", 21}};
constexpr std::array follow_shares{Share{"FOLLOWER", 63}, Share{"NON_FOLLOWER", 35},
                                   Share{"UNKNOWN", 2}};
constexpr std::array button_shares{Share{"EMAIL", 48}, Share{"DIRECTION", 22}, Share{"CALL", 19},
                                   Share{"TEXT", 11}};
constexpr std::array age_shares{Share{"13-17", 3},  Share{"18-24", 24}, Share{"25-34", 38},
                                Share{"35-44", 19}, Share{"45-54", 10}, Share{"55-64", 4},
                                Share{"65+", 2}};
constexpr std::array gender_shares{Share{"F", 58}, Share{"M", 38}, Share{"U", 4}};
constexpr std::array country_shares{Share{"DE", 27}, Share{"PT", 22}, Share{"FR", 14},
                                    Share{"GB", 13}, Share{"US", 12}, Share{"BR", 8},
                                    Share{"NL", 4}};
constexpr std::array city_shares{Share{"Berlin, Berlin", 31}, Share{"Lisbon, Lisbon", 27},
                                 Share{"Paris, Île-de-France", 18}, Share{"London, England", 14},
                                 Share{"São Paulo, São Paulo", 10}};

constexpr std::array dimensions{
    Dimension{"media_product_type", product_shares},
    Dimension{"follow_type", follow_shares},
    Dimension{"follower_type", follow_shares},
    Dimension{"contact_button_type", button_shares},
    Dimension{"age", age_shares},
    Dimension{"gender", gender_shares},
    Dimension{"country", country_shares},
    Dimension{"city", city_shares},
};

}  // namespace

std::span<const AccountMetric> account_metrics() noexcept { return metrics; }

const AccountMetric* find_account_metric(std::string_view name) noexcept {
    const auto found = std::ranges::find(metrics, name, &AccountMetric::name);
    return found == metrics.end() ? nullptr : &*found;
}

std::span<const Share> shares_of(std::string_view breakdown) noexcept {
    const auto found = std::ranges::find(dimensions, breakdown, &Dimension::name);
    return found == dimensions.end() ? std::span<const Share>{} : found->shares;
}

}  // namespace rostrum::sandbox::instagram
