#include "media/document.hpp"

#include "media/mapped_file.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace rostrum::media {
namespace {

using namespace std::string_view_literals;

std::unexpected<Error> damaged(std::string_view what) {
    auto error = invalid_field("file", "is damaged or incomplete: " + std::string(what));
    error.user_message = "This document is damaged or incomplete. Export it again.";
    return std::unexpected(std::move(error));
}

std::unexpected<Error> refuse(std::string what, std::string words) {
    return fail(ErrorCode::unsupported_media_type, "the file is " + std::move(what),
                std::move(words));
}

/// The list of a ZIP archive's members, which stands at its end.
class ZipDirectory {
public:
    static constexpr std::size_t members_max = 20'000;

    /// Nothing when the archive is cut off.
    static std::optional<ZipDirectory> open(std::string_view bytes) {
        constexpr std::size_t end_size = 22;
        constexpr std::size_t comment_max = 65'535;
        const auto tail_size = std::min(bytes.size(), end_size + comment_max);
        const auto tail = bytes.substr(bytes.size() - tail_size);
        const auto at = tail.rfind("PK\x05\x06"sv);
        if (at == std::string_view::npos || tail.size() - at < end_size) return std::nullopt;
        ZipDirectory directory;
        directory.size_ = static_cast<std::size_t>(little_endian(tail, at + 12, 4));
        const auto offset = static_cast<std::size_t>(little_endian(tail, at + 16, 4));
        if (offset > bytes.size() || bytes.size() - offset < directory.size_) return std::nullopt;
        directory.entries_ = bytes.substr(offset, directory.size_);
        return directory;
    }

    template <typename F>
    void for_each_name(F f) const {
        constexpr std::size_t header_size = 46;
        auto rest = entries_;
        for (std::size_t i = 0; i < members_max && rest.starts_with("PK\x01\x02"sv); ++i) {
            const auto name = static_cast<std::size_t>(little_endian(rest, 28, 2));
            const auto more =
                static_cast<std::size_t>(little_endian(rest, 30, 2) + little_endian(rest, 32, 2));
            if (rest.size() < header_size + name + more) return;
            f(rest.substr(header_size, name));
            rest.remove_prefix(header_size + name + more);
        }
    }

private:
    std::string_view entries_;
    std::size_t size_ = 0;
};

Result<Format> zip_format(std::string_view bytes) {
    const auto directory = ZipDirectory::open(bytes);
    if (!directory) return damaged("the archive has no end");
    bool word = false;
    bool slides = false;
    bool macros = false;
    directory->for_each_name([&](std::string_view name) {
        word = word || name == "word/document.xml";
        slides = slides || name == "ppt/presentation.xml";
        macros = macros || name.ends_with("vbaProject.bin");
    });
    if (macros) {
        return refuse("a document with macros",
                      "Documents with macros are not accepted: save it without them, or as PDF.");
    }
    if (word) return Format::docx;
    if (slides) return Format::pptx;
    return refuse("a ZIP archive",
                  "Archives are not accepted. Of documents, PDF, Word and PowerPoint are.");
}

/// The name of a stream as OLE files have it: in UTF-16.
std::string wide(std::string_view name) {
    std::string out;
    for (const char c : name) out.append({c, '\0'});
    return out;
}

Result<Format> ole_format(std::string_view bytes) {
    if (bytes.contains(wide("PowerPoint Document"))) return Format::ppt;
    if (bytes.contains(wide("WordDocument"))) return Format::doc;
    return refuse("an OLE file of another program",
                  "This kind of document is not accepted. PDF, Word and PowerPoint are.");
}

std::string_view skip_blanks(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n\0"sv), text.size()));
    return text;
}

/// The number behind "/Count" in a dictionary.
std::optional<std::int64_t> count_in(std::string_view dictionary) {
    const auto at = dictionary.find("/Count");
    if (at == std::string_view::npos) return std::nullopt;
    const auto text = skip_blanks(dictionary.substr(at + 6));
    std::int64_t count = 0;
    const auto error = std::from_chars(text.data(), text.data() + text.size(), count).ec;
    if (error != std::errc{} || count < 1) return std::nullopt;
    return count;
}

/// The dictionary around a place, as far as it holds no other one in front of it.
std::string_view dictionary_around(std::string_view bytes, std::size_t at) {
    constexpr std::size_t reach = 2048;
    const auto from = at - std::min(at, reach);
    const auto before = bytes.substr(from, at - from);
    const auto start = before.rfind("<<");
    const auto begin = from + (start == std::string_view::npos ? 0 : start);
    const auto rest = bytes.substr(begin, reach * 2);
    const auto object_end = rest.find("endobj");
    return rest.substr(0, object_end);
}

}  // namespace

Result<Format> office_format(Format format, std::string_view bytes) {
    return format == Format::zip_office ? zip_format(bytes) : ole_format(bytes);
}

Result<Facts> read_pdf(std::string_view bytes) {
    constexpr std::size_t tail_max = 4096;
    if (!bytes.substr(bytes.size() - std::min(bytes.size(), tail_max)).contains("%%EOF")) {
        return damaged("it has no end");
    }
    Facts facts;
    // The root of the tree of pages is the one node without a parent; of several, from changes that
    // were appended, the last one holds.
    for (std::size_t at = 0; (at = bytes.find("/Pages", at)) != std::string_view::npos; ++at) {
        const auto before =
            bytes.substr(at - std::min<std::size_t>(at, 16), std::min<std::size_t>(at, 16));
        const auto type = before.rfind("/Type");
        if (type == std::string_view::npos || !skip_blanks(before.substr(type + 5)).empty())
            continue;
        const auto dictionary = dictionary_around(bytes, at);
        if (dictionary.contains("/Parent")) continue;
        if (const auto count = count_in(dictionary)) facts.pages = count;
    }
    return facts;
}

}  // namespace rostrum::media
