#pragma once

#include "core/blocking.hpp"
#include "core/result.hpp"
#include "core/task.hpp"
#include "media/child_process.hpp"
#include "media/file_type.hpp"

#include <filesystem>
#include <string>

namespace rostrum::media {

/// What a look into a file came to.
struct Probed {
    Format format = Format::jpeg;
    Facts facts;
};

/// Looks into files that were received: what exactly they are, how large the picture is, how long
/// it lasts. Videos are left to ffprobe, a process of its own with limits. Runs on threads of its
/// own; a few at a time.
class Prober {
public:
    /// `ffprobe` is the path of the program; `limits` are its.
    explicit Prober(std::string ffprobe, ChildLimits limits = {}, std::size_t threads = 2);

    /// `sniffed` is what the first bytes told. The name of the file is ours, never a user's.
    /// Errors: `unsupported_media_type`; `validation_failed` for a file that is damaged;
    /// `server_error` when ffprobe is not there.
    Task<Result<Probed>> probe(std::filesystem::path path, Format sniffed);

private:
    Result<Probed> look(const std::filesystem::path& path, Format sniffed) const;
    Result<Facts> look_at_video(const std::filesystem::path& path, Format format) const;

    std::string ffprobe_;
    ChildLimits limits_;
    BlockingThreads threads_;
};

}  // namespace rostrum::media
