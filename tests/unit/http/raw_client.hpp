#pragma once

#include "http/message.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <charconv>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace rostrum::http::testing {

/// An answer as it came over the wire; a chunked body is put together.
struct Answer {
    int status = 0;
    Headers headers;
    std::string body;
};

/// A blocking client on loopback that sends exactly the bytes it is told to. Reading gives up after
/// ten seconds, so that a server that hangs fails its test.
class RawClient {
public:
    explicit RawClient(std::uint16_t port) : RawClient(open()) { connect(port); }
    ~RawClient() { close(); }
    RawClient(RawClient&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
    RawClient& operator=(RawClient&&) = delete;

    /// A client that is not connected yet.
    static RawClient unconnected() { return RawClient(open()); }

    void connect(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            throw std::runtime_error("cannot connect");
        }
    }

    /// Gives reading another limit.
    void wait_at_most(int milliseconds) {
        const timeval limit{milliseconds / 1000, milliseconds % 1000 * 1000};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    /// Makes the kernel take little, so that a server's write soon has to wait.
    void shrink_receive_buffer() {
        const int bytes = 4096;
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    }

    /// False when the server has closed.
    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    void finish_sending() { ::shutdown(socket_, SHUT_WR); }
    void close() {
        if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    }
    /// Closes with a reset instead of an orderly end.
    void reset() {
        const linger now{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close();
    }

    /// Everything up to the server's close; a time-out counts as one too.
    std::string receive_all() {
        while (fill()) {}
        return std::exchange(buffer_, {});
    }
    /// Whether the server closes, without sending anything more.
    bool is_closed() { return buffer_.empty() && receive() == End::closed; }
    /// Whether nothing comes within the limit.
    bool is_silent() { return buffer_.empty() && receive() == End::silent; }

    /// The bytes up to and including `mark`; nothing when they do not come.
    std::optional<std::string> receive_until(std::string_view mark) {
        std::size_t at = 0;
        while ((at = buffer_.find(mark)) == std::string::npos) {
            if (!fill()) return std::nullopt;
        }
        return take(at + mark.size());
    }

    /// One answer. `to_head`: an answer to HEAD has no body whatever it says.
    std::optional<Answer> receive_answer(bool to_head = false) {
        const auto head = receive_until("\r\n\r\n");
        if (!head) return std::nullopt;
        Answer answer = parse_head(*head);
        if (to_head || answer.status == 204 || answer.status == 304) return answer;
        auto body = receive_body(answer);
        if (!body) return std::nullopt;
        answer.body = std::move(*body);
        return answer;
    }

    std::optional<Answer> exchange(std::string_view request) {
        send(request);
        return receive_answer(request.starts_with("HEAD "));
    }

private:
    enum class End { none, closed, silent };

    explicit RawClient(int socket) : socket_(socket) {
        wait_at_most(10'000);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }

    static int open() {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (socket < 0) throw std::runtime_error("cannot make a socket");
        return socket;
    }

    End receive() {
        char bytes[16 * 1024];
        const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count > 0) {
            buffer_.append(bytes, static_cast<std::size_t>(count));
            return End::none;
        }
        const bool timed_out = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        return timed_out ? End::silent : End::closed;
    }
    bool fill() { return receive() == End::none; }

    std::string take(std::size_t count) {
        auto front = buffer_.substr(0, count);
        buffer_.erase(0, count);
        return front;
    }
    std::optional<std::string> receive_exactly(std::size_t count) {
        while (buffer_.size() < count) {
            if (!fill()) return std::nullopt;
        }
        return take(count);
    }

    static Answer parse_head(std::string_view head) {
        Answer answer;
        const auto status = head.substr(9, 3);
        std::from_chars(status.data(), status.data() + status.size(), answer.status);
        head.remove_prefix(head.find("\r\n") + 2);
        while (!head.starts_with("\r\n")) {
            const auto line = head.substr(0, head.find("\r\n"));
            const auto colon = line.find(": ");
            answer.headers.add(std::string(line.substr(0, colon)),
                               std::string(line.substr(colon + 2)));
            head.remove_prefix(line.size() + 2);
        }
        return answer;
    }

    static std::size_t parse_size(std::string_view text, int base) {
        std::size_t size = 0;
        std::from_chars(text.data(), text.data() + text.size(), size, base);
        return size;
    }

    std::optional<std::string> receive_body(const Answer& answer) {
        if (answer.headers.get("Transfer-Encoding") == "chunked") return receive_chunks();
        if (!answer.headers.contains("Content-Length")) return receive_all();
        return receive_exactly(parse_size(answer.headers.get("Content-Length"), 10));
    }
    std::optional<std::string> receive_chunks() {
        std::string body;
        for (;;) {
            const auto line = receive_until("\r\n");
            if (!line) return std::nullopt;
            const auto size = parse_size(*line, 16);
            const auto chunk = receive_exactly(size + 2);
            if (!chunk) return std::nullopt;
            if (size == 0) return body;
            body.append(*chunk, 0, size);
        }
    }

    int socket_;
    std::string buffer_;
};

}  // namespace rostrum::http::testing
