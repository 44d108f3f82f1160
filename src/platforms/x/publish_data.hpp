#pragma once

#include "core/clock.hpp"
#include "core/json.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::platforms::x {

/// How far the upload of a file is.
struct Upload {
    std::string id;           ///< empty: not begun
    std::uint64_t chunk = 0;  ///< bytes of a segment
    std::uint64_t sent = 0;   ///< bytes that arrived
    bool is_whole = false;    ///< finished by us
    bool is_ready = false;    ///< and processed by X
    bool is_described = false;
    std::optional<Time> processing_since;
    std::optional<Time> expires_at;
};

/// What of a publishing is stored between steps.
struct PublishData {
    std::vector<std::string> texts;  ///< as they were cut when it began
    std::vector<Upload> uploads;     ///< one for each file
    std::vector<std::string> ids;    ///< of the posts that are live
    int restarts = 0;                ///< uploads that had to begin again
    bool waited_for_parent = false;
    std::uint64_t chunk = 0;  ///< 0: the usual size
    /// Of the try that counts the restarts, and that the doubt is about.
    std::optional<Time> started_at;
    std::optional<Time> stepped_at;  ///< when the last step was done
    /// Refused as the repetition of a post that may be our own, and that no list tells.
    bool is_doubtful = false;

    json::object to_json() const;
};

PublishData read_publish_data(const json::object& in);

}  // namespace rostrum::platforms::x
