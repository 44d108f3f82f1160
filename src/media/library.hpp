#pragma once

#include "accounts/types.hpp"
#include "core/cursor.hpp"
#include "core/result.hpp"
#include "http/body_source.hpp"
#include "http/server/byte_range.hpp"
#include "http/server/response.hpp"
#include "media/blob_store.hpp"
#include "media/prober.hpp"
#include "media/spool.hpp"
#include "media/store.hpp"
#include "media/url_signer.hpp"

#include <optional>
#include <string>
#include <vector>

namespace rostrum::media {

inline constexpr std::size_t filename_max = 255;   ///< bytes; longer names are cut
inline constexpr std::size_t alt_text_max = 4000;  ///< code points

/// What a client says about a file beside its bytes.
struct Naming {
    std::string filename;  ///< may be empty
    std::optional<std::string> alt_text = std::nullopt;
    std::optional<UploadId> upload = std::nullopt;  ///< that the file came by
};

/// The files of the workspaces. What is equal is stored once per workspace, and each upload is a
/// file of its own, with its own name and life. Safe to use from every loop.
class Library {
public:
    /// All of them outlive it.
    Library(Store& store, BlobStore& blobs, Prober& prober, UrlSigner signer,
            BlockingThreads& threads, IdSource& ids)
        : store_(store),
          blobs_(blobs),
          prober_(prober),
          signer_(std::move(signer)),
          threads_(threads),
          ids_(ids) {}

    /// Looks into what was received, and keeps it. Errors: `unsupported_media_type`,
    /// `validation_failed` for a damaged file, `payload_too_large`, `insufficient_storage`,
    /// `server_error`. After an error nothing is kept.
    Task<Result<Media>> add(accounts::Scope scope, Received received, Naming naming);

    Task<std::vector<Media>> list(accounts::Scope scope, PageRequest page,
                                  std::optional<Kind> kind = std::nullopt) {
        return store_.list(scope, page, kind);
    }
    /// Errors: `not_found`.
    Task<Result<Media>> find(accounts::Scope scope, MediaId id) { return store_.find(scope, id); }
    /// Those of the ids that are files of the workspace, in no order.
    Task<std::vector<Media>> known(accounts::Scope scope, std::vector<MediaId> ids);
    /// Sets what is read to those who do not see the file. Errors: `not_found`.
    Task<Result<Media>> describe(accounts::Scope scope, MediaId id,
                                 std::optional<std::string> alt_text);
    /// Errors: `not_found`; `conflict` while something uses the file.
    Task<Result<>> remove(accounts::Scope scope, MediaId id);

    /// Holds on to a file for `used_by`, such as "post:<id>", in the caller's transaction; until it
    /// is released, the file cannot be removed. Errors: `not_found`.
    Task<Result<>> use(db::Transaction& tx, accounts::Scope scope, MediaId id,
                       std::string used_by) {
        return store_.use(tx, scope.workspace, id, std::move(used_by));
    }
    Task<> release(db::Transaction& tx, accounts::Scope scope, std::string used_by) {
        return store_.release(tx, scope.workspace, std::move(used_by));
    }

    /// The file's bytes, or some of them, for a request's body: `offset + length` is at most
    /// `media.bytes`. Nothing of it is loaded before it is sent.
    http::BodySource body(const Media& media, std::uint64_t offset, std::uint64_t length) const {
        return blobs_.read(media.store_key, offset, length);
    }
    http::BodySource body(const Media& media) const {
        return body(media, 0, static_cast<std::uint64_t>(media.bytes));
    }
    /// The same, to be read piece by piece.
    std::shared_ptr<http::PullSource> open(const Media& media, std::uint64_t offset,
                                           std::uint64_t length) const;

    /// The address under which platforms may pull the file; on PUBLIC_URL.
    std::string public_url(const Media& media) const { return signer_.url(media.id); }

    /// The file of such an address. Errors: `not_found`.
    Task<Result<Media>> find_public(MediaId id, std::string_view signature);
    /// What sends a part of it as the body of an answer.
    http::BodyStream stream(const Media& media, http::ByteRange range) const;

private:
    Task<Result<Store::Added>> keep(accounts::Scope scope, NewMedia media, Received& received);
    Task<> remove_object(std::string key);

    Store& store_;
    BlobStore& blobs_;
    Prober& prober_;
    UrlSigner signer_;
    BlockingThreads& threads_;
    IdSource& ids_;
};

/// A name that is fit to be stored and shown: what stands behind the last slash, cut to
/// `filename_max`; empty when nothing is left of it.
std::string tidy_filename(std::string_view name);

/// Reads a body piece by piece, a file on `threads`, which outlive the source.
std::shared_ptr<http::PullSource> pull(http::BodySource source, BlockingThreads& threads);

}  // namespace rostrum::media
