#pragma once

#include "api/context.hpp"
#include "api/services.hpp"
#include "media/library.hpp"

namespace rostrum::api {

/// A file as a request brought it.
struct ReceivedFile {
    media::Received file;
    media::Naming naming;
};

/// Reads the body of a request into the spool: a form with the part `file` and perhaps `altText`,
/// or the bare bytes, whose name and alternative text stand in the query (`filename`, `altText`) or
/// in Content-Disposition. Errors: those of `media::Intake`, `validation_failed` for a form without
/// a file, and what the body's reader refuses.
Task<Result<ReceivedFile>> receive_file(Services& services, Context& context);

}  // namespace rostrum::api
