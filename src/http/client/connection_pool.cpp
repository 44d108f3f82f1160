#include "http/client/connection_pool.hpp"

#include "core/log.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <chrono>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

namespace rostrum::http {

/// What libcurl wants to know of one descriptor. The descriptor is libcurl's, which also closes it.
struct ConnectionPool::Watch {
    explicit Watch(asio::io_context& loop) : descriptor(loop) {}

    bool is_wanted(bool for_write) const { return for_write ? wants_write : wants_read; }
    bool& is_waiting(bool for_write) { return for_write ? waits_write : waits_read; }

    asio::posix::stream_descriptor descriptor;
    bool wants_read = false;
    bool wants_write = false;
    bool waits_read = false;
    bool waits_write = false;
};

ConnectionPool::ConnectionPool(asio::io_context& loop, const ClientOptions& options,
                               AddressPolicy policy)
    : loop_(loop), timer_(loop), multi_(curl_multi_init()) {
    if (!multi_) throw std::bad_alloc();
    using Self = void*;
    const auto on_socket = +[](CURL*, curl_socket_t socket, int events, Self self, void*) noexcept {
        static_cast<ConnectionPool*>(self)->watch(socket, events);
        return 0;
    };
    const auto on_timer = +[](CURLM*, long delay_ms, Self self) noexcept {
        static_cast<ConnectionPool*>(self)->schedule(delay_ms);
        return 0;
    };
    const auto set = [&](CURLMoption option, auto value) {
        if (curl_multi_setopt(multi_.get(), option, value) != CURLM_OK) {
            throw std::runtime_error("libcurl multi option " + std::to_string(option));
        }
    };
    const Self self = this;
    set(CURLMOPT_SOCKETFUNCTION, on_socket);
    set(CURLMOPT_SOCKETDATA, self);
    set(CURLMOPT_TIMERFUNCTION, on_timer);
    set(CURLMOPT_TIMERDATA, self);
    set(CURLMOPT_MAX_HOST_CONNECTIONS, static_cast<long>(options.connections_per_host_max));
    set(CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(options.connections_max));
    set(CURLMOPT_MAXCONNECTS, static_cast<long>(options.connections_max));
    if (policy == AddressPolicy::dangerously_allow_any_address) {
        // These requests may go through a proxy, and libcurl 7.88 multiplexes onto tunnels that are
        // not open yet, which fails.
        set(CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
    }
}

ConnectionPool::~ConnectionPool() {
    // Nothing may come back from libcurl into a pool that is half gone.
    curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, nullptr);
    curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, nullptr);
    while (!watches_.empty()) unwatch(watches_.begin()->first);
    for (const auto& [easy, running] : running_) curl_multi_remove_handle(multi_.get(), easy);
}

void ConnectionPool::start(std::shared_ptr<Transfer> transfer, Ended ended) {
    CURL* const easy = transfer->handle();
    const CURLMcode added = curl_multi_add_handle(multi_.get(), easy);
    if (added != CURLM_OK) {
        return ended(std::unexpected(TransportError{
            TransportFailure::unreachable, std::string("libcurl: ") + curl_multi_strerror(added)}));
    }
    running_.emplace(easy, Running{std::move(transfer), std::move(ended)});
}

void ConnectionPool::abort(const Transfer& transfer) {
    auto ended = running_.extract(transfer.handle());
    if (ended.empty()) return;
    curl_multi_remove_handle(multi_.get(), transfer.handle());
    ended.mapped().ended(transfer.cancelled());
}

/// Follows what libcurl says it waits for on `socket`.
void ConnectionPool::watch(curl_socket_t socket, int events) {
    if (events == CURL_POLL_REMOVE) return unwatch(socket);
    auto& watch = watches_[socket];
    if (!watch) {
        watch = std::make_shared<Watch>(loop_);
        boost::system::error_code error;
        watch->descriptor.assign(socket, error);
        if (error) {
            // The transfer then ends by its time limit.
            log::error("a socket cannot be watched", {{"reason", error.message()}});
            watches_.erase(socket);
            return;
        }
    }
    watch->wants_read = (events & CURL_POLL_IN) != 0;
    watch->wants_write = (events & CURL_POLL_OUT) != 0;
    wait(watch, false);
    wait(watch, true);
}

void ConnectionPool::unwatch(curl_socket_t socket) {
    const auto found = watches_.find(socket);
    if (found == watches_.end()) return;
    auto& watch = *found->second;
    watch.wants_read = watch.wants_write = false;
    watch.descriptor.release();
    watches_.erase(found);
}

void ConnectionPool::wait(const std::shared_ptr<Watch>& watch, bool for_write) {
    if (!watch->is_wanted(for_write) || std::exchange(watch->is_waiting(for_write), true)) return;
    const auto type = for_write ? asio::posix::descriptor_base::wait_write
                                : asio::posix::descriptor_base::wait_read;
    watch->descriptor.async_wait(type, [weak = weak_from_this(), watch, for_write](auto error) {
        watch->is_waiting(for_write) = false;
        const auto self = weak.lock();
        if (!self || error || !watch->is_wanted(for_write)) return;
        self->act(watch->descriptor.native_handle(),
                  for_write ? CURL_CSELECT_OUT : CURL_CSELECT_IN);
        self->wait(watch, for_write);
    });
}

void ConnectionPool::schedule(long delay_ms) {
    if (delay_ms < 0) {
        timer_.cancel();
        return;
    }
    timer_.expires_after(std::chrono::milliseconds{delay_ms});
    timer_.async_wait([weak = weak_from_this()](auto error) {
        const auto self = weak.lock();
        if (self && !error) self->act(CURL_SOCKET_TIMEOUT, 0);
    });
}

/// Lets libcurl do what it can do now.
void ConnectionPool::act(curl_socket_t socket, int events) {
    int running = 0;
    curl_multi_socket_action(multi_.get(), socket, events, &running);
    finish_ended();
}

void ConnectionPool::finish_ended() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        const CURLcode code = message->data.result;
        CURL* const easy = message->easy_handle;
        curl_multi_remove_handle(multi_.get(), easy);  // `message` is gone with it
        auto ended = running_.extract(easy);
        ended.mapped().ended(ended.mapped().transfer->finish(code));
    }
}

}  // namespace rostrum::http
