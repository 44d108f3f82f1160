#include "conformance/services/media/fixture.hpp"

#include <set>

namespace rostrum::media {
namespace {

using namespace std::chrono_literals;

class LibraryTest : public MediaTest {};
ROSTRUM_ON_ALL_ENGINES(LibraryTest);

TEST_P(LibraryTest, a_file_is_kept_with_what_was_found_in_it) {
    const auto scope = new_scope();
    const auto media = add(scope, pdf("one"), "dir/Plan.pdf");
    ASSERT_TRUE(media) << media.error().message;
    EXPECT_EQ(media->kind, Kind::document);
    EXPECT_EQ(media->mime, "application/pdf");
    EXPECT_EQ(media->filename, "Plan.pdf");
    EXPECT_EQ(media->pages, 2);
    EXPECT_FALSE(media->width);
    EXPECT_FALSE(media->has_audio);
    EXPECT_EQ(content_of(*media), pdf("one"));
    EXPECT_EQ(run(library.find(scope, media->id))->sha256, media->sha256);
    EXPECT_EQ(spooled(), 0U);
    EXPECT_EQ(count("events WHERE type = 'media.created'"), 1);
    EXPECT_EQ(count("media_removals"), 0);
}

TEST_P(LibraryTest, some_of_a_file_can_be_read) {
    const auto scope = new_scope();
    const auto media = add(scope, pdf("ranges"));
    EXPECT_EQ(run(library.open(*media, 1, 3)->read()), "PDF");
    const auto body = library.body(*media, 1, 3);
    EXPECT_EQ(http::size_of(body), 3U);
    EXPECT_TRUE(std::holds_alternative<http::FileRange>(body));
}

TEST_P(LibraryTest, a_file_of_another_workspace_does_not_exist) {
    const auto ours = new_scope();
    const auto theirs = new_scope();
    const auto media = add(ours, pdf("ours"));
    const auto code = [](const auto& result) { return result.error().code; };
    EXPECT_EQ(code(run(library.find(theirs, media->id))), ErrorCode::not_found);
    EXPECT_TRUE(run(library.known(theirs, {media->id})).empty());
    EXPECT_EQ(code(run(library.describe(theirs, media->id, "x"))), ErrorCode::not_found);
    EXPECT_EQ(code(run(library.remove(theirs, media->id))), ErrorCode::not_found);
    roll_back([&](db::Transaction& tx) { return library.use(tx, theirs, media->id, "post:1"); });
    use(theirs, media->id, "post:1");
    EXPECT_EQ(count("media_uses"), 0);
    EXPECT_TRUE(run(library.list(theirs, {})).empty());
}

TEST_P(LibraryTest, of_many_ids_those_are_known_that_are_files) {
    const auto scope = new_scope();
    const std::vector files{add(scope, pdf("a"))->id, add(scope, pdf("b"))->id};
    EXPECT_EQ(run(library.known(scope, files)).size(), 2U);
    EXPECT_TRUE(run(library.known(scope, {})).empty());
    const auto found = run(library.known(scope, {MediaId{ids.next()}, files[1]}));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].id, files[1]);
}

TEST_P(LibraryTest, equal_content_is_stored_once_per_workspace) {
    const auto first = new_scope();
    const auto second = new_scope();
    const auto one = add(first, pdf("same"));
    const auto two = add(first, pdf("same"));
    const auto three = add(second, pdf("same"));
    EXPECT_EQ(objects(), 2U);
    EXPECT_EQ(one->store_key, two->store_key);
    EXPECT_NE(one->store_key, three->store_key);
    ASSERT_TRUE(run(library.remove(first, one->id)));
    EXPECT_EQ(objects(), 2U);
    EXPECT_EQ(content_of(*two), pdf("same"));
    ASSERT_TRUE(run(library.remove(first, two->id)));
    EXPECT_EQ(objects(), 1U);
    const auto again = add(first, pdf("same"));
    EXPECT_NE(again->store_key, one->store_key) << "a key is never used again";
    EXPECT_EQ(content_of(*again), pdf("same"));
}

TEST_P(LibraryTest, adding_and_removing_the_same_content_at_once_loses_nothing) {
    const auto scope = new_scope();
    for (int round = 0; round < 10; ++round) {
        const auto old = add(scope, pdf("race"));
        std::vector<std::future<Result<Media>>> adding;
        auto removing = start(library.remove(scope, old->id), 1);
        for (std::size_t i = 0; i < 4; ++i) {
            adding.push_back(start(add_task(scope, pdf("race"), "a.pdf"), i % 2));
        }
        EXPECT_TRUE(removing.get());
        std::set<std::string> keys;
        for (auto& future : adding) {
            const auto media = future.get();
            ASSERT_TRUE(media) << media.error().message;
            EXPECT_EQ(content_of(*media), pdf("race"));
            keys.insert(media->store_key);
            if (adding.size() > 1) ASSERT_TRUE(run(library.find(scope, media->id)));
        }
        EXPECT_EQ(keys.size(), 1U);
        for (const auto& media : run(library.list(scope, {}))) {
            ASSERT_TRUE(run(library.remove(scope, media.id)));
        }
        EXPECT_EQ(objects(), 0U);
        EXPECT_EQ(count("media_blobs"), 0);
    }
}

TEST_P(LibraryTest, what_is_in_use_cannot_be_removed) {
    const auto scope = new_scope();
    const auto media = add(scope, pdf("used"));
    use(scope, media->id, "post:1");
    use(scope, media->id, "post:1");
    use(scope, media->id, "post:2");
    EXPECT_EQ(count("media_uses"), 2);
    EXPECT_EQ(run(library.remove(scope, media->id)).error().code, ErrorCode::conflict);
    release(scope, "post:1");
    EXPECT_EQ(run(library.remove(scope, media->id)).error().code, ErrorCode::conflict);
    release(scope, "post:2");
    EXPECT_TRUE(run(library.remove(scope, media->id)));
    EXPECT_EQ(count("events WHERE type = 'media.deleted'"), 1);
}

TEST_P(LibraryTest, each_kind_has_its_limit) {
    const auto scope = new_scope();
    EXPECT_TRUE(add(scope, pdf(std::string(99'000, 'x'))));
    const auto document = add(scope, pdf(std::string(100'000, 'x')));
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, ErrorCode::payload_too_large);
    EXPECT_EQ(add(scope, std::string("\x89PNG\r\n\x1a\n") + std::string(5000, 'x')).error().code,
              ErrorCode::payload_too_large);
    EXPECT_EQ(add(scope, std::string(200'001, 'x')).error().code, ErrorCode::payload_too_large);
    EXPECT_EQ(add(scope, "").error().code, ErrorCode::validation_failed);
    EXPECT_EQ(add(scope, "just text").error().code, ErrorCode::unsupported_media_type);
    EXPECT_EQ(spooled(), 0U);
    EXPECT_EQ(objects(), 1U);
}

TEST_P(LibraryTest, a_disk_without_room_takes_nothing) {
    const auto scope = new_scope();
    spool.free_bytes_min = ~std::uint64_t{0} / 2;
    EXPECT_EQ(add(scope, pdf("x")).error().code, ErrorCode::insufficient_storage);
    EXPECT_EQ(run(uploads.create(scope, {.length = 10})).error().code,
              ErrorCode::insufficient_storage);
    EXPECT_EQ(spooled(), 0U);
}

TEST_P(LibraryTest, an_address_opens_one_file) {
    const auto scope = new_scope();
    const auto media = add(scope, pdf("public"));
    const auto url = library.public_url(*media);
    ASSERT_TRUE(url.starts_with("http://here/media/" + to_string(media->id) + "/"));
    const auto signature = url.substr(url.rfind('/') + 1);
    EXPECT_EQ(run(library.find_public(media->id, signature))->id, media->id);
    EXPECT_FALSE(run(library.find_public(media->id, "")));
    EXPECT_FALSE(run(library.find_public(media->id, signature.substr(1))));
    EXPECT_FALSE(run(library.find_public(add(scope, pdf("other"))->id, signature)));
}

class CleanerTest : public MediaTest {};
ROSTRUM_ON_ALL_ENGINES(CleanerTest);

TEST_P(CleanerTest, what_nothing_used_for_long_goes) {
    const auto scope = new_scope();
    const auto unused = add(scope, pdf("unused"));
    const auto used = add(scope, pdf("used"));
    const auto released_late = add(scope, pdf("released"));
    use(scope, used->id, "post:1");
    use(scope, released_late->id, "post:2");
    clock.advance(24h * 89);
    EXPECT_EQ(run(cleaner.clean()).media, 0);
    release(scope, "post:2");
    clock.advance(24h * 2);
    EXPECT_EQ(run(cleaner.clean()).media, 1);
    EXPECT_FALSE(run(library.find(scope, unused->id)));
    EXPECT_EQ(objects(), 2U);
    clock.advance(24h * 90);
    EXPECT_EQ(run(cleaner.clean()).media, 1);
    EXPECT_TRUE(run(library.find(scope, used->id)));
}

TEST_P(CleanerTest, an_object_that_no_row_came_to_name_goes) {
    run([](Store& s, LocalStore& b, std::filesystem::path file) -> Task<bool> {
        co_await s.expect_object("ab/left-over");
        {
            SpoolFile made(file, SpoolFile::Open::create);
            made.keep();
        }
        co_return (co_await b.put("ab/left-over", file, 0)).has_value();
    }(store, blobs, spool.folder / "x.new"));
    EXPECT_EQ(objects(), 1U);
    EXPECT_EQ(run(cleaner.clean()).objects, 0) << "it may still be on its way";
    clock.advance(25h);
    EXPECT_EQ(run(cleaner.clean()).objects, 1);
    EXPECT_EQ(objects(), 0U);
    EXPECT_EQ(count("media_removals"), 0);
}

TEST_P(CleanerTest, an_object_that_took_too_long_is_not_taken) {
    const auto scope = new_scope();
    run([](Store& s) -> Task<bool> {
        co_await s.expect_object("ab/late");
        co_return true;
    }(store));
    clock.advance(23h + 30min);
    const auto added = run(store.add(
        scope,
        {.id = MediaId{ids.next()}, .mime = "a/b", .bytes = 1, .sha256 = "x", .filename = "f"},
        "ab/late"));
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::conflict);
    EXPECT_EQ(count("media"), 0);
    EXPECT_EQ(count("media_blobs"), 0);
}

TEST_P(CleanerTest, objects_of_a_workspace_that_is_gone_go) {
    const auto scope = new_scope();
    const auto media = add(scope, pdf("orphan"));
    use(scope, media->id, "post:1");
    execute("DELETE FROM workspaces WHERE id = $1", {scope.workspace});
    EXPECT_EQ(count("media"), 0);
    EXPECT_EQ(objects(), 1U);
    EXPECT_EQ(run(cleaner.clean()).objects, 1);
    EXPECT_EQ(objects(), 0U);
    EXPECT_EQ(count("media_blobs"), 0);
}

}  // namespace
}  // namespace rostrum::media
