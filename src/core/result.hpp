#pragma once

#include "core/errors.hpp"

#include <expected>
#include <utility>

namespace rostrum {

/// The policy for errors, everywhere: an expected outcome is a `Result`; a broken environment (the
/// database is gone, the disk is full) throws; a programmer's error asserts.
template <typename T = void>
using Result = std::expected<T, Error>;

/// `return fail(ErrorCode::not_found, "no such connection");`
[[nodiscard]] inline std::unexpected<Error> fail(
    ErrorCode code, std::string message,
    std::source_location where = std::source_location::current()) {
    return std::unexpected(make_error(code, std::move(message), where));
}

[[nodiscard]] inline std::unexpected<Error> fail(
    ErrorCode code, std::string message, std::string user_message,
    std::source_location where = std::source_location::current()) {
    return std::unexpected(make_error(code, std::move(message), std::move(user_message), where));
}

[[nodiscard]] inline std::unexpected<Error> fail(Error error) {
    return std::unexpected(std::move(error));
}

}  // namespace rostrum
