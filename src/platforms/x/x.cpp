#include "platforms/x/x.hpp"

#include "platforms/x/authorizer.hpp"
#include "platforms/x/errors.hpp"
#include "platforms/x/limits.hpp"
#include "platforms/x/publisher.hpp"
#include "platforms/x/reader.hpp"

#include <utility>

namespace rostrum::platforms::x {
namespace {

constexpr Dialect dialect{
    .platform = "x",
    .name = "X",
    .read_error = read_error,
    .read_limits = read_limits,
    .is_of_app = [](const PlatformError& error) { return error.code == "usage-capped"; }};

class XPlatform final : public Platform {
public:
    XPlatform(AppSettings settings, const PlatformParts& parts)
        : settings_(std::move(settings)),
          call_(dialect, settings_.base_url, parts),
          authorizer_(call_, parts.clock, settings_),
          reader_(call_),
          publisher_(call_, reader_, parts.clock) {}

    const Descriptor& descriptor() const override { return x::descriptor; }
    Authorizer& authorizer() override { return authorizer_; }
    std::string redirect_uri() const override { return settings_.redirect_uri; }
    Reader* reader() override { return &reader_; }
    Publisher* publisher() override { return &publisher_; }

private:
    AppSettings settings_;
    PlatformCall call_;
    XAuthorizer authorizer_;
    XReader reader_;
    XPublisher publisher_;
};

}  // namespace

std::unique_ptr<Platform> create(AppSettings settings, const PlatformParts& parts) {
    return std::make_unique<XPlatform>(std::move(settings), parts);
}

}  // namespace rostrum::platforms::x
