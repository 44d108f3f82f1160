#include "sandbox/x/uploads.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::sandbox::x {
namespace {

constexpr std::uint64_t mib = 1024 * 1024;
constexpr std::size_t head_max = 64 * 1024;
constexpr std::size_t segments_max = 1'000;
/// Larger ones are answered 413, as somebody measured.
constexpr std::size_t segment_bytes_max = 4 * mib + mib / 2;
/// Of segments that came too early.
constexpr std::size_t waiting_max = 16;
constexpr std::chrono::seconds unfinished_life{1'295'999};
constexpr std::chrono::hours finished_life{24};

struct Category {
    std::string_view name;
    std::uint64_t bytes_max;
    std::uint64_t premium_bytes_max;
    std::chrono::seconds pending;     ///< before it is looked at
    std::chrono::seconds processing;  ///< until it is ready; 0: at once
};
constexpr std::array categories{
    Category{"tweet_image", 5 * mib, 5 * mib, {}, {}},
    Category{"tweet_gif", 15 * mib, 15 * mib, std::chrono::seconds{1}, std::chrono::seconds{4}},
    Category{"tweet_video", 512 * mib, 16'384 * mib, std::chrono::seconds{3},
             std::chrono::seconds{20}},
};

struct Type {
    std::string_view mime;
    std::string_view category;
    std::string_view magic;
    std::size_t magic_at = 0;
};
constexpr std::array types{
    Type{"image/jpeg", "tweet_image", "\xFF\xD8\xFF"},
    Type{"image/png", "tweet_image", "\x89PNG"},
    Type{"image/webp", "tweet_image", "RIFF"},
    Type{"image/gif", "tweet_gif", "GIF8"},
    Type{"video/mp4", "tweet_video", "ftyp", 4},
    Type{"video/quicktime", "tweet_video", "ftyp", 4},
};

const Category* find_category(std::string_view name) {
    const auto found = std::ranges::find(categories, name, &Category::name);
    return found == categories.end() ? nullptr : &*found;
}

bool is_what_it_says(std::string_view mime, std::string_view head) {
    const auto type = std::ranges::find(types, mime, &Type::mime);
    return type != types.end() && head.size() > type->magic_at &&
           head.substr(type->magic_at).starts_with(type->magic);
}

std::unexpected<Problem> bad(std::string name, std::string value, std::string message) {
    return std::unexpected(bad_parameter({std::move(name), std::move(value), std::move(message)}));
}

std::unexpected<Problem> unknown(std::string_view id) {
    return std::unexpected(bad_parameter(
        {"id", std::string(id), fmt::format("There is no media with the id [{}]", id)}));
}

std::string key_of(std::string_view category, std::string_view id) {
    const int prefix = category == "tweet_video" ? 13 : category == "tweet_gif" ? 16 : 3;
    return fmt::format("{}_{}", prefix, id);
}

}  // namespace

Uploads::Upload* Uploads::find(std::size_t persona, std::string_view id, Time now) {
    const auto found = uploads_.find(id);
    const bool there = found != uploads_.end() && found->second.persona == persona &&
                       found->second.expires_at > now;
    return there ? &found->second : nullptr;
}

const Uploads::Upload* Uploads::find(std::size_t persona, std::string_view id, Time now) const {
    return const_cast<Uploads*>(this)->find(persona, id, now);
}

Uploads::Result<std::string> Uploads::begin(std::size_t persona, UploadPlan plan, bool is_premium,
                                            Time now) {
    const auto* category = find_category(plan.category);
    if (category == nullptr) {
        return bad("media_category", plan.category, "The media category is not known");
    }
    const auto type = std::ranges::find(types, plan.mime, &Type::mime);
    if (type == types.end() || type->category != plan.category) {
        return bad("media_type", plan.mime, "The media type does not fit the media category");
    }
    const auto most = is_premium ? category->premium_bytes_max : category->bytes_max;
    if (plan.bytes == 0 || plan.bytes > most) {
        return bad("total_bytes", std::to_string(plan.bytes),
                   fmt::format("File size exceeds {} bytes", most));
    }
    const std::scoped_lock lock(mutex_);
    std::erase_if(uploads_, [&](const auto& entry) { return entry.second.expires_at <= now; });
    const auto id = std::to_string(++last_id_);
    auto& upload = uploads_[id];
    upload.persona = persona;
    upload.plan = std::move(plan);
    upload.expires_at = now + unfinished_life;
    return id;
}

/// What comes next goes into the hash, with what waited for it.
void Uploads::take(Upload& upload, std::size_t index, std::string_view bytes) {
    upload.hasher.update(bytes);
    upload.hashes[index] = crypto::sha256_hex(bytes);
    upload.bytes += bytes.size();
    if (upload.head.size() < head_max) {
        upload.head.append(bytes.substr(0, head_max - upload.head.size()));
    }
    const auto next = upload.waiting.find(index + 1);
    if (next == upload.waiting.end()) return;
    const auto more = std::move(next->second);
    upload.waiting.erase(next);
    take(upload, index + 1, more);
}

Uploads::Result<void> Uploads::append(std::size_t persona, std::string_view id, std::size_t index,
                                      std::string_view bytes, Time now) {
    if (bytes.size() > segment_bytes_max) return std::unexpected(plain_problem(413));
    if (index >= segments_max) {
        return bad("segment_index", std::to_string(index), "The index is not between 0 and 999");
    }
    const std::scoped_lock lock(mutex_);
    auto* upload = find(persona, id, now);
    if (upload == nullptr || upload->finished_at) return unknown(id);
    if (bytes.empty()) return bad("media", "", "The segment is empty");
    if (const auto known = upload->hashes.find(index); known != upload->hashes.end()) {
        if (known->second == crypto::sha256_hex(bytes)) return {};
        return bad("segment_index", std::to_string(index), "Another segment has this index");
    }
    if (index == upload->hashes.size()) {
        take(*upload, index, bytes);
        return {};
    }
    if (upload->waiting.size() >= waiting_max) {
        return bad("segment_index", std::to_string(index), "Too many segments before are missing");
    }
    upload->waiting[index] = bytes;
    return {};
}

UploadStatus Uploads::status_of(const std::string& id, const Upload& upload, Time now) {
    const auto& category = *find_category(upload.plan.category);
    UploadStatus out{.id = id,
                     .media_key = key_of(upload.plan.category, id),
                     .bytes = upload.bytes,
                     .state = {},
                     .percent = 0,
                     .error = {},
                     .expires_after = (upload.expires_at - now) / std::chrono::seconds{1}};
    if (category.processing.count() == 0) return out;
    const auto since = now - upload.finished_at.value_or(now);
    if (since < category.pending) {
        out.state = "pending";
    } else if (since < category.processing) {
        out.state = "in_progress";
        out.percent = static_cast<int>(since * 100 / category.processing);
    } else if (is_what_it_says(upload.plan.mime, upload.head)) {
        out.state = "succeeded";
        out.percent = 100;
    } else {
        out.state = "failed";
        out.error = "file is currently unsupported";
    }
    return out;
}

Uploads::Result<UploadStatus> Uploads::finish(std::size_t persona, std::string_view id, Time now) {
    const std::scoped_lock lock(mutex_);
    auto* upload = find(persona, id, now);
    if (upload == nullptr || upload->finished_at) return unknown(id);
    if (upload->bytes != upload->plan.bytes || !upload->waiting.empty()) {
        return bad("id", std::string(id), "Segments do not add up to provided total file size.");
    }
    const auto* category = find_category(upload->plan.category);
    if (category->processing.count() == 0 && !is_what_it_says(upload->plan.mime, upload->head)) {
        return bad("id", std::string(id), "media type unrecognized.");
    }
    upload->sha256 = crypto::hex_encode(upload->hasher.finish());
    upload->finished_at = now;
    upload->expires_at = now + finished_life;
    return status_of(std::string(id), *upload, now);
}

Uploads::Result<UploadStatus> Uploads::status(std::size_t persona, std::string_view id,
                                              Time now) const {
    const std::scoped_lock lock(mutex_);
    const auto* upload = find(persona, id, now);
    if (upload == nullptr || !upload->finished_at) return unknown(id);
    return status_of(std::string(id), *upload, now);
}

Uploads::Result<void> Uploads::describe(std::size_t persona, std::string_view id,
                                        std::string alt_text, Time now) {
    constexpr std::size_t alt_text_max = 1'000;
    if (alt_text.empty() || alt_text.size() > 4 * alt_text_max) {
        return bad("metadata.alt_text.text", "", "The length is not between 1 and 1000");
    }
    const std::scoped_lock lock(mutex_);
    auto* upload = find(persona, id, now);
    if (upload == nullptr || !upload->finished_at) return unknown(id);
    upload->alt_text = std::move(alt_text);
    return {};
}

std::optional<ReadyMedia> Uploads::ready(std::size_t persona, std::string_view id, Time now) const {
    const std::scoped_lock lock(mutex_);
    const auto* upload = find(persona, id, now);
    if (upload == nullptr || !upload->finished_at) return std::nullopt;
    const auto state = status_of(std::string(id), *upload, now).state;
    if (!state.empty() && state != "succeeded") return std::nullopt;
    return ReadyMedia{
        .media = {.mime = upload->plan.mime, .bytes = upload->bytes, .sha256 = upload->sha256},
        .category = upload->plan.category};
}

void Uploads::reset() {
    const std::scoped_lock lock(mutex_);
    uploads_.clear();
}

}  // namespace rostrum::sandbox::x
