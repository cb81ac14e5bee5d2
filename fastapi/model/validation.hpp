#pragma once

// What is wrong with an input, and where: every problem of a request, in FastAPI's own words.
//
// A problem is added without its place by whoever finds it; on the way out each level that it
// passes adds its own key. So an input without problems pays nothing for places.

#include "fastapi/core/any.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

/// Thrown by a validator, or by the parser of a type of one's own, to refuse a value: the text
/// becomes the error's message.
class ValueError : public std::exception {
public:
    explicit ValueError(std::string text) : text_(std::move(text)) {}
    const char* what() const noexcept override { return text_.c_str(); }

private:
    std::string text_;
};

/// Thrown by a validator in place of ValueError, where Python would write `assert`.
class AssertionError : public std::exception {
public:
    explicit AssertionError(std::string text) : text_(std::move(text)) {}
    const char* what() const noexcept override { return text_.c_str(); }

private:
    std::string text_;
};

/// What an application answers with status 422: all problems of one request.
/// https://fastapi.tiangolo.com/tutorial/handling-errors/
class RequestValidationError : public std::exception {
public:
    explicit RequestValidationError(list problems, any body_value = nullptr)
        : errors_(std::move(problems)), body_(std::move(body_value)) {}

    /// One dict for each problem: `type`, `loc`, `msg`, `input`, and `ctx` where there is one.
    const list& errors() const { return errors_; }

    /// The body of the request as it was read, or null.
    const any& body() const { return body_; }

    const char* what() const noexcept override { return "request validation error"; }

private:
    list errors_;
    any body_;
};

/// What `model_validate` throws: all problems of a value.
/// https://docs.pydantic.dev/latest/errors/errors/
class ValidationError : public std::exception {
public:
    explicit ValidationError(list problems) : errors_(std::move(problems)) {
        detail::append_json(text_, errors_, detail::json_style::pydantic);
    }

    /// One dict for each problem: `type`, `loc`, `msg`, `input`, and `ctx` where there is one.
    const list& errors() const { return errors_; }
    const char* what() const noexcept override { return text_.c_str(); }

private:
    list errors_;
    std::string text_;
};

/// A handler's result that does not fit its response model: the program's mistake, so the client
/// gets a 500 and the problems go to the log.
class ResponseValidationError : public ValidationError {
public:
    using ValidationError::ValidationError;
};

namespace detail {

class error_list {
public:
    /// How many problems of one document are looked for. Each has the keys of all levels around
    /// it: all those of a deep and long document would take memory out of all proportion to it.
    static constexpr std::size_t most = 1000;

    /// Whether whoever reads on should skip what is left: it is refused anyway.
    bool is_full() const { return problems_.size() >= most; }

    /// Adds a problem found right here; the levels around it add the place.
    void add(std::string_view type, std::string message, any input, dict context = {});

    /// Adds `key` (a name or an index) in front of the place of every problem from `first` on.
    template <class Key>
    void prepend(std::size_t first, const Key& key) {
        for (std::size_t i = first; i < problems_.size(); ++i)
            problems_[i].reversed_place.emplace_back(key);
    }

    /// Puts another key for the outermost one, where that is `key`, of every problem from `first`
    /// on.
    void rename(std::size_t first, std::string_view key, std::string_view other);

    /// Says that the problems from `first` on belong to member `index` of a model.
    void assign(std::size_t first, std::size_t index);

    /// Forgets what was said about member `index` among the problems from `first` on.
    void forget(std::size_t first, std::size_t index);

    /// Puts the problems from `first` on into the order of their members.
    void arrange(std::size_t first);

    /// Takes over all problems of another list, behind its own.
    void append(error_list&& others);

    std::size_t size() const { return problems_.size(); }
    bool empty() const { return problems_.empty(); }
    void clear() { problems_.clear(); }

    /// The problems as FastAPI's `detail` lists them.
    list details() const;

private:
    struct problem {
        std::string type;
        std::string message;
        any input;
        dict context;
        std::vector<any> reversed_place;  // innermost key first
        std::size_t member = 0;           // of the innermost model that is still being read
    };

    std::vector<problem> problems_;
};

/// Calls a validator. Adds the problem where it refuses the value; `input` makes that value, and is
/// called only then.
template <class Input, class Call>
bool run_validator(error_list& errors, const Input& input, const Call& call);

// ---- implementation ----

template <class Input, class Call>
bool run_validator(error_list& errors, const Input& input, const Call& call) {
    const auto refuse = [&](std::string_view type, std::string message, const char* text) {
        errors.add(type, message.append(text), input(), dict{{"error", dict{}}});
        return false;
    };
    try {
        call();
        return true;
    } catch (const ValueError& error) {
        return refuse("value_error", "Value error, ", error.what());
    } catch (const AssertionError& error) {
        return refuse("assertion_error", "Assertion failed, ", error.what());
    }
}

inline void error_list::add(std::string_view type, std::string message, any input, dict context) {
    problems_.push_back(
        {std::string(type), std::move(message), std::move(input), std::move(context), {}, 0});
}

inline void error_list::append(error_list&& others) {
    for (problem& each : others.problems_) problems_.push_back(std::move(each));
    others.problems_.clear();
}

inline void error_list::rename(std::size_t first, std::string_view key, std::string_view other) {
    for (std::size_t i = first; i < problems_.size(); ++i) {
        std::vector<any>& place = problems_[i].reversed_place;
        if (!place.empty() && place.back() == key) place.back() = other;
    }
}

inline void error_list::assign(std::size_t first, std::size_t index) {
    for (std::size_t i = first; i < problems_.size(); ++i) problems_[i].member = index;
}

inline void error_list::forget(std::size_t first, std::size_t index) {
    const auto is_about = [&](const problem& each) { return each.member == index; };
    const auto begin = problems_.begin() + static_cast<std::ptrdiff_t>(first);
    problems_.erase(std::remove_if(begin, problems_.end(), is_about), problems_.end());
}

inline void error_list::arrange(std::size_t first) {
    std::stable_sort(problems_.begin() + static_cast<std::ptrdiff_t>(first), problems_.end(),
                     [](const problem& a, const problem& b) { return a.member < b.member; });
}

inline list error_list::details() const {
    list result;
    for (const problem& each : problems_) {
        list place;
        for (std::size_t i = each.reversed_place.size(); i-- > 0;)
            place.push_back(each.reversed_place[i]);
        dict detail{{"type", each.type},
                    {"loc", std::move(place)},
                    {"msg", each.message},
                    {"input", each.input}};
        if (!each.context.empty()) detail["ctx"] = each.context;
        result.push_back(std::move(detail));
    }
    return result;
}

}  // namespace detail
}  // namespace fastapi
