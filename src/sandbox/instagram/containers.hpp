#pragma once

#include "sandbox/instagram/errors.hpp"
#include "sandbox/instagram/world.hpp"
#include "sandbox/published.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::instagram {

/// How long the platform works at a file, by the sandbox's clock.
inline constexpr std::chrono::seconds image_processing{1};
inline constexpr std::chrono::seconds video_processing{5};
inline constexpr std::chrono::hours container_life{24};

inline constexpr std::int64_t containers_per_day = 400;
inline constexpr std::int64_t posts_per_day = 50;

/// What is prepared for publishing, and seen by nobody.
struct Container {
    std::uint64_t id = 0;
    const Account* account = nullptr;
    PostKind kind = PostKind::image;
    bool of_carousel = false;   ///< a child: it cannot be published by itself
    bool awaits_bytes = false;  ///< of a resumable upload that has not come
    std::string caption;
    std::string alt_text;
    std::vector<std::uint64_t> children;  ///< containers
    std::vector<PublishedMedia> media;
    Time created_at{};
    Time ready_at{};
    std::string error;       ///< why it came to nothing
    std::uint64_t post = 0;  ///< what it was published as

    /// "IN_PROGRESS", "FINISHED", "PUBLISHED", "ERROR" or "EXPIRED".
    std::string_view status(Time now) const;
};

/// The containers, and the posts that were made of them. Safe to use from any thread.
class Containers {
public:
    /// Where each post is entered; it outlives the calls.
    void enter_in(Published& published) { published_ = &published; }

    /// Gives it an id. Errors: 9/2207042 beyond a day's containers.
    GraphResult<std::uint64_t> add(Container container);
    std::optional<Container> find(std::uint64_t id) const;
    /// The bytes of a resumable upload, or with an `error` what is wrong with them.
    void receive(std::uint64_t id, PublishedMedia media, std::string error, Time now);

    /// Makes a post of it and answers its id. The permalink is built on `origin`. Errors: those of
    /// the platform.
    GraphResult<std::uint64_t> publish(const Account& account, std::uint64_t id, Time now,
                                       std::string_view origin);
    std::int64_t posts_today(const Account& account, Time now) const;

    /// Posts, or stories that are still up, newest first.
    std::vector<Post> posts(const Account& account, bool stories, Time now) const;
    std::optional<Found> find_post(std::uint64_t id, Time now) const;
    /// False when there is no such post.
    bool remove(std::uint64_t id);
    void reset();

private:
    GraphResult<> check(const Account& account, const Container& container, Time now) const;
    bool is_spam(const Container& container, Time now) const;
    PublishedPost entry_of(const Container& container, const Post& post,
                           std::string_view origin) const;

    mutable std::mutex mutex_;
    Published* published_ = nullptr;
    std::map<std::uint64_t, Container> containers_;
    std::map<std::uint64_t, Post> posts_;
    std::map<const Account*, std::vector<Time>> published_at_;  ///< deleted ones count, too
};

bool is_container_id(std::uint64_t id);
/// Whether an id is that of a post that was published here, or of a part of one.
bool is_published_id(std::uint64_t id);

/// The address of a post.
std::string permalink_of(const Post& post, std::uint64_t id, std::string_view origin);

}  // namespace rostrum::sandbox::instagram
