#include "limits/redis/client.hpp"

#include "core/deadline.hpp"
#include "core/log.hpp"
#include "core/task_group.hpp"
#include "limits/redis/link.hpp"

#include <boost/asio/post.hpp>

#include <atomic>
#include <future>

namespace rostrum::limits::redis {
namespace {

constexpr std::chrono::seconds stop_limit{5};

std::unexpected<Error> unavailable(std::string why) {
    auto error = make_error(ErrorCode::server_error, std::move(why));
    error.retryable = true;
    return std::unexpected(std::move(error));
}

/// What the loop's thread works on. Commands that were posted to it keep it alive.
struct Shared {
    Shared(asio::io_context& loop, Random& random, Options options)
        : loop(loop), random(random), options(std::move(options)) {}

    void send(std::string bytes, Link::Answer answer) {
        if (!link) return answer(unavailable(why_not));
        link->send(std::move(bytes), std::move(answer));
    }

    void drop(const std::string& why) {
        why_not = why;
        if (const auto dropped = std::exchange(link, nullptr)) dropped->close(why);
    }

    void tell_first(Result<> outcome) {
        if (!std::exchange(first_told, true)) first_try.set_value(std::move(outcome));
    }

    asio::io_context& loop;
    Random& random;
    const Options options;
    std::atomic<std::size_t> waiting{0};
    std::promise<Result<>> first_try;
    // From here on of the loop's thread alone.
    std::shared_ptr<Link> link;  // while it can be used
    std::string why_not = "Redis: not connected yet";
    bool first_told = false;
};

/// Opens a connection and uses it for as long as it holds. Answers why it is over.
Task<std::string> connect_once(std::shared_ptr<Shared> shared, int& failures) {
    const auto link = std::make_shared<Link>(shared->loop, shared->options);
    // A name server that hangs is waited for longer: its look-up cannot be cancelled.
    const auto opened = co_await with_deadline(link->open(), shared->options.connect_timeout);
    if (!opened) co_return "Redis: no connection in time";
    if (!*opened) co_return opened->error().message;
    failures = 0;
    shared->link = link;
    shared->tell_first({});
    log::debug("connected to Redis", {{"url", shown(shared->options.url)}});
    co_return co_await link->read();
}

Task<> stay_connected(std::shared_ptr<Shared> shared) {
    for (int failures = 0;;) {
        const auto why = co_await connect_once(shared, failures);
        shared->drop(why);
        shared->tell_first(unavailable(why));
        ++failures;
        log::debug("no connection to Redis", {{"why", why}, {"failures", failures}});
        co_await sleep_for(shared->options.reconnect.delay(failures, shared->random));
    }
}

class OneConnection final : public Client {
public:
    OneConnection(Loops& loops, Random& random, Options options)
        : shared_(std::make_shared<Shared>(loops.at(0), random, std::move(options))),
          tasks_("redis") {}
    ~OneConnection() override { OneConnection::stop(); }

    Task<Result<Reply>> command(Command command) override {
        const auto shared = shared_;
        Result<Reply> reply = unavailable("Redis: too many commands wait");
        if (shared->waiting.fetch_add(1) < shared->options.waiting_max) {
            reply = co_await suspend<Result<Reply>>([&](Link::Answer answer) {
                asio::post(shared->loop,
                           [shared, bytes = encode(command), answer = std::move(answer)]() mutable {
                               shared->send(std::move(bytes), std::move(answer));
                           });
            });
        }
        shared->waiting.fetch_sub(1);
        co_return reply;
    }

    Result<> start() override {
        auto outcome = shared_->first_try.get_future();
        started_ = true;
        tasks_.spawn(shared_->loop.get_executor(), stay_connected(shared_));
        if (outcome.wait_for(shared_->options.connect_timeout) == std::future_status::ready) {
            return outcome.get();
        }
        return unavailable("Redis: no connection in time");
    }

    void stop() override {
        if (!std::exchange(started_, false)) return;
        tasks_.cancel();
        tasks_.wait(stop_limit);
        const auto dropped = std::make_shared<std::promise<void>>();
        asio::post(shared_->loop, [shared = shared_, dropped] {
            shared->drop("Redis: the server is stopping");
            dropped->set_value();
        });
        dropped->get_future().wait_for(stop_limit);
    }

private:
    std::shared_ptr<Shared> shared_;
    TaskGroup tasks_;
    bool started_ = false;
};

}  // namespace

std::unique_ptr<Client> create_client(Loops& loops, Random& random, Options options) {
    return std::make_unique<OneConnection>(loops, random, std::move(options));
}

}  // namespace rostrum::limits::redis
