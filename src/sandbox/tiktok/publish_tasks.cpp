#include "sandbox/tiktok/publish_tasks.hpp"

#include "crypto/encoding.hpp"
#include "sandbox/tiktok/publish_requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace rostrum::sandbox::tiktok {
namespace {

constexpr std::size_t head_max = 64;

std::string_view prefix_of(const PublishTask& task) {
    if (task.is_photos) return task.is_draft ? "p_inbox_url" : "p_pub_url";
    if (task.size == 0) return task.is_draft ? "v_inbox_url" : "v_pub_url";
    return task.is_draft ? "v_inbox_file" : "v_pub_file";
}

}  // namespace

bool is_shown(const PublishTask& task, Time now) {
    return task.number != 0 && task.privacy == level_public && now >= *task.arrived_at + moderation;
}

bool looks_like_video(std::string_view head) {
    return head.starts_with("\x1A\x45\xDF\xA3") ||
           (head.size() > 8 && head.substr(4).starts_with("ftyp"));
}

PublishTask PublishTasks::begin(PublishTask task, Time now) {
    std::array<std::byte, 12> bytes{};
    random_.fill(bytes);
    task.id = fmt::format("{}~v2-1.{}", prefix_of(task), crypto::hex_encode(bytes));
    task.begun_at = now;
    const std::scoped_lock lock(mutex_);
    tasks_.emplace(task.id, Entry{.task = task, .hasher = crypto::Hasher(), .head = {}});
    return task;
}

ChunkAnswer PublishTasks::put(std::string_view id, std::uint64_t first, std::uint64_t total,
                              std::string_view mime, std::string_view bytes, Time now) {
    const std::scoped_lock lock(mutex_);
    const auto found = tasks_.find(id);
    if (found == tasks_.end() || found->second.task.size == 0) return {};
    auto& [task, hasher, head] = found->second;
    ChunkAnswer out{.status = 400, .received = task.received, .total = task.size};
    if (now >= task.begun_at + upload_life) {
        out.status = 403;
        return out;
    }
    if (total != task.size) return out;
    if (first != task.received || first + bytes.size() > total) {
        out.status = 416;
        return out;
    }
    const bool is_last = first / task.chunk + 1 >= task.chunks;
    if (bytes.size() != (is_last ? total - first : task.chunk)) return out;
    hasher.update(bytes);
    if (head.size() < head_max) head += bytes.substr(0, head_max - head.size());
    task.received += bytes.size();
    out.received = task.received;
    out.status = task.received == total ? 201 : 206;
    if (task.received != total) return out;
    task.media = {{.mime = std::string(mime),
                   .bytes = task.received,
                   .sha256 = crypto::hex_encode(hasher.finish())}};
    if (!looks_like_video(head)) task.failure = "file_format_check_failed";
    finish(task, now);
    return out;
}

/// Ids follow from the time, so that a restarted sandbox does not give one out again.
void PublishTasks::finish(PublishTask& task, Time now) {
    task.arrived_at = now;
    if (!task.failure.empty() || task.is_draft) return;
    auto number = static_cast<std::uint64_t>(now.time_since_epoch() / std::chrono::microseconds{1});
    const auto is_taken = [&](const auto& entry) { return entry.second.task.number == number; };
    while (std::ranges::any_of(tasks_, is_taken)) ++number;
    task.number = number;
}

void PublishTasks::arrive(std::string_view id, std::vector<PublishedMedia> media,
                          std::string failure, Time now) {
    const std::scoped_lock lock(mutex_);
    const auto found = tasks_.find(id);
    if (found == tasks_.end() || found->second.task.arrived_at) return;
    auto& task = found->second.task;
    task.media = std::move(media);
    for (const auto& file : task.media) task.received += file.bytes;
    task.failure = std::move(failure);
    finish(task, now);
}

std::optional<PublishTask> PublishTasks::find(std::string_view id) const {
    const std::scoped_lock lock(mutex_);
    const auto found = tasks_.find(id);
    return found == tasks_.end() ? std::nullopt : std::optional(found->second.task);
}

std::vector<PublishTask> PublishTasks::shown(std::size_t persona, Time now) const {
    const std::scoped_lock lock(mutex_);
    std::vector<PublishTask> found;
    for (const auto& [id, entry] : tasks_) {
        if (entry.task.persona == persona && is_shown(entry.task, now)) found.push_back(entry.task);
    }
    std::ranges::sort(found, std::greater{}, &PublishTask::number);
    return found;
}

std::optional<PublishTask> PublishTasks::find_shown(std::uint64_t number, Time now) const {
    const std::scoped_lock lock(mutex_);
    const auto found = std::ranges::find_if(tasks_, [&](const auto& entry) {
        return entry.second.task.number == number && is_shown(entry.second.task, now);
    });
    return found == tasks_.end() ? std::nullopt : std::optional(found->second.task);
}

void PublishTasks::reset() {
    const std::scoped_lock lock(mutex_);
    tasks_.clear();
}

}  // namespace rostrum::sandbox::tiktok
