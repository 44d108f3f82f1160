#include "sandbox/facebook/simulator.hpp"
#include "sandbox/instagram/accounts.hpp"
#include "sandbox/instagram/nodes.hpp"
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
GraphResult<http::Response> Facebook::instagram_node(const PageCall& call) const {
    const auto& caller = call.caller;
    const auto id = instagram::parse_id(call.path.node);
    const auto missing = std::unexpected(instagram::missing_object(call.path.node));
    if (!id) return missing;
    const auto* account = instagram::find_account(*id);
    if (account == nullptr) {
        const auto found = instagram_.find(*id, call.now);
        if (!found) return missing;
        account = found->post.account;
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
    if (call.path.edge.empty()) {
        for (const auto field : split(call.param("fields"), ',')) {
            if (std::ranges::find(fields_elsewhere, field) == fields_elsewhere.end()) continue;
            return std::unexpected(instagram::unknown_field(field, "IGUser"));
        }
    }
    instagram::ScopeSet scopes;
    scopes.add(instagram::Scope::basic);
    if (caller.may(Scope::instagram_insights)) scopes.add(instagram::Scope::manage_insights);
    instagram::Token token;
    token.grant.account = account;
    token.grant.scopes = scopes;
    return instagram::answer_node({call.request, instagram_, call.path, token, call.now,
                                   origin_of(call.request), graph_host});
}

bool Facebook::is_instagram_node(std::string_view node) const {
    const auto id = instagram::parse_id(node);
    return id && (instagram::find_account(*id) != nullptr || instagram_.find(*id, now()));
}

}  // namespace rostrum::sandbox::facebook
