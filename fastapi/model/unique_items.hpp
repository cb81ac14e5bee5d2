#pragma once

// Whether two items of a list that was read are equal: the constraint `unique_items`. The items are
// sorted, so that a client's long list costs n log n comparisons; those without an order are sorted
// by their JSON text, and count as equal where the text is the same and == says so.

#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/model/constraint_check.hpp"
#include "fastapi/model/encode.hpp"
#include "fastapi/model/field.hpp"
#include "fastapi/model/validation.hpp"

#include <algorithm>
#include <compare>
#include <concepts>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace fastapi::detail {

/// Adds the problem `unique_items` where the slot asks for it and two items of its value are equal.
/// `input` makes the value to show in it, and is called only then.
template <class Slot, class Value, class Input>
bool check_unique_items(const Value& value, error_list& errors, const Input& input);

// ---- implementation ----

/// An order that agrees with ==. That of floating numbers does but for NaN, which is put first.
template <class Item>
concept sortable_item =
    std::floating_point<Item> || std::three_way_comparable<Item, std::weak_ordering>;

template <sortable_item Item>
bool comes_before(const Item& a, const Item& b) {
    if constexpr (std::floating_point<Item>)
        return a < b || (a != a && b == b);
    else
        return a < b;
}

template <class Item>
const auto& item_value(const Item& item) {
    if constexpr (holds_value<Item>)
        return item.get();
    else
        return item;
}

template <class Items>
bool has_equal_by_order(const Items& items) {
    using value = typename slot_value<typename Items::value_type>::type;
    std::vector<const value*> order;
    order.reserve(items.size());
    for (const auto& item : items) order.push_back(&item_value(item));
    std::sort(order.begin(), order.end(),
              [](const value* a, const value* b) { return comes_before(*a, *b); });
    const auto are_equal = [](const value* a, const value* b) { return *a == *b; };
    return std::adjacent_find(order.begin(), order.end(), are_equal) != order.end();
}

template <class Items>
bool has_equal_by_text(const Items& items) {
    using value = typename slot_value<typename Items::value_type>::type;
    static_assert(is_encodable<value>(),
                  "fastapi: unique_items sorts the items by their order or by their JSON text, and "
                  "these have neither. Give their type operator<=>.");
    std::vector<std::pair<std::string, const value*>> order;
    order.reserve(items.size());
    for (const auto& item : items) {
        order.emplace_back(std::string(), &item_value(item));
        append_encoded(order.back().first, item_value(item), json_style::pydantic);
    }
    std::sort(order.begin(), order.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    const auto are_equal = [](const auto& a, const auto& b) {
        return a.first == b.first && *a.second == *b.second;
    };
    return std::adjacent_find(order.begin(), order.end(), are_equal) != order.end();
}

/// Looks through optional values, pointers and alternatives to the list.
template <class Value>
bool has_equal_items_in(const Value& value) {
    if constexpr (is_optional<Value> || is_pointer_like<Value>) {
        return value && has_equal_items_in(*value);
    } else if constexpr (is_specialization_of<Value, std::variant>) {
        return std::visit([](const auto& alternative) { return has_equal_items_in(alternative); },
                          value);
    } else if constexpr (!item_sequence<Value>) {
        return false;
    } else {
        using item = typename slot_value<typename Value::value_type>::type;
        if (value.size() < 2) return false;
        if constexpr (std::same_as<item, bool>)  // a std::vector of them has no addresses
            return value.size() > 2 || bool(value[0]) == bool(value[1]);
        else if constexpr (sortable_item<item>)
            return has_equal_by_order(value);
        else
            return has_equal_by_text(value);
    }
}

template <class Slot, class Value, class Input>
bool check_unique_items([[maybe_unused]] const Value& value, [[maybe_unused]] error_list& errors,
                        [[maybe_unused]] const Input& input) {
    if constexpr (info_of_member<Slot>().unique_items) {
        if constexpr (!check_uniqueness<Slot>())
            return false;
        else if (!has_equal_items_in(value))
            return true;
        errors.add("unique_items", "List items should be unique", input());
        return false;
    } else {
        return true;
    }
}

}  // namespace fastapi::detail
