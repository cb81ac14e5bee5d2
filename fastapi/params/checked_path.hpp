#pragma once

// The path of a route, compared with the handler while it compiles, as std::format compares its
// text with its arguments. A mistake calls a function that is not constexpr: the compiler then
// shows the call, the message in it, and the name of the parameter.

#include "fastapi/core/meta.hpp"
#include "fastapi/params/depends.hpp"
#include "fastapi/params/param.hpp"
#include "fastapi/routing/path_pattern.hpp"

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace fastapi {

/// A path only known at run time, in place of a literal. The checks that the compiler makes for a
/// literal then throw std::invalid_argument when the route is declared.
struct runtime_path {
    std::string text;
    explicit runtime_path(std::string path) : text(std::move(path)) {}
};

namespace detail {

// Not constexpr: for a literal, a call of these is the compile error, which shows the line of the
// call (so each message stands on one line, however long). For a runtime_path it throws.
[[noreturn]] inline void refuse_path(const char* message) { throw std::invalid_argument(message); }

/// The name as single characters: Clang before 16 prints a fixed_string as numbers.
template <char... Name>
[[noreturn]] void refuse_parameter(const char* message) {
    constexpr char name[] = {Name..., '\0'};
    throw std::invalid_argument(std::string(message) + " The parameter is \"" + name + "\".");
}

template <class Argument>
inline constexpr bool is_path_param = false;
template <fixed_string Name, class Value, auto... Items>
inline constexpr bool is_path_param<Path<Name, Value, Items...>> = true;

// clang-format off
template <fixed_string Name, std::size_t... Index>
constexpr void check_path_param(const parsed_path& path, std::index_sequence<Index...>) {
    if (path.placeholder(Name.view()) != nullptr) return;
    refuse_parameter<Name.text[Index]...>(R"(fastapi: the path has no placeholder for a Path parameter. Write its name in braces in the path, "/items/{item_id}", or make it a Query.)");
}
// clang-format on

template <class Argument>
constexpr void check_path_param(const parsed_path& path) {
    if constexpr (is_path_param<Argument>)
        check_path_param<Argument::fixed_name>(
            path, std::make_index_sequence<Argument::declared_name.size()>());
}

/// Whether a function that the handler depends on takes it.
template <class Callable>
constexpr bool dependency_takes_placeholder(std::string_view name);

template <class Argument>
constexpr bool takes_placeholder([[maybe_unused]] std::string_view name) {
    if constexpr (is_path_param<Argument>)
        return Argument::declared_name == name;
    else if constexpr (is_depends<Argument>)
        return dependency_takes_placeholder<typename Argument::callable>(name);
    else
        return std::is_same_v<Argument, Request>;  // reads request.path_params itself
}

/// The names that a handler takes from the path, compared with the placeholders of the path.
template <class Arguments>
struct path_check;
template <class... Arguments>
struct path_check<std::tuple<Arguments...>> {
    static constexpr bool takes([[maybe_unused]] std::string_view name) {
        return (takes_placeholder<std::remove_cvref_t<Arguments>>(name) || ...);
    }

    static constexpr void every_parameter(const parsed_path& path) {
        (check_path_param<std::remove_cvref_t<Arguments>>(path), ...);
    }

    // clang-format off
    static constexpr void every_placeholder(const parsed_path& path) {
        for (const auto& piece : path)
            if (piece.is_placeholder && !takes(piece.text))
                refuse_path(R"(fastapi: no parameter of the handler takes a placeholder of this path. Add Path<"name", int> name to the handler, or remove {name} from the path.)");
    }
    // clang-format on
};

template <class Callable>
constexpr bool dependency_takes_placeholder(std::string_view name) {
    if constexpr (readable_signature<Callable>)
        return path_check<typename signature<Callable>::arguments>::takes(name);
    else
        return true;  // the declaration refuses the dependency
}

// clang-format off
constexpr void check_path_text(path_error error) {
    switch (error) {
        case path_error::none: return;
        case path_error::no_leading_slash: refuse_path(R"(fastapi: the path does not begin with '/'. Write "/items".)");
        case path_error::unclosed_brace: refuse_path("fastapi: a '{' in the path is not closed. Write {name}.");
        case path_error::stray_brace: refuse_path("fastapi: a '}' in the path closes nothing. Write {name}.");
        case path_error::empty_name: refuse_path("fastapi: a placeholder of the path has no name. Write {name}.");
        case path_error::name_not_identifier: refuse_path("fastapi: a placeholder's name is no identifier. Write letters, digits and underscores: {item_id}.");
        case path_error::unknown_converter: refuse_path("fastapi: unknown converter in a placeholder. Write one of str, path, int, float, uuid: {name:path}.");
        case path_error::duplicate_name: refuse_path("fastapi: two placeholders of the path have the same name. Give each its own.");
        case path_error::too_many_placeholders: refuse_path("fastapi: the path has more than 16 placeholders. Take the rest of the path as one: {rest:path}.");
    }
}
// clang-format on

/// What stands in the place of a path.
enum class path_kind : unsigned char {
    whole,         ///< a path of the application
    below_prefix,  ///< one behind the prefix of a router, or the address of a callback
    name           ///< the name of a webhook: any text
};

/// The address of a callback holds a runtime expression or a scheme (OpenAPI 3.1 4.8.18): the
/// program calls it and routes nothing to it.
constexpr bool is_callback_address(std::string_view text) {
    return text.find("{$") != std::string_view::npos || text.find("://") != std::string_view::npos;
}

/// The path of a route, checked against its handler. Below the prefix of a router, which may hold
/// more placeholders, those that the handler takes are compared when the router is included.
template <class Handler, path_kind Kind>
class checked_path {
public:
    template <std::size_t Size>
    consteval checked_path(const char (&literal)[Size]) : literal_(literal) {
        check(std::string_view(literal, Size - 1));
    }
    checked_path(const runtime_path& path) : runtime_(&path.text) {
        try {
            check(path.text);
        } catch (const std::invalid_argument& refused) {
            throw std::invalid_argument(refused.what() + (" The path is \"" + path.text + "\"."));
        }
    }

    std::string str() const { return runtime_ != nullptr ? *runtime_ : std::string(literal_); }

private:
    static constexpr void check(std::string_view text) {
        constexpr bool below_prefix = Kind == path_kind::below_prefix;
        if (Kind == path_kind::name || (below_prefix && is_callback_address(text))) return;
        const parsed_path path = parse_path(text);
        if (!below_prefix || !text.empty()) check_path_text(path.error);
        if constexpr (readable_signature<Handler>) {  // else the declaration refuses the handler
            using check = path_check<typename signature<std::decay_t<Handler>>::arguments>;
            if (!below_prefix) check::every_parameter(path);
            check::every_placeholder(path);
        }
    }

    const char* literal_ = nullptr;
    const std::string* runtime_ = nullptr;
};

}  // namespace detail
}  // namespace fastapi
