#include "http/server/middleware.hpp"

#include <memory>
#include <utility>

namespace rostrum::http {

Middleware client_addresses(TrustedProxies proxies) {
    auto shared = std::make_shared<const TrustedProxies>(std::move(proxies));
    return [shared](Handler next) -> Handler {
        return [shared, next = std::move(next)](Request& request) {
            request.remote_address = client_address(request, *shared);
            return next(request);
        };
    };
}

}  // namespace rostrum::http
