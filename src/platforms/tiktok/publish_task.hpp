#pragma once

#include "core/json.hpp"
#include "platforms/outcome.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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

/// A call that makes a post, or gives the last bytes for one, may have done so in spite of any
/// failure in passing, also one that TikTok tells itself; but for one that was never sent.
PlatformError of_change(PlatformError error);

/// TikTok says that a permission is missing.
bool is_scope_missing(const PlatformError& error);

/// A permission that is missing ends this post and leaves the account, which reads on without it.
PlatformError of_publishing(PlatformError error, std::string_view scope);

/// The refusal of a post that lacks a permission.
PlatformError scope_missing(std::string_view scope);

/// A refusal of ours, or one that stands in no answer.
PlatformError refusal(std::string code, std::string user_message);

}  // namespace rostrum::platforms::tiktok
