// Random bytes as a Cookie header and as what set_cookie is told: every name is found once, nothing
// is read past the end, whatever is written is one line without control characters whose value is
// read back as it was given.
// clang++ -std=c++20 -I. -O1 -g -fsanitize=fuzzer,address,undefined tests/fuzz/cookie_fuzz.cpp

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "fastapi/http/cookies.hpp"

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

void check_reading(std::string_view header) {
    const fastapi::Cookies cookies(header);
    std::size_t size = 0;
    for (const auto& [name, value] : cookies) {
        const auto found = cookies.get(name);
        demand(found && found->data() == value.data() && found->size() == value.size());
        size += name.size() + value.size();
    }
    demand(size <= 2 * header.size());  // a byte beyond ASCII is Latin-1, and becomes UTF-8
}

void check_value(std::string_view value) {
    std::string header;
    try {
        header = fastapi::detail::set_cookie_header("c", value, {.path = "", .samesite = ""});
    } catch (const std::invalid_argument&) {
        return;
    }
    demand(std::all_of(header.begin(), header.end(), [](char c) { return c >= ' ' && c <= '~'; }));
    demand(fastapi::Cookies(header)["c"] == value);
}

/// However the parts are chosen, the attributes are those that were asked for.
void check_attributes(std::string_view name, std::string_view path, std::string_view domain) {
    std::string header;
    try {
        header = fastapi::detail::set_cookie_header(
            name, "v",
            {.path = std::string(path), .domain = std::string(domain), .httponly = true});
    } catch (const std::invalid_argument&) {
        return;
    }
    demand(std::all_of(header.begin(), header.end(), fastapi::detail::in_field_value));
    const auto ends = std::count(header.begin(), header.end(), ';');
    demand(ends == 2 + !path.empty() + !domain.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 4096) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    check_reading(input);
    check_value(input);
    const std::size_t third = size / 3;
    check_attributes(input.substr(0, third), input.substr(third, third), input.substr(2 * third));
    return 0;
}
