#pragma once

// The HTML and script that the documentation pages are put together from. Every text of the options
// is escaped for the place where it stands: HTML, a script's string, or JSON in a script.

#include "fastapi/core/any.hpp"
#include "fastapi/core/json_writer.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace fastapi::detail {

/// Text for HTML, also between quotation marks.
std::string html_escaped(std::string_view text);

/// JSON for a script in HTML: no text in it ends the script or a comment, nor is a line end of
/// older JavaScript (U+2028, U+2029).
std::string script_json(const any& value);

/// Text as a script's string in single quotes.
std::string script_string(std::string_view text);

// ---- implementation ----

inline std::string html_escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '"': result += "&quot;"; break;
            case '\'': result += "&#39;"; break;
            default: result += c;
        }
    }
    return result;
}

/// Makes JSON safe inside of HTML. Outside of strings it has none of these characters.
inline std::string escaped_for_script(std::string_view json) {
    std::string result;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string_view rest = json.substr(i);
        if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
            result += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
            i += 2;
            continue;
        }
        switch (json[i]) {
            case '<': result += "\\u003c"; break;
            case '>': result += "\\u003e"; break;
            case '&': result += "\\u0026"; break;
            case '\'': result += "\\u0027"; break;
            default: result += json[i];
        }
    }
    return result;
}

inline std::string script_json(const any& value) {
    std::string json;
    append_json(json, value);
    return escaped_for_script(json);
}

inline std::string script_string(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return "'" + escaped_for_script(std::string_view(json).substr(1, json.size() - 2)) + "'";
}

inline std::string script_tag(std::string_view nonce, std::string_view attributes = {}) {
    std::string tag = "<script";
    if (!nonce.empty()) tag += " nonce=\"" + html_escaped(nonce) + "\"";
    return tag.append(attributes) + ">";
}

/// The script of a library. Nothing waits for it; the page's loader knows it by its id.
inline std::string script_from(std::string_view url, std::string_view nonce) {
    return script_tag(nonce, " id=\"docs-script\" async src=\"" + html_escaped(url) + "\"") +
           "</script>\n";
}

inline std::string link_tag(std::string_view relation, std::string_view url) {
    if (url.empty()) return {};
    return "<link rel=\"" + std::string(relation) + "\" href=\"" + html_escaped(url) + "\">\n";
}

inline std::string page_head(std::string_view title, std::string_view links) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
           html_escaped(title) + "</title>\n" + std::string(links) + "</head>\n";
}

/// For a browser without JavaScript: the document itself.
inline std::string noscript_line(std::string_view openapi_url) {
    return "<noscript>This page needs JavaScript. Without it there is the <a href=\"" +
           html_escaped(openapi_url) + "\">OpenAPI document</a>.</noscript>\n";
}

}  // namespace fastapi::detail
