#pragma once

// `Security<get_user, "me", "items"> user` as a parameter: a dependency, and the OAuth2 scopes that
// this use of it asks for. A function on the way down takes `SecurityScopes` to learn what is asked
// for in sum, by the uses from the handler to itself, the outermost first. As in FastAPI its own
// use adds none that was asked for above, but what the uses above repeat stands there again.
// https://fastapi.tiangolo.com/advanced/security/oauth2-scopes/

#include "fastapi/params/depends.hpp"
#include "fastapi/routing/operation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace fastapi {

/// A parameter of a dependency: the scopes that the uses between the handler and it ask for. It
/// only tells them; to compare them with what a token grants is up to the function.
/// https://fastapi.tiangolo.com/reference/dependencies/#fastapi.security.SecurityScopes
class SecurityScopes {
public:
    explicit SecurityScopes(std::vector<std::string> given = {});

    std::vector<std::string> scopes;  ///< the outermost first
    std::string
        scope_str;  ///< the same with spaces between, as `WWW-Authenticate` has it (RFC 6750 3)
};

namespace detail {

/// One argument of `Security` behind its function: a scope, or an option that `Depends` knows as
/// well.
template <std::size_t Size>
struct security_item {
    char text[Size] = {};
    bool is_scope = false;
    bool use_cache = true;
    bool ends_with_handler = false;

    constexpr security_item(const char (&literal)[Size]) : is_scope(true) {
        std::copy_n(literal, Size, text);
    }
    constexpr security_item(use_cache_option option) : use_cache(option.value) {}
    constexpr security_item(scope_option option) : ends_with_handler(option.ends_with_handler) {}
};
security_item(use_cache_option) -> security_item<1>;
security_item(scope_option) -> security_item<1>;

template <security_item... Items>
constexpr auto make_security_scopes() {
    std::array<std::string_view, (std::size_t{Items.is_scope} + ... + 0)> scopes;
    [[maybe_unused]] std::size_t at = 0;
    ((Items.is_scope ? static_cast<void>(scopes[at++] = Items.text) : static_cast<void>(0)), ...);
    return scopes;
}
template <security_item... Items>
inline constexpr auto security_scopes_of = make_security_scopes<Items...>();

template <auto Function, security_item... Items>
constexpr Dependency make_security_use() {
    Dependency use{&dependency_of<Function>};
    use.use_cache = (Items.use_cache && ... && true);
    use.ends_with_handler = (Items.ends_with_handler || ... || false);
    use.scopes = security_scopes_of<Items...>;
    return use;
}

}  // namespace detail

/// A function for `.dependencies` of a route, a router or an application, with the scopes that they
/// ask for:
/// `{security<get_user, "items">}`.
template <auto Function, detail::security_item... Items>
inline constexpr Dependency security = detail::make_security_use<Function, Items...>();

/// A parameter as `Depends` is one, whose use of the function asks for scopes: `Security<get_user,
/// "me", "items">`. The options of `Depends` may stand among them.
/// https://fastapi.tiangolo.com/reference/dependencies/#security
template <auto Function, detail::security_item... Items>
class Security : public Depends<Function> {
public:
    using Depends<Function>::Depends;

    static constexpr Dependency use = detail::make_security_use<Function, Items...>();
};

namespace detail {

template <auto Function, security_item... Items>
inline constexpr bool is_depends<Security<Function, Items...>> = true;

template <class Type>
inline constexpr bool is_security_scopes = std::is_same_v<Type, SecurityScopes>;

/// `more` behind `scopes`, but for what is among them.
std::vector<std::string> joined_scopes(std::vector<std::string> scopes,
                                       std::span<const std::string_view> more);

}  // namespace detail

// ---- implementation ----

inline SecurityScopes::SecurityScopes(std::vector<std::string> given) : scopes(std::move(given)) {
    for (const std::string& scope : scopes) scope_str += (scope_str.empty() ? "" : " ") + scope;
}

inline std::vector<std::string> detail::joined_scopes(std::vector<std::string> scopes,
                                                      std::span<const std::string_view> more) {
    for (const std::string_view scope : more)
        if (std::find(scopes.begin(), scopes.end(), scope) == scopes.end())
            scopes.emplace_back(scope);
    return scopes;
}

}  // namespace fastapi
