#include "core/secret.hpp"

#include "core/json.hpp"
#include "core/log.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <concepts>
#include <ostream>
#include <string>
#include <type_traits>

namespace rostrum {
namespace {

template <typename T>
concept Logged = requires(const T& value) { log::Field("name", value); };
template <typename T>
concept WrittenAsJson = requires(JsonWriter& out, const T& value) { out.value(value); };
template <typename T>
concept Streamed = requires(std::ostream& out, const T& value) { out << value; };
template <typename T>
concept Compared = requires(const T& a, const T& b) { a == b; };

// The concepts see what they are for...
static_assert(Logged<std::string> && WrittenAsJson<std::string> && Streamed<std::string>);
static_assert(Compared<std::string> && fmt::is_formattable<std::string>::value);
// ...and a secret fits none of them.
static_assert(!Logged<Secret>, "a secret is no field of a log line");
static_assert(!WrittenAsJson<Secret>, "a secret is no JSON value");
static_assert(!DescribedStruct<Secret> && !detail::JsonScalar<Secret>);
static_assert(!Streamed<Secret>);
static_assert(!fmt::is_formattable<Secret>::value);
static_assert(!Compared<Secret>, "comparing is for crypto::equal_in_constant_time");
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>, "who makes a secret says so");

TEST(SecretTest, reveals_its_text_by_name_only) {
    const Secret secret("a token");
    EXPECT_EQ(secret.reveal(), "a token");
    EXPECT_FALSE(secret.empty());
    EXPECT_TRUE(Secret().empty());
}

TEST(SecretTest, is_copied_whole) {
    Secret original("a token");
    Secret copy = original;
    EXPECT_EQ(copy.reveal(), "a token");
    EXPECT_EQ(original.reveal(), "a token");
    Secret other("something else");
    other = original;
    EXPECT_EQ(other.reveal(), "a token");
    auto& itself = other;
    other = itself;
    EXPECT_EQ(other.reveal(), "a token");
}

TEST(SecretTest, leaves_nothing_behind_when_it_is_moved) {
    for (const std::string& text : {std::string("short"), std::string(100, 'x')}) {
        Secret from{std::string(text)};
        Secret to(std::move(from));
        EXPECT_EQ(to.reveal(), text);
        EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): that is the point
        Secret assigned("older");
        assigned = std::move(to);
        EXPECT_EQ(assigned.reveal(), text);
        EXPECT_TRUE(to.empty());  // NOLINT(bugprone-use-after-move)
    }
}

TEST(SecretTest, wipes_its_memory_when_it_goes) {
    alignas(Secret) std::byte place[sizeof(Secret)];
    // Short enough to lie inside the object itself, where it can be looked at afterwards.
    auto* secret = new (place) Secret("tell nobody");
    secret->~Secret();
    const std::string_view bytes(reinterpret_cast<const char*>(place), sizeof place);
    EXPECT_EQ(bytes.find("nobody"), std::string_view::npos);
}

}  // namespace
}  // namespace rostrum
