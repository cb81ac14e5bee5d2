#pragma once

// Keys in a header, in the query or in a cookie, as dependencies:
// `inline constexpr APIKeyHeader<"X-Key"> api_key;`, then `Depends<api_key> key`. Whether a key is
// a good one is up to the program. https://fastapi.tiangolo.com/reference/security/

#include "fastapi/core/any.hpp"
#include "fastapi/core/meta.hpp"
#include "fastapi/http/request.hpp"
#include "fastapi/params/security_scheme.hpp"
#include "fastapi/routing/operation.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

/// A key in a header of that name. An empty one counts as none.
template <fixed_string Name, auto... Options>
struct APIKeyHeader : detail::security_scheme<std::string, Options...> {
    using base = detail::security_scheme<std::string, Options...>;

    typename base::given operator()(Request& request) const {
        std::string key = detail::header_text(request, Name.view());
        return key.empty() ? base::nothing("APIKey") : typename base::given(std::move(key));
    }
    detail::security_description security() const {
        return base::describe("APIKeyHeader",
                              dict{{"type", "apiKey"}, {"in", "header"}, {"name", Name.view()}});
    }
};

/// A key in the query under that name. An empty one counts as none.
template <fixed_string Name, auto... Options>
struct APIKeyQuery : detail::security_scheme<std::string, Options...> {
    using base = detail::security_scheme<std::string, Options...>;

    typename base::given operator()(Request& request) const {
        const std::string_view key = request.query_params.get(Name.view()).value_or("");
        return key.empty() ? base::nothing("APIKey") : typename base::given(std::string(key));
    }
    detail::security_description security() const {
        return base::describe("APIKeyQuery",
                              dict{{"type", "apiKey"}, {"in", "query"}, {"name", Name.view()}});
    }
};

/// A key in a cookie of that name. An empty one counts as none.
template <fixed_string Name, auto... Options>
struct APIKeyCookie : detail::security_scheme<std::string, Options...> {
    using base = detail::security_scheme<std::string, Options...>;

    typename base::given operator()(Request& request) const {
        const std::string_view key = request.cookies.get(Name.view()).value_or("");
        return key.empty() ? base::nothing("APIKey") : typename base::given(std::string(key));
    }
    detail::security_description security() const {
        return base::describe("APIKeyCookie",
                              dict{{"type", "apiKey"}, {"in", "cookie"}, {"name", Name.view()}});
    }
};

}  // namespace fastapi
