#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rostrum::http {

/// A part of a form, as its header tells.
struct FormPart {
    std::string name;
    std::optional<std::string> file_name;
};

/// Takes a multipart/form-data body (RFC 7578) apart while it comes; it holds no more of it than a
/// piece and a boundary. Feed a piece, then ask for events until there is none.
class MultipartParser {
public:
    static constexpr std::size_t preamble_bytes_max = 1024;
    static constexpr std::size_t part_header_bytes_max = 8 * 1024;
    static constexpr std::size_t parts_max = 20;

    enum class EventKind : std::uint8_t {
        part,      ///< a part begins
        data,      ///< bytes of the part
        part_end,  ///< its last byte has been told
        end,       ///< the form is over; what follows is ignored
    };
    struct Event {
        EventKind kind = EventKind::end;
        FormPart part = {};          ///< of `part`
        std::string_view data = {};  ///< of `data`; valid until the next `feed`
    };

    /// `boundary` as `boundary_of` answered it.
    explicit MultipartParser(std::string_view boundary);

    void feed(std::string_view bytes);

    /// The next event; nothing when more bytes are needed first. Errors: `validation_failed`.
    Result<std::optional<Event>> next();

    /// Whether the form's own end has come.
    bool is_over() const { return state_ == State::over; }

private:
    enum class State : std::uint8_t { preamble, boundary, header, data, over };

    /// What stands behind a delimiter's place.
    enum class Tail : std::uint8_t { unknown, none, part, end };

    Result<std::optional<Event>> in_preamble();
    Result<std::optional<Event>> at_boundary();
    Result<std::optional<Event>> in_header();
    Result<std::optional<Event>> in_data();
    std::optional<Event> take_data(std::size_t size);
    Tail tail_at(std::size_t at, std::size_t& behind) const;
    std::string_view rest() const { return std::string_view(buffer_).substr(at_); }

    std::string delimiter_;  ///< with the line break in front
    std::string buffer_;
    std::size_t at_ = 0;  ///< of the buffer's first byte that is not used yet
    State state_ = State::preamble;
    std::size_t parts_ = 0;
    bool first_data_ = false;  ///< the line break of the part's header is still there
};

/// The boundary of a `multipart/form-data` content type. Nothing when it is another type;
/// `validation_failed` when the boundary is missing or malformed.
Result<std::optional<std::string>> boundary_of(std::string_view content_type);

}  // namespace rostrum::http
