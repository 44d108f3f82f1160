#include "api/answer_once.hpp"

#include "api/errors_to_http.hpp"

#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace rostrum::api {
namespace {

constexpr std::size_t idempotency_key_max = 255;

http::Response replay(accounts::StoredAnswer known) {
    auto response = http::Response::json(known.status, std::move(known.body));
    response.headers.set("Idempotency-Replayed", "true");
    if (!known.cookie.empty()) response.headers.add("Set-Cookie", known.cookie);
    return response;
}

}  // namespace

Task<Answer> answer_once(Services& services, Context& context, std::string_view body,
                         std::function<Task<Answer>()> make) {
    const auto& request = context.request();
    const std::string key(request.headers.get("Idempotency-Key"));
    if (key.empty()) co_return co_await make();
    if (key.size() > idempotency_key_max) {
        co_return fail(invalid_field("Idempotency-Key", "must have at most 255 characters"));
    }
    const std::string principal =
        context.principal ? context.principal->key + "@" + to_string(context.scope().workspace)
                          : "anonymous@" + request.remote_address;
    const std::string fingerprint = std::string(http::to_string(request.method)) + " " +
                                    request.path + "\n" + std::string(body);
    auto known = co_await services.idempotency.begin(principal, key, fingerprint);
    if (!known) co_return std::unexpected(known.error());
    if (*known) co_return replay(std::move(**known));
    std::exception_ptr failure;
    std::optional<Answer> answer;
    try {
        answer = co_await make();
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) {
        co_await services.idempotency.forget(principal, key);
        std::rethrow_exception(failure);
    }
    // What failed on our side, or has to wait, may be tried again under the same key. Once the
    // handler has answered well, the key is never given up: what was made must not be made again.
    if (*answer || !answer->error().retryable) {
        const auto response = *answer ? **answer : error_response(answer->error(), request);
        co_await services.idempotency.end(
            principal, key,
            {response.status, response.body, std::string(response.headers.get("Set-Cookie"))});
    } else {
        co_await services.idempotency.forget(principal, key);
    }
    co_return std::move(*answer);
}

}  // namespace rostrum::api
