#include "http/client/streamed_transfer.hpp"

#include "core/suspend.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <optional>
#include <string>
#include <utility>

namespace rostrum::http {
namespace {

/// What the transfer tells the coroutine that serves it. Used on the pool's loop only.
struct Signal {
    std::optional<Outcome> outcome;
    std::optional<Resume<bool>> waiting;
    bool raised = false;

    void raise() {
        raised = true;
        if (auto resume = std::exchange(waiting, std::nullopt)) (*resume)(true);
    }
};

/// Breaks a transfer off that is not over when its coroutine ends.
class Running {
public:
    Running(ConnectionPool& pool, std::shared_ptr<Transfer> transfer,
            std::shared_ptr<Signal> signal)
        : pool_(pool), transfer_(std::move(transfer)), signal_(std::move(signal)) {}
    ~Running() {
        transfer_->on_need({});
        if (!signal_->outcome) pool_.abort(*transfer_);
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    ConnectionPool& pool_;
    std::shared_ptr<Transfer> transfer_;
    std::shared_ptr<Signal> signal_;
};

/// Waits until the transfer needs something or is over. Cancelling ends the transfer.
Task<> wait(ConnectionPool& pool, std::shared_ptr<Transfer> transfer,
            std::shared_ptr<Signal> signal) {
    auto cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.slot().is_connected()) {
        cancellation.slot().assign([&pool, transfer](auto) { pool.abort(*transfer); });
    }
    if (!std::exchange(signal->raised, false)) {
        co_await suspend<bool>(
            [&](Resume<bool> resume) { signal->waiting.emplace(std::move(resume)); });
        signal->raised = false;
    }
    cancellation.slot().clear();
}

}  // namespace

Task<Outcome> run_streamed(ConnectionPool& pool, std::shared_ptr<Transfer> transfer) {
    const auto signal = std::make_shared<Signal>();
    transfer->on_need([signal] { signal->raise(); });
    const Running running(pool, transfer, signal);
    pool.start(transfer, [signal](Outcome outcome) {
        signal->outcome.emplace(std::move(outcome));
        signal->raise();
    });
    for (;;) {
        if (auto piece = transfer->take_received(); !piece.empty()) {
            co_await transfer->sink()(piece);
            if (!signal->outcome) transfer->go_on();
        } else if (signal->outcome) {
            co_return std::move(*signal->outcome);
        } else if (auto source = transfer->wanted_source()) {
            auto sent = co_await source->read();
            if (!signal->outcome) transfer->feed(source, std::move(sent));
        } else {
            co_await wait(pool, transfer, signal);
        }
    }
}

}  // namespace rostrum::http
