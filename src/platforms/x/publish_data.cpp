#include "platforms/x/publish_data.hpp"

#include "platforms/json_fields.hpp"

#include <algorithm>
#include <string_view>

namespace rostrum::platforms::x {
namespace {

std::uint64_t size_of(const json::value& in, std::string_view name) {
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(whole_number_of(in, name).value_or(0), 0));
}

std::optional<Time> time_of(const json::value& in, std::string_view name) {
    const auto seconds = whole_number_of(in, name);
    return seconds ? time_of_unix(*seconds) : std::nullopt;
}

void put(json::object& out, std::string_view name, std::optional<Time> time) {
    if (!time) return;
    out[name] = std::chrono::floor<std::chrono::seconds>(time->time_since_epoch()).count();
}

json::object to_object(const Upload& upload) {
    json::object out{{"id", upload.id},          {"chunk", upload.chunk},
                     {"sent", upload.sent},      {"whole", upload.is_whole},
                     {"ready", upload.is_ready}, {"described", upload.is_described}};
    put(out, "processingSince", upload.processing_since);
    put(out, "expiresAt", upload.expires_at);
    return out;
}

Upload read_upload(const json::value& in) {
    return {.id = text_of(in, "id"),
            .chunk = size_of(in, "chunk"),
            .sent = size_of(in, "sent"),
            .is_whole = flag_of(in, "whole"),
            .is_ready = flag_of(in, "ready"),
            .is_described = flag_of(in, "described"),
            .processing_since = time_of(in, "processingSince"),
            .expires_at = time_of(in, "expiresAt")};
}

std::vector<std::string> read_texts(const json::value& in, std::string_view name) {
    std::vector<std::string> out;
    if (const auto* list = find_list(in, name)) {
        for (const auto& text : *list) out.push_back(text_of(text));
    }
    return out;
}

json::array to_array(const std::vector<std::string>& texts) {
    json::array out;
    for (const auto& text : texts) out.emplace_back(text);
    return out;
}

}  // namespace

json::object PublishData::to_json() const {
    json::array files;
    for (const auto& upload : uploads) files.emplace_back(to_object(upload));
    json::object out{
        {"texts", to_array(texts)}, {"uploads", std::move(files)},          {"ids", to_array(ids)},
        {"restarts", restarts},     {"waitedForParent", waited_for_parent}, {"chunk", chunk},
        {"doubtful", is_doubtful}};
    put(out, "startedAt", started_at);
    put(out, "steppedAt", stepped_at);
    return out;
}

PublishData read_publish_data(const json::object& object) {
    const json::value in(object);
    PublishData out;
    out.texts = read_texts(in, "texts");
    out.ids = read_texts(in, "ids");
    if (const auto* files = find_list(in, "uploads")) {
        for (const auto& file : *files) out.uploads.push_back(read_upload(file));
    }
    out.restarts = static_cast<int>(whole_number_of(in, "restarts").value_or(0));
    out.waited_for_parent = flag_of(in, "waitedForParent");
    out.chunk = size_of(in, "chunk");
    out.started_at = time_of(in, "startedAt");
    out.stepped_at = time_of(in, "steppedAt");
    out.is_doubtful = flag_of(in, "doubtful");
    return out;
}

}  // namespace rostrum::platforms::x
