#include "media/library.hpp"

#include "core/log.hpp"
#include "core/utf8.hpp"

#include <utility>

namespace rostrum::media {
namespace {

using accounts::Scope;

constexpr int add_attempts_max = 3;

/// A key that was never used: in one of 256 folders, by the random end of its id.
std::string new_key(IdSource& ids) {
    const auto name = to_string(ids.next());
    return name.substr(name.size() - 2) + "/" + name;
}

Task<> copy(std::shared_ptr<http::PullSource> source, http::BodyWriter& out) {
    for (;;) {
        const auto piece = co_await source->read();
        if (piece.empty()) break;
        co_await out.write(piece);
    }
}

}  // namespace

std::string tidy_filename(std::string_view name) {
    name.remove_prefix(name.find_last_of("/\\") + 1);
    std::string out;
    for (const char c : name) {
        if (static_cast<unsigned char>(c) >= ' ' && c != 0x7f) out += c;
    }
    if (!utf8::valid(out)) out.clear();
    if (out.size() > filename_max) {
        auto cut = filename_max;
        // Not inside of a character.
        while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xc0) == 0x80) --cut;
        out.resize(cut);
    }
    return out;
}

Task<Result<Media>> Library::add(Scope scope, Received received, Naming naming) {
    auto probed = co_await prober_.probe(received.file->path(), received.format);
    if (!probed) co_return std::unexpected(std::move(probed.error()));
    const auto& type = type_of(probed->format);
    auto filename = tidy_filename(naming.filename);
    if (filename.empty()) filename = "media." + std::string(type.extension);
    const NewMedia media{.id = MediaId{ids_.next()},
                         .kind = type.kind,
                         .mime = std::string(type.mime),
                         .bytes = static_cast<std::int64_t>(received.bytes),
                         .sha256 = received.sha256,
                         .filename = std::move(filename),
                         .alt_text = std::move(naming.alt_text),
                         .facts = std::move(probed->facts),
                         .upload = naming.upload};
    const auto added = co_await keep(scope, media, received);
    if (!added) co_return std::unexpected(added.error());
    co_return co_await store_.find(scope, media.id);
}

/// The object is put before there is a row that names it, and whatever becomes of this process, it
/// is removed if none ever does.
Task<Result<Store::Added>> Library::keep(Scope scope, NewMedia media, Received& received) {
    for (int attempt = 0; attempt < add_attempts_max; ++attempt) {
        std::optional<std::string> key;
        if (!co_await store_.has_content(scope, media.sha256)) {
            key = new_key(ids_);
            co_await store_.expect_object(*key);
            auto put = co_await blobs_.put(*key, received.file->path(), received.bytes);
            if (!put) {
                co_await remove_object(*key);
                co_return std::unexpected(std::move(put.error()));
            }
        }
        auto added = co_await store_.add(scope, media, key);
        if (key && added.value_or(Store::Added::missing) != Store::Added::fresh) {
            co_await remove_object(*key);
        }
        if (!added || *added != Store::Added::missing) co_return added;
        // The content that was to be shared went at this moment: it has to be put after all.
    }
    co_return fail(ErrorCode::server_error, "the same content comes and goes");
}

/// A removal that fails is written down already, and done by the clean-up.
Task<> Library::remove_object(std::string key) {
    const auto removed = co_await blobs_.remove(key);
    if (removed) {
        co_await store_.removed(std::move(key));
    } else {
        log::warn("a media object was not removed yet", {{"what", removed.error().message}});
    }
}

Task<std::vector<Media>> Library::known(Scope scope, std::vector<MediaId> ids) {
    co_return co_await store_.many(scope, ids);
}

Task<Result<Media>> Library::describe(Scope scope, MediaId id,
                                      std::optional<std::string> alt_text) {
    const auto done = co_await store_.describe(scope, id, std::move(alt_text));
    if (!done) co_return std::unexpected(done.error());
    co_return co_await store_.find(scope, id);
}

Task<Result<>> Library::remove(Scope scope, MediaId id) {
    auto removed = co_await store_.remove(scope, id);
    if (!removed) co_return std::unexpected(std::move(removed.error()));
    if (*removed) co_await remove_object(std::move(**removed));
    co_return Result<>{};
}

Task<Result<Media>> Library::find_public(MediaId id, std::string_view signature) {
    if (!signer_.accepts(id, signature)) {
        co_return fail(ErrorCode::not_found, "the address is not one of ours");
    }
    co_return co_await store_.find_public(id);
}

std::shared_ptr<http::PullSource> Library::open(const Media& media, std::uint64_t offset,
                                                std::uint64_t length) const {
    return pull(body(media, offset, length), threads_);
}

http::BodyStream Library::stream(const Media& media, http::ByteRange range) const {
    return [this, media, range](http::BodyWriter& out) {
        return copy(open(media, range.first, range.length), out);
    };
}

}  // namespace rostrum::media
