#include "crypto/constant_time.hpp"
#include "media/uploads.hpp"

#include <utility>

namespace rostrum::media {

UploadLocks::Lock::~Lock() {
    const std::scoped_lock guard(locks_->mutex_);
    locks_->taken_.erase(id_);
}

std::unique_ptr<UploadLocks::Lock> UploadLocks::take(UploadId id) {
    const std::scoped_lock guard(mutex_);
    if (!taken_.insert(id).second) return nullptr;
    return std::make_unique<Lock>(*this, id);
}

UploadPart::UploadPart(Spool& spool, Upload upload, std::unique_ptr<UploadLocks::Lock> lock,
                       std::unique_ptr<SpoolFile> file, std::uint64_t offset,
                       std::optional<tus::Checksum> checksum)
    : spool_(spool),
      upload_(std::move(upload)),
      lock_(std::move(lock)),
      file_(std::move(file)),
      checksum_(std::move(checksum)),
      start_(offset) {
    if (start_ == 0) whole_hasher_.emplace();
    head_ = file_->read(0, head_size);
    if (!checksum_) return;
    part_hasher_.emplace(checksum_->algorithm);
    unchecked_ = std::make_unique<SpoolFile>(spool.folder / (to_string(spool.ids.next()) + ".new"),
                                             SpoolFile::Open::create);
}

Task<Result<>> UploadPart::write(std::string_view piece) {
    auto taken = co_await spool_.threads.run([this, piece] { return std::optional(take(piece)); });
    co_return std::move(*taken);
}

Result<> UploadPart::take(std::string_view piece) {
    const auto length = static_cast<std::uint64_t>(upload_.length);
    if (piece.size() > length - start_ - came_) {
        is_too_long_ = true;
        return fail(ErrorCode::payload_too_large, "more bytes came than Upload-Length says",
                    "The upload is longer than it was said to be.");
    }
    if (head_.size() < head_size) head_.append(piece.substr(0, head_size - head_.size()));
    if (!checksum_) {
        if (auto judged = judge(); !judged) return judged;
    }
    if (part_hasher_) part_hasher_->update(piece);
    if (whole_hasher_) whole_hasher_->update(piece);
    auto written = (unchecked_ ? *unchecked_ : *file_).append(piece);
    if (written) came_ += piece.size();
    return written;
}

/// As soon as the start of the file is there, its type and with it its limit are known.
Result<> UploadPart::judge() {
    const auto length = static_cast<std::uint64_t>(upload_.length);
    if (format_ || head_.size() < std::min<std::uint64_t>(head_size, length)) return {};
    auto format = sniff(head_);
    if (!format) return std::unexpected(std::move(format.error()));
    const auto kind = type_of(*format).kind;
    if (length > spool_.limits.of(kind)) return fail(too_large(kind, spool_.limits));
    format_ = *format;
    return {};
}

Task<Result<std::uint64_t>> UploadPart::end(Whole whole) {
    auto closed =
        co_await spool_.threads.run([this, whole] { return std::optional(close(whole)); });
    co_return std::move(*closed);
}

Result<std::uint64_t> UploadPart::close(Whole whole) {
    if (checksum_) {
        const bool right =
            whole == Whole::yes && crypto::equal(part_hasher_->finish(), checksum_->digest);
        if (right) {
            if (auto added = append_checked(); !added) {
                file_->truncate(start_);
                return std::unexpected(std::move(added.error()));
            }
        }
        unchecked_.reset();
        if (!right && whole == Whole::yes) {
            return fail(invalid_field("Upload-Checksum", std::string(checksum_mismatch)));
        }
    }
    if (auto synced = file_->sync(); !synced) return std::unexpected(std::move(synced.error()));
    if (auto judged = judge(); !judged) return std::unexpected(std::move(judged.error()));
    return file_->size();
}

Result<> UploadPart::append_checked() {
    constexpr std::size_t block = 1024 * 1024;
    for (std::uint64_t at = 0; at < came_;) {
        const auto bytes = unchecked_->read(at, block);
        if (bytes.empty()) break;
        if (auto added = file_->append(bytes); !added) return added;
        at += bytes.size();
    }
    return {};
}

}  // namespace rostrum::media
