#pragma once

// The handlers of errors that an application declares: by the type of the exception, base classes
// included, and by the status of an HTTPException. Of several that fit the most derived type
// counts, whatever the order of declaration. One stands apart, as in Starlette: that for 500, or
// for std::exception, which is the same. It answers what nobody else has answered.
// https://fastapi.tiangolo.com/tutorial/handling-errors/#install-custom-exception-handlers

#include "fastapi/app/log.hpp"
#include "fastapi/core/async.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// One handler. It answers the exceptions of its type.
class exception_handler {
public:
    exception_handler() = default;
    exception_handler(const exception_handler&) = delete;
    exception_handler& operator=(const exception_handler&) = delete;
    virtual ~exception_handler() = default;

    /// Whether it is a coroutine, for which `answer_async` is called.
    virtual bool is_async() const = 0;

    /// The answer, or nothing where the exception is of another type. Throws what the function
    /// throws.
    virtual std::optional<Response> answer(Request& request, const std::exception_ptr& problem) = 0;
    virtual async<std::optional<Response>> answer_async(Request& request,
                                                        const std::exception_ptr& problem) = 0;

    /// Throws a null pointer to its type.
    virtual void throw_pointer() const = 0;
    /// Whether its type is the other's, or a base of it.
    virtual bool covers(const exception_handler& other) const = 0;
};

/// All handlers of an application.
class exception_handlers {
public:
    bool has_async() const { return has_async_; }
    bool empty() const { return by_type_.empty() && by_status_.empty() && !server_error_; }

    /// In place of an earlier one of that type, or of that status.
    void add(std::unique_ptr<exception_handler> added);
    void add(int status_code, std::unique_ptr<exception_handler> added);

    /// The one for what nobody else answers. It is asked with a std::exception.
    void set_server_error(std::unique_ptr<exception_handler> added);

    /// Those that may answer this exception, in order.
    std::vector<exception_handler*> candidates(const std::exception_ptr& problem) const;

    /// The one for this status, or null.
    exception_handler* of_status(int status_code) const;

    /// The one for what nobody else answers, or null.
    exception_handler* of_server_error() const { return server_error_.get(); }

private:
    std::vector<std::unique_ptr<exception_handler>> by_type_;  // no type behind one of its bases
    std::map<int, std::unique_ptr<exception_handler>> by_status_;
    std::unique_ptr<exception_handler> server_error_;
    bool has_async_ = false;
};

/// Makes a handler of a function that takes `Request&` and `const Error&`.
template <class Error, class Function>
std::unique_ptr<exception_handler> make_exception_handler(Function function);

/// Whether the parameters of a function say that it takes any std::exception, as one does that
/// answers 500.
template <class Function>
constexpr bool takes_std_exception();

/// What was thrown, as a std::exception: itself, or one whose `what()` tells of it.
std::exception_ptr as_std_exception(const std::exception_ptr& problem);

// ---- implementation ----

template <class Function>
constexpr bool takes_std_exception() {
    if constexpr (readable_signature<Function>) {
        using arguments = typename signature<std::decay_t<Function>>::arguments;
        if constexpr (std::tuple_size_v<arguments> == 2)
            return std::is_same_v<std::tuple_element_t<1, arguments>, const std::exception&>;
    }
    return false;
}

template <class Error, class Function>
class typed_exception_handler final : public exception_handler {
    using result = std::invoke_result_t<Function&, Request&, const Error&>;

    /// A pointer is caught by value: Clang gives another one by reference, of an exception that is
    /// thrown again.
    using caught = std::conditional_t<std::is_pointer_v<Error>, const Error, const Error&>;

public:
    explicit typed_exception_handler(Function function) : function_(std::move(function)) {}

    bool is_async() const override { return detail::is_async<result>; }

    std::optional<Response> answer([[maybe_unused]] Request& request,
                                   [[maybe_unused]] const std::exception_ptr& problem) override {
        if constexpr (detail::is_async<result>) {
            throw std::logic_error("an asynchronous handler of errors needs an event loop");
        } else {
            error_holder found;
            const Error* const error = found.take(problem);
            if (error == nullptr) return std::nullopt;
            return function_(request, *error);
        }
    }

    async<std::optional<Response>> answer_async(Request& request,
                                                const std::exception_ptr& problem) override {
        return run(*this, request, problem);
    }

    void throw_pointer() const override { throw static_cast<const Error*>(nullptr); }

    bool covers(const exception_handler& other) const override {
        try {
            other.throw_pointer();
        } catch (const Error*) {  // a pointer to a derived class converts
            return true;
        } catch (...) {}
        return false;
    }

private:
    /// Where the error is: an object lives as long as `problem`, which the caller keeps.
    class error_holder {
    public:
        /// Null where it is of another type.
        const Error* take(const std::exception_ptr& problem) {
            try {
                std::rethrow_exception(problem);
            } catch (caught error) {
                if constexpr (!std::is_pointer_v<Error>)
                    return &error;
                else
                    return &copy_.emplace(error);
            } catch (...) {
                return nullptr;
            }
        }

    private:
        struct nothing {};
        using kept = std::conditional_t<std::is_pointer_v<Error>, std::optional<Error>, nothing>;
        [[no_unique_address]] kept copy_;
    };

    static async<std::optional<Response>> run(typed_exception_handler& self, Request& request,
                                              const std::exception_ptr& problem) {
        if constexpr (detail::is_async<result>) {
            error_holder found;
            const Error* const error = found.take(problem);
            if (error == nullptr) co_return std::nullopt;
            result running = self.function_(request, *error);
            co_return std::optional<Response>(co_await std::move(running));
        } else {
            co_return self.answer(request, problem);
        }
    }

    Function function_;
};

template <class Error, class Function>
std::unique_ptr<exception_handler> make_exception_handler(Function function) {
    constexpr bool is_handler = std::is_invocable_v<Function&, Request&, const Error&>;
    static_assert(is_handler,
                  "fastapi: this handler of errors cannot be called with the error. Write "
                  "app.exception_handler<Error>([](Request& request, const Error& error) { return "
                  "JSONResponse(...); }).");
    if constexpr (is_handler) {
        using given = std::invoke_result_t<Function&, Request&, const Error&>;
        using result = typename awaited<given>::type;
        constexpr bool gives_response = std::derived_from<result, Response>;
        static_assert(gives_response,
                      "fastapi: a handler of errors returns a Response. Write return "
                      "JSONResponse(dict{...}, 400).");
        if constexpr (gives_response)
            return std::make_unique<typed_exception_handler<Error, Function>>(std::move(function));
    }
    return nullptr;
}

inline void exception_handlers::add(std::unique_ptr<exception_handler> added) {
    has_async_ = has_async_ || added->is_async();
    const auto is_base = [&](const auto& known) { return known->covers(*added); };
    const auto place = std::find_if(by_type_.begin(), by_type_.end(), is_base);
    if (place != by_type_.end() && added->covers(**place))
        *place = std::move(added);
    else
        by_type_.insert(place, std::move(added));
}

inline void exception_handlers::add(int status_code, std::unique_ptr<exception_handler> added) {
    has_async_ = has_async_ || added->is_async();
    by_status_[status_code] = std::move(added);
}

inline void exception_handlers::set_server_error(std::unique_ptr<exception_handler> added) {
    has_async_ = has_async_ || added->is_async();
    server_error_ = std::move(added);
}

inline exception_handler* exception_handlers::of_status(int status_code) const {
    const auto found = by_status_.find(status_code);
    return found == by_status_.end() ? nullptr : found->second.get();
}

inline std::vector<exception_handler*> exception_handlers::candidates(
    const std::exception_ptr& problem) const {
    std::vector<exception_handler*> result;
    try {
        std::rethrow_exception(problem);
    } catch (const HTTPException& error) {
        if (exception_handler* const handler = of_status(error.status_code))
            result.push_back(handler);
    } catch (...) {}
    for (const auto& each : by_type_) result.push_back(each.get());
    return result;
}

/// Stands for an exception of another kind.
class foreign_exception final : public std::exception {
public:
    explicit foreign_exception(std::string text) : text_(std::move(text)) {}
    const char* what() const noexcept override { return text_.c_str(); }

private:
    std::string text_;
};

inline std::exception_ptr as_std_exception(const std::exception_ptr& problem) {
    try {
        std::rethrow_exception(problem);
    } catch (const std::exception&) {
        return problem;
    } catch (...) {}
    return std::make_exception_ptr(foreign_exception(text_of(problem)));
}

}  // namespace fastapi::detail
