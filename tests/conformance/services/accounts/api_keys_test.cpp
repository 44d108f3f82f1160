#include "conformance/services/accounts/fixture.hpp"

#include <set>

namespace rostrum::accounts {
namespace {

using namespace std::chrono_literals;

class ApiKeysTest : public AccountsTest {
protected:
    void SetUp() override {
        AccountsTest::SetUp();
        owner = scope_of(registered("owner@example.com"));
    }

    Scope owner;
};

TEST_P(ApiKeysTest, a_key_is_shown_once_and_kept_as_a_hash) {
    const auto made = run(api_keys.create(owner, {"for reports", Role::viewer}));
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->text.reveal().starts_with("rk_"));
    EXPECT_EQ(made->api_key.prefix, made->text.reveal().substr(0, 10));
    const auto rows = query("SELECT key_hash, prefix FROM api_keys");
    EXPECT_EQ(rows.get<db::Bytes>(0, "key_hash").size(), 32U);
    const auto listed = run(api_keys.list(owner, {}));
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].id, made->api_key.id);
    EXPECT_EQ(listed[0].name, "for reports");
    EXPECT_EQ(listed[0].prefix, made->api_key.prefix);
    EXPECT_FALSE(listed[0].last_used_at);
}

TEST_P(ApiKeysTest, a_key_cannot_do_more_than_its_maker) {
    struct Row {
        Role maker;
        Role key;
        bool good;
    };
    constexpr Row rows[] = {
        {Role::viewer, Role::viewer, true}, {Role::viewer, Role::editor, false},
        {Role::editor, Role::admin, false}, {Role::admin, Role::owner, false},
        {Role::admin, Role::admin, true},   {Role::owner, Role::owner, true},
    };
    for (const auto& row : rows) {
        Scope maker = owner;
        maker.role = row.maker;
        const auto made = run(api_keys.create(maker, {"k", row.key}));
        EXPECT_EQ(made.has_value(), row.good);
        if (!made) {
            EXPECT_EQ(made.error().code, ErrorCode::forbidden);
        }
    }
}

TEST_P(ApiKeysTest, a_removed_key_opens_nothing_any_more) {
    const auto made = run(api_keys.create(owner, {"k", Role::viewer}));
    ASSERT_TRUE(bearer(made->text));
    ASSERT_TRUE(run(api_keys.remove(owner, made->api_key.id)));
    EXPECT_TRUE(testing::eventually([&] { return !bearer(made->text); }));
    EXPECT_EQ(run(api_keys.remove(owner, made->api_key.id)).error().code, ErrorCode::not_found);
}

TEST_P(ApiKeysTest, keys_of_other_workspaces_are_out_of_reach) {
    const auto made = run(api_keys.create(owner, {"k", Role::viewer}));
    const auto other = scope_of(registered("other@example.com"));
    EXPECT_TRUE(run(api_keys.list(other, {})).empty());
    EXPECT_EQ(run(api_keys.remove(other, made->api_key.id)).error().code, ErrorCode::not_found);
    EXPECT_TRUE(bearer(made->text));
}

TEST_P(ApiKeysTest, are_paged_newest_first) {
    for (int i = 0; i < 7; ++i) {
        ASSERT_TRUE(run(api_keys.create(owner, {std::to_string(i), Role::viewer})));
        clock.advance(1ms);
    }
    const auto first = run(api_keys.list(owner, {.limit = 4, .after = std::nullopt}));
    ASSERT_EQ(first.size(), 4U);
    EXPECT_EQ(first[0].name, "6");
    const auto next = cursor_of(first[3].created_at, first[3].id.value);
    const auto second = run(api_keys.list(owner, {.limit = 4, .after = next}));
    ASSERT_EQ(second.size(), 3U);
    EXPECT_EQ(second[0].name, "2");
    EXPECT_EQ(second[2].name, "0");
}

ROSTRUM_ON_ALL_ENGINES(ApiKeysTest);

}  // namespace
}  // namespace rostrum::accounts
