#include "api/dto/accounts.hpp"
#include "api/handlers/handlers.hpp"

namespace rostrum::api {
namespace {

MemberAnswer to_answer(accounts::Member member) {
    return {.id = member.id,
            .user_id = member.user_id,
            .email = std::move(member.email),
            .name = std::move(member.name),
            .role = member.role,
            .status = member.status,
            .created_at = member.created_at,
            .invite_url = std::nullopt};
}

Task<Answer> list_members(Services& services, Context& context) {
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    std::vector<MemberAnswer> answers;
    for (auto& member : co_await services.team.members(context.scope(), *page)) {
        answers.push_back(to_answer(std::move(member)));
    }
    co_return page_response(answers, page->limit, [](const MemberAnswer& last) {
        return cursor_of(last.created_at, last.id.value);
    });
}

Task<Answer> invite(Services& services, Context& context) {
    auto body = context.body<accounts::Invitation>();
    if (!body) co_return std::unexpected(body.error());
    auto invited = co_await services.team.invite(context.scope(), std::move(*body));
    if (!invited) co_return std::unexpected(invited.error());
    auto answer = to_answer(std::move(invited->member));
    answer.invite_url =
        services.settings.public_url + "/register?invite=" + std::string(invited->token.reveal());
    co_return json_response(answer, 201);
}

Task<Answer> set_role(Services& services, Context& context) {
    const auto id = context.id<MembershipId>();
    if (!id) co_return std::unexpected(id.error());
    const auto body = context.body<accounts::RoleChange>();
    if (!body) co_return std::unexpected(body.error());
    auto member = co_await services.team.set_role(context.scope(), *id, body->role);
    if (!member) co_return std::unexpected(member.error());
    services.authenticator.forget();
    co_return json_response(to_answer(std::move(*member)));
}

Task<Answer> remove_member(Services& services, Context& context) {
    const auto id = context.id<MembershipId>();
    if (!id) co_return std::unexpected(id.error());
    // Leaving is for the member; a program that acts in their name needs the right to remove.
    if (!context.principal->session &&
        !accounts::at_least(context.scope().role, accounts::Role::admin)) {
        co_return fail(ErrorCode::forbidden, "this needs the role admin");
    }
    const auto done = co_await services.team.remove(context.scope(), *id);
    if (!done) co_return std::unexpected(done.error());
    services.authenticator.forget();
    co_return http::Response::empty(204);
}

Task<Answer> list_workspaces(Services& services, Context& context) {
    co_return list_response(co_await services.team.workspaces(context.scope()));
}

Task<Answer> create_workspace(Services& services, Context& context) {
    auto body = context.body<accounts::NewWorkspace>();
    if (!body) co_return std::unexpected(body.error());
    auto made = co_await services.team.create_workspace(context.scope(), std::move(*body));
    if (!made) co_return std::unexpected(made.error());
    co_return json_response(*made, 201);
}

Task<Answer> change_workspace(Services& services, Context& context) {
    const auto id = context.id<WorkspaceId>();
    if (!id) co_return std::unexpected(id.error());
    auto body = context.body<accounts::WorkspaceChange>();
    if (!body) co_return std::unexpected(body.error());
    auto changed = co_await services.team.change_workspace(context.scope(), *id, std::move(*body));
    if (!changed) co_return std::unexpected(changed.error());
    co_return json_response(*changed);
}

}  // namespace

void add_team_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const auto route = [&](http::Method method, std::string pattern, std::string id,
                           std::string summary) {
        return RouteBuilder(schemas, method, std::move(pattern), std::move(id), std::move(summary))
            .tag("Workspaces and members");
    };
    routes.push_back(route(get, "/api/v1/members", "listMembers", "The members, newest first")
                         .answers_list<MemberAnswer>()
                         .handle([&s](Context& c) { return list_members(s, c); }));
    routes.push_back(route(post, "/api/v1/members", "inviteMember", "Invite somebody by e-mail")
                         .access(Access::admin)
                         .creates()
                         .body<accounts::Invitation>()
                         .answers<MemberAnswer>(201, "Invited; the link is shown this once")
                         .handle([&s](Context& c) { return invite(s, c); }));
    routes.push_back(route(patch, "/api/v1/members/{id}", "setRole", "Change a member's role")
                         .access(Access::admin)
                         .body<accounts::RoleChange>()
                         .answers<MemberAnswer>(200)
                         .handle([&s](Context& c) { return set_role(s, c); }));
    routes.push_back(
        route(delete_, "/api/v1/members/{id}", "removeMember", "Remove a member, or leave")
            .answers_empty(204, "Removed")
            .handle([&s](Context& c) { return remove_member(s, c); }));
    routes.push_back(route(get, "/api/v1/workspaces", "listWorkspaces", "Your workspaces")
                         .personal()
                         .answers_whole_list<accounts::WorkspaceOfMember>()
                         .handle([&s](Context& c) { return list_workspaces(s, c); }));
    routes.push_back(route(post, "/api/v1/workspaces", "createWorkspace", "Make a workspace")
                         .personal()
                         .creates()
                         .body<accounts::NewWorkspace>()
                         .answers<accounts::WorkspaceOfMember>(201, "Made; switch to use it")
                         .handle([&s](Context& c) { return create_workspace(s, c); }));
    routes.push_back(route(patch, "/api/v1/workspaces/{id}", "changeWorkspace",
                           "Change the name or the time zone")
                         .access(Access::admin)
                         .body<accounts::WorkspaceChange>()
                         .answers<accounts::Workspace>(200)
                         .handle([&s](Context& c) { return change_workspace(s, c); }));
}

}  // namespace rostrum::api
