#include "platforms/linkedin/descriptor.hpp"

#include "platforms/linkedin/post_body.hpp"
#include "platforms/linkedin/post_rules.hpp"

#include <array>

namespace rostrum::platforms::linkedin {
namespace {

/// LinkedIn refuses a sign-in as a whole when one scope does not belong to the app's products, and
/// no app can have all products. So nothing is required, which would keep whole kinds of apps out,
/// and what few apps have is asked for only by name.
constexpr std::array scopes{
    Scope{scope_openid, "sign in", false},
    Scope{scope_profile, "read the member's name and picture", false},
    Scope{scope_organization_posts, "read the posts of the pages that the member administers",
          false},
    Scope{scope_organization_admin, "read those pages, their followers and their figures", false},
    Scope{scope_write_member, "publish as the member", false},
    Scope{scope_write_organization, "publish for the pages that the member administers", false},
    Scope{scope_basic_profile, "read the member's name where the app has no sign-in product", false,
          false},
    Scope{scope_member_posts, "read the member's own posts", false, false},
    Scope{scope_member_post_figures, "read the figures of the member's own posts", false, false},
    Scope{scope_member_followers, "read how many follow the member", false, false},
};

constexpr std::array<std::string_view, 3> publishing{"create_post", "upload_initialize",
                                                     "upload_finalize"};
constexpr std::array<std::string_view, 1> looking{"media_status"};

/// What is published for one of the products; the others' quotas stand in the developer portal, for
/// the operator to correct this one.
constexpr std::array quotas{
    limits::Quota{.name = "calls",
                  .scope = limits::QuotaScope::app,
                  .limit = 100'000,
                  .window = std::chrono::days{1},
                  .day_in_zone = "UTC",
                  .serves_publishing = true},
    // Of a member. What a page may do stands nowhere; the same is hardly too little for it.
    limits::Quota{.name = "shares",
                  .scope = limits::QuotaScope::account,
                  .limit = 150,
                  .window = std::chrono::days{1},
                  .day_in_zone = "UTC",
                  .endpoints = publishing,
                  .serves_publishing = true},
    // Looks at files that are processed: apart, so that they leave the posts theirs.
    limits::Quota{.name = "media_status",
                  .scope = limits::QuotaScope::account,
                  .limit = 150,
                  .window = std::chrono::days{1},
                  .day_in_zone = "UTC",
                  .endpoints = looking,
                  .serves_publishing = true},
};

constexpr std::array sync_calls{SyncCall{"organization", 1},
                                SyncCall{"network_sizes", 1},
                                SyncCall{"posts", 1},
                                SyncCall{"images", 1},
                                SyncCall{"share_statistics", 3},
                                SyncCall{"follower_statistics", 1},
                                SyncCall{"page_statistics", 1}};

}  // namespace

constinit const Descriptor descriptor{
    .id = "linkedin",
    .name = "LinkedIn",
    .api_version = "202609",  // lives until 2027-09-15
    .settings = {.client_id = "LINKEDIN_CLIENT_ID",
                 .client_secret = "LINKEDIN_CLIENT_SECRET",
                 .redirect_uri = "LINKEDIN_REDIRECT_URI",
                 .base_url = "LINKEDIN_BASE_URL",
                 .scopes = "LINKEDIN_SCOPES"},
    .pkce = Pkce::no,
    .scopes = scopes,
    .refresh = {.not_before = std::chrono::seconds{0},
                .when_left = std::chrono::days{14},
                .alarm_left = std::chrono::days{10},
                .rotates = false,
                .needs_unexpired_token = false,
                .needs_refresh_token = true},
    .capabilities = {.connect = true, .read = true, .publish = true},
    .text_max = 3'000,
    .posts_per_sync = 25,
    .quotas = quotas,
    .sync_calls = sync_calls,
    .post_rules = {.formats = post_formats,
                   .options = post_options,
                   .account_scopes = account_scopes,
                   .sent_text = commentary_of},
};

}  // namespace rostrum::platforms::linkedin
