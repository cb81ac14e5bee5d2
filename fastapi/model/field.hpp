#pragma once

// A value with constraints, metadata and a default: `Field<std::string, min_length(2)> name`.
// It is its value: of a class type it derives from that type, of a scalar type it converts by
// itself.

#include "fastapi/core/meta.hpp"
#include "fastapi/core/reflection_enum.hpp"
#include "fastapi/model/default_value.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/value.hpp"

#include <concepts>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fastapi {
namespace detail {

template <class Value>
concept derivable = std::is_class_v<Value> && !std::is_final_v<Value>;

/// What parameters and fields derive from has a namespace without functions: those of the one
/// around it are no candidates where a program calls its own `trim(query)`.
namespace bases {

/// Holds a value that no class can derive from, and converts to it.
template <class Value>
class scalar_holder {
public:
    constexpr scalar_holder() = default;
    constexpr scalar_holder(Value value) : value_(std::move(value)) {}

    constexpr operator const Value&() const { return value_; }
    constexpr operator Value&() { return value_; }

private:
    Value value_{};
};

template <class Value>
using holder_base = typename std::conditional_t<derivable<Value>, type_tag<Value>,
                                                type_tag<scalar_holder<Value>>>::type;

/// The base of `Field` and of every declared parameter: the value, reachable also as `get()`.
template <class Value>
class value_holder : public holder_base<Value> {
    using base = holder_base<Value>;

public:
    using value_type = Value;

    constexpr value_holder() = default;
    constexpr value_holder(Value value) : base(std::move(value)) {}

    /// The value itself, where a conversion is not enough (`auto`, a template).
    constexpr const Value& get() const {
        return static_cast<const Value&>(static_cast<const base&>(*this));
    }
    constexpr Value& get() { return static_cast<Value&>(static_cast<base&>(*this)); }
};

}  // namespace bases

using bases::value_holder;

}  // namespace detail

/// A model's member with constraints and metadata: `Field<std::optional<int>, ge(0), le(150)>
/// age;`. The values after the type are those of `Query`. A value assigned in the model (`= 10`),
/// or stated by `defaults_to(...)`, is its default.
/// https://docs.pydantic.dev/latest/concepts/fields/
template <class Value, auto... Items>
class Field : public detail::value_holder<Value> {
    using holder = detail::value_holder<Value>;

public:
    /// What its validators are listed in.
    using field_type = Field;

    /// The stated default, or an empty value.
    Field() : holder(initial_value()) {}

    /// A value given by the program; counts as set.
    template <class Given>
        requires std::convertible_to<Given&&, Value> &&
                     (!std::same_as<std::remove_cvref_t<Given>, Field>)
    Field(Given&& given) : holder(Value(std::forward<Given>(given))), is_set_(true) {}

    template <class Given>
        requires std::assignable_from<Value&, Given&&> &&
                 (!std::same_as<std::remove_cvref_t<Given>, Field>)
    Field& operator=(Given&& given) {
        this->get() = std::forward<Given>(given);
        is_set_ = true;
        return *this;
    }

    /// Whether a value was given: by the request, or by assignment.
    bool is_set() const { return is_set_; }

    /// Says whether a value was given, where it is not assigned through this object.
    void set(bool given) { is_set_ = given; }

    static constexpr const detail::field_info& info = detail::info_for<Value, Items...>();

private:
    static Value initial_value() {
        if constexpr (detail::info_of<Items...>.default_value.is_set())
            return detail::stated_default<Value>(info);
        else
            return Value{};
    }

    bool is_set_ = false;
};

/// The name of the enumerator in a parameter or a field, as `enum_name` gives that of a plain one.
template <class Enum>
    requires std::is_enum_v<Enum>
constexpr std::string_view enum_name(const detail::value_holder<Enum>& holder) {
    return enum_name(holder.get());
}

namespace detail {

template <class Type>
inline constexpr bool is_field = false;
template <class Value, auto... Items>
inline constexpr bool is_field<Field<Value, Items...>> = true;

/// A parameter or a field: read, checked and encoded as the value in it.
template <class Type>
concept holds_value = requires(const Type& holder) {
    *&Type::info;  // static: a struct's own data may have that name
    holder.get();
};

/// The type of a value without the `Field` or the parameter around it.
template <class Slot>
struct slot_value {
    using type = Slot;
};
template <holds_value Slot>
struct slot_value<Slot> {
    using type = typename Slot::value_type;
};

/// What a member or a parameter says beside its type; nothing where it is a plain value.
template <class Member>
constexpr const field_info& info_of_member() {
    if constexpr (holds_value<Member>)
        return Member::info;
    else
        return info_of<>;
}

}  // namespace detail
}  // namespace fastapi
