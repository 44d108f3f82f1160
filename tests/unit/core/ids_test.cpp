#include "core/ids.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <vector>

namespace rostrum {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view sample = "0190a7c4-12ef-7abc-8def-0123456789ab";

class IdSourceTest : public ::testing::Test {
protected:
    ManualClock clock;
    SeededRandom random{1};
    IdSource ids{clock, random};
};

TEST_F(IdSourceTest, makes_ids_of_version_7_and_of_the_rfc_variant) {
    for (int i = 0; i < 1000; ++i) {
        const Uuid id = ids.next();
        ASSERT_EQ(id.bytes[6] >> 4, 7);
        ASSERT_EQ(id.bytes[8] >> 6, 0b10);
        ASSERT_EQ(to_string(id)[14], '7');
    }
}

TEST_F(IdSourceTest, begins_with_the_millisecond) {
    clock.advance(1'234'567us);
    const auto milliseconds = 1'767'225'600'000 + 1'234;
    const Uuid id = ids.next();
    std::int64_t told = 0;
    for (std::size_t i = 0; i < 6; ++i) told = told << 8 | id.bytes[i];
    EXPECT_EQ(told, milliseconds);
}

TEST_F(IdSourceTest, sorts_by_the_millisecond_it_was_made_in) {
    std::vector<Uuid> made;
    for (int i = 0; i < 1000; ++i) {
        made.push_back(ids.next());
        clock.advance(1ms);
    }
    EXPECT_TRUE(std::ranges::is_sorted(made));
    std::vector<std::string> texts;
    for (const auto& id : made) texts.push_back(to_string(id));
    EXPECT_TRUE(std::ranges::is_sorted(texts)) << "the text sorts as the bytes do";
}

TEST_F(IdSourceTest, makes_no_id_twice_in_one_millisecond) {
    std::unordered_set<Uuid> seen;
    for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(seen.insert(ids.next()).second);
}

TEST(UuidText, is_written_in_lower_case_and_read_in_either) {
    const auto id = parse_uuid(sample);
    ASSERT_TRUE(id);
    EXPECT_EQ(to_string(*id), sample);
    EXPECT_EQ(parse_uuid("0190A7C4-12EF-7ABC-8DEF-0123456789AB"), id);
    EXPECT_EQ(id->bytes.front(), 0x01);
    EXPECT_EQ(id->bytes.back(), 0xab);
    std::string text = "id=";
    append_uuid(text, *id);
    EXPECT_EQ(text, "id=" + std::string(sample));
}

TEST(UuidText, is_refused_in_any_other_form) {
    struct Row {
        std::string_view text;
        std::string_view reason;
    };
    const std::string with_nul = std::string(sample.substr(0, 35)) + '\0';
    const Row rows[] = {
        {"", "nothing"},
        {"0190a7c412ef7abc8def0123456789ab", "no dashes"},
        {"0190a7c4-12ef-7abc-8def-0123456789a", "a digit is missing"},
        {"0190a7c4-12ef-7abc-8def-0123456789abc", "a digit too many"},
        {"{0190a7c4-12ef-7abc-8def-0123456789ab}", "braces"},
        {" 190a7c4-12ef-7abc-8def-0123456789ab", "a space for a digit"},
        {"0190a7c4 12ef 7abc 8def 0123456789ab", "spaces for dashes"},
        {"0190a7c412-ef-7abc-8def-0123456789ab", "dashes in other places"},
        {"0190a7c4-12ef-7abc-8def-0123456789ag", "g is no hex digit"},
        {"0190a7c4-12ef-7abc-8def--123456789ab", "a sign for a digit"},
        {"0x90a7c4-12ef-7abc-8def-0123456789ab", "a prefix"},
        {with_nul, "a NUL at the end"},
    };
    for (const auto& row : rows)
        EXPECT_FALSE(parse_uuid(row.text)) << row.text << ": " << row.reason;
}

TEST(Ids, of_different_kinds_do_not_mix) {
    static_assert(!std::is_convertible_v<UserId, WorkspaceId>);
    static_assert(!std::is_constructible_v<UserId, WorkspaceId>);
    static_assert(!std::is_convertible_v<Uuid, UserId>);
    const auto user = parse_id<UserId>(sample);
    ASSERT_TRUE(user);
    EXPECT_EQ(to_string(*user), sample);
    EXPECT_FALSE(parse_id<UserId>("me"));
}

TEST(Ids, nil_is_told_apart) {
    EXPECT_TRUE(Uuid{}.is_nil());
    EXPECT_FALSE(parse_uuid(sample)->is_nil());
    EXPECT_EQ(to_string(Uuid{}), "00000000-0000-0000-0000-000000000000");
}

}  // namespace
}  // namespace rostrum
