#include "crypto/password.hpp"

#include "core/suspend.hpp"
#include "crypto/encoding.hpp"
#include "crypto/token.hpp"

#include <argon2.h>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <exception>
#include <new>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace rostrum::crypto {
namespace {

constexpr std::size_t salt_size = 16;
constexpr std::size_t hash_size = 32;

std::string hash_now(const PasswordOptions& options, Random& random, std::string_view password) {
    std::array<std::byte, salt_size> salt{};
    random.fill(salt);
    std::string encoded(argon2_encodedlen(options.iterations, options.memory_kib, options.lanes,
                                          salt_size, hash_size, Argon2_id),
                        '\0');
    const int status = argon2id_hash_encoded(
        options.iterations, options.memory_kib, options.lanes, password.data(), password.size(),
        salt.data(), salt.size(), hash_size, encoded.data(), encoded.size());
    if (status != ARGON2_OK) {
        throw std::runtime_error(std::string("argon2: ") + argon2_error_message(status));
    }
    encoded.resize(encoded.find('\0'));
    return encoded;
}

Result<bool> verify_now(std::string_view password, const std::string& encoded) {
    const int status = argon2id_verify(encoded.c_str(), password.data(), password.size());
    if (status == ARGON2_OK) return true;
    if (status == ARGON2_VERIFY_MISMATCH) return false;
    if (status == ARGON2_MEMORY_ALLOCATION_ERROR) throw std::bad_alloc();
    return fail(ErrorCode::processing_failed,
                std::string("a stored password hash is unusable: ") + argon2_error_message(status));
}

/// Counts what the pool has accepted, and refuses beyond a limit.
class Admission {
public:
    explicit Admission(std::size_t limit) : limit_(limit) {}

    /// A place that is given back when it goes.
    class Place {
    public:
        explicit Place(Admission& owner) : owner_(&owner) {}
        Place(Place&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
        Place& operator=(Place&&) = delete;
        ~Place() {
            if (owner_ != nullptr) --owner_->taken_;
        }

    private:
        Admission* owner_;
    };

    std::optional<Place> enter() {
        if (++taken_ <= limit_) return Place(*this);
        --taken_;
        return std::nullopt;
    }

private:
    std::size_t limit_;
    std::atomic<std::size_t> taken_{0};
};

class PooledHasher final : public PasswordHasher {
public:
    PooledHasher(Random& random, PasswordOptions options)
        : random_(random),
          options_(options),
          dummy_(hash_now(options, random, random_token(random).reveal())),
          admission_(options.threads + options.queue_max),
          pool_(options.threads) {}

    ~PooledHasher() override { pool_.join(); }

    Task<Result<std::string>> hash(Secret password) override {
        if (password.reveal().size() > password_bytes_max) {
            co_return fail(invalid_field(
                "password", "must have at most " + std::to_string(password_bytes_max) + " bytes"));
        }
        co_return co_await run([this, password = std::move(password)]() -> Result<std::string> {
            return hash_now(options_, random_, password.reveal());
        });
    }

    Task<Result<bool>> verify(Secret password, std::string encoded) override {
        if (password.reveal().size() > password_bytes_max) co_return false;
        co_return co_await run(
            [password = std::move(password), encoded = std::move(encoded)]() -> Result<bool> {
                return verify_now(password.reveal(), encoded);
            });
    }

    const std::string& dummy() const override { return dummy_; }

private:
    /// Runs `work` on the pool and answers what it returns.
    template <typename Work, typename Answer = std::invoke_result_t<Work&>>
    Task<Answer> run(Work work) {
        auto place = admission_.enter();
        if (!place) {
            Error busy = make_error(ErrorCode::rate_limit_exceeded, "too many passwords to hash");
            busy.retry_after = std::chrono::seconds{1};
            co_return fail(std::move(busy));
        }
        co_return co_await suspend<Answer>([&](Resume<Answer> resume) {
            asio::post(pool_, [work = std::move(work), place = std::move(place),
                               resume = std::move(resume)]() mutable {
                std::exception_ptr failure;
                Answer answer;
                try {
                    answer = work();
                } catch (...) {
                    failure = std::current_exception();
                }
                place.reset();
                if (failure) {
                    resume.fail(std::move(failure));
                } else {
                    resume(std::move(answer));
                }
            });
        });
    }

    Random& random_;
    PasswordOptions options_;
    std::string dummy_;
    Admission admission_;
    asio::thread_pool pool_;
};

}  // namespace

std::unique_ptr<PasswordHasher> create_password_hasher(Random& random, PasswordOptions options) {
    return std::make_unique<PooledHasher>(random, options);
}

}  // namespace rostrum::crypto
