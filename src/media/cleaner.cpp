#include "media/cleaner.hpp"

#include "core/log.hpp"

namespace rostrum::media {
namespace {

constexpr std::int64_t rows_max = 500;

}  // namespace

Task<Cleaner::Counts> Cleaner::clean() {
    Counts counts;
    counts.uploads = co_await uploads_.clean();
    counts.media = co_await remove_unused();
    co_await store_.give_up_ownerless(rows_max);
    counts.objects = co_await remove_objects();
    if (counts.uploads + counts.media + counts.objects > 0) {
        log::info(
            "removed media that nothing needs",
            {{"uploads", counts.uploads}, {"media", counts.media}, {"objects", counts.objects}});
    }
    co_return counts;
}

Task<std::int64_t> Cleaner::remove_unused() {
    if (!unused_after_) co_return 0;
    std::int64_t removed = 0;
    for (const auto& media : co_await store_.unused(clock_.now() - *unused_after_, rows_max)) {
        const accounts::Scope scope{media.workspace_id, UserId{}, accounts::Role::owner};
        // One that came into use meanwhile stays.
        if (co_await library_.remove(scope, media.id)) ++removed;
    }
    co_return removed;
}

Task<std::int64_t> Cleaner::remove_objects() {
    std::int64_t removed = 0;
    for (auto& key : co_await store_.due_removals(rows_max)) {
        const auto done = co_await blobs_.remove(key);
        if (!done) {
            log::warn("a media object was not removed", {{"what", done.error().message}});
            break;
        }
        co_await store_.removed(key);
        ++removed;
    }
    co_return removed;
}

}  // namespace rostrum::media
