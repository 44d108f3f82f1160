#include "db/postgres/connection.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <fcntl.h>
#include <fmt/format.h>

namespace rostrum::db::postgres {
namespace {

using WaitType = asio::posix::stream_descriptor::wait_type;

/// libpq's messages end with a line break and may have several lines.
std::string one_line(const char* text) {
    std::string line(text != nullptr ? text : "");
    while (!line.empty() && line.back() == '\n') line.pop_back();
    for (char& c : line) {
        if (c == '\n') c = ' ';
    }
    return line;
}

DatabaseError unavailable(const std::string& why) {
    return DatabaseError(Failure::unavailable, {}, "PostgreSQL: " + why);
}

}  // namespace

Connection::~Connection() { fail_all("the connection was closed"); }

/// libpq closes its descriptor when it likes, and the number is soon another socket's: what the
/// loop watches is a duplicate, which is ours to close.
void Connection::watch_socket() {
    boost::system::error_code ignored;
    socket_.close(ignored);
    const int duplicate = ::fcntl(PQsocket(handle_.get()), F_DUPFD_CLOEXEC, 0);
    if (duplicate < 0) throw unavailable("no descriptor for the connection");
    socket_.assign(duplicate);
}

Task<> Connection::wait(WaitType what) { co_await socket_.async_wait(what, asio::use_awaitable); }

Task<> Connection::connect(std::string url) {
    handle_.reset(PQconnectStart(url.c_str()));
    if (!handle_ || PQstatus(handle_.get()) == CONNECTION_BAD) {
        throw unavailable(one_line(handle_ ? PQerrorMessage(handle_.get()) : "out of memory"));
    }
    for (auto state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK;
         state = PQconnectPoll(handle_.get())) {
        if (state == PGRES_POLLING_FAILED) {
            const auto why = one_line(PQerrorMessage(handle_.get()));
            handle_.reset();
            throw unavailable(why);
        }
        // libpq may try several addresses, each with a socket of its own and often of the same
        // number.
        watch_socket();
        co_await wait(state == PGRES_POLLING_READING ? WaitType::wait_read : WaitType::wait_write);
    }
    watch_socket();
    if (PQsetnonblocking(handle_.get(), 1) != 0 || PQenterPipelineMode(handle_.get()) != 1) {
        throw unavailable("cannot enter pipeline mode");
    }
    PQsetNoticeReceiver(handle_.get(), [](void*, const PGresult*) {}, nullptr);
    watch_readable();
}

Task<Answer> Connection::round_trip(std::vector<Call> calls) {
    if (!usable()) throw unavailable("the connection is broken");
    co_return co_await suspend<Answer>([&](Resume<Answer> resume) {
        Segment& segment = segments_.emplace_back();
        segment.calls = std::move(calls);
        segment.resume = std::move(resume);
        segment.sent_us = monotonic_us();
        watch_time();
        if (!send(segment)) return fail_all(one_line(PQerrorMessage(handle_.get())));
        flush();
    });
}

// Names and texts of statements are string literals: they end with a NUL.
bool Connection::send_prepare(const Statement& statement, Segment& segment) {
    segment.is_prepare.push_back(true);
    known_.emplace(statement.name, nullptr);
    return PQsendPrepare(handle_.get(), statement.name.data(), statement.postgres.data(), 0,
                         nullptr) == 1;
}

bool Connection::send(Segment& segment) {
    constexpr int binary = 1;
    for (const auto& call : segment.calls) {
        if (use_prepared_ && !known_.contains(call.statement.name)) {
            if (!send_prepare(call.statement, segment)) return false;
        }
        const EncodedParams params(*call.params);
        const int sent =
            use_prepared_
                ? PQsendQueryPrepared(handle_.get(), call.statement.name.data(), params.count(),
                                      params.values(), params.lengths(), params.formats(), binary)
                : PQsendQueryParams(handle_.get(), call.statement.postgres.data(), params.count(),
                                    nullptr, params.values(), params.lengths(), params.formats(),
                                    binary);
        if (sent != 1) return false;
        segment.is_prepare.push_back(false);
    }
    return PQpipelineSync(handle_.get()) == 1;
}

void Connection::flush() {
    if (flushing_ || broken_) return;
    const int left = PQflush(handle_.get());
    if (left == 0) return;
    if (left < 0) return fail_all(one_line(PQerrorMessage(handle_.get())));
    flushing_ = true;
    socket_.async_wait(WaitType::wait_write,
                       [self = shared_from_this()](boost::system::error_code error) {
                           self->flushing_ = false;
                           if (!error) self->flush();
                       });
}

void Connection::watch_readable() {
    socket_.async_wait(WaitType::wait_read,
                       [weak = weak_from_this()](boost::system::error_code error) {
                           const auto self = weak.lock();
                           if (!self || error || self->broken_) return;
                           self->on_readable();
                       });
}

/// One timer for all round trips: when it fires it looks how long the oldest one has waited.
void Connection::watch_time() {
    if (std::exchange(watching_time_, true)) return;
    timer_.expires_after(answer_timeout_);
    timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        const auto self = weak.lock();
        if (!self || error || self->broken_) return;
        self->watching_time_ = false;
        if (self->segments_.empty()) return;
        const auto waited =
            std::chrono::microseconds{monotonic_us() - self->segments_.front().sent_us};
        if (waited >= self->answer_timeout_) return self->fail_all("no answer in time");
        self->watch_time();
    });
}

void Connection::on_readable() {
    if (PQconsumeInput(handle_.get()) != 1) {
        return fail_all(one_line(PQerrorMessage(handle_.get())));
    }
    take_results();
    if (broken_) return;
    take_notifications();
    flush();
    watch_readable();
}

void Connection::take_results() {
    // Between two commands libpq answers a null; two in a row mean that nothing is left.
    bool null_before = false;
    while (!segments_.empty() && !broken_ && PQisBusy(handle_.get()) == 0) {
        ResultPtr result(PQgetResult(handle_.get()));
        if (!result) {
            if (null_before) return;
            null_before = true;
            continue;
        }
        null_before = false;
        take_result(std::move(result));
    }
}

void Connection::take_result(ResultPtr result) {
    Segment& segment = segments_.front();
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_PIPELINE_SYNC) {
        Segment done = std::move(segment);
        segments_.pop_front();
        if (done.error) {
            done.resume.fail(std::move(done.error));
        } else {
            done.resume(std::move(done.answer));
        }
        return;
    }
    if (segment.at >= segment.is_prepare.size()) return;
    const bool prepare = segment.is_prepare[segment.at++];
    const auto& statement = segment.calls[segment.call].statement;
    if (!prepare) ++segment.call;

    switch (status) {
        case PGRES_TUPLES_OK:
        case PGRES_COMMAND_OK:
            if (prepare) break;
            segment.answer.rolled_back |= std::string_view(PQcmdStatus(result.get())) == "ROLLBACK";
            segment.answer.affected += affected_rows(result.get());
            try {
                segment.answer.rows.push_back(
                    decode(std::move(result), statement.name, known_[statement.name]));
            } catch (...) {
                if (!segment.error) segment.error = std::current_exception();
            }
            break;
        case PGRES_PIPELINE_ABORTED:
            if (prepare) known_.erase(statement.name);
            break;
        default:
            if (prepare) known_.erase(statement.name);
            if (!segment.error) {
                segment.error = std::make_exception_ptr(error_of(result.get(), statement.name));
            }
            if (PQstatus(handle_.get()) == CONNECTION_BAD) {
                fail_all(one_line(PQerrorMessage(handle_.get())));
            }
    }
}

void Connection::take_notifications() {
    while (PGnotify* notice = PQnotifies(handle_.get())) {
        if (on_notification) on_notification(notice->relname, notice->extra);
        PQfreemem(notice);
    }
}

void Connection::close() { fail_all("the database is closing"); }

void Connection::fail_all(const std::string& why) {
    if (broken_ || !handle_) return;
    broken_ = true;
    boost::system::error_code ignored;
    socket_.close(ignored);
    timer_.cancel();
    auto segments = std::exchange(segments_, {});
    for (auto& segment : segments) {
        segment.resume.fail(segment.error ? segment.error
                                          : std::make_exception_ptr(unavailable(why)));
    }
    if (on_broken) std::exchange(on_broken, nullptr)();
}

}  // namespace rostrum::db::postgres
