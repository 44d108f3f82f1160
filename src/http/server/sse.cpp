#include "http/server/sse.hpp"

#include <algorithm>
#include <utility>

namespace rostrum::http {
namespace {

constexpr std::string_view line_breaks{"\r\n", 2};

/// Adds "name: value", unless the value is empty or would end its line too early.
void append_field(std::string& out, std::string_view name, std::string_view value) {
    if (value.empty() || value.find_first_of(line_breaks) != std::string_view::npos) return;
    out.append(name).append(": ").append(value).append("\n");
}

/// Takes the first line off `text`; "\n", "\r\n" and "\r" each end one.
std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find_first_of(line_breaks), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(end);
    if (text.starts_with("\r\n")) {
        text.remove_prefix(2);
    } else if (!text.empty()) {
        text.remove_prefix(1);
    }
    return line;
}

}  // namespace

std::string sse_event(std::string_view id, std::string_view type, std::string_view data) {
    std::string out;
    out.reserve(id.size() + type.size() + data.size() + 32);
    append_field(out, "id", id);
    append_field(out, "event", type);
    do {
        out.append("data: ").append(take_line(data)).append("\n");
    } while (!data.empty());
    out += '\n';
    return out;
}

Response sse_response(BodyStream stream) {
    Response response;
    response.headers.add("Content-Type", "text/event-stream");
    response.headers.add("Cache-Control", "no-store");
    // Asks proxies such as nginx to pass events on at once.
    response.headers.add("X-Accel-Buffering", "no");
    response.stream = std::move(stream);
    return response;
}

}  // namespace rostrum::http
