#include "platforms/linkedin/publish_data.hpp"

#include "platforms/json_fields.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace rostrum::platforms::linkedin {
namespace {

std::uint64_t size_of(const json::value& in, std::string_view name) {
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(whole_number_of(in, name).value_or(0), 0));
}

void put(json::object& out, std::string_view name, std::optional<Time> time) {
    if (!time) return;
    out[name] = std::chrono::floor<std::chrono::seconds>(time->time_since_epoch()).count();
}

std::optional<Time> time_of(const json::value& in, std::string_view name) {
    const auto seconds = whole_number_of(in, name);
    return seconds ? time_of_unix(*seconds) : std::nullopt;
}

json::object to_object(const Upload& upload) {
    json::array parts;
    for (const auto& part : upload.parts) {
        parts.emplace_back(json::object{{"url", part.url},
                                        {"offset", part.offset},
                                        {"length", part.length},
                                        {"etag", part.etag}});
    }
    json::object out{{"urn", upload.urn},   {"token", upload.token},    {"parts", std::move(parts)},
                     {"sent", upload.sent}, {"whole", upload.is_whole}, {"ready", upload.is_ready}};
    put(out, "processingSince", upload.processing_since);
    return out;
}

Upload read_upload(const json::value& in) {
    Upload out{.urn = text_of(in, "urn"),
               .token = text_of(in, "token"),
               .parts = {},
               .sent = size_of(in, "sent"),
               .is_whole = flag_of(in, "whole"),
               .is_ready = flag_of(in, "ready"),
               .processing_since = time_of(in, "processingSince")};
    if (const auto* parts = find_list(in, "parts")) {
        for (const auto& part : *parts) {
            out.parts.push_back({.url = text_of(part, "url"),
                                 .offset = size_of(part, "offset"),
                                 .length = size_of(part, "length"),
                                 .etag = text_of(part, "etag")});
        }
    }
    return out;
}

}  // namespace

json::object PublishData::to_json() const {
    json::array files;
    for (const auto& upload : uploads) files.emplace_back(to_object(upload));
    json::object out{{"uploads", std::move(files)}, {"restarts", restarts}};
    put(out, "steppedAt", stepped_at);
    return out;
}

PublishData read_publish_data(const json::object& object) {
    const json::value in(object);
    PublishData out;
    if (const auto* files = find_list(in, "uploads")) {
        for (const auto& file : *files) out.uploads.push_back(read_upload(file));
    }
    out.restarts = static_cast<int>(whole_number_of(in, "restarts").value_or(0));
    out.stepped_at = time_of(in, "steppedAt");
    return out;
}

}  // namespace rostrum::platforms::linkedin
