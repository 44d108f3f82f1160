#pragma once

#include "core/clock.hpp"
#include "core/random.hpp"
#include "sandbox/instagram/accounts.hpp"
#include "sandbox/instagram/scopes.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rostrum::sandbox::instagram {

inline constexpr std::chrono::hours code_life{1};
/// Codes that wait to be redeemed; the oldest make room.
inline constexpr std::size_t codes_max = 10'000;

/// What a code was given out for.
struct CodeGrant {
    const Account* account = nullptr;
    ScopeSet scopes;
    std::string client_id;
    std::string redirect_uri;
    Time issued_at{};
};

enum class CodeProblem : std::uint8_t {
    unknown_or_used,
    expired,
    other_redirect_uri,  ///< the code stays good
    other_client,        ///< the code stays good
};

/// Authorization codes: good for an hour and for one use. Safe to use from any thread.
class Codes {
public:
    explicit Codes(Random& random) : random_(random) {}

    std::string issue(CodeGrant grant);
    std::expected<CodeGrant, CodeProblem> redeem(std::string_view code, std::string_view client_id,
                                                 std::string_view redirect_uri, Time now);
    void reset();

private:
    void make_room();

    Random& random_;
    std::mutex mutex_;
    std::unordered_map<std::string, CodeGrant> codes_;
};

}  // namespace rostrum::sandbox::instagram
