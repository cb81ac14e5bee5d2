#pragma once

// JSON text to `any` and back, with Python's names and errors, and the bridge to picojson for
// programs that hold picojson values. No other file includes picojson. An integer beyond 64 bits
// becomes the nearest double, half of a surrogate pair U+FFFD: Python keeps both, C++ has no
// value for them.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#if __has_include(<picojson.h>)
#include <picojson.h>
#else
#include <picojson/picojson.h>
#endif

#include "fastapi/core/any.hpp"
#include "fastapi/core/json_encoding.hpp"
#include "fastapi/core/json_reader.hpp"

namespace fastapi {

namespace detail {

/// Where a byte stands as Python tells it: lines end with a line feed, columns count from 1.
struct text_position {
    std::size_t pos;
    std::size_t lineno;
    std::size_t colno;
};

}  // namespace detail

/// Text that is no JSON: "Expecting value: line 1 column 1 (char 0)". Counts characters, not bytes.
class JSONDecodeError : public std::runtime_error {
public:
    JSONDecodeError(std::string_view message, std::string_view document, std::size_t byte_position);

    std::string msg;
    std::size_t pos;
    std::size_t lineno;
    std::size_t colno;

private:
    JSONDecodeError(std::string_view message, detail::text_position where);
};

/// The value of a document in UTF-8, UTF-16 or UTF-32. Throws JSONDecodeError.
any json_loads(std::string_view document);

/// Compact JSON. Throws std::domain_error for NaN and the infinities.
inline std::string json_dumps(const any& value) { return value.dump(); }

/// JSON for people: each item on a line of its own, `indent` blanks further in than what holds it.
std::string json_dumps(const any& value, std::size_t indent);

/// A whole number becomes an integer, as picojson itself would write it.
any from_picojson(const picojson::value& value);

/// Integers become doubles unless PICOJSON_USE_INT64 is defined. NaN and the infinities throw
/// std::overflow_error, which is picojson's.
picojson::value to_picojson(const any& value);

template <>
struct to_any<picojson::value> {
    static any convert(const picojson::value& value) { return from_picojson(value); }
};

namespace detail {

/// The next value of `reader`. False, with the reason in `reader.error()`, when there is none.
/// Of a repeated key the last value counts, at the place of the first. Recurses as deep as the
/// reader allows nesting.
bool decode_any(json_reader& reader, any& value);

}  // namespace detail

// ---- implementation ----

namespace detail {

class indented_writer {
public:
    explicit indented_writer(std::size_t indent) : indent_(indent) {}

    void write(const any& value) {
        if (value.is_dict() && !value.as_dict().empty())
            write_items('{', value.as_dict(), '}', [&](const auto& member) {
                append_json_string(text_, member.key);
                text_ += ": ";
                write(member.value);
            });
        else if (value.is_list() && !value.as_list().empty())
            write_items('[', value.as_list(), ']', [&](const any& item) { write(item); });
        else
            text_ += value.dump();
    }

    std::string take() { return std::move(text_); }

private:
    template <class Items, class Write>
    void write_items(char open, const Items& items, char close, const Write& write_item) {
        text_ += open;
        ++depth_;
        char separator = 0;
        for (const auto& item : items) {
            if (std::exchange(separator, ',') != 0) text_ += ',';
            begin_line();
            write_item(item);
        }
        --depth_;
        begin_line();
        text_ += close;
    }

    void begin_line() { text_.append(1, '\n').append(depth_ * indent_, ' '); }

    std::size_t indent_, depth_ = 0;
    std::string text_;
};

}  // namespace detail

inline std::string json_dumps(const any& value, std::size_t indent) {
    detail::indented_writer writer(indent);
    writer.write(value);
    return writer.take();
}

namespace detail {

inline text_position position_in_text(std::string_view document, std::size_t byte_position) {
    const std::string_view before = document.substr(0, byte_position);
    std::size_t lines = 1;
    for (const char c : before) lines += c == '\n';
    const std::size_t last_line = before.rfind('\n') + 1;  // npos + 1 is 0
    return {count_code_points(before), lines, count_code_points(before.substr(last_line)) + 1};
}

inline bool decode_list(json_reader& reader, any& value) {
    list& values = (value = list()).as_list();
    if (!reader.enter_array()) return false;
    while (reader.next_element()) {
        any element;
        if (!decode_any(reader, element)) return false;
        values.push_back(std::move(element));
    }
    return !reader.error();
}

inline bool decode_dict(json_reader& reader, any& value) {
    dict& items = (value = dict()).as_dict();
    if (!reader.enter_object()) return false;
    std::string_view key;
    std::string scratch;
    while (reader.next_member(key, scratch))
        if (!decode_any(reader, items[key])) return false;
    return !reader.error();
}

inline bool decode_number(json_reader& reader, any& value) {
    json_number number;
    if (!reader.read_number(number)) return false;
    value = number.is_integer ? any::integer(number.text) : any(to_double(number));
    return true;
}

inline bool decode_string(json_reader& reader, any& value) {
    std::string_view text;
    std::string scratch;
    if (!reader.read_string(text, scratch)) return false;
    value = text.data() == scratch.data() ? any(std::move(scratch)) : any(text);
    return true;
}

inline bool decode_bool(json_reader& reader, any& value) {
    bool boolean = false;
    if (!reader.read_bool(boolean)) return false;
    value = boolean;
    return true;
}

inline bool decode_any(json_reader& reader, any& value) {
    switch (reader.peek()) {
        case json_token::null: return value = nullptr, reader.read_null();
        case json_token::boolean: return decode_bool(reader, value);
        case json_token::number: return decode_number(reader, value);
        case json_token::string: return decode_string(reader, value);
        case json_token::array: return decode_list(reader, value);
        case json_token::object: return decode_dict(reader, value);
        default: return false;
    }
}

}  // namespace detail

inline JSONDecodeError::JSONDecodeError(std::string_view message, detail::text_position where)
    : std::runtime_error(std::string(message) + ": line " + std::to_string(where.lineno) +
                         " column " + std::to_string(where.colno) + " (char " +
                         std::to_string(where.pos) + ")"),
      msg(message),
      pos(where.pos),
      lineno(where.lineno),
      colno(where.colno) {}

inline JSONDecodeError::JSONDecodeError(std::string_view message, std::string_view document,
                                        std::size_t byte_position)
    : JSONDecodeError(message, detail::position_in_text(document, byte_position)) {}

inline any json_loads(std::string_view document) {
    std::string storage;
    const auto text = detail::decoded_json(document, storage);
    if (!text) throw JSONDecodeError("Invalid UTF-16 or UTF-32", document, 0);
    detail::json_reader reader(*text);
    any value;
    if (detail::decode_any(reader, value) && reader.finish()) return value;
    throw JSONDecodeError(reader.error().message, *text, reader.error().position);
}

inline any from_picojson(const picojson::value& value) {
    if (value.is<bool>()) return value.get<bool>();
    if (value.is<std::string>()) return value.get<std::string>();
    if (value.is<picojson::array>()) {
        list values;
        for (const picojson::value& element : value.get<picojson::array>())
            values.push_back(from_picojson(element));
        return values;
    }
    if (value.is<picojson::object>()) {
        dict items;
        for (const auto& [key, member] : value.get<picojson::object>())
            items[key] = from_picojson(member);
        return items;
    }
#ifdef PICOJSON_USE_INT64
    // Asked first, because get<double>() turns an integer into a double in place.
    if (value.is<std::int64_t>()) return value.get<std::int64_t>();
#endif
    if (!value.is<double>()) return nullptr;
    const double number = value.get<double>();
    constexpr double exact = 0x1p53;
    const bool whole = number > -exact && number < exact && std::floor(number) == number;
    return whole ? any(static_cast<std::int64_t>(number)) : any(number);
}

inline picojson::value to_picojson(const any& value) {
    switch (value.kind()) {
        case any_kind::null: return {};
        case any_kind::boolean: return picojson::value(value.as_bool());
        case any_kind::string: return picojson::value(value.as_string());
        case any_kind::list: {
            picojson::array elements;
            for (const any& element : value.as_list()) elements.push_back(to_picojson(element));
            return picojson::value(std::move(elements));
        }
        case any_kind::dict: {
            picojson::object members;
            for (const auto& [key, member] : value.as_dict())
                members.emplace(key, to_picojson(member));
            return picojson::value(std::move(members));
        }
#ifdef PICOJSON_USE_INT64
        case any_kind::integer: return picojson::value(value.as<std::int64_t>());
#endif
        default: return picojson::value(value.as_number());
    }
}

}  // namespace fastapi
