#include "platforms/instagram/descriptor.hpp"

#include <array>

namespace rostrum::platforms::instagram {
namespace {

constexpr std::array scopes{
    Scope{scope_basic, "read the profile and the posts", true},
    Scope{scope_insights, "read reach, views and other figures", false},
};

constexpr std::array sync_calls{SyncCall{"me", 1}, SyncCall{"media", 1}, SyncCall{"insights", 28}};

}  // namespace

constinit const Descriptor descriptor{
    .id = "instagram",
    .name = "Instagram",
    .api_version = "v26.0",
    .settings = {.client_id = "INSTAGRAM_CLIENT_ID",
                 .client_secret = "INSTAGRAM_CLIENT_SECRET",
                 .redirect_uri = "INSTAGRAM_REDIRECT_URI",
                 .base_url = "INSTAGRAM_BASE_URL"},
    .pkce = Pkce::no,
    .scopes = scopes,
    .refresh = {.not_before = std::chrono::hours{24},
                .when_left = std::chrono::days{30},
                .alarm_left = std::chrono::days{7},
                .rotates = false,
                .needs_unexpired_token = true},
    .capabilities = {.connect = true, .read = true},
    .text_max = 2'200,
    .posts_per_sync = 25,
    .sync_calls = sync_calls,
};

}  // namespace rostrum::platforms::instagram
