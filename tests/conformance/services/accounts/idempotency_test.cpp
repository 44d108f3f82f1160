#include "accounts/idempotency.hpp"

#include "conformance/services/fixture.hpp"

#include <algorithm>

namespace rostrum::accounts {
namespace {

using namespace std::chrono_literals;

class IdempotencyTest : public ServiceTest {
protected:
    Result<std::optional<StoredAnswer>> begin(const std::string& request = "request",
                                              const std::string& key = "key",
                                              const std::string& principal = "user:1") {
        return run(idempotency.begin(principal, key, request));
    }
    void end(std::string body = "answer", const std::string& key = "key") {
        run(idempotency.end("user:1", key, {.status = 201, .body = std::move(body), .cookie = {}}));
    }
    /// Whether this is the first request of the key.
    static bool is_first(const Result<std::optional<StoredAnswer>>& begun) {
        return begun.has_value() && !begun->has_value();
    }

    const crypto::Keyring keyring = crypto::Keyring::parse("k:" + std::string(64, 'a')).value();
    Idempotency idempotency{*database, keyring, clock, random};
};

TEST_P(IdempotencyTest, the_same_request_gets_the_same_answer) {
    ASSERT_TRUE(is_first(begin()));
    end("{\"key\":\"shown once\"}");
    for (int i = 0; i < 3; ++i) {
        const auto again = begin();
        ASSERT_TRUE(again) << again.error().message;
        ASSERT_TRUE(*again);
        EXPECT_EQ((*again)->status, 201);
        EXPECT_EQ((*again)->body, "{\"key\":\"shown once\"}");
    }
}

TEST_P(IdempotencyTest, an_empty_answer_is_one_too) {
    ASSERT_TRUE(is_first(begin()));
    end("");
    EXPECT_EQ(begin().value().value().body, "");
}

TEST_P(IdempotencyTest, the_cookie_of_a_sign_in_comes_back_with_its_answer) {
    ASSERT_TRUE(is_first(begin()));
    run(idempotency.end("user:1", "key",
                        {.status = 200, .body = "two\nlines", .cookie = "a=b; HttpOnly"}));
    const auto again = begin().value().value();
    EXPECT_EQ(again.body, "two\nlines");
    EXPECT_EQ(again.cookie, "a=b; HttpOnly");
    ASSERT_TRUE(is_first(begin("request", "plain")));
    end("two\nlines", "plain");
    EXPECT_EQ(begin("request", "plain").value().value().body, "two\nlines");
    EXPECT_EQ(begin("request", "plain").value().value().cookie, "");
}

TEST_P(IdempotencyTest, another_request_under_the_key_is_refused) {
    ASSERT_TRUE(is_first(begin()));
    end();
    const auto other = begin("another request");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::idempotency_conflict);
    EXPECT_FALSE(other.error().retryable);
}

TEST_P(IdempotencyTest, a_request_that_is_under_way_is_not_done_twice) {
    ASSERT_TRUE(is_first(begin()));
    const auto busy = begin();
    ASSERT_FALSE(busy);
    EXPECT_EQ(busy.error().code, ErrorCode::conflict);
    EXPECT_TRUE(busy.error().retryable);
    end();
    EXPECT_TRUE(begin());
}

TEST_P(IdempotencyTest, of_many_at_once_one_is_the_first) {
    std::vector<std::future<Result<std::optional<StoredAnswer>>>> all;
    for (std::size_t i = 0; i < 16; ++i) {
        all.push_back(start(idempotency.begin("user:1", "key", "request"), i % 2));
    }
    EXPECT_EQ(std::ranges::count_if(all, [](auto& one) { return is_first(one.get()); }), 1);
}

TEST_P(IdempotencyTest, keys_belong_to_who_uses_them) {
    ASSERT_TRUE(is_first(begin("request", "key", "user:1")));
    end();
    EXPECT_TRUE(is_first(begin("request", "key", "user:2")));
    EXPECT_TRUE(is_first(begin("request", "other", "user:1")));
}

TEST_P(IdempotencyTest, a_request_that_failed_may_be_tried_again) {
    ASSERT_TRUE(is_first(begin()));
    run(idempotency.forget("user:1", "key"));
    EXPECT_TRUE(is_first(begin("another request")));
}

TEST_P(IdempotencyTest, an_answer_is_remembered_for_a_day) {
    ASSERT_TRUE(is_first(begin()));
    end();
    clock.advance(24h);
    EXPECT_FALSE(is_first(begin()));
    clock.advance(1us);
    EXPECT_TRUE(is_first(begin("another request")));
}

TEST_P(IdempotencyTest, a_request_that_never_ended_blocks_its_key_for_two_minutes) {
    ASSERT_TRUE(is_first(begin()));
    clock.advance(2min);
    EXPECT_FALSE(begin());
    clock.advance(1us);
    EXPECT_TRUE(is_first(begin()));
}

TEST_P(IdempotencyTest, the_answer_is_sealed_in_the_table) {
    ASSERT_TRUE(is_first(begin()));
    end("rk_this-is-shown-once");
    const auto sealed = query("SELECT body FROM idempotency_keys").get<db::Bytes>(0, "body");
    EXPECT_EQ(crypto::Keyring::key_id(sealed), "k");
    const std::string_view text(reinterpret_cast<const char*>(sealed.data()), sealed.size());
    EXPECT_FALSE(text.contains("rk_this"));
}

TEST_P(IdempotencyTest, an_answer_that_was_moved_to_another_key_does_not_open) {
    ASSERT_TRUE(is_first(begin("request", "key")));
    end("for one", "key");
    ASSERT_TRUE(is_first(begin("request", "other")));
    end("for the other", "other");
    execute("UPDATE idempotency_keys SET body ="
            " (SELECT k.body FROM idempotency_keys k WHERE k.key = 'other') WHERE key = 'key'");
    const auto moved = begin("request", "key");
    ASSERT_FALSE(moved);
    EXPECT_EQ(moved.error().code, ErrorCode::conflict) << "and it is not done twice";
    EXPECT_FALSE(moved.error().retryable);
}

TEST_P(IdempotencyTest, cleaning_drops_what_is_older_than_a_day) {
    ASSERT_TRUE(is_first(begin("request", "old")));
    clock.advance(12h);
    ASSERT_TRUE(is_first(begin("request", "new")));
    clock.advance(12h + 1us);
    run(idempotency.clean());
    EXPECT_EQ(count("idempotency_keys"), 1);
}

ROSTRUM_ON_ALL_ENGINES(IdempotencyTest);

}  // namespace
}  // namespace rostrum::accounts
