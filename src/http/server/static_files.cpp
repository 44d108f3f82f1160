#include "http/server/static_files.hpp"

#include "http/server/accept_encoding.hpp"
#include "http/server/content_type.hpp"
#include "http/server/entity_tag.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace rostrum::http {
namespace {

namespace fs = std::filesystem;

struct Variant {
    std::shared_ptr<const std::string> content;  ///< null: there is no such variant
    std::string tag;
};

struct Coding {
    std::string_view name;       ///< in Content-Encoding
    std::string_view extension;  ///< of the file
};

/// The preferred one first.
constexpr std::array codings{Coding{"br", ".br"}, Coding{"gzip", ".gz"}};

struct File {
    Variant plain;
    std::array<Variant, codings.size()> encoded;
    std::string_view content_type;
    std::string_view cache_control;
    bool has_variants = false;
};

/// The files by their URL path.
using Files = std::unordered_map<std::string, File>;

constexpr std::string_view index_path = "/index.html";

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(in), {}};
    if (!in) {
        throw fs::filesystem_error("cannot read", path, std::make_error_code(std::errc::io_error));
    }
    return content;
}

/// Names under /assets/ hold a hash of the content, so what they name never changes. All else is
/// asked for again, which costs a 304.
std::string_view cache_control_of(std::string_view path) {
    return path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

Variant make_variant(std::string content) {
    auto tag = entity_tag(content);
    return {std::make_shared<const std::string>(std::move(content)), std::move(tag)};
}

/// All regular files of the folder by URL path. Links and names that start with a dot are left out:
/// the former could lead outside, the latter are not meant for the public.
std::unordered_map<std::string, std::string> read_folder(const fs::path& folder) {
    std::unordered_map<std::string, std::string> contents;
    for (fs::recursive_directory_iterator entry(folder), end; entry != end; ++entry) {
        if (entry->path().filename().native().starts_with('.')) {
            entry.disable_recursion_pending();
        } else if (entry->symlink_status().type() == fs::file_type::regular) {
            auto path = "/" + entry->path().lexically_relative(folder).generic_string();
            contents.emplace(std::move(path), read_file(entry->path()));
        }
    }
    return contents;
}

/// The coding that `path` is the variant of, when the file itself is there as well.
std::optional<std::size_t> coding_of(const std::string& path,
                                     const std::unordered_map<std::string, std::string>& contents) {
    for (std::size_t i = 0; i < codings.size(); ++i) {
        if (path.ends_with(codings[i].extension) &&
            contents.contains(path.substr(0, path.size() - codings[i].extension.size()))) {
            return i;
        }
    }
    return std::nullopt;
}

Files load(const fs::path& folder) {
    auto contents = read_folder(folder);
    Files files;
    for (auto& [path, content] : contents) {
        if (const auto coding = coding_of(path, contents)) {
            const auto extension = codings[*coding].extension.size();
            auto& file = files[path.substr(0, path.size() - extension)];
            file.encoded[*coding] = make_variant(std::move(content));
            file.has_variants = true;
        } else {
            auto& file = files[path];
            file.plain = make_variant(std::move(content));
            file.content_type = content_type_of(path);
            file.cache_control = cache_control_of(path);
        }
    }
    return files;
}

/// The variant that the client likes best; of equals the smaller one.
std::optional<std::size_t> choose(const File& file, std::string_view accept_encoding) {
    std::optional<std::size_t> best;
    int best_quality = 0;
    for (std::size_t i = 0; i < codings.size(); ++i) {
        if (!file.encoded[i].content) continue;
        const int quality = accepted_quality(accept_encoding, codings[i].name);
        if (quality <= best_quality) continue;
        best = i;
        best_quality = quality;
    }
    return best;
}

Response serve(const File& file, const Request& request) {
    Response response;
    const auto coding = choose(file, request.headers.get("Accept-Encoding"));
    const auto& variant = coding ? file.encoded[*coding] : file.plain;
    response.headers.add("ETag", variant.tag);
    response.headers.add("Cache-Control", std::string(file.cache_control));
    if (file.has_variants) response.headers.add("Vary", "Accept-Encoding");
    if (matches_entity_tag(request.headers.get("If-None-Match"), variant.tag)) {
        response.status = 304;
        return response;
    }
    response.headers.add("Content-Type", std::string(file.content_type));
    if (coding) response.headers.add("Content-Encoding", std::string(codings[*coding].name));
    response.shared_body = variant.content;
    return response;
}

/// The file of a path: itself, a folder's index, or the page for a path that the page itself knows.
const File* find(const Files& files, const std::string& path) {
    auto found = files.find(path);
    if (found == files.end() && path.ends_with('/')) found = files.find(path + "index.html");
    const auto name = std::string_view(path).substr(path.rfind('/') + 1);
    if (found == files.end() && !name.contains('.')) found = files.find(std::string(index_path));
    return found == files.end() ? nullptr : &found->second;
}

Response answer(const Files& files, const Request& request) {
    if (request.method != Method::get && request.method != Method::head) {
        Response response = Response::text(405, "Only GET and HEAD are allowed here.\n");
        response.headers.add("Allow", "GET, HEAD");
        return response;
    }
    const File* file = find(files, request.path);
    return file != nullptr ? serve(*file, request)
                           : Response::text(404, "There is no such file.\n");
}

Task<Response> answer_later(std::shared_ptr<const Files> files, const Request& request) {
    co_return answer(*files, request);
}

}  // namespace

Handler static_files(const std::filesystem::path& folder) {
    return [files = std::make_shared<const Files>(load(folder))](Request& request) {
        return answer_later(files, request);
    };
}

}  // namespace rostrum::http
