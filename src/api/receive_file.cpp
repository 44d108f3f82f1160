#include "api/receive_file.hpp"

#include "core/utf8.hpp"
#include "http/header_value.hpp"
#include "http/multipart.hpp"
#include "http/server/body_reader.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace rostrum::api {
namespace {

using http::MultipartParser;
using EventKind = MultipartParser::EventKind;

/// What a form may have beside the file.
constexpr std::uint64_t form_overhead_max = 64 * 1024;
constexpr std::size_t field_bytes_max = 16 * 1024;

Result<> check_alt_text(std::string_view text) {
    // No database keeps such a character, and a JSON body with one is refused, too.
    if (text.contains('\0')) return fail(invalid_field("altText", "must not hold a NUL character"));
    if (!utf8::valid(text)) return fail(invalid_field("altText", "must be UTF-8"));
    const auto characters = std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
    if (static_cast<std::size_t>(characters) <= media::alt_text_max) return {};
    return fail(invalid_field(
        "altText", "must have at most " + std::to_string(media::alt_text_max) + " characters"));
}

/// Takes the parts of a form as they come.
class FormReceiver {
public:
    explicit FormReceiver(media::Spool& spool) : spool_(spool) {}

    /// `announced`: the size of the whole form, if it is known.
    Task<Result<>> take(const MultipartParser::Event& event,
                        std::optional<std::uint64_t> announced) {
        switch (event.kind) {
            case EventKind::part: co_return co_await begin(event.part, announced);
            case EventKind::data: co_return co_await add(event.data);
            case EventKind::part_end: co_return co_await end();
            case EventKind::end: break;
        }
        co_return Result<>{};
    }

    Result<ReceivedFile> result() {
        if (!received_) return fail(invalid_field("file", "is missing"));
        return ReceivedFile{std::move(*received_), std::move(naming_)};
    }

private:
    Task<Result<>> begin(http::FormPart part, std::optional<std::uint64_t> announced) {
        field_ = std::move(part.name);
        text_.clear();
        if (field_ == "altText") co_return Result<>{};
        if (field_ != "file") co_return fail(invalid_field(field_, "is not known"));
        if (received_) co_return fail(invalid_field("file", "must be given once"));
        naming_.filename = part.file_name.value_or("");
        if (announced) *announced -= std::min(*announced, form_overhead_max);
        auto intake = co_await media::Intake::begin(spool_, announced);
        if (!intake) co_return std::unexpected(std::move(intake.error()));
        intake_ = std::move(*intake);
        co_return Result<>{};
    }

    Task<Result<>> add(std::string_view data) {
        if (field_ == "file") co_return co_await intake_->write(data);
        text_ += data;
        if (text_.size() <= field_bytes_max) co_return Result<>{};
        co_return fail(invalid_field(field_, "is too long"));
    }

    Task<Result<>> end() {
        if (field_ != "file") {
            if (auto checked = check_alt_text(text_); !checked) co_return checked;
            if (!text_.empty()) naming_.alt_text = std::move(text_);
            co_return Result<>{};
        }
        auto received = co_await intake_->finish();
        if (!received) co_return std::unexpected(std::move(received.error()));
        received_.emplace(std::move(*received));
        co_return Result<>{};
    }

    media::Spool& spool_;
    std::string field_;
    std::string text_;
    std::unique_ptr<media::Intake> intake_;
    std::optional<media::Received> received_;
    media::Naming naming_;
};

Task<Result<ReceivedFile>> receive_form(Services& services, http::BodyReader& body,
                                        std::string boundary) {
    MultipartParser parser(boundary);
    FormReceiver receiver(services.spool);
    for (;;) {
        const auto piece = co_await body.read();
        if (!piece) co_return std::unexpected(piece.error());
        if (piece->empty()) break;
        parser.feed(*piece);
        for (;;) {
            const auto event = parser.next();
            if (!event) co_return std::unexpected(event.error());
            if (!*event) break;
            if (auto taken = co_await receiver.take(**event, body.length()); !taken) {
                co_return std::unexpected(std::move(taken.error()));
            }
        }
    }
    if (!parser.is_over()) {
        co_return fail(ErrorCode::validation_failed, "the form ends before its last boundary");
    }
    co_return receiver.result();
}

Result<media::Naming> naming_of(const Context& context) {
    media::Naming naming;
    if (const auto name = context.text("filename")) {
        naming.filename = *name;
    } else if (const auto disposition =
                   http::parse_header_value(context.request().headers.get("Content-Disposition"))) {
        naming.filename = http::file_name_of(*disposition).value_or("");
    }
    naming.alt_text = context.text("altText");
    if (auto checked = check_alt_text(naming.alt_text.value_or("")); !checked) {
        return std::unexpected(std::move(checked.error()));
    }
    return naming;
}

Task<Result<ReceivedFile>> receive_bare(Services& services, Context& context,
                                        http::BodyReader& body) {
    auto naming = naming_of(context);
    if (!naming) co_return std::unexpected(std::move(naming.error()));
    auto intake = co_await media::Intake::begin(services.spool, body.length());
    if (!intake) co_return std::unexpected(std::move(intake.error()));
    for (;;) {
        const auto piece = co_await body.read();
        if (!piece) co_return std::unexpected(piece.error());
        if (piece->empty()) break;
        if (auto taken = co_await (*intake)->write(*piece); !taken) {
            co_return std::unexpected(std::move(taken.error()));
        }
    }
    auto received = co_await (*intake)->finish();
    if (!received) co_return std::unexpected(std::move(received.error()));
    co_return ReceivedFile{std::move(*received), std::move(*naming)};
}

}  // namespace

Task<Result<ReceivedFile>> receive_file(Services& services, Context& context) {
    auto& request = context.request();
    auto boundary = http::boundary_of(request.headers.get("Content-Type"));
    if (!boundary) co_return std::unexpected(std::move(boundary.error()));
    auto& body = *request.body_reader;
    if (*boundary) co_return co_await receive_form(services, body, std::move(**boundary));
    co_return co_await receive_bare(services, context, body);
}

}  // namespace rostrum::api
