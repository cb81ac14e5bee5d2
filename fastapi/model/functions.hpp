#pragma once

// Pydantic's methods of a model, as functions: write one out, read one in, copy one.
// https://docs.pydantic.dev/latest/concepts/models/

#include "fastapi/core/any.hpp"
#include "fastapi/core/dump_filter.hpp"
#include "fastapi/core/json.hpp"
#include "fastapi/core/json_encoding.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/model/decode.hpp"
#include "fastapi/model/encode.hpp"
#include "fastapi/model/validation.hpp"

#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi {

/// The model as a dict, by the names of its members: `model_dump(user, {.exclude = {"password"}})`.
template <reflectable Model>
dict model_dump(const Model& model, const DumpOptions& options = {});

/// The model as JSON text, as Pydantic's serialiser writes it.
template <reflectable Model>
std::string model_dump_json(const Model& model, const DumpOptions& options = {});

/// Both take a model of parameters (`QueryModel<Paging>`) as the model that it is.
template <detail::extends_model Param>
dict model_dump(const Param& param, const DumpOptions& options = {}) {
    return model_dump<typename Param::model_type>(param, options);
}
template <detail::extends_model Param>
std::string model_dump_json(const Param& param, const DumpOptions& options = {}) {
    return model_dump_json<typename Param::model_type>(param, options);
}

/// A value read from JSON text. Throws ValidationError with every problem, JSONDecodeError where it
/// is no JSON.
template <class Value>
Value model_validate_json(std::string_view text);

/// A value read from a dict, or from any struct with such members (`from_attributes`). Throws
/// ValidationError.
template <class Value, class Source>
Value model_validate(const Source& source);

/// A copy with some members replaced, by their names. Unlike Pydantic's it validates them, because
/// C++ cannot hold a member of another type: throws ValidationError, std::invalid_argument for an
/// unknown name.
template <reflectable Model>
Model model_copy(const Model& model, const dict& update = {});

/// The names of the members that were sent or assigned. Only a `Field` knows; a plain member counts
/// as set.
template <reflectable Model>
std::set<std::string> model_fields_set(const Model& model);

/// Anything that can be answered, as a JSON value. https://fastapi.tiangolo.com/tutorial/encoder/
template <class Value>
any jsonable_encoder(const Value& value) {
    return any(value);
}

/// The same of a model, without what the options leave out; under its aliases where they say
/// `by_alias`.
template <reflectable Model>
any jsonable_encoder(const Model& model, const DumpOptions& options) {
    const detail::dump_filter filter(options);
    any result;
    detail::encode(detail::any_sink(result, &filter, detail::json_style::pydantic), model);
    return result;
}

// ---- implementation ----

namespace detail {

inline void throw_problems(const error_list& problems) {
    if (!problems.empty()) throw ValidationError(problems.details());
}

template <class Value>
void validate_document(std::string_view document, Value& out) {
    std::string storage;
    const auto text = decoded_json(document, storage);
    if (!text) throw JSONDecodeError("Invalid UTF-16 or UTF-32", document, 0);
    error_list problems;
    json_input in(*text, problems);
    decode(in, out, info_of<>);
    in.reader.finish();
    if (in.reader.error())
        throw JSONDecodeError(in.reader.error().message, *text, in.reader.error().position);
    throw_problems(problems);
}

/// A value as a document to be read again: a dict as it is, a struct by the names of its members.
template <class Source>
std::string document_of(const Source& source) {
    if constexpr (any_value<Source>) {
        return text_of(any(source));
    } else {
        std::string document;
        const dump_filter by_name{DumpOptions{}};
        encode(text_sink(document, json_style::document, &by_name), source);
        return document;
    }
}

}  // namespace detail

template <reflectable Model>
dict model_dump(const Model& model, const DumpOptions& options) {
    const detail::dump_filter filter(options);
    any result;
    detail::encode(detail::any_sink(result, &filter), model);
    return std::move(result.as_dict());
}

template <reflectable Model>
std::string model_dump_json(const Model& model, const DumpOptions& options) {
    const detail::dump_filter filter(options);
    std::string text;
    detail::encode(detail::text_sink(text, detail::json_style::pydantic, &filter), model);
    return text;
}

template <class Value>
Value model_validate_json(std::string_view text) {
    Value value{};
    detail::validate_document(text, value);
    return value;
}

template <class Value, class Source>
Value model_validate(const Source& source) {
    return model_validate_json<Value>(detail::document_of(source));
}

template <reflectable Model>
Model model_copy(const Model& model, const dict& update) {
    Model copy = model;
    detail::error_list problems;
    for (const auto& [name, value] : update) {
        const detail::model_member* const member = detail::table_of<Model>().find(name);
        if (member == nullptr)
            throw std::invalid_argument("model_copy: " + std::string(type_name<Model>()) +
                                        " has no member '" + name + "'");
        const std::string document = detail::text_of(value);
        detail::json_input in(document, problems);
        const std::size_t before = problems.size();
        member->decode(in, member->in(&copy), *member->info);
        problems.prepend(before, name);
        if (member->mark != nullptr) member->mark(member->in(&copy), true);
    }
    detail::throw_problems(problems);
    return copy;
}

template <reflectable Model>
std::set<std::string> model_fields_set(const Model& model) {
    std::set<std::string> names;
    for (const detail::model_member& member : detail::table_of<Model>().members)
        if (member.was_set == nullptr || member.was_set(member.in(&model)))
            names.emplace(member.name);
    return names;
}

}  // namespace fastapi
