#include "api/dto/campaigns.hpp"

#include "api/handlers/handlers.hpp"

namespace rostrum::api {
namespace {

Task<Answer> list_campaigns(Services& services, Context& context) {
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    const auto rows = co_await services.campaigns.list(context.scope(), *page);
    co_return page_response(rows, page->limit, [](const campaigns::Campaign& last) {
        return cursor_of(last.created_at, last.id.value);
    });
}

Task<Answer> get_campaign(Services& services, Context& context) {
    const auto id = context.id<CampaignId>();
    if (!id) co_return std::unexpected(id.error());
    const auto campaign = co_await services.campaigns.find(context.scope(), *id);
    if (!campaign) co_return std::unexpected(campaign.error());
    co_return json_response(*campaign);
}

Task<Answer> create_campaign(Services& services, Context& context) {
    auto body = context.body<CampaignRequest>();
    if (!body) co_return std::unexpected(body.error());
    const auto made = co_await services.campaigns.create(
        context.scope(), {.name = std::move(body->name),
                          .description = std::move(body->description),
                          .status = body->status.value_or(campaigns::CampaignStatus::active),
                          .starts_at = body->starts_at,
                          .ends_at = body->ends_at});
    if (!made) co_return std::unexpected(made.error());
    co_return json_response(*made, 201);
}

void change(campaigns::CampaignFields& fields, const CampaignPatch& patch, const Context& context) {
    if (patch.name) fields.name = *patch.name;
    if (patch.status) fields.status = *patch.status;
    if (patch.description || context.is_null("description")) fields.description = patch.description;
    if (patch.starts_at || context.is_null("startsAt")) fields.starts_at = patch.starts_at;
    if (patch.ends_at || context.is_null("endsAt")) fields.ends_at = patch.ends_at;
}

Task<Answer> update_campaign(Services& services, Context& context) {
    const auto id = context.id<CampaignId>();
    if (!id) co_return std::unexpected(id.error());
    const auto body = context.body<CampaignPatch>();
    if (!body) co_return std::unexpected(body.error());
    const auto updated = co_await services.campaigns.update(
        context.scope(), *id,
        [&](campaigns::CampaignFields& fields) { change(fields, *body, context); });
    if (!updated) co_return std::unexpected(updated.error());
    co_return json_response(*updated);
}

Task<Answer> delete_campaign(Services& services, Context& context) {
    const auto id = context.id<CampaignId>();
    if (!id) co_return std::unexpected(id.error());
    const auto done = co_await services.campaigns.remove(context.scope(), *id);
    if (!done) co_return std::unexpected(done.error());
    co_return http::Response::empty(204);
}

Task<Answer> list_messages(Services& services, Context& context) {
    const auto id = context.id<CampaignId>();
    if (!id) co_return std::unexpected(id.error());
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    const auto rows = co_await services.campaigns.messages(context.scope(), *id, *page);
    if (!rows) co_return std::unexpected(rows.error());
    co_return page_response(*rows, page->limit, [](const campaigns::CampaignMessage& last) {
        return cursor_of(last.created_at, last.id.value);
    });
}

Task<Answer> say(Services& services, Context& context) {
    const auto id = context.id<CampaignId>();
    if (!id) co_return std::unexpected(id.error());
    auto body = context.body<MessageRequest>();
    if (!body) co_return std::unexpected(body.error());
    const auto said = co_await services.campaigns.say(
        context.scope(), *id, body->role.value_or(campaigns::MessageRole::user),
        std::move(body->content));
    if (!said) co_return std::unexpected(said.error());
    co_return json_response(*said, 201);
}

}  // namespace

void add_campaign_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const auto route = [&](http::Method method, std::string pattern, std::string id,
                           std::string summary) {
        return RouteBuilder(schemas, method, std::move(pattern), std::move(id), std::move(summary))
            .tag("Campaigns");
    };
    routes.push_back(route(get, "/api/v1/campaigns", "listCampaigns", "The campaigns, newest first")
                         .answers_list<campaigns::Campaign>()
                         .handle([&s](Context& c) { return list_campaigns(s, c); }));
    routes.push_back(route(post, "/api/v1/campaigns", "createCampaign", "Make a campaign")
                         .access(Access::editor)
                         .creates()
                         .body<CampaignRequest>()
                         .answers<campaigns::Campaign>(201, "Made")
                         .handle([&s](Context& c) { return create_campaign(s, c); }));
    routes.push_back(route(get, "/api/v1/campaigns/{id}", "getCampaign", "One campaign")
                         .answers<campaigns::Campaign>(200)
                         .handle([&s](Context& c) { return get_campaign(s, c); }));
    routes.push_back(route(patch, "/api/v1/campaigns/{id}", "updateCampaign", "Change a campaign")
                         .access(Access::editor)
                         .body<CampaignPatch>()
                         .answers<campaigns::Campaign>(200)
                         .handle([&s](Context& c) { return update_campaign(s, c); }));
    routes.push_back(route(delete_, "/api/v1/campaigns/{id}", "deleteCampaign",
                           "Delete a campaign; its posts stay")
                         .access(Access::editor)
                         .answers_empty(204, "Deleted")
                         .handle([&s](Context& c) { return delete_campaign(s, c); }));
    routes.push_back(route(get, "/api/v1/campaigns/{id}/messages", "listCampaignMessages",
                           "What was said about a campaign, newest first")
                         .answers_list<campaigns::CampaignMessage>()
                         .handle([&s](Context& c) { return list_messages(s, c); }));
    routes.push_back(route(post, "/api/v1/campaigns/{id}/messages", "createCampaignMessage",
                           "Say something about a campaign")
                         .access(Access::editor)
                         .creates()
                         .body<MessageRequest>()
                         .answers<campaigns::CampaignMessage>(201, "Said")
                         .handle([&s](Context& c) { return say(s, c); }));
}

}  // namespace rostrum::api
