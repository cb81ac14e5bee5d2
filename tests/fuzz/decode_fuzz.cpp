// Any bytes as a model with a member of every type. Problems are told exactly where the reading
// fails; what is accepted must be written, and read again as the same. Half of the inputs are valid
// documents with tokens replaced, repeated and removed.
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -I. tests/fuzz/decode_fuzz.cpp

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "fastapi/model/functions.hpp"

namespace {

using namespace fastapi;

enum class Color { red, green };
enum class Level { low = 1, high = 2 };

int even(int value) {
    if (value % 2 != 0) throw ValueError("odd");
    return value;
}

any unwrapped(any sent) {
    return sent.is_list() && sent.as_list().size() == 1 ? any(sent[0]) : sent;
}

struct Address {
    static constexpr auto model_config =
        ConfigDict{.extra = Extra::allow, .str_strip_whitespace = true, .populate_by_name = true};
    Field<std::string, min_length(1), max_length(8), alias("streetName")> street;
    std::string country = "UK";
    dict model_extra;
};

struct Closed {
    static constexpr auto model_config = ConfigDict{.extra = Extra::forbid, .strict = true};
    int count = 0;
    std::vector<double> ratios;

    void model_validator() const {
        if (count == 13) throw AssertionError("unlucky");
    }
};

struct Looked {
    int a = 1;

    static any model_validator_before(any data) {
        return data.is_number() ? any(dict{{"a", data}}) : data;
    }
};

struct Everything {
    bool flag = false;
    std::int8_t tiny = 0;
    std::uint64_t huge = 0;
    float narrow = 0;
    double ratio = 0;
    std::string text = "x";
    Field<std::string, pattern("^[a-z]+[0-9]*$")> code = "a1";
    Field<int, ge(-10), lt(100), multiple_of(2)> even_number = 2;
    Field<int, validator<even>, validator<unwrapped>> checked = 2;
    std::optional<datetime> moment;
    std::optional<date> day;
    std::optional<fastapi::time> clock;
    std::optional<timedelta> span;
    std::optional<UUID> id;
    Field<Decimal, max_digits(30), decimal_places(10)> price = Decimal("1.0");
    std::optional<EmailStr> email;
    std::optional<HttpUrl> site;
    std::optional<Color> color;
    std::optional<IntEnum<Level>> level;
    std::optional<Literal<"a", "b", 3>> choice;
    std::vector<bool> flags;
    Field<std::set<std::string>, max_items(3)> words;
    std::optional<std::array<int, 2>> two;
    std::optional<std::tuple<int, std::string, Closed>> mixed;
    std::map<int, std::string> by_id;
    std::map<Color, std::vector<int>> by_color;
    std::map<std::string, Closed> by_name;
    std::optional<std::variant<int, std::string, Closed, std::vector<std::variant<bool, double>>>>
        either;
    std::optional<Address> address;
    std::optional<Looked> looked;
    std::unique_ptr<Everything> inner;
    std::vector<Everything> children;
    std::shared_ptr<int> shared;
    any anything;
    dict object;
    list items;
};

constexpr std::string_view whole =
    R"({"flag":true,"tiny":-128,"huge":18446744073709551615,"narrow":0.5,"ratio":1e2,"text":"\u00e9","code":"a1",)"
    R"("even_number":4,"checked":[2],"moment":"2024-01-15T10:30:00+02:00","day":"2024-01-15","clock":"10:30:00.5",)"
    R"("span":3661,"id":"12345678-1234-5678-1234-567812345678","price":"12.50","email":"a@example.com",)"
    R"("site":"https://example.com/a?b","color":"green","level":2,"choice":3,"flags":[true,false],"words":["b","a"],)"
    R"("two":[1,2],"mixed":[1,"x",{"count":1,"ratios":[1.5]}],"by_id":{"-1":"x","7":"y"},"by_color":{"red":[1]},)"
    R"("by_name":{"n":{"count":2}},"either":[true,2.5],"address":{"streetName":"S","more":[1]},"looked":5,)"
    R"("inner":{"text":"in"},"children":[{"tiny":1},{"children":[]}],"shared":7,"anything":[null,{"x":1.0}],)"
    R"("object":{"k":[]},"items":[1,"2"]})";

constexpr auto tokens = std::to_array<std::string_view>({"null",
                                                         "true",
                                                         "0",
                                                         "-1",
                                                         "1.5",
                                                         "1e999",
                                                         "NaN",
                                                         "-Infinity",
                                                         "13",
                                                         "128",
                                                         "99999999999999999999",
                                                         "\"\"",
                                                         "\"5\"",
                                                         "\" x \"",
                                                         "\"red\"",
                                                         "\"3\"",
                                                         "3.0",
                                                         "\"\\ud800\"",
                                                         "\"\xC3\xA9\"",
                                                         "\"2024-02-30\"",
                                                         "\"PT1H\"",
                                                         "\"1e5\"",
                                                         "[]",
                                                         "{}",
                                                         "[[1]]",
                                                         "[{}]",
                                                         "{\"a\":1,\"a\":\"x\"}",
                                                         "{\"count\":13}",
                                                         "{\"count\":\"1\"}",
                                                         "{\"streetName\":1,\"street\":\"s\"}",
                                                         "\"flag\"",
                                                         "\"children\"",
                                                         "\"inner\"",
                                                         "\"either\"",
                                                         "\xFF",
                                                         ",",
                                                         "}"});

void demand(bool holds) {
    if (!holds) std::abort();
}

/// The model as a document; nothing where it is refused.
std::optional<std::string> read(std::string_view text) {
    detail::error_list problems;
    detail::json_input in(text, problems);
    Everything model;
    const bool is_good = detail::decode(in, model, detail::info_of<>);
    in.reader.finish();
    if (in.reader.error()) {
        demand(in.reader.error().position <= text.size());
        return std::nullopt;
    }
    demand(is_good == problems.empty());
    for (const any& problem : problems.details()) {
        demand(!problem["type"].as_string().empty() && !problem["msg"].as_string().empty());
        detail::text_of(problem);
    }
    if (!is_good) return std::nullopt;
    std::string document;
    detail::append_encoded(document, model, detail::json_style::document);
    model_dump_json(
        model,
        {.exclude = {"children.text", "inner"}, .exclude_unset = true, .exclude_defaults = true});
    model_fields_set(model);
    return document;
}

/// The end of the token (a string, a word, one other character) that begins at `start`.
std::size_t token_end(std::string_view text, std::size_t start) {
    std::size_t end = start + 1;
    if (text[start] == '"') {
        while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        return end < text.size() ? end + 1 : text.size();
    }
    const auto is_word = [&](char c) {
        return detail::is_alpha(c) || detail::is_digit(c) || c == '.' || c == '-';
    };
    if (is_word(text[start]))
        while (end < text.size() && is_word(text[end])) ++end;
    return end;
}

void mutate_tokens(std::string& text, std::minstd_rand& random) {
    if (text.size() < 2 || random() % 8 == 0) text = whole;
    const std::size_t start = random() % text.size(), end = token_end(text, start);
    const std::string token = text.substr(start, end - start);
    const std::string_view other = tokens[random() % tokens.size()];
    switch (random() % 6) {
        case 0: text.erase(start, end - start); break;
        case 1: text.insert(start, token); break;
        case 2: text.insert(random() % text.size(), token); break;
        case 3:
            text.insert(text.size() - 1,
                        ",\"" + std::string(random() % 2 ? "inner" : "either") + "\":" + text);
            break;
        default: text.replace(start, end - start, other);
    }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
    std::minstd_rand random(seed);
    if (random() % 2 == 0) return LLVMFuzzerMutate(data, size, most);
    std::string text(reinterpret_cast<const char*>(data), size);
    mutate_tokens(text, random);
    if (text.size() > most) text.resize(most);
    std::memcpy(data, text.data(), text.size());
    return text.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto document = read(text);
    if (!document) return 0;
    const auto again = read(*document);
    demand(again && *again == *document);
    return 0;
}
