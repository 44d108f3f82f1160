#pragma once

#include "platforms/outcome.hpp"
#include "platforms/platform.hpp"

#include <optional>
#include <string>
#include <string_view>

/// How the publishing at X fails, and what its refusals mean.
namespace rostrum::platforms::x {

/// A refusal of our own.
PlatformError refused(std::string code, std::string message, std::string user_message);

/// X has such a post, which may be ours, and no list tells of it.
PlatformError doubtful();

/// Said before anything is sent, where it is known what was granted.
std::optional<PlatformError> missing_scope(const Access& access, std::string_view scope);

/// What an upload that X does not know any more is refused with.
bool is_lost_upload(const PlatformError& error);

/// What a text that was posted before is refused with.
bool is_duplicate(const PlatformError& error);

}  // namespace rostrum::platforms::x
