#include "http/multipart.hpp"

#include "core/utf8.hpp"
#include "http/header_value.hpp"
#include "http/message.hpp"

#include <algorithm>
#include <utility>

namespace rostrum::http {
namespace {

constexpr std::size_t boundary_size_max = 70;
constexpr std::string_view line_break = "\r\n";
constexpr std::string_view header_end = "\r\n\r\n";

std::unexpected<Error> malformed(std::string message) {
    return fail(ErrorCode::validation_failed, "the form is malformed: " + std::move(message));
}

bool is_boundary(std::string_view text) {
    return !text.empty() && text.size() <= boundary_size_max && !text.ends_with(' ') &&
           std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      std::string_view("'()+_,-./:=? ").contains(c);
           });
}

/// The disposition among a part's header lines, which all end with a line break.
std::string_view disposition_of(std::string_view header) {
    while (!header.empty()) {
        const auto end = std::min(header.find(line_break), header.size());
        const auto line = header.substr(0, end);
        header.remove_prefix(std::min(end + line_break.size(), header.size()));
        const auto colon = line.find(':');
        if (colon != std::string_view::npos &&
            equals_ignoring_case(line.substr(0, colon), "Content-Disposition")) {
            return line.substr(colon + 1);
        }
    }
    return {};
}

Result<FormPart> read_part(std::string_view header) {
    const auto disposition = parse_header_value(disposition_of(header));
    if (!disposition || disposition->value != "form-data") {
        return malformed("a part is no form-data");
    }
    const auto name = disposition->get("name");
    if (!name || !utf8::valid(*name)) return malformed("a part has no name");
    FormPart part{.name = std::string(*name), .file_name = std::nullopt};
    if (disposition->get("filename") || disposition->get("filename*")) {
        part.file_name = file_name_of(*disposition).value_or("");
    }
    return part;
}

}  // namespace

Result<std::optional<std::string>> boundary_of(std::string_view content_type) {
    const auto parsed = parse_header_value(content_type);
    const auto bare = content_type.substr(0, content_type.find(';'));
    if (!parsed) {
        if (bare.starts_with("multipart/")) return malformed("its content type");
        return std::optional<std::string>();
    }
    if (parsed->value != "multipart/form-data") return std::optional<std::string>();
    const auto boundary = parsed->get("boundary");
    if (!boundary || !is_boundary(*boundary)) return malformed("its content type has no boundary");
    return std::optional<std::string>(*boundary);
}

MultipartParser::MultipartParser(std::string_view boundary)
    // As if a line had ended before the first one: then every delimiter looks the same.
    : delimiter_("\r\n--" + std::string(boundary)), buffer_(line_break) {}

void MultipartParser::feed(std::string_view bytes) {
    buffer_.erase(0, std::exchange(at_, 0));
    if (state_ != State::over) buffer_.append(bytes);
}

Result<std::optional<MultipartParser::Event>> MultipartParser::next() {
    switch (state_) {
        case State::preamble: return in_preamble();
        case State::boundary: return at_boundary();
        case State::header: return in_header();
        case State::data: return in_data();
        case State::over: break;
    }
    return std::optional<Event>();
}

/// Tells what the bytes behind a delimiter that ends at `at` make of it; `behind` is where they
/// end.
MultipartParser::Tail MultipartParser::tail_at(std::size_t at, std::size_t& behind) const {
    const auto text = std::string_view(buffer_).substr(at);
    if (text.starts_with("--")) {
        behind = at + 2;
        return Tail::end;
    }
    const auto blanks = text.find_first_not_of(" \t");
    if (blanks == std::string_view::npos) {
        return text.size() > part_header_bytes_max ? Tail::none : Tail::unknown;
    }
    const auto ending = text.substr(blanks);
    if (ending.starts_with(line_break)) {
        // The line break stays: a part without a header line has its end right here.
        behind = at + blanks;
        return Tail::part;
    }
    const bool cut =
        blanks + ending.size() == text.size() && (ending == "\r" || (blanks == 0 && ending == "-"));
    return cut ? Tail::unknown : Tail::none;
}

Result<std::optional<MultipartParser::Event>> MultipartParser::in_preamble() {
    const auto found = buffer_.find(delimiter_, at_);
    if (found != std::string::npos) {
        std::size_t behind = 0;
        const auto tail = tail_at(found + delimiter_.size(), behind);
        if (tail == Tail::unknown) return std::optional<Event>();
        if (tail != Tail::none) {
            at_ = found;
            state_ = State::boundary;
            return at_boundary();
        }
    }
    const auto keep = delimiter_.size() + part_header_bytes_max;
    if (rest().size() > preamble_bytes_max + keep) return malformed("no boundary");
    return std::optional<Event>();
}

/// On a delimiter whose tail is known.
Result<std::optional<MultipartParser::Event>> MultipartParser::at_boundary() {
    std::size_t behind = 0;
    const auto tail = tail_at(at_ + delimiter_.size(), behind);
    at_ = behind;
    if (tail == Tail::end) {
        state_ = State::over;
        return Event{.kind = EventKind::end};
    }
    if (++parts_ > parts_max) return malformed("it has too many parts");
    state_ = State::header;
    return in_header();
}

/// The header begins with the line break that ends its boundary.
Result<std::optional<MultipartParser::Event>> MultipartParser::in_header() {
    const auto end = rest().find(header_end);
    if (std::min(end, rest().size()) > part_header_bytes_max) {
        return malformed("a part's header is too large");
    }
    if (end == std::string_view::npos) return std::optional<Event>();
    auto part = read_part(rest().substr(0, end + line_break.size()));
    if (!part) return std::unexpected(std::move(part.error()));
    // One line break stays: it may already belong to the next delimiter.
    at_ += end + line_break.size();
    state_ = State::data;
    first_data_ = true;
    return Event{.kind = EventKind::part, .part = std::move(*part)};
}

Result<std::optional<MultipartParser::Event>> MultipartParser::in_data() {
    if (std::exchange(first_data_, false) && !rest().starts_with(delimiter_)) {
        // Whether it does is known only once that many bytes are there.
        if (delimiter_.starts_with(rest())) {
            first_data_ = true;
            return std::optional<Event>();
        }
        at_ += line_break.size();
    }
    std::size_t from = at_;
    for (;;) {
        const auto found = buffer_.find(delimiter_, from);
        if (found == std::string::npos) {
            const auto kept = std::min(rest().size(), delimiter_.size() - 1);
            return take_data(rest().size() - kept);
        }
        std::size_t behind = 0;
        const auto tail = tail_at(found + delimiter_.size(), behind);
        if (tail == Tail::none) {
            from = found + 1;
            continue;
        }
        if (found > at_) return take_data(found - at_);
        if (tail == Tail::unknown) return std::optional<Event>();
        state_ = State::boundary;
        return Event{.kind = EventKind::part_end};
    }
}

std::optional<MultipartParser::Event> MultipartParser::take_data(std::size_t size) {
    if (size == 0) return std::nullopt;
    const auto data = rest().substr(0, size);
    at_ += size;
    return Event{.kind = EventKind::data, .data = data};
}

}  // namespace rostrum::http
