#include "sandbox/youtube/uploads.hpp"

#include "crypto/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ranges>
#include <utility>

namespace rostrum::sandbox::youtube {
namespace {

using State = UploadProgress::State;

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

UploadProgress refused(std::string problem) {
    return {.state = State::refused, .problem = std::move(problem), .video = {}};
}

/// What is wrong with a part, if anything.
std::string problem_of(const ContentRange& range, std::uint64_t length,
                       std::optional<std::uint64_t> total) {
    if (range.last < *range.first) return "The range ends before it begins.";
    if (range.last - *range.first + 1 != length) return "The range is not as long as the body.";
    if (total && range.last >= *total) return "The range ends after the file.";
    const bool is_last = total && range.last + 1 == *total;
    if (!is_last && length % part_unit != 0) {
        return "All parts but the last must be multiples of 262144 bytes.";
    }
    return {};
}

}  // namespace

std::optional<ContentRange> parse_content_range(std::string_view text) {
    constexpr std::string_view unit = "bytes ";
    if (!text.starts_with(unit)) return std::nullopt;
    text.remove_prefix(unit.size());
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    ContentRange range;
    if (const auto total = text.substr(slash + 1); total != "*") {
        range.total = parse_number(total);
        if (!range.total) return std::nullopt;
    }
    const auto bounds = text.substr(0, slash);
    if (bounds == "*") return range;
    const auto dash = bounds.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    range.first = parse_number(bounds.substr(0, dash));
    const auto last = parse_number(bounds.substr(dash + 1));
    if (!range.first || !last) return std::nullopt;
    range.last = *last;
    return range;
}

std::string Uploads::begin(UploadStart start, Time now) {
    std::array<std::byte, 24> bytes{};
    random_.fill(bytes);
    auto id = "AKx" + crypto::base64url_encode(bytes);
    const std::scoped_lock lock(mutex_);
    sessions_.emplace(id, Session{.start = std::move(start),
                                  .begun_at = now,
                                  .hasher = crypto::Hasher(),
                                  .head = {},
                                  .number = {}});
    return id;
}

UploadProgress Uploads::put(std::string_view session, const std::optional<ContentRange>& range,
                            std::string_view bytes, Time now) {
    const std::scoped_lock lock(mutex_);
    const auto found = sessions_.find(session);
    if (found == sessions_.end() || now >= found->second.begun_at + session_life) return {};
    auto& one = found->second;
    if (one.number) {
        const auto video = videos_.find(*one.number);
        if (video == videos_.end()) return {};
        return {.state = State::done, .received = one.received, .video = video->second};
    }
    auto total = one.start.size;
    if (range && range->total) {
        if (total && *total != *range->total) return refused("The file had another size before.");
        total = range->total;
    }
    if (range && !range->first) {
        if (!bytes.empty()) return refused("A question has no body.");
        return {.state = State::more, .received = one.received, .problem = {}, .video = {}};
    }
    const auto part = range.value_or(ContentRange{
        .first = 0, .last = bytes.empty() ? 0 : bytes.size() - 1, .total = bytes.size()});
    if (!range && total && *total != bytes.size()) return refused("The file has another size.");
    if (!range) total = bytes.size();
    if (!bytes.empty()) {
        if (auto problem = problem_of(part, bytes.size(), total); !problem.empty()) {
            return refused(std::move(problem));
        }
        if (*part.first > one.received) {
            return {.state = State::gap, .received = one.received, .problem = {}, .video = {}};
        }
        // What is there already is not looked at again.
        bytes.remove_prefix(std::min<std::size_t>(one.received - *part.first, bytes.size()));
        if (one.start.loses_bytes && bytes.size() > part_unit) {
            bytes = bytes.substr(0, bytes.size() / 2 / part_unit * part_unit);
        }
        take(one, bytes);
    }
    if (total && one.received == *total) {
        return {.state = State::done,
                .received = one.received,
                .problem = {},
                .video = finish(one, now),
                .is_new = true};
    }
    return {.state = State::more, .received = one.received, .problem = {}, .video = {}};
}

void Uploads::take(Session& session, std::string_view bytes) {
    session.hasher.update(bytes);
    session.received += bytes.size();
    if (session.head.size() < head_max) {
        session.head += bytes.substr(0, head_max - session.head.size());
    }
}

/// Ids follow from the time, so that a restarted sandbox does not give one out again.
const UploadedVideo& Uploads::finish(Session& session, Time now) {
    auto number = static_cast<std::uint64_t>(now.time_since_epoch().count());
    while (videos_.contains(number)) ++number;
    session.number = number;
    UploadedVideo video{.number = number,
                        .persona = session.start.persona,
                        .details = session.start.details,
                        .mime = session.start.mime,
                        .bytes = session.received,
                        .sha256 = crypto::hex_encode(session.hasher.finish()),
                        .head = std::move(session.head),
                        .uploaded_at = now};
    return videos_.emplace(number, std::move(video)).first->second;
}

std::optional<UploadedVideo> Uploads::find(std::uint64_t number) const {
    const std::scoped_lock lock(mutex_);
    const auto video = videos_.find(number);
    return video == videos_.end() ? std::nullopt : std::optional(video->second);
}

std::vector<UploadedVideo> Uploads::of(std::size_t persona) const {
    const std::scoped_lock lock(mutex_);
    std::vector<UploadedVideo> found;
    for (const auto& video : videos_ | std::views::values | std::views::reverse) {
        if (video.persona == persona) found.push_back(video);
    }
    return found;
}

bool Uploads::remove(std::uint64_t number) {
    const std::scoped_lock lock(mutex_);
    return videos_.erase(number) != 0;
}

void Uploads::set_thumbnail(std::uint64_t number) {
    const std::scoped_lock lock(mutex_);
    if (const auto video = videos_.find(number); video != videos_.end()) {
        video->second.has_thumbnail = true;
    }
}

void Uploads::reset() {
    const std::scoped_lock lock(mutex_);
    sessions_.clear();
    videos_.clear();
}

}  // namespace rostrum::sandbox::youtube
