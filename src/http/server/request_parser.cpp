#include "http/server/request_parser.hpp"

#include "http/server/target.hpp"

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <functional>
#include <utility>

namespace rostrum::http {
namespace {

namespace beast = boost::beast;

/// How much of a body's announced length is believed before its bytes are there.
constexpr std::size_t body_reserve_max = 64 * 1024;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

/// Beast joins folded lines in a buffer of its own; only a blank first line is skipped in place.
bool is_folded(std::string_view input, std::string_view name, std::string_view value) {
    const std::less<const char*> before;
    const char* colon = name.data() + name.size();
    if (before(value.data(), colon) || before(input.data() + input.size(), value.data()))
        return true;
    const auto gap = static_cast<std::size_t>(value.data() - colon);
    return std::string_view(colon, gap).contains('\n');
}

bool is_host(std::string_view text) {
    return std::ranges::none_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= ' ' || byte >= 0x7f || std::string_view("/?#@\\<>\"{}|^`,").contains(c);
    });
}

}  // namespace

RequestReader::Parser::Parser(const ServerLimits& limits, Request& request)
    : limits_(limits), request_(request) {
    header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
    // The body's limit is its route's, which is not known before the header is read.
    body_limit(boost::none);
}

void RequestReader::Parser::stop(Refusal why, Code& code) {
    refusal = std::move(why);
    code = beast::http::error::bad_field;
}

void RequestReader::Parser::on_request_impl(Verb, View method, View target, int version,
                                            Code& code) {
    has_request_line_ = true;
    http_1_1_ = version == 11;
    if (target.size() > limits_.target_bytes_max) {
        return stop(refuse(414, "the target is too long"), code);
    }
    const auto known = http::parse_method(view(method));
    if (!known) return stop(refuse(501, "the method is not known"), code);
    request_.method = *known;
    request_.target.assign(target.data(), target.size());
}

void RequestReader::Parser::on_field_impl(Field field, View name, View value, Code& code) {
    // Trailers are read and dropped: nothing here needs one, and they must not pass for headers.
    if (!in_header_) return;
    if (is_folded(input, view(name), view(value))) {
        return stop(refuse(400, "a header field is folded"), code);
    }
    if (request_.headers.size() >= limits_.header_fields_max) {
        return stop(refuse(431, "there are too many header fields"), code);
    }
    switch (field) {
        case Field::host:
            if (!is_host(view(value))) return stop(refuse(400, "the Host field is invalid"), code);
            ++hosts_;
            break;
        case Field::transfer_encoding:
            if (!http_1_1_) {
                return stop(refuse(400, "HTTP/1.0 has no transfer codings"), code);
            }
            if (!equals_ignoring_case(view(value), "chunked")) {
                return stop(refuse(501, "the transfer coding is not known"), code);
            }
            break;
        case Field::expect:
            if (!equals_ignoring_case(view(value), "100-continue")) {
                return stop(refuse(417, "the expectation is not known"), code);
            }
            expects_continue_ = true;
            break;
        default: break;
    }
    request_.headers.add(std::string(view(name)), std::string(view(value)));
}

void RequestReader::Parser::on_header_impl(Code& code) {
    in_header_ = false;
    if (hosts_ > 1) return stop(refuse(400, "there is more than one Host field"), code);
    if (http_1_1_ && hosts_ == 0) return stop(refuse(400, "the Host field is missing"), code);
    if (auto refused = read_target(request_)) stop(std::move(*refused), code);
}

void RequestReader::Parser::on_body_init_impl(const boost::optional<std::uint64_t>& length, Code&) {
    const auto announced = length.value_or(0);
    request_.body.reserve(std::min<std::uint64_t>(announced, body_reserve_max));
}

std::size_t RequestReader::Parser::on_body_impl(View piece, Code&) {
    request_.body.append(piece.data(), piece.size());
    return piece.size();
}

std::size_t RequestReader::Parser::on_chunk_body_impl(std::uint64_t, View piece, Code& code) {
    return on_body_impl(piece, code);
}

}  // namespace rostrum::http
