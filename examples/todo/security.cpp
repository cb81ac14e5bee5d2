#include "security.hpp"

#include <sodium.h>

#include <array>
#include <new>
#include <semaphore>
#include <stdexcept>

namespace todo {
namespace {

void initialise() {
    static const int result = sodium_init();
    if (result < 0) throw std::runtime_error("libsodium cannot be used here");
}

/// At most four passwords are hashed at the same time, because each takes its memory, and at most
/// twelve wait for it, because each takes a thread that others need.
class HashingPlace {
public:
    HashingPlace() {
        if (!waiting_.try_acquire()) throw HashingBusy();
        hashing_.acquire();
    }
    HashingPlace(const HashingPlace&) = delete;
    HashingPlace& operator=(const HashingPlace&) = delete;
    ~HashingPlace() {
        hashing_.release();
        waiting_.release();
    }

private:
    static inline std::counting_semaphore<> waiting_{16}, hashing_{4};
};

}  // namespace

std::string hash_password(const std::string& password, PasswordCost cost) {
    initialise();
    const HashingPlace place;
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(), cost.rounds,
                          cost.memory) != 0)
        throw std::bad_alloc();
    return hash.data();
}

bool verify_password(const std::string& hash, const std::string& password) {
    initialise();
    const HashingPlace place;
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string random_token() {
    initialise();
    std::array<unsigned char, 32> bits{};
    randombytes_buf(bits.data(), bits.size());
    std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)>
        text{};
    sodium_bin2base64(text.data(), text.size(), bits.data(), bits.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text.data();
}

std::string token_hash(const std::string& token) {
    initialise();
    std::array<unsigned char, 32> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(token.data()), token.size(), nullptr,
                       0);
    std::array<char, 2 * hash.size() + 1> text{};
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    return text.data();
}

}  // namespace todo
