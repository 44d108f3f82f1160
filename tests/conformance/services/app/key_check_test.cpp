#include "app/key_check.hpp"

#include "conformance/services/fixture.hpp"

namespace rostrum::app {
namespace {

const std::string first(64, '1');
const std::string second(64, '2');

class KeyCheckTest : public ServiceTest {
protected:
    Result<> verify(const std::string& keys) {
        const auto keyring = crypto::Keyring::parse(keys).value();
        return run(KeyCheck(*database, keyring, seeded).verify());
    }
    std::int64_t reseal(const std::string& keys) {
        const auto keyring = crypto::Keyring::parse(keys).value();
        return run(KeyCheck(*database, keyring, seeded).reseal());
    }
};

TEST_P(KeyCheckTest, a_new_database_takes_any_key_and_then_only_that) {
    EXPECT_TRUE(verify("a:" + first));
    EXPECT_TRUE(verify("a:" + first));
    const auto refused = verify("b:" + second);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::validation_failed);
    EXPECT_TRUE(refused.error().message.contains("'a'")) << refused.error().message;
    EXPECT_FALSE(refused.error().message.contains(first));
    EXPECT_FALSE(verify("a:" + second)) << "the same name, another key";
    EXPECT_TRUE(verify("a:" + first)) << "a refused start changes nothing";
}

TEST_P(KeyCheckTest, the_old_key_can_go_after_the_rotation_and_not_before) {
    ASSERT_TRUE(verify("a:" + first));
    const auto both = "b:" + second + ",a:" + first;
    EXPECT_TRUE(verify(both));
    EXPECT_FALSE(verify("b:" + second));
    EXPECT_EQ(reseal(both), 1);
    EXPECT_EQ(reseal(both), 0);
    EXPECT_TRUE(verify("b:" + second));
    EXPECT_FALSE(verify("a:" + first));
}

ROSTRUM_ON_ALL_ENGINES(KeyCheckTest);

}  // namespace
}  // namespace rostrum::app
