#pragma once

// Passwords and tokens, by libsodium. What lies in the database lets nobody log in: of a password
// it is an Argon2id hash with its own salt, of a token, which is random and long, a plain hash.

#include <cstddef>
#include <string>

namespace todo {

/// The work of hashing a password: so many rounds through so many bytes of memory.
struct PasswordCost {
    unsigned long long rounds;
    std::size_t memory;
};

/// More passwords are to be hashed just now than may wait for it.
struct HashingBusy {};

/// Blocks for as long as `cost` says. Throws HashingBusy, and std::bad_alloc where the memory is
/// missing.
std::string hash_password(const std::string& password, PasswordCost cost);

/// Whether `hash` was made of this password; costs what making it has cost. Throws HashingBusy.
bool verify_password(const std::string& hash, const std::string& password);

/// 256 random bits, as text that fits into a header.
std::string random_token();

/// The same text for the same token.
std::string token_hash(const std::string& token);

}  // namespace todo
