#include "api/dto/slots.hpp"

#include "api/handlers/handlers.hpp"

namespace rostrum::api {
namespace {

Task<Answer> list_slots(Services& services, Context& context) {
    const auto campaign = context.optional_id<CampaignId>("campaignId");
    if (!campaign) co_return std::unexpected(campaign.error());
    co_return list_response(co_await services.slots.list(context.scope(), *campaign));
}

Task<Answer> create_slot(Services& services, Context& context) {
    auto body = context.body<SlotRequest>();
    if (!body) co_return std::unexpected(body.error());
    const auto made =
        co_await services.slots.create(context.scope(), {.weekday = body->weekday,
                                                         .time = std::move(body->time),
                                                         .timezone = std::move(body->timezone),
                                                         .campaign_id = body->campaign_id});
    if (!made) co_return std::unexpected(made.error());
    co_return json_response(*made, 201);
}

Task<Answer> delete_slot(Services& services, Context& context) {
    const auto id = context.id<campaigns::PostingSlotId>();
    if (!id) co_return std::unexpected(id.error());
    const auto done = co_await services.slots.remove(context.scope(), *id);
    if (!done) co_return std::unexpected(done.error());
    co_return http::Response::empty(204);
}

Task<Answer> free_slots(Services& services, Context& context) {
    const auto campaign = context.optional_id<CampaignId>("campaignId");
    if (!campaign) co_return std::unexpected(campaign.error());
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    co_return list_response(co_await services.publishing.free_slots(
        context.scope(), *campaign, static_cast<std::size_t>(page->limit)));
}

Task<Answer> variants(Services& services, Context& context) {
    const auto id = context.id<CampaignId>();
    if (!id) co_return std::unexpected(id.error());
    const auto known = co_await services.campaigns.find(context.scope(), *id);
    if (!known) co_return std::unexpected(known.error());
    co_return list_response(co_await services.variants.of(context.scope(), *id));
}

}  // namespace

void add_slot_routes(Routes& routes, Schemas& schemas, Services& s) {
    using enum http::Method;
    const auto route = [&](http::Method method, std::string pattern, std::string id,
                           std::string summary) {
        return RouteBuilder(schemas, method, "/api/v1" + pattern, std::move(id), std::move(summary))
            .tag("Campaigns");
    };
    routes.push_back(route(get, "/posting-slots", "listPostingSlots",
                           "The weekly times of the workspace, or of a campaign")
                         .parameter("campaignId", "This campaign's own.")
                         .answers_whole_list<campaigns::PostingSlot>()
                         .handle([&s](Context& c) { return list_slots(s, c); }));
    routes.push_back(route(post, "/posting-slots", "createPostingSlot", "Add a weekly time")
                         .access(Access::editor)
                         .creates()
                         .body<SlotRequest>()
                         .answers<campaigns::PostingSlot>(201, "Made")
                         .handle([&s](Context& c) { return create_slot(s, c); }));
    routes.push_back(route(get, "/posting-slots/next", "listFreeSlots",
                           "The times that the next queued posts are given")
                         .parameter("campaignId", "For a post of this campaign.")
                         .parameter("limit", {{"type", "integer"}}, "How many.")
                         .answers_whole_list<publishing::FreeSlot>()
                         .handle([&s](Context& c) { return free_slots(s, c); }));
    routes.push_back(route(delete_, "/posting-slots/{id}", "deletePostingSlot",
                           "Remove a weekly time; posts that were given it keep theirs")
                         .access(Access::editor)
                         .answers_empty(204, "Removed")
                         .handle([&s](Context& c) { return delete_slot(s, c); }));
    routes.push_back(route(get, "/campaigns/{id}/variants", "listCampaignVariants",
                           "The variants of a campaign's posts, with what became of them")
                         .answers_whole_list<analytics::VariantGroup>()
                         .handle([&s](Context& c) { return variants(s, c); }));
}

}  // namespace rostrum::api
