#include "conformance/platforms/fixture.hpp"

#include <algorithm>

namespace rostrum::platforms {
namespace {

using namespace std::chrono_literals;

}  // namespace

std::vector<Simulated> all_simulated() {
    return {
        {.id = "instagram",
         .account = "ada.bakes",
         .empty_account = "blank.canvas",
         .large_account = "archive.of.things",
         .leaving_account = "leaving.soon",
         .leaves_after = 2h,
         .code_life = 1h,
         .token_endpoint = "refresh",
         .profile_endpoint = "profile",
         .posts_endpoint = "media",
         .revokes = false},
        {.id = "linkedin",
         .account = "ada-lindqvist",
         .empty_account = "nina-neumann",
         .large_account = "otto-archivist",
         .leaving_account = "leo-leaving",
         .leaves_after = 6h,
         .code_life = 30min,
         .token_endpoint = "token",
         .profile_endpoint = "organization",
         .posts_endpoint = "posts",
         .revokes = false,
         .id_prefix = "urn:li:organization:",
         .denial = "user_cancelled_authorize"},
        {.id = "tiktok",
         .account = "ada.loafs",
         .empty_account = "quiet.newcomer",
         .large_account = "the.archive",
         .leaving_account = "fading.star",
         .leaves_after = 6h,
         .code_life = 10min,
         .token_endpoint = "token",
         .profile_endpoint = "user_info",
         .posts_endpoint = "video_list"},
        {.id = "x",
         .account = "ada_loafs",
         .empty_account = "quiet_newcomer",
         .large_account = "northpeak_gear",
         .leaving_account = "fading_star",
         .leaves_after = 1h,
         .code_life = 30s,
         .token_endpoint = "token",
         .profile_endpoint = "users_me",
         .posts_endpoint = "users_posts"},
        {.id = "youtube",
         .account = "adabakesbread",
         .empty_account = "quietnewcomer",
         .large_account = "thearchive",
         .leaving_account = "fadingstar",
         .leaves_after = 6h,
         .code_life = 10min,
         .token_endpoint = "token",
         .profile_endpoint = "channels",
         .posts_endpoint = "playlist_items"},
        {.id = "facebook",
         .account = "ada.lindqvist",
         .empty_account = "bianca.blank",
         .large_account = "archie.vist",
         .leaving_account = "leaving.soon",
         .leaves_after = 2h,
         .code_life = 10min,
         .token_endpoint = "token",
         .profile_endpoint = "page",
         .posts_endpoint = "posts",
         .refreshes = false,
         .revokes = false},
        {.id = "instagram_facebook",
         .account = "ada.lindqvist",
         .empty_account = "bianca.blank",
         .large_account = "archie.vist",
         .leaving_account = "leaving.soon",
         .leaves_after = 2h,
         .code_life = 10min,
         .token_endpoint = "token",
         .profile_endpoint = "ig_user",
         .posts_endpoint = "ig_media",
         .refreshes = false,
         .revokes = false,
         .simulator = "facebook"},
    };
}

TEST(SimulatedPlatforms, are_all_that_are_built_in) {
    const auto all = all_simulated();
    for (const auto* descriptor : Registry::builtin()) {
        EXPECT_EQ(std::ranges::count(all, descriptor->id, &Simulated::id), 1) << descriptor->id;
    }
    EXPECT_EQ(all.size(), Registry::builtin().size());
}

}  // namespace rostrum::platforms
