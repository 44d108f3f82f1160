#include "platforms/linkedin/linkedin.hpp"

#include "platforms/linkedin/authorizer.hpp"
#include "platforms/linkedin/errors.hpp"
#include "platforms/linkedin/publisher.hpp"
#include "platforms/linkedin/reader.hpp"

#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

/// No header of the platform tells of limits. Budgets are closed for the first pause alone: longer
/// ones are of those who are refused again.
constexpr Dialect dialect{
    .platform = "linkedin",
    .name = "LinkedIn",
    .read_error = read_error,
    .read_limits = [](const http::Headers&, Time) { return LimitsSeen{}; },
    .pause_after = [](const PlatformError&,
                      Time) { return std::optional<std::chrono::seconds>(burst_pause); }};

std::string version_of(const AppSettings& settings) {
    return settings.api_version.empty() ? std::string(descriptor.api_version)
                                        : settings.api_version;
}

class LinkedIn final : public Platform {
public:
    LinkedIn(AppSettings settings, const PlatformParts& parts)
        : settings_(std::move(settings)),
          call_(dialect, settings_.base_url, parts),
          rest_(call_, version_of(settings_), parts.clock),
          authorizer_(call_, rest_, parts.clock, settings_),
          reader_(rest_, parts.clock),
          publisher_(rest_, parts.clock) {}

    const Descriptor& descriptor() const override { return linkedin::descriptor; }
    Authorizer& authorizer() override { return authorizer_; }
    std::string redirect_uri() const override { return settings_.redirect_uri; }
    std::vector<std::string> configured_scopes() const override { return settings_.scopes; }
    Reader* reader() override { return &reader_; }
    Publisher* publisher() override { return &publisher_; }

private:
    AppSettings settings_;
    PlatformCall call_;
    Rest rest_;
    LinkedInAuthorizer authorizer_;
    LinkedInReader reader_;
    LinkedInPublisher publisher_;
};

}  // namespace

std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts) {
    return std::make_unique<LinkedIn>(std::move(settings), parts);
}

}  // namespace rostrum::platforms::linkedin
