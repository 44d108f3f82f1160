#include "support/test_database.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <stdexcept>

namespace rostrum::testing {
namespace {

std::string postgres_url() {
    const char* url = std::getenv("ROSTRUM_TEST_POSTGRES_URL");
    return url != nullptr ? url : "";
}

void run_on_postgres(const std::string& sql) {
    PGconn* handle = PQconnectdb(postgres_url().c_str());
    PQsetNoticeReceiver(handle, [](void*, const PGresult*) {}, nullptr);
    PGresult* result = PQexec(handle, sql.c_str());
    const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    const std::string message = PQerrorMessage(handle);
    PQclear(result);
    PQfinish(handle);
    if (!ok) throw std::runtime_error(message);
}

/// A name that no other test of any process uses.
std::string unique_name() {
    static std::atomic<int> counter{0};
    return fmt::format("rostrum_test_{}_{}", ::getpid(), ++counter);
}

/// The same server, another database: "postgresql://user@host:port/this?options".
std::string with_database(const std::string& url, const std::string& name) {
    const auto host = url.find("://") + 3;
    const auto path = std::min(url.find('/', host), url.size());
    const auto query = std::min(url.find('?', host), url.size());
    return url.substr(0, std::min(path, query)) + "/" + name + url.substr(query);
}

}  // namespace

TestDatabase::TestDatabase(db::Engine engine) : engine_(engine) {
    const auto name = unique_name();
    if (engine == db::Engine::sqlite) {
        folder_ = std::filesystem::temp_directory_path() / name;
        std::filesystem::create_directories(folder_);
        options_.url = "sqlite://" + (folder_ / "test.db").string();
        return;
    }
    name_ = name;
    run_on_postgres("CREATE DATABASE " + name_);
    options_.url = with_database(postgres_url(), name_);
    options_.connections_max = 4;
}

TestDatabase::~TestDatabase() {
    if (engine_ == db::Engine::sqlite) {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    } else {
        run_on_postgres("DROP DATABASE " + name_ + " WITH (FORCE)");
    }
}

std::vector<db::Engine> engines_to_test() {
    std::vector<db::Engine> engines{db::Engine::sqlite};
    if (!postgres_url().empty()) engines.push_back(db::Engine::postgres);
    return engines;
}

std::string engine_name(const ::testing::TestParamInfo<db::Engine>& info) {
    return info.param == db::Engine::sqlite ? "sqlite" : "postgres";
}

}  // namespace rostrum::testing
