#include "fastapi/openapi/page_html.hpp"

#include <doctest/doctest.h>

using namespace fastapi;

TEST_CASE("page html: text is escaped for HTML and for scripts") {
    CHECK(detail::html_escaped("<a href=\"x\">'&amp;'</a>\u00e9") ==
          "&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;&lt;/a&gt;\u00e9");
    CHECK(detail::script_string("/openapi.json") == "'/openapi.json'");
    CHECK(detail::script_string("a'b\"c\\d\n\u00e9") == "'a\\u0027b\\\"c\\\\d\\n\u00e9'");
    CHECK(detail::script_string("\u2027\u2028\u2029\u202a") == "'\u2027\\u2028\\u2029\u202a'");
    CHECK(detail::script_json(dict{{"</script>", list{"<!--", "&", 1, true, nullptr}}}) ==
          R"({"\u003c/script\u003e":["\u003c!--","\u0026",1,true,null]})");
}

TEST_CASE("page html: tags hold their texts, and an empty URL makes no link") {
    CHECK(detail::link_tag("icon", "/a\"b") == "<link rel=\"icon\" href=\"/a&quot;b\">\n");
    CHECK(detail::link_tag("icon", "").empty());
    CHECK(detail::script_tag("abc") == "<script nonce=\"abc\">");
    CHECK(detail::script_tag("") == "<script>");
    CHECK(detail::script_from("/a.js?x&y", "abc") ==
          "<script nonce=\"abc\" id=\"docs-script\" async src=\"/a.js?x&amp;y\"></script>\n");
}
