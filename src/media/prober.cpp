#include "media/prober.hpp"

#include "core/log.hpp"
#include "media/document.hpp"
#include "media/image.hpp"
#include "media/magic.hpp"
#include "media/mapped_file.hpp"
#include "media/video.hpp"

#include <memory>
#include <utility>

namespace rostrum::media {
namespace {

/// What libmagic must see as well before an image or a PDF passes: a file that two readers take for
/// different things is not handed on.
Result<> confirm(const FileType& type, std::string_view bytes) {
    const auto seen = magic_mime(bytes.substr(0, head_size));
    if (seen == type.mime) return {};
    return fail(ErrorCode::unsupported_media_type,
                "the file begins like " + std::string(type.mime) + " and is " + seen,
                "This file is not what it seems to be, and cannot be used.");
}

Result<Facts> look_at_bytes(Format format, std::string_view bytes) {
    if (auto confirmed = confirm(type_of(format), bytes); !confirmed) {
        return std::unexpected(std::move(confirmed.error()));
    }
    return format == Format::pdf ? read_pdf(bytes) : read_image(format, bytes);
}

bool has_boxes(Format format) { return format == Format::mp4 || format == Format::mov; }

std::unexpected<Error> unreadable(std::string message) {
    auto error = invalid_field("file", "cannot be read as a video: " + std::move(message));
    error.user_message = "This video is damaged or incomplete. Export it again.";
    return std::unexpected(std::move(error));
}

/// What became of ffprobe, when it is not a look at the file.
std::optional<Error> failure_of(const ChildResult& child) {
    using End = ChildResult::End;
    switch (child.end) {
        case End::exited:
            if (child.status == 0) return std::nullopt;
            return unreadable("ffprobe refuses it").error();
        case End::killed: return unreadable("ffprobe fails on it").error();
        case End::timed_out: return unreadable("looking at it takes too long").error();
        case End::too_much: return unreadable("it holds too many streams").error();
        case End::not_started: break;
    }
    return make_error(ErrorCode::server_error, "ffprobe cannot be started",
                      "Videos cannot be looked into at the moment. Try again later.");
}

}  // namespace

Prober::Prober(std::string ffprobe, ChildLimits limits, std::size_t threads)
    : ffprobe_(std::move(ffprobe)), limits_(limits), threads_(threads) {}

Task<Result<Probed>> Prober::probe(std::filesystem::path path, Format sniffed) {
    // A Result has no value to begin with, so it comes back in an optional.
    auto probed = co_await threads_.run([this, path = std::move(path), sniffed] {
        return std::optional<Result<Probed>>(look(path, sniffed));
    });
    co_return std::move(*probed);
}

Result<Probed> Prober::look(const std::filesystem::path& path, Format sniffed) const {
    Probed probed{.format = sniffed, .facts = {}};
    const auto kind = type_of(sniffed).kind;
    Result<Facts> facts;
    if (kind == Kind::video) {
        facts = look_at_video(path, sniffed);
    } else {
        const MappedFile file(path);
        if (sniffed == Format::zip_office || sniffed == Format::ole_office) {
            auto format = office_format(sniffed, file.bytes());
            if (!format) return std::unexpected(std::move(format.error()));
            probed.format = *format;
        } else {
            facts = look_at_bytes(sniffed, file.bytes());
        }
    }
    if (!facts) return std::unexpected(std::move(facts.error()));
    probed.facts = std::move(*facts);
    return probed;
}

Result<Facts> Prober::look_at_video(const std::filesystem::path& path, Format format) const {
    if (has_boxes(format) && !has_whole_boxes(MappedFile(path).bytes())) {
        return unreadable("it is cut off");
    }
    const auto child = run_child(
        ffprobe_,
        {"-v", "error", "-hide_banner", "-protocol_whitelist", "file", "-print_format", "json",
         // Named, so that no other reader of ffmpeg's many is ever tried.
         "-f", has_boxes(format) ? "mov" : "matroska", "-show_entries",
         "format=duration,bit_rate:"
         "stream=codec_type,codec_name,width,height,pix_fmt,avg_frame_rate,r_frame_rate,duration:"
         "stream_tags=rotate:stream_side_data=rotation:stream_disposition=attached_pic",
         "-i", "file:" + path.string()},
        limits_);
    if (auto failure = failure_of(child)) {
        log::debug("ffprobe found nothing", {{"what", failure->message}, {"says", child.errors}});
        return std::unexpected(std::move(*failure));
    }
    auto facts = read_ffprobe(child.output);
    if (facts) facts->container = std::string(type_of(format).extension);
    return facts;
}

}  // namespace rostrum::media
