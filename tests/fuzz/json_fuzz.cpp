// Any bytes as a JSON document. What is accepted must survive a round trip, be skipped as it is
// read, and be JSON to picojson as well.
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -I. tests/fuzz/json_fuzz.cpp

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "fastapi/core/json.hpp"

namespace {

using namespace fastapi;

void demand(bool holds) {
    if (!holds) std::abort();
}

std::optional<any> decoded(std::string_view text) {
    detail::json_reader reader(text);
    any value;
    if (detail::decode_any(reader, value) && reader.finish()) return value;
    demand(bool(reader.error()) && reader.error().position <= text.size());
    return std::nullopt;
}

std::optional<std::string> dumped(const any& value) {
    try {
        return value.dump();
    } catch (const std::domain_error&) {
        return std::nullopt;  // NaN or an infinity
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    std::string storage;
    const auto text = detail::decoded_json(bytes, storage);
    if (!text) return 0;
    const auto value = decoded(*text);

    detail::json_reader skipper(*text);
    const std::string_view raw = skipper.raw_value();
    demand((!raw.empty() && skipper.finish()) == value.has_value());
    if (!value) return 0;
    demand(decoded(raw).has_value());

    const auto json = dumped(*value);
    if (!json) return 0;
    const auto again = decoded(*json);
    demand(again && *again == *value && dumped(*again) == json);

    // It refuses more than 100 levels of arrays: a text this short cannot have as many.
    if (json->size() > 200) return 0;
    picojson::value theirs;
    demand(picojson::parse(theirs, *json).empty());
    return 0;
}
