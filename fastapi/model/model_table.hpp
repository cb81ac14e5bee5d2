#pragma once

// A model as a table: its members with their names, limits and functions, made once for each
// struct. One reader and one checker walk the table for every model, so a program with many models
// stays small.

#include "fastapi/core/any.hpp"
#include "fastapi/core/reflection.hpp"
#include "fastapi/model/constraint_check.hpp"
#include "fastapi/model/field_info.hpp"
#include "fastapi/model/json_input.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

/// What happens to members of a request that the model does not have.
enum class Extra : unsigned char {
    ignore,  ///< they are dropped
    allow,   ///< they are kept in the model's member `dict model_extra`, and written again
    forbid   ///< each is an error
};

/// The configuration of a model, as a static member of it:
/// `static constexpr auto model_config = ConfigDict{.extra = Extra::forbid, .strict = true};`
/// https://docs.pydantic.dev/latest/api/config/
struct ConfigDict {
    Extra extra = Extra::ignore;
    bool strict = false;                ///< no conversions between JSON's types
    bool str_strip_whitespace = false;  ///< blanks at both ends of texts do not count
    bool populate_by_name = false;      ///< a member with an alias is taken under its own name too
    std::string_view title = {};        ///< in the schema, in place of the struct's name
};

namespace detail {

template <class Model, class Result>
struct computed {
    using result = Result;
    std::string_view name;
    Result (Model::*function)() const;
};

}  // namespace detail

/// A value that a model computes and writes behind its members; never read. Listed in the model:
/// `static constexpr auto computed_fields = std::tuple{computed_field("area", &Box::area)};`
/// https://docs.pydantic.dev/latest/concepts/fields/#the-computed_field-decorator
template <class Model, class Result>
constexpr detail::computed<Model, Result> computed_field(std::string_view name,
                                                         Result (Model::*function)() const) {
    return {name, function};
}

namespace detail {

/// The configuration of a model; the ordinary one where it has none. Whoever reads, writes or
/// describes a model asks for it: here a model that contradicts itself is refused.
template <class Model>
constexpr ConfigDict config_of() {
    if constexpr (!check_model<Model>())
        return {};
    else if constexpr (requires { ConfigDict(*&Model::model_config); })
        return Model::model_config;
    else
        return {};
}

/// One member of a model, without its type.
struct model_member {
    std::string_view name;   // the member's own
    std::string_view alias;  // what clients call it: the same where it has no alias
    const field_info* info = nullptr;
    std::size_t offset = 0;
    bool required = true;
    bool is_extra = false;  // the dict that keeps what the model does not know
    bool (*decode)(json_input&, void* slot, const field_info&) = nullptr;
    void (*reset)(void* slot) = nullptr;
    void (*mark)(void* slot,
                 bool given) = nullptr;  // null where it does not know whether it was set
    bool (*was_set)(const void* slot) = nullptr;

    void* in(void* model) const { return static_cast<char*>(model) + offset; }
    const void* in(const void* model) const { return static_cast<const char*>(model) + offset; }
};

struct model_table {
    std::vector<model_member> members;
    ConfigDict config;
    any (*before)(any data) = nullptr;           // the model's own look at the data
    void (*after)(const void* model) = nullptr;  // and at the valid model; both throw ValueError

    /// The member of that name, or null.
    const model_member* find(std::string_view name) const {
        for (const model_member& member : members)
            if (member.name == name) return &member;
        return nullptr;
    }

    const model_member* extra() const {
        for (const model_member& member : members)
            if (member.is_extra) return &member;
        return nullptr;
    }
};

/// Reads an object into a model, without the model's own looks at it. The members are read in the
/// order of the document; problems are told in the order of the model.
bool decode_model(json_input& in, void* model, const model_table& table);

/// The same of the value that was read from `start` on.
template <class Call>
bool run_validator(json_input& in, std::size_t start, const Call& call);

// ---- implementation ----

template <class Call>
bool run_validator(json_input& in, std::size_t start, const Call& call) {
    return run_validator(
        in.errors, [&] { return in.input_from(start); }, call);
}

/// Which members have been seen: a bit for each, without an allocation.
class member_set {
public:
    bool contains(std::size_t index) const { return (words_[index / 64] >> (index % 64) & 1) != 0; }
    void add(std::size_t index) { words_[index / 64] |= std::uint64_t(1) << (index % 64); }
    std::size_t size() const {
        std::size_t count = 0;
        for (const std::uint64_t word : words_)
            count += static_cast<std::size_t>(std::popcount(word));
        return count;
    }

private:
    std::array<std::uint64_t, (max_member_count + 63) / 64> words_{};
};

/// Reads the members of one object.
class model_decoder {
public:
    model_decoder(json_input& in, void* model, const model_table& table)
        : in_(in), model_(model), table_(table), first_problem_(in.errors.size()) {}

    bool run();

private:
    static constexpr std::size_t unknown = static_cast<std::size_t>(-1);

    std::size_t find(std::string_view key);
    void read_member(std::size_t index, std::string_view key);
    void read_unknown(std::string_view key);
    void give_up_named(std::size_t index);
    void add_missing(std::size_t start);
    void add_unknown();
    bool read_without_repetitions(std::size_t start);

    json_input& in_;
    void* model_;
    const model_table& table_;
    const std::size_t first_problem_;
    std::size_t expected_ = 0;  // the member that most likely comes next
    member_set seen_;
    member_set seen_by_alias_;
    std::vector<std::pair<std::size_t, std::size_t>>
        named_;  // came under their own names, and where their values begin
    bool has_repetitions_ = false;
    dict forbidden_;  // what the model does not know, where it forbids that
};

inline bool model_decoder::run() {
    const std::size_t start = in_.start();
    if (!in_.reader.enter_object())
        return in_.fail(start, "model_attributes_type",
                        "Input should be a valid dictionary or object to extract fields from");
    for (const model_member& member : table_.members)
        if (member.mark != nullptr) member.mark(member.in(model_), false);
    std::string_view key;
    std::string key_storage;
    while (in_.reader.next_member(key, key_storage)) {
        const std::size_t index = find(key);
        if (in_.errors.is_full())
            in_.reader.skip_value();
        else if (index == unknown)
            read_unknown(key);
        else
            read_member(index, key);
    }
    if (in_.reader.error()) return false;
    add_missing(start);
    add_unknown();
    if (in_.errors.size() != first_problem_) {
        if (has_repetitions_ && !in_.has_unique_keys && !in_.errors.is_full())
            return read_without_repetitions(start);
        in_.errors.arrange(first_problem_);
        return false;
    }
    in_.match.lower(
        match_quality::kinds::widened);  // from an object: a dict of its values is nearer
    in_.match.has_model = true;
    in_.match.fields_set += seen_.size();
    return true;
}

inline std::size_t model_decoder::find(std::string_view key) {
    const std::size_t count = table_.members.size();
    for (std::size_t step = 0; step < count; ++step) {
        const std::size_t index =
            expected_ + step < count ? expected_ + step : expected_ + step - count;
        const model_member& member = table_.members[index];
        const bool is_named =
            member.alias == key || (table_.config.populate_by_name && member.name == key);
        if (!is_named || member.is_extra) continue;
        expected_ = index + 1;
        return index;
    }
    return unknown;
}

inline void model_decoder::read_member(std::size_t index, std::string_view key) {
    const model_member& member = table_.members[index];
    void* const slot = member.in(model_);
    const bool is_alias = member.alias == key;
    if (!is_alias && seen_by_alias_.contains(index)) return read_unknown(key);  // the alias counts
    if (seen_.contains(index)) {
        if (is_alias == seen_by_alias_.contains(index))
            has_repetitions_ = true;
        else
            give_up_named(index);
        member.reset(slot);
    }
    seen_.add(index);
    if (is_alias)
        seen_by_alias_.add(index);
    else if (table_.config.extra != Extra::ignore)
        named_.emplace_back(index, in_.start());
    const std::size_t before = in_.errors.size();
    const bool is_good = member.decode(in_, slot, *member.info);
    if (member.mark != nullptr) member.mark(slot, true);
    if (is_good) return;
    in_.errors.prepend(before, key);
    in_.errors.assign(before, index);
}

inline void model_decoder::read_unknown(std::string_view key) {
    if (table_.config.extra == Extra::ignore)
        in_.reader.skip_value();
    else if (table_.config.extra == Extra::allow)
        decode_any(in_.reader, (*static_cast<dict*>(table_.extra()->in(model_)))[key]);
    else
        decode_any(in_.reader, forbidden_[key]);
}

/// What came under the member's own name counts no longer, because its alias came as well: the name
/// is one that the model does not know. (Of a repeated name the last value is meant.)
inline void model_decoder::give_up_named(std::size_t index) {
    in_.errors.forget(first_problem_, index);
    for (const auto& [member, start] : named_) {
        if (member != index) continue;
        dict& others = table_.config.extra == Extra::allow
                           ? *static_cast<dict*>(table_.extra()->in(model_))
                           : forbidden_;
        others[table_.members[index].name] = in_.value_from(start);
    }
}

inline void model_decoder::add_unknown() {
    for (auto& [key, value] : forbidden_) {
        if (in_.errors.is_full()) return;
        const std::size_t before = in_.errors.size();
        in_.errors.add("extra_forbidden", "Extra inputs are not permitted", std::move(value));
        in_.errors.prepend(before, key);
        in_.errors.assign(before, table_.members.size());
    }
}

/// Of a repeated key the last value counts, and the problems of the others are none: what Python's
/// dict of the object holds is read again. Only done where there are problems, so it costs a client
/// that errs twice.
inline bool model_decoder::read_without_repetitions(std::size_t start) {
    const std::string text = text_of(in_.value_from(start));
    in_.forget_problems(first_problem_);
    for (std::size_t index = 0; index < table_.members.size(); ++index)
        if (seen_.contains(index)) table_.members[index].reset(table_.members[index].in(model_));
    json_input again(text, in_.errors, in_);
    again.has_unique_keys = true;
    return model_decoder(again, model_, table_).run();
}

inline void model_decoder::add_missing(std::size_t start) {
    for (std::size_t index = 0; index < table_.members.size(); ++index) {
        const model_member& member = table_.members[index];
        if (seen_.contains(index) || !member.required) continue;
        if (in_.errors.is_full()) return;
        const std::size_t before = in_.errors.size();
        in_.errors.add("missing", "Field required", in_.input_from(start));
        in_.errors.prepend(before, member.alias);
        in_.errors.assign(before, index);
    }
}

inline bool decode_model(json_input& in, void* model, const model_table& table) {
    constexpr std::size_t deepest =
        254;  // pydantic-core's limit; deeper, a destructor could exhaust the stack
    if (in.depth == deepest)
        return in.fail(in.start(), "recursion_loop", "Recursion error - cyclic reference detected");
    ++in.depth;
    const bool strict = std::exchange(in.strict, table.config.strict);
    const bool strips = std::exchange(in.strips_white_space, table.config.str_strip_whitespace);
    const bool is_good = model_decoder(in, model, table).run();
    in.strict = strict;
    in.strips_white_space = strips;
    --in.depth;
    return is_good;
}

}  // namespace detail
}  // namespace fastapi
