#pragma once

#include "platforms/call.hpp"
#include "platforms/platform.hpp"
#include "platforms/post_content.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rostrum::platforms::youtube {

/// The size of a part, in bytes: a multiple of 256 KiB, as it has to be.
inline constexpr std::uint64_t part_bytes = 16 * std::uint64_t{1'048'576};

/// Where an upload is.
struct UploadPlace {
    std::uint64_t received = 0;  ///< bytes that are there
    std::string video_id;        ///< not empty: it is whole
    std::string privacy;         ///< who may see it then, as YouTube says
};

/// YouTube's resumable uploads. Safe to use from every loop.
class Upload {
public:
    /// What is referred to must outlive it.
    explicit Upload(const PlatformCall& call) : call_(call) {}

    /// Answers the address of a new session, which is a secret. Costs one of the day's uploads.
    Task<Outcome<std::string>> begin(Access access, const PostContent& content) const;

    /// Sends the part of the file from `first` on. The error `upload_gone` says that the session is
    /// over.
    Task<Outcome<UploadPlace>> put(Access access, std::string session, const MediaFile& file,
                                   std::uint64_t first) const;

    /// Asks how much is there.
    Task<Outcome<UploadPlace>> ask(Access access, std::string session, std::uint64_t total) const;

    static constexpr std::string_view gone = "upload_gone";

private:
    Task<Outcome<UploadPlace>> exchange(CallRequest request) const;
    bool is_ours(std::string_view session) const;

    const PlatformCall& call_;
};

/// The description of a video, as YouTube wants it.
std::string video_resource(const PostContent& content);

}  // namespace rostrum::platforms::youtube
