#pragma once

#include "media/blob_store.hpp"
#include "media/s3/client.hpp"

#include <cstddef>

namespace rostrum::media::s3 {

/// Objects in a bucket of S3, or of whatever speaks its protocol. Large ones are put in parts; what
/// is left of a put that fails is given up there, too.
class Store final : public BlobStore {
public:
    static constexpr std::uint64_t part_size = 16ULL << 20;  ///< and the largest single put
    static constexpr std::uint64_t pull_size = 4ULL << 20;   ///< what is asked for at a time

    explicit Store(Client client) : client_(std::move(client)) {}

    Task<Result<>> put(std::string key, std::filesystem::path file, std::uint64_t bytes) override;
    http::BodySource read(const std::string& key, std::uint64_t offset,
                          std::uint64_t length) override;
    Task<Result<>> remove(std::string key) override;

private:
    Task<Result<>> put_in_parts(std::string key, std::filesystem::path file, std::uint64_t bytes);
    Task<Result<>> put_parts(std::string key, std::string upload, std::filesystem::path file,
                             std::uint64_t bytes);

    Client client_;
};

}  // namespace rostrum::media::s3
