#pragma once

#include "sandbox/cast.hpp"
#include "sandbox/instagram/errors.hpp"
#include "sandbox/published.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::facebook {

using instagram::GraphError;
using instagram::GraphResult;

enum class PostKind : std::uint8_t {
    text,
    photo,
    album,
    video,
    reel,
    link,
    photo_story,
    video_story
};

constexpr bool is_story(PostKind kind) {
    return kind == PostKind::photo_story || kind == PostKind::video_story;
}

inline constexpr std::chrono::seconds video_processing{5};
inline constexpr std::chrono::hours story_life{24};
inline constexpr std::chrono::hours upload_life{24};
inline constexpr std::int64_t reels_per_day = 30;
inline constexpr std::int64_t posts_per_ten_minutes = 30;

/// A post that was published through the API.
struct PagePost {
    CastPost post;  ///< place, moment and dice; its number makes the id
    PostKind kind = PostKind::text;
    std::string message;
    std::string title;
    std::string link;
    std::uint64_t of = 0;  ///< the photo or video that it shows
    std::vector<PublishedMedia> media;
    bool is_deleted = false;
};

/// A picture that was uploaded, and is not yet in a post.
struct PagePhoto {
    std::size_t page = 0;
    PublishedMedia media;
    std::string alt_text;
    Time uploaded_at{};
};

/// A video from the start of its upload on.
struct PageVideo {
    std::size_t page = 0;
    PostKind kind = PostKind::video;
    std::uint64_t session = 0;   ///< of an upload in chunks
    std::uint64_t size = 0;      ///< as it was announced; 0: not yet
    std::uint64_t received = 0;  ///< bytes
    std::string head;
    std::string sha256;  ///< once all of it is there
    std::string problem;
    std::uint64_t post = 0;  ///< the number of the post; 0: not finished
    Time started_at{};
    Time ready_at{};

    bool is_complete() const { return size > 0 && received == size; }
};

/// The post's id at the platform.
std::string id_of(const CastPost& post);

/// Uploads of pages, and the posts that were made of them. Safe to use from any thread.
class PagePosts {
public:
    PagePosts();
    ~PagePosts();

    /// Where each post is entered; it outlives the calls.
    void enter_in(Published& published) { published_ = &published; }

    std::uint64_t add_photo(PagePhoto photo);
    std::optional<PagePhoto> find_photo(std::uint64_t id) const;
    std::uint64_t add_video(PageVideo video, bool in_chunks);
    std::optional<PageVideo> find_video(std::uint64_t id) const;
    /// The video of an upload session.
    std::optional<std::uint64_t> find_session(std::uint64_t session) const;
    /// Takes the bytes that follow those that came before. False when `offset` is another place, or
    /// there are more than were announced.
    bool receive(std::uint64_t video, std::uint64_t offset, std::uint64_t size,
                 std::string_view bytes);
    void note_problem(std::uint64_t video, std::string problem);

    /// Publishes and answers the number of the post. Errors: 1390008 for a page that posts too
    /// often, 506 for a text that it has already, 613 beyond the reels of a day.
    GraphResult<std::uint64_t> publish(PagePost post, std::string_view handle,
                                       std::string permalink);
    void finish(std::uint64_t video, std::uint64_t post, Time ready_at);

    /// Newest first.
    std::vector<PagePost> posts(std::size_t page, bool stories, Time now) const;
    std::optional<PagePost> find_post(std::uint64_t number, Time now) const;
    bool remove(std::uint64_t number);
    void reset();

private:
    struct Hashing;

    GraphResult<> check(const PagePost& post) const;

    mutable std::mutex mutex_;
    Published* published_ = nullptr;
    std::map<std::uint64_t, PagePhoto> photos_;
    std::map<std::uint64_t, PageVideo> videos_;
    std::map<std::uint64_t, Hashing> hashing_;
    std::map<std::uint64_t, PagePost> posts_;
};

}  // namespace rostrum::sandbox::facebook
