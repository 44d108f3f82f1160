#pragma once

#include <exception>
#include <string>

namespace rostrum::http {

/// What an exception of any type says of itself, for the log.
std::string describe(const std::exception_ptr& failure);

/// Whether it only tells that an operation was cancelled: a limit has passed, the client has gone
/// or the server ends.
bool is_cancellation(const std::exception_ptr& failure);

/// Something is away that will be back: the same request may do better in a moment.
bool is_passing(const std::exception_ptr& failure);

}  // namespace rostrum::http
