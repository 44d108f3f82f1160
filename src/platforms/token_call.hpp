#pragma once

#include "core/clock.hpp"
#include "platforms/call.hpp"
#include "platforms/platform.hpp"

#include <chrono>

namespace rostrum::platforms {

/// Sends a request to a token endpoint and reads the tokens of its answer, which is that of RFC
/// 6749, section 5.1. `call` and `clock` must outlive the task.
Task<Outcome<Tokens>> ask_for_tokens(const PlatformCall& call, const Clock& clock,
                                     CallRequest request, std::chrono::seconds usual_life);

}  // namespace rostrum::platforms
