#include "core/log.hpp"
#include "http/server/dispatch.hpp"
#include "http/server/middleware.hpp"
#include "http/server/server.hpp"
#include "http/server/shard.hpp"

#include <boost/system/system_error.hpp>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace rostrum::http {
namespace {

using asio::ip::tcp;
using boost::system::error_code;

enum class Port { exclusive, shared };

/// Binds an acceptor; a shared port can be bound once per loop, and the kernel spreads connections.
Acceptor bind(asio::io_context& loop, const tcp::endpoint& endpoint, Port port, error_code& error) {
    Acceptor acceptor(loop);
    (void)acceptor.open(endpoint.protocol(), error);
    if (!error) (void)acceptor.set_option(Acceptor::reuse_address(true), error);
    const int on = 1;
    if (!error && port == Port::shared &&
        ::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
        error = {errno, boost::system::system_category()};
    }
    if (!error) (void)acceptor.bind(endpoint, error);
    return acceptor;
}

void listen(Acceptor& acceptor, error_code& error) {
    if (!error) (void)acceptor.listen(asio::socket_base::max_listen_connections, error);
}

/// One acceptor per loop on one port; empty when the kernel does not share it.
std::vector<Acceptor> bind_shared(Loops& loops, const tcp::endpoint& endpoint) {
    std::vector<Acceptor> acceptors;
    error_code error;
    for (std::size_t i = 0; i < loops.size() && !error; ++i) {
        acceptors.push_back(bind(loops.at(i), endpoint, Port::shared, error));
    }
    for (auto& acceptor : acceptors) listen(acceptor, error);
    if (error) acceptors.clear();
    return acceptors;
}

std::vector<Acceptor> bind_all(Loops& loops, tcp::endpoint endpoint) {
    error_code error;
    // Alone at first, which finds a free port for 0 and fails when the port is taken: sharing would
    // let a second server of the same user join in silently.
    auto first = bind(loops.at(0), endpoint, Port::exclusive, error);
    if (!error && loops.size() > 1) {
        endpoint.port(first.local_endpoint().port());
        first.close();
        auto shared = bind_shared(loops, endpoint);
        if (!shared.empty()) return shared;
        first = bind(loops.at(0), endpoint, Port::exclusive, error);
    }
    listen(first, error);
    if (error) throw boost::system::system_error(error, "cannot listen");
    std::vector<Acceptor> acceptors;
    acceptors.push_back(std::move(first));
    return acceptors;
}

/// How long sessions may take to end once everything they wait for has been cancelled.
constexpr std::chrono::seconds abort_limit{5};

class Listener final : public Server {
public:
    Listener(Loops& loops, IdSource& ids, ServerOptions options, ServerParts parts)
        : loops_(loops),
          context_(std::make_shared<ServerContext>(ids, std::move(options), std::move(parts))) {
        context_->handler =
            chain(context_->parts.middleware,
                  [&server = *context_](Request& request) { return dispatch(server, request); });
        for (std::size_t i = 0; i < loops_.size(); ++i) {
            shards_.push_back(std::make_shared<Shard>(loops_.at(i), context_));
        }
    }

    ~Listener() override { drain(std::chrono::milliseconds{0}); }

    void start() override {
        const auto& options = context_->options;
        auto acceptors = bind_all(loops_, {asio::ip::make_address(options.address), options.port});
        port_ = acceptors.front().local_endpoint().port();
        context_->serving = shards_.size();
        if (acceptors.size() == 1) return shards_[0]->start(std::move(acceptors[0]), shards_);
        for (std::size_t i = 0; i < acceptors.size(); ++i) {
            shards_[i]->start(std::move(acceptors[i]), {shards_[i]});
        }
    }

    std::uint16_t port() const override { return port_; }

    void drain(std::chrono::milliseconds limit) override {
        for (const auto& shard : shards_) shard->drain();
        if (wait_until_ended(limit)) return;
        for (const auto& shard : shards_) shard->abort();
        if (!wait_until_ended(abort_limit)) {
            log::error("connections are left after the drain", {{"open", open_connections()}});
        }
    }

    std::size_t open_connections() const override { return context_->open; }

private:
    bool wait_until_ended(std::chrono::milliseconds limit) {
        // Loops that have been stopped end nothing any more.
        if (loops_.at(0).stopped()) return true;
        std::unique_lock lock(context_->mutex);
        return context_->ended.wait_for(
            lock, limit, [this] { return context_->serving == 0 && context_->open == 0; });
    }

    Loops& loops_;
    std::shared_ptr<ServerContext> context_;
    std::vector<std::shared_ptr<Shard>> shards_;
    std::uint16_t port_ = 0;
};

}  // namespace

std::unique_ptr<Server> create_server(Loops& loops, IdSource& ids, ServerOptions options,
                                      ServerParts parts) {
    return std::make_unique<Listener>(loops, ids, std::move(options), std::move(parts));
}

}  // namespace rostrum::http
