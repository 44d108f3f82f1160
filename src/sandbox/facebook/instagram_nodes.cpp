#include "sandbox/facebook/simulator.hpp"
#include "sandbox/instagram/accounts.hpp"
#include "sandbox/instagram/nodes.hpp"
#include "sandbox/instagram/publishing.hpp"
#include "sandbox/web.hpp"

#include <algorithm>
#include <array>

namespace rostrum::sandbox::facebook {
namespace {

/// Fields of a profile that only graph.instagram.com knows.
constexpr std::array<std::string_view, 2> fields_elsewhere{"user_id", "account_type"};

}  // namespace

/// The accounts are those of the simulated Instagram, and answer the same; only the way to them is
/// another.
GraphResult<instagram::GraphCall> Facebook::instagram_call(const PageCall& call) const {
    const auto& caller = call.caller;
    const auto id = instagram::parse_id(call.path.node);
    const auto missing = std::unexpected(instagram::missing_object(call.path.node));
    if (!id) return missing;
    const auto* account = instagram::find_account(*id);
    if (account == nullptr) {
        auto found = containers_->find_post(*id, call.now);
        if (!found) found = instagram_.find(*id, call.now);
        const auto container = found ? std::nullopt : containers_->find(*id);
        if (!found && !container) return missing;
        account = found ? found->post.account : container->account;
    }
    const auto infos = page_infos();
    const bool linked = std::ranges::any_of(infos, [&](const PageInfo& info) {
        const bool reached = caller.page ? &info == &infos[*caller.page]
                                         : info.user == users()[caller.user()].handle;
        return reached && info.instagram == account->username;
    });
    if (!linked) return missing;
    if (!caller.may(Scope::instagram_basic)) {
        return std::unexpected(instagram::missing_permission());
    }
    instagram::ScopeSet scopes;
    scopes.add(instagram::Scope::basic);
    if (caller.may(Scope::instagram_insights)) scopes.add(instagram::Scope::manage_insights);
    if (caller.may(Scope::instagram_publish)) scopes.add(instagram::Scope::content_publish);
    instagram::Token token;
    token.grant.account = account;
    token.grant.scopes = scopes;
    return instagram::GraphCall{
        call.request, instagram_, *containers_, call.path, token, call.now, origin_of(call.request),
        graph_host};
}

GraphResult<http::Response> Facebook::instagram_node(const PageCall& call) const {
    const auto inner = instagram_call(call);
    if (!inner) return std::unexpected(inner.error());
    const auto id = instagram::parse_id(call.path.node);
    if (call.path.edge.empty() && instagram::find_account(*id) != nullptr) {
        for (const auto field : split(call.param("fields"), ',')) {
            if (std::ranges::find(fields_elsewhere, field) == fields_elsewhere.end()) continue;
            return std::unexpected(instagram::unknown_field(field, "IGUser"));
        }
    }
    return instagram::answer_node(*inner);
}

/// Publishing asks for the token of the page; deleting for a permission of its own.
Task<GraphResult<http::Response>> Facebook::instagram_change(PageCall call) {
    const auto inner = instagram_call(call);
    if (!inner) co_return std::unexpected(inner.error());
    const bool deletes = call.request.method == http::Method::delete_;
    if (!call.caller.page || (deletes && !call.caller.may(Scope::instagram_contents))) {
        co_return std::unexpected(instagram::missing_permission());
    }
    co_return co_await instagram::change_node(*inner, client_);
}

bool Facebook::is_instagram_node(std::string_view node) const {
    const auto id = instagram::parse_id(node);
    if (!id) return false;
    if (instagram::is_container_id(*id) || instagram::is_published_id(*id)) return true;
    return instagram::find_account(*id) != nullptr || instagram_.find(*id, now());
}

}  // namespace rostrum::sandbox::facebook
