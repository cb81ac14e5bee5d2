#include "fastapi/core/secrets.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

using namespace fastapi;

TEST_CASE("secrets: texts are the same only where every byte and the length are") {
    const std::string_view text("p\xC3\xA4ss\0word", 10);
    CHECK(secrets::compare_digest("", ""));
    CHECK(secrets::compare_digest(text, std::string(text)));
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string changed(text);
        for (const int bit : {0, 3, 7}) {
            changed[i] = static_cast<char>(text[i] ^ (1 << bit));
            CHECK_FALSE(secrets::compare_digest(text, changed));
        }
        CHECK_FALSE(secrets::compare_digest(text, text.substr(0, i)));
        CHECK_FALSE(secrets::compare_digest(text.substr(0, i), text));
    }
}

TEST_CASE("secrets: two differences do not cancel each other") {
    CHECK_FALSE(secrets::compare_digest("aa", "bb"));
    CHECK_FALSE(secrets::compare_digest("ab", "ba"));
}

TEST_CASE("secrets: a token has the length that was asked for, whatever that is") {
    for (const std::size_t size : {0u, 1u, 2u, 3u, 16u, 255u, 256u, 257u, 1000u}) {
        CHECK(secrets::token_bytes(size).size() == size);
        CHECK(secrets::token_hex(size).size() == 2 * size);
        CHECK(secrets::token_urlsafe(size).size() == (size * 8 + 5) / 6);
    }
    CHECK((secrets::token_hex().size() == 64 && secrets::token_urlsafe().size() == 43));
}

TEST_CASE("secrets: hexadecimal and Base64 of a URL have all of their characters and no others") {
    const std::string hex = secrets::token_hex(4000), text = secrets::token_urlsafe(8000);
    CHECK(hex.find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(std::set<char>(hex.begin(), hex.end()).size() == 16);
    CHECK(text.find_first_not_of(
              "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
          std::string::npos);
    CHECK(std::set<char>(text.begin(), text.end()).size() == 64);
}

TEST_CASE("secrets: the last digit of Base64 has only the bits that are left of the bytes") {
    for (int i = 0; i < 100; ++i) {
        CHECK(std::string_view("AQgw").find(secrets::token_urlsafe(1)[1]) !=
              std::string_view::npos);
        CHECK(std::string_view("AEIMQUYcgkosw048").find(secrets::token_urlsafe(2)[2]) !=
              std::string_view::npos);
    }
}

TEST_CASE("secrets: no token comes twice, and every piece of a long one is random") {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(secrets::token_bytes(16));
    const std::string bytes = secrets::token_bytes(1024);
    for (std::size_t at = 0; at < bytes.size(); at += 16) seen.insert(bytes.substr(at, 16));
    CHECK(seen.size() == 1064);
}
