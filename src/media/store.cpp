#include "media/store.hpp"

#include "media/sql.hpp"

#include <utility>

namespace rostrum::media {
namespace {

using accounts::Scope;

/// How long an object may take on its way into the store.
constexpr std::chrono::hours put_limit{24};
/// So much earlier it is too late to take it, since the clocks of nodes differ.
constexpr std::chrono::hours put_margin{1};

std::unexpected<Error> no_such_media() { return fail(ErrorCode::not_found, "no such media"); }

std::unexpected<Error> in_use() {
    return fail(ErrorCode::conflict, "the media is in use",
                "This file is part of a post. Remove it from there first.");
}

Task<> insert_media(db::Transaction& tx, Scope scope, BlobId blob, NewMedia media, Time now) {
    auto& facts = media.facts;
    co_await tx.execute(sql::insert, {media.id,
                                      scope.workspace,
                                      blob,
                                      scope.user,
                                      media.kind,
                                      std::move(media.mime),
                                      std::move(media.filename),
                                      std::move(media.alt_text),
                                      facts.width,
                                      facts.height,
                                      facts.duration_ms,
                                      std::move(facts.container),
                                      std::move(facts.video_codec),
                                      std::move(facts.audio_codec),
                                      std::move(facts.pixel_format),
                                      facts.frame_rate,
                                      facts.bitrate,
                                      facts.has_audio,
                                      facts.pages,
                                      now});
}

/// The object of this content, held so that it cannot go before the transaction has ended.
Task<std::optional<BlobId>> hold_blob(db::Transaction& tx, Scope scope, std::string sha256) {
    const auto rows = co_await tx.query(sql::hold_blob, {scope.workspace, std::move(sha256)});
    if (rows.empty()) co_return std::nullopt;
    co_return rows.get<BlobId>(0, "id");
}

/// Deletes an object's row unless a file shares it; the object is then to be removed.
Task<std::optional<std::string>> drop_blob(db::Transaction& tx, BlobId blob, Time now) {
    co_await tx.query(sql::lock_blob, {blob});
    const auto dropped = co_await tx.execute(sql::delete_unused_blob, {blob});
    if (dropped.empty()) co_return std::nullopt;
    auto key = dropped.get<std::string>(0, "store_key");
    co_await tx.execute(sql::insert_removal, {key, now});
    co_return key;
}

Task<Result<std::optional<std::string>>> remove_in(db::Transaction& tx, events::Outbox& outbox,
                                                   Scope scope, MediaId id, Time now) {
    const auto uses = co_await tx.query(sql::is_used, {scope.workspace, id});
    if (!uses.empty()) co_return in_use();
    const auto removed = co_await tx.execute(sql::remove, {scope.workspace, id});
    if (removed.empty()) co_return no_such_media();
    auto key = co_await drop_blob(tx, removed.get<BlobId>(0, "blob_id"), now);
    co_await outbox.append(
        tx, {.workspace = scope.workspace, .type = "media.deleted", .subject = to_string(id)});
    co_return key;
}

Task<Result<bool>> give_up_in(db::Transaction& tx, BlobId blob, Time now) {
    co_return (co_await drop_blob(tx, blob, now)).has_value();
}

}  // namespace

Task<std::vector<Media>> Store::list(Scope scope, PageRequest page, std::optional<Kind> kind) {
    const auto from = page_start(page);
    db::Params params{scope.workspace, from.before, from.id, page.limit};
    if (kind) params.emplace_back(*kind);
    const auto rows =
        co_await database_.query(kind ? sql::list_of_kind : sql::list, std::move(params));
    co_return rows.all<Media>();
}

Task<Result<Media>> Store::find(Scope scope, MediaId id) {
    auto found = (co_await database_.query(sql::find, {scope.workspace, id})).one<Media>();
    if (!found) co_return no_such_media();
    co_return std::move(*found);
}

Task<Result<Media>> Store::find_public(MediaId id) {
    auto found = (co_await database_.query(sql::find_public, {id})).one<Media>();
    if (!found) co_return no_such_media();
    co_return std::move(*found);
}

Task<std::vector<Media>> Store::many(Scope scope, const std::vector<MediaId>& ids) {
    db::TextArray texts;
    for (const auto& id : ids) texts.push_back(to_string(id));
    const auto rows = co_await database_.query(sql::many, {scope.workspace, std::move(texts)});
    co_return rows.all<Media>();
}

Task<Result<>> Store::describe(Scope scope, MediaId id, std::optional<std::string> alt_text) {
    const auto changed =
        co_await database_.execute(sql::describe, {scope.workspace, id, std::move(alt_text)});
    if (changed.affected() == 0) co_return no_such_media();
    co_return Result<>{};
}

Task<bool> Store::has_content(Scope scope, std::string sha256) {
    const auto rows =
        co_await database_.query(sql::find_blob, {scope.workspace, std::move(sha256)});
    co_return !rows.empty();
}

Task<> Store::expect_object(std::string key) {
    co_await database_.execute(sql::insert_removal, {std::move(key), clock_.now() + put_limit});
}

namespace {

struct Addition {
    Scope scope;
    NewMedia media;
    std::optional<std::string> key;
    BlobId fresh_blob;
    Time now;
};

/// Finds the object that the file is to share, or makes one of what was put.
Task<Result<std::optional<std::pair<BlobId, Store::Added>>>> settle_blob(db::Transaction& tx,
                                                                         const Addition& addition) {
    using Settled = std::optional<std::pair<BlobId, Store::Added>>;
    const auto& [scope, media, key, fresh, now] = addition;
    if (const auto held = co_await hold_blob(tx, scope, media.sha256)) {
        co_return Settled({*held, Store::Added::shared});
    }
    if (!key) co_return Settled();
    const auto made = co_await tx.execute(
        sql::insert_blob, {fresh, scope.workspace, media.sha256, media.bytes, *key, now});
    if (made.affected() == 1) {
        const auto taken = co_await tx.execute(sql::take_back_removal, {*key, now + put_margin});
        if (taken.affected() == 1) co_return Settled({fresh, Store::Added::fresh});
        auto error = make_error(ErrorCode::conflict, "the stored object was given up meanwhile");
        error.retryable = true;
        co_return std::unexpected(std::move(error));
    }
    // Somebody has added the same content since it was looked for.
    const auto held = co_await hold_blob(tx, scope, media.sha256);
    if (!held) co_return fail(ErrorCode::server_error, "the same content comes and goes");
    co_return Settled({*held, Store::Added::shared});
}

Task<Result<Store::Added>> add_in(db::Transaction& tx, events::Outbox& outbox, Addition addition) {
    const auto settled = co_await settle_blob(tx, addition);
    if (!settled) co_return std::unexpected(settled.error());
    if (!*settled) co_return Store::Added::missing;
    const auto& [scope, media, key, fresh, now] = addition;
    const auto [blob, added] = **settled;
    if (key && added == Store::Added::shared) {
        co_await tx.execute(sql::insert_removal, {*key, now});
    }
    co_await insert_media(tx, scope, blob, media, now);
    if (media.upload) {
        const auto ended = co_await tx.execute(sql::finish_upload,
                                               {scope.workspace, *media.upload, media.id, true});
        if (ended.affected() == 0) {
            co_return fail(ErrorCode::conflict, "the upload has ended already");
        }
    }
    co_await outbox.append(tx, {.workspace = scope.workspace,
                                .type = "media.created",
                                .subject = to_string(media.id),
                                .data = {{"kind", std::string(enum_name(media.kind))},
                                         {"mime", media.mime},
                                         {"bytes", media.bytes}}});
    co_return added;
}

}  // namespace

Task<Result<Store::Added>> Store::add(Scope scope, NewMedia media, std::optional<std::string> key) {
    const Addition addition{scope, std::move(media), std::move(key), BlobId{ids_.next()},
                            clock_.now()};
    co_return co_await database_.transaction(
        [&](db::Transaction& tx) { return add_in(tx, outbox_, addition); });
}

Task<Result<std::optional<std::string>>> Store::remove(Scope scope, MediaId id) {
    try {
        co_return co_await database_.transaction(
            [&](db::Transaction& tx) { return remove_in(tx, outbox_, scope, id, clock_.now()); });
    } catch (const db::DatabaseError& error) {
        // Somebody began to use it at the same moment.
        if (error.failure() != db::Failure::foreign_key_violation) throw;
    }
    co_return in_use();
}

Task<Result<>> Store::use(db::Transaction& tx, WorkspaceId workspace, MediaId id,
                          std::string used_by) {
    const Time now = clock_.now();
    const auto used = co_await tx.execute(sql::use, {workspace, id, std::move(used_by), now});
    if (used.affected() == 0) co_return no_such_media();
    co_await tx.execute(sql::touch, {workspace, id, now});
    co_return Result<>{};
}

Task<> Store::release(db::Transaction& tx, WorkspaceId workspace, std::string used_by) {
    co_await tx.execute(sql::touch_used_by, {workspace, used_by, clock_.now()});
    co_await tx.execute(sql::release, {workspace, used_by});
}

Task<std::vector<Store::Unused>> Store::unused(Time before, std::int64_t count_max) {
    const auto rows = co_await database_.query(sql::unused, {before, count_max});
    co_return rows.all<Unused>();
}

Task<std::int64_t> Store::give_up_ownerless(std::int64_t count_max) {
    const auto rows = co_await database_.query(sql::ownerless_blobs, {count_max});
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto blob = rows.get<BlobId>(i, "id");
        (void)co_await database_.transaction(
            [&](db::Transaction& tx) { return give_up_in(tx, blob, clock_.now()); });
    }
    co_return static_cast<std::int64_t>(rows.size());
}

Task<std::vector<std::string>> Store::due_removals(std::int64_t count_max) {
    const auto rows = co_await database_.query(sql::due_removals, {clock_.now(), count_max});
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        keys.push_back(rows.get<std::string>(i, "store_key"));
    }
    co_return keys;
}

Task<> Store::removed(std::string key) {
    co_await database_.execute(sql::delete_removal, {std::move(key)});
}

}  // namespace rostrum::media
