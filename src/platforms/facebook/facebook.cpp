#include "platforms/facebook/facebook.hpp"

#include "platforms/facebook/publisher.hpp"
#include "platforms/facebook/reader.hpp"
#include "platforms/meta/dialect.hpp"
#include "platforms/meta/page_authorizer.hpp"

#include <utility>

namespace rostrum::platforms::facebook {
namespace {

constexpr meta::PageRules rules{.fields = "id,name,username,picture{url},tasks,access_token",
                                .account_of = meta::parse_page_account};

class Facebook final : public Platform {
public:
    Facebook(AppSettings settings, const PlatformParts& parts)
        : settings_(std::move(settings)),
          call_(meta::dialect(facebook::descriptor.id, facebook::descriptor.name),
                settings_.base_url, parts),
          graph_(call_, root(meta::facebook_graph_host), settings_.client_secret),
          authorizer_(graph_, parts.clock, root(meta::facebook_www_host), settings_, rules),
          reader_(graph_, parts.clock),
          publisher_(graph_, parts.clock) {}

    const Descriptor& descriptor() const override { return facebook::descriptor; }
    Authorizer& authorizer() override { return authorizer_; }
    std::string redirect_uri() const override { return settings_.redirect_uri; }
    Reader* reader() override { return &reader_; }
    Publisher* publisher() override { return &publisher_; }

private:
    std::string root(std::string_view host) const {
        return meta::graph_root(host, settings_, facebook::descriptor.api_version);
    }

    AppSettings settings_;
    PlatformCall call_;
    meta::Graph graph_;
    meta::PageAuthorizer authorizer_;
    PageReader reader_;
    PagePublisher publisher_;
};

}  // namespace

std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts) {
    return std::make_unique<Facebook>(std::move(settings), parts);
}

}  // namespace rostrum::platforms::facebook
