#include "api/dto/posts.hpp"

#include "api/handlers/handlers.hpp"

namespace rostrum::api {
namespace {

/// A text of the greatest length has 400 KB as UTF-8 and 1.2 MB in escapes; the variants of the
/// targets stand beside it.
constexpr std::size_t post_body_max = std::size_t{4} * 1024 * 1024;
/// Hundred posts of what most platforms take at most, in any script.
constexpr std::size_t bulk_body_max = std::size_t{8} * 1024 * 1024;

Result<publishing::PostFilter> filter_of(const Context& context) {
    publishing::PostFilter filter;
    const auto campaign = context.optional_id<CampaignId>("campaignId");
    if (!campaign) return std::unexpected(campaign.error());
    const auto from = context.time("from");
    if (!from) return std::unexpected(from.error());
    const auto to = context.time("to");
    if (!to) return std::unexpected(to.error());
    if (const auto status = context.text("status")) {
        filter.status = parse_enum<publishing::PostStatus>(*status);
        if (!filter.status) return fail(invalid_field("status", "is no status of a post"));
    }
    filter.campaign = *campaign;
    filter.from = *from;
    filter.to = *to;
    return filter;
}

Task<Answer> list_posts(Services& services, Context& context) {
    const auto filter = filter_of(context);
    if (!filter) co_return std::unexpected(filter.error());
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    const auto rows = co_await services.publishing.list(context.scope(), *filter, *page);
    co_return page_response(rows, page->limit, [](const publishing::Post& last) {
        return cursor_of(last.created_at, last.id.value);
    });
}

/// The answer that a post is, or the error.
Answer answer(const Result<publishing::Post>& post, int status) {
    if (!post) return std::unexpected(post.error());
    return json_response(*post, status);
}

Task<Answer> get_post(Services& services, Context& context) {
    const auto id = context.id<PostId>();
    if (!id) co_return std::unexpected(id.error());
    co_return answer(co_await services.publishing.find(context.scope(), *id), 200);
}

Task<Answer> create_post(Services& services, Context& context) {
    auto body = context.body<publishing::PostInput>();
    if (!body) co_return std::unexpected(body.error());
    co_return answer(co_await services.publishing.create(context.scope(), std::move(*body),
                                                         context.derived_id<PostId>(0)),
                     201);
}

Task<Answer> validate_post(Services& services, Context& context) {
    auto body = context.body<publishing::PostInput>();
    if (!body) co_return std::unexpected(body.error());
    const auto told = co_await services.publishing.validate(context.scope(), std::move(*body));
    if (!told) co_return std::unexpected(told.error());
    co_return json_response(*told);
}

Task<Answer> schedule_posts(Services& services, Context& context) {
    auto body = context.body<publishing::BulkInput>();
    if (!body) co_return std::unexpected(body.error());
    const auto campaign = body->campaign_id;
    std::vector<PostId> ids;
    for (std::size_t i = 0; i < body->posts.size(); ++i) {
        if (const auto id = context.derived_id<PostId>(i)) ids.push_back(*id);
    }
    auto posts =
        co_await services.publishing.schedule(context.scope(), std::move(*body), std::move(ids));
    if (!posts) co_return std::unexpected(posts.error());
    co_return json_response(ScheduledPosts{campaign, std::move(*posts)}, 201);
}

Task<Answer> update_post(Services& services, Context& context) {
    const auto id = context.id<PostId>();
    if (!id) co_return std::unexpected(id.error());
    auto body = context.body<publishing::PostPatch>();
    if (!body) co_return std::unexpected(body.error());
    const publishing::Emptied emptied{
        .schedule = context.is_null("scheduledAt") || context.is_null("scheduledLocal"),
        .campaign = context.is_null("campaignId"),
        .title = context.is_null("title"),
        .link = context.is_null("link"),
        .variant = context.is_null("variant") && context.is_null("variantGroup")};
    co_return answer(
        co_await services.publishing.update(context.scope(), *id, std::move(*body), emptied), 200);
}

Task<Answer> delete_post(Services& services, Context& context) {
    const auto id = context.id<PostId>();
    if (!id) co_return std::unexpected(id.error());
    const auto everywhere = context.flag("everywhere");
    if (!everywhere) co_return std::unexpected(everywhere.error());
    using Where = publishing::Service::Where;
    const auto done = co_await services.publishing.remove(
        context.scope(), *id, *everywhere ? Where::everywhere : Where::here);
    if (!done) co_return std::unexpected(done.error());
    co_return http::Response::empty(204);
}

Task<Answer> publish_post(Services& services, Context& context) {
    const auto id = context.id<PostId>();
    if (!id) co_return std::unexpected(id.error());
    co_return answer(co_await services.publishing.publish(context.scope(), *id), 202);
}

Task<Answer> cancel_post(Services& services, Context& context) {
    const auto id = context.id<PostId>();
    if (!id) co_return std::unexpected(id.error());
    co_return answer(co_await services.publishing.cancel(context.scope(), *id), 200);
}

Task<Answer> retry_post(Services& services, Context& context) {
    const auto id = context.id<PostId>();
    if (!id) co_return std::unexpected(id.error());
    auto body = context.body<publishing::RetryInput>();
    if (!body) co_return std::unexpected(body.error());
    co_return answer(co_await services.publishing.retry(context.scope(), *id, std::move(*body)),
                     202);
}

Task<Answer> list_attempts(Services& services, Context& context) {
    const auto id = context.id<PostId>();
    if (!id) co_return std::unexpected(id.error());
    const auto page = context.page();
    if (!page) co_return std::unexpected(page.error());
    const auto rows = co_await services.publishing.attempts(context.scope(), *id, *page);
    if (!rows) co_return std::unexpected(rows.error());
    co_return page_response(*rows, page->limit, [](const publishing::Attempt& last) {
        return cursor_of(last.at, last.id.value);
    });
}

Task<Answer> summary(Services& services, Context& context) {
    const auto campaign = context.optional_id<CampaignId>("campaignId");
    if (!campaign) co_return std::unexpected(campaign.error());
    co_return json_response(co_await services.publishing.summary(context.scope(), *campaign));
}

/// The rows of the table for posts, with their group.
class PostRoutes {
public:
    PostRoutes(Routes& routes, Schemas& schemas) : routes_(routes), schemas_(schemas) {}

    RouteBuilder operator()(http::Method method, std::string pattern, std::string id,
                            std::string summary) {
        return RouteBuilder(schemas_, method, "/api/v1/posts" + pattern, std::move(id),
                            std::move(summary))
            .tag("Posts");
    }
    void add(Route route) { routes_.push_back(std::move(route)); }

private:
    Routes& routes_;
    Schemas& schemas_;
};

void add_writing_routes(PostRoutes& posts, Services& s) {
    using enum http::Method;
    using publishing::Post;
    posts.add(posts(get, "", "listPosts", "The posts, newest first")
                  .parameter("campaignId", "Only this campaign's.")
                  .parameter("status", "draft, scheduled, publishing, published, partial, failed "
                                       "or cancelled.")
                  .parameter("from", "Scheduled, or else made, at or after this day or time.")
                  .parameter("to", "Scheduled, or else made, before this day or time.")
                  .answers_list<Post>()
                  .handle([&s](Context& c) { return list_posts(s, c); }));
    posts.add(posts(post, "", "createPost", "Write a post, as a draft or to be published")
                  .access(Access::editor)
                  .creates()
                  .body<publishing::PostInput>()
                  .body_max(post_body_max)
                  .answers<Post>(201, "Made")
                  .handle([&s](Context& c) { return create_post(s, c); }));
    posts.add(posts(post, "/validate", "validatePost", "What is wrong with a post, and where")
                  .access(Access::editor)
                  .body<publishing::PostInput>()
                  .body_max(post_body_max)
                  .answers<publishing::Validation>(200)
                  .handle([&s](Context& c) { return validate_post(s, c); }));
    posts.add(posts(post, "/schedule", "schedulePosts", "Schedule several posts, all or none")
                  .access(Access::editor)
                  .creates()
                  .body<publishing::BulkInput>()
                  .body_max(bulk_body_max)
                  .answers<ScheduledPosts>(201, "Scheduled")
                  .handle([&s](Context& c) { return schedule_posts(s, c); }));
    posts.add(posts(get, "/summary", "postSummary", "How many posts are in which state")
                  .parameter("campaignId", "Only this campaign's.")
                  .answers<publishing::Summary>(200)
                  .handle([&s](Context& c) { return summary(s, c); }));
    posts.add(posts(get, "/{id}", "getPost", "One post with its targets")
                  .answers<Post>(200)
                  .handle([&s](Context& c) { return get_post(s, c); }));
    posts.add(posts(patch, "/{id}", "updatePost", "Change a post whose publishing has not begun")
                  .access(Access::editor)
                  .body<publishing::PostPatch>()
                  .body_max(post_body_max)
                  .answers<Post>(200)
                  .handle([&s](Context& c) { return update_post(s, c); }));
    posts.add(posts(delete_, "/{id}", "deletePost", "Delete a post")
                  .access(Access::editor)
                  .parameter("everywhere", {{"type", "boolean"}},
                             "Delete what was published at the platforms too.")
                  .answers_empty(204, "Deleted")
                  .handle([&s](Context& c) { return delete_post(s, c); }));
}

void add_publishing_routes(PostRoutes& posts, Services& s) {
    using enum http::Method;
    using publishing::Post;
    posts.add(posts(post, "/{id}/publish", "publishPost", "Publish a post now")
                  .access(Access::editor)
                  .creates()
                  .answers<Post>(202, "It is being published")
                  .handle([&s](Context& c) { return publish_post(s, c); }));
    posts.add(posts(post, "/{id}/cancel", "cancelPost", "Call off what has not begun")
                  .access(Access::editor)
                  .answers<Post>(200)
                  .handle([&s](Context& c) { return cancel_post(s, c); }));
    posts.add(
        posts(post, "/{id}/retry", "retryPost", "Try targets again, or say that they are published")
            .access(Access::editor)
            .creates()
            .body<publishing::RetryInput>()
            .answers<Post>(202, "They are tried again")
            .handle([&s](Context& c) { return retry_post(s, c); }));
    posts.add(posts(get, "/{id}/attempts", "listPublishAttempts",
                    "Each step, answer and wait of a post, newest first")
                  .answers_list<publishing::Attempt>()
                  .handle([&s](Context& c) { return list_attempts(s, c); }));
}

}  // namespace

void add_post_routes(Routes& routes, Schemas& schemas, Services& s) {
    PostRoutes posts(routes, schemas);
    add_writing_routes(posts, s);
    add_publishing_routes(posts, s);
}

}  // namespace rostrum::api
