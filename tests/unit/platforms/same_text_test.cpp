#include "platforms/same_text.hpp"

#include <gtest/gtest.h>

namespace rostrum::platforms {
namespace {

TEST(SameText, leaves_out_what_platforms_change) {
    EXPECT_TRUE(is_same_text("a\r\nb", "a\nb"));
    EXPECT_TRUE(is_same_text("a\rb", "a\nb"));
    EXPECT_TRUE(is_same_text("a\r\r\nb", "a\n\nb"));
    EXPECT_TRUE(is_same_text(" a\r\n", "a"));
    EXPECT_TRUE(is_same_text("\r\n", ""));
    EXPECT_FALSE(is_same_text("a b", "a  b"));
    EXPECT_FALSE(is_same_text("a\n\nb", "a\nb"));
}

}  // namespace
}  // namespace rostrum::platforms
