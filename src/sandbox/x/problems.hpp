#pragma once

#include "core/json_writer.hpp"
#include "http/server/response.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The shapes in which X says what is wrong.
namespace rostrum::sandbox::x {

/// A parameter that is not accepted.
struct BadParameter {
    std::string name;
    std::string value;
    std::string message;
};

/// An answer of application/problem+json.
struct Problem {
    int status;
    std::string_view slug = {};  ///< the end of the type; empty: "about:blank"
    std::string title;
    std::string detail;
    std::optional<BadParameter> blamed = {};
};
http::Response problem_response(const Problem& problem);

Problem bad_parameter(BadParameter blamed);
/// The problem that a status alone makes, such as 503.
Problem plain_problem(int status);
Problem unauthorized();
Problem no_credits();
Problem month_used_up();

/// {"errors":[{"code","message"}]}, as the old API has it.
http::Response legacy_error(int status, int code, std::string_view message);

/// {"error","error_description"} of the token endpoints.
http::Response oauth_error(int status, std::string_view error, std::string_view description);

/// A part that an answer of 200 lacks, told in its "errors" beside the data.
struct PartError {
    std::string_view slug;
    std::string_view title;
    std::string detail;
    std::string_view resource_type;
    std::string resource_id;
    std::string_view parameter;
    std::string_view section = {};
};
void write_part_error(JsonWriter& out, const PartError& error);

PartError not_found(std::string_view resource_type, std::string_view parameter, std::string id);

}  // namespace rostrum::sandbox::x
