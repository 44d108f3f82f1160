#pragma once

#include "core/errors.hpp"

#include <source_location>
#include <string>

namespace rostrum::http {

/// An answer that the listener gives by itself: the request never reaches a handler, and the
/// connection is closed, since what follows on it may be no request.
struct Refusal {
    int status = 400;
    Error error;
};

/// Makes a refusal whose code follows its status. `message` is for developers.
Refusal refuse(int status, std::string message,
               std::source_location where = std::source_location::current());

}  // namespace rostrum::http
