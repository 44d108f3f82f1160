#include "http/multipart.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace rostrum::http {
namespace {

using Kind = MultipartParser::EventKind;

/// What a form came to: "name(file):content|" for each part, and "." at its end.
Result<std::string> read(std::string_view body, std::size_t piece,
                         std::string_view boundary = "b") {
    MultipartParser parser(boundary);
    std::string out;
    for (std::size_t at = 0; at < body.size(); at += piece) {
        parser.feed(body.substr(at, piece));
        for (;;) {
            auto event = parser.next();
            if (!event) return std::unexpected(std::move(event.error()));
            if (!*event) break;
            switch ((*event)->kind) {
                case Kind::part:
                    out +=
                        (*event)->part.name + "(" + (*event)->part.file_name.value_or("-") + "):";
                    break;
                case Kind::data: out += (*event)->data; break;
                case Kind::part_end: out += "|"; break;
                case Kind::end: out += "."; break;
            }
        }
    }
    return out;
}

std::string part(std::string_view disposition, std::string_view content) {
    return "--b\r\nContent-Disposition: form-data; " + std::string(disposition) + "\r\n\r\n" +
           std::string(content) + "\r\n";
}

TEST(Multipart, takes_a_form_apart_wherever_it_is_cut) {
    struct Row {
        std::string reason;
        std::string body;
        std::string expected;
    };
    const std::vector<Row> rows{
        {"two parts",
         part("name=\"a\"", "one") + part("name=\"file\"; filename=\"x.png\"", "two") + "--b--\r\n",
         "a(-):one|file(x.png):two|."},
        {"something in front, blanks behind the boundary, something behind",
         "hello\r\n--b  \r\ncontent-disposition: form-data; name=a\r\n\r\nx\r\n--b--more",
         "a(-):x|."},
        {"line breaks and dashes in the content", part("name=a", "\r\n--\r\n--bb\r\n-") + "--b--",
         "a(-):\r\n--\r\n--bb\r\n-|."},
        {"an empty part", part("name=a", "") + "--b--", "a(-):|."},
        {"an empty part without its line break",
         "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--", "a(-):|."},
        {"no part at all", "--b--\r\n", "."},
        {"other fields of a part",
         "--b\r\nContent-Type: image/png\r\nContent-Disposition: form-data; name=\"f\"; "
         "filename*=UTF-8''%C3%A4.png; filename=\"a.png\"\r\n\r\nx\r\n--b--",
         "f(\xc3\xa4.png):x|."},
        {"a file without a name", part("name=f; filename=\"\"", "x") + "--b--", "f():x|."},
        {"a path as a name", part("name=f; filename=\"C:\\dir\\a.png\"", "x") + "--b--",
         "f(a.png):x|."},
        {"quotes in a name", part("name=\"f\\\"g\"", "x") + "--b--", "f\"g(-):x|."},
    };
    for (const auto& row : rows) {
        for (std::size_t piece = 1; piece <= row.body.size(); ++piece) {
            const auto read_back = read(row.body, piece);
            ASSERT_TRUE(read_back) << row.reason << " " << read_back.error().message;
            ASSERT_EQ(*read_back, row.expected) << row.reason << " in pieces of " << piece;
        }
    }
}

TEST(Multipart, refuses_what_is_no_form) {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"no boundary anywhere", std::string(20'000, 'x')},
        {"a part without a disposition", "--b\r\nContent-Type: a/b\r\n\r\nx\r\n--b--"},
        {"a part without a header", "--b\r\n\r\nx\r\n--b--"},
        {"a part without a name", part("filename=x", "x")},
        {"another disposition", "--b\r\nContent-Disposition: attachment; name=a\r\n\r\nx"},
        {"a header that is too large", "--b\r\nX: " + std::string(9000, 'x')},
        {"a name that is no UTF-8", part("name=\"\xff\"", "x")},
    };
    for (const auto& [reason, body] : rows) {
        EXPECT_FALSE(read(body, 1000)) << reason;
    }
    std::string many;
    for (int i = 0; i < 21; ++i) many += part("name=a", "x");
    EXPECT_FALSE(read(many + "--b--", 1000)) << "too many parts";
    EXPECT_EQ(*read(part("name=a", "x") + "--", 1000), "a(-):x") << "an end that does not come";
}

TEST(Multipart, holds_no_more_than_a_piece) {
    MultipartParser parser("b");
    parser.feed(part("name=a", "").substr(0, 60));
    const std::string piece(100'000, 'x');
    for (int i = 0; i < 50; ++i) {
        parser.feed(piece);
        std::size_t told = 0;
        while (const auto event = parser.next().value()) told += event->data.size();
        EXPECT_GT(told, 99'000U);
    }
}

TEST(Multipart, finds_the_boundary_in_the_content_type) {
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=abc")->value(), "abc");
    EXPECT_EQ(boundary_of("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"")->value(), "a b");
    EXPECT_FALSE(boundary_of("image/png")->has_value());
    EXPECT_FALSE(boundary_of("")->has_value());
    for (const auto* type :
         {"multipart/form-data",
          "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a",
          "multipart/form-data; boundary=a\"b", "multipart/form-data; boundary=\"end \""}) {
        EXPECT_FALSE(boundary_of(type)) << type;
    }
    EXPECT_FALSE(boundary_of("multipart/form-data; boundary=" + std::string(71, 'x')));
}

}  // namespace
}  // namespace rostrum::http
