#include "platforms/registry.hpp"

#include "platforms/facebook/facebook.hpp"
#include "platforms/instagram/instagram.hpp"
#include "platforms/instagram_facebook/instagram_facebook.hpp"
#include "platforms/linkedin/linkedin.hpp"
#include "platforms/tiktok/tiktok.hpp"
#include "platforms/x/x.hpp"
#include "platforms/youtube/youtube.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace rostrum::platforms {
namespace {

/// A platform that is built in, and how it is made.
struct Builtin {
    const Descriptor* descriptor;
    std::unique_ptr<Platform> (*create)(AppSettings settings, const PlatformParts& parts);
};

/// The one list, in the order in which people see it. A new platform is a folder and a line here.
constexpr std::array builtins{
    Builtin{&instagram::descriptor, instagram::create},
    Builtin{&instagram_facebook::descriptor, instagram_facebook::create},
    Builtin{&facebook::descriptor, facebook::create},
    Builtin{&tiktok::descriptor, tiktok::create},
    Builtin{&youtube::descriptor, youtube::create},
    Builtin{&x::descriptor, x::create},
    Builtin{&linkedin::descriptor, linkedin::create},
};

constexpr auto descriptors = [] {
    std::array<const Descriptor*, builtins.size()> all{};
    std::ranges::transform(builtins, all.begin(), &Builtin::descriptor);
    return all;
}();

}  // namespace

std::span<const Descriptor* const> Registry::builtin() { return descriptors; }

void Registry::add(std::unique_ptr<Platform> platform) {
    platforms_.push_back(std::move(platform));
}

Platform* Registry::find(std::string_view id) const {
    const auto found = std::ranges::find_if(
        platforms_, [id](const auto& platform) { return platform->descriptor().id == id; });
    return found == platforms_.end() ? nullptr : found->get();
}

std::unique_ptr<Platform> create_platform(std::string_view id, AppSettings settings,
                                          const PlatformParts& parts) {
    const auto found = std::ranges::find_if(
        builtins, [id](const Builtin& builtin) { return builtin.descriptor->id == id; });
    assert(found != builtins.end());
    return found->create(std::move(settings), parts);
}

}  // namespace rostrum::platforms
