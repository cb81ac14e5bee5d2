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

/// At most so many passwords are hashed at the same time: each takes its memory.
class HashingPlace {
public:
    HashingPlace() { places().acquire(); }
    HashingPlace(const HashingPlace&) = delete;
    HashingPlace& operator=(const HashingPlace&) = delete;
    ~HashingPlace() { places().release(); }

private:
    static std::counting_semaphore<4>& places() {
        static std::counting_semaphore<4> semaphore(4);
        return semaphore;
    }
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
