#include "platforms/linkedin/throttle.hpp"

#include "platforms/linkedin/errors.hpp"

#include <fmt/format.h>

#include <array>

namespace rostrum::platforms::linkedin {
namespace {

constexpr std::array<std::chrono::seconds, 3> pauses{burst_pause, std::chrono::minutes{5},
                                                     std::chrono::minutes{15}};
/// Who was not refused for so long after a pause begins with short ones again.
constexpr std::chrono::hours forgotten_after{1};

}  // namespace

std::chrono::seconds Throttle::pause(std::string_view account, std::string_view endpoint,
                                     Time now) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(refusals_, [&](const auto& each) {
        const auto& [until, count] = each.second;
        return now >= until && (count > pauses.size() || now > until + forgotten_after);
    });
    auto& mine = refusals_[fmt::format("{} {}", account, endpoint)];
    // Calls that were under way together count once.
    if (now >= mine.until) {
        const auto wait = mine.count < pauses.size() ? pauses[mine.count] : until_quotas_reset(now);
        mine.until = now + wait;
        ++mine.count;
    }
    return std::chrono::ceil<std::chrono::seconds>(mine.until - now);
}

}  // namespace rostrum::platforms::linkedin
