#include "media/s3/store.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

namespace rostrum::media::s3 {
namespace {

namespace fs = std::filesystem;

/// Reads an object range by range, so that an answer that breaks off costs one range.
class Pull final : public http::PullSource {
public:
    Pull(Client& client, std::string key, std::uint64_t offset, std::uint64_t length)
        : client_(client), key_(std::move(key)), at_(offset), end_(offset + length) {}

    Task<std::string> read() override {
        const auto wanted = std::min(Store::pull_size, end_ - at_);
        if (wanted == 0) co_return std::string();
        auto piece = co_await client_.get_range(key_, at_, wanted);
        if (!piece) throw std::runtime_error(piece.error().message);
        at_ += piece->size();
        co_return std::move(*piece);
    }

private:
    Client& client_;
    std::string key_;
    std::uint64_t at_;
    std::uint64_t end_;
};

}  // namespace

Task<Result<>> Store::put(std::string key, fs::path file, std::uint64_t bytes) {
    if (bytes > part_size) {
        co_return co_await put_in_parts(std::move(key), std::move(file), bytes);
    }
    co_return co_await client_.put_object(std::move(key), {std::move(file), 0, bytes});
}

Task<Result<>> Store::put_in_parts(std::string key, fs::path file, std::uint64_t bytes) {
    const auto upload = co_await client_.create_multipart(key);
    if (!upload) co_return std::unexpected(upload.error());
    Result<> put;
    std::exception_ptr broken;
    try {
        put = co_await put_parts(key, *upload, std::move(file), bytes);
    } catch (...) {
        broken = std::current_exception();
    }
    if (put && !broken) co_return put;
    // Parts that nobody completes are paid for until somebody gives them up.
    co_await asio::this_coro::reset_cancellation_state();
    (void)co_await client_.abort_multipart(key, *upload);
    if (broken) std::rethrow_exception(broken);
    co_return put;
}

Task<Result<>> Store::put_parts(std::string key, std::string upload, fs::path file,
                                std::uint64_t bytes) {
    std::vector<std::string> tags;
    for (std::uint64_t at = 0; at < bytes; at += part_size) {
        const int number = static_cast<int>(tags.size()) + 1;
        auto tag = co_await client_.put_part(key, upload, number,
                                             {file, at, std::min(part_size, bytes - at)});
        if (!tag) co_return std::unexpected(std::move(tag.error()));
        tags.push_back(std::move(*tag));
    }
    co_return co_await client_.complete_multipart(std::move(key), std::move(upload),
                                                  std::move(tags));
}

http::BodySource Store::read(const std::string& key, std::uint64_t offset, std::uint64_t length) {
    return http::PullRange{
        .open = [this, key, offset,
                 length] { return std::make_shared<Pull>(client_, key, offset, length); },
        .length = length};
}

Task<Result<>> Store::remove(std::string key) { return client_.delete_object(std::move(key)); }

}  // namespace rostrum::media::s3
