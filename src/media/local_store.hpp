#pragma once

#include "core/blocking.hpp"
#include "media/blob_store.hpp"

#include <filesystem>

namespace rostrum::media {

/// Objects as files of a folder. A file is given a name there, so it has to come from the same file
/// system, and its old name is for the caller to remove; several nodes may share the folder.
class LocalStore final : public BlobStore {
public:
    /// Makes the folder. `threads` outlive it. Throws std::filesystem::filesystem_error.
    LocalStore(std::filesystem::path folder, BlockingThreads& threads);

    Task<Result<>> put(std::string key, std::filesystem::path file, std::uint64_t bytes) override;
    http::BodySource read(const std::string& key, std::uint64_t offset,
                          std::uint64_t length) override;
    Task<Result<>> remove(std::string key) override;

private:
    std::filesystem::path folder_;
    BlockingThreads& threads_;
};

}  // namespace rostrum::media
