#include "platforms/instagram_facebook/instagram_facebook.hpp"

#include "platforms/meta/dialect.hpp"
#include "platforms/meta/instagram_publisher.hpp"
#include "platforms/meta/instagram_reader.hpp"
#include "platforms/meta/page_authorizer.hpp"

#include <utility>

namespace rostrum::platforms::instagram_facebook {
namespace {

constexpr meta::PageRules rules{
    .fields = "id,name,tasks,access_token,"
              "instagram_business_account{id,username,name,profile_picture_url}",
    .account_of = meta::parse_linked_instagram_account};

/// At this host there is no /me for the account, and no `user_id` or `account_type`.
constexpr meta::InstagramDoor door{
    .profile_endpoint = "ig_user",
    .profile_path = {},
    .profile_fields = "id,username,name,biography,profile_picture_url,followers_count,"
                      "follows_count,media_count",
    .scope_insights = scope_insights};

constexpr meta::InstagramPublishing publishing{
    .uploads_videos = true, .scope_publish = scope_publish, .scope_delete = scope_contents};

class InstagramFacebook final : public Platform {
public:
    InstagramFacebook(AppSettings settings, const PlatformParts& parts)
        : settings_(std::move(settings)),
          call_(
              meta::dialect(instagram_facebook::descriptor.id, instagram_facebook::descriptor.name),
              settings_.base_url, parts),
          graph_(call_, root(meta::facebook_graph_host), settings_.client_secret),
          authorizer_(graph_, parts.clock, root(meta::facebook_www_host), settings_, rules),
          reader_(graph_, parts.clock, door),
          publisher_(graph_, parts.clock, publishing) {}

    const Descriptor& descriptor() const override { return instagram_facebook::descriptor; }
    Authorizer& authorizer() override { return authorizer_; }
    std::string redirect_uri() const override { return settings_.redirect_uri; }
    Reader* reader() override { return &reader_; }
    Publisher* publisher() override { return &publisher_; }

private:
    std::string root(std::string_view host) const {
        return meta::graph_root(host, settings_, instagram_facebook::descriptor.api_version);
    }

    AppSettings settings_;
    PlatformCall call_;
    meta::Graph graph_;
    meta::PageAuthorizer authorizer_;
    meta::InstagramReader reader_;
    meta::InstagramPublisher publisher_;
};

}  // namespace

std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts) {
    return std::make_unique<InstagramFacebook>(std::move(settings), parts);
}

}  // namespace rostrum::platforms::instagram_facebook
