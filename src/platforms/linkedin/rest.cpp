#include "platforms/linkedin/rest.hpp"

#include "http/query.hpp"
#include "platforms/linkedin/descriptor.hpp"
#include "platforms/linkedin/errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

/// A document of 100 MB goes in one call.
constexpr std::chrono::minutes upload_timeout{10};

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
    add_headers(call);
    call.headers.add("X-RestLi-Method", std::string(request.method));
    return send(std::move(call), std::move(caller));
}

void Rest::add_headers(CallRequest& call) const {
    call.headers.add("LinkedIn-Version", version_);
    call.headers.add("X-Restli-Protocol-Version", "2.0.0");
}

Task<Outcome<Reply>> Rest::write(Caller caller, RestWrite request) const {
    CallRequest call{.endpoint = request.endpoint,
                     .effect = request.effect,
                     .method = request.method,
                     .url = fmt::format("{}/rest/{}", api_host, request.path),
                     .parameters = {},
                     .secrets = {}};
    add_headers(call);
    call.json = std::move(request.json);
    call.may_be_empty = true;
    call.authorization = CallAuthorization::bearer(std::move(caller.token));
    call.owner = caller.owner;
    auto reply = co_await call_.exchange(std::move(call));
    if (!reply) add_pause(caller.owner, request.endpoint, reply.error());
    co_return reply;
}

bool Rest::is_own(std::string_view url) const {
    const auto root = call_.address("https://");
    if (!url.starts_with(root)) return false;
    url.remove_prefix(root.size());
    const auto host = url.substr(0, url.find('/'));
    const bool is_plain = std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
    return is_plain && host.ends_with(".linkedin.com");
}

/// A call that our own count refused was told its pause.
void Rest::add_pause(const CallOwner& owner, std::string_view endpoint,
                     PlatformError& error) const {
    if (error.next != Next::rate_limited || is_own_budget(error)) return;
    const auto pause = throttle_.pause(owner.account, endpoint, clock_.now());
    error.retry_after = std::max(error.retry_after.value_or(pause), pause);
}

Task<Outcome<Reply>> Rest::upload(std::string url, UploadBody body, Secret token) const {
    CallRequest call{.endpoint = "upload",
                     .effect = Effect::renewal,
                     .method = http::Method::put,
                     .url = std::move(url),
                     .parameters = {},
                     .secrets = {}};
    if (!token.empty()) call.authorization = CallAuthorization::bearer(std::move(token));
    call.may_be_empty = true;
    call.may_be_other = true;
    call.is_given_url = true;
    call.upload = std::move(body);
    call.timeout = upload_timeout;
    co_return co_await call_.exchange(std::move(call));
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
    const auto endpoint = request.endpoint;
    request.authorization = CallAuthorization::bearer(std::move(caller.token));
    request.owner = caller.owner;
    auto answer = co_await call_.send(std::move(request));
    if (!answer) add_pause(caller.owner, endpoint, answer.error());
    co_return answer;
}

}  // namespace rostrum::platforms::linkedin
