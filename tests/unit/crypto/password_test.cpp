#include "crypto/password.hpp"

#include "support/run.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace rostrum::crypto {
namespace {

using namespace asio::experimental::awaitable_operators;
using testing::TestLoops;

constexpr PasswordOptions cheap{.memory_kib = 64, .iterations = 1};

class PasswordTest : public ::testing::Test {
protected:
    SystemRandom random;
    TestLoops loops;
    std::unique_ptr<PasswordHasher> hasher = create_password_hasher(random, cheap);

    std::string hash(std::string password) {
        return loops.run(hasher->hash(Secret(std::move(password)))).value();
    }
    Result<bool> verify(std::string password, std::string encoded) {
        return loops.run(hasher->verify(Secret(std::move(password)), std::move(encoded)));
    }
};

TEST_F(PasswordTest, verifies_the_password_and_no_other) {
    const auto encoded = hash("correct horse");
    EXPECT_EQ(verify("correct horse", encoded), true);
    EXPECT_EQ(verify("correct horsf", encoded), false);
    EXPECT_EQ(verify("", encoded), false);
}

TEST_F(PasswordTest, every_hash_has_its_own_salt) {
    EXPECT_NE(hash("correct horse"), hash("correct horse"));
}

TEST_F(PasswordTest, the_encoding_names_algorithm_and_costs) {
    EXPECT_TRUE(hash("x").starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
}

TEST_F(PasswordTest, the_defaults_are_those_of_owasp) {
    const auto defaults = create_password_hasher(random);
    EXPECT_TRUE(defaults->dummy().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST_F(PasswordTest, verifies_hashes_made_with_other_costs) {
    const auto stronger =
        create_password_hasher(random, PasswordOptions{.memory_kib = 128, .iterations = 2});
    const auto encoded = loops.run(stronger->hash(Secret("correct horse"))).value();
    EXPECT_EQ(verify("correct horse", encoded), true);
}

TEST_F(PasswordTest, no_password_matches_the_dummy) {
    EXPECT_TRUE(hasher->dummy().starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
    EXPECT_EQ(verify("", hasher->dummy()), false);
    EXPECT_EQ(verify("password", hasher->dummy()), false);
}

TEST_F(PasswordTest, a_stored_hash_that_is_none_is_an_error) {
    for (const std::string encoded : {"", "plain", "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA",
                                      "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ"}) {
        const auto verified = verify("password", encoded);
        ASSERT_FALSE(verified) << encoded;
        EXPECT_EQ(verified.error().code, ErrorCode::processing_failed);
    }
}

TEST_F(PasswordTest, passwords_over_the_limit_are_refused) {
    const std::string longest(password_bytes_max, 'x');
    const auto encoded = hash(longest);
    EXPECT_EQ(verify(longest, encoded), true);
    EXPECT_EQ(verify(longest + "x", encoded), false);
    const auto refused = loops.run(hasher->hash(Secret(longest + "x")));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::validation_failed);
}

/// Makes no salt while it is closed, so that a test decides when a hash ends.
class GatedRandom final : public Random {
public:
    void fill(std::span<std::byte> out) override {
        closed_.wait(true);
        random_.fill(out);
    }
    void close() { closed_ = true; }
    void open() {
        closed_ = false;
        closed_.notify_all();
    }

private:
    std::atomic<bool> closed_{false};
    SystemRandom random_;
};

Task<Result<std::string>> hash_and_open(PasswordHasher& hasher, GatedRandom& gate) {
    auto hashed = co_await hasher.hash(Secret("beyond the limit"));
    gate.open();
    co_return hashed;
}

TEST_F(PasswordTest, a_full_queue_refuses_and_recovers) {
    PasswordOptions options = cheap;
    options.threads = 1;
    options.queue_max = 1;
    GatedRandom gate;
    const auto narrow = create_password_hasher(gate, options);
    gate.close();
    auto [runs, waits, refused] =
        loops.run(narrow->hash(Secret("runs")) && narrow->hash(Secret("waits")) &&
                  hash_and_open(*narrow, gate));
    EXPECT_TRUE(runs);
    EXPECT_TRUE(waits);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::rate_limit_exceeded);
    EXPECT_TRUE(refused.error().retryable);
    EXPECT_TRUE(loops.run(narrow->hash(Secret("later"))));
}

TEST_F(PasswordTest, the_coroutine_goes_on_where_it_was) {
    const auto same_thread = loops.run([](PasswordHasher& slow) -> Task<bool> {
        const auto before = std::this_thread::get_id();
        co_await slow.hash(Secret("x"));
        co_return std::this_thread::get_id() == before;
    }(*hasher));
    EXPECT_TRUE(same_thread);
}

}  // namespace
}  // namespace rostrum::crypto
