// Sealed values: nothing but what was sealed opens, and nothing crashes.
#include "core/random.hpp"
#include "crypto/keyring.hpp"

#include <cstdint>
#include <span>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rostrum;
    static const auto keyring =
        crypto::Keyring::parse("a:" + std::string(64, '1') + ",b:" + std::string(64, '2'));
    const auto bytes = std::as_bytes(std::span(data, size));
    static_cast<void>(crypto::Keyring::key_id(bytes));
    static_cast<void>(keyring->needs_resealing(bytes));
    if (keyring->open(bytes, "table.column:row")) __builtin_trap();

    // The input as a plaintext comes back as it was, and as a keyring's text never crashes.
    SeededRandom random(size);
    const Secret plain(std::string(reinterpret_cast<const char*>(data), size));
    const auto opened = keyring->open(keyring->seal(plain, "c", random), "c");
    if (!opened || opened->reveal() != plain.reveal()) __builtin_trap();
    static_cast<void>(crypto::Keyring::parse(plain.reveal()));
    return 0;
}
