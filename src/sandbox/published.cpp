#include "sandbox/published.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace rostrum::sandbox {
namespace {

void write_media(JsonWriter& out, const std::vector<PublishedMedia>& media) {
    out.begin_array();
    for (const auto& file : media) {
        out.begin_object().key("mime").value(file.mime);
        out.key("bytes").value(static_cast<std::int64_t>(file.bytes));
        out.key("sha256").value(file.sha256).end_object();
    }
    out.end_array();
}

}  // namespace

void Published::add(PublishedPost post) {
    const std::scoped_lock lock(mutex_);
    posts_.push_back(std::move(post));
}

bool Published::remove(std::string_view id) {
    const std::scoped_lock lock(mutex_);
    const auto post = std::ranges::find_if(
        posts_, [&](const auto& one) { return one.id == id && !one.is_deleted; });
    if (post == posts_.end()) return false;
    post->is_deleted = true;
    return true;
}

std::optional<PublishedPost> Published::find(std::string_view id) const {
    const std::scoped_lock lock(mutex_);
    const auto post = std::ranges::find_if(
        posts_, [&](const auto& one) { return one.id == id && !one.is_deleted; });
    if (post == posts_.end()) return std::nullopt;
    return *post;
}

std::vector<PublishedPost> Published::of(std::string_view account) const {
    const std::scoped_lock lock(mutex_);
    std::vector<PublishedPost> found;
    for (const auto& post : posts_ | std::views::reverse) {
        if (post.account == account && !post.is_deleted) found.push_back(post);
    }
    return found;
}

void Published::clear() {
    const std::scoped_lock lock(mutex_);
    posts_.clear();
}

void Published::write(JsonWriter& out, std::string_view platform) const {
    const std::scoped_lock lock(mutex_);
    for (const auto& post : posts_) {
        out.begin_object().key("platform").value(platform).key("account").value(post.account);
        out.key("id").value(post.id).key("kind").value(post.kind);
        out.key("title").value(post.title).key("text").value(post.text);
        out.key("replyTo").value(post.reply_to).key("permalink").value(post.permalink);
        write_media(out.key("media"), post.media);
        out.key("publishedAt").value(post.published_at);
        out.key("deleted").value(post.is_deleted).end_object();
    }
}

}  // namespace rostrum::sandbox
