#include "platforms/instagram/instagram.hpp"

#include "platforms/instagram/authorizer.hpp"
#include "platforms/instagram/parse.hpp"
#include "platforms/meta/dialect.hpp"
#include "platforms/meta/graph.hpp"
#include "platforms/meta/instagram_publisher.hpp"
#include "platforms/meta/instagram_reader.hpp"

#include <utility>

namespace rostrum::platforms::instagram {
namespace {

constexpr meta::InstagramDoor door{.profile_endpoint = "me",
                                   .profile_path = "/me",
                                   .profile_fields = me_fields,
                                   .scope_insights = scope_insights};

class Instagram final : public Platform {
public:
    Instagram(AppSettings settings, const PlatformParts& parts)
        : settings_(std::move(settings)),
          call_(meta::dialect(instagram::descriptor.id, instagram::descriptor.name),
                settings_.base_url, parts),
          graph_(call_, meta::graph_root(graph_host, settings_, instagram::descriptor.api_version)),
          authorizer_(call_, parts.clock, graph_.root(), settings_),
          reader_(graph_, parts.clock, door),
          publisher_(graph_, parts.clock, {.scope_publish = scope_publish}) {}

    const Descriptor& descriptor() const override { return instagram::descriptor; }
    Authorizer& authorizer() override { return authorizer_; }
    std::string redirect_uri() const override { return settings_.redirect_uri; }
    Reader* reader() override { return &reader_; }
    Publisher* publisher() override { return &publisher_; }

private:
    AppSettings settings_;
    PlatformCall call_;
    meta::Graph graph_;
    InstagramAuthorizer authorizer_;
    meta::InstagramReader reader_;
    meta::InstagramPublisher publisher_;
};

}  // namespace

std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts) {
    return std::make_unique<Instagram>(std::move(settings), parts);
}

}  // namespace rostrum::platforms::instagram
