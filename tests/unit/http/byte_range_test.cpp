#include "http/server/byte_range.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace rostrum::http {
namespace {

using Kind = RangeChoice::Kind;

TEST(ByteRanges, are_read_as_rfc_9110_has_them) {
    struct Row {
        std::string field;
        RangeChoice expected;
    };
    const RangeChoice whole{};
    const RangeChoice none{.kind = Kind::unsatisfiable};
    const auto part = [](std::uint64_t first, std::uint64_t length) {
        return RangeChoice{Kind::part, {first, length}};
    };
    const std::vector<Row> rows{
        {"", whole},
        {"bytes=0-0", part(0, 1)},
        {"bytes=0-", part(0, 100)},
        {"bytes=99-", part(99, 1)},
        {"bytes=10-19", part(10, 10)},
        {"Bytes = 10-19", part(10, 10)},
        {"bytes=90-200", part(90, 10)},
        {"bytes=-10", part(90, 10)},
        {"bytes=-100", part(0, 100)},
        {"bytes=-1000", part(0, 100)},
        {"bytes=0-99999999999999999999999", part(0, 100)},
        {"bytes=100-", none},
        {"bytes=100-200", none},
        {"bytes=99999999999999999999999-", none},
        {"bytes=-0", none},
        {"bytes=1-0", whole},
        {"bytes=0-1,3-4", whole},
        {"bytes=-", whole},
        {"bytes=", whole},
        {"bytes=a-b", whole},
        {"bytes=+1-2", whole},
        {"bytes=1 -2", whole},
        {"items=0-1", whole},
        {"0-1", whole},
    };
    for (const auto& row : rows) EXPECT_EQ(choose_range(row.field, 100), row.expected) << row.field;
    EXPECT_EQ(choose_range("bytes=0-", 0), none);
}

class ContentResponse : public ::testing::Test {
protected:
    Response answer(Headers headers) {
        Request request;
        request.headers = std::move(headers);
        const Content content{"image/png", "\"tag\"", "no-cache", "inline", 100};
        return content_response(request, content, [this](ByteRange range) -> BodyStream {
            opened = range;
            return {};
        });
    }

    std::optional<ByteRange> opened;
};

TEST_F(ContentResponse, is_whole_in_part_unchanged_or_refused) {
    EXPECT_EQ(answer({}).status, 200);
    EXPECT_EQ(*opened, (ByteRange{0, 100}));
    const auto part = answer({{"Range", "bytes=5-9"}});
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.headers.get("Content-Range"), "bytes 5-9/100");
    EXPECT_EQ(part.stream_length, 5U);
    opened.reset();
    EXPECT_EQ(answer({{"If-None-Match", "\"tag\""}, {"Range", "bytes=5-9"}}).status, 304);
    EXPECT_EQ(answer({{"Range", "bytes=100-"}}).status, 416);
    EXPECT_FALSE(opened);
    EXPECT_EQ(answer({{"Range", "bytes=5-9"}, {"If-Range", "\"tag\""}}).status, 206);
    EXPECT_EQ(answer({{"Range", "bytes=5-9"}, {"If-Range", "W/\"tag\""}}).status, 200);
    EXPECT_EQ(answer({{"Range", "bytes=5-9"}, {"If-Range", "\"old\""}}).status, 200);
}

}  // namespace
}  // namespace rostrum::http
