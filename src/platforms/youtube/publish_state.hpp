#pragma once

#include "platforms/publisher.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// What the publishing of a video remembers between its steps.
namespace rostrum::platforms::youtube {

inline constexpr std::string_view key_started_at = "startedAt";  ///< of the try: see of_this_try()
inline constexpr std::string_view key_session = "session";
inline constexpr std::string_view key_sent = "sent";
inline constexpr std::string_view key_stalls = "stalls";
inline constexpr std::string_view key_sessions = "sessions";
inline constexpr std::string_view key_video = "video";
inline constexpr std::string_view key_uploaded_at = "uploadedAt";
inline constexpr std::string_view key_polls = "polls";
inline constexpr std::string_view key_processed = "processed";

// What is absent or of another type is empty.
std::string text(const PublishState& state, std::string_view key);
std::int64_t number(const PublishState& state, std::string_view key);
/// Bytes that the session is known to have.
std::uint64_t sent_of(const PublishState& state);

/// What somebody tries again counts from zero. A session that has the whole file and came to
/// nothing is left behind then.
PublishState of_this_try(const PublishPlan& plan, PublishState state);

}  // namespace rostrum::platforms::youtube
