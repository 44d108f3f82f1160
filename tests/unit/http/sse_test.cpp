#include "http/server/sse.hpp"

#include <gtest/gtest.h>

namespace rostrum::http {
namespace {

TEST(ServerSentEvents, have_the_form_of_the_wire) {
    struct Row {
        std::string reason;
        std::string id;
        std::string type;
        std::string data;
        std::string wire;
    };
    const std::vector<Row> rows{
        {"all fields", "7", "post", "{}", "id: 7\nevent: post\ndata: {}\n\n"},
        {"data alone", "", "", "hello", "data: hello\n\n"},
        {"no data", "7", "ping", "", "id: 7\nevent: ping\ndata: \n\n"},
        {"lines", "", "", "a\nb", "data: a\ndata: b\n\n"},
        {"lines of all kinds", "", "", "a\r\nb\rc\nd", "data: a\ndata: b\ndata: c\ndata: d\n\n"},
        {"an empty line between", "", "", "a\n\nb", "data: a\ndata: \ndata: b\n\n"},
        {"data that looks like a field", "", "", "a\nid: 1", "data: a\ndata: id: 1\n\n"},
        {"an id that would start a field", "1\nevent: x", "post", "a", "event: post\ndata: a\n\n"},
        {"a type that would end the event", "1", "a\r\r", "b", "id: 1\ndata: b\n\n"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(sse_event(row.id, row.type, row.data), row.wire) << row.reason;
    }
}

TEST(ServerSentEvents, are_neither_cached_nor_held_back) {
    const auto response = sse_response([](BodyWriter&) -> Task<> { co_return; });
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.get("Content-Type"), "text/event-stream");
    EXPECT_EQ(response.headers.get("Cache-Control"), "no-store");
    EXPECT_TRUE(response.stream);
}

}  // namespace
}  // namespace rostrum::http
