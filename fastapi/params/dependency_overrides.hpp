#pragma once

// What stands in the place of dependencies, usually for tests:
// `app.dependency_overrides.set<get_db>(fake_db)`.
// https://fastapi.tiangolo.com/advanced/testing-dependencies/

#include "fastapi/core/meta.hpp"
#include "fastapi/params/dependency.hpp"
#include "fastapi/params/depends.hpp"
#include "fastapi/params/handler_check.hpp"

#include <concepts>
#include <map>
#include <memory>
#include <type_traits>
#include <utility>

namespace fastapi {
namespace detail {

class dependency_overrides {
public:
    /// From now on every use of `Function`, by handlers, other dependencies and `depends`, calls
    /// `replacement`: a function, or a lambda that may have captures, with declared parameters of
    /// its own. What it gives is converted to what `Function` gives. Not while requests are
    /// answered.
    template <auto Function, class Replacement>
    void set(Replacement replacement);

    /// Takes one back; does nothing where there is none.
    template <auto Function>
    void erase() {
        replacements_.erase(&dependency_of<Function>());
    }

    /// Takes all of them back.
    void clear() { replacements_.clear(); }

    bool empty() const { return replacements_.empty(); }

    /// What stands in that place; null where nothing does.
    std::shared_ptr<const dependency> find(const dependency& original) const {
        const auto found = replacements_.find(&original);
        return found == replacements_.end() ? nullptr : found->second;
    }

private:
    std::map<const dependency*, std::shared_ptr<const dependency>> replacements_;
};

// ---- implementation ----

template <class Given, class Value>
consteval bool fits_in_place_of() {
    if constexpr (std::is_void_v<Value>)
        return true;
    else if constexpr (std::is_void_v<Given>)
        return false;
    else
        return std::convertible_to<Given, Value>;
}

template <auto Function, class Replacement>
void dependency_overrides::set(Replacement replacement) {
    using value = dependency_value_of<std::remove_cvref_t<decltype(Function)>>;
    if constexpr (check_dependency<Replacement>()) {
        constexpr bool fits = fits_in_place_of<dependency_value_of<Replacement>, value>();
        static_assert(
            fits,
            "fastapi: what this replacement gives does not convert to what the dependency gives.");
        if constexpr (fits)
            replacements_[&dependency_of<Function>()] =
                std::make_shared<const dependency_on<Replacement, value>>(std::move(replacement));
    }
}

}  // namespace detail
}  // namespace fastapi
