#pragma once

#include "accounts/api_keys.hpp"
#include "accounts/authenticator.hpp"
#include "accounts/sign_in.hpp"
#include "accounts/team.hpp"
#include "conformance/services/fixture.hpp"

#include <atomic>
#include <string>

namespace rostrum::accounts {

/// Hashes at no cost, and remembers whom it was asked about.
class PlainHasher final : public crypto::PasswordHasher {
public:
    Task<Result<std::string>> hash(Secret password) override {
        co_return "plain:" + std::string(password.reveal());
    }
    Task<Result<bool>> verify(Secret password, std::string encoded) override {
        ++verified;
        if (encoded == dummy_) ++verified_against_dummy;
        co_return encoded == "plain:" + std::string(password.reveal());
    }
    const std::string& dummy() const override { return dummy_; }

    std::atomic<int> verified = 0;
    std::atomic<int> verified_against_dummy = 0;

private:
    std::string dummy_ = "dummy";
};

/// The services of accounts, and shorthands for what people do.
class AccountsTest : public ServiceTest {
protected:
    static constexpr const char* password = "a good password";

    void SetUp() override {
        ServiceTest::SetUp();
        wait_until_listening();
    }

    Result<SignedIn> try_register(const std::string& email,
                                  std::optional<std::string> invite = std::nullopt) {
        return run(sign_in.register_user({.email = email,
                                          .password = password,
                                          .name = email.substr(0, email.find('@')),
                                          .invite_token = std::move(invite)},
                                         {"test agent", "192.0.2.1"}));
    }
    SignedIn registered(const std::string& email) {
        auto signed_in = try_register(email);
        if (!signed_in) throw std::runtime_error(signed_in.error().message);
        return std::move(*signed_in);
    }
    Result<SignedIn> login(const std::string& email, const std::string& with = password) {
        return run(sign_in.login({email, with}, {"another agent", "192.0.2.2"}));
    }
    Result<Principal> bearer(const Secret& token) {
        return run(authenticator.by_bearer(token.reveal()));
    }
    Result<Principal> cookie(const Secret& token) {
        return run(authenticator.by_cookie(token.reveal()));
    }
    Invited invited(const Scope& scope, const std::string& email, Role role) {
        return run(team.invite(scope, {email, role})).value();
    }
    /// Registers somebody who was invited.
    SignedIn joined(const Scope& scope, const std::string& email, Role role) {
        const auto invitation = invited(scope, email, role);
        return std::move(try_register(email, std::string(invitation.token.reveal())).value());
    }
    Member member(const Scope& scope, UserId user) {
        for (auto& one : run(team.members(scope, {.limit = 100, .after = std::nullopt}))) {
            if (one.user_id == user) return one;
        }
        throw std::runtime_error("not a member");
    }

    PlainHasher hasher;
    const Secret signing_key{"0123456789abcdef0123456789abcdef"};
    Authenticator authenticator{*database, clock, signing_key};
    SignIn sign_in{*database, hasher, clock, random, ids, signing_key};
    Team team{*database, clock, random, ids};
    ApiKeys api_keys{*database, clock, random, ids};
};

inline Scope scope_of(const SignedIn& signed_in) {
    return {signed_in.workspace.id, signed_in.user.id, signed_in.role};
}

}  // namespace rostrum::accounts
