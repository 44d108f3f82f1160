#include "platforms/token_call.hpp"

#include "platforms/oauth_answer.hpp"

#include <utility>

namespace rostrum::platforms {

Task<Outcome<Tokens>> ask_for_tokens(const PlatformCall& call, const Clock& clock,
                                     CallRequest request, std::chrono::seconds usual_life) {
    const auto effect = request.effect;
    const Time asked_at = clock.now();
    auto answer = co_await call.send(std::move(request));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto tokens = parse_tokens(answer->data, asked_at, usual_life);
    if (!tokens) co_return std::unexpected(call.unusable(effect, "the answer has no token"));
    co_return Answered<Tokens>{
        .data = *std::move(tokens), .calls = answer->calls, .limits = answer->limits};
}

}  // namespace rostrum::platforms
