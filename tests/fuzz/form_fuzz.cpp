// Random bytes as a urlencoded body: read whole, drop by drop, and split at places that the input
// names, the form or the refusal must be the same, and without a limit it is what a query of the
// same ASCII text says.
// clang++ -std=c++20 -I. -O1 -g -fsanitize=fuzzer,address,undefined tests/fuzz/form_fuzz.cpp
// The first byte chooses the limits, the second how many bytes at the end are places to split at.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "fastapi/http/form.hpp"
#include "form_pieces.hpp"

namespace {

using fastapi::FormData;
using fastapi::FormLimits;
using fastapi::detail::form_reader;

std::string described(const FormData& form) {
    std::string text;
    for (const auto& [name, value] : form)
        text.append(name).append("=").append(value.text()).append("|");
    return text;
}

std::string read(std::string_view body, std::string_view places, bool drop,
                 const FormLimits& limits) {
    form_reader reader("application/x-www-form-urlencoded", limits);
    return read_in_pieces(reader, body, places, drop, described);
}

/// Two readers of the same syntax. (Of bytes above ASCII a form has another opinion: Latin-1.)
void check_against_query(std::string_view body) {
    if (std::any_of(body.begin(), body.end(), [](char c) { return (c & 0x80) != 0; })) return;
    std::string text;
    for (const auto& [name, value] : fastapi::QueryParams(body))
        text.append(name).append("=").append(value).append("|");
    FormLimits limits;
    limits.max_fields = body.size();
    demand(read(body, {}, false, limits) == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > 4096) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
    const std::size_t places = data[1] < input.size() ? data[1] % 8 : 0;
    const std::string_view body = input.substr(0, input.size() - places);
    FormLimits limits;
    if (data[0] & 1) limits.max_fields = 3;
    if (data[0] & 2) limits.max_part_size = 5;
    const std::string whole = read(body, {}, false, limits);
    demand(read(body, {}, true, limits) == whole);
    demand(read(body, input.substr(input.size() - places), false, limits) == whole);
    check_against_query(input);
    return 0;
}
