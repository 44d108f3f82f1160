#include "sandbox/instagram/codes.hpp"

#include "crypto/encoding.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::sandbox::instagram {
namespace {

constexpr std::size_t code_bytes = 120;  // real codes are long as well

}  // namespace

std::string Codes::issue(CodeGrant grant) {
    std::array<std::byte, code_bytes> bytes{};
    random_.fill(bytes);
    auto code = "AQB" + crypto::base64url_encode(bytes);
    const std::scoped_lock lock(mutex_);
    make_room();
    codes_.emplace(code, std::move(grant));
    return code;
}

std::expected<CodeGrant, CodeProblem> Codes::redeem(std::string_view code,
                                                    std::string_view client_id,
                                                    std::string_view redirect_uri, Time now) {
    const std::scoped_lock lock(mutex_);
    const auto found = codes_.find(std::string(code));
    if (found == codes_.end()) return std::unexpected(CodeProblem::unknown_or_used);
    if (found->second.issued_at + code_life <= now) return std::unexpected(CodeProblem::expired);
    if (found->second.client_id != client_id) return std::unexpected(CodeProblem::other_client);
    if (found->second.redirect_uri != redirect_uri) {
        return std::unexpected(CodeProblem::other_redirect_uri);
    }
    auto grant = std::move(found->second);
    codes_.erase(found);
    return grant;
}

void Codes::reset() {
    const std::scoped_lock lock(mutex_);
    codes_.clear();
}

void Codes::make_room() {
    if (codes_.size() < codes_max) return;
    codes_.erase(std::ranges::min_element(
        codes_, {}, [](const auto& entry) { return entry.second.issued_at; }));
}

}  // namespace rostrum::sandbox::instagram
