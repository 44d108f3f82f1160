#pragma once

#include "core/result.hpp"
#include "crypto/hasher.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

// The header fields of tus 1.0.0, the protocol of resumable uploads.

namespace rostrum::media::tus {

inline constexpr std::string_view version = "1.0.0";
inline constexpr std::string_view extensions =
    "creation,creation-with-upload,termination,checksum,expiration";
inline constexpr std::string_view checksum_algorithms = "sha1,sha256";
inline constexpr std::string_view content_type = "application/offset+octet-stream";

/// A whole number such as Upload-Offset: digits only, of at most 18 places.
std::optional<std::uint64_t> parse_number(std::string_view text);

/// The pairs of Upload-Metadata, decoded: "filename d29ybGQ=,private". Errors: `validation_failed`
/// for broken base64, a key without a name or one that comes twice.
Result<std::map<std::string, std::string>> parse_metadata(std::string_view text);

struct Checksum {
    crypto::HashAlgorithm algorithm = crypto::HashAlgorithm::sha256;
    crypto::Bytes digest;
};

/// Upload-Checksum: "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=". Errors: `validation_failed`.
Result<Checksum> parse_checksum(std::string_view text);

}  // namespace rostrum::media::tus
