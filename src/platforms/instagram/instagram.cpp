#include "platforms/instagram/instagram.hpp"

#include "platforms/instagram/authorizer.hpp"
#include "platforms/instagram/reader.hpp"
#include "platforms/meta_errors.hpp"
#include "platforms/meta_limits.hpp"

#include <utility>

namespace rostrum::platforms::instagram {
namespace {

constexpr Dialect dialect{
    .platform = "instagram",
    .name = "Instagram",
    .read_error = [](const json::value& body, int) { return read_meta_error(body); },
    .read_limits = [](const http::Headers& headers, Time) { return read_meta_limits(headers); }};

std::string graph_root(const AppSettings& settings) {
    std::string root(graph_host);
    root += '/';
    root += settings.api_version.empty() ? descriptor.api_version : settings.api_version;
    return root;
}

class Instagram final : public Platform {
public:
    Instagram(AppSettings settings, const PlatformParts& parts)
        : settings_(std::move(settings)),
          call_(dialect, settings_.base_url, parts),
          authorizer_(call_, parts.clock, graph_root(settings_), settings_),
          reader_(call_, parts.clock, graph_root(settings_)) {}

    const Descriptor& descriptor() const override { return instagram::descriptor; }
    Authorizer& authorizer() override { return authorizer_; }
    std::string redirect_uri() const override { return settings_.redirect_uri; }
    Reader* reader() override { return &reader_; }

private:
    AppSettings settings_;
    PlatformCall call_;
    InstagramAuthorizer authorizer_;
    InstagramReader reader_;
};

}  // namespace

std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts) {
    return std::make_unique<Instagram>(std::move(settings), parts);
}

}  // namespace rostrum::platforms::instagram
