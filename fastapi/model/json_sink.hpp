#pragma once

// Where a value is written as JSON: the text of an answer, or an `any` that is to be read or
// changed. One class is both, so that what writes a type is compiled once. NaN and infinity are
// null in a text, as Pydantic's serialiser writes them; an `any` keeps them, but for those in the
// free values of a model.

#include "fastapi/core/any.hpp"
#include "fastapi/core/dump_filter.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/json_writer.hpp"
#include "fastapi/model/value.hpp"

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi::detail {

/// The place of one value. It is written once: by `write...`, or by `open_list`, an `item()` for
/// each value and `close_list`, or by `open_dict`, `member(...)` and `close_dict`.
class json_sink {
public:
    /// Appends to `out`; without what `filter` leaves out, where there is one. Both are kept by
    /// address.
    json_sink(std::string& out, json_style style, const dump_filter* filter)
        : text_(&out), filter_(filter), style_(style), models_(style) {}
    /// Replaces `target`. Models, and what is in them, are written in a style of their own.
    json_sink(any& target, const dump_filter* filter, json_style style, json_style models)
        : value_(&target), filter_(filter), style_(style), models_(models) {}

    json_style style() const { return style_; }
    /// What is left out; null for nothing.
    const dump_filter* filter() const { return filter_; }
    json_sink with(const dump_filter& filter) const {
        json_sink result = *this;
        result.filter_ = &filter;
        return result;
    }
    /// The same place for a model.
    json_sink for_model() const {
        json_sink result = *this;
        result.style_ = models_;
        return result;
    }

    void write(std::nullptr_t) const { text_ != nullptr ? append_json_null(*text_) : put(any()); }
    void write(bool value) const {
        text_ != nullptr ? append_json_bool(*text_, value) : put(any(value));
    }
    void write(std::string_view text) const {
        text_ != nullptr ? append_json_string(*text_, text) : put(any(text));
    }
    void write(const any& value) const {
        if (text_ != nullptr)
            append_json(*text_, value, style_);
        else
            put(style_ == json_style::pydantic ? without_special_numbers(value) : value);
    }
    void write(std::int64_t value) const {
        text_ != nullptr ? append_integer(*text_, value) : put(any(value));
    }
    void write(std::uint64_t value) const {
        text_ != nullptr ? append_integer(*text_, value) : put(any(value));
    }
    template <plain_integer Integer>
    void write(Integer value) const {
        write(
            static_cast<std::conditional_t<std::is_signed_v<Integer>, std::int64_t, std::uint64_t>>(
                value));
    }
    template <std::floating_point Number>
    void write(Number value) const {
        if (text_ == nullptr)
            put(any(value));
        else if (!append_json_float(*text_, value, style_))
            append_json_null(*text_);
    }
    /// What is JSON already.
    void write_json(std::string_view json) const {
        text_ != nullptr ? static_cast<void>(text_->append(json)) : put(json_loads(json));
    }

    void open_list() const { text_ != nullptr ? text_->push_back('[') : put(any(list())); }
    json_sink item() const {
        if (text_ == nullptr) return new_item();
        separate('[');
        return *this;
    }
    void close_list() const {
        if (text_ != nullptr) text_->push_back(']');
    }

    void open_dict() const { text_ != nullptr ? text_->push_back('{') : put(any(dict())); }
    json_sink member(std::string_view key) const {
        if (text_ == nullptr) return new_member(key);
        separate('{');
        append_json_string(*text_, key);
        text_->push_back(':');
        return *this;
    }
    /// The same for a key whose text (`"key":`) is known.
    json_sink member(std::string_view key, std::string_view key_text) const {
        if (text_ == nullptr) return new_member(key);
        separate('{');
        text_->append(key_text);
        return *this;
    }
    void close_dict() const {
        if (text_ != nullptr) text_->push_back('}');
    }

private:
    static any without_special_numbers(any value);
    void put(any value) const;
    json_sink new_item() const;
    json_sink new_member(std::string_view key) const;

    /// A comma, but behind the opening bracket: no value ends in one.
    void separate(char bracket) const {
        if (text_->back() != bracket) text_->push_back(',');
    }

    std::string* text_ = nullptr;  // where text is written; otherwise
    any* value_ = nullptr;         // the value that is made
    const dump_filter* filter_;
    json_style style_, models_;
};

/// A place behind the end of `out`.
inline json_sink text_sink(std::string& out, json_style style,
                           const dump_filter* filter = nullptr) {
    return json_sink(out, style, filter);
}

/// A value to be made. FastAPI's jsonable_encoder writes models as Pydantic does, all else in its
/// own style.
inline json_sink any_sink(any& target, const dump_filter* filter = nullptr,
                          json_style models = json_style::python) {
    return json_sink(target, filter, json_style::python, models);
}

// ---- implementation ----

// Out of line: what makes text is short without it.
[[gnu::noinline]] inline void json_sink::put(any value) const { *value_ = std::move(value); }

/// Of numbers with a type Pydantic leaves NaN and the infinities to who writes the text (`float` is
/// as JSON-like as it gets); of those in an `Any` it makes null.
[[gnu::noinline]] inline any json_sink::without_special_numbers(any value) {
    if (value.kind() == any_kind::floating && !std::isfinite(value.as_number())) return any();
    if (value.is_list())
        for (any& item : value.as_list()) item = without_special_numbers(std::move(item));
    if (value.is_dict())
        for (auto& [key, item] : value.as_dict()) item = without_special_numbers(std::move(item));
    return value;
}

[[gnu::noinline]] inline json_sink json_sink::new_item() const {
    list& items = value_->as_list();
    items.push_back(any());
    return json_sink(*(items.end() - 1), filter_, style_, models_);
}

[[gnu::noinline]] inline json_sink json_sink::new_member(std::string_view key) const {
    return json_sink(value_->as_dict()[key], filter_, style_, models_);
}

}  // namespace fastapi::detail
