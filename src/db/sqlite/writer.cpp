#include "db/sqlite/writer.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>

namespace rostrum::db::sqlite {
namespace {

/// A commit holds at most this many transactions, so that the first of them does not wait for ever.
constexpr std::size_t group_max = 512;

std::exception_ptr shutting_down() {
    return std::make_exception_ptr(
        DatabaseError(Failure::unavailable, {}, "the database is closing"));
}

}  // namespace

/// One transaction that waits for the writer.
struct Writer::Work {
    virtual ~Work() = default;
    /// Runs inside the group's transaction; throws or answers false to undo its own part.
    virtual bool run(Writer& writer) = 0;
    /// Whether a savepoint is needed: a single statement undoes itself when it fails.
    virtual bool needs_savepoint() const = 0;
    /// Wakes the waiting coroutine, once the group is on disk or has failed.
    virtual void finish(std::exception_ptr error) = 0;

    std::exception_ptr error;
    std::vector<std::pair<std::string, std::string>> notifications;
};

struct Writer::Single final : Work {
    Single(const Statement& statement, Params params, Resume<Rows> resume)
        : statement(statement), params(std::move(params)), resume(std::move(resume)) {}

    bool run(Writer& writer) override {
        rows = writer.connection_.run(statement, params);
        return true;
    }
    bool needs_savepoint() const override { return false; }
    void finish(std::exception_ptr failure) override {
        if (failure) {
            resume.fail(std::move(failure));
        } else {
            resume(std::move(rows));
        }
    }

    Statement statement;
    Params params;
    Rows rows;
    Resume<Rows> resume;
};

/// What a body sees. Every call is answered at once, without suspending.
class Writer::InTransaction final : public Transaction {
public:
    InTransaction(Connection& connection, Work& work) : connection_(connection), work_(work) {}

    Task<Rows> query(const Statement& statement, Params params) override {
        co_return connection_.run(statement, params);
    }
    Task<Rows> execute(const Statement& statement, Params params) override {
        co_return connection_.run(statement, params);
    }
    Task<std::vector<Rows>> query_all(std::vector<Query> queries) override {
        std::vector<Rows> answers;
        for (const auto& query : queries) {
            answers.push_back(connection_.run(query.statement, query.params));
        }
        co_return answers;
    }
    Task<std::int64_t> batch(const Statement& statement, std::vector<Params> rows) override {
        std::int64_t affected = 0;
        for (const auto& params : rows) affected += connection_.run(statement, params).affected();
        co_return affected;
    }
    Task<> notify(std::string_view channel, std::string_view payload) override {
        work_.notifications.emplace_back(channel, payload);
        co_return;
    }

private:
    Connection& connection_;
    Work& work_;
};

struct Writer::Whole final : Work {
    Whole(Database::Body body, Resume<bool> resume)
        : body(std::move(body)), resume(std::move(resume)) {}

    bool run(Writer& writer) override {
        InTransaction transaction(writer.connection_, *this);
        std::exception_ptr failure;
        bool commit = false;
        asio::co_spawn(writer.context_, body(transaction),
                       [&](std::exception_ptr thrown, bool answer) {
                           failure = std::move(thrown);
                           commit = answer;
                       });
        writer.context_.restart();
        writer.context_.run();
        if (failure) std::rethrow_exception(failure);
        return commit;
    }
    bool needs_savepoint() const override { return true; }
    void finish(std::exception_ptr failure) override {
        if (failure) {
            resume.fail(std::move(failure));
        } else {
            resume(true);
        }
    }

    Database::Body body;
    Resume<bool> resume;
};

Writer::Writer(const std::string& path, Publish publish)
    : connection_(path, Access::read_write),
      publish_(std::move(publish)),
      context_(1),
      thread_([this] { loop(); }) {}

Writer::~Writer() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

Task<Rows> Writer::execute(const Statement& statement, Params params) {
    co_return co_await suspend<Rows>([&](Resume<Rows> resume) {
        enqueue(std::make_unique<Single>(statement, std::move(params), std::move(resume)));
    });
}

Task<> Writer::run(Database::Body body) {
    co_await suspend<bool>([&](Resume<bool> resume) {
        enqueue(std::make_unique<Whole>(std::move(body), std::move(resume)));
    });
}

void Writer::enqueue(std::unique_ptr<Work> work) {
    {
        const std::scoped_lock lock(mutex_);
        if (!stopping_) {
            waiting_.push_back(std::move(work));
        }
    }
    if (work) {
        work->finish(shutting_down());
    } else {
        wake_.notify_one();
    }
}

void Writer::loop() {
    for (;;) {
        std::vector<std::unique_ptr<Work>> group;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (waiting_.empty()) return;  // what was accepted is written before the end
            const auto count = std::min(group_max, waiting_.size());
            std::move(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count),
                      std::back_inserter(group));
            waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
        }
        commit_together(group);
    }
}

void Writer::commit_together(std::vector<std::unique_ptr<Work>>& group) {
    static constexpr Statement begin{"db.begin", "BEGIN IMMEDIATE", ""};
    static constexpr Statement commit{"db.commit", "COMMIT", ""};
    static constexpr Statement save{"db.save", "SAVEPOINT one", ""};
    static constexpr Statement release{"db.release", "RELEASE one", ""};
    static constexpr Statement undo{"db.undo", "ROLLBACK TO one", ""};

    std::exception_ptr group_failure;
    try {
        connection_.run(begin, {});
        for (auto& work : group) {
            const bool savepoint = work->needs_savepoint();
            if (savepoint) connection_.run(save, {});
            bool keep = false;
            try {
                keep = work->run(*this);
            } catch (...) {
                work->error = std::current_exception();
                if (!connection_.in_transaction()) throw;
            }
            if (!keep) {
                work->notifications.clear();
                if (savepoint) connection_.run(undo, {});
            }
            if (savepoint) connection_.run(release, {});
        }
        connection_.run(commit, {});
    } catch (...) {
        // The disk is full or the file has gone: nothing of the group is kept.
        group_failure = std::current_exception();
        try {
            connection_.run_script("ROLLBACK");
        } catch (const DatabaseError&) {
            // SQLite rolls back by itself on some failures.
        }
    }
    for (auto& work : group) {
        if (!group_failure) {
            for (const auto& [channel, payload] : work->notifications) publish_(channel, payload);
        }
        work->finish(group_failure ? group_failure : work->error);
    }
}

}  // namespace rostrum::db::sqlite
