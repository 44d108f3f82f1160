#include "http/server/stream.hpp"

#include "core/deadline.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace rostrum::http {
namespace {

/// Never throws: `||` waits for the first branch that ends without an exception.
Task<> produce(const BodyStream& stream, StreamWriter& writer, std::exception_ptr& failure) {
    try {
        co_await stream(writer);
    } catch (...) {
        failure = std::current_exception();
    }
}

}  // namespace

Task<> StreamWriter::write(std::string_view piece) {
    if (framing_ == BodyFraming::length) {
        // More than was promised would pass for the next answer.
        piece = piece.substr(0, std::min<std::uint64_t>(piece.size(), left_));
        left_ -= piece.size();
    }
    if (piece.empty()) co_return;
    chunk_.clear();
    if (framing_ == BodyFraming::chunked) {
        fmt::format_to(std::back_inserter(chunk_), "{:x}\r\n", piece.size());
        chunk_.append(piece).append("\r\n");
        piece = chunk_;
    }
    // A write that fails, also by being cancelled, may have sent part of its piece.
    const bool was_broken = std::exchange(broken_, true);
    if (was_broken || !co_await connection_.write(piece, {}, write_limit_)) {
        throw boost::system::system_error(asio::error::connection_aborted);
    }
    broken_ = false;
    connection_.enter_stream();
}

Task<bool> StreamWriter::finish() {
    if (broken_) co_return false;
    if (framing_ == BodyFraming::length) co_return left_ == 0;
    if (framing_ != BodyFraming::chunked) co_return true;
    co_return co_await connection_.write("0\r\n\r\n", {}, write_limit_);
}

Task<std::exception_ptr> run_stream(Connection& connection, const BodyStream& stream,
                                    StreamWriter& writer) {
    using namespace asio::experimental::awaitable_operators;
    std::exception_ptr failure;
    connection.enter_stream();
    co_await (produce(stream, writer, failure) || connection.until_gone());
    co_return failure;
}

}  // namespace rostrum::http
