#include "fastapi/openapi/fallback_page.hpp"

#include "fastapi/openapi/fallback_try_it.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>

using namespace fastapi;

namespace {

constexpr std::string_view scripts[] = {detail::fallback_script, detail::fallback_try_it_script,
                                        detail::fallback_loader};

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

TEST_CASE("fallback page: no text becomes markup or code") {
    for (const std::string_view script : scripts)
        for (const std::string_view way :
             {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
              "Function(", "srcdoc", "DOMParser", "javascript:"})
            CHECK_FALSE_MESSAGE(has(script, way), way);
}

TEST_CASE("fallback page: its text may stand in a page and in an amalgamated header") {
    for (const std::string_view script : scripts) {
        CHECK_FALSE(has(script, "</"));
        CHECK_FALSE(has(script, "<!--"));
    }
    CHECK_FALSE(has(detail::fallback_style, "</"));
    for (const std::string_view text :
         {scripts[0], scripts[1], scripts[2], detail::fallback_style}) {
        CHECK_FALSE(has(text, "\n#"));
        CHECK(std::all_of(text.begin(), text.end(), [](char c) { return c > 0; }));
    }
}

TEST_CASE("fallback page: nothing but the document is loaded") {
    CHECK_FALSE(has(detail::fallback_style, "url("));
    CHECK_FALSE(has(detail::fallback_style, "@import"));
    CHECK_FALSE(has(detail::fallback_script, "el('img'"));
    CHECK(has(detail::fallback_script, "fetch(page.openapiUrl)"));
}

TEST_CASE("fallback page: links go to http and https alone") {
    CHECK(has(detail::fallback_script, "\\((https?:"));
    CHECK(has(detail::fallback_script, "rel: 'noopener noreferrer'"));
}

TEST_CASE("fallback page: it comes after an error, without the global, and after five seconds") {
    for (const std::string_view way :
         {"addEventListener('error'", "addEventListener('load'", "window[page.global]", ", 5000)"})
        CHECK_MESSAGE(has(detail::fallback_loader, way), way);
}
