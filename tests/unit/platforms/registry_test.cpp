#include "platforms/registry.hpp"

#include "unit/platforms/scripted_client.hpp"

namespace rostrum::platforms {
namespace {

class RegistryTest : public PlatformTest {};

TEST_F(RegistryTest, every_builtin_platform_can_be_made) {
    Registry registry;
    for (const auto* descriptor : Registry::builtin()) {
        registry.add(create_platform(descriptor->id, {}, parts()));
        auto* platform = registry.find(descriptor->id);
        ASSERT_NE(platform, nullptr) << descriptor->id;
        EXPECT_EQ(&platform->descriptor(), descriptor);
        EXPECT_EQ(platform->reader() != nullptr, descriptor->capabilities.read);
    }
    EXPECT_EQ(registry.all().size(), Registry::builtin().size());
}

TEST_F(RegistryTest, a_platform_that_is_not_set_up_is_not_found) {
    const Registry registry;
    EXPECT_EQ(registry.find("instagram"), nullptr);
    EXPECT_EQ(registry.find(""), nullptr);
}

TEST_F(RegistryTest, descriptors_are_complete_and_make_sense) {
    for (const auto* descriptor : Registry::builtin()) {
        EXPECT_FALSE(descriptor->id.empty());
        EXPECT_FALSE(descriptor->name.empty());
        EXPECT_FALSE(descriptor->settings.client_id.empty());
        EXPECT_FALSE(descriptor->settings.client_secret.empty());
        EXPECT_FALSE(descriptor->scopes.empty());
        for (const auto& scope : descriptor->scopes) EXPECT_FALSE(scope.purpose.empty());
        // Where a token is refreshed with itself, there have to be tries left when people are told.
        const auto& refresh = descriptor->refresh;
        if (refresh.needs_unexpired_token && refresh.when_left.count() > 0) {
            EXPECT_GT(refresh.when_left, refresh.alarm_left);
        }
        EXPECT_GT(descriptor->posts_per_sync, 0U);
    }
}

}  // namespace
}  // namespace rostrum::platforms
