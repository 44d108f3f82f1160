#include "media/file_type.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rostrum::media {
namespace {

using namespace std::string_literals;

std::string box(std::string_view type, std::string_view rest) {
    return "\0\0\0\x20"s + std::string(type) + std::string(rest);
}

TEST(FileTypes, are_told_by_their_first_bytes) {
    const std::vector<std::pair<std::string, Format>> rows{
        {"\xff\xd8\xff\xe0"s, Format::jpeg},
        {"\x89PNG\r\n\x1a\n"s, Format::png},
        {"GIF87a", Format::gif},
        {"GIF89a", Format::gif},
        {"RIFF\1\2\3\4WEBPVP8 "s, Format::webp},
        {box("ftyp", "isom"), Format::mp4},
        {box("ftyp", "mp42"), Format::mp4},
        {box("ftyp", "M4V "), Format::mp4},
        {box("ftyp", "qt  "), Format::mov},
        {box("moov", "\0\0\0\0"s), Format::mov},
        {box("wide", "\0\0\0\0"s), Format::mov},
        {"\x1a\x45\xdf\xa3\x01\x42\x82\x84webm"s, Format::webm},
        {"\x1a\x45\xdf\xa3\x01\x42\x82\x88matroska"s, Format::mkv},
        {"%PDF-1.7\n", Format::pdf},
        {"PK\3\4"s, Format::zip_office},
        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"s, Format::ole_office},
    };
    for (const auto& [head, format] : rows) {
        const auto told = sniff(head);
        ASSERT_TRUE(told) << head;
        EXPECT_EQ(*told, format) << type_of(*told).mime;
    }
}

TEST(FileTypes, that_are_not_taken_are_refused_in_words) {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"", "accepted"},
        {"<!doctype html><html>", "accepted"},
        {"<svg xmlns=\"http://www.w3.org/2000/svg\">", "accepted"},
        {"\x7f"s + "ELF\2\1\1", "accepted"},
        {"#!/bin/sh\n", "accepted"},
        {"BM\1\2\3\4", "accepted"},
        {"II*\0\x10\0\0\0CR"s, "accepted"},
        {"RIFF\1\2\3\4WAVEfmt "s, "accepted"},
        {"ID3\3\0\0"s, "accepted"},
        {box("ftyp", "heic"), "HEIC"},
        {box("ftyp", "mif1"), "HEIC"},
        {box("ftyp", "avif"), "AVIF"},
        {box("ftyp", "M4A "), "accepted"},
        {"\x1a\x45\xdf\xa3\x01\x42\x82\x84other"s, "accepted"},
        {std::string(4096, '\0'), "accepted"},
    };
    for (const auto& [head, words] : rows) {
        const auto told = sniff(head);
        ASSERT_FALSE(told) << head;
        EXPECT_EQ(told.error().code, ErrorCode::unsupported_media_type);
        EXPECT_TRUE(told.error().user_message.contains(words)) << told.error().user_message;
    }
}

TEST(FileTypes, that_are_announced_may_be_hopeless) {
    for (const auto* mime :
         {"", "application/octet-stream", "image/png", "image/jpg", "video/mp4; codecs=x"}) {
        EXPECT_FALSE(is_hopeless(mime)) << mime;
    }
    for (const auto* mime : {"text/html", "image/svg+xml", "audio/mpeg", "image/heic"}) {
        EXPECT_TRUE(is_hopeless(mime)) << mime;
    }
}

}  // namespace
}  // namespace rostrum::media
