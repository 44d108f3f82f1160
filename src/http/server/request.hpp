#pragma once

#include "http/message.hpp"
#include "http/query.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rostrum::http {

class BodyReader;
struct Endpoint;

/// The values of `{name}` segments of the matched route, percent-decoded.
class PathParams {
public:
    void add(std::string_view name, std::string value) {
        values_.emplace_back(name, std::move(value));
    }
    /// The value of a name that the route's pattern has; empty otherwise.
    std::string_view get(std::string_view name) const noexcept {
        for (const auto& [key, value] : values_) {
            if (key == name) return value;
        }
        return {};
    }
    void clear() { values_.clear(); }

private:
    std::vector<std::pair<std::string_view, std::string>> values_;
};

/// A request whose header is checked and whose body, within the route's limit, is read, unless its
/// endpoint takes it piece by piece.
struct Request {
    Method method = Method::get;
    std::string target;  ///< as it was sent: path and query
    std::string path;    ///< percent-decoded, starts with '/', without dot segments
    Query query;
    Headers headers;
    std::string body;
    BodyReader* body_reader = nullptr;  ///< null unless the endpoint streams the body
    PathParams params;
    std::string_view route;  ///< the pattern that matched, for logs and metrics; empty if none
    const Endpoint* endpoint = nullptr;  ///< what matched; null if none
    std::string request_id;              ///< X-Request-Id: taken when well-formed, else made
    std::string remote_address;          ///< the peer's address, without its port
    std::int64_t started_us = 0;         ///< monotonic
};

/// The value of a cookie, or empty.
std::string_view cookie(const Request& request, std::string_view name) noexcept;

}  // namespace rostrum::http
