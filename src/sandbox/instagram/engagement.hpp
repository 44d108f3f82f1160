#pragma once

#include "core/clock.hpp"
#include "sandbox/instagram/world.hpp"

#include <cstdint>

namespace rostrum::sandbox::instagram {

/// How viewers of a story moved on.
struct Navigation {
    std::int64_t tap_forward = 0;
    std::int64_t tap_back = 0;
    std::int64_t tap_exit = 0;
    std::int64_t swipe_forward = 0;
    std::int64_t total() const { return tap_forward + tap_back + tap_exit + swipe_forward; }
};

/// What people did with a post until some moment. No figure ever falls.
struct Engagement {
    std::int64_t reach = 0;
    std::int64_t views = 0;
    std::int64_t likes = 0;
    std::int64_t comments = 0;
    std::int64_t saved = 0;
    std::int64_t shares = 0;
    std::int64_t reposts = 0;
    std::int64_t follows = 0;
    std::int64_t profile_visits = 0;
    std::int64_t bio_link_taps = 0;
    std::int64_t replies = 0;
    Navigation navigation;
    std::int64_t watch_ms = 0;  ///< of everybody together; 0 unless it is a video
    std::int64_t average_watch_ms = 0;
    std::int64_t skip_percent = 0;
    std::int64_t facebook_views = 0;
    std::int64_t total_interactions() const {
        return likes + comments + saved + shares + reposts + replies;
    }
};

/// Most comes in the first hours: half of all that a post will ever get in eight, a story in three.
Engagement engagement(const Post& post, Time now);

/// What an account's followers and others did on one day, all posts together.
struct DailyActivity {
    std::int64_t reach = 0;
    std::int64_t views = 0;
    std::int64_t accounts_engaged = 0;
    std::int64_t likes = 0;
    std::int64_t comments = 0;
    std::int64_t saves = 0;
    std::int64_t shares = 0;
    std::int64_t replies = 0;
    std::int64_t reposts = 0;
    std::int64_t profile_links_taps = 0;
    std::int64_t total_interactions() const {
        return likes + comments + saves + shares + replies + reposts;
    }
};

DailyActivity daily_activity(const World& world, const Account& account, InsightDay day);

}  // namespace rostrum::sandbox::instagram
