#include "http/server/middleware.hpp"

#include <ranges>
#include <utility>

namespace rostrum::http {

Handler chain(const std::vector<Middleware>& middleware, Handler handler) {
    for (const auto& wrap : middleware | std::views::reverse) handler = wrap(std::move(handler));
    return handler;
}

}  // namespace rostrum::http
