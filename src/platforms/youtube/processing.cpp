#include "platforms/youtube/processing.hpp"

#include "platforms/json_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rostrum::platforms::youtube {

PlatformError refusal(std::string_view code, std::string message) {
    return {.next = Next::rejected,
            .code = std::string(code),
            .message = fmt::format("YouTube did not take the video: {}", code),
            .user_message = std::move(message),
            .retry_after = {}};
}

PlatformError processing_error(std::string code) {
    struct Row {
        std::string_view code;
        std::string_view message;
    };
    constexpr std::array rows{
        Row{"codec", "YouTube cannot read the video's codec. Convert it to MP4 with H.264."},
        Row{"conversion", "YouTube could not convert the video. Export it again as MP4."},
        Row{"emptyFile", "The video's file is empty."},
        Row{"invalidFile", "The file is no video that YouTube can read."},
        Row{"tooSmall", "The file is too small to be a video."},
        Row{"uploadAborted", "YouTube broke the upload off. Try again."},
        Row{"claim", "Somebody claimed the video's content, so YouTube does not show it."},
        Row{"copyright", "YouTube rejected the video for copyright."},
        Row{"duplicate", "The channel has this video already."},
        Row{"inappropriate", "YouTube rejected the video as inappropriate."},
        Row{"legal", "YouTube rejected the video for legal reasons."},
        Row{"length", "The video is longer than this channel may upload."},
        Row{"termsOfUse", "YouTube rejected the video: it breaks the terms of use."},
        Row{"trademark", "YouTube rejected the video for a trademark."},
        Row{"uploaderAccountClosed", "This YouTube account is closed."},
        Row{"uploaderAccountSuspended", "YouTube has suspended this account."},
    };
    const auto row = std::ranges::find(rows, code, &Row::code);
    std::string message(row != rows.end() ? row->message : "YouTube could not process the video.");
    auto error =
        refusal(code.empty() ? std::string("processing_failed") : code, std::move(message));
    error.nothing_live = true;
    return error;
}

std::optional<VideoState> parse_state(const json::value& body) {
    const auto* items = find_list(body, "items");
    if (items == nullptr || items->empty()) return std::nullopt;
    VideoState state;
    if (const auto* status = find_field(items->front(), "status")) {
        state.upload = text_of(*status, "uploadStatus");
        state.reason = text_of(*status, "failureReason");
        if (state.reason.empty()) state.reason = text_of(*status, "rejectionReason");
        state.privacy = text_of(*status, "privacyStatus");
    }
    if (const auto* details = find_field(items->front(), "processingDetails")) {
        state.processing = text_of(*details, "processingStatus");
    }
    return state;
}

}  // namespace rostrum::platforms::youtube
