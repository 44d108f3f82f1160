#include "sandbox/tiktok/wire.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace rostrum::sandbox::tiktok {
namespace {

std::string log_id(Time now) { return fmt::format("{:034X}", now.time_since_epoch().count()); }

}  // namespace

http::Response oauth_error(int status, std::string_view error, std::string_view description,
                           Time now) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("error").value(error);
    out.key("error_description").value(description);
    out.key("log_id").value(log_id(now)).end_object();
    return http::Response::json(status, body);
}

void write_error(JsonWriter& out, std::string_view code, std::string_view message, Time now) {
    out.key("error").begin_object().key("code").value(code).key("message").value(message);
    out.key("log_id").value(log_id(now)).end_object();
}

http::Response api_error(const ApiError& error, Time now) {
    std::string body;
    JsonWriter out(body);
    out.begin_object().key("data").begin_object().end_object();
    write_error(out, error.code, error.message, now);
    out.end_object();
    return http::Response::json(error.status, body);
}

ApiError bad_parameter(std::string message) { return {400, "invalid_params", std::move(message)}; }

ApiError bad_post(std::string message) { return {400, "invalid_param", std::move(message)}; }

std::string video_id(std::uint64_t number) { return fmt::format("7{:018}", number * 97); }

std::optional<std::uint64_t> parse_video_id(std::string_view text) {
    std::uint64_t number = 0;
    if (text.size() != 19 || !text.starts_with('7')) return std::nullopt;
    text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number % 97 != 0) {
        return std::nullopt;
    }
    return number / 97;
}

}  // namespace rostrum::sandbox::tiktok
