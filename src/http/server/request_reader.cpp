#include "http/server/request_reader.hpp"

#include "http/server/request_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <utility>

namespace rostrum::http {
namespace {

using BeastError = boost::beast::http::error;

/// Empty lines in front of a request are to be ignored (RFC 9112, 2.2).
std::size_t leading_line_breaks(std::string_view bytes) {
    return std::min(bytes.find_first_not_of("\r\n"), bytes.size());
}

/// Beast looks for the header's end alone while a header is incomplete, and so would wait for ever.
bool has_bare_line_feed(std::string_view bytes) {
    for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
        if (at == 0 || bytes[at - 1] != '\r') return true;
    }
    return false;
}

/// Whether bytes at the start of a chunk look like the last one. Beast (1.81) must not be shown
/// such a beginning a second time before it has the five bytes of a whole last chunk: it asserts.
bool is_short_last_chunk(std::string_view bytes) {
    if (bytes.size() >= std::string_view("0\r\n\r\n").size()) return false;
    if (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
    return bytes.starts_with('0');
}

/// Whether the request line that `bytes` begin with holds a target of more than `target_max` bytes.
bool is_target_too_long(std::string_view bytes, std::size_t target_max) {
    const auto line = bytes.substr(0, bytes.find('\r'));
    const auto space = line.find(' ');
    if (space == std::string_view::npos) return false;
    const auto target = line.substr(space + 1);
    return std::min(target.find(' '), target.size()) > target_max;
}

}  // namespace

RequestReader::RequestReader(const ServerLimits& limits) : limits_(limits) {}
RequestReader::~RequestReader() = default;

void RequestReader::begin(Request& request) {
    parser_ = std::make_unique<Parser>(limits_, request);
}

std::expected<std::size_t, Refusal> RequestReader::put(std::string_view bytes) {
    const bool in_header = stage() == Stage::header;
    std::size_t used = 0;
    if (in_header && parser_->header_bytes == 0) used = leading_line_breaks(bytes);
    const auto rest = bytes.substr(used);
    if (rest.empty()) return used;
    if (parser_->has_unread && !in_header && is_short_last_chunk(rest)) return used;

    boost::beast::error_code code;
    parser_->input = rest;
    const auto parsed = parser_->put(boost::asio::const_buffer(rest.data(), rest.size()), code);
    if (auto refusal = explain(code)) return std::unexpected(std::move(*refusal));
    const bool incomplete = code == BeastError::need_more;
    const auto left = incomplete ? rest.size() - parsed : 0;
    parser_->has_unread = left != 0;
    if (in_header) {
        parser_->header_bytes += parsed;
        // From here on one call may take many chunks.
        if (!incomplete) parser_->eager(true);
        if (incomplete && has_bare_line_feed(rest.substr(parsed))) {
            return std::unexpected(refuse(400, "a line ends without CR"));
        }
        const auto size = parser_->header_bytes + left + (incomplete ? 1 : 0);
        if (size > limits_.header_bytes_max) return std::unexpected(refuse_large_header());
    } else if (left >= limits_.header_bytes_max) {
        return std::unexpected(refuse(431, "a chunk's header or the trailer is too large"));
    }
    return used + parsed;
}

std::optional<Refusal> RequestReader::explain(const boost::system::error_code& code) {
    if (parser_->refusal) return std::move(parser_->refusal);
    if (!code || code == BeastError::need_more) return std::nullopt;
    if (code == BeastError::header_limit) return refuse_large_header();
    if (code == BeastError::body_limit) return refuse(413, "the body is too large");
    return refuse(400, "the request is malformed: " + code.message());
}

Refusal RequestReader::refuse_large_header() const {
    if (!parser_->has_request_line() &&
        is_target_too_long(parser_->input, limits_.target_bytes_max)) {
        return refuse(414, "the target is too long");
    }
    return refuse(431, "the header is too large");
}

RequestReader::Stage RequestReader::stage() const {
    if (parser_->is_done()) return Stage::complete;
    return parser_->is_header_done() ? Stage::body : Stage::header;
}

std::optional<Refusal> RequestReader::limit_body(std::size_t bytes_max) {
    const auto announced = parser_->content_length();
    if (announced && *announced > bytes_max) return refuse(413, "the body is too large");
    parser_->body_limit(bytes_max);
    return std::nullopt;
}

bool RequestReader::is_http_1_1() const { return parser_->is_http_1_1(); }
bool RequestReader::keep_alive() const { return parser_->keep_alive(); }
bool RequestReader::expects_continue() const { return parser_->expects_continue(); }

std::optional<std::uint64_t> RequestReader::content_length() const {
    const auto length = parser_->content_length();
    return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

std::optional<std::uint64_t> RequestReader::content_left() const {
    const auto left = parser_->content_length_remaining();
    return left ? std::optional<std::uint64_t>(*left) : std::nullopt;
}

Result<Request> parse_request_bytes(std::span<const std::byte> bytes, const ServerLimits& limits,
                                    std::size_t body_max) {
    std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    Request request;
    RequestReader reader(limits);
    reader.begin(request);
    bool limited = false;
    while (reader.stage() != RequestReader::Stage::complete) {
        const auto used = reader.put(text);
        if (!used) return fail(used.error().error);
        text.remove_prefix(*used);
        if (!limited && reader.stage() != RequestReader::Stage::header) {
            limited = true;
            if (auto refusal = reader.limit_body(body_max)) return fail(std::move(refusal->error));
        } else if (*used == 0) {
            return fail(ErrorCode::validation_failed, "the request is not all there");
        }
    }
    return request;
}

}  // namespace rostrum::http
