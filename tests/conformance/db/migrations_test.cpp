#include "conformance/db/fixture.hpp"

#include <thread>

namespace rostrum::db {
namespace {

class Migrations : public ::testing::TestWithParam<Engine> {
protected:
    testing::TestDatabase place_{GetParam()};
};

constexpr std::array steps{
    Migration{1, "one", "CREATE TABLE one (id integer)", "CREATE TABLE one (id integer)"},
    Migration{2, "two", "CREATE TABLE two (id integer)", "CREATE TABLE two (id integer)"},
    Migration{3, "wrong", "CREATE TABLE three (id integer); CREATE TABLE one (id integer)",
              "CREATE TABLE three (id integer); CREATE TABLE one (id integer)"},
};

TEST_P(Migrations, apply_once_and_in_order) {
    const std::span all(steps);
    EXPECT_EQ(migrate(place_.options(), all.first(1)), std::vector<std::string>{"one"});
    EXPECT_EQ(migrate(place_.options(), all.first(2)), std::vector<std::string>{"two"});
    EXPECT_TRUE(migrate(place_.options(), all.first(2)).empty());
}

TEST_P(Migrations, a_database_of_a_newer_program_is_refused) {
    const std::span all(steps);
    migrate(place_.options(), all.first(2));
    EXPECT_THROW(migrate(place_.options(), all.first(1)), DatabaseError);
}

TEST_P(Migrations, a_database_of_other_texts_is_refused) {
    constexpr std::array before{steps[0], Migration{2, "two", "CREATE TABLE two (no integer)",
                                                    "CREATE TABLE two (no integer)"}};
    migrate(place_.options(), before);
    EXPECT_THROW(migrate(place_.options(), std::span(steps).first(2)), DatabaseError);
    EXPECT_TRUE(migrate(place_.options(), before).empty());
}

TEST_P(Migrations, a_failing_one_leaves_nothing_behind) {
    migrate(place_.options(), std::span(steps).first(2));
    EXPECT_THROW(migrate(place_.options(), steps), DatabaseError);
    EXPECT_TRUE(migrate(place_.options(), std::span(steps).first(2)).empty());
    constexpr std::array repaired{steps[0], steps[1],
                                  Migration{3, "three", "CREATE TABLE three (id integer)",
                                            "CREATE TABLE three (id integer)"}};
    EXPECT_EQ(migrate(place_.options(), repaired), std::vector<std::string>{"three"});
}

TEST_P(Migrations, processes_that_start_together_apply_each_once) {
    std::vector<std::thread> threads;
    std::atomic<int> applied{0};
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            applied +=
                static_cast<int>(migrate(place_.options(), std::span(steps).first(2)).size());
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(applied, 2);
}

TEST_P(Migrations, the_product_s_own_apply_to_an_empty_database) {
    EXPECT_EQ(migrate(place_.options(), migrations()).size(), migrations().size());
}

INSTANTIATE_TEST_SUITE_P(On, Migrations, ::testing::ValuesIn(testing::engines_to_test()),
                         testing::engine_name);

}  // namespace
}  // namespace rostrum::db
