#include "platforms/youtube/youtube.hpp"

#include "platforms/youtube/authorizer.hpp"
#include "platforms/youtube/call.hpp"
#include "platforms/youtube/errors.hpp"
#include "platforms/youtube/publisher.hpp"
#include "platforms/youtube/reader.hpp"

#include <utility>

namespace rostrum::platforms::youtube {
namespace {

/// No header of the platform tells of limits.
constexpr Dialect dialect{.platform = "youtube",
                          .name = "YouTube",
                          .read_error = read_error,
                          .read_limits = [](const http::Headers&, Time) { return LimitsSeen{}; },
                          .pause_after = pause_after};

class YouTube final : public Platform {
public:
    YouTube(AppSettings settings, const PlatformParts& parts)
        : settings_(std::move(settings)),
          call_(dialect, settings_.base_url, parts),
          api_(call_),
          authorizer_(call_, api_, parts.clock, settings_),
          reader_(api_, parts.clock),
          publisher_(call_, api_, parts.clock) {}

    const Descriptor& descriptor() const override { return youtube::descriptor; }
    Authorizer& authorizer() override { return authorizer_; }
    std::string redirect_uri() const override { return settings_.redirect_uri; }
    Reader* reader() override { return &reader_; }
    Publisher* publisher() override { return &publisher_; }

private:
    AppSettings settings_;
    PlatformCall call_;
    YouTubeCall api_;
    YouTubeAuthorizer authorizer_;
    YouTubeReader reader_;
    YouTubePublisher publisher_;
};

}  // namespace

std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts) {
    return std::make_unique<YouTube>(std::move(settings), parts);
}

}  // namespace rostrum::platforms::youtube
