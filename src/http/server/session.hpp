#pragma once

#include "http/server/connection.hpp"
#include "http/server/context.hpp"
#include "http/server/request_source.hpp"
#include "http/server/response_head.hpp"

#include <string>

namespace rostrum::http {

/// Serves the requests of one connection, one after the other, on the connection's loop.
class Session {
public:
    /// `loop` must outlive the session.
    Session(LoopContext& loop, Socket socket);

    /// Ends when the connection is done with; an exception means that it was aborted.
    Task<> run();

    /// Answers 503 and closes, for a connection too many.
    Task<> turn_away();

    Connection& connection() { return connection_; }

    /// Ends what a draining server does not wait for: an idle connection, a stream of events.
    void drain();

private:
    /// What becomes of the connection after an answer.
    enum class After { keep, close, linger };

    Task<After> answer(Request& request, bool keep_alive);
    Task<After> answer_refusal(Request& request);
    Task<Response> respond(Request& request);
    Task<bool> send(const Request& request, const Response& response, bool keep_alive);
    Task<bool> send_stream(const Request& request, const Response& response, bool& keep_alive);
    Task<bool> produce_stream(const Request& request, const Response& response,
                              BodyFraming framing);
    After after_close() const;
    void identify(Request& request);

    const ServerLimits& limits() const { return loop_.server.options.limits; }

    LoopContext& loop_;
    Connection connection_;
    RequestSource source_;
    std::string out_;  ///< reused for the head of every answer
    bool streams_events_ = false;
};

}  // namespace rostrum::http
