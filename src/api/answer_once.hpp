#pragma once

#include "api/context.hpp"
#include "api/services.hpp"

#include <functional>
#include <string_view>

namespace rostrum::api {

/// Calls `make` once per Idempotency-Key of a principal, and gives the same answer again
/// afterwards; without that header, it just calls it. `body` tells one request from another: the
/// body, or what stands for it. Errors: `validation_failed` for a key that is too long, those of
/// `accounts::Idempotency::begin`, and those of `make`.
Task<Answer> answer_once(Services& services, Context& context, std::string_view body,
                         std::function<Task<Answer>()> make);

}  // namespace rostrum::api
