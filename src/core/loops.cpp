#include "core/loops.hpp"

#include "core/log.hpp"

#include <algorithm>
#include <exception>

namespace rostrum {
namespace {

thread_local std::size_t current_loop = 0;

/// Runs a loop until it is stopped; a stray exception is logged and must not end the server.
void run_loop(boost::asio::io_context& context) {
    for (;;) {
        try {
            context.run();
            return;
        } catch (const std::exception& error) {
            log::error("an exception reached the event loop", {{"what", error.what()}});
        }
    }
}

}  // namespace

Loops::Loops(std::size_t count) {
    for (std::size_t i = 0; i < std::max<std::size_t>(1, count); ++i) {
        loops_.push_back(std::make_unique<Loop>());
    }
}

Loops::~Loops() { stop(); }

void Loops::start() {
    for (std::size_t i = 0; i < loops_.size(); ++i) {
        threads_.emplace_back([this, i] {
            set_current(i);
            run_loop(loops_[i]->context);
        });
    }
}

void Loops::stop() {
    for (auto& loop : loops_) {
        loop->work.reset();
        loop->context.stop();
    }
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

std::size_t Loops::current() noexcept { return current_loop; }

void Loops::set_current(std::size_t index) noexcept { current_loop = index; }

}  // namespace rostrum
