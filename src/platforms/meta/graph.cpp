#include "platforms/meta/graph.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

#include <utility>

namespace rostrum::platforms::meta {

Graph::Graph(const PlatformCall& call, std::string root, Secret proof_secret)
    : call_(call), root_(std::move(root)), proof_secret_(std::move(proof_secret)) {}

CallRequest Graph::get(std::string_view endpoint, const Caller& caller, std::string_view path,
                       http::Query parameters) const {
    CallRequest request{.endpoint = endpoint,
                        .url = root_ + std::string(path),
                        .parameters = std::move(parameters),
                        .secrets = {}};
    request.owner = caller.owner;
    request.secrets.push_back({"access_token", caller.token});
    if (!proof_secret_.empty()) {
        const auto proof = crypto::hmac_sha256(proof_secret_, caller.token.reveal());
        request.secrets.push_back({"appsecret_proof", Secret(crypto::hex_encode(proof))});
    }
    return request;
}

CallRequest Graph::change(http::Method method, Effect effect, std::string_view endpoint,
                          const Caller& caller, std::string_view path,
                          http::Query parameters) const {
    auto request = get(endpoint, caller, path, std::move(parameters));
    request.method = method;
    request.effect = effect;
    return request;
}

std::string graph_root(std::string_view host, const AppSettings& settings,
                       std::string_view version) {
    std::string root(host);
    root += '/';
    root += settings.api_version.empty() ? version : std::string_view(settings.api_version);
    return root;
}

}  // namespace rostrum::platforms::meta
