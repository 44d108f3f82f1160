#include "http/server/static_files.hpp"

#include "http/server/accept_encoding.hpp"
#include "http/server/content_type.hpp"
#include "support/run.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

namespace rostrum::http {
namespace {

namespace fs = std::filesystem;

/// A folder that goes with the test.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (fs::temp_directory_path() / "static_files_XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~TemporaryFolder() { fs::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    void write(const std::string& name, const std::string& content) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << content;
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

class StaticFiles : public ::testing::Test {
protected:
    StaticFiles() {
        folder_.write("index.html", "<html>");
        folder_.write("favicon.svg", "<svg>");
        folder_.write("assets/app-1a2b.js", "script");
        folder_.write("assets/app-1a2b.js.br", "BR");
        folder_.write("assets/app-1a2b.js.gz", "GZ");
        folder_.write("assets/style-3c.css", "style");
        folder_.write("assets/style-3c.css.gz", "GZ");
        folder_.write("docs/index.html", "docs");
        folder_.write("archive.tar.gz", "tar");
        folder_.write(".env", "secret");
        folder_.write(".git/config", "secret");
        fs::create_symlink("/etc/passwd", folder_.path() / "link.txt");
        fs::create_directory_symlink("/etc", folder_.path() / "linked");
    }

    Response get(std::string path, Headers headers = {}, Method method = Method::get) {
        if (!handler_) handler_ = static_files(folder_.path());
        Request request;
        request.method = method;
        request.path = std::move(path);
        request.headers = std::move(headers);
        return rostrum::testing::TestLoops().run(handler_(request));
    }

    TemporaryFolder folder_;
    Handler handler_;
};

TEST_F(StaticFiles, are_served_with_their_type) {
    const auto response = get("/favicon.svg");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body_view(), "<svg>");
    EXPECT_EQ(response.headers.get("Content-Type"), "image/svg+xml");
    EXPECT_EQ(response.headers.get("Cache-Control"), "no-cache");
    EXPECT_FALSE(response.headers.contains("Vary"));
}

TEST_F(StaticFiles, are_shared_and_not_copied) {
    EXPECT_EQ(get("/favicon.svg").shared_body, get("/favicon.svg").shared_body);
}

TEST_F(StaticFiles, under_assets_never_change) {
    const auto response = get("/assets/style-3c.css");
    EXPECT_EQ(response.headers.get("Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(StaticFiles, fall_back_to_the_page_for_its_own_paths) {
    for (const auto* path : {"/", "/posts", "/posts/42", "/index.html", "/assets/"}) {
        const auto response = get(path);
        EXPECT_EQ(response.status, 200) << path;
        EXPECT_EQ(response.body_view(), "<html>") << path;
        EXPECT_EQ(response.headers.get("Content-Type"), "text/html; charset=utf-8") << path;
        EXPECT_EQ(response.headers.get("Cache-Control"), "no-cache") << path;
    }
    EXPECT_EQ(get("/docs/").body_view(), "docs");
}

TEST_F(StaticFiles, that_are_not_there_or_not_public_cannot_be_named) {
    for (const auto* path : {"/missing.js", "/assets/app-old.js", "/.env", "/link.txt",
                             "/linked/hosts.txt", "/../etc/hosts.txt", "favicon.svg",
                             "/assets/app-1a2b.js.br", "/assets/style-3c.css.gz"}) {
        EXPECT_EQ(get(path).status, 404) << path;
    }
    // To the page these are paths of its own.
    for (const auto* path : {"/.git/config", "/linked/passwd", "/../etc/passwd", ""}) {
        EXPECT_EQ(get(path).body_view(), "<html>") << path;
    }
}

TEST_F(StaticFiles, come_in_the_coding_that_the_client_likes_best) {
    struct Row {
        std::string accept;
        std::string coding;
        std::string body;
    };
    const std::vector<Row> rows{
        {"gzip, deflate, br", "br", "BR"},
        {"gzip", "gzip", "GZ"},
        {"GZIP", "gzip", "GZ"},
        {"br;q=0.5, gzip;q=0.8", "gzip", "GZ"},
        {"br;q=0, gzip", "gzip", "GZ"},
        {"br ; q=0.1 , gzip ;q=0", "br", "BR"},
        {"*", "br", "BR"},
        {"*;q=0.1, gzip", "gzip", "GZ"},
        {"br;q=0, *", "gzip", "GZ"},
        {"identity", "", "script"},
        {"deflate, zstd", "", "script"},
        {"br;q=0, gzip;q=0.000", "", "script"},
        {"brotli", "", "script"},
        {"br;q=high", "", "script"},
        {"", "", "script"},
        {",,;q=1,", "", "script"},
    };
    for (const auto& row : rows) {
        const auto response = get("/assets/app-1a2b.js", {{"Accept-Encoding", row.accept}});
        EXPECT_EQ(response.headers.get("Content-Encoding"), row.coding) << row.accept;
        EXPECT_EQ(response.body_view(), row.body) << row.accept;
        EXPECT_EQ(response.headers.get("Vary"), "Accept-Encoding") << row.accept;
        EXPECT_EQ(response.headers.get("Content-Type"), "text/javascript; charset=utf-8");
    }
}

TEST_F(StaticFiles, are_not_taken_for_variants_of_files_that_are_not_there) {
    const auto response = get("/archive.tar.gz");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.get("Content-Type"), "application/octet-stream");
    EXPECT_FALSE(response.headers.contains("Content-Encoding"));
}

TEST_F(StaticFiles, are_not_sent_again_to_who_has_them) {
    const auto first = get("/assets/app-1a2b.js", {{"Accept-Encoding", "br"}});
    const auto other = get("/assets/app-1a2b.js", {{"Accept-Encoding", "gzip"}});
    const std::string tag(first.headers.get("ETag"));
    EXPECT_TRUE(tag.starts_with('"') && tag.ends_with('"'));
    EXPECT_NE(tag, other.headers.get("ETag"));
    for (const auto& known : {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
        const auto again =
            get("/assets/app-1a2b.js", {{"Accept-Encoding", "br"}, {"If-None-Match", known}});
        EXPECT_EQ(again.status, 304) << known;
        EXPECT_EQ(again.body_view(), "") << known;
        EXPECT_EQ(again.headers.get("ETag"), tag) << known;
        EXPECT_EQ(again.headers.get("Vary"), "Accept-Encoding") << known;
    }
    const auto changed =
        get("/assets/app-1a2b.js", {{"Accept-Encoding", "gzip"}, {"If-None-Match", tag}});
    EXPECT_EQ(changed.status, 200);
}

TEST_F(StaticFiles, are_only_read) {
    EXPECT_EQ(get("/favicon.svg", {}, Method::head).status, 200);
    const auto response = get("/favicon.svg", {}, Method::post);
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.headers.get("Allow"), "GET, HEAD");
}

TEST(StaticFilesOfNoFolder, throw_at_start) {
    EXPECT_THROW(static_files("/nonexistent"), fs::filesystem_error);
}

TEST(ContentType, follows_the_extension) {
    EXPECT_EQ(content_type_of("/a.b/c.JS"), "text/javascript; charset=utf-8");
    EXPECT_EQ(content_type_of("x.webmanifest"), "application/manifest+json");
    EXPECT_EQ(content_type_of("x.woff2"), "font/woff2");
    EXPECT_EQ(content_type_of("x.map"), "application/json");
    EXPECT_EQ(content_type_of("x.exe"), "application/octet-stream");
    EXPECT_EQ(content_type_of("x"), "application/octet-stream");
}

TEST(AcceptEncoding, reads_qualities) {
    EXPECT_EQ(accepted_quality("br", "br"), 1000);
    EXPECT_EQ(accepted_quality("br;q=0.123", "br"), 123);
    EXPECT_EQ(accepted_quality("br;q=1.000", "br"), 1000);
    EXPECT_EQ(accepted_quality("br;q=1.5", "br"), 1000);
    EXPECT_EQ(accepted_quality("br;q=0.1234", "br"), 0);
    EXPECT_EQ(accepted_quality("br;q=-1", "br"), 0);
    EXPECT_EQ(accepted_quality("br;q=", "br"), 0);
    EXPECT_EQ(accepted_quality("br;level=5;q=0.5", "br"), 500);
}

}  // namespace
}  // namespace rostrum::http
