#include "publishing/reseal.hpp"

#include "conformance/publishing/fixture.hpp"

namespace rostrum::publishing {
namespace {

using testing::Point;

class ResealTest : public PublishingTest {};

TEST_P(ResealTest, what_is_half_done_goes_on_with_a_new_key) {
    publisher.at = [](Point point, std::size_t place) {
        if (point == Point::send && place == 1) throw Killed();
    };
    const auto post = create(now());
    perform(claim().at(0));
    ASSERT_EQ(count("post_targets WHERE state IS NOT NULL"), 1);
    EXPECT_EQ(run(reseal_states(*database, vault)), 0) << "the active key sealed it";

    const auto both = crypto::Keyring::parse(new_key + "," + old_key).value();
    const connections::Vault rotating{both, random};
    EXPECT_EQ(run(reseal_states(*database, rotating)), 1);
    EXPECT_EQ(run(reseal_states(*database, rotating)), 0);

    EXPECT_EQ(run(refresher_with(rotating).reseal_all()), 1);
    const auto only_new = crypto::Keyring::parse(new_key).value();
    const connections::Vault rotated{only_new, random};
    WorkStore later{*database, posts, targets, attempts, rotated, outbox, clock};
    connections::Refresher refreshing = refresher_with(rotated);
    Engine after{{later, store, refreshing, registry, media, clock, random, metrics,
                  [this](std::chrono::nanoseconds time) { return sleep(time); }}};
    publisher.at = [](Point, std::size_t) {};
    clock.advance(std::chrono::minutes{10});
    for (const auto& job : claim()) settle(job, run(after.run(job)));
    EXPECT_EQ(target_of(post.id).status, TargetStatus::published);
    EXPECT_EQ(publisher.effects[0], 1) << "it went on where it was";
}

TEST_P(ResealTest, what_no_key_opens_is_left) {
    const auto post = create(now());
    publisher.at = [](Point point, std::size_t place) {
        if (point == Point::send && place == 1) throw Killed();
    };
    perform(claim().at(0));
    const auto other =
        crypto::Keyring::parse("x:" + std::string(64, 'c') + ",y:" + std::string(64, 'd')).value();
    EXPECT_EQ(run(reseal_states(*database, connections::Vault{other, random})), 0);
    EXPECT_EQ(count("post_targets WHERE state IS NOT NULL"), 1);
}

ROSTRUM_ON_ALL_ENGINES(ResealTest);

}  // namespace
}  // namespace rostrum::publishing
