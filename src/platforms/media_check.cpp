#include "platforms/media_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace rostrum::platforms {
namespace {

/// 1080 x 566 is meant by 1.91:1, though it is not quite that.
constexpr double aspect_tolerance = 0.005;
/// Ratios and frame rates are told in hundredths.
constexpr double hundredths = 100;

/// The range that a number of a file has to be in.
struct Range {
    std::int64_t minimum;
    std::int64_t maximum;  // 0: open
};

/// Checks one file, whose issues all name it.
class FileCheck {
public:
    FileCheck(std::string field, std::vector<PostIssue>& issues)
        : field_(std::move(field)), issues_(issues) {}

    void add(std::string code, std::string message,
             std::optional<std::int64_t> limit = std::nullopt,
             std::optional<std::int64_t> actual = std::nullopt) {
        issues_.push_back(
            {std::move(code), Severity::error, field_, std::move(message), limit, actual});
    }

    /// `unit` stands behind the numbers, which are shown divided by `scale`.
    void number(std::string_view code, std::string_view what, std::optional<std::int64_t> actual,
                Range range, std::string_view unit, double scale = 1) {
        if (!actual) return;
        const auto shown = [&](std::int64_t value) { return static_cast<double>(value) / scale; };
        if (range.minimum > 0 && *actual < range.minimum) {
            add(std::string(code),
                fmt::format("The file's {} is {:.10g}{}, and at least {:.10g}{} is needed.", what,
                            shown(*actual), unit, shown(range.minimum), unit),
                range.minimum, *actual);
        }
        if (range.maximum > 0 && *actual > range.maximum) {
            add(std::string(code),
                fmt::format("The file's {} is {:.10g}{}, and at most {:.10g}{} is allowed.", what,
                            shown(*actual), unit, shown(range.maximum), unit),
                range.maximum, *actual);
        }
    }

    void one_of(std::string_view code, std::string_view what, std::string_view actual,
                std::span<const std::string_view> known) {
        if (actual.empty() || known.empty() || std::ranges::find(known, actual) != known.end()) {
            return;
        }
        add(std::string(code), fmt::format("The file's {} is {}, and only {} can be used.", what,
                                           actual, fmt::join(known, ", ")));
    }

private:
    std::string field_;
    std::vector<PostIssue>& issues_;
};

std::int64_t in_hundredths(double value) { return std::llround(value * hundredths); }

void check_aspect(const MediaRule& rule, const MediaFile& file, FileCheck& check) {
    if (!file.width || !file.height || *file.height <= 0) return;
    const double aspect = static_cast<double>(*file.width) / static_cast<double>(*file.height);
    const bool low = rule.aspect_min > 0 && aspect < rule.aspect_min * (1 - aspect_tolerance);
    const bool high = rule.aspect_max > 0 && aspect > rule.aspect_max * (1 + aspect_tolerance);
    if (!low && !high) return;
    const double limit = low ? rule.aspect_min : rule.aspect_max;
    check.add("media_aspect",
              fmt::format("The file is {:.2f} times as wide as high, and {} {:.2f} is allowed.",
                          aspect, low ? "at least" : "at most", limit),
              in_hundredths(limit), in_hundredths(aspect));
}

void check_file(const MediaRule& rule, const MediaFile& file, FileCheck check) {
    using std::int64_t;
    const bool is_video = rule.kind == MediaKind::video;
    std::optional<int64_t> frame_rate;
    if (file.frame_rate) frame_rate = in_hundredths(*file.frame_rate);
    check.one_of("media_type", "type", file.mime, rule.mimes);
    check.number("media_bytes", "size", static_cast<int64_t>(file.bytes),
                 {static_cast<int64_t>(rule.bytes_min), static_cast<int64_t>(rule.bytes_max)},
                 " bytes");
    check.number("media_width", "width", file.width, {rule.width_min, rule.width_max}, " pixels");
    check.number("media_height", "height", file.height, {rule.height_min, rule.height_max},
                 " pixels");
    check_aspect(rule, file, check);
    check.number("media_duration", "length", file.duration_ms,
                 {rule.duration_min.count(), rule.duration_max.count()}, " s", 1000);
    check.number("media_frame_rate", "frame rate", frame_rate,
                 {in_hundredths(rule.frame_rate_min), in_hundredths(rule.frame_rate_max)},
                 " frames per second", hundredths);
    if (is_video) {
        check.one_of("media_video_codec", "video codec", file.video_codec, rule.video_codecs);
        check.one_of("media_audio_codec", "audio codec", file.audio_codec, rule.audio_codecs);
    }
    check.number("media_pages", "number of pages", file.pages, {0, rule.pages_max}, "");
}

void check_count(const FormatRule& rule, std::size_t count, std::vector<PostIssue>& issues) {
    const auto add = [&](std::string code, std::string_view bound, std::size_t limit) {
        issues.push_back(
            with_limit(post_error(std::move(code), "mediaIds",
                                  fmt::format("A {} takes {} {} files, and there are {}.",
                                              enum_name(rule.format), bound, limit, count)),
                       limit, count));
    };
    if (count < rule.media_min) add("too_few_media", "at least", rule.media_min);
    if (count > rule.media_max) add("too_many_media", "at most", rule.media_max);
}

}  // namespace

const MediaRule* find_media_rule(const FormatRule& rule, MediaKind kind) {
    const auto found = std::ranges::find(rule.media, kind, &MediaRule::kind);
    return found != rule.media.end() ? &*found : nullptr;
}

bool mixes_kinds(const std::vector<MediaFile>& media) {
    return std::ranges::any_of(
        media, [&](const MediaFile& file) { return file.kind != media.front().kind; });
}

void check_media(const FormatRule& rule, const std::vector<MediaFile>& media,
                 std::vector<PostIssue>& issues) {
    check_count(rule, media.size(), issues);
    if (!rule.kinds_mix && mixes_kinds(media)) {
        issues.push_back(post_error("media_kinds_mixed", "mediaIds",
                                    "All files of this post have to be of one kind."));
    }
    for (std::size_t i = 0; i < media.size(); ++i) {
        FileCheck check(fmt::format("mediaIds[{}]", i), issues);
        const auto* wanted = find_media_rule(rule, media[i].kind);
        if (wanted != nullptr) {
            check_file(*wanted, media[i], check);
        } else if (rule.media_max > 0) {
            check.add("media_kind", fmt::format("A {} takes no {}.", enum_name(rule.format),
                                                enum_name(media[i].kind)));
        }
    }
}

}  // namespace rostrum::platforms
