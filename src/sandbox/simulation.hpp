#pragma once

#include "core/clock.hpp"
#include "core/random.hpp"
#include "http/client/client.hpp"
#include "http/server/server.hpp"
#include "sandbox/calls.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/simulated_platform.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace rostrum::sandbox {

/// Everything that the sandbox knows and does, without the listener: the platforms, their common
/// clock, the faults that are set and the calls that were made. Safe to use from any thread.
class Simulation {
public:
    /// What is passed in outlives it. `client` fetches the files whose addresses a platform is
    /// given; without one none can be fetched.
    Simulation(const Clock& base_clock, Random& random, std::uint64_t seed,
               http::Client* client = nullptr);

    /// The routes of the platforms and of the control API, and the middleware that counts calls and
    /// spoils those that meet a fault. The simulation must outlive a server made of them.
    http::ServerParts parts();

    ShiftedClock& clock() { return clock_; }
    Faults& faults() { return faults_; }
    Calls& calls() { return calls_; }
    /// Calls that have come and are not answered yet: whoever moves the clock waits for none.
    std::atomic<int>& under_way() { return under_way_; }

    std::span<const std::unique_ptr<SimulatedPlatform>> platforms() const { return platforms_; }
    /// Null for a platform that is not simulated.
    SimulatedPlatform* find(std::string_view id) const noexcept;
    /// The platform to whose hosts a path belongs, or null.
    SimulatedPlatform* find_by_path(std::string_view path) const noexcept;

    /// Back to the start: no faults, no calls, no tokens, the base clock's time.
    void reset();

private:
    ShiftedClock clock_;
    Faults faults_;
    Calls calls_;
    std::atomic<int> under_way_ = 0;
    std::vector<std::unique_ptr<SimulatedPlatform>> platforms_;
};

}  // namespace rostrum::sandbox
