#include "sandbox/facebook/page_posts.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hasher.hpp"
#include "sandbox/facebook/people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace rostrum::sandbox::facebook {
namespace {

/// Above the ids of the world, and of people and pages.
constexpr std::uint64_t post_base = 900'000'000'000'000;
constexpr std::uint64_t photo_base = 910'000'000'000'000;
constexpr std::uint64_t video_base = 920'000'000'000'000;
constexpr std::uint64_t session_base = 930'000'000'000'000;

constexpr std::size_t head_max = 64 * std::size_t{1024};

template <typename T>
std::optional<T> copy_of(const std::map<std::uint64_t, T>& all, std::uint64_t id) {
    const auto found = all.find(id);
    if (found == all.end()) return std::nullopt;
    return found->second;
}

std::string_view name_of(PostKind kind) {
    switch (kind) {
        case PostKind::photo: return "image";
        case PostKind::album: return "carousel";
        case PostKind::video: return "video";
        case PostKind::reel: return "reel";
        case PostKind::link: return "link";
        case PostKind::photo_story:
        case PostKind::video_story: return "story";
        case PostKind::text: break;
    }
    return "text";
}

GraphError refused(std::string message, int code, int subcode = 0) {
    return {
        .message = std::move(message), .code = code, .subcode = subcode, .type = "OAuthException"};
}

}  // namespace

struct PagePosts::Hashing {
    crypto::Hasher hasher{crypto::HashAlgorithm::sha256};
};

PagePosts::PagePosts() = default;
PagePosts::~PagePosts() = default;

std::string id_of(const CastPost& post) {
    return fmt::format("{}_{}", page_id(post.persona), post.id);
}

std::uint64_t PagePosts::add_photo(PagePhoto photo) {
    const std::scoped_lock lock(mutex_);
    const auto id = photo_base + photos_.size() + 1;
    photos_.emplace(id, std::move(photo));
    return id;
}

std::optional<PagePhoto> PagePosts::find_photo(std::uint64_t id) const {
    const std::scoped_lock lock(mutex_);
    return copy_of(photos_, id);
}

std::uint64_t PagePosts::add_video(PageVideo video, bool in_chunks) {
    const std::scoped_lock lock(mutex_);
    const auto number = videos_.size() + 1;
    if (in_chunks) video.session = session_base + number;
    videos_.emplace(video_base + number, std::move(video));
    hashing_.try_emplace(video_base + number);
    return video_base + number;
}

std::optional<PageVideo> PagePosts::find_video(std::uint64_t id) const {
    const std::scoped_lock lock(mutex_);
    return copy_of(videos_, id);
}

std::optional<std::uint64_t> PagePosts::find_session(std::uint64_t session) const {
    if (session <= session_base) return std::nullopt;
    const std::scoped_lock lock(mutex_);
    const auto id = video_base + (session - session_base);
    const auto found = videos_.find(id);
    if (found == videos_.end() || found->second.session != session) return std::nullopt;
    return id;
}

bool PagePosts::receive(std::uint64_t video, std::uint64_t offset, std::uint64_t size,
                        std::string_view bytes) {
    const std::scoped_lock lock(mutex_);
    const auto found = videos_.find(video);
    if (found == videos_.end()) return false;
    auto& one = found->second;
    if (one.size == 0) one.size = size;
    if (one.size != size || one.received != offset || offset + bytes.size() > size) return false;
    auto& hasher = hashing_.at(video).hasher;
    hasher.update(bytes);
    one.head += bytes.substr(0, head_max - std::min(head_max, one.head.size()));
    one.received += bytes.size();
    if (one.is_complete()) one.sha256 = crypto::hex_encode(hasher.finish());
    return true;
}

void PagePosts::note_problem(std::uint64_t video, std::string problem) {
    const std::scoped_lock lock(mutex_);
    videos_.at(video).problem = std::move(problem);
}

GraphResult<> PagePosts::check(const PagePost& post) const {
    std::int64_t recent = 0;
    std::int64_t reels = 0;
    for (const auto& one : posts_ | std::views::values) {
        if (one.post.persona != post.post.persona) continue;
        const auto age = post.post.posted_at - one.post.posted_at;
        if (age < std::chrono::minutes{10}) ++recent;
        if (one.kind == PostKind::reel && age < std::chrono::hours{24}) ++reels;
        const bool same = !one.is_deleted && one.kind == post.kind && !post.message.empty() &&
                          one.message == post.message && one.link == post.link;
        const bool is_text = post.kind == PostKind::text || post.kind == PostKind::link;
        if (is_text && same && age < std::chrono::hours{24}) {
            return std::unexpected(refused("(#506) Duplicate status message", 506, 1'455'006));
        }
    }
    if (recent >= posts_per_ten_minutes) {
        return std::unexpected(refused("It looks like you were misusing this feature by going too "
                                       "fast",
                                       368, 1'390'008));
    }
    if (post.kind == PostKind::reel && reels >= reels_per_day) {
        return std::unexpected(
            refused("(#613) Calls to this api have exceeded the rate limit.", 613));
    }
    return {};
}

GraphResult<std::uint64_t> PagePosts::publish(PagePost post, std::string_view handle,
                                              std::string permalink) {
    const std::scoped_lock lock(mutex_);
    if (auto checked = check(post); !checked) return std::unexpected(checked.error());
    post.post.id = post_base + posts_.size() + 1;
    post.post.dice = Dice(post.post.id);
    const auto number = post.post.id;
    permalink += std::to_string(number);
    if (post.kind == PostKind::reel) permalink += '/';
    if (published_ != nullptr) {
        published_->add({.id = id_of(post.post),
                         .account = std::string(handle),
                         .kind = std::string(name_of(post.kind)),
                         .title = post.title,
                         .text = post.message,
                         .reply_to = {},
                         .permalink = std::move(permalink),
                         .media = post.media,
                         .published_at = post.post.posted_at});
    }
    posts_.emplace(number, std::move(post));
    return number;
}

void PagePosts::finish(std::uint64_t video, std::uint64_t post, Time ready_at) {
    const std::scoped_lock lock(mutex_);
    auto& one = videos_.at(video);
    one.post = post;
    one.ready_at = ready_at;
}

std::vector<PagePost> PagePosts::posts(std::size_t page, bool stories, Time now) const {
    const std::scoped_lock lock(mutex_);
    std::vector<PagePost> found;
    for (const auto& one : posts_ | std::views::values | std::views::reverse) {
        const auto at = one.post.posted_at;
        const bool up = at <= now && (!stories || at + story_life > now);
        if (one.post.persona == page && is_story(one.kind) == stories && up && !one.is_deleted) {
            found.push_back(one);
        }
    }
    return found;
}

std::optional<PagePost> PagePosts::find_post(std::uint64_t number, Time now) const {
    const std::scoped_lock lock(mutex_);
    auto found = copy_of(posts_, number);
    if (!found || found->is_deleted || found->post.posted_at > now) return std::nullopt;
    return found;
}

bool PagePosts::remove(std::uint64_t number) {
    const std::scoped_lock lock(mutex_);
    const auto found = posts_.find(number);
    if (found == posts_.end() || found->second.is_deleted) return false;
    found->second.is_deleted = true;
    if (published_ != nullptr) published_->remove(id_of(found->second.post));
    return true;
}

void PagePosts::reset() {
    const std::scoped_lock lock(mutex_);
    photos_.clear();
    videos_.clear();
    hashing_.clear();
    posts_.clear();
}

}  // namespace rostrum::sandbox::facebook
