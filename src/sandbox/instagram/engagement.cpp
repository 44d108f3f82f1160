#include "sandbox/instagram/engagement.hpp"

#include <algorithm>

namespace rostrum::sandbox::instagram {
namespace {

namespace chrono = std::chrono;

/// Percent that a good hour (17 to 20 o'clock UTC) and a good day (Sunday) add to a post's success.
std::int64_t timing_bonus(Time posted_at) {
    const auto day = chrono::floor<chrono::days>(posted_at);
    const auto hour = chrono::floor<chrono::hours>(posted_at - day).count();
    std::int64_t bonus = hour >= 17 && hour <= 20 ? 35 : 0;
    if (chrono::weekday{day} == chrono::Sunday) bonus += 20;
    return bonus;
}

/// The people whom a post will have reached in the end.
std::int64_t final_reach(const Post& post) {
    const auto followers = post.account->followers;
    if (is_story(post.kind)) return followers * post.dice.of("reach").between(4, 11) / 100;
    auto percent = post.dice.of("reach").between(14, 46);
    if (post.kind == PostKind::reel) percent = percent * 8 / 5;
    if (post.dice.of("viral").chance(3)) percent *= 6;
    percent = percent * (100 + timing_bonus(post.posted_at)) / 100;
    return followers * percent / 100;
}

/// `part` of a thousand of `whole`, where `part` is rolled for `name`.
std::int64_t share(const Post& post, std::int64_t whole, std::string_view name, std::int64_t low,
                   std::int64_t high) {
    return whole * post.dice.of(name).between(low, high) / 1'000;
}

Navigation navigation(const Post& post, std::int64_t views) {
    return {.tap_forward = share(post, views, "forward", 500, 700),
            .tap_back = share(post, views, "back", 20, 60),
            .tap_exit = share(post, views, "exit", 60, 140),
            .swipe_forward = share(post, views, "swipe", 40, 110)};
}

void add_story_figures(const Post& post, Engagement& figures) {
    figures.replies = share(post, figures.reach, "replies", 0, 9);
    figures.navigation = navigation(post, figures.views);
}

void add_feed_figures(const Post& post, Engagement& figures) {
    figures.likes = share(post, figures.reach, "likes", 30, 95);
    figures.comments = share(post, figures.likes, "comments", 12, 60);
    figures.saved = share(post, figures.likes, "saved", 20, 160);
}

void add_video_figures(const Post& post, Engagement& figures) {
    figures.average_watch_ms = post.dice.of("watch").between(2'400, 14'000);
    figures.watch_ms = figures.average_watch_ms * figures.views;
    figures.skip_percent = post.dice.of("skip").between(18, 62);
}

}  // namespace

Engagement engagement(const Post& post, Time now) {
    const auto age = std::max<std::int64_t>((now - post.posted_at) / chrono::seconds{1}, 0);
    const std::int64_t half_life =
        chrono::seconds{chrono::hours{is_story(post.kind) ? 3 : 8}}.count();
    Engagement figures;
    figures.reach = final_reach(post) * age / (age + half_life);
    const bool video = is_video(post.kind);
    figures.views =
        share(post, figures.reach, "views", video ? 1'300 : 1'050, video ? 2'200 : 1'500);
    figures.shares = share(post, figures.reach, "shares", 1, 16);
    figures.reposts = share(post, figures.reach, "reposts", 0, 5);
    figures.follows = share(post, figures.reach, "follows", 0, 3);
    figures.profile_visits = share(post, figures.reach, "visits", 4, 28);
    figures.bio_link_taps = share(post, figures.profile_visits, "taps", 20, 140);
    if (is_story(post.kind)) {
        add_story_figures(post, figures);
    } else {
        add_feed_figures(post, figures);
    }
    if (video) add_video_figures(post, figures);
    if (post.account->quirks.shares_to_facebook) {
        figures.facebook_views = share(post, figures.views, "facebook", 80, 300);
    }
    return figures;
}

DailyActivity daily_activity(const World& world, const Account& account, InsightDay day) {
    const Dice dice = world.dice(account).of("activity").of(day);
    const auto roll = [&](std::int64_t whole, std::string_view name, std::int64_t low,
                          std::int64_t high) {
        return whole * dice.of(name).between(low, high) / 1'000;
    };
    DailyActivity activity;
    activity.reach = roll(account.followers, "reach", 90, 330);
    activity.views = roll(activity.reach, "views", 1'200, 2'400);
    activity.accounts_engaged = roll(activity.reach, "engaged", 30, 110);
    activity.likes = roll(activity.reach, "likes", 30, 95);
    activity.comments = roll(activity.likes, "comments", 12, 60);
    activity.saves = roll(activity.likes, "saves", 20, 160);
    activity.shares = roll(activity.reach, "shares", 1, 16);
    activity.replies = roll(activity.reach, "replies", 0, 4);
    activity.reposts = roll(activity.reach, "reposts", 0, 5);
    activity.profile_links_taps = roll(activity.reach, "taps", 1, 9);
    return activity;
}

}  // namespace rostrum::sandbox::instagram
