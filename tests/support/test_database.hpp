#pragma once

#include "db/database.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace rostrum::testing {

/// An empty database of one engine, gone when the object goes. PostgreSQL is the server that
/// ROSTRUM_TEST_POSTGRES_URL names; each object has a database of its own there, because
/// notifications are heard in the whole of one.
class TestDatabase {
public:
    explicit TestDatabase(db::Engine engine);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    const db::Options& options() const { return options_; }
    db::Engine engine() const { return engine_; }

private:
    db::Engine engine_;
    db::Options options_;
    std::filesystem::path folder_;
    std::string name_;
};

/// The engines that this machine can test: SQLite always, PostgreSQL when its URL is given.
std::vector<db::Engine> engines_to_test();

/// "sqlite" or "postgres", for the names of parameterised tests.
std::string engine_name(const ::testing::TestParamInfo<db::Engine>& info);

}  // namespace rostrum::testing
