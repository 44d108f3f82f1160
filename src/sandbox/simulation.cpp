#include "sandbox/simulation.hpp"

#include "sandbox/control.hpp"
#include "sandbox/facebook/facebook.hpp"
#include "sandbox/fault_injection.hpp"
#include "sandbox/instagram/containers.hpp"
#include "sandbox/instagram/instagram.hpp"
#include "sandbox/linkedin/linkedin.hpp"
#include "sandbox/tiktok/tiktok.hpp"
#include "sandbox/x/x.hpp"
#include "sandbox/youtube/youtube.hpp"

#include <algorithm>

namespace rostrum::sandbox {

Simulation::Simulation(const Clock& base_clock, Random& random, std::uint64_t seed,
                       http::Client* client)
    : clock_(base_clock), faults_(seed) {
    const SimulationParts parts{clock_, random, seed, client};
    // Instagram's accounts are reached at two platforms, and publish to the same feeds.
    auto containers = std::make_shared<instagram::Containers>();
    platforms_.push_back(instagram::create_instagram(parts, containers));
    platforms_.push_back(linkedin::create(parts));
    platforms_.push_back(tiktok::create(parts));
    platforms_.push_back(x::create(parts));
    platforms_.push_back(youtube::create(parts));
    platforms_.push_back(facebook::create(parts, containers));
}

http::ServerParts Simulation::parts() {
    http::ServerParts parts;
    for (const auto& platform : platforms_) platform->add_routes(parts.router);
    add_control_routes(parts.router, *this);
    parts.middleware.push_back(simulate_calls(*this));
    parts.render_error = render_error;
    return parts;
}

SimulatedPlatform* Simulation::find(std::string_view id) const noexcept {
    const auto found = std::ranges::find(platforms_, id, &SimulatedPlatform::id);
    return found == platforms_.end() ? nullptr : found->get();
}

SimulatedPlatform* Simulation::find_by_path(std::string_view path) const noexcept {
    if (path.starts_with('/')) path.remove_prefix(1);
    const auto host = path.substr(0, path.find('/'));
    const auto found = std::ranges::find_if(platforms_, [&](const auto& platform) {
        return std::ranges::find(platform->hosts(), host) != platform->hosts().end();
    });
    return found == platforms_.end() ? nullptr : found->get();
}

void Simulation::reset() {
    faults_.clear();
    clock_.reset();
    for (const auto& platform : platforms_) {
        platform->reset();
        platform->published().clear();
    }
    calls_.clear();
}

}  // namespace rostrum::sandbox
