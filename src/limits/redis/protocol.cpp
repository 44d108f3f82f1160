#include "limits/redis/protocol.hpp"

#include <fmt/format.h>
#include <hiredis/hiredis.h>

#include <new>

namespace rostrum::limits::redis {
namespace {

/// What the parser's functions know: hiredis hands it to them with each object.
struct Budget {
    std::size_t elements_max = 0;
    std::size_t elements = 0;
};

/// Where hiredis' next object belongs: its parent's place for it, or a reply of its own. hiredis
/// frees none but the outermost.
Reply* place_of(const redisReadTask* task) {
    if (task->parent == nullptr) return new (std::nothrow) Reply;
    auto* parent = static_cast<Reply*>(task->parent->obj);
    return &parent->elements[static_cast<std::size_t>(task->idx)];
}

Reply::Kind kind_of(int type) {
    switch (type) {
        case REDIS_REPLY_STATUS: return Reply::Kind::status;
        case REDIS_REPLY_ERROR: return Reply::Kind::error;
        default: return Reply::Kind::text;
    }
}

// A null makes the reader fail. Exceptions must not pass through hiredis, which is C.

void* create_text(const redisReadTask* task, char* text, std::size_t length) noexcept {
    Reply* reply = place_of(task);
    if (reply == nullptr) return nullptr;
    reply->kind = kind_of(task->type);
    reply->text.assign(text, length);
    return reply;
}

void* create_array(const redisReadTask* task, int elements) noexcept {
    auto& budget = *static_cast<Budget*>(task->privdata);
    const auto count = static_cast<std::size_t>(elements);
    if (elements < 0 || count > budget.elements_max - budget.elements) return nullptr;
    budget.elements += count;
    Reply* reply = place_of(task);
    if (reply == nullptr) return nullptr;
    reply->kind = Reply::Kind::array;
    reply->elements.resize(count);
    return reply;
}

void* create_integer(const redisReadTask* task, long long value) noexcept {
    Reply* reply = place_of(task);
    if (reply == nullptr) return nullptr;
    reply->kind = Reply::Kind::integer;
    reply->integer = value;
    return reply;
}

void* create_nil(const redisReadTask* task) noexcept { return place_of(task); }

void free_reply(void* reply) noexcept { delete static_cast<Reply*>(reply); }

redisReplyObjectFunctions functions{.createString = create_text,
                                    .createArray = create_array,
                                    .createInteger = create_integer,
                                    .createNil = create_nil,
                                    .freeObject = free_reply};

}  // namespace

std::string_view Reply::error_code() const {
    if (!is_error()) return {};
    return std::string_view(text).substr(0, text.find(' '));
}

std::string encode(const Command& command) {
    std::vector<const char*> words;
    std::vector<std::size_t> lengths;
    for (const auto& word : command) {
        words.push_back(word.data());
        lengths.push_back(word.size());
    }
    char* bytes = nullptr;
    const int length = redisFormatCommandArgv(&bytes, static_cast<int>(words.size()), words.data(),
                                              lengths.data());
    if (length < 0) throw std::bad_alloc();
    const std::unique_ptr<char, decltype(&redisFreeCommand)> owner(bytes, redisFreeCommand);
    return {bytes, static_cast<std::size_t>(length)};
}

struct ReplyReader::Parser {
    explicit Parser(ReplyLimits limits)
        : limits(limits), reader(redisReaderCreateWithFunctions(&functions), redisReaderFree) {
        if (!reader) throw std::bad_alloc();
        budget.elements_max = limits.elements_max;
        reader->privdata = &budget;
    }

    ReplyLimits limits;
    Budget budget;
    std::size_t bytes = 0;  // fed since the last whole reply
    std::unique_ptr<redisReader, decltype(&redisReaderFree)> reader;
};

ReplyReader::ReplyReader(ReplyLimits limits) : parser_(std::make_unique<Parser>(limits)) {}

ReplyReader::~ReplyReader() = default;

void ReplyReader::feed(std::string_view bytes) {
    parser_->bytes += bytes.size();
    redisReaderFeed(parser_->reader.get(), bytes.data(), bytes.size());
}

Result<std::optional<Reply>> ReplyReader::next() {
    auto& reader = *parser_->reader;
    void* object = nullptr;
    if (redisReaderGetReply(&reader, &object) != REDIS_OK) {
        const bool too_large = reader.err == REDIS_ERR_OOM;
        return fail(ErrorCode::server_error,
                    too_large ? "Redis: the reply has too many elements"
                              : fmt::format("Redis: no valid reply: {}", reader.errstr));
    }
    const std::unique_ptr<Reply> reply(static_cast<Reply*>(object));
    if (reply) {
        parser_->bytes = reader.len - reader.pos;
        parser_->budget.elements = 0;
        return std::move(*reply);
    }
    if (parser_->bytes > parser_->limits.bytes_max) {
        return fail(ErrorCode::server_error, "Redis: the reply is too large");
    }
    return std::nullopt;
}

}  // namespace rostrum::limits::redis
