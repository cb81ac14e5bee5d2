#pragma once

// The bodies of list and dict (declared in any_classes.hpp). A dict of more than a few keys has an
// ordered index beside its items, so that a client that sends 100,000 keys, or keys that were
// chosen to collide, costs n log n and no more.

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fastapi/core/any_classes.hpp"

namespace fastapi {

// ---- list ----

inline list::list() noexcept = default;
inline list::list(const list& other) = default;
inline list::list(list&& other) noexcept = default;
inline list& list::operator=(const list& other) = default;
inline list& list::operator=(list&& other) noexcept = default;
inline list::~list() = default;

inline list::list(std::initializer_list<any> values) : items_(values) {}

template <class T, class Allocator>
    requires std::convertible_to<const T&, any>
list::list(const std::vector<T, Allocator>& values) {
    items_.reserve(values.size());
    for (const T& value : values) items_.emplace_back(value);
}

inline void list::push_back(any value) { items_.push_back(std::move(value)); }
inline void list::append(any value) { items_.push_back(std::move(value)); }
inline void list::reserve(std::size_t count) { items_.reserve(count); }
inline void list::clear() { items_.clear(); }
inline std::size_t list::size() const { return items_.size(); }
inline bool list::empty() const { return items_.empty(); }
inline any* list::begin() { return items_.data(); }
inline any* list::end() { return items_.data() + items_.size(); }
inline const any* list::begin() const { return items_.data(); }
inline const any* list::end() const { return items_.data() + items_.size(); }

inline const any& list::at(std::ptrdiff_t index) const& {
    const auto size = static_cast<std::ptrdiff_t>(items_.size());
    const std::ptrdiff_t position = index < 0 ? index + size : index;
    if (position < 0 || position >= size)
        throw std::out_of_range("list index " + std::to_string(index) + " out of range (" +
                                std::to_string(size) + " elements)");
    return items_[static_cast<std::size_t>(position)];
}

template <std::integral Index>
const any& list::operator[](Index index) const& {
    return at(static_cast<std::ptrdiff_t>(index));
}
template <std::integral Index>
any& list::operator[](Index index) & {
    return const_cast<any&>(at(static_cast<std::ptrdiff_t>(index)));
}
template <std::integral Index>
any list::operator[](Index index) && {
    return std::move((*this)[index]);
}
inline any list::at(std::ptrdiff_t index) && { return std::move((*this)[index]); }

inline bool list::equal(const list& a, const list& b) { return a.items_ == b.items_; }

// ---- dict ----

namespace detail {

/// The positions of a dict's items, ordered by their keys. Looks at the items through `items`,
/// which follows the vector's storage: it moves when the vector grows, not when the dict is
/// moved.
struct dict_index {
    struct entry {
        mutable std::size_t position;  // closing a gap changes it, and keeps the order
    };
    struct less {
        using is_transparent = void;
        const dict_index* index;

        std::string_view key(const entry& e) const { return index->items[e.position].key; }
        static std::string_view key(std::string_view text) { return text; }
        bool operator()(const auto& a, const auto& b) const { return key(a) < key(b); }
    };

    const dict_item* items = nullptr;
    std::set<entry, less> order{less{this}};

    dict_index() = default;
    dict_index(const dict_index&) = delete;
    dict_index& operator=(const dict_index&) = delete;
};

}  // namespace detail

inline dict::dict() noexcept = default;
inline dict::dict(dict&& other) noexcept = default;
inline dict& dict::operator=(dict&& other) noexcept = default;
inline dict::~dict() = default;

inline dict::dict(const dict& other) : items_(other.items_) { rebuild_index(); }
inline dict& dict::operator=(const dict& other) { return *this = dict(other); }

inline dict::dict(std::initializer_list<detail::dict_entry> entries) {
    items_.reserve(entries.size());
    for (const detail::dict_entry& entry : entries) {
        if (const std::size_t position = position_of(entry.key); position != npos)
            items_[position].value = std::move(entry.value);
        else
            insert(std::move(entry.key), std::move(entry.value));
    }
}

template <class T, class Compare, class Allocator>
    requires std::convertible_to<const T&, any>
dict::dict(const std::map<std::string, T, Compare, Allocator>& values) {
    items_.reserve(values.size());
    for (const auto& [key, value] : values) (*this)[key] = any(value);
}

inline std::size_t dict::position_of(std::string_view key) const {
    if (index_) {
        const auto found = index_->order.find(key);
        return found == index_->order.end() ? npos : found->position;
    }
    for (std::size_t i = 0; i < items_.size(); ++i)
        if (items_[i].key == key) return i;
    return npos;
}

/// `key` must be new.
inline any& dict::insert(std::string key, any value) {
    if (items_.capacity() == 0) items_.reserve(4);
    items_.push_back({std::move(key), std::move(value)});
    if (!index_ && items_.size() > most_without_index) {
        rebuild_index();
    } else if (index_) {
        index_->items = items_.data();
        index_->order.insert({items_.size() - 1});
    }
    return items_.back().value;
}

inline void dict::rebuild_index() {
    index_.reset();
    if (items_.size() <= most_without_index) return;
    index_ = std::make_unique<detail::dict_index>();
    index_->items = items_.data();
    for (std::size_t i = 0; i < items_.size(); ++i) index_->order.insert({i});
}

inline void dict::erase_at(std::size_t position) {
    if (index_) {
        index_->order.erase(index_->order.find({position}));
        for (const auto& entry : index_->order) entry.position -= entry.position > position;
    }
    items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(position));
}

inline any& dict::operator[](std::string_view key) & {
    const std::size_t position = position_of(key);
    return position != npos ? items_[position].value : insert(std::string(key), any());
}
inline const any& dict::operator[](std::string_view key) const& { return at(key); }
inline any dict::operator[](std::string_view key) && { return std::move(*this).at(key); }

inline const any& dict::at(std::string_view key) const& {
    const std::size_t position = position_of(key);
    if (position == npos) throw std::out_of_range("no key '" + std::string(key) + "' in the dict");
    return items_[position].value;
}

inline any dict::at(std::string_view key) && { return std::move(const_cast<any&>(at(key))); }
inline const any* dict::get(std::string_view key) const {
    const std::size_t position = position_of(key);
    return position == npos ? nullptr : &items_[position].value;
}
inline any* dict::get(std::string_view key) {
    return const_cast<any*>(static_cast<const dict&>(*this).get(key));
}
inline any dict::get(std::string_view key, any otherwise) const {
    const any* found = get(key);
    return found ? *found : otherwise;
}
inline bool dict::contains(std::string_view key) const { return position_of(key) != npos; }

inline any dict::pop(std::string_view key) {
    any value = std::move(const_cast<any&>(at(key)));
    erase_at(position_of(key));
    return value;
}

inline bool dict::erase(std::string_view key) {
    const std::size_t position = position_of(key);
    if (position != npos) erase_at(position);
    return position != npos;
}

inline void dict::update(dict other) {
    for (auto& [key, value] : other) (*this)[key] = std::move(value);
}

inline void dict::reserve(std::size_t count) {
    items_.reserve(count);
    if (index_) index_->items = items_.data();
}

inline void dict::clear() {
    items_.clear();
    index_.reset();
}

inline std::vector<std::string_view> dict::keys() const {
    std::vector<std::string_view> keys;
    keys.reserve(items_.size());
    for (const detail::dict_item& item : items_) keys.push_back(item.key);
    return keys;
}

inline std::size_t dict::size() const { return items_.size(); }
inline bool dict::empty() const { return items_.empty(); }
inline detail::dict_item* dict::begin() { return items_.data(); }
inline detail::dict_item* dict::end() { return items_.data() + items_.size(); }
inline const detail::dict_item* dict::begin() const { return items_.data(); }
inline const detail::dict_item* dict::end() const { return items_.data() + items_.size(); }

inline bool dict::equal(const dict& a, const dict& b) {
    if (a.size() != b.size()) return false;
    for (const auto& [key, value] : a) {
        const any* other = b.get(key);
        if (other == nullptr || !(value == *other)) return false;
    }
    return true;
}

}  // namespace fastapi
