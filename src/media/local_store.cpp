#include "media/local_store.hpp"

#include "media/spool.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace rostrum::media {
namespace {

namespace fs = std::filesystem;

/// The file keeps its old name as well, so that nothing is lost when the process dies before there
/// is a row that names the new one. A file system without such links moves it.
void give_name(const fs::path& from, const fs::path& to) {
    std::error_code failed;
    fs::create_hard_link(from, to, failed);
    if (!failed) return;
    const bool cannot_link = failed == std::errc::operation_not_permitted ||
                             failed == std::errc::operation_not_supported ||
                             failed == std::errc::function_not_supported;
    if (!cannot_link) throw fs::filesystem_error("a media file cannot be kept", from, to, failed);
    fs::rename(from, to);
}

Result<> keep_file(const fs::path& folder, const fs::path& from, const fs::path& to) {
    try {
        const bool made = fs::create_directories(to.parent_path());
        give_name(from, to);
        sync_folder(to.parent_path());
        if (made) sync_folder(folder);
        return {};
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_space_on_device) throw;
        return fail(ErrorCode::insufficient_storage, error.what());
    }
}

Result<> remove_file(const fs::path& path) {
    std::error_code failed;
    fs::remove(path, failed);
    if (!failed) return {};
    return fail(ErrorCode::server_error, "a media file cannot be removed: " + failed.message());
}

}  // namespace

LocalStore::LocalStore(fs::path folder, BlockingThreads& threads)
    : folder_(std::move(folder)), threads_(threads) {
    fs::create_directories(folder_);
}

Task<Result<>> LocalStore::put(std::string key, fs::path file, std::uint64_t) {
    auto moved = co_await threads_.run(
        [this, &key, &file] { return std::optional(keep_file(folder_, file, folder_ / key)); });
    co_return std::move(*moved);
}

http::BodySource LocalStore::read(const std::string& key, std::uint64_t offset,
                                  std::uint64_t length) {
    return http::FileRange{folder_ / key, offset, length};
}

Task<Result<>> LocalStore::remove(std::string key) {
    auto removed =
        co_await threads_.run([this, &key] { return std::optional(remove_file(folder_ / key)); });
    co_return std::move(*removed);
}

}  // namespace rostrum::media
