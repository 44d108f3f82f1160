#include "media/video.hpp"

#include "media/mapped_file.hpp"

#include <boost/json/parse.hpp>

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

namespace rostrum::media {
namespace {

namespace json = boost::json;

std::unexpected<Error> unreadable(std::string_view what) {
    auto error = invalid_field("file", "cannot be read as a video: " + std::string(what));
    error.user_message = "This video is damaged or incomplete. Export it again.";
    return std::unexpected(std::move(error));
}

std::string_view text_of(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view();
}

std::optional<std::int64_t> integer_of(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value != nullptr && value->is_int64()) return value->get_int64();
    return std::nullopt;
}

/// Numbers that ffprobe writes as text; "N/A" is none.
std::optional<double> decimal(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

/// "30000/1001"
std::optional<double> fraction(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return decimal(text);
    const auto over = decimal(text.substr(0, slash));
    const auto under = decimal(text.substr(slash + 1));
    if (!over || !under || *under == 0 || *over == 0) return std::nullopt;
    return std::round(*over / *under * 1000) / 1000;
}

std::optional<std::int64_t> milliseconds(std::string_view seconds) {
    constexpr double seconds_max = 1e9;
    const auto value = decimal(seconds);
    if (!value || *value < 0 || *value > seconds_max) return std::nullopt;
    return std::llround(*value * 1000);
}

std::optional<std::int64_t> positive(std::string_view text) {
    const auto value = decimal(text);
    if (!value || *value < 1 || *value > 1e15) return std::nullopt;
    return std::llround(*value);
}

/// A cover inside of a sound file is no video.
bool is_picture(const json::object& stream) {
    const auto* disposition = stream.if_contains("disposition");
    if (disposition == nullptr || !disposition->is_object()) return false;
    return integer_of(disposition->get_object(), "attached_pic").value_or(0) != 0;
}

/// Degrees by which the picture is turned when it is shown.
std::int64_t rotation_of(const json::object& stream) {
    if (const auto* list = stream.if_contains("side_data_list"); list && list->is_array()) {
        for (const auto& data : list->get_array()) {
            if (!data.is_object()) continue;
            if (const auto turned = integer_of(data.get_object(), "rotation")) return *turned;
        }
    }
    if (const auto* tags = stream.if_contains("tags"); tags && tags->is_object()) {
        return static_cast<std::int64_t>(
            decimal(text_of(tags->get_object(), "rotate")).value_or(0));
    }
    return 0;
}

std::optional<std::string> non_empty(std::string_view text) {
    if (text.empty() || text == "unknown") return std::nullopt;
    return std::string(text);
}

void read_picture(const json::object& stream, Facts& facts) {
    facts.width = integer_of(stream, "width");
    facts.height = integer_of(stream, "height");
    if (std::abs(rotation_of(stream)) % 180 == 90) std::swap(facts.width, facts.height);
    facts.video_codec = non_empty(text_of(stream, "codec_name"));
    facts.pixel_format = non_empty(text_of(stream, "pix_fmt"));
    facts.frame_rate = fraction(text_of(stream, "avg_frame_rate"));
    if (!facts.frame_rate) facts.frame_rate = fraction(text_of(stream, "r_frame_rate"));
    facts.duration_ms = milliseconds(text_of(stream, "duration"));
}

}  // namespace

Result<Facts> read_ffprobe(std::string_view output) {
    boost::system::error_code broken;
    const auto document = json::parse(json::string_view(output.data(), output.size()), broken);
    if (broken || !document.is_object()) return unreadable("it has no streams");
    const auto* streams = document.get_object().if_contains("streams");
    Facts facts;
    facts.has_audio = false;
    if (streams != nullptr && streams->is_array()) {
        for (const auto& value : streams->get_array()) {
            if (!value.is_object()) continue;
            const auto& stream = value.get_object();
            const auto type = text_of(stream, "codec_type");
            if (type == "video" && !facts.video_codec && !is_picture(stream)) {
                read_picture(stream, facts);
            } else if (type == "audio" && !*facts.has_audio) {
                facts.has_audio = true;
                facts.audio_codec = non_empty(text_of(stream, "codec_name"));
            }
        }
    }
    if (!facts.video_codec || facts.width.value_or(0) <= 0 || facts.height.value_or(0) <= 0) {
        return unreadable("it holds no picture");
    }
    if (const auto* format = document.get_object().if_contains("format");
        format != nullptr && format->is_object()) {
        // The whole lasts as long as its longest stream.
        const auto whole = milliseconds(text_of(format->get_object(), "duration"));
        if (whole) facts.duration_ms = whole;
        facts.bitrate = positive(text_of(format->get_object(), "bit_rate"));
    }
    return facts;
}

bool has_whole_boxes(std::string_view bytes) {
    constexpr std::size_t header_size = 8;
    std::uint64_t at = 0;
    while (at < bytes.size()) {
        const auto left = bytes.size() - at;
        if (left < header_size) return true;  // padding that some cameras leave
        auto size = big_endian(bytes, at, 4);
        if (size == 0) return true;  // the last box, up to the end
        if (size == 1) size = big_endian(bytes, at + header_size, 8);
        if (size < header_size) return false;
        if (size > left) return false;
        at += size;
    }
    return true;
}

}  // namespace rostrum::media
