#include "sandbox/instagram/containers.hpp"

#include "sandbox/instagram/media_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace rostrum::sandbox::instagram {
namespace {

constexpr std::chrono::hours day{24};

/// Beside those of the world: as there, two digits of account, two of child, nine of number.
constexpr std::uint64_t container_id_base = 17'960'000'000'000'000;
constexpr std::uint64_t published_id_base = 17'950'000'000'000'000;
constexpr std::uint64_t published_id_end = 17'960'000'000'000'000;
constexpr std::uint64_t account_step = 100'000'000'000;
constexpr std::uint64_t child_step = 1'000'000'000;

/// So many equal posts within an hour are spam.
constexpr std::ptrdiff_t equal_posts_max = 2;

GraphError media_error(std::string message, int code, int subcode, std::string_view title,
                       std::string_view text) {
    return {.message = std::move(message),
            .code = code,
            .subcode = subcode,
            .type = "OAuthException",
            .user_title = title,
            .user_message = text};
}

std::string_view kind_name(PostKind kind) {
    switch (kind) {
        case PostKind::carousel: return "carousel";
        case PostKind::reel: return "reel";
        case PostKind::story_image:
        case PostKind::story_video: return "story";
        case PostKind::image: break;
    }
    return "image";
}

bool is_within(Time time, Time now, std::chrono::hours window) { return time > now - window; }

}  // namespace

std::string_view Container::status(Time now) const {
    if (post != 0) return "PUBLISHED";
    if (now >= created_at + container_life) return "EXPIRED";
    if (!error.empty() && now >= ready_at) return "ERROR";
    return awaits_bytes || now < ready_at ? "IN_PROGRESS" : "FINISHED";
}

bool is_container_id(std::uint64_t id) {
    return id > container_id_base && id < container_id_base + account_step;
}

bool is_published_id(std::uint64_t id) { return id >= published_id_base && id < published_id_end; }

std::string permalink_of(const Post& post, std::uint64_t id, std::string_view origin) {
    const auto code = shortcode(id);
    if (post.kind == PostKind::reel)
        return fmt::format("{}/www.instagram.com/reel/{}/", origin, code);
    if (is_story(post.kind)) {
        return fmt::format("{}/www.instagram.com/stories/{}/{}", origin, post.account->username,
                           id);
    }
    return fmt::format("{}/www.instagram.com/p/{}/", origin, code);
}

GraphResult<std::uint64_t> Containers::add(Container container) {
    const std::scoped_lock lock(mutex_);
    const auto today =
        std::ranges::count_if(containers_ | std::views::values, [&](const auto& one) {
            return one.account == container.account &&
                   is_within(one.created_at, container.created_at, day);
        });
    if (today >= containers_per_day) {
        return std::unexpected(media_error(
            "Application request limit reached", 9, 2'207'042, "Maximum number of posts reached",
            "You have reached the maximum number of containers for today."));
    }
    container.id = container_id_base + containers_.size() + 1;
    const auto id = container.id;
    containers_.emplace(id, std::move(container));
    return id;
}

std::optional<Container> Containers::find(std::uint64_t id) const {
    const std::scoped_lock lock(mutex_);
    const auto found = containers_.find(id);
    if (found == containers_.end()) return std::nullopt;
    return found->second;
}

void Containers::receive(std::uint64_t id, PublishedMedia media, std::string error, Time now) {
    const std::scoped_lock lock(mutex_);
    const auto found = containers_.find(id);
    if (found == containers_.end()) return;
    auto& container = found->second;
    container.awaits_bytes = false;
    container.ready_at = now + video_processing;
    container.error = std::move(error);
    container.media.assign(1, std::move(media));
}

GraphResult<> Containers::check(const Account& account, const Container& container,
                                Time now) const {
    if (container.account != &account) {
        return std::unexpected(missing_object(std::to_string(container.id), "post"));
    }
    if (container.of_carousel) {
        return std::unexpected(bad_parameter("(#100) A carousel item cannot be published"));
    }
    const auto status = container.status(now);
    if (status == "EXPIRED") {
        return std::unexpected(media_error("The media could not be found", 24, 2'207'006,
                                           "Media not found",
                                           "The media builder was not found or has expired."));
    }
    if (status == "ERROR") {
        return std::unexpected(media_error("Media upload has failed", -1, 2'207'053,
                                           "Upload failed", "The upload came to nothing."));
    }
    if (status != "FINISHED") {
        return std::unexpected(
            media_error("Media ID is not available", 9'007, 2'207'027, "Cannot publish media",
                        "The media is not ready for publishing, please wait for a moment."));
    }
    const auto times = published_at_.find(&account);
    const auto today =
        times == published_at_.end() ? 0 : std::ranges::count_if(times->second, [&](Time time) {
            return is_within(time, now, day);
        });
    if (today >= posts_per_day) {
        return std::unexpected(media_error("Application request limit reached", 9, 2'207'042,
                                           "Maximum number of posts reached",
                                           "You have reached the maximum number of posts that can "
                                           "be published by content publishing API."));
    }
    if (is_spam(container, now)) {
        return std::unexpected(media_error("Application request limit reached", 4, 2'207'051,
                                           "Action is blocked",
                                           "We restrict certain activity to protect our "
                                           "community."));
    }
    return {};
}

bool Containers::is_spam(const Container& container, Time now) const {
    if (container.caption.empty()) return false;
    const auto hashes = [](const Container& one) {
        return one.media | std::views::transform(&PublishedMedia::sha256);
    };
    const auto equal =
        std::ranges::count_if(containers_ | std::views::values, [&](const auto& one) {
            return one.post != 0 && one.account == container.account &&
                   one.caption == container.caption &&
                   is_within(one.created_at, now, std::chrono::hours{1}) &&
                   std::ranges::equal(hashes(one), hashes(container));
        });
    return equal >= equal_posts_max;
}

PublishedPost Containers::entry_of(const Container& container, const Post& post,
                                   std::string_view origin) const {
    return {.id = std::to_string(post.id),
            .account = std::string(container.account->username),
            .kind = std::string(kind_name(container.kind)),
            .title = {},
            .text = container.caption,
            .reply_to = {},
            .permalink = permalink_of(post, post.id, origin),
            .media = container.media,
            .published_at = post.posted_at};
}

GraphResult<std::uint64_t> Containers::publish(const Account& account, std::uint64_t id, Time now,
                                               std::string_view origin) {
    const std::scoped_lock lock(mutex_);
    const auto found = containers_.find(id);
    if (found == containers_.end()) {
        return std::unexpected(media_error("The media could not be found", 24, 2'207'008,
                                           "Media not found",
                                           "The media builder was not found or has expired."));
    }
    auto& container = found->second;
    // A second time answers as the first did.
    if (container.account == &account && container.post != 0) return container.post;
    if (auto checked = check(account, container, now); !checked) {
        return std::unexpected(checked.error());
    }
    Post post{.account = &account,
              .slot = 0,
              .kind = container.kind,
              .posted_at = now,
              .dice = Dice(container.id),
              .id = published_id_base + (index_of(account) + 1) * account_step + posts_.size() + 1,
              .children = static_cast<int>(container.children.size()),
              .text = container.caption,
              .alt_text = container.alt_text};
    container.post = post.id;
    published_at_[&account].push_back(now);
    if (published_ != nullptr) published_->add(entry_of(container, post, origin));
    const auto made = post.id;
    posts_.emplace(made, std::move(post));
    return made;
}

std::int64_t Containers::posts_today(const Account& account, Time now) const {
    const std::scoped_lock lock(mutex_);
    const auto times = published_at_.find(&account);
    if (times == published_at_.end()) return 0;
    return std::ranges::count_if(times->second,
                                 [&](Time time) { return is_within(time, now, day); });
}

std::vector<Post> Containers::posts(const Account& account, bool stories, Time now) const {
    const std::scoped_lock lock(mutex_);
    std::vector<Post> found;
    for (const auto& post : posts_ | std::views::values | std::views::reverse) {
        if (post.account != &account || is_story(post.kind) != stories || post.is_deleted) continue;
        if (!stories || is_within(post.posted_at, now, story_life)) found.push_back(post);
    }
    return found;
}

std::optional<Found> Containers::find_post(std::uint64_t id, Time now) const {
    if (!is_published_id(id)) return std::nullopt;
    const auto child = static_cast<int>(id % account_step / child_step);
    const std::scoped_lock lock(mutex_);
    const auto found = posts_.find(id - static_cast<std::uint64_t>(child) * child_step);
    if (found == posts_.end() || found->second.is_deleted) return std::nullopt;
    const auto& post = found->second;
    if (child > post.children) return std::nullopt;
    if (is_story(post.kind) && !is_within(post.posted_at, now, story_life)) return std::nullopt;
    return Found{post, child};
}

bool Containers::remove(std::uint64_t id) {
    const std::scoped_lock lock(mutex_);
    const auto found = posts_.find(id);
    if (found == posts_.end() || found->second.is_deleted) return false;
    found->second.is_deleted = true;
    if (published_ != nullptr) published_->remove(std::to_string(id));
    return true;
}

void Containers::reset() {
    const std::scoped_lock lock(mutex_);
    containers_.clear();
    posts_.clear();
    published_at_.clear();
}

}  // namespace rostrum::sandbox::instagram
