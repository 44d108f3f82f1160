#include "platforms/tiktok/descriptor.hpp"

#include "platforms/tiktok/rules.hpp"

#include <array>

namespace rostrum::platforms::tiktok {
namespace {

constexpr std::array scopes{
    Scope{scope_basic, "read the name and the picture", true},
    Scope{scope_profile, "read the username, the bio and the verification", false},
    Scope{scope_stats, "read followers, likes and the number of videos", false},
    Scope{scope_videos, "read the public videos with their figures", false},
    Scope{scope_publish, "post videos and photos", false},
    Scope{scope_upload, "send drafts to the TikTok app", false, false},
};

constexpr std::array<std::string_view, 1> user_info{"user_info"};
constexpr std::array<std::string_view, 1> video_list{"video_list"};
constexpr std::array<std::string_view, 1> video_init{"video_init"};
constexpr std::array<std::string_view, 1> content_init{"content_init"};
constexpr std::array<std::string_view, 1> inbox_init{"inbox_init"};
constexpr std::array<std::string_view, 2> posts{"video_init", "content_init"};
constexpr std::array<std::string_view, 1> creator_info{"creator_info"};
constexpr std::array<std::string_view, 1> status{"status"};

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
    limits::Quota{.name = "video_init",
                  .scope = limits::QuotaScope::account,
                  .limit = 6,
                  .window = std::chrono::minutes{1},
                  .endpoints = video_init,
                  .serves_publishing = true},
    limits::Quota{.name = "content_init",
                  .scope = limits::QuotaScope::account,
                  .limit = 6,
                  .window = std::chrono::minutes{1},
                  .endpoints = content_init,
                  .serves_publishing = true},
    limits::Quota{.name = "inbox_init",
                  .scope = limits::QuotaScope::account,
                  .limit = 6,
                  .window = std::chrono::minutes{1},
                  .endpoints = inbox_init,
                  .serves_publishing = true},
    // About that many, of all apps together; an operator whose app was given more says so. How many
    // drafts may wait depends on what the author finishes, so that only TikTok can count them.
    limits::Quota{.name = "posts",
                  .scope = limits::QuotaScope::account,
                  .limit = 15,
                  .window = std::chrono::days{1},
                  .endpoints = posts,
                  .serves_publishing = true},
    limits::Quota{.name = "creator_info",
                  .scope = limits::QuotaScope::account,
                  .limit = 20,
                  .window = std::chrono::minutes{1},
                  .endpoints = creator_info,
                  .serves_publishing = true},
    limits::Quota{.name = "status",
                  .scope = limits::QuotaScope::account,
                  .limit = 30,
                  .window = std::chrono::minutes{1},
                  .endpoints = status,
                  .serves_publishing = true},
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
                 .base_url = "TIKTOK_BASE_URL",
                 .scopes = "TIKTOK_SCOPES"},
    .pkce = Pkce::no,
    .scopes = scopes,
    .refresh = {.not_before = std::chrono::seconds{0},
                .when_left = std::chrono::minutes{40},
                .alarm_left = std::chrono::days{7},
                .rotates = true,
                .needs_unexpired_token = false,
                .on_demand = true},
    .capabilities = {.connect = true, .read = true, .publish = true},
    .text_max = 2'200,
    .posts_per_sync = 20,
    .quotas = quotas,
    .sync_calls = sync_calls,
    .post_rules = post_rules,
};

}  // namespace rostrum::platforms::tiktok
