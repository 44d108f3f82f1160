#include "sandbox/instagram/nodes.hpp"

#include "sandbox/instagram/account_insights.hpp"
#include "sandbox/instagram/insights.hpp"
#include "sandbox/instagram/media.hpp"
#include "sandbox/instagram/profile.hpp"
#include "sandbox/instagram/publishing.hpp"

namespace rostrum::sandbox::instagram {

GraphResult<http::Response> answer_node(const GraphCall& call) {
    const auto node = call.path.node;
    const auto edge = call.path.edge;
    const auto id = parse_id(node);
    const bool own = node == "me" || (id && find_account(*id) == &call.account());
    if (own) {
        if (edge.empty()) return profile(call);
        if (edge == "media") return media_list(call);
        if (edge == "stories") return story_list(call);
        if (edge == "content_publishing_limit") return publishing_limit(call);
        if (edge == "insights") return account_insights(call);
        return std::unexpected(unknown_path("/" + std::string(edge)));
    }
    if (const auto container = id ? call.containers.find(*id) : std::nullopt) {
        if (container->account != &call.account() || !edge.empty()) {
            return std::unexpected(missing_object(node));
        }
        return container_object(call, *container);
    }
    auto found = id ? call.containers.find_post(*id, call.now) : std::nullopt;
    if (!found && id) found = call.world.find(*id, call.now);
    if (!found || found->post.account != &call.account()) {
        return std::unexpected(missing_object(node));
    }
    if (edge.empty()) return media_object(call, *found);
    if (edge == "insights") return media_insights(call, *found);
    return std::unexpected(unknown_path("/" + std::string(edge)));
}

}  // namespace rostrum::sandbox::instagram
