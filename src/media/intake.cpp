#include "media/spool.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

namespace rostrum::media {
namespace {

std::string megabytes(std::uint64_t bytes) { return fmt::format("{} MB", bytes >> 20); }

std::string_view plural(Kind kind) {
    switch (kind) {
        case Kind::image: return "Images";
        case Kind::video: return "Videos";
        case Kind::document: break;
    }
    return "Documents";
}

}  // namespace

Error too_large(Kind kind, const SizeLimits& limits) {
    const auto size = megabytes(limits.of(kind));
    return make_error(ErrorCode::payload_too_large,
                      fmt::format("a file of the kind {} may have {}", enum_name(kind), size),
                      fmt::format("{} may have at most {}.", plural(kind), size));
}

Error too_large(const SizeLimits& limits) {
    const auto size = megabytes(limits.largest());
    return make_error(ErrorCode::payload_too_large, "a file may have " + size,
                      "Files may have at most " + size + ".");
}

Result<> Spool::check_room(std::uint64_t bytes) const {
    std::error_code failed;
    const auto space = std::filesystem::space(folder, failed);
    // What cannot be told shows when it is written.
    if (failed || (space.available >= bytes && space.available - bytes >= free_bytes_min))
        return {};
    return fail(
        ErrorCode::insufficient_storage,
        fmt::format("{} bytes are free, and {} have to stay", space.available, free_bytes_min));
}

Intake::Intake(Spool& spool)
    : spool_(spool),
      file_(std::make_unique<SpoolFile>(spool.folder / (to_string(spool.ids.next()) + ".new"),
                                        SpoolFile::Open::create)) {}

Task<Result<std::unique_ptr<Intake>>> Intake::begin(Spool& spool,
                                                    std::optional<std::uint64_t> announced) {
    if (announced.value_or(0) > spool.limits.largest()) co_return fail(too_large(spool.limits));
    using Made = std::optional<Result<std::unique_ptr<Intake>>>;
    auto made = co_await spool.threads.run([&spool, announced]() -> Made {
        if (auto room = spool.check_room(announced.value_or(0)); !room) {
            return Made(std::unexpected(std::move(room.error())));
        }
        return Made(std::make_unique<Intake>(spool));
    });
    co_return std::move(*made);
}

Task<Result<>> Intake::write(std::string_view piece) {
    auto taken = co_await spool_.threads.run([this, piece] { return std::optional(take(piece)); });
    // What was refused is gone at once, whatever the caller does next.
    if (!*taken) file_.reset();
    co_return std::move(*taken);
}

Result<> Intake::take(std::string_view piece) {
    bytes_ += piece.size();
    if (head_.size() < head_size) head_.append(piece.substr(0, head_size - head_.size()));
    if (!format_ && head_.size() == head_size) {
        if (auto judged = judge(); !judged) return judged;
    }
    if (format_ && bytes_ > spool_.limits.of(type_of(*format_).kind)) {
        return fail(too_large(type_of(*format_).kind, spool_.limits));
    }
    hasher_.update(piece);
    return file_->append(piece);
}

Result<> Intake::judge() {
    auto format = sniff(head_);
    if (!format) return std::unexpected(std::move(format.error()));
    format_ = *format;
    return {};
}

Task<Result<Received>> Intake::finish() {
    auto closed =
        co_await spool_.threads.run([this] { return std::make_shared<Result<Received>>(close()); });
    co_return std::move(*closed);
}

Result<Received> Intake::close() {
    if (bytes_ == 0) return fail(invalid_field("file", "is empty"));
    if (!format_) {
        if (auto judged = judge(); !judged) return std::unexpected(std::move(judged.error()));
    }
    if (auto synced = file_->sync(); !synced) return std::unexpected(std::move(synced.error()));
    return Received{.file = std::move(file_),
                    .bytes = bytes_,
                    .sha256 = crypto::hex_encode(hasher_.finish()),
                    .format = *format_};
}

}  // namespace rostrum::media
