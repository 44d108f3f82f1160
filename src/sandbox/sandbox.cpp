#include "sandbox/sandbox.hpp"

#include "core/log.hpp"
#include "http/client/client.hpp"
#include "http/server/server.hpp"
#include "sandbox/facebook/facebook.hpp"
#include "sandbox/instagram/oauth.hpp"
#include "sandbox/linkedin/linkedin.hpp"
#include "sandbox/simulation.hpp"
#include "sandbox/tiktok/tiktok.hpp"
#include "sandbox/x/x.hpp"
#include "sandbox/youtube/youtube.hpp"

#include <chrono>
#include <utility>

namespace rostrum::sandbox {
namespace {

constexpr std::chrono::seconds drain_limit{2};

class SandboxImpl final : public Sandbox {
public:
    SandboxImpl(Loops& loops, const Clock& base_clock, IdSource& ids, Random& random,
                Options options)
        : client_(http::create_client(loops)),
          simulation_(base_clock, random, options.seed, client_.get()),
          seed_(options.seed),
          server_(http::create_server(
              loops, ids,
              {.address = std::move(options.address), .port = options.port, .limits = {}},
              simulation_.parts())) {}

    void start() override {
        server_->start();
        log::info("the sandbox answers", {{"port", server_->port()}, {"seed", seed_}});
    }
    std::uint16_t port() const override { return server_->port(); }
    void stop() override { server_->drain(drain_limit); }

private:
    std::unique_ptr<http::Client> client_;
    Simulation simulation_;
    std::uint64_t seed_;
    std::unique_ptr<http::Server> server_;  // last: its handlers use the simulation
};

}  // namespace

std::unique_ptr<Sandbox> create_sandbox(Loops& loops, const Clock& base_clock, IdSource& ids,
                                        Random& random, Options options) {
    return std::make_unique<SandboxImpl>(loops, base_clock, ids, random, std::move(options));
}

AppCredentials built_in_credentials(std::string_view platform) noexcept {
    if (platform == "instagram") return {instagram::app_id, instagram::app_secret};
    if (platform == "linkedin") return {linkedin::client_id, linkedin::client_secret};
    if (platform == "tiktok") return {tiktok::client_key, tiktok::client_secret};
    if (platform == "x") return {x::client_id, x::client_secret};
    if (platform == "youtube") return {youtube::client_id, youtube::client_secret};
    // One app, and one host, for both.
    if (platform == "facebook" || platform == "instagram_facebook") {
        return {facebook::app_id, facebook::app_secret};
    }
    return {};
}

}  // namespace rostrum::sandbox
