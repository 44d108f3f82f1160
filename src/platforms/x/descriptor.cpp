#include "platforms/x/descriptor.hpp"

#include <array>

namespace rostrum::platforms::x {
namespace {

constexpr std::array scopes{
    Scope{scope_posts, "read the posts with their figures", true},
    Scope{scope_users, "read the name, the picture and the number of followers", true},
    Scope{scope_offline, "stay connected for longer than two hours", true},
};

}  // namespace

constinit const Descriptor descriptor{
    .id = "x",
    .name = "X",
    .api_version = "2",
    .settings = {.client_id = "X_CLIENT_ID",
                 .client_secret = "X_CLIENT_SECRET",
                 .redirect_uri = "X_REDIRECT_URI",
                 .base_url = "X_BASE_URL"},
    .pkce = Pkce::s256,
    .scopes = scopes,
    .refresh = {.not_before = std::chrono::seconds{0},
                .when_left = std::chrono::minutes{40},
                .alarm_left = std::chrono::seconds{0},
                .rotates = true,
                .needs_unexpired_token = false},
    .capabilities = {.connect = true, .read = true},
    .text_max = 280,
    // Every post that is read costs money.
    .posts_per_sync = 50,
    .sync_interval = std::chrono::hours{24},
};

}  // namespace rostrum::platforms::x
