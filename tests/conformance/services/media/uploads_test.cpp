#include "conformance/services/media/fixture.hpp"

namespace rostrum::media {
namespace {

using namespace std::chrono_literals;
using Whole = UploadPart::Whole;

/// The process has died.
struct Killed {};

/// Keeps an object, and then the process dies: before there is a row that names it.
class DyingStore final : public BlobStore {
public:
    explicit DyingStore(BlobStore& store) : store_(store) {}

    Task<Result<>> put(std::string key, std::filesystem::path file, std::uint64_t bytes) override {
        EXPECT_TRUE(co_await store_.put(std::move(key), std::move(file), bytes));
        throw Killed();
    }
    http::BodySource read(const std::string& key, std::uint64_t offset,
                          std::uint64_t length) override {
        return store_.read(key, offset, length);
    }
    Task<Result<>> remove(std::string key) override { return store_.remove(std::move(key)); }

private:
    BlobStore& store_;
};

class UploadsTest : public MediaTest {
protected:
    void SetUp() override {
        MediaTest::SetUp();
        scope = new_scope();
    }

    UploadId begun(std::uint64_t length) {
        return run(uploads.create(scope, {.length = length, .filename = "a.pdf"}))->id;
    }
    Result<UploadState> append(UploadId id, std::uint64_t offset, std::string bytes,
                               Whole whole = Whole::yes) {
        return run(append_task(id, offset, std::move(bytes), whole));
    }
    Task<Result<UploadState>> append_task(UploadId id, std::uint64_t offset, std::string bytes,
                                          Whole whole) {
        auto part = co_await uploads.begin(scope, id, offset, std::nullopt);
        if (!part) co_return std::unexpected(part.error());
        if (auto taken = co_await (*part)->write(bytes); !taken) {
            auto error = taken.error();
            co_await uploads.give_up(scope, std::move(*part), error);
            co_return std::unexpected(error);
        }
        co_return co_await uploads.end(scope, std::move(*part), whole);
    }
    /// As by a process that died when the bytes were on the disk: nothing came after that.
    void write_the_rest(UploadId id, std::string_view rest) {
        SpoolFile file(spool.folder / (to_string(id) + ".part"), SpoolFile::Open::existing);
        ASSERT_TRUE(file.append(rest));
    }
    /// The file of an upload that was whole and not finished.
    Media completed(UploadId id) {
        const auto found = run(uploads.find(scope, id)).value();
        EXPECT_TRUE(found.is_whole() && !found.upload.finished);
        const auto whole = run(uploads.complete(scope, found)).value();
        return run(library.find(scope, whole.upload.media_id.value())).value();
    }

    accounts::Scope scope;
};
ROSTRUM_ON_ALL_ENGINES(UploadsTest);

TEST_P(UploadsTest, becomes_a_file_with_its_last_byte) {
    const auto content = pdf("parts");
    const auto id = begun(content.size());
    EXPECT_EQ(append(id, 0, content.substr(0, 10))->offset, 10U);
    EXPECT_EQ(run(uploads.find(scope, id))->offset, 10U);
    const auto state = append(id, 10, content.substr(10));
    ASSERT_TRUE(state) << state.error().message;
    ASSERT_TRUE(state->upload.media_id);
    EXPECT_EQ(content_of(*run(library.find(scope, *state->upload.media_id))), content);
    const auto found = run(uploads.find(scope, id));
    EXPECT_TRUE(found->upload.finished);
    EXPECT_EQ(found->upload.media_id, state->upload.media_id);
    EXPECT_EQ(spooled(), 0U);
}

TEST_P(UploadsTest, that_was_whole_when_the_process_died_is_completed_later) {
    const auto content = pdf("died");
    const auto id = begun(content.size());
    ASSERT_TRUE(append(id, 0, content.substr(0, 5)));
    write_the_rest(id, content.substr(5));
    EXPECT_EQ(content_of(completed(id)), content);
}

TEST_P(UploadsTest, that_was_stored_when_the_process_died_is_completed_later) {
    const auto content = pdf("stored");
    const auto id = begun(content.size());
    DyingStore dying_store{blobs};
    Library dying_library{
        store, dying_store, prober, UrlSigner("http://here", Secret("a secret")), threads, ids};
    Uploads dying{*database, dying_library, spool, clock, ids};
    ASSERT_TRUE(append(id, 0, content.substr(0, 5)));
    write_the_rest(id, content.substr(5));
    EXPECT_THROW((void)run(dying.complete(scope, *run(dying.find(scope, id)))), Killed);
    EXPECT_EQ(objects(), 1U);

    const auto file = completed(id);
    EXPECT_EQ(content_of(file), content);
    EXPECT_EQ(spooled(), 0U);
    clock.advance(25h);
    run(cleaner.clean());
    EXPECT_EQ(objects(), 1U) << "what the dead process has left is gone";
    EXPECT_EQ(content_of(*run(library.find(scope, file.id))), content);
}

TEST_P(UploadsTest, whose_commit_fails_is_completed_later) {
    const auto content = pdf("commit");
    const auto id = begun(content.size());
    execute("ALTER TABLE events RENAME TO events_away");
    EXPECT_THROW((void)append(id, 0, content), db::DatabaseError);
    execute("ALTER TABLE events_away RENAME TO events");
    EXPECT_EQ(content_of(completed(id)), content);
}

TEST_P(UploadsTest, is_one_requests_at_a_time) {
    const auto id = begun(100);
    auto first = run(uploads.begin(scope, id, 0, std::nullopt));
    ASSERT_TRUE(first);
    const auto second = run(uploads.begin(scope, id, 0, std::nullopt));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    EXPECT_TRUE(second.error().retryable);
    Uploads other_node{*database, library, spool, clock, ids};
    const auto elsewhere = run(other_node.begin(scope, id, 0, std::nullopt));
    ASSERT_FALSE(elsewhere) << "another process that shares the folder";
    EXPECT_TRUE(elsewhere.error().retryable);
    EXPECT_FALSE(run(uploads.remove(scope, id)));
    first->reset();
    EXPECT_TRUE(run(other_node.begin(scope, id, 0, std::nullopt)));
}

TEST_P(UploadsTest, on_another_node_is_not_given_up) {
    const auto id = begun(100);
    std::filesystem::remove(spool.folder / (to_string(id) + ".part"));
    const auto found = run(uploads.find(scope, id));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::server_error);
    EXPECT_TRUE(found.error().retryable);
}

TEST_P(UploadsTest, ends_a_day_after_its_last_byte) {
    const auto id = begun(100);
    clock.advance(23h);
    ASSERT_TRUE(append(id, 0, "%PDF-"));
    clock.advance(23h);
    ASSERT_TRUE(run(uploads.find(scope, id)));
    clock.advance(1h);
    EXPECT_EQ(run(uploads.find(scope, id)).error().code, ErrorCode::not_found);
    EXPECT_EQ(append(id, 5, "x").error().code, ErrorCode::not_found);
    EXPECT_GE(run(uploads.clean()), 1);
    EXPECT_EQ(count("media_uploads"), 0);
    EXPECT_EQ(spooled(), 0U);
}

TEST_P(UploadsTest, files_that_nobody_writes_to_any_more_are_removed) {
    {
        SpoolFile dead(spool.folder / "dead.new", SpoolFile::Open::create);
        dead.keep();
    }
    clock.set(SystemClock().now() + 24h);
    EXPECT_EQ(run(uploads.clean()), 0);
    clock.advance(2h);
    EXPECT_EQ(run(uploads.clean()), 1);
    EXPECT_EQ(spooled(), 0U);
}

}  // namespace
}  // namespace rostrum::media
