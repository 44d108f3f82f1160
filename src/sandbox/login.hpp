#pragma once

#include "core/clock.hpp"
#include "core/random.hpp"
#include "http/query.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rostrum::sandbox {

struct LoginScope {
    std::string_view name;
    std::string_view text;  ///< what the consent page says
    bool always = false;    ///< cannot be unticked
};

enum class LoginPkce : std::uint8_t {
    ignored,   ///< a challenge is not looked at
    optional,  ///< checked when there was one
    required,
};

/// How the login of one platform differs from the others.
struct LoginRules {
    std::string_view platform;  ///< "TikTok"
    std::string_view path;      ///< of the consent page, its host first
    std::string_view client_id_parameter = "client_id";
    std::string_view client_id;
    char scope_separator = ' ';
    char other_scope_separator = scope_separator;  ///< is understood, too
    std::span<const LoginScope> scopes;            ///< at most 32
    LoginPkce pkce = LoginPkce::ignored;
    bool pkce_method_in_any_case = false;  ///< "s256" is S256
    std::string_view code_prefix;
    std::chrono::seconds code_life{600};
    std::string_view granted_parameter = {};  ///< of the answer: the granted scopes; empty: untold
    std::string_view denial = "access_denied";  ///< the error that a refusal comes back as
    std::string_view denial_reason = {};        ///< `error_reason` beside it; empty: untold
    std::string_view denial_description = "The user denied access";
};

/// An account on the consent page.
struct LoginChoice {
    std::string handle;
    std::string name;
    std::string note;             ///< beside it: followers, and what it is here for
    std::uint32_t withholds = 0;  ///< the scopes that it never grants
    std::string refuses = {};     ///< why it cannot be connected at all
};

/// What a code was given out for.
struct LoginGrant {
    std::size_t account = 0;  ///< the place of the choice
    std::uint32_t scopes = 0;
    bool offline = false;      ///< access_type=offline was asked for
    bool asked_again = false;  ///< prompt=consent was asked for
    std::string redirect_uri;
    std::string challenge;
    Time issued_at{};
};

enum class CodeFault : std::uint8_t { unknown_or_used, expired, other_redirect_uri, bad_verifier };

/// Authorization codes that wait to be redeemed; the oldest make room.
inline constexpr std::size_t login_codes_max = 10'000;

/// The login of a platform, from the consent page to the code. Safe to use from any thread.
class Login {
public:
    using Choices = std::function<std::vector<LoginChoice>(Time now)>;

    Login(LoginRules rules, const Clock& clock, Random& random, Choices choices)
        : rules_(rules), clock_(clock), random_(random), choices_(std::move(choices)) {}

    /// `GET` of the path: the consent page, or with `auto=allow|deny` and `account=NAME` (and
    /// `grant=scope scope`) the redirect that a user would have caused.
    http::Response authorize(const http::Request& request);
    /// `POST` of the path with "/decision": the form of the consent page.
    http::Response decide(const http::Request& request);

    /// Uses a code up. A wrong redirect address or verifier leaves it good.
    std::expected<LoginGrant, CodeFault> redeem(std::string_view code,
                                                std::string_view redirect_uri,
                                                std::string_view verifier);

    /// The names of scopes, with the platform's separator.
    std::string names(std::uint32_t scopes) const;
    /// The bit of a scope.
    std::uint32_t bit(std::string_view scope) const;

    void reset();

private:
    struct Asked;

    std::expected<Asked, http::Response> read(const http::Request& request) const;
    http::Response allow(const http::Request& request, const Asked& asked, std::string_view handle,
                         std::uint32_t granted);
    http::Response consent_page(const http::Request& request, const Asked& asked,
                                std::string_view selected) const;
    http::Response invalid_request(std::string text) const;
    std::string consent_address(const http::Request& request) const;
    std::string issue_code(LoginGrant grant);

    LoginRules rules_;
    const Clock& clock_;
    Random& random_;
    Choices choices_;
    std::mutex mutex_;
    std::unordered_map<std::string, LoginGrant> codes_;
};

}  // namespace rostrum::sandbox
