#include "conformance/db/fixture.hpp"

namespace rostrum::db {
namespace {

constexpr Statement insert_all = both(
    "test.insert_all", "INSERT INTO things (id, number, real, flag, name, data, at, day, document)"
                       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
constexpr Statement select_all = both("test.select_all", "SELECT * FROM things ORDER BY id");

struct Thing {
    Uuid id;
    std::optional<std::int64_t> number;
    std::optional<double> real;
    std::optional<bool> flag;
    std::optional<std::string> name;
    std::optional<Bytes> data;
    std::optional<Time> at;
    std::optional<std::string> day;
    std::optional<boost::json::value> document;
};
BOOST_DESCRIBE_STRUCT(Thing, (), (id, number, real, flag, name, data, at, day, document))

using Values = Conformance;

TEST_P(Values, come_back_as_they_were_written) {
    const Time at = *parse_time("2026-11-20T09:15:02.123456Z");
    execute(insert_all, {id_of(7), -42, 0.1, true, "naïve 🎉 \"quoted\" \\ 'text'",
                         Bytes{std::byte{0}, std::byte{255}}, at, "2026-11-20",
                         boost::json::value{{"a", {1, 2, nullptr}}}});
    const auto thing = query(select_all).one<Thing>().value();
    EXPECT_EQ(thing.id, id_of(7));
    EXPECT_EQ(thing.number, -42);
    EXPECT_EQ(thing.real, 0.1);
    EXPECT_EQ(thing.flag, true);
    EXPECT_EQ(thing.name, "naïve 🎉 \"quoted\" \\ 'text'");
    EXPECT_EQ(thing.data, (Bytes{std::byte{0}, std::byte{255}}));
    EXPECT_EQ(thing.at, at);
    EXPECT_EQ(thing.day, "2026-11-20");
    EXPECT_EQ(thing.document, (boost::json::value{{"a", {1, 2, nullptr}}}));
}

TEST_P(Values, may_all_be_null) {
    execute(insert_all,
            {id_of(1), nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr});
    const auto thing = query(select_all).one<Thing>().value();
    EXPECT_FALSE(thing.number || thing.real || thing.flag || thing.name || thing.data || thing.at ||
                 thing.day || thing.document);
}

TEST_P(Values, keep_an_empty_text_and_empty_bytes_apart_from_null) {
    execute(insert_all, {id_of(1), 0, 0.0, false, "", Bytes{}, nullptr, nullptr, nullptr});
    const auto thing = query(select_all).one<Thing>().value();
    EXPECT_EQ(thing.name, "");
    EXPECT_EQ(thing.data, Bytes{});
    EXPECT_EQ(thing.flag, false);
}

TEST_P(Values, bind_by_number_whatever_their_order_in_the_text) {
    constexpr auto swapped =
        both("test.swapped", "INSERT INTO things (name, number, id) VALUES ($3, $2, $1)");
    execute(swapped, {id_of(3), 5, "five"});
    EXPECT_EQ(query(select_all).one<Thing>()->name, "five");
}

TEST_P(Values, large_results_and_large_values_are_whole) {
    const Bytes large(300'000, std::byte{0xAB});
    std::vector<Params> rows;
    for (unsigned i = 0; i < 500; ++i) {
        rows.push_back({id_of(i), i, 0.5, true, std::to_string(i), i == 250 ? large : Bytes{},
                        nullptr, nullptr, nullptr});
    }
    EXPECT_EQ(run(database().batch(insert_all, std::move(rows))), 500);
    const auto things = query(select_all).all<Thing>();
    ASSERT_EQ(things.size(), 500U);
    EXPECT_EQ(things[250].data, large);
    EXPECT_EQ(things[499].number, 499);
}

TEST_P(Values, a_list_of_texts_can_be_searched) {
    execute(insert_thing, {id_of(1), 1, "one"});
    execute(insert_thing, {id_of(2), 2, "t\"wo\\"});
    execute(insert_thing, {id_of(3), 3, "three"});
    static constexpr Statement among{
        "test.among", "SELECT number FROM things WHERE name IN (SELECT value FROM json_each($1))",
        "SELECT number FROM things WHERE name = ANY($1)"};
    EXPECT_EQ(query(among, {TextArray{"one", "t\"wo\\", "no"}}).size(), 2U);
    EXPECT_EQ(query(among, {TextArray{}}).size(), 0U);
}

TEST_P(Values, several_queries_are_answered_in_order) {
    execute(insert_thing, {id_of(1), 1, "one"});
    constexpr auto by_number = both("test.by_number", "SELECT name FROM things WHERE number = $1");
    std::vector<Query> queries;
    queries.push_back({by_number, {2}});
    queries.push_back({by_number, {1}});
    const auto answers = run(database().query_all(std::move(queries)));
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_TRUE(answers[0].empty());
    EXPECT_EQ(answers[1].get<std::string>(0, "name"), "one");
}

TEST_P(Values, a_missing_parameter_is_refused) {
    EXPECT_EQ(failure_of([&] { execute(insert_thing, {id_of(1)}); }), Failure::statement);
}

TEST_P(Values, a_null_for_a_plain_type_is_a_logic_error) {
    execute(insert_thing, {id_of(1), nullptr, "x"});
    const auto rows = query(select_all);
    EXPECT_THROW((void)rows.get<std::int64_t>(0, "number"), std::logic_error);
    EXPECT_THROW((void)rows.get<std::int64_t>(0, "nothing"), std::logic_error);
}

INSTANTIATE_TEST_SUITE_P(On, Values, ::testing::ValuesIn(testing::engines_to_test()),
                         testing::engine_name);

}  // namespace
}  // namespace rostrum::db
