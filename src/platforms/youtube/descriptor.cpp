#include "platforms/youtube/descriptor.hpp"

#include <array>

namespace rostrum::platforms::youtube {
namespace {

constexpr std::array scopes{
    Scope{scope_readonly, "read the channel and its videos with their figures", true},
    Scope{scope_analytics, "read the channel's figures of each day", false},
};

}  // namespace

constinit const Descriptor descriptor{
    .id = "youtube",
    .name = "YouTube",
    .api_version = "v3",
    .settings = {.client_id = "YOUTUBE_CLIENT_ID",
                 .client_secret = "YOUTUBE_CLIENT_SECRET",
                 .redirect_uri = "YOUTUBE_REDIRECT_URI",
                 .base_url = "YOUTUBE_BASE_URL"},
    .pkce = Pkce::s256,
    .scopes = scopes,
    // A token lives for an hour, and those that end soon are looked for every half hour.
    .refresh = {.not_before = std::chrono::seconds{0},
                .when_left = std::chrono::minutes{35},
                .alarm_left = std::chrono::seconds{0},
                .rotates = false,
                .needs_unexpired_token = false},
    .capabilities = {.connect = true, .read = true},
    .text_max = 5'000,
    .posts_per_sync = 50,
    .sync_interval = std::chrono::hours{24},
};

}  // namespace rostrum::platforms::youtube
