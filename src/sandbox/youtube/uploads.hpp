#pragma once

#include "core/clock.hpp"
#include "core/random.hpp"
#include "crypto/hasher.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::sandbox::youtube {

/// How long a session takes bytes; the platform does not say.
inline constexpr std::chrono::days session_life{7};
/// Every part but the last is a multiple of this many bytes.
inline constexpr std::uint64_t part_unit = 262'144;
/// The largest part that is taken here, in bytes.
inline constexpr std::size_t part_max = 64 * std::size_t{1024} * 1024;
/// What is kept of a file, in bytes: enough to see what it is.
inline constexpr std::size_t head_max = 64 * std::size_t{1024};

/// What is told of a video when it is uploaded.
struct VideoDetails {
    std::string title = "unknown";
    std::string description;
    std::vector<std::string> tags;
    std::string category = "22";
    std::string privacy = "public";
    std::optional<Time> publish_at;  ///< when a private one becomes public
    std::string license = "youtube";
    bool embeddable = true;
    bool shows_figures = true;
    bool made_for_kids = false;
    bool synthetic = false;
};

struct UploadedVideo {
    std::uint64_t number = 0;  ///< its id in another shape
    std::size_t persona = 0;
    VideoDetails details;
    std::string mime;
    std::uint64_t bytes = 0;
    std::string sha256;  ///< in hex
    std::string head;
    Time uploaded_at{};
    bool has_thumbnail = false;
};

/// What a session is begun with.
struct UploadStart {
    std::size_t persona = 0;
    VideoDetails details;
    std::string mime;
    std::optional<std::uint64_t> size;  ///< bytes, where it was told
    /// Keeps only half of each part, as it happens when a connection breaks.
    bool loses_bytes = false;
};

/// "bytes 0-99/200", or "bytes */200".
struct ContentRange {
    std::optional<std::uint64_t> first;  ///< empty: a question
    std::uint64_t last = 0;
    std::optional<std::uint64_t> total;  ///< empty: "*"
};
std::optional<ContentRange> parse_content_range(std::string_view text);

/// What a request to a session comes to.
struct UploadProgress {
    enum class State : std::uint8_t {
        unknown,  ///< no such session, or not any more
        refused,  ///< the request is wrong
        gap,      ///< the part does not follow what is there
        more,     ///< `received` bytes are there
        done,     ///< `video` is there
    };
    State state = State::unknown;
    std::uint64_t received = 0;
    std::string problem;
    std::optional<UploadedVideo> video;
    bool is_new = false;  ///< the video was made by this request
};

/// Sessions, and the videos that came of them, in memory. Safe to use from any thread.
class Uploads {
public:
    explicit Uploads(Random& random) : random_(random) {}

    /// Answers the id of the session.
    std::string begin(UploadStart start, Time now);
    /// Takes a part; without a range the whole file.
    UploadProgress put(std::string_view session, const std::optional<ContentRange>& range,
                       std::string_view bytes, Time now);

    std::optional<UploadedVideo> find(std::uint64_t number) const;
    /// Of an account, newest first.
    std::vector<UploadedVideo> of(std::size_t persona) const;
    bool remove(std::uint64_t number);
    void set_thumbnail(std::uint64_t number);
    void reset();

private:
    struct Session {
        UploadStart start;
        Time begun_at{};
        std::uint64_t received = 0;
        crypto::Hasher hasher;
        std::string head;
        std::optional<std::uint64_t> number;  ///< of the video that came of it
    };

    static void take(Session& session, std::string_view bytes);
    const UploadedVideo& finish(Session& session, Time now);

    Random& random_;
    mutable std::mutex mutex_;
    std::map<std::string, Session, std::less<>> sessions_;
    std::map<std::uint64_t, UploadedVideo> videos_;
};

}  // namespace rostrum::sandbox::youtube
