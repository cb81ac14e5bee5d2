#pragma once

// The handlers of errors that an application declares: by the type of the exception, base classes included, and by
// the status of an HTTPException. Of several that fit the most derived type counts, whatever the order of
// declaration. https://fastapi.tiangolo.com/tutorial/handling-errors/#install-custom-exception-handlers

#include "fastapi/core/async.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/http/exceptions.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/http/response.hpp"
#include "fastapi/model/validation.hpp"

#include <algorithm>
#include <concepts>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
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

    /// The answer, or nothing where the exception is of another type.
    virtual std::optional<Response> answer(Request& request, const std::exception_ptr& problem) = 0;
    virtual async<std::optional<Response>> answer_async(Request& request, const std::exception_ptr& problem) = 0;

    /// Throws a null pointer to its type.
    virtual void throw_pointer() const = 0;
    /// Whether its type is the other's, or a base of it.
    virtual bool covers(const exception_handler& other) const = 0;
};

/// All handlers of an application.
class exception_handlers {
  public:
    bool has_async() const { return has_async_; }
    bool empty() const { return by_type_.empty() && by_status_.empty(); }

    /// In place of an earlier one of that type.
    void add(std::unique_ptr<exception_handler> added);
    void add(int status_code, std::unique_ptr<exception_handler> added);

    /// Those that may answer this exception, in order: the framework's own two answers stand before the
    /// handlers of their base classes.
    std::vector<exception_handler*> candidates(const std::exception_ptr& problem) const;

    /// The one for this status, or null.
    exception_handler* of_status(int status_code) const;

  private:
    struct typed_handler {
        std::unique_ptr<exception_handler> handler;
        bool is_general;  // covers what the framework answers itself, and more
    };

    std::vector<typed_handler> by_type_;  // no type behind one of its bases
    std::map<int, std::unique_ptr<exception_handler>> by_status_;
    bool has_async_ = false;
};

/// Makes a handler of a function that takes `Request&` and `const Error&`.
template <class Error, class Function>
std::unique_ptr<exception_handler> make_exception_handler(Function function);

// ---- implementation ----

template <class Error, class Function>
class typed_exception_handler final : public exception_handler {
    using result = std::invoke_result_t<Function&, Request&, const Error&>;

  public:
    explicit typed_exception_handler(Function function) : function_(std::move(function)) {}

    bool is_async() const override { return detail::is_async<result>; }

    std::optional<Response> answer([[maybe_unused]] Request& request, [[maybe_unused]] const std::exception_ptr& problem) override {
        if constexpr (detail::is_async<result>) {
            throw std::logic_error("an asynchronous handler of errors needs an event loop");
        } else {
            try {
                std::rethrow_exception(problem);
            } catch (const Error& error) {
                return function_(request, error);
            } catch (...) {
                return std::nullopt;
            }
        }
    }

    async<std::optional<Response>> answer_async(Request& request, const std::exception_ptr& problem) override {
        return run(*this, request, problem);
    }

    void throw_pointer() const override { throw static_cast<const Error*>(nullptr); }

    bool covers(const exception_handler& other) const override {
        try {
            other.throw_pointer();
        } catch (const Error*) {  // a pointer to a derived class converts
            return true;
        } catch (...) {
        }
        return false;
    }

  private:
    /// The exception lives as long as `problem`, which the caller keeps.
    static const Error* error_in(const std::exception_ptr& problem) {
        try {
            std::rethrow_exception(problem);
        } catch (const Error& error) {
            return &error;
        } catch (...) {
            return nullptr;
        }
    }

    static async<std::optional<Response>> run(typed_exception_handler& self, Request& request, const std::exception_ptr& problem) {
        if constexpr (detail::is_async<result>) {
            const Error* const error = error_in(problem);
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
                  "app.exception_handler<Error>([](Request& request, const Error& error) { return JSONResponse(...); }).");
    if constexpr (is_handler) {
        using result = typename awaited<std::invoke_result_t<Function&, Request&, const Error&>>::type;
        constexpr bool gives_response = std::derived_from<result, Response>;
        static_assert(gives_response,
                      "fastapi: a handler of errors returns a Response. Write return JSONResponse(dict{...}, 400).");
        if constexpr (gives_response) return std::make_unique<typed_exception_handler<Error, Function>>(std::move(function));
    }
    return nullptr;
}

inline void exception_handlers::add(std::unique_ptr<exception_handler> added) {
    struct thrower final : exception_handler {
        void (*throws)();
        explicit thrower(void (*how)()) : throws(how) {}
        bool is_async() const override { return false; }
        std::optional<Response> answer(Request&, const std::exception_ptr&) override { return std::nullopt; }
        async<std::optional<Response>> answer_async(Request&, const std::exception_ptr&) override { throw std::logic_error("unused"); }
        void throw_pointer() const override { throws(); }
        bool covers(const exception_handler&) const override { return false; }
    };
    const thrower http([] { throw static_cast<const HTTPException*>(nullptr); });
    const thrower validation([] { throw static_cast<const RequestValidationError*>(nullptr); });
    has_async_ = has_async_ || added->is_async();
    const bool is_general = added->covers(http) && added->covers(validation);
    const auto is_base = [&](const typed_handler& known) { return known.handler->covers(*added); };
    const auto place = std::find_if(by_type_.begin(), by_type_.end(), is_base);
    if (place != by_type_.end() && added->covers(*place->handler))
        place->handler = std::move(added);
    else
        by_type_.insert(place, {std::move(added), is_general});
}

inline void exception_handlers::add(int status_code, std::unique_ptr<exception_handler> added) {
    has_async_ = has_async_ || added->is_async();
    by_status_[status_code] = std::move(added);
}

inline exception_handler* exception_handlers::of_status(int status_code) const {
    const auto found = by_status_.find(status_code);
    return found == by_status_.end() ? nullptr : found->second.get();
}

inline std::vector<exception_handler*> exception_handlers::candidates(const std::exception_ptr& problem) const {
    std::vector<exception_handler*> result;
    bool has_answer = false;
    try {
        std::rethrow_exception(problem);
    } catch (const HTTPException& error) {
        has_answer = true;
        if (exception_handler* const handler = of_status(error.status_code)) result.push_back(handler);
    } catch (const RequestValidationError&) {
        has_answer = true;
    } catch (...) {
    }
    for (const typed_handler& each : by_type_)
        if (!has_answer || !each.is_general) result.push_back(each.handler.get());
    return result;
}

}  // namespace fastapi::detail
