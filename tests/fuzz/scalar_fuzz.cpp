// Any bytes as each of the value types that are read from text. What is accepted must be written
// by a response model and, read again, be the same.
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -I. tests/fuzz/scalar_fuzz.cpp

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "fastapi/model/datetime.hpp"
#include "fastapi/model/decimal.hpp"
#include "fastapi/model/email.hpp"
#include "fastapi/model/http_url.hpp"
#include "fastapi/model/timedelta.hpp"
#include "fastapi/model/uuid.hpp"

namespace {

using namespace fastapi;

void demand(bool holds) {
    if (!holds) std::abort();
}

template <class Scalar>
std::string written(const Scalar& value) {
    std::string json;
    try {
        detail::append_jsonable(json, value);
    } catch (const std::out_of_range&) {  // a Decimal too great for a number
    }
    json.clear();
    detail::append_serialized(json, value);
    return json;
}

template <class Scalar>
void read(std::string_view text) {
    Scalar value{}, again{};
    if (const ParseOutcome problem = Scalar::parse(text, value)) {
        demand(!problem->type.empty() && !problem->message.empty());
        return;
    }
    const std::string json = written(value);
    const bool is_text = json.size() >= 2 && json.front() == '"';
    const std::string_view content =
        is_text ? std::string_view(json).substr(1, json.size() - 2) : std::string_view(json);
    // What JSON escapes, or what grew too long to be read, is not compared.
    if (content.find('\\') != content.npos || Scalar::parse(content, again)) return;
    demand(written(again) == json);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    read<EmailStr>(text);
    read<HttpUrl>(text);
    read<datetime>(text);
    read<date>(text);
    read<fastapi::time>(text);
    read<timedelta>(text);
    read<UUID>(text);
    read<Decimal>(text);
    return 0;
}
