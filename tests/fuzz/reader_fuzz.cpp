// Random bytes as a connection: read whole, drop by drop, and split at places that the input names,
// the outcome must be the same; and decoding of paths and queries keeps within its bounds. clang++
// -std=c++20 -I. -O1 -g -fsanitize=fuzzer,address,undefined tests/fuzz/reader_fuzz.cpp The first
// byte chooses the limits, the second how many bytes at the end are places to split at.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../wire/feed.hpp"
#include "fastapi/http/url.hpp"

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

fastapi::wire::limits limits_for(std::uint8_t choice) {
    fastapi::wire::limits limits;
    if (choice & 1) limits.max_request_line = 30;
    if (choice & 2) limits.max_header_line = 24;
    if (choice & 4) limits.max_header_block = 60;
    if (choice & 8) limits.max_headers = 3;
    if (choice & 16) limits.max_body_bytes = 9;
    if (choice & 32) limits.max_chunk_extension_bytes = 5;
    if (choice & 64) limits.max_trailer_bytes = 20;
    return limits;
}

void check_reader(std::string_view bytes, std::string_view places,
                  const fastapi::wire::limits& limits) {
    const auto whole = feed::whole(bytes, limits);
    demand(feed::dripped(bytes, limits) == whole);
    feed::feeder pieces(limits);
    for (const char place : places) {
        const std::string_view piece = bytes.substr(0, static_cast<unsigned char>(place));
        bytes.remove_prefix(piece.size());
        pieces.give(piece);
    }
    pieces.give(bytes);
    demand(pieces.result == whole);
}

void check_url(std::string_view text) {
    std::string decoded;
    fastapi::detail::percent_decode(text, decoded, true);
    demand(fastapi::detail::is_valid_utf8(decoded));
    std::string again;
    fastapi::detail::percent_decode(fastapi::detail::percent_encode(decoded), again, true);
    demand(again == decoded);

    const fastapi::QueryParams params(text);
    std::size_t pairs = 0;
    for (const auto& [key, value] : params) {
        demand(fastapi::detail::is_valid_utf8(key) && fastapi::detail::is_valid_utf8(value));
        demand(params.contains(key));
        ++pairs;
    }
    demand(pairs == params.size());
    const std::size_t middle = text.size() / 2;
    // A byte that is no UTF-8 becomes U+FFFD.
    demand(fastapi::URL("http", text.substr(0, middle), text.substr(middle)).str().size() <=
           3 * text.size() + 12);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > 4096) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
    const std::size_t places = data[1] < input.size() ? data[1] % 8 : 0;
    check_reader(input.substr(0, input.size() - places), input.substr(input.size() - places),
                 limits_for(data[0]));
    check_url(input);
    return 0;
}
