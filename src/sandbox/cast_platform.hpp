#pragma once

#include "core/clock.hpp"
#include "core/random.hpp"
#include "http/client/client.hpp"
#include "http/server/router.hpp"
#include "sandbox/cast.hpp"
#include "sandbox/grants.hpp"
#include "sandbox/login.hpp"
#include "sandbox/quota.hpp"
#include "sandbox/simulated_platform.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox {

/// What a simulated platform is made with.
struct SimulationParts {
    const Clock& clock;
    Random& random;
    std::uint64_t seed = 1;
    /// Fetches the files whose addresses a platform is given; null: none can be fetched.
    http::Client* client = nullptr;
};

/// A simulated platform with a cast of accounts, a login and tokens: what all of those do alike.
/// What they answer, each says by itself.
class CastPlatform : public SimulatedPlatform {
public:
    std::string_view id() const override { return setup_.id; }
    std::span<const std::string_view> hosts() const override { return setup_.hosts; }
    std::span<const std::string_view> endpoints() const override { return setup_.endpoints; }
    std::string_view account_of(const http::Request& request) const override;
    Result<> revoke(std::string_view account, std::optional<int> code) override;
    void set_limits(const CallLimits& limits) override;
    PlatformRefusals refusals() const override;
    void reset() override;
    void write_accounts(JsonWriter& out, const std::string& origin) const override;
    void write_tokens(JsonWriter& out) const override;

protected:
    struct Setup {
        std::string_view id;
        std::span<const std::string_view> hosts;
        std::span<const std::string_view> endpoints;
        std::span<const Persona> personas;
        /// Who logs in, where that is not the accounts themselves; tokens are theirs.
        std::span<const Persona> users = {};
        std::string_view picture_host;
        LoginRules login;
        Grants::Format tokens;
    };

    CastPlatform(const Setup& setup, const SimulationParts& parts);

    /// The consent page, and the pictures.
    void add_common_routes(http::Router& router);
    static void add(http::Router& router, http::Method method, std::string pattern,
                    std::function<http::Response(http::Request&)> answer);

    /// What a person's account is called in the API, by default its place.
    virtual std::string external_id(std::size_t persona) const = 0;

    Time now() const { return clock_.now(); }
    const Cast& cast() const { return cast_; }
    std::span<const Persona> users() const {
        return setup_.users.empty() ? cast_.personas() : setup_.users;
    }
    std::optional<std::size_t> find_user(std::string_view handle) const;
    Grants& grants() { return grants_; }
    const Grants& grants() const { return grants_; }
    Login& login() { return login_; }
    const Login& login() const { return login_; }
    QuotaMeter& quotas() { return quotas_; }
    const CallLimits& limits() const { return limits_; }

    std::string avatar_url(const http::Request& request, std::size_t persona) const;
    std::string cover_url(const http::Request& request, const CastPost& post) const;
    /// A caption in the voice of who wrote the post.
    std::string text_of(const CastPost& post) const;
    /// The page that a permalink leads to.
    http::Response post_page(const http::Request& request, const CastPost& post) const;

private:
    http::Response picture(const http::Request& request) const;

    std::vector<LoginChoice> choices() const;

    Setup setup_;
    const Clock& clock_;
    Cast cast_;
    Grants grants_;
    Login login_;
    QuotaMeter quotas_;
    CallLimits limits_;
};

/// The token of "Authorization: Bearer TOKEN", or empty.
std::string_view bearer_token(const http::Request& request);

/// The name and password of "Authorization: Basic ...".
struct BasicCredentials {
    std::string user;
    std::string password;
};
std::optional<BasicCredentials> basic_credentials(const http::Request& request);

}  // namespace rostrum::sandbox
