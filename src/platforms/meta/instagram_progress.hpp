#pragma once

#include "core/clock.hpp"
#include "platforms/publisher.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::meta {

std::int64_t seconds_of(Time time);

/// How far the publishing of an Instagram post is: the data of its state.
struct InstagramProgress {
    std::int64_t started_at = 0;  ///< of the try that the counters and the doubt are of
    std::vector<std::string> containers;
    std::vector<std::string> uris;
    std::size_t uploaded = 0;
    std::size_t ready = 0;  ///< containers that the platform is done with
    std::string parent;     ///< of a carousel
    bool parent_ready = false;
    std::int64_t created_at = 0;  ///< of the first container; 0: not known
    std::int64_t polling_since = 0;
    std::int64_t restarts = 0;
    bool is_doubtful = false;  ///< sent, and refused in a way that does not tell what became of it
    std::string media_id;
    std::int64_t look_ups = 0;

    /// What somebody tries again counts from zero, with the containers that are there.
    static InstagramProgress read(const PublishPlan& plan, const json::object& data);
    json::object data() const;

    Advanced after(std::string_view step) const;
    /// The container that is looked at.
    std::string current() const { return ready < containers.size() ? containers[ready] : parent; }
    /// The one that publishes.
    std::string whole() const { return parent.empty() ? containers.back() : parent; }
};

}  // namespace rostrum::platforms::meta
