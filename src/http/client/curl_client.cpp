#include "http/client/curl_client.hpp"

#include "core/suspend.hpp"
#include "http/client/address.hpp"
#include "http/client/connection_pool.hpp"
#include "http/client/streamed_transfer.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace rostrum::http {
namespace {

/// libcurl's process-wide state; set up once and kept to the end.
void initialise_libcurl() {
    static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (code != CURLE_OK) throw std::runtime_error("libcurl cannot be initialised");
}

class CurlClient final : public Client {
public:
    CurlClient(Loops& loops, ClientOptions options, AddressGuard guard)
        : loops_(loops), user_agent_(options.user_agent), guard_(guard) {
        initialise_libcurl();
        for (std::size_t i = 0; i < loops.size(); ++i) {
            const auto pool = [&](AddressPolicy policy) {
                return std::make_shared<ConnectionPool>(loops.at(i), options, policy);
            };
            pools_.push_back({.public_only = pool(AddressPolicy::public_only),
                              .any_address = pool(AddressPolicy::dangerously_allow_any_address)});
        }
    }

    ~CurlClient() override {
        // A pool ends on its loop; one whose loop has stopped ends with the loop.
        for (std::size_t i = 0; i < pools_.size(); ++i) {
            asio::post(loops_.at(i), [pools = std::move(pools_[i])] {});
        }
    }

    Task<Outcome> send(ClientRequest request) override {
        // A coroutine that runs on no loop of ours is served by one of them all the same.
        const std::size_t index = Loops::current() % loops_.size();
        auto& loop = loops_.at(index);
        auto& pool = pools_[index].of(request.addresses);
        auto transfer = std::make_shared<Transfer>(std::move(request), guard_);
        if (auto refused = transfer->prepare(user_agent_)) {
            co_return std::unexpected(std::move(*refused));
        }

        if (transfer->is_streamed()) {
            co_return co_await asio::co_spawn(loop, run_streamed(pool, std::move(transfer)),
                                              asio::use_awaitable);
        }

        auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.slot().is_connected()) {
            cancellation.slot().assign([&loop, &pool, weak = std::weak_ptr(transfer)](auto) {
                asio::dispatch(loop, [&pool, weak] {
                    if (const auto given_up = weak.lock()) pool.abort(*given_up);
                });
            });
        }
        auto outcome = co_await suspend<Outcome>([&](Resume<Outcome> resume) {
            asio::dispatch(loop, [&pool, transfer = std::move(transfer),
                                  resume = std::move(resume)]() mutable {
                pool.start(std::move(transfer),
                           [resume = std::move(resume)](Outcome outcome) mutable {
                               resume(std::move(outcome));
                           });
            });
        });
        cancellation.slot().clear();
        co_return outcome;
    }

private:
    /// A connection that was opened to any address at all must not be reused by a request that may
    /// reach only public ones, hence a pool for each policy.
    struct PoolsOfLoop {
        std::shared_ptr<ConnectionPool> public_only;
        std::shared_ptr<ConnectionPool> any_address;

        ConnectionPool& of(AddressPolicy policy) {
            return policy == AddressPolicy::public_only ? *public_only : *any_address;
        }
    };

    Loops& loops_;
    std::string user_agent_;
    AddressGuard guard_;
    std::vector<PoolsOfLoop> pools_;  ///< by loop; each is used on its loop only
};

}  // namespace

std::unique_ptr<Client> create_client(Loops& loops, ClientOptions options, AddressGuard guard) {
    return std::make_unique<CurlClient>(loops, std::move(options), guard);
}

std::unique_ptr<Client> create_client(Loops& loops, ClientOptions options) {
    return create_client(loops, std::move(options), is_special_address);
}

}  // namespace rostrum::http
