#pragma once

#include "core/task.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::http {

/// Answers a request. The request outlives the call.
using Handler = std::function<Task<Response>(Request&)>;

inline constexpr std::size_t body_max_default = 256 * 1024;

/// What a router knows of a route.
struct Endpoint {
    std::string
        pattern;  ///< "/api/v1/connections/{id}"; a last "{rest*}" takes the rest of the path
    Handler handler;
    std::size_t body_max = body_max_default;  ///< bytes; a larger body is answered 413
    /// The handler reads the body itself, from `Request::body_reader`.
    bool streams_body = false;
};

/// Finds the endpoint of a path in a trie of its segments. Literal segments win over parameters,
/// parameters over a rest. Built at start, then only read.
class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Asserts when the same method and pattern are added twice, or a pattern is malformed.
    void add(Method method, Endpoint endpoint);

    struct Match {
        const Endpoint* endpoint = nullptr;  ///< null: no such path, or no such method on it
        std::vector<Method> allowed;         ///< the path's methods, when only the method is wrong
    };

    /// Fills `params` on a match. HEAD is answered by GET's endpoint.
    Match find(Method method, std::string_view path, PathParams& params) const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
};

}  // namespace rostrum::http
