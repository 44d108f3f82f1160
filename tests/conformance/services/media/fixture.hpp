#pragma once

#include "conformance/services/fixture.hpp"
#include "events/outbox.hpp"
#include "media/cleaner.hpp"
#include "media/library.hpp"
#include "media/local_store.hpp"
#include "media/uploads.hpp"

#include <unistd.h>

#include <filesystem>
#include <string>

namespace rostrum::media {

/// A text that passes for a PDF, and is unlike any other.
inline std::string pdf(std::string_view mark) {
    return "%PDF-1.4\n" + std::string(mark) + "\n<</Type/Pages/Count 2>>endobj\n%%EOF\n";
}

/// Everything about media, in folders of its own.
class MediaTest : public ServiceTest {
protected:
    MediaTest() { std::filesystem::create_directories(spool.folder); }
    ~MediaTest() override { std::filesystem::remove_all(folder); }

    Result<Media> add(const accounts::Scope& scope, const std::string& content,
                      std::string filename = "a.pdf") {
        return run(add_task(scope, content, std::move(filename)));
    }
    Task<Result<Media>> add_task(accounts::Scope scope, std::string content, std::string filename) {
        auto intake = co_await Intake::begin(spool, content.size());
        if (!intake) co_return std::unexpected(intake.error());
        if (auto taken = co_await (*intake)->write(content); !taken) {
            co_return std::unexpected(taken.error());
        }
        auto received = co_await (*intake)->finish();
        if (!received) co_return std::unexpected(received.error());
        co_return co_await library.add(scope, std::move(*received),
                                       {.filename = std::move(filename)});
    }

    std::string content_of(const Media& media) {
        std::string all;
        const auto source = library.open(media, 0, static_cast<std::uint64_t>(media.bytes));
        for (;;) {
            const auto piece = run(source->read());
            if (piece.empty()) return all;
            all += piece;
        }
    }

    /// The files in the store.
    std::size_t objects() const { return files_in(folder / "store"); }
    std::size_t spooled() const { return files_in(spool.folder); }
    static std::size_t files_in(const std::filesystem::path& place) {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(place)) {
            if (entry.is_regular_file()) ++count;
        }
        return count;
    }

    void use(const accounts::Scope& scope, MediaId id, std::string used_by) {
        commit([&](db::Transaction& tx) { return library.use(tx, scope, id, used_by); });
    }
    void release(const accounts::Scope& scope, std::string used_by) {
        commit([&](db::Transaction& tx) { return released(tx, scope, used_by); });
    }
    Task<bool> released(db::Transaction& tx, accounts::Scope scope, std::string used_by) {
        co_await library.release(tx, scope, used_by);
        co_return true;
    }

    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("rostrum-media." + std::to_string(::getpid()));
    BlockingThreads threads{2};
    LocalStore blobs{folder / "store", threads};
    Spool spool{.folder = folder / "incoming",
                .limits = {.image_max = 1000, .video_max = 200'000, .document_max = 100'000},
                .free_bytes_min = 0,
                .ids = ids,
                .threads = threads};
    Prober prober{"/usr/bin/ffprobe"};
    events::Outbox outbox{clock, ids};
    Store store{*database, outbox, clock, ids};
    Library library{store,   blobs, prober, UrlSigner("http://here", Secret("a secret")),
                    threads, ids};
    Uploads uploads{*database, library, spool, clock, ids};
    Cleaner cleaner{store, blobs, library, uploads, clock, std::chrono::days{90}};
};

}  // namespace rostrum::media
