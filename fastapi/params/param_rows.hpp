#pragma once

// From the types of parameters to their rows: how a value is read from texts or files, what it is
// where none was sent, how the document describes it. This is instantiated for each type of
// parameter, and run once for each route.

#include "fastapi/core/reflection.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/model/constraint_check.hpp"
#include "fastapi/model/decode.hpp"
#include "fastapi/model/default_value.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/initializer.hpp"
#include "fastapi/model/json_input.hpp"
#include "fastapi/model/model_table.hpp"
#include "fastapi/model/schema.hpp"
#include "fastapi/model/unique_items.hpp"
#include "fastapi/model/validation.hpp"
#include "fastapi/model/validator.hpp"
#include "fastapi/model/value.hpp"
#include "fastapi/params/extract.hpp"
#include "fastapi/params/file_value.hpp"
#include "fastapi/params/param.hpp"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace fastapi::detail {

/// Adds the rows of an argument that is read from texts or files: `Path`, `QueryModel`, `File`...
template <class Argument>
void add_rows(std::vector<param_row>& rows, std::size_t argument);

// ---- implementation ----

template <class Slot>
auto& value_in(void* slot) {
    auto& holder = *static_cast<Slot*>(slot);
    if constexpr (is_field<Slot>) holder.set(true);
    if constexpr (holds_value<Slot>)
        return holder.get();
    else
        return holder;
}

template <class Slot>
inline constexpr bool is_optional_slot = is_optional<typename slot_value<Slot>::type>;

/// Whether the value may be missing, and what it is then.
template <class Value>
void set_default(param_row& row) {
    if constexpr (!file_readable<Value>) {
        if (row.info->default_value.is_set()) {
            row.has_default = true;
            row.default_value = default_value_of(stated_default<Value>(*row.info));
            return;
        }
    }
    if constexpr (is_optional<Value>) {
        row.has_default = !row.info->required;
    } else if constexpr (list_readable<Value> || is_file_list<Value>) {
        row.has_default = !row.info->required;
        row.default_value = list();
    }
}

/// A value of the path that a converter has read, as JSON.
struct converted_text {
    std::string_view document;
};

inline auto as_input(converted_text text) {
    return [text] { return json_loads(text.document); };
}

/// What looks at the whole value that was read: whether its items differ, and the validators.
template <class Slot, class Value, class Input>
bool run_after(Value& value, error_list& errors, const Input& input) {
    if (!check_unique_items<Slot>(value, errors, input)) return false;
    if constexpr (has_validators<Slot>)
        return run_validator(errors, input, [&] { run_validators_of<Slot, false>(value); });
    else
        return true;
}

/// Reads what was sent, a text or several, between the validators that look before and those
/// that look after.
template <class Slot, class Sent, class Read>
bool read_validated(const Sent& sent, void* slot, const field_info& info, error_list& errors,
                    const Read& read) {
    auto& value = value_in<Slot>(slot);
    if constexpr (has_before_validators<Slot>) {
        any data = as_input(sent)();
        if (!run_validator(errors, as_input(sent), [&] { run_validators_of<Slot, true>(data); }))
            return false;
        const std::string document = text_of(data);
        json_input in(document, errors);
        if (!decode(in, value, info)) return false;
    } else if (!read(value)) {
        return false;
    }
    return run_after<Slot>(value, errors, as_input(sent));
}

/// Within a container a field is read from a text as a parameter is, within limits of its own.
template <class Slot>
    requires(is_field<Slot> && text_readable<typename slot_value<Slot>::type>)
struct value_type<Slot> {
    using value = typename Slot::value_type;

    static bool read(std::string_view text, Slot& out, const field_info&, error_list& errors) {
        if constexpr (!check_constraints<Slot>()) return false;
        return read_validated<Slot>(text, &out, Slot::info, errors, [&](value& to) {
            return value_type<value>::read(text, to, Slot::info, errors);
        });
    }
    static dict schema(const field_info&, schema_registry& registry) {
        dict schema = value_type<value>::schema(Slot::info, registry);
        annotate(schema, Slot::info, {});
        return schema;
    }
};

/// A union is read from a text as from a JSON string: by the rules of a body, each alternative from
/// text.
template <class... Alternatives>
    requires(text_readable<Alternatives> && ...)
struct value_type<std::variant<Alternatives...>> {
    using value = std::variant<Alternatives...>;

    static bool read(std::string_view text, value& out, const field_info& info,
                     error_list& errors) {
        std::string document;
        append_json_string(document, text);
        json_input in(document, errors);
        return decode(in, out, info);
    }
    static dict schema(const field_info& info, schema_registry& registry) {
        return input_schema<value>(info, registry);
    }
};

/// Fills in how a value of that type is read and described, and whether it may be missing.
template <class Slot, bool FromForm>
void set_reader(param_row& row) {
    using value = typename slot_value<Slot>::type;
    constexpr bool is_file = FromForm && file_readable<value>;
    static_assert(!is_file || !has_before_validators<Slot>,
                  "fastapi: a validator of a file takes the file, because files are no JSON value. "
                  "Write void check(UploadFile& file).");
    if constexpr (is_file)
        row.read_files = [](const std::vector<const FormValue*>& values, void* slot,
                            const field_info& info, error_list& errors) {
            value& out = value_in<Slot>(slot);
            if (!file_value<value>::read(values, out, info, errors)) return false;
            return run_after<Slot>(out, errors, [] { return any(); });
        };
    else if constexpr (list_readable<value>)
        row.read_all = [](const std::vector<std::string_view>& texts, void* slot,
                          const field_info& info, error_list& errors) {
            return read_validated<Slot>(texts, slot, info, errors, [&](value& out) {
                return value_type<value>::read_all(texts, out, info, errors);
            });
        };
    else
        row.read = [](std::string_view text, void* slot, const field_info& info,
                      error_list& errors) {
            return read_validated<Slot>(text, slot, info, errors, [&](value& out) {
                return value_type<value>::read(text, out, info, errors);
            });
        };
    row.is_list = list_readable<value> || is_file_list<value> ||
                  is_file_list<typename without_optional<value>::type>;
    if constexpr (FromForm && !is_file)
        row.refuse = [](const any& sent, void* slot, const field_info& info, error_list& errors) {
            const std::string document = text_of(sent);
            json_input in(document, errors);
            decode(in, value_in<Slot>(slot), info);
        };
    row.schema = [](const field_info& info, schema_registry& registry) {
        if constexpr (is_file)
            return file_value<value>::schema(info);
        else
            return value_type<value>::schema(info, registry);
    };
    set_default<value>(row);
    row.required = !row.has_default;
}

/// The name of a header as it is sent: an alias as it is, else with hyphens. Kept for the life of
/// the program.
inline std::string_view header_name(std::string_view own, const field_info& info) {
    const std::string_view name = info.input_name(own);
    if (name != own || !info.convert_underscores || own.find('_') == std::string_view::npos)
        return name;
    static std::mutex mutex;
    static std::set<std::string> names;
    std::string converted(own);
    std::replace(converted.begin(), converted.end(), '_', '-');
    const std::lock_guard lock(mutex);
    return *names.insert(std::move(converted)).first;
}

/// What a converter of the path makes of its text, as JSON.
inline std::string converted_document(path_conversion conversion, std::string_view text) {
    std::string document;
    if (conversion == path_conversion::integer)
        return document.append(text.substr(std::min(text.find_first_not_of('0'), text.size() - 1)));
    static_cast<void>(
        append_json_float(document, parse_float(text).value_or(0), json_style::document));
    return document;
}

/// Of a converter the parameter gets a number or a UUID, no text. (Text it still is for a
/// std::string, which FastAPI would always refuse.)
template <class Param>
bool read_converted(path_conversion conversion, std::string_view text, void* slot,
                    const field_info& info, error_list& errors) {
    using value = typename Param::value_type;
    const auto read_text = [&](std::string_view given) {
        return read_validated<Param>(given, slot, info, errors, [&](value& out) {
            return value_type<value>::read(given, out, info, errors);
        });
    };
    // Python reads no more digits of an integer, and of 300 no double is infinite.
    const std::size_t most_digits = conversion == path_conversion::integer ? 4300 : 300;
    if (conversion != path_conversion::uuid && !std::is_same_v<value, std::string> &&
        text.size() <= most_digits) {
        const std::string document = converted_document(conversion, text);
        return read_validated<Param>(converted_text{document}, slot, info, errors, [&](value& out) {
            json_input in(document, errors);
            return decode(in, out, info);
        });
    }
    if (!std::is_same_v<value, UUID>) return read_text(text);
    std::string digits(text);
    std::erase(digits, '-');  // which may stand anywhere between the groups
    return read_text(digits);
}

template <class Param>
void add_param_row(std::vector<param_row>& rows, std::size_t argument) {
    constexpr bool is_header = Param::location == param_location::header;
    param_row row;
    row.info = &Param::info;
    row.name = is_header ? header_name(Param::declared_name, Param::info)
                         : Param::info.input_name(Param::declared_name);
    row.place = row.name;
    row.location = Param::location;
    row.argument = argument;
    row.locate = [](void* param) { return param; };
    set_reader<Param, is_form_param<Param>>(row);
    if constexpr (Param::location == param_location::path)
        row.read_converted = read_converted<Param>;
    rows.push_back(std::move(row));
}

/// The value that a member's initialiser gives, for the schema.
template <class Member>
any initial_value_of([[maybe_unused]] const Member& member) {
    if constexpr (file_readable<typename slot_value<Member>::type>)
        return any();
    else
        return default_value_of(member);
}

/// Whether the member keeps the parameters that the model does not know.
template <class Model, std::size_t Index>
consteval bool is_extra_member() {
    return config_of<Model>().extra == Extra::allow &&
           member_names<Model>[Index] == "model_extra" &&
           std::is_same_v<std::remove_cv_t<member_type<Model, Index>>, dict>;
}

template <class Model>
dict& extra_of(void* model) {
    dict* found = nullptr;
    visit_members(*static_cast<Model*>(model), [&](auto&... each) {
        std::size_t position = 0;
        const auto look = [&]<class Member>(Member& member) {
            if constexpr (std::is_same_v<Member, dict>)
                if (member_names<Model>[position] == "model_extra") found = &member;
            ++position;
        };
        (look(each), ...);
    });
    return *found;
}

template <class Members>
inline constexpr bool has_file_member = false;
template <class... Members>
inline constexpr bool has_file_member<member_list<Members...>> =
    (file_readable<typename slot_value<std::remove_cv_t<Members>>::type> || ...);

/// Whether a model has to see all that was sent before its members are read.
template <class Model>
consteval bool reads_as_whole() {
    constexpr ConfigDict config = config_of<Model>();
    constexpr bool looks_before =
        requires(any data) { Model::model_validator_before(std::move(data)); };
    constexpr bool has_files = has_file_member<members_of<Model>>;
    static_assert(!looks_before || !has_files,
                  "fastapi: a model of parameters with files cannot have a model_validator_before, "
                  "because files are no JSON value. Write void model_validator() const.");
    return !has_files && (looks_before || config.strict || config.str_strip_whitespace ||
                          config.populate_by_name);
}

template <class Model>
void set_model_readers(param_row& row) {
    if constexpr (requires(const Model& model) { model.model_validator(); })
        row.validate = [](const void* model) {
            static_cast<const Model*>(model)->model_validator();
        };
    if constexpr (reads_as_whole<Model>())
        row.read_model = [](void* model, const dict& received, error_list& errors) {
            const std::string document = text_of(received);
            json_input in(document, errors);
            in.has_unique_keys = true;
            decode(in, *static_cast<Model*>(model), info_of<>);
        };
}

template <class Model, std::size_t Index>
void add_member_row(std::vector<param_row>& rows, std::size_t argument, param_location location,
                    const Model& initial) {
    using member = member_type<Model, Index>;
    param_row row;
    row.info = &info_of_member<member>();
    row.place = row.info->input_name(member_names<Model>[Index]);
    row.name = location == param_location::header
                   ? header_name(member_names<Model>[Index], *row.info)
                   : row.place;
    if (config_of<Model>().populate_by_name && row.place != member_names<Model>[Index]) {
        row.own_place = member_names<Model>[Index];
        row.own_name = location == param_location::header ? header_name(row.own_place, info_of<>)
                                                          : row.own_place;
    }
    row.location = location;
    row.argument = argument;
    row.is_member = true;
    row.model_schema = [](schema_registry& registry) {
        return any(input_schema<Model>(info_of<>, registry));
    };
    row.forbids_extra = config_of<Model>().extra == Extra::forbid;
    if constexpr (config_of<Model>().extra == Extra::allow) row.extra = extra_of<Model>;
    set_model_readers<Model>(row);
    row.locate = [](void* model) -> void* {
        return &std::get<Index>(members(*static_cast<Model*>(model)));
    };
    set_reader<member, true>(row);
    if (!row.info->required && initialized_members<Model>()[Index]) {
        row.has_default = true;
        row.required = false;
        row.default_value = initial_value_of(std::get<Index>(members(initial)));
    }
    rows.push_back(std::move(row));
}

template <class Model>
void add_model_rows(std::vector<param_row>& rows, std::size_t argument, param_location location) {
    const Model initial{};
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        const auto add = [&]<std::size_t Place>(std::integral_constant<std::size_t, Place>) {
            if constexpr (!is_extra_member<Model, Place>())
                add_member_row<Model, Place>(rows, argument, location, initial);
        };
        (add(std::integral_constant<std::size_t, Index>()), ...);
    }(std::make_index_sequence<member_count<Model>>());
}

template <class Argument>
void add_rows(std::vector<param_row>& rows, std::size_t argument) {
    if constexpr (is_declared_param<Argument>)
        add_param_row<Argument>(rows, argument);
    else if constexpr (is_param_model<Argument>)
        add_model_rows<typename Argument::model_type>(rows, argument, Argument::location);
}

}  // namespace fastapi::detail
