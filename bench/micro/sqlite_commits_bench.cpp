// Small write transactions from many clients at once on SQLite: through the group-committing
// writer, and with one commit each on the same kind of connection (WAL, synchronous=FULL). Both in
// one run.
#include "core/log.hpp"
#include "db/database.hpp"
#include "db/sqlite/connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <future>
#include <thread>

using namespace rostrum;

namespace {

constexpr int clients = 64;

constexpr db::Statement insert{"bench.insert", "INSERT INTO notes (id, text) VALUES ($1, $2)", ""};
constexpr db::Statement count_up{"bench.count_up",
                                 "UPDATE counters SET value = value + 1 WHERE id = $1", ""};

/// What one small transaction of ours typically is: a change, and the event that tells of it.
Task<Result<>> write_twice(db::Transaction& tx, std::string id) {
    co_await tx.execute(insert, {std::move(id), "something happened"});
    co_await tx.execute(count_up, {1});
    co_return Result<>{};
}

Task<> client(db::Database& database, int number, int transactions) {
    for (int i = 0; i < transactions; ++i) {
        auto id = fmt::format("{}-{}", number, i);
        co_await database.transaction(
            [&](db::Transaction& tx) { return write_twice(tx, std::move(id)); });
    }
}

void make_tables(const std::string& path) {
    db::sqlite::Connection connection(path, db::sqlite::Access::read_write);
    connection.run_script("CREATE TABLE notes (id text PRIMARY KEY, text text NOT NULL);"
                          "CREATE TABLE counters (id integer PRIMARY KEY, value integer NOT NULL);"
                          "INSERT INTO counters VALUES (1, 0);");
}

double grouped(const std::string& path, int transactions) {
    Loops loops(std::thread::hardware_concurrency());
    const auto database = db::open(loops, {.url = "sqlite://" + path});
    loops.start();
    const auto began = monotonic_us();
    std::vector<std::future<void>> all;
    for (int i = 0; i < clients; ++i) {
        all.push_back(asio::co_spawn(loops.at(static_cast<std::size_t>(i) % loops.size()),
                                     client(*database, i, transactions), asio::use_future));
    }
    for (auto& one : all) one.get();
    const auto took = static_cast<double>(monotonic_us() - began) / 1e6;
    database->close();
    loops.stop();
    return clients * transactions / took;
}

double one_by_one(const std::string& path, int transactions) {
    db::sqlite::Connection connection(path, db::sqlite::Access::read_write);
    static constexpr db::Statement begin{"bench.begin", "BEGIN IMMEDIATE", ""};
    static constexpr db::Statement commit{"bench.commit", "COMMIT", ""};
    const auto began = monotonic_us();
    for (int i = 0; i < transactions; ++i) {
        connection.run(begin, {});
        connection.run(insert, {fmt::format("single-{}", i), "something happened"});
        connection.run(count_up, {1});
        connection.run(commit, {});
    }
    return transactions / (static_cast<double>(monotonic_us() - began) / 1e6);
}

}  // namespace

int main() {
    log::configure(log::Level::warn);
    const char* folder = std::getenv("BENCH_DIR");
    const auto place = (folder != nullptr ? std::filesystem::path(folder)
                                          : std::filesystem::current_path() / "build") /
                       fmt::format("sqlite_commits_{}", ::getpid());
    std::filesystem::create_directories(place);
    for (int round = 0; round < 3; ++round) {
        const auto single_path = (place / fmt::format("single{}.db", round)).string();
        const auto group_path = (place / fmt::format("group{}.db", round)).string();
        make_tables(single_path);
        make_tables(group_path);
        const double single = one_by_one(single_path, 8000);
        const double group = grouped(group_path, 2000);
        fmt::print("{{\"clients\":{},\"groupedPerSecond\":{:.0f},\"oneByOnePerSecond\":{:.0f},"
                   "\"ratio\":{:.1f}}}\n",
                   clients, group, single, group / single);
    }
    std::filesystem::remove_all(place);
}
