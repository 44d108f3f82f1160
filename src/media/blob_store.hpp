#pragma once

#include "core/result.hpp"
#include "core/task.hpp"
#include "http/body_source.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace rostrum::media {

/// Where the bytes are kept. Safe to use from every loop. A key is used once: no object replaces
/// another one.
class BlobStore {
public:
    virtual ~BlobStore() = default;

    /// Keeps a file of `bytes` under `key`; returns once it is durable. The file may be moved away.
    /// Errors: `insufficient_storage`, `server_error` for a store that cannot be reached. What is
    /// left of a put that failed is removed by `remove`.
    virtual Task<Result<>> put(std::string key, std::filesystem::path file,
                               std::uint64_t bytes) = 0;

    /// Bytes of an object, to be read piece by piece. Nothing is looked up before the first piece,
    /// which throws when the object is not there.
    virtual http::BodySource read(const std::string& key, std::uint64_t offset,
                                  std::uint64_t length) = 0;

    /// Removes an object; one that is not there counts as removed. Errors: `server_error`.
    virtual Task<Result<>> remove(std::string key) = 0;
};

}  // namespace rostrum::media
