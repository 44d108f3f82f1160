#pragma once

#include "platforms/call.hpp"
#include "platforms/platform.hpp"
#include "platforms/tiktok/chunks.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace rostrum::platforms::tiktok {

/// Sends the chunks of a video. Safe to use from every loop.
class Upload {
public:
    /// What is referred to must outlive it.
    explicit Upload(const PlatformCall& call) : call_(call) {}

    /// Whether an address is one where TikTok takes uploads. It is a secret: who has it may send.
    bool is_ours(std::string_view url) const;

    /// Sends one chunk and answers how many bytes are there then. The error `upload_gone` says that
    /// the address is over, and `ambiguous` that the task has to be asked what came: after an
    /// answer that was lost, and when the upload is elsewhere than thought.
    Task<Outcome<std::int64_t>> put(Access access, std::string url, const MediaFile& file,
                                    std::int64_t chunk) const;

    static constexpr std::string_view gone = "upload_gone";

private:
    const PlatformCall& call_;
};

}  // namespace rostrum::platforms::tiktok
