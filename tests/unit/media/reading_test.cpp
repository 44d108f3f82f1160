// What images, documents and ffprobe's answers tell.

#include "media/document.hpp"
#include "media/image.hpp"
#include "media/video.hpp"

#include <boost/crc.hpp>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rostrum::media {
namespace {

using namespace std::string_literals;

std::string be(std::uint64_t value, int width) {
    std::string out;
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
        out += static_cast<char>(value >> shift & 0xff);
    }
    return out;
}

std::string png_chunk(std::string_view type, std::string_view data) {
    const auto body = std::string(type) + std::string(data);
    boost::crc_32_type checksum;
    checksum.process_bytes(body.data(), body.size());
    return be(data.size(), 4) + body + be(checksum.checksum(), 4);
}

std::string png(std::uint64_t width, std::uint64_t height) {
    return "\x89PNG\r\n\x1a\n"s +
           png_chunk("IHDR", be(width, 4) + be(height, 4) + "\x08\2\0\0\0"s) +
           png_chunk("IDAT", "pixels") + png_chunk("IEND", "");
}

std::string jpeg_segment(char marker, std::string_view data) {
    return "\xff"s + marker + be(data.size() + 2, 2) + std::string(data);
}

std::string exif(int orientation) {
    return "Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1"s +
           be(static_cast<unsigned>(orientation), 2) + "\0\0\0\0\0\0"s;
}

std::string jpeg(int orientation) {
    return "\xff\xd8"s + jpeg_segment('\xe1', exif(orientation)) + "\xff"s +
           jpeg_segment('\xc0', "\x08"s + be(30, 2) + be(40, 2) + "\3"s) +
           "\xff\xda\0\2data\xff\xd9"s;
}

TEST(Images, tell_their_size) {
    const auto read = read_image(Format::png, png(640, 480));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->width, 640);
    EXPECT_EQ(read->height, 480);
    EXPECT_FALSE(read->duration_ms);
    for (const int orientation : {1, 3, 5, 6, 8}) {
        const auto turned = read_image(Format::jpeg, jpeg(orientation));
        ASSERT_TRUE(turned) << orientation;
        EXPECT_EQ(turned->width, orientation < 5 ? 40 : 30) << orientation;
    }
}

TEST(Images, that_are_cut_anywhere_are_damaged) {
    const std::vector<std::pair<Format, std::string>> whole{
        {Format::png, png(1, 1)},
        {Format::jpeg, jpeg(6)},
        {Format::gif, "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\1\1\0;"s},
        {Format::webp, "RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\7\0\0\7\0\0"s},
    };
    for (const auto& [format, bytes] : whole) {
        EXPECT_TRUE(read_image(format, bytes)) << type_of(format).mime;
        for (std::size_t size = 0; size + 2 < bytes.size(); ++size) {
            EXPECT_FALSE(read_image(format, std::string_view(bytes).substr(0, size)))
                << type_of(format).mime << " " << size;
        }
    }
    EXPECT_FALSE(read_image(Format::png, png(0, 1)));
    EXPECT_FALSE(read_image(Format::png, png(1'000'000, 1)));
}

TEST(Images, that_are_not_as_they_were_written_are_damaged) {
    const auto whole = png(60, 60);
    ASSERT_TRUE(read_image(Format::png, whole));
    constexpr std::size_t header_begins = 8;
    constexpr std::size_t header_ends = 33;
    for (auto at = header_begins; at < header_ends; ++at) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x20);
        EXPECT_FALSE(read_image(Format::png, changed)) << "the byte at " << at;
    }
    const auto empty = "\x89PNG\r\n\x1a\n"s +
                       png_chunk("IHDR", be(60, 4) + be(60, 4) + "\x08\2\0\0\0"s) +
                       png_chunk("IEND", "");
    EXPECT_FALSE(read_image(Format::png, empty)) << "there is no picture";
}

TEST(Pdf, tells_its_pages_where_they_can_be_read) {
    const std::string head = "%PDF-1.4\n";
    const auto pages = [&](std::string_view body) {
        return read_pdf(head + std::string(body) + "\n%%EOF").value().pages;
    };
    EXPECT_EQ(pages("1 0 obj<</Type/Pages/Count 12/Kids[]>>endobj"), 12);
    EXPECT_EQ(pages("<< /Count 3 /Type /Pages >>endobj <</Type/Pages/Parent 1 0 R/Count 9>>endobj"),
              3);
    EXPECT_EQ(pages("<</Type/Pages/Count 3>>endobj later <</Type/Pages/Count 4>>endobj"), 4);
    EXPECT_FALSE(pages("<</Type/Page>>endobj"));
    EXPECT_FALSE(pages("<</Type/Pages/Count -1>>endobj"));
    EXPECT_FALSE(read_pdf(head + "<</Type/Pages/Count 1>>"));
}

TEST(OfficeFiles, that_are_no_documents_are_refused) {
    const auto wide = [](std::string_view text) {
        std::string out;
        for (const char c : text) out += {c, '\0'};
        return out;
    };
    EXPECT_EQ(office_format(Format::ole_office, "xx" + wide("WordDocument")).value(), Format::doc);
    EXPECT_EQ(office_format(Format::ole_office, wide("PowerPoint Document")).value(), Format::ppt);
    EXPECT_FALSE(office_format(Format::ole_office, wide("Workbook")));
    EXPECT_FALSE(office_format(Format::zip_office, "PK\3\4"s));
    EXPECT_FALSE(office_format(Format::zip_office, ""));
}

TEST(Ffprobe, is_understood) {
    const auto facts = read_ffprobe(R"({"streams":[
        {"codec_type":"video","codec_name":"mjpeg","width":9,"height":9,"disposition":{"attached_pic":1}},
        {"codec_type":"video","codec_name":"h264","width":1920,"height":1080,"pix_fmt":"yuv420p",
         "avg_frame_rate":"30000/1001","r_frame_rate":"30/1","duration":"1.5",
         "side_data_list":[{"rotation":-90}]},
        {"codec_type":"audio","codec_name":"aac"}],
        "format":{"duration":"2.0005","bit_rate":"128000"}})");
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->width, 1080);
    EXPECT_EQ(facts->height, 1920);
    EXPECT_EQ(facts->duration_ms, 2001);
    EXPECT_EQ(facts->frame_rate, 29.97);
    EXPECT_EQ(facts->bitrate, 128'000);
    EXPECT_EQ(facts->video_codec, "h264");
    EXPECT_EQ(facts->audio_codec, "aac");
    EXPECT_EQ(facts->has_audio, true);
    const auto bare = read_ffprobe(
        R"({"streams":[{"codec_type":"video","codec_name":"vp9","width":1,"height":2,
            "avg_frame_rate":"0/0","r_frame_rate":"1000/1","tags":{"rotate":"180"}}],
            "format":{"duration":"N/A"}})");
    ASSERT_TRUE(bare);
    EXPECT_EQ(bare->width, 1);
    EXPECT_EQ(bare->frame_rate, 1000);
    EXPECT_EQ(bare->has_audio, false);
    EXPECT_FALSE(bare->duration_ms);
}

TEST(Ffprobe, that_finds_no_picture_tells_damage) {
    for (const auto* text :
         {"", "{", "[]", "{}", R"({"streams":[]})", R"({"streams":[1,null,"x"]})",
          R"({"streams":[{"codec_type":"audio","codec_name":"aac"}]})",
          R"({"streams":[{"codec_type":"video","codec_name":"h264","width":0,"height":5}]})",
          R"({"streams":[{"codec_type":"video","codec_name":"h264"}]})"}) {
        EXPECT_FALSE(read_ffprobe(text)) << text;
    }
}

TEST(Boxes, that_reach_beyond_the_file_are_cut_off) {
    const auto box = [](std::uint64_t size, std::string_view type, std::size_t body) {
        return be(size, 4) + std::string(type) + std::string(body, 'x');
    };
    EXPECT_TRUE(has_whole_boxes(box(16, "ftyp", 8) + box(8, "free", 0)));
    EXPECT_TRUE(has_whole_boxes(box(16, "ftyp", 8) + box(0, "mdat", 100)));
    EXPECT_TRUE(has_whole_boxes(be(1, 4) + "mdat" + be(20, 8) + "data"));
    EXPECT_FALSE(has_whole_boxes(box(16, "ftyp", 8) + box(100, "mdat", 50)));
    EXPECT_FALSE(has_whole_boxes(box(4, "ftyp", 8)));
    EXPECT_FALSE(has_whole_boxes(be(1, 4) + "mdat" + be(~0ULL, 8)));
}

}  // namespace
}  // namespace rostrum::media
