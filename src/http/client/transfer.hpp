#pragma once

#include "http/client/client.hpp"
#include "http/client/curl_handles.hpp"
#include "http/client/sent_body.hpp"

#include <boost/asio/ip/address.hpp>

#include <array>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace rostrum::http {

using Outcome = std::expected<ClientResponse, TransportError>;

/// Says whether a request under `AddressPolicy::public_only` must not reach an address.
using AddressGuard = bool (*)(const boost::asio::ip::address& address) noexcept;

inline constexpr std::size_t url_bytes_max = 16 * 1024;
inline constexpr std::size_t response_header_bytes_max = 64 * 1024;  ///< of all hops together

/// One request: its libcurl handle, the limits on what comes back, and what became of it.
/// It does not move, since libcurl holds pointers into it.
class Transfer {
public:
    Transfer(ClientRequest request, AddressGuard guard) noexcept
        : request_(std::move(request)), guard_(guard) {}
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    /// Makes the handle ready; answers the error of a request that cannot be sent at all.
    std::optional<TransportError> prepare(const std::string& user_agent);

    CURL* handle() const noexcept { return easy_.get(); }

    /// What the caller gets, once libcurl says that the transfer has ended with `code`.
    Outcome finish(CURLcode code);

    /// What the caller gets when it has given up the transfer.
    Outcome cancelled() const;

    /// Whether somebody has to be there for its bodies: `run_streamed`. What follows is for that
    /// alone, on the transfer's loop.
    bool is_streamed() const { return pulled_ != nullptr || request_.body_sink; }
    /// Called when there is something to take, or a piece is wanted.
    void on_need(std::function<void()> needed) { needed_ = std::move(needed); }
    /// What came of the answer's body.
    std::string take_received() { return std::exchange(received_, {}); }
    const BodySink& sink() const { return request_.body_sink; }
    /// The source of which the next piece is wanted, if one is.
    std::shared_ptr<PullSource> wanted_source() const;
    void feed(const std::shared_ptr<PullSource>& source, std::string piece);
    /// Lets libcurl go on that was stopped because too much was waiting.
    void go_on();

private:
    std::optional<TransportError> prepare_url();
    std::optional<TransportError> prepare_headers(const std::string& user_agent);
    void prepare_method();
    void prepare_body();
    void prepare_limits();
    void prepare_callbacks();
    template <typename Value>
    void set(CURLoption option, Value value);

    std::size_t take_header(std::string_view line);
    std::size_t take_body(std::string_view piece);
    std::size_t hold_for_sink(std::string_view piece);
    std::size_t give_body(std::span<char> into);
    bool rewind_body(curl_off_t offset) noexcept;
    bool goes_to_sink() const;
    std::uint64_t body_size() const;
    bool may_send_now();
    curl_socket_t open_socket(const curl_sockaddr& target);

    bool is_sent() const;
    TransportFailure failure_of(CURLcode code) const;
    std::string_view reason_of(TransportFailure failure, CURLcode code) const;
    TransportError error(TransportFailure failure, std::string_view reason) const;

    ClientRequest request_;
    AddressGuard guard_;
    std::unique_ptr<SentBody> sent_;  ///< null: the body is `request_.body`
    PulledBody* pulled_ = nullptr;    ///< `sent_`, when it is one
    std::string received_;            ///< for the sink
    bool receiving_paused_ = false;
    std::function<void()> needed_;
    std::string origin_;  ///< "https://host", for messages
    curl::Url url_;
    curl::HeaderList header_list_;
    std::array<char, CURL_ERROR_SIZE> message_{};
    ClientResponse response_;
    std::size_t header_bytes_ = 0;
    bool in_header_ = false;
    bool begun_ = false;  ///< the request was let out, and perhaps sent
    bool too_large_ = false;
    bool address_refused_ = false;
    curl::Easy easy_;  ///< last, so that it goes first: it points to the others
};

}  // namespace rostrum::http
