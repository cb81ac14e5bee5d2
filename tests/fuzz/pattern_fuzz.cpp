// libFuzzer: whatever stands before and behind the first NUL, as pattern and as subject, ends in an
// answer or a refusal.
//
//     clang++ -std=c++20 -I. -g -O1 -fsanitize=fuzzer,address,undefined tests/fuzz/pattern_fuzz.cpp

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "fastapi/core/pattern.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace fastapi::detail;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t end = std::min(input.find('\0'), input.size());
    const std::string_view text = input.substr(0, std::min<std::size_t>(end, 128));
    const std::string_view subject = input.substr(end).substr(0, 64);

    pattern_error error{};
    const auto parsed = parse_pattern(text, error);
    if (parsed.has_value() != (error == pattern_error::none)) std::abort();
    if (!parsed) return 0;
    const bool found = search(parsed->view(), subject);
    if (full_match(parsed->view(), subject) && !found) std::abort();
    return 0;
}
