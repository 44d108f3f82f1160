#pragma once

#include "core/blocking.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "http/client/client.hpp"
#include "media/s3/sigv4.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rostrum::media::s3 {

/// Where the bucket is.
struct Settings {
    std::string endpoint;  ///< "https://s3.eu-central-1.amazonaws.com", without a path
    std::string bucket;
    bool path_style = false;  ///< the bucket stands in the path and not in the host's name
    Credentials credentials;
};

/// The calls of S3's protocol that a store of media needs. Each is tried a few times while the
/// service does not answer or asks to slow down. Errors of all: `server_error`, with the code that
/// the service gave.
class Client {
public:
    /// All of them outlive it.
    Client(http::Client& client, const Clock& clock, BlockingThreads& threads, Settings settings);

    /// Puts an object, or a part of one; the range is hashed first, and the service checks it.
    Task<Result<>> put_object(std::string key, http::FileRange content);

    Task<Result<std::string>> create_multipart(std::string key);
    /// Answers the part's tag.
    Task<Result<std::string>> put_part(std::string key, std::string upload, int number,
                                       http::FileRange content);
    Task<Result<>> complete_multipart(std::string key, std::string upload,
                                      std::vector<std::string> tags);
    Task<Result<>> abort_multipart(std::string key, std::string upload);

    /// Some bytes of an object. Errors: also `not_found`.
    Task<Result<std::string>> get_range(std::string key, std::uint64_t offset,
                                        std::uint64_t length);
    /// One that is not there counts as deleted.
    Task<Result<>> delete_object(std::string key);

private:
    struct Call {
        http::Method method = http::Method::get;
        std::string key;
        std::vector<std::pair<std::string, std::string>> query = {};
        std::vector<std::pair<std::string, std::string>> headers = {};
        http::BodySource body = std::string();
        std::string payload_sha256 = {};  ///< of a file; a text's is made
        std::size_t answer_bytes_max = 256 * 1024;
    };

    Task<Result<http::ClientResponse>> call(Call call);
    http::ClientRequest signed_request(const Call& call) const;
    Task<Result<http::ClientResponse>> put_range(
        std::string key, std::vector<std::pair<std::string, std::string>> query,
        http::FileRange content);

    http::Client& client_;
    const Clock& clock_;
    BlockingThreads& threads_;
    Settings settings_;
    std::string base_;       ///< scheme and host
    std::string host_;       ///< as it is sent
    std::string path_base_;  ///< "/" or "/bucket/"
};

/// The text of the first element of this name in a document of S3's; empty when there is none.
std::string element_text(std::string_view document, std::string_view name);

}  // namespace rostrum::media::s3
