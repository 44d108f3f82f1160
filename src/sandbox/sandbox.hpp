#pragma once

#include "core/clock.hpp"
#include "core/ids.hpp"
#include "core/loops.hpp"
#include "core/random.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rostrum::sandbox {

struct Options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 9090;  ///< 0: any free one, see `Sandbox::port()`
    std::uint64_t seed = 1;     ///< of the world: accounts, posts and figures follow from it
};

/// All simulated platforms on one port; the host of a platform is a prefix of the path, such as
/// `/graph.instagram.com/v26.0/me`. Its time is the base clock's, shifted by `/_control/clock`.
class Sandbox {
public:
    virtual ~Sandbox() = default;

    /// Binds and starts to answer. Throws boost::system::system_error when the port is taken.
    virtual void start() = 0;
    virtual std::uint16_t port() const = 0;

    /// Lets the calls under way end, for a moment, then closes. Blocks; not for a loop's thread.
    virtual void stop() = 0;
};

/// What is passed in outlives the sandbox.
std::unique_ptr<Sandbox> create_sandbox(Loops& loops, const Clock& base_clock, IdSource& ids,
                                        Random& random, Options options);

/// The credentials of the one app that a simulated platform knows: the app of whoever has none
/// there.
struct AppCredentials {
    std::string_view client_id;
    std::string_view client_secret;
};

/// Both texts are empty for a platform that is not simulated.
AppCredentials built_in_credentials(std::string_view platform) noexcept;

}  // namespace rostrum::sandbox
