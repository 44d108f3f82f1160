#pragma once

#include "core/clock.hpp"
#include "http/server/response.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::sandbox::instagram {

/// An error of the Graph API. Clients are told to decide by `code` and `subcode`, not by `status`.
struct GraphError {
    std::string message;
    int code = 1;
    int subcode = 0;  ///< 0: none
    int status = 400;
    std::string_view type = "IGApiException";
    bool transient = false;
    std::string_view user_title = {};
    std::string_view user_message = {};
};

/// What a step of a Graph call answers: a value, or the error that ends the call.
template <typename T = void>
using GraphResult = std::expected<T, GraphError>;

/// `{"error":{"message","type","code","error_subcode","is_transient",...,"fbtrace_id"}}`
http::Response to_response(const GraphError& error);

/// The shape of the code exchange alone: `{"error_type","code":400,"error_message"}`.
http::Response token_endpoint_error(std::string_view message);

/// 190 with what is wrong with a token as its subcode; 0 for text that never was a token. Subcodes:
/// 458 app removed, 459 checkpoint, 460 password changed, 463 expired, 464 unconfirmed, 467
/// invalid, 492 no role on the page.
GraphError invalid_token(int subcode);
GraphError expired_token(Time expired_at, Time now);
/// 104: there is no token at all.
GraphError missing_token();

/// 100: a parameter that is missing or cannot be accepted.
GraphError bad_parameter(std::string message);
/// 100: one unknown name in `fields` fails the whole call.
GraphError unknown_field(std::string_view field, std::string_view node);
/// 100/33: an object that is not there, or not for this token.
GraphError missing_object(std::string_view id, std::string_view method = "get");
/// 2500: a path that means nothing.
GraphError unknown_path(std::string_view path);
/// 10: the user did not grant the permission.
GraphError missing_permission();
/// 4, 17, 32, 613, 80001 or 80002.
GraphError rate_limited(int code);

/// The error that the platform sends with an HTTP status, with another code when one is given.
GraphError error_of_status(int status, std::optional<int> code);

}  // namespace rostrum::sandbox::instagram
