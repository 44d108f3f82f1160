#pragma once

#include "platforms/publisher.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

/// The steps of a publishing, and what is remembered between them.
namespace rostrum::platforms::tiktok {

inline constexpr std::string_view step_check = "check_creator";
inline constexpr std::string_view step_begin = "init";       ///< a task that waits for bytes
inline constexpr std::string_view step_publish = "publish";  ///< one whose files TikTok fetches
inline constexpr std::string_view step_upload = "upload";
inline constexpr std::string_view step_poll = "poll";

inline constexpr std::string_view key_started_at = "startedAt";  ///< of the try: see of_this_try()
inline constexpr std::string_view key_checked = "checked";
inline constexpr std::string_view key_username = "username";
inline constexpr std::string_view key_task = "task";
inline constexpr std::string_view key_tasks = "tasks";         ///< begun so far
inline constexpr std::string_view key_begun_at = "begunAt";    ///< the task
inline constexpr std::string_view key_url = "url";             ///< while bytes are missing
inline constexpr std::string_view key_chunk = "chunk";         ///< the next one
inline constexpr std::string_view key_sent_at = "sentAt";      ///< the last byte
inline constexpr std::string_view key_done_at = "completeAt";  ///< when that was first told
inline constexpr std::string_view key_polls = "polls";

std::string text_in(const PublishState& state, std::string_view key);
std::int64_t number_in(const PublishState& state, std::string_view key);

/// What somebody tries again counts from zero; a task that is on its way goes on.
PublishState of_this_try(const PublishPlan& plan, PublishState state);

/// Whether the task was begun before somebody tried again.
bool is_of_earlier_try(const PublishPlan& plan, const PublishState& state);

/// Nothing of the task is left, and nothing came of it: another one is begun.
PublishState anew(const PublishState& state, std::string_view step);

/// Before TikTok is asked again.
std::chrono::seconds poll_wait(std::int64_t polls);

}  // namespace rostrum::platforms::tiktok
