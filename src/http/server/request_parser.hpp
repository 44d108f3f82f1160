#pragma once

#include "http/server/request_reader.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::http {

/// Beast's parser, writing into a `Request` and stricter where Beast is lenient: folded fields,
/// trailers, transfer codings, the number of Host fields. Included by request_*.cpp only.
class RequestReader::Parser final : public boost::beast::http::basic_parser<true> {
public:
    /// Kept by the reader: header bytes taken so far, what `put` is given, and whether it left
    /// some.
    std::size_t header_bytes = 0;
    std::string_view input;
    bool has_unread = false;
    /// Why a callback stopped the parser.
    std::optional<Refusal> refusal;

    Parser(const ServerLimits& limits, Request& request);

    bool has_request_line() const { return has_request_line_; }
    bool is_http_1_1() const { return http_1_1_; }
    bool expects_continue() const { return http_1_1_ && expects_continue_; }

private:
    using Code = boost::beast::error_code;
    using View = boost::beast::string_view;
    using Field = boost::beast::http::field;
    using Verb = boost::beast::http::verb;

    void on_request_impl(Verb verb, View method, View target, int version, Code& code) override;
    void on_response_impl(int, View, int, Code&) override {}
    void on_field_impl(Field field, View name, View value, Code& code) override;
    void on_header_impl(Code& code) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Code& code) override;
    std::size_t on_body_impl(View piece, Code& code) override;
    void on_chunk_header_impl(std::uint64_t, View, Code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, View piece, Code& code) override;
    void on_finish_impl(Code&) override {}

    void stop(Refusal why, Code& code);

    const ServerLimits& limits_;
    Request& request_;
    std::size_t hosts_ = 0;
    bool has_request_line_ = false;
    bool http_1_1_ = false;
    bool expects_continue_ = false;
    bool in_header_ = true;
};

}  // namespace rostrum::http
