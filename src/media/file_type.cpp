#include "media/file_type.hpp"

#include "media/magic.hpp"

#include <algorithm>
#include <array>

namespace rostrum::media {
namespace {

using namespace std::string_view_literals;

constexpr std::array types{
    FileType{Format::jpeg, Kind::image, "image/jpeg", "jpg"},
    FileType{Format::png, Kind::image, "image/png", "png"},
    FileType{Format::gif, Kind::image, "image/gif", "gif"},
    FileType{Format::webp, Kind::image, "image/webp", "webp"},
    FileType{Format::mp4, Kind::video, "video/mp4", "mp4"},
    FileType{Format::mov, Kind::video, "video/quicktime", "mov"},
    FileType{Format::webm, Kind::video, "video/webm", "webm"},
    FileType{Format::mkv, Kind::video, "video/x-matroska", "mkv"},
    FileType{Format::pdf, Kind::document, "application/pdf", "pdf"},
    FileType{Format::zip_office, Kind::document, "application/zip", "zip"},
    FileType{Format::ole_office, Kind::document, "application/x-ole-storage", "ole"},
    FileType{Format::docx, Kind::document,
             "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    FileType{Format::pptx, Kind::document,
             "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
    FileType{Format::doc, Kind::document, "application/msword", "doc"},
    FileType{Format::ppt, Kind::document, "application/vnd.ms-powerpoint", "ppt"},
};

constexpr std::string_view taken =
    "JPEG, PNG, GIF and WebP images, MP4, MOV, WebM and MKV videos, and PDF, Word and PowerPoint "
    "documents are accepted.";

std::unexpected<Error> refuse(std::string what, std::string advice = std::string(taken)) {
    return fail(ErrorCode::unsupported_media_type, "the file is " + what,
                "This file cannot be used. " + std::move(advice));
}

/// A format that its first bytes tell by themselves.
struct Signature {
    std::string_view bytes;
    std::size_t offset;
    Format format;
};

constexpr std::array signatures{
    Signature{"\xff\xd8\xff"sv, 0, Format::jpeg},
    Signature{"\x89PNG\r\n\x1a\n"sv, 0, Format::png},
    Signature{"GIF87a"sv, 0, Format::gif},
    Signature{"GIF89a"sv, 0, Format::gif},
    Signature{"%PDF-"sv, 0, Format::pdf},
    Signature{"PK\x03\x04"sv, 0, Format::zip_office},
    Signature{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv, 0, Format::ole_office},
};

bool is_among(std::string_view text, std::initializer_list<std::string_view> list) {
    return std::ranges::find(list, text) != list.end();
}

/// Files of ISO's base format begin with a box that names its brand.
Result<Format> sniff_brand(std::string_view brand) {
    if (is_among(brand, {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"})) {
        return refuse("HEIC", "Photos in HEIC are not accepted by the platforms: save it as JPEG.");
    }
    if (is_among(brand, {"avif", "avis"})) {
        return refuse("AVIF", "Images in AVIF are not accepted by the platforms: save it as JPEG.");
    }
    if (is_among(brand, {"M4A ", "M4B ", "M4P "})) return refuse("a sound file");
    if (brand == "crx ") return refuse("a raw photo");
    return brand == "qt  " ? Format::mov : Format::mp4;
}

/// The document type that a file of the Matroska family names close to its start.
Result<Format> sniff_matroska(std::string_view head) {
    const auto start = head.substr(0, 256);
    if (start.contains("webm")) return Format::webm;
    if (start.contains("matroska")) return Format::mkv;
    return refuse("of the Matroska family, but neither WebM nor MKV");
}

}  // namespace

const FileType& type_of(Format format) {
    return *std::ranges::find(types, format, &FileType::format);
}

Result<Format> sniff(std::string_view head) {
    for (const auto& signature : signatures) {
        if (head.substr(std::min(signature.offset, head.size())).starts_with(signature.bytes)) {
            return signature.format;
        }
    }
    if (head.starts_with("RIFF") &&
        head.substr(std::min<std::size_t>(8, head.size())).starts_with("WEBP")) {
        return Format::webp;
    }
    if (head.starts_with("\x1a\x45\xdf\xa3")) return sniff_matroska(head);
    if (head.size() >= 12) {
        const auto box = head.substr(4, 4);
        if (box == "ftyp") return sniff_brand(head.substr(8, 4));
        // What QuickTime wrote before there were brands.
        if (is_among(box, {"moov", "mdat", "wide", "skip", "free", "pnot"})) return Format::mov;
    }
    return refuse(describe_content(head));
}

bool is_hopeless(std::string_view mime) {
    mime = mime.substr(0, mime.find(';'));
    while (mime.ends_with(' ')) mime.remove_suffix(1);
    if (mime.empty() || mime == "application/octet-stream" || mime == "binary/octet-stream") {
        return false;
    }
    // Names that browsers have for files that are taken.
    if (is_among(mime, {"image/jpg", "video/x-m4v", "application/x-pdf", "video/mkv",
                        "application/zip", "application/x-ole-storage"})) {
        return false;
    }
    return std::ranges::none_of(types, [&](const FileType& type) { return type.mime == mime; });
}

}  // namespace rostrum::media
