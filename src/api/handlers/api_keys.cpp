#include "api/dto/accounts.hpp"
#include "api/handlers/handlers.hpp"

namespace rostrum::api {
namespace {

Task<Answer> list_keys(Services& services, Context& context) {
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    const auto keys = co_await services.api_keys.list(context.scope(), *page);
    co_return page_response(keys, page->limit, [](const accounts::ApiKey& last) {
        return cursor_of(last.created_at, last.id.value);
    });
}

Task<Answer> create_key(Services& services, Context& context) {
    auto body = context.body<accounts::NewApiKey>();
    if (!body) co_return std::unexpected(body.error());
    auto made = co_await services.api_keys.create(context.scope(), std::move(*body));
    if (!made) co_return std::unexpected(made.error());
    const auto& key = made->api_key;
    co_return json_response(MadeApiKeyAnswer{.id = key.id,
                                             .name = key.name,
                                             .role = key.role,
                                             .prefix = key.prefix,
                                             .created_at = key.created_at,
                                             .last_used_at = key.last_used_at,
                                             .key = std::string(made->text.reveal())},
                            201);
}

Task<Answer> remove_key(Services& services, Context& context) {
    const auto id = context.id<ApiKeyId>();
    if (!id) co_return std::unexpected(id.error());
    const auto done = co_await services.api_keys.remove(context.scope(), *id);
    if (!done) co_return std::unexpected(done.error());
    services.authenticator.forget();
    co_return http::Response::empty(204);
}

}  // namespace

void add_api_key_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const auto route = [&](http::Method method, std::string pattern, std::string id,
                           std::string summary) {
        return RouteBuilder(schemas, method, std::move(pattern), std::move(id), std::move(summary))
            .tag("API keys")
            .access(Access::admin);
    };
    routes.push_back(route(get, "/api/v1/api-keys", "listApiKeys", "The keys, newest first")
                         .answers_list<accounts::ApiKey>()
                         .handle([&s](Context& c) { return list_keys(s, c); }));
    routes.push_back(route(post, "/api/v1/api-keys", "createApiKey", "Make a key")
                         .creates()
                         .body<accounts::NewApiKey>()
                         .answers<MadeApiKeyAnswer>(201, "Made; `key` is shown this once")
                         .handle([&s](Context& c) { return create_key(s, c); }));
    routes.push_back(route(delete_, "/api/v1/api-keys/{id}", "removeApiKey", "Revoke a key")
                         .answers_empty(204, "Revoked")
                         .handle([&s](Context& c) { return remove_key(s, c); }));
}

}  // namespace rostrum::api
