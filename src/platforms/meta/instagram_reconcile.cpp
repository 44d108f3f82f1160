#include "platforms/meta/instagram_answers.hpp"
#include "platforms/meta/instagram_progress.hpp"
#include "platforms/meta/instagram_publisher.hpp"
#include "platforms/meta/publish_steps.hpp"
#include "platforms/same_text.hpp"

#include <fmt/format.h>

#include <utility>

/// What became of a post whose answer was lost.
namespace rostrum::platforms::meta {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// How far the clocks may be apart.
constexpr minutes clock_slack{2};
/// For so long a call without an answer may still publish.
constexpr minutes publish_settles{3};
constexpr seconds look_every{30};
/// For so long a post may be published and not yet in the list.
constexpr minutes list_lag{30};

bool is_same_kind(PostFormat format, MediaType type) {
    switch (format) {
        case PostFormat::carousel: return type == MediaType::carousel;
        case PostFormat::reel: return type == MediaType::reel || type == MediaType::video;
        case PostFormat::story: return true;
        default: return type == MediaType::image;
    }
}

}  // namespace

Task<Outcome<PlatformPost>> InstagramPublisher::find_published(const Access& access,
                                                               const PublishPlan& plan,
                                                               Time since) {
    const bool story = plan.content.format == PostFormat::story;
    auto search = co_await search_posts(
        [this, access, story](std::string cursor) {
            return posts(access, story ? "stories" : "media", std::move(cursor));
        },
        since,
        [&plan, story](const PlatformPost& post) {
            return (story || is_same_text(post.caption, plan.content.text)) &&
                   is_same_kind(plan.content.format, post.media_type);
        });
    if (!search) co_return std::unexpected(std::move(search.error()));
    co_return answered(std::move(search->data.found).value_or(PlatformPost{}), search->calls,
                       search->limits);
}

Task<Outcome<PostPage>> InstagramPublisher::posts(Access access, std::string_view list,
                                                  std::string cursor) const {
    http::Query parameters{
        {"fields", "id,caption,media_type,media_product_type,permalink,timestamp"},
        {"limit", "50"}};
    if (!cursor.empty()) parameters.add("after", cursor);
    auto answer = co_await graph_.call().send(graph_.get(
        list, access, fmt::format("/{}/{}", http::percent_encode(access.external_id), list),
        std::move(parameters)));
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    auto page = parse_media_page(answer->data).value_or(PostPage{});
    if (page.next_cursor == cursor) page.next_cursor.clear();
    co_return answered(std::move(page), answer->calls, answer->limits);
}

Task<Outcome<Reconciled>> InstagramPublisher::reconcile(Access access, PublishPlan plan,
                                                        PublishState state, Time sent_at) {
    auto progress = Progress::read(plan, state.data);
    if (progress.containers.empty()) co_return answered(Reconciled{.finding = Finding::not_done});
    auto status = co_await status_of(access, progress.whole());
    const bool gone = !status && status.error().next == Next::not_found;
    if (!status && !gone) co_return std::unexpected(std::move(status.error()));
    const bool is_published = gone || status->data.code == "PUBLISHED";
    if (!is_published && clock_.now() < sent_at + publish_settles) {
        co_return answered(Reconciled{.look_again = look_every});
    }
    if (!is_published && !progress.is_doubtful) {
        co_return answered(Reconciled{.finding = Finding::not_done});
    }
    // A story has no text to be known by.
    if (!is_published && plan.content.format == PostFormat::story) {
        co_return answered(Reconciled{});
    }
    auto found = co_await find_published(access, plan, sent_at - clock_slack);
    if (!found) co_return std::unexpected(std::move(found.error()));
    if (found->data.external_id.empty()) {
        Reconciled unknown;
        if (is_published && clock_.now() < sent_at + list_lag) unknown.look_again = minutes{1};
        co_return answered(std::move(unknown), 2);
    }
    progress.media_id = found->data.external_id;
    auto out = progress.after("publish");
    if (!found->data.permalink.empty()) {
        out.published = Published{.external_id = progress.media_id,
                                  .permalink = found->data.permalink,
                                  .further_ids = {}};
    }
    co_return answered(
        Reconciled{.finding = Finding::done, .advanced = std::move(out), .look_again = {}}, 2);
}

}  // namespace rostrum::platforms::meta
