#include "platforms/linkedin/rest.hpp"

#include "http/query.hpp"
#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/errors.hpp"

#include <fmt/format.h>

#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

std::int64_t to_millis(Time time) {
    return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

std::string to_date_parts(Time time) {
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
    return fmt::format("(day:{},month:{},year:{})", static_cast<unsigned>(date.day()),
                       static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
}

}  // namespace

std::string list_of(const std::vector<std::string>& values) {
    std::string out = "List(";
    for (const auto& value : values) {
        if (!out.ends_with('(')) out += ',';
        out += http::percent_encode(value);
    }
    return out + ')';
}

std::string time_range(Time from, Time to) {
    return fmt::format("(start:{},end:{})", to_millis(from), to_millis(to));
}

std::string date_range(Time from, Time to) {
    return fmt::format("(start:{},end:{})", to_date_parts(from), to_date_parts(to));
}

bool is_refused(const PlatformError& error) {
    return error.next == Next::rejected || error.next == Next::not_found;
}

Task<Outcome<json::value>> Rest::send(Caller caller, RestRequest request) const {
    CallRequest call{.endpoint = request.endpoint,
                     .url = fmt::format("{}/rest/{}", api_host, request.path),
                     .parameters = {},
                     .secrets = {}};
    call.headers.add("LinkedIn-Version", version_);
    call.headers.add("X-Restli-Protocol-Version", "2.0.0");
    call.headers.add("X-RestLi-Method", std::string(request.method));
    return send(std::move(call), std::move(caller));
}

Task<Outcome<json::value>> Rest::send_unversioned(Caller caller, std::string_view endpoint,
                                                  std::string_view path) const {
    CallRequest call{.endpoint = endpoint,
                     .url = fmt::format("{}/v2/{}", api_host, path),
                     .parameters = {},
                     .secrets = {}};
    return send(std::move(call), std::move(caller));
}

Task<Outcome<json::value>> Rest::send(CallRequest request, Caller caller) const {
    request.authorization = CallAuthorization::bearer(std::move(caller.token));
    request.owner = std::move(caller.owner);
    co_return co_await call_.send(std::move(request));
}

}  // namespace rostrum::platforms::linkedin
