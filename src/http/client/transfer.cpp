#include "http/client/transfer.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace rostrum::http {
namespace {

namespace ip = boost::asio::ip;

/// The address that libcurl is about to connect to; nothing for families other than IP.
std::optional<ip::address> address_of(const curl_sockaddr& target) {
    if (target.family == AF_INET) {
        sockaddr_in in{};
        std::memcpy(&in, &target.addr, sizeof in);
        return ip::address_v4(ntohl(in.sin_addr.s_addr));
    }
    if (target.family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, &target.addr, std::min<std::size_t>(sizeof in, target.addrlen));
        ip::address_v6::bytes_type bytes{};
        std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
        return ip::address_v6(bytes);
    }
    return std::nullopt;
}

/// What waits for a sink before libcurl is stopped.
constexpr std::size_t held_bytes_max = 256 * 1024;

/// For bodies that are worth streaming; libcurl's own is a quarter of it.
constexpr long upload_buffer_size = 256 * 1024;

constexpr bool is_token_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

/// A field that cannot smuggle another line into the request.
bool is_well_formed(const Headers::Field& field) noexcept {
    return !field.first.empty() && std::ranges::all_of(field.first, is_token_character) &&
           field.second.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
}

std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_safe(Method method) noexcept {
    return method == Method::get || method == Method::head || method == Method::options;
}

void append(curl::HeaderList& list, const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
}

}  // namespace

std::optional<TransportError> Transfer::prepare(const std::string& user_agent) {
    easy_.reset(curl_easy_init());
    if (!easy_) throw std::bad_alloc();
    if (auto refused = prepare_url()) return refused;
    if (auto refused = prepare_headers(user_agent)) return refused;
    prepare_body();
    prepare_method();
    prepare_limits();
    prepare_callbacks();
    return std::nullopt;
}

std::optional<TransportError> Transfer::prepare_url() {
    // libcurl reads up to a NUL, and everybody else reads on.
    if (request_.url.size() > url_bytes_max || request_.url.contains('\0')) {
        return error(TransportFailure::bad_url, "the URL is too long or holds a NUL");
    }
    url_.reset(curl_url());
    if (!url_) throw std::bad_alloc();
    const auto parsed =
        curl_url_set(url_.get(), CURLUPART_URL, request_.url.c_str(), CURLU_DISALLOW_USER);
    if (parsed != CURLUE_OK) return error(TransportFailure::bad_url, curl_url_strerror(parsed));

    char* scheme = nullptr;
    char* host = nullptr;
    curl_url_get(url_.get(), CURLUPART_SCHEME, &scheme, 0);
    const curl::Text scheme_owner(scheme);
    curl_url_get(url_.get(), CURLUPART_HOST, &host, 0);
    const curl::Text host_owner(host);
    if (scheme == nullptr || host == nullptr ||
        (std::string_view(scheme) != "http" && std::string_view(scheme) != "https")) {
        return error(TransportFailure::bad_url, "the URL is not of http or https");
    }
    origin_ = std::string(scheme) + "://" + host;
    set(CURLOPT_CURLU, url_.get());
    return std::nullopt;
}

std::optional<TransportError> Transfer::prepare_headers(const std::string& user_agent) {
    for (const auto& field : request_.headers) {
        if (!is_well_formed(field)) {
            return error(TransportFailure::bad_url, "a header field is malformed");
        }
        // Without a value, "Name:" would tell libcurl to leave the field out, and "Name;" sends it.
        append(header_list_,
               trim(field.second).empty() ? field.first + ";" : field.first + ": " + field.second);
    }
    // A body is sent at once, and is of no type unless the caller names one.
    if (!request_.headers.contains("Expect")) append(header_list_, "Expect:");
    if (!request_.headers.contains("Content-Type")) append(header_list_, "Content-Type:");
    set(CURLOPT_HTTPHEADER, header_list_.get());
    set(CURLOPT_USERAGENT, user_agent.c_str());
    set(CURLOPT_ACCEPT_ENCODING, "");
    return std::nullopt;
}

void Transfer::prepare_body() {
    if (!request_.body_source) return;
    auto& source = *request_.body_source;
    if (auto* text = std::get_if<std::string>(&source)) {
        request_.body = std::move(*text);
    } else if (const auto* file = std::get_if<FileRange>(&source)) {
        sent_ = std::make_unique<FileBody>(*file);
    } else {
        auto pulled = std::make_unique<PulledBody>(std::move(std::get<PullRange>(source)));
        pulled_ = pulled.get();
        sent_ = std::move(pulled);
    }
}

std::uint64_t Transfer::body_size() const { return sent_ ? sent_->size() : request_.body.size(); }

void Transfer::prepare_method() {
    const bool has_body = body_size() != 0 || request_.method == Method::post ||
                          request_.method == Method::put || request_.method == Method::patch;
    if (request_.method == Method::head) {
        set(CURLOPT_NOBODY, 1L);
        return;
    }
    if (has_body) {
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body_size()));
        if (!sent_) set(CURLOPT_POSTFIELDS, request_.body.data());
        if (sent_) set(CURLOPT_UPLOAD_BUFFERSIZE, upload_buffer_size);
    }
    if (request_.method != (has_body ? Method::post : Method::get)) {
        set(CURLOPT_CUSTOMREQUEST, std::string(to_string(request_.method)).c_str());
    }
}

void Transfer::prepare_limits() {
    const auto at_least_one = [](std::chrono::milliseconds limit) {
        // 0 would mean 'no limit' to libcurl.
        return static_cast<long>(std::max<std::int64_t>(1, limit.count()));
    };
    set(CURLOPT_CONNECTTIMEOUT_MS, at_least_one(request_.connect_timeout));
    set(CURLOPT_TIMEOUT_MS, at_least_one(request_.timeout));
    if (request_.stall_timeout.count() > 0) {
        set(CURLOPT_LOW_SPEED_LIMIT, 1L);
        set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(request_.stall_timeout.count()));
    }
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);  // a name that is still being resolved must not hold up the loop
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (request_.redirects_max > 0 && is_safe(request_.method)) {
        set(CURLOPT_FOLLOWLOCATION, 1L);
        set(CURLOPT_MAXREDIRS, static_cast<long>(request_.redirects_max));
    }
    if (request_.addresses == AddressPolicy::public_only) set(CURLOPT_PROXY, "");
}

void Transfer::prepare_callbacks() {
    using Self = void*;
    const auto on_header = +[](char* data, std::size_t, std::size_t size, Self self) noexcept {
        return static_cast<Transfer*>(self)->take_header({data, size});
    };
    const auto on_body = +[](char* data, std::size_t, std::size_t size, Self self) noexcept {
        return static_cast<Transfer*>(self)->take_body({data, size});
    };
    const auto on_give = +[](char* into, std::size_t, std::size_t size, Self self) noexcept {
        return static_cast<Transfer*>(self)->give_body({into, size});
    };
    const auto on_rewind = +[](Self self, curl_off_t offset, int) noexcept -> int {
        const bool done = static_cast<Transfer*>(self)->rewind_body(offset);
        return done ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
    };
    const auto on_open = +[](Self self, curlsocktype, curl_sockaddr* target) noexcept {
        return static_cast<Transfer*>(self)->open_socket(*target);
    };
    const auto on_ready = +[](Self self, char*, char*, int, int) noexcept {
        return static_cast<Transfer*>(self)->may_send_now() ? CURL_PREREQFUNC_OK
                                                            : CURL_PREREQFUNC_ABORT;
    };
    const Self self = this;
    set(CURLOPT_ERRORBUFFER, message_.data());
    set(CURLOPT_HEADERFUNCTION, on_header);
    set(CURLOPT_HEADERDATA, self);
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_WRITEFUNCTION, on_body);
    set(CURLOPT_WRITEDATA, self);
    if (sent_) {
        set(CURLOPT_READFUNCTION, on_give);
        set(CURLOPT_READDATA, self);
        set(CURLOPT_SEEKFUNCTION, on_rewind);
        set(CURLOPT_SEEKDATA, self);
    }
    set(CURLOPT_OPENSOCKETFUNCTION, on_open);
    set(CURLOPT_OPENSOCKETDATA, self);
    set(CURLOPT_PREREQFUNCTION, on_ready);
    set(CURLOPT_PREREQDATA, self);
}

template <typename Value>
void Transfer::set(CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(easy_.get(), option, value);
    if (code != CURLE_OK) {
        throw std::runtime_error("libcurl option " + std::to_string(option) + ": " +
                                 curl_easy_strerror(code));
    }
}

/// Takes one line of a response's header. A new status line starts over: what came before belongs
/// to an interim response or to a redirect. Trailers come after the header has ended and are left
/// out.
std::size_t Transfer::take_header(std::string_view line) {
    header_bytes_ += line.size();
    if (header_bytes_ > response_header_bytes_max) {
        too_large_ = true;
        return 0;
    }
    if (!in_header_ && line.starts_with("HTTP/")) {
        in_header_ = true;
        response_ = {};
        return line.size();
    }
    const auto colon = line.find(':');
    if (in_header_ && colon != std::string_view::npos) {
        response_.headers.add(std::string(trim(line.substr(0, colon))),
                              std::string(trim(line.substr(colon + 1))));
    }
    if (trim(line).empty()) in_header_ = false;
    return line.size();
}

std::size_t Transfer::take_body(std::string_view piece) {
    if (goes_to_sink()) return hold_for_sink(piece);
    if (piece.size() > request_.response_bytes_max - response_.body.size()) {
        too_large_ = true;
        return 0;
    }
    response_.body += piece;
    return piece.size();
}

bool Transfer::goes_to_sink() const {
    if (!request_.body_sink) return false;
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status >= 200 && status <= 299;
}

/// Keeps what the sink has not taken yet; libcurl stops reading from the socket when that is much.
std::size_t Transfer::hold_for_sink(std::string_view piece) {
    if (!received_.empty() && received_.size() + piece.size() > held_bytes_max) {
        receiving_paused_ = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    received_ += piece;
    if (needed_) needed_();
    return piece.size();
}

std::size_t Transfer::give_body(std::span<char> into) {
    const auto count = sent_->read(into);
    if (count == SentBody::broken) return CURL_READFUNC_ABORT;
    if (count != SentBody::not_yet) return count;
    if (needed_) needed_();
    return CURL_READFUNC_PAUSE;
}

bool Transfer::rewind_body(curl_off_t offset) noexcept {
    if (offset != 0) return false;
    try {
        sent_->rewind();
        return true;
    } catch (...) {
        return false;
    }
}

std::shared_ptr<PullSource> Transfer::wanted_source() const {
    return pulled_ != nullptr && pulled_->wants_piece() ? pulled_->source() : nullptr;
}

void Transfer::feed(const std::shared_ptr<PullSource>& source, std::string piece) {
    pulled_->feed(source, std::move(piece));
    curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
}

void Transfer::go_on() {
    if (std::exchange(receiving_paused_, false)) curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
}

/// Asked on an open connection, before the request goes out. libcurl sends it again when the kept
/// connection it chose turns out to be dead; the server may have acted on the first copy, so only
/// what changes nothing is sent twice.
bool Transfer::may_send_now() {
    if (is_sent() && !is_safe(request_.method)) return false;
    begun_ = true;
    return true;
}

curl_socket_t Transfer::open_socket(const curl_sockaddr& target) {
    if (request_.addresses == AddressPolicy::public_only) {
        const auto address = address_of(target);
        if (!address || guard_(*address)) {
            address_refused_ = true;
            return CURL_SOCKET_BAD;
        }
    }
    return ::socket(target.family, target.socktype | SOCK_CLOEXEC, target.protocol);
}

bool Transfer::is_sent() const {
    // The bytes alone do not tell: what a proxy is asked for before is counted too.
    long bytes = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_REQUEST_SIZE, &bytes);
    return begun_ && bytes > 0;
}

Outcome Transfer::finish(CURLcode code) {
    // The redirect that is one too many is the answer, as any redirect is when none is followed.
    if (code == CURLE_OK || code == CURLE_TOO_MANY_REDIRECTS) {
        long status = 0;
        curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
        response_.status = static_cast<int>(status);
        return std::move(response_);
    }
    const auto failure = failure_of(code);
    return std::unexpected(error(failure, reason_of(failure, code)));
}

TransportFailure Transfer::failure_of(CURLcode code) const {
    if (too_large_) return TransportFailure::response_too_large;
    if (address_refused_ && code == CURLE_COULDNT_CONNECT) return TransportFailure::address_refused;
    if (is_sent()) return TransportFailure::no_answer;
    if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) {
        return TransportFailure::bad_url;
    }
    return TransportFailure::unreachable;
}

std::string_view Transfer::reason_of(TransportFailure failure, CURLcode code) const {
    if (failure == TransportFailure::address_refused) return "the address is not public";
    if (failure == TransportFailure::response_too_large) return "the response is too large";
    if (code == CURLE_ABORTED_BY_CALLBACK) return "the connection broke after the request was sent";
    // What libcurl says of a URL may repeat it, so there the general text has to do.
    const bool repeats_url = failure == TransportFailure::bad_url;
    return repeats_url || message_[0] == '\0' ? curl_easy_strerror(code) : message_.data();
}

Outcome Transfer::cancelled() const {
    return std::unexpected(error(TransportFailure::cancelled, "the caller gave up"));
}

TransportError Transfer::error(TransportFailure failure, std::string_view reason) const {
    std::string message(to_string(request_.method));
    message += ' ';
    message += origin_.empty() ? "?" : origin_;
    message += ": ";
    message += reason;
    return TransportError{failure, std::move(message)};
}

}  // namespace rostrum::http
