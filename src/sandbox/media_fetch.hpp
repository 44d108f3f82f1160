#pragma once

#include "core/result.hpp"
#include "core/task.hpp"
#include "http/client/client.hpp"

#include <cstdint>
#include <string>

namespace rostrum::sandbox {

/// A file that a simulated platform fetched from the address that it was given.
struct FetchedMedia {
    int status = 0;    ///< of the answer; the rest is empty unless it was 200
    std::string mime;  ///< as the answer said
    std::uint64_t bytes = 0;
    std::string sha256;  ///< in hex
    std::string head;    ///< the first 64 KiB
};

/// Fetches a file without keeping it. Follows no redirect, as platforms do not. Errors:
/// `platform_unavailable` when there was no answer.
Task<Result<FetchedMedia>> fetch_media(http::Client& client, std::string url);

}  // namespace rostrum::sandbox
