#include "sandbox/linkedin/uploads.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::sandbox::linkedin {
namespace {

constexpr std::size_t head_max = 64 * 1024;
constexpr std::chrono::hours url_life{24};

struct Kind {
    std::string_view resource;
    std::string_view prefix;
    std::string_view id_mark;
    std::uint64_t bytes_min;
    std::uint64_t bytes_max;
    std::chrono::seconds processing;
};
constexpr std::array kinds{
    Kind{"images", "urn:li:image:", "D4E", 1, 10'000'000, std::chrono::seconds{2}},
    Kind{"documents", "urn:li:document:", "D4D", 1, 100'000'000, std::chrono::seconds{8}},
    Kind{"videos", "urn:li:video:", "D4V", 75'000, 500'000'000, std::chrono::seconds{20}},
};

struct Type {
    std::string_view resource;
    std::string_view mime;
    std::string_view magic;
    std::size_t magic_at = 0;
};
constexpr std::array types{
    Type{"images", "image/jpeg", "\xFF\xD8\xFF"},
    Type{"images", "image/png", "\x89PNG"},
    Type{"images", "image/gif", "GIF8"},
    Type{"documents", "application/pdf", "%PDF-"},
    Type{"documents", "application/zip", "PK\x03\x04"},
    Type{"documents", "application/x-ole", "\xD0\xCF\x11\xE0"},
    Type{"videos", "video/mp4", "ftyp", 4},
};

const Kind* find_kind(std::string_view resource) {
    const auto found = std::ranges::find(kinds, resource, &Kind::resource);
    return found == kinds.end() ? nullptr : &*found;
}

/// What a file is by its first bytes; empty when that is nothing that belongs here.
std::string_view mime_of(std::string_view resource, std::string_view head) {
    for (const auto& type : types) {
        if (type.resource == resource && head.size() > type.magic_at &&
            head.substr(type.magic_at).starts_with(type.magic)) {
            return type.mime;
        }
    }
    return {};
}

std::string_view id_of(std::string_view urn) { return urn.substr(urn.rfind(':') + 1); }

std::unexpected<ApiError> expired() {
    return std::unexpected(ApiError{400, "EXPIRED_UPLOAD_URL", 0, "The upload URL has expired"});
}

}  // namespace

ApiResult<OpenedUpload> Uploads::begin(std::string_view resource, std::string owner,
                                       std::uint64_t bytes, Time now) {
    const auto* kind = find_kind(resource);
    const bool video = resource == "videos";
    if (video && (bytes < kind->bytes_min || bytes > kind->bytes_max)) {
        return std::unexpected(ApiError{400, "INVALID_VALUE_FOR_FIELD", 0,
                                        "fileSizeBytes is not between 75 KB and 500 MB"});
    }
    const std::scoped_lock lock(mutex_);
    std::erase_if(uploads_, [&](const auto& entry) {
        return entry.second.expires_at <= now && !entry.second.whole_at;
    });
    const auto id = fmt::format("{}{:012}", kind->id_mark, ++last_id_);
    auto& upload = uploads_[id];
    upload.resource = resource;
    upload.owner = std::move(owner);
    upload.token = crypto::sha256_hex(id).substr(0, 24);
    upload.told_bytes = bytes;
    upload.parts = video ? (bytes + video_part_bytes - 1) / video_part_bytes : 1;
    upload.etags.resize(upload.parts);
    upload.expires_at = now + url_life;
    return OpenedUpload{.urn = std::string(kind->prefix) + id,
                        .token = upload.token,
                        .parts = upload.parts,
                        .expires_at = upload.expires_at};
}

void Uploads::seal(Upload& upload, Time now) {
    upload.sha256 = crypto::hex_encode(upload.hasher.finish());
    upload.whole_at = now;
}

ApiResult<std::string> Uploads::put(std::string_view id, std::size_t part, std::string_view bytes,
                                    Time now) {
    const std::scoped_lock lock(mutex_);
    const auto found = uploads_.find(id);
    if (found == uploads_.end() || part >= found->second.parts) {
        return std::unexpected(no_such_thing("There is no such upload"));
    }
    auto& upload = found->second;
    if (upload.expires_at <= now) return expired();
    const auto& kind = *find_kind(upload.resource);
    const auto etag = crypto::sha256_hex(bytes).substr(0, 32);
    if (upload.etags[part] == etag) return etag;
    const bool in_turn = part == 0 || !upload.etags[part - 1].empty();
    if (!upload.etags[part].empty() || !in_turn || upload.whole_at) {
        return std::unexpected(ApiError{400, "INVALID_VALUE_FOR_FIELD", 0, "Not this part"});
    }
    const bool video = upload.resource == "videos";
    const auto wanted = std::min<std::uint64_t>(video_part_bytes, upload.told_bytes - upload.bytes);
    if ((video && bytes.size() != wanted) || bytes.empty() ||
        upload.bytes + bytes.size() > kind.bytes_max) {
        return std::unexpected(ApiError{400, "INVALID_VALUE_FOR_FIELD", 0, "Not of this size"});
    }
    upload.hasher.update(bytes);
    upload.bytes += bytes.size();
    if (upload.head.size() < head_max) {
        upload.head.append(bytes.substr(0, head_max - upload.head.size()));
    }
    upload.etags[part] = etag;
    if (!video) seal(upload, now);
    return etag;
}

ApiResult<void> Uploads::finish(std::string_view urn, std::string_view token,
                                const std::vector<std::string>& etags, Time now) {
    const std::scoped_lock lock(mutex_);
    const auto found = uploads_.find(id_of(urn));
    if (found == uploads_.end() || found->second.resource != "videos") {
        return std::unexpected(ApiError{400, "INVALID_VIDEO_ID", 0, "There is no such video"});
    }
    auto& upload = found->second;
    if (upload.token != token || upload.etags != etags || upload.bytes != upload.told_bytes) {
        return std::unexpected(
            ApiError{400, "INVALID_VALUE_FOR_FIELD", 0, "uploadedPartIds are not those of it"});
    }
    if (!upload.whole_at) seal(upload, now);
    return {};
}

AssetStatus Uploads::status_of(const Upload& upload, Time now) {
    if (!upload.whole_at) return {"WAITING_UPLOAD", {}};
    if (now < *upload.whole_at + find_kind(upload.resource)->processing) return {"PROCESSING", {}};
    if (mime_of(upload.resource, upload.head).empty()) {
        return {"PROCESSING_FAILED", "The file format is not supported"};
    }
    return {"AVAILABLE", {}};
}

std::optional<AssetStatus> Uploads::status(std::string_view urn, Time now) const {
    const std::scoped_lock lock(mutex_);
    const auto found = uploads_.find(id_of(urn));
    if (found == uploads_.end()) return std::nullopt;
    return status_of(found->second, now);
}

ApiResult<PublishedMedia> Uploads::take(std::string_view urn, std::string_view owner,
                                        Time now) const {
    const std::scoped_lock lock(mutex_);
    const auto found = uploads_.find(id_of(urn));
    if (found == uploads_.end()) {
        return std::unexpected(
            ApiError{400, "INVALID_URN_ID", 0, fmt::format("There is no {}", urn)});
    }
    const auto& upload = found->second;
    if (upload.owner != owner) {
        return std::unexpected(access_denied(fmt::format("{}, which has another owner", urn)));
    }
    const auto status = status_of(upload, now).status;
    if (status == "PROCESSING_FAILED") {
        return std::unexpected(
            ApiError{400, "MEDIA_ASSET_PROCESSING_FAILED", 0, fmt::format("{} failed", urn)});
    }
    if (status != "AVAILABLE") {
        return std::unexpected(ApiError{400, "MEDIA_ASSET_WAITING_UPLOAD", 0,
                                        fmt::format("{} is not available yet", urn)});
    }
    return PublishedMedia{.mime = std::string(mime_of(upload.resource, upload.head)),
                          .bytes = upload.bytes,
                          .sha256 = upload.sha256};
}

void Uploads::reset() {
    const std::scoped_lock lock(mutex_);
    uploads_.clear();
}

}  // namespace rostrum::sandbox::linkedin
