#pragma once

#include "core/task.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace rostrum {

/// Wakes a coroutine that waits in `suspend`. Move-only; call it exactly once, from any thread: the
/// coroutine goes on where it runs.
template <typename T>
class Resume {
public:
    void operator()(T value) { std::exchange(waiter_, nullptr)->complete({}, std::move(value)); }
    void fail(std::exception_ptr error) {
        std::exchange(waiter_, nullptr)->complete(std::move(error), T{});
    }

private:
    struct Waiter {
        virtual ~Waiter() = default;
        virtual void complete(std::exception_ptr error, T value) = 0;
    };

    template <typename Handler>
    struct WaiterFor final : Waiter {
        explicit WaiterFor(Handler handler)
            : executor(asio::prefer(asio::get_associated_executor(handler),
                                    asio::execution::outstanding_work.tracked)),
              handler(std::move(handler)) {}

        void complete(std::exception_ptr error, T value) override {
            asio::post(executor, [handler = std::move(handler), error = std::move(error),
                                  value = std::move(value)]() mutable {
                handler(std::move(error), std::move(value));
            });
        }

        asio::any_io_executor executor;
        Handler handler;
    };

    template <typename U, typename Start>
    friend Task<U> suspend(Start start);

    std::shared_ptr<Waiter> waiter_;
};

/// Suspends the calling coroutine, hands `start` a `Resume<T>`, and answers what that is called
/// with. It is not cancellable: whoever holds the `Resume` calls it. T is default-constructible.
template <typename T, typename Start>
Task<T> suspend(Start start) {
    auto initiate = [](auto handler, Start begin) {
        Resume<T> resume;
        resume.waiter_ =
            std::make_shared<typename Resume<T>::template WaiterFor<decltype(handler)>>(
                std::move(handler));
        begin(std::move(resume));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&,
                                            void(std::exception_ptr, T)>(
        initiate, asio::use_awaitable, std::move(start));
}

}  // namespace rostrum
