#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace rostrum {

namespace asio = boost::asio;

/// The coroutine type of the whole server: lazy, started by `co_await` or by a `TaskGroup`.
template <typename T = void>
using Task = asio::awaitable<T>;

}  // namespace rostrum
