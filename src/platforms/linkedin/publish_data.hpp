#pragma once

#include "core/clock.hpp"
#include "core/json.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::platforms::linkedin {

/// A stretch of a file that goes to an address of its own.
struct UploadPart {
    std::string url;
    std::uint64_t offset = 0;  ///< bytes
    std::uint64_t length = 0;  ///< bytes
    std::string etag;          ///< what it was answered with; empty: not sent, or none was told
};

/// How far the upload of a file is.
struct Upload {
    std::string urn;  ///< empty: not begun
    std::string token;
    std::vector<UploadPart> parts;
    std::size_t sent = 0;  ///< parts that arrived
    bool is_whole = false;
    bool is_ready = false;
    std::optional<Time> processing_since;
};

/// What of a publishing is stored between steps.
struct PublishData {
    std::vector<Upload> uploads;  ///< one for each file
    int restarts = 0;
    std::optional<Time> stepped_at;  ///< when the last step before the post was done

    json::object to_json() const;
};

PublishData read_publish_data(const json::object& in);

}  // namespace rostrum::platforms::linkedin
