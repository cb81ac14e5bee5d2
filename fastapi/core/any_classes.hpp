#pragma once

// JSON values that a program writes down as in Python: `dict{{"a", 1}, {"b", list{1, "x",
// nullptr}}}`. A dict keeps the order of insertion; `==` compares as Python does (the order of a
// dict does not count, 1 == 1.0 == true). Integers keep all their digits, however many.
// Handlers build these in every request: an `any` is 40 bytes, short texts lie inside, storage is
// recycled. What is asked of a value that goes away is given by value: `for (const any& item :
// response.json()["items"].as_list())` is safe. This file is what to read; include any.hpp, which
// has the bodies.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "fastapi/core/meta.hpp"
#include "fastapi/core/recycled.hpp"

namespace fastapi {

class any;
class list;
class dict;

/// How a type of one's own becomes an `any`, and so may stand in a `dict` or a `list`:
///
///     template <> struct fastapi::to_any<Colour> {
///         static any convert(const Colour& colour) { return colour.name(); }
///     };
///
/// Looked up when a value is converted, not before: a specialisation must only precede its first
/// use.
template <class T>
struct to_any;

/// A value has another type than was asked for: "expected a string, found an integer".
class TypeError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

enum class any_kind : unsigned char {
    null,
    boolean,
    integer,
    unsigned_integer,
    floating,
    large_integer,  ///< beyond 64 bits
    string,
    list,
    dict
};

namespace detail {

struct dict_item;
struct dict_entry;
struct dict_index;
class any_writer;

template <class T>
concept character = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
                    std::same_as<T, char16_t> || std::same_as<T, char32_t>;
template <class T>
concept json_integer = std::integral<T> && !std::same_as<T, bool> && !character<T>;

// The first half keeps `any` itself, texts and arrays away from `to_any`, which may be specialised
// for whole families of types (every aggregate, and "text" is one).
template <class T>
concept has_to_any =
    (std::is_class_v<T> || std::is_enum_v<T>)&&!std::same_as<T, any> && !std::same_as<T, list> &&
    !std::same_as<T, dict> && !std::same_as<T, std::string> && !std::same_as<T, std::string_view> &&
    requires(const T& value) { to_any<T>::convert(value); };

}  // namespace detail

/// A JSON array. `list{1, "x"}` holds what stands in the braces, `list(vector)` the vector's
/// elements. Beware of one list alone in braces: before Clang 20 `list{list{1}}` is a copy of the
/// inner list; `list{any(list{1})}` nests with every compiler. Negative indexes count from the
/// end.
class list {
public:
    using value_type = any;

    list() noexcept;
    list(std::initializer_list<any> values);
    template <class T, class Allocator>
        requires std::convertible_to<const T&, any>
    explicit list(const std::vector<T, Allocator>& values);
    list(const list& other);
    list(list&& other) noexcept;
    list& operator=(const list& other);
    list& operator=(list&& other) noexcept;
    ~list();

    void push_back(any value);
    void append(any value);
    void reserve(std::size_t count);
    void clear();

    /// Throws std::out_of_range, as does `at`.
    template <std::integral Index>
    any& operator[](Index index) &;
    template <std::integral Index>
    const any& operator[](Index index) const&;
    template <std::integral Index>
    any operator[](Index index) &&;
    const any& at(std::ptrdiff_t index) const&;
    any at(std::ptrdiff_t index) &&;

    std::size_t size() const;
    bool empty() const;
    any* begin();
    any* end();
    const any* begin() const;
    const any* end() const;

    friend bool operator==(const list& a, const list& b) { return equal(a, b); }

private:
    static bool equal(const list& a, const list& b);

    std::vector<any, detail::recycling_allocator<any>> items_;
};

/// A JSON object. Iterating gives items: `for (auto& [key, value] : answer)`.
class dict {
public:
    dict() noexcept;
    dict(std::initializer_list<detail::dict_entry> entries);
    template <class T, class Compare, class Allocator>
        requires std::convertible_to<const T&, any>
    explicit dict(const std::map<std::string, T, Compare, Allocator>& values);
    dict(const dict& other);
    dict(dict&& other) noexcept;
    dict& operator=(const dict& other);
    dict& operator=(dict&& other) noexcept;
    ~dict();

    /// The value of `key`; a key that is not there is inserted with null.
    any& operator[](std::string_view key) &;
    /// Throws std::out_of_range that names the key, as does `at`.
    const any& operator[](std::string_view key) const&;
    any operator[](std::string_view key) &&;
    const any& at(std::string_view key) const&;
    any at(std::string_view key) &&;

    /// Null pointer when there is no such key.
    const any* get(std::string_view key) const;
    any* get(std::string_view key);
    any get(std::string_view key, any otherwise) const;
    bool contains(std::string_view key) const;

    /// Takes the value out. Throws std::out_of_range when there is no such key.
    any pop(std::string_view key);
    bool erase(std::string_view key);
    void update(dict other);
    void reserve(std::size_t count);
    void clear();

    std::vector<std::string_view> keys() const;
    std::size_t size() const;
    bool empty() const;
    /// The key of an item is not to be changed.
    detail::dict_item* begin();
    detail::dict_item* end();
    const detail::dict_item* begin() const;
    const detail::dict_item* end() const;

    friend bool operator==(const dict& a, const dict& b) { return equal(a, b); }

private:
    static constexpr std::size_t most_without_index = 16;
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

    static bool equal(const dict& a, const dict& b);
    std::size_t position_of(std::string_view key) const;
    any& insert(std::string key, any value);
    void erase_at(std::size_t position);
    void rebuild_index();

    std::vector<detail::dict_item, detail::recycling_allocator<detail::dict_item>> items_;
    std::unique_ptr<detail::dict_index> index_;  // only where a linear search would be slow
};

/// Any JSON value. Reading as another type than it has throws TypeError.
class any {
public:
    any() noexcept : integer_(0), kind_(any_kind::null) {}
    any(std::nullptr_t) noexcept : any() {}
    any(std::nullopt_t) noexcept : any() {}
    template <std::same_as<bool> T>
    any(T value) noexcept : integer_(value), kind_(any_kind::boolean) {}
    template <detail::json_integer T>
    any(T value) noexcept;
    template <std::floating_point T>
    any(T value) noexcept : floating_(static_cast<double>(value)), kind_(any_kind::floating) {}
    any(const char* text) : any() {
        if (text != nullptr) *this = any(std::string_view(text));
    }
    any(std::string_view text) : string_(text), kind_(any_kind::string) {}
    any(std::string text) noexcept : string_(std::move(text)), kind_(any_kind::string) {}
    any(list values) noexcept : list_(std::move(values)), kind_(any_kind::list) {}
    any(dict items) noexcept : dict_(std::move(items)), kind_(any_kind::dict) {}
    /// An integer of any size, by its digits: `-12345678901234567890123`. Throws
    /// std::invalid_argument for another text.
    static any integer(std::string_view digits);
    template <class T>
        requires std::convertible_to<const T&, any>
    any(const std::optional<T>& value) : any() {
        if (value) *this = any(*value);
    }
    template <class T, class Allocator>
        requires std::convertible_to<const T&, any>
    any(const std::vector<T, Allocator>& values) : any(list(values)) {}
    template <class T, class Compare, class Allocator>
        requires std::convertible_to<const T&, any>
    any(const std::map<std::string, T, Compare, Allocator>& values) : any(dict(values)) {}
    template <detail::has_to_any T>
    any(const T& value) : any(to_any<T>::convert(value)) {}

    any(const any& other);
    any(any&& other) noexcept { take(other); }
    /// By value, so that `value = value["part"]` is safe.
    any& operator=(any other) noexcept;
    ~any() {
        if (kind_ >= any_kind::large_integer) destroy();
    }

    any_kind kind() const { return kind_; }
    bool is_null() const { return kind_ == any_kind::null; }
    bool is_bool() const { return kind_ == any_kind::boolean; }
    bool is_integer() const {
        return kind_ == any_kind::integer || kind_ == any_kind::unsigned_integer ||
               kind_ == any_kind::large_integer;
    }
    bool is_number() const { return is_integer() || kind_ == any_kind::floating; }
    bool is_string() const { return kind_ == any_kind::string; }
    bool is_list() const { return kind_ == any_kind::list; }
    bool is_dict() const { return kind_ == any_kind::dict; }

    /// A copy as bool, an integer type, float, double, std::string, std::string_view, list or
    /// dict. An integer may be read as a float; one that T cannot hold throws std::out_of_range.
    template <class T>
    T as() const;
    bool as_bool() const { return expect(is_bool(), "a boolean"), integer_ != 0; }
    double as_number() const;
    std::string& as_string() & { return expect(is_string(), "a string"), string_; }
    const std::string& as_string() const& { return expect(is_string(), "a string"), string_; }
    std::string as_string() && { return std::move(as_string()); }
    list& as_list() & { return expect(is_list(), "a list"), list_; }
    const list& as_list() const& { return expect(is_list(), "a list"), list_; }
    list as_list() && { return std::move(as_list()); }
    dict& as_dict() & { return expect(is_dict(), "a dict"), dict_; }
    const dict& as_dict() const& { return expect(is_dict(), "a dict"), dict_; }
    dict as_dict() && { return std::move(as_dict()); }

    /// A member of a dict. Writing through null makes it a dict: `answer["a"]["b"] = 1`.
    any& operator[](std::string_view key) &;
    const any& operator[](std::string_view key) const& { return as_dict()[key]; }
    any operator[](std::string_view key) && { return std::move(as_dict()).at(key); }
    /// An element of a list.
    template <std::integral Index>
    any& operator[](Index index) & {
        return as_list()[index];
    }
    template <std::integral Index>
    const any& operator[](Index index) const& {
        return as_list()[index];
    }
    template <std::integral Index>
    any operator[](Index index) && {
        return std::move(as_list())[index];
    }

    /// The JSON text, compact.
    std::string dump() const;

    friend bool operator==(const any& a, const any& b) { return equal(a, b); }

private:
    friend class detail::any_writer;

    static bool equal(const any& a, const any& b);
    void take(any& other) noexcept;
    void destroy() noexcept;
    void expect(bool fits, const char* expected) const {
        if (!fits) mismatch(expected);
    }
    [[noreturn]] void mismatch(const char* expected) const;
    template <class T>
    T to_integer_type() const;

    union {
        std::int64_t integer_;  // a boolean too, as 0 or 1
        std::uint64_t unsigned_;
        double floating_;
        std::string string_;  // the digits of a large integer, too
        list list_;
        dict dict_;
    };
    any_kind kind_;
};

static_assert(sizeof(any) <= 40 || sizeof(void*) != 8 || sizeof(std::string) > 32);

namespace detail {

struct dict_item {
    std::string key;
    any value;
};

/// What stands in the braces of a dict. Elements of an initializer_list are const, and so could
/// only be copied; being mutable the parts can be moved out, as nobody looks at them again.
struct dict_entry {
    mutable std::string key;
    mutable any value;

    dict_entry(std::string_view name, any content) : key(name), value(std::move(content)) {}
};

}  // namespace detail
}  // namespace fastapi
