#include "platforms/tiktok/tiktok.hpp"

#include "platforms/tiktok/authorizer.hpp"
#include "platforms/tiktok/errors.hpp"
#include "platforms/tiktok/publisher.hpp"
#include "platforms/tiktok/reader.hpp"

#include <utility>

namespace rostrum::platforms::tiktok {
namespace {

/// No header of the platform tells of limits.
constexpr Dialect dialect{.platform = "tiktok",
                          .name = "TikTok",
                          .read_error = read_error,
                          .read_limits = [](const http::Headers&, Time) { return LimitsSeen{}; }};

class TikTok final : public Platform {
public:
    TikTok(AppSettings settings, const PlatformParts& parts)
        : settings_(std::move(settings)),
          call_(dialect, settings_.base_url, parts),
          authorizer_(call_, parts.clock, settings_),
          reader_(call_),
          publisher_(call_, parts.clock) {}

    const Descriptor& descriptor() const override { return tiktok::descriptor; }
    Authorizer& authorizer() override { return authorizer_; }
    std::string redirect_uri() const override { return settings_.redirect_uri; }
    std::vector<std::string> configured_scopes() const override { return settings_.scopes; }
    Reader* reader() override { return &reader_; }
    Publisher* publisher() override { return &publisher_; }

private:
    AppSettings settings_;
    PlatformCall call_;
    TikTokAuthorizer authorizer_;
    TikTokReader reader_;
    TikTokPublisher publisher_;
};

}  // namespace

std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts) {
    return std::make_unique<TikTok>(std::move(settings), parts);
}

}  // namespace rostrum::platforms::tiktok
