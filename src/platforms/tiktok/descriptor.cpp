#include "platforms/tiktok/descriptor.hpp"

#include <array>

namespace rostrum::platforms::tiktok {
namespace {

constexpr std::array scopes{
    Scope{scope_basic, "read the name and the picture", true},
    Scope{scope_profile, "read the username, the bio and the verification", false},
    Scope{scope_stats, "read followers, likes and the number of videos", false},
    Scope{scope_videos, "read the public videos with their figures", false},
};

constexpr std::array<std::string_view, 1> user_info{"user_info"};
constexpr std::array<std::string_view, 1> video_list{"video_list"};

/// Per endpoint, in any minute. Whose calls count together is not said: all of the app's, to be
/// safe.
constexpr std::array quotas{
    limits::Quota{.name = "user_info",
                  .scope = limits::QuotaScope::app,
                  .limit = 600,
                  .window = std::chrono::minutes{1},
                  .endpoints = user_info},
    limits::Quota{.name = "video_list",
                  .scope = limits::QuotaScope::app,
                  .limit = 600,
                  .window = std::chrono::minutes{1},
                  .endpoints = video_list},
};

constexpr std::array sync_calls{SyncCall{"user_info", 1}, SyncCall{"video_list", 1}};

}  // namespace

constinit const Descriptor descriptor{
    .id = "tiktok",
    .name = "TikTok",
    .api_version = "v2",
    .settings = {.client_id = "TIKTOK_CLIENT_KEY",
                 .client_secret = "TIKTOK_CLIENT_SECRET",
                 .redirect_uri = "TIKTOK_REDIRECT_URI",
                 .base_url = "TIKTOK_BASE_URL"},
    .pkce = Pkce::no,
    .scopes = scopes,
    .refresh = {.not_before = std::chrono::seconds{0},
                .when_left = std::chrono::minutes{40},
                .alarm_left = std::chrono::days{7},
                .rotates = true,
                .needs_unexpired_token = false,
                .on_demand = true},
    .capabilities = {.connect = true, .read = true},
    .text_max = 2'200,
    .posts_per_sync = 20,
    .quotas = quotas,
    .sync_calls = sync_calls,
};

}  // namespace rostrum::platforms::tiktok
