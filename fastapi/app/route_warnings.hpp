#pragma once

// Says at the start which routes no request will reach, because earlier ones take them all: nobody
// wants that, and nothing else shows it.

#include "fastapi/app/application.hpp"
#include "fastapi/app/log.hpp"
#include "fastapi/routing/hidden_routes.hpp"
#include "fastapi/routing/route_table.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fastapi::detail {

/// Logs a warning for each hidden route of the application and of what is mounted in it.
void warn_of_hidden_routes(const FastAPI& app);

/// The warnings: `Route GET /users/me is hidden by GET /users/{user_id}, which was declared
/// earlier: declare it first.`
std::vector<std::string> hidden_route_warnings(const FastAPI& app);

// ---- implementation ----

/// `GET /users/{user_id} (read_user)`, below `prefix`.
inline std::string route_text(const route& described, const std::string& prefix) {
    const operation& of = described.description;
    if (described.is_mount()) {
        const std::string_view path = of.path;
        return std::string("mount ").append(prefix).append(path.substr(0, path.rfind('/') + 1));
    }
    std::string text;
    for (const std::string& method : of.methods)
        text.append(text.empty() ? "" : ",").append(method);
    text.append(" ").append(prefix).append(of.path);
    if (!of.options.name.empty()) text.append(" (").append(of.options.name).append(")");
    return text;
}

inline std::string hidden_route_warning(const hidden_route& each, const std::string& prefix) {
    std::string text = each.hidden->is_mount() ? "The " : "Route ";
    text.append(route_text(*each.hidden, prefix)).append(" is hidden by ");
    bool takes_the_same = false;
    for (const route* earlier : each.by) {
        text.append(earlier == each.by.front() ? "" : " and ").append(route_text(*earlier, prefix));
        takes_the_same = takes_the_same || takes_all_of(each.hidden->pattern, earlier->pattern);
    }
    text.append(each.by.size() == 1 ? ", which was" : ", which were").append(" declared earlier");
    return text.append(takes_the_same ? " for the same paths: remove one." : ": declare it first.");
}

/// An application that is mounted twice is looked at once.
inline void add_hidden_route_warnings(const FastAPI& app, const std::string& prefix,
                                      std::vector<const FastAPI*>& seen,
                                      std::vector<std::string>& warnings) {
    if (std::find(seen.begin(), seen.end(), &app) != seen.end()) return;
    seen.push_back(&app);
    const route_table& table = application_access::routes(app);
    for (const hidden_route& each : find_hidden_routes(table))
        warnings.push_back(hidden_route_warning(each, prefix));
    for (const std::unique_ptr<route>& each : table.routes()) {
        if (!each->is_mount()) continue;
        const std::string& path = each->description.path;
        add_hidden_route_warnings(*each->mounted, prefix + path.substr(0, path.rfind('/')), seen,
                                  warnings);
    }
}

inline std::vector<std::string> hidden_route_warnings(const FastAPI& app) {
    std::vector<const FastAPI*> seen;
    std::vector<std::string> warnings;
    add_hidden_route_warnings(app, "", seen, warnings);
    return warnings;
}

inline void warn_of_hidden_routes(const FastAPI& app) {
    const log& output = log::instance();
    if (!output.shows(log_level::warning)) return;
    for (const std::string& each : hidden_route_warnings(app))
        output.write(log_level::warning, each);
}

}  // namespace fastapi::detail
