#pragma once

// What is wrong with an input, and where: every problem of a request, in FastAPI's own words.
//
// A problem is added without its place by whoever finds it; on the way out each level that it passes
// adds its own key. So an input without problems pays nothing for places.

#include "fastapi/core/any.hpp"

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

/// Thrown by a validator, or by the parser of a type of one's own, to refuse a value: the text becomes
/// the error's message.
class ValueError : public std::exception {
  public:
    explicit ValueError(std::string text) : text_(std::move(text)) {}
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

namespace detail {

class error_list {
  public:
    /// Adds a problem found right here; the levels around it add the place.
    void add(std::string_view type, std::string message, any input, dict context = {});

    /// Adds `key` (a name or an index) in front of the place of every problem from `first` on.
    template <class Key>
    void prepend(std::size_t first, const Key& key) {
        for (std::size_t i = first; i < problems_.size(); ++i) problems_[i].reversed_place.emplace_back(key);
    }

    std::size_t size() const { return problems_.size(); }
    bool empty() const { return problems_.empty(); }

    /// The problems as FastAPI's `detail` lists them.
    list details() const;

  private:
    struct problem {
        std::string type;
        std::string message;
        any input;
        dict context;
        std::vector<any> reversed_place;  // innermost key first
    };

    std::vector<problem> problems_;
};

// ---- implementation ----

inline void error_list::add(std::string_view type, std::string message, any input, dict context) {
    problems_.push_back({std::string(type), std::move(message), std::move(input), std::move(context), {}});
}

inline list error_list::details() const {
    list result;
    for (const problem& each : problems_) {
        list place;
        for (std::size_t i = each.reversed_place.size(); i-- > 0;) place.push_back(each.reversed_place[i]);
        dict detail{{"type", each.type}, {"loc", std::move(place)}, {"msg", each.message}, {"input", each.input}};
        if (!each.context.empty()) detail["ctx"] = each.context;
        result.push_back(std::move(detail));
    }
    return result;
}

}  // namespace detail
}  // namespace fastapi
