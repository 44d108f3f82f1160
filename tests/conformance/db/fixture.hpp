#pragma once

#include "db/database.hpp"
#include "db/migrator.hpp"
#include "support/run.hpp"
#include "support/test_database.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace rostrum::db {

/// Every test of this suite runs once on each engine, over one small table.
class Conformance : public ::testing::TestWithParam<Engine> {
protected:
    void SetUp() override {
        static constexpr std::array table{Migration{
            1, "things",
            "CREATE TABLE things (id text PRIMARY KEY, number integer, real real, flag integer,"
            " name text, data blob, at integer, day text, document text,"
            " CONSTRAINT things_name_key UNIQUE (name), CONSTRAINT things_number CHECK (number < "
            "1000000));",
            "CREATE TABLE things (id uuid PRIMARY KEY, number bigint, real double precision,"
            " flag boolean, name text, data bytea, at timestamptz, day date, document jsonb,"
            " CONSTRAINT things_name_key UNIQUE (name), CONSTRAINT things_number CHECK (number < "
            "1000000));"}};
        migrate(place_.options(), table);
        database_ = open(*loops_, place_.options());
    }

    void TearDown() override {
        database_->close();
        loops_.stop();
        database_.reset();
    }

    Database& database() { return *database_; }

    template <typename T>
    T run(Task<T> task) {
        return loops_.run(std::move(task));
    }

    Rows execute(const Statement& statement, Params params = {}) {
        return run(database().execute(statement, std::move(params)));
    }
    Rows query(const Statement& statement, Params params = {}) {
        return run(database().query(statement, std::move(params)));
    }
    std::int64_t count() {
        static constexpr Statement text{"test.count", "SELECT count(*) FROM things",
                                        "SELECT count(*) FROM things"};
        return query(text).get<std::int64_t>(0, std::size_t{0});
    }

    testing::TestDatabase place_{GetParam()};
    testing::TestLoops loops_{2};
    std::unique_ptr<Database> database_;
};

/// The same text for both engines.
consteval Statement both(std::string_view name, std::string_view text) {
    return {name, text, text};
}

inline constexpr Statement insert_thing =
    both("test.insert", "INSERT INTO things (id, number, name) VALUES ($1, $2, $3)");

inline Uuid id_of(unsigned number) {
    Uuid id;
    for (std::size_t i = 0; i < 4; ++i) {
        id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return id;
}

/// The failure that a call throws.
template <typename F>
Failure failure_of(F&& call) {
    try {
        call();
    } catch (const DatabaseError& error) {
        return error.failure();
    }
    throw std::runtime_error("the call did not fail");
}

}  // namespace rostrum::db
