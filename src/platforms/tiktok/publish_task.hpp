#pragma once

#include "core/json.hpp"
#include "platforms/outcome.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rostrum::platforms::tiktok {

/// What TikTok tells of something that is being published.
struct TaskStatus {
    enum class Stage : std::uint8_t {
        at_work,   ///< uploading, downloading, or what is not known
        in_inbox,  ///< a draft was delivered
        complete,
        failed,
    };
    Stage stage = Stage::at_work;
    std::string failure;                ///< why, in TikTok's word
    std::int64_t uploaded = 0;          ///< bytes that are there
    std::vector<std::string> post_ids;  ///< of what is public; of a draft there may be several
};

/// None when the answer tells no status.
std::optional<TaskStatus> parse_task(const json::value& body);

/// Why a task failed, in words.
PlatformError failure_of(const TaskStatus& task);

/// TikTok had a fault of its own: the same post may fare better.
bool may_begin_anew(const TaskStatus& task);

/// A refusal of ours, or one that stands in no answer.
PlatformError refusal(std::string code, std::string user_message);

}  // namespace rostrum::platforms::tiktok
