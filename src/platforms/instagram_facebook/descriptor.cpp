#include "platforms/instagram_facebook/descriptor.hpp"

#include "platforms/meta/page_authorizer.hpp"

#include <array>

namespace rostrum::platforms::instagram_facebook {
namespace {

constexpr std::array scopes{
    Scope{scope_basic, "read the profile and the posts", true},
    Scope{scope_pages, "find the page that the account is linked with", true},
    Scope{scope_engagement, "get access through the page", true},
    Scope{scope_insights, "read reach, views and other figures", false},
    Scope{meta::scope_business, "find pages that belong to a business", false},
};

constexpr std::array sync_calls{SyncCall{"ig_user", 1}, SyncCall{"media", 1},
                                SyncCall{"insights", 28}};

}  // namespace

constinit const Descriptor descriptor{
    .id = "instagram_facebook",
    .name = "Instagram via Facebook",
    .api_version = meta::facebook_api_version,
    .settings = {.client_id = "FACEBOOK_APP_ID",
                 .client_secret = "FACEBOOK_APP_SECRET",
                 .redirect_uri = "INSTAGRAM_FACEBOOK_REDIRECT_URI",
                 .base_url = "FACEBOOK_BASE_URL"},
    .pkce = Pkce::no,
    .scopes = scopes,
    .refresh = {.not_before = std::chrono::seconds{0},
                .when_left = std::chrono::seconds{0},
                .alarm_left = std::chrono::days{7},
                .rotates = false,
                .needs_unexpired_token = true},
    .capabilities = {.connect = true, .read = true},
    .text_max = 2'200,
    .posts_per_sync = 25,
    .sync_calls = sync_calls,
};

}  // namespace rostrum::platforms::instagram_facebook
