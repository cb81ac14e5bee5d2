#include "fastapi/core/pattern.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace fastapi::detail;

namespace {

/// A pattern, a subject in which it is found, and one as near as possible in which it is not.
struct search_row {
    std::string_view pattern;
    std::string_view found;
    std::string_view not_found;
};

using namespace std::string_view_literals;

constexpr search_row search_rows[] = {
    // literals, the dot, anchors
    {"abc", "xabcx", "xabx"},
    {"é", "café", "cafe"},
    {"a.c", "abc", "ac"},
    {"a.c", "aéc", "a\nc"},
    {"(?s)a.c", "a\nc", "ac"},
    {"^b", "ba", "ab"},
    {"b$", "ab", "ab\n"},
    {"^$", "", "\n"},
    {"^ab$", "ab", "abab"},
    {"(?m)^b$", "a\nb\nc", "a\nb \nc"},
    {"(?m)a$", "a\n", "ab\n"},
    {"\\Ab", "ba", "a\nb"},
    {"(?m)\\Ab", "b\na", "a\nb"},
    {"a\\z", "ba", "a\n"},
    {"(?m)a\\z", "b\na", "a\nb"},
    {"^*ab", "cab", "ca"},
    {"a]", "a]", "a"},
    {"a}", "a}", "a"},
    // escapes
    {"^\\.$", ".", "a"},
    {"^\\\\$", "\\", "\\\\"},
    {"^\\(\\)\\[\\]\\{\\}$", "()[]{}", "(){}"},
    {"^\\*\\+\\?\\|\\^\\$$", "*+?|^$", "*+?|^"},
    {"^\\/\\-\\_\\%\\ $", "/-_% ", "/-_%"},
    {"^\\n\\t\\r\\f\\v\\a$", "\n\t\r\f\v\a", "\n\t\r\f\v"},
    {"^\\x41$", "A", "x41"},
    {"^\\x{1F600}$", "😀", "x"},
    {"^\\u00e9$", "é", "e"},
    {"^\\u{E9}$", "é", "u"},
    {"^\\U000000e9$", "é", "e"},
    {"^\\U{e9}$", "é", "e"},
    {"^\\x00$", "\0"sv, "0"},
    // the classes of one letter, over Unicode
    {"^\\d$", "5", "x"},
    {"^\\d$", "٣", "Ⅷ"},
    {"^\\D$", "x", "5"},
    {"^\\D$", "½", "٣"},
    {"^\\w$", "_", "-"},
    {"^\\w$", "é", "×"},
    {"^\\w$", "Ⅷ", "½"},
    {"^\\w$", "ⓐ", "①"},
    {"^\\w$", "\u0301", "\u2028"},
    {"^\\W$", "-", "a"},
    {"^\\W$", "€", "漢"},
    {"^\\s$", " ", "_"},
    {"^\\s$", "\u00a0", "\u200b"},
    {"^\\s$", "\u0085", "\x1f"},
    {"^\\S$", "a", "\t"},
    {"^\\S$", "\u200b", "\u3000"},
    {"^(?-u)\\d$", "5", "٣"},
    {"^(?-u)\\w$", "e", "é"},
    {"^(?-u:\\s)$", " ", "\u00a0"},
    {"^(?-u)(?u)\\w$", "é", "-"},
    // properties
    {"^\\pL$", "é", "1"},
    {"^\\p{L}$", "漢", "٣"},
    {"^\\p{Lu}$", "É", "é"},
    {"^\\P{Lu}$", "é", "É"},
    {"^\\p{ll}$", "σ", "Σ"},
    {"^\\p{Letter}+$", "aÉ", "a1"},
    {"^\\p{Uppercase_Letter}$", "A", "a"},
    {"^\\pN$", "½", "x"},
    {"^[\\p{Nd}\\p{P}]$", "!", "+"},
    {"^\\p{LC}$", "\u01C5", "漢"},
    {"^\\p{ASCII}$", "\x7f", "\u0080"},
    {"^\\p{Any}$", "😀", ""},
    {"^\\p{Sc}$", "€", "+"},
    // word boundaries
    {"\\bab\\b", "x ab.", "xab."},
    {"\\bé", " é", "aé"},
    {"(?-u:\\b)a", "éa", "ea"},
    {"a\\Bb", "ab", "a b"},
    {"^\\B$", "", "a"},
    {"\\<a", "-a", "ba"},
    {"a\\>", "a-", "ab"},
    {"\\b{start}a", " a", "_a"},
    {"a\\b{end}", "a ", "a_"},
    {"\\b{start-half}-", " -", "a-"},
    {"-\\b{end-half}", "--", "-a"},
    // classes
    {"^[abc]$", "b", "d"},
    {"^[a-c]$", "c", "d"},
    {"^[^a-c]$", "d", "c"},
    {"^[^a-c]$", "\n", "a"},
    {"^[à-ý]$", "é", "e"},
    {"^[^à-ý]$", "e", "é"},
    {"^[a-cx-z]$", "y", "w"},
    {"^[]a]$", "]", "["},
    {"^[^]a]$", "b", "]"},
    {"^[a-]$", "-", "b"},
    {"^[-a]$", "-", "b"},
    {"^[--a]$", "-", "b"},
    {"^[a-c-e]$", "-", "d"},
    {"^[\\]\\-\\\\^]$", "^", "["},
    {"^[.$*(|]$", ".", "a"},
    {"^[\\d_]$", "7", "a"},
    {"^[\\D]$", "a", "7"},
    {"^[^\\W_]$", "é", "_"},
    {"^[\\x61-\\x63]$", "b", "d"},
    {"^[\\n]$", "\n", "n"},
    {"^[[:alpha:]]$", "z", "é"},
    {"^[[:^alpha:]]$", "é", "z"},
    {"^[[:digit:][:punct:]]$", "!", "a"},
    {"^[[:xdigit:]]+$", "0aF", "0aG"},
    {"^[[:blank:]]$", "\t", "\n"},
    {"^[[:space:]]$", "\v", "\u00a0"},
    {"^[[:upper:][:word:]]$", "_", "-"},
    {"^[[:cntrl:]]$", "\x7f", " "},
    {"^[[:print:]]$", " ", "\t"},
    {"^[[:graph:]]$", "~", " "},
    {"^[[:alnum:]]$", "9", "_"},
    {"^[[:foo:]]$", "f", "g"},
    {"^[a[b-d]]$", "c", "e"},
    {"^[a[^b-d]]$", "x", "b"},
    {"^[a-z&&[^aeiou]]$", "b", "e"},
    {"^[a-z&&b-y&&c-x]$", "c", "b"},
    {"^[a-z--[aeiou]]$", "b", "e"},
    {"^[a-f~~d-i]$", "a", "d"},
    {"^[^a-z&&b]$", "a", "b"},
    {"^[a-c&&b-d--c]$", "b", "c"},
    {"^[\\w--\\d]$", "é", "٣"},
    {"^[^\\w\\s&&[^é]]$", "é", "e"},
    // groups, alternation
    {"^(ab)+$", "abab", "aba"},
    {"^(?:ab)+$", "abab", "aba"},
    {"^(?P<n>a)b$", "ab", "b"},
    {"^(?<a.b[0]>a)b$", "ab", "b"},
    {"^(a|b)$", "b", "c"},
    {"^a|b$", "cb", "bc"},
    {"^(|a)b$", "b", "aab"},
    {"^(a||b)c$", "c", "abc"},
    {"^(?:a|b|cd)+$", "acdb", "acb"},
    {"^()b$", "b", ""},
    {"^(((a)))$", "a", "(a)"},
    // repetition
    {"^a*$", "", "b"},
    {"^a+$", "aa", ""},
    {"^a?b$", "b", "aab"},
    {"^a{2}$", "aa", "aaa"},
    {"^a{2,}$", "aaaa", "a"},
    {"^a{0,}$", "", "b"},
    {"^a{2,3}$", "aaa", "aaaa"},
    {"^a{2,3}$", "aa", "a"},
    {"^a{0,2}$", "", "aaa"},
    {"^ab{0}c$", "ac", "abc"},
    {"^a{ 2 , 3 }$", "aa", "a"},
    {"^a*?b$", "aab", "aa"},
    {"^a+?$", "a", ""},
    {"^a??$", "", "aa"},
    {"^a{2}?$", "aa", "aaa"},
    {"^a{2}{3}$", "aaaaaa", "aaaa"},
    {"^(a{1,2}b){2}$", "abaab", "abaaab"},
    {"^(a*)*$", "aaa", "ab"},
    {"^(a*)+b$", "aab", "aa"},
    {"^(a|b*){2,3}$", "abb", "ac"},
    {"^(?:){3}a$", "a", ""},
    {"^\\w{2,3}$", "éa", "é"},
    {"^[a-z]{3}-[0-9]{2,4}$", "abc-123", "abc-12345"},
    // flags
    {"(?i)^straße$", "STRAßE", "STRASSE"},
    {"(?i)^ß$", "ẞ", "s"},
    {"(?i)^k$", "\u212A", "l"},
    {"(?i)^\u212A$", "k", "l"},
    {"(?i)^[k-m]$", "\u212A", "\u212B"},
    {"(?i)^[\u017F]$", "S", "R"},
    {"(?i)^σ$", "ς", "s"},
    {"(?i)^[а-я]+$", "Привет", "Привёт"},
    {"(?i)^[^a]$", "b", "A"},
    {"(?i)^\\p{Lu}$", "a", "1"},
    {"(?i)^\\P{Lu}$", "1", "a"},
    {"(?i)^[^\\x{E9}]$", "e", "É"},
    {"^a(?i)b$", "aB", "AB"},
    {"^a(?i:b)c$", "aBc", "aBC"},
    {"^(?i)a(?-i)b$", "Ab", "AB"},
    {"^(?:(?i)a)b$", "Ab", "AB"},
    {"^(?:a(?i)b|c)$", "C", "A"},
    {"^(?i:a(?-i:b))$", "Ab", "AB"},
    {"(?im-s)^a.$", "b\nAc", "a\n"},
    {"(?U)^a+$", "aa", ""},
    {"(?x) ^ a b [ c d ] $ # a comment", "abc", "ab "},
    {"(?x)^a\\ b$", "a b", "ab"},
    {"(?x)^a+ ?$", "", "b"},
    {"(?x)^a {2} $", "aa", "a"},
    {"(?x: a b )c d", "abc d", "abcd"},
    // as people write them
    {"^[a-z0-9-]+$", "a-1", "a_1"},
    {"^[a-z0-9-]+$", "a", ""},
    {"^[a-zß]+$", "aß", "aé"},
    {"^[a-z]$?", "abX", "X"},
    {"^[a-z]+$", "ab", "ab\n"},
    {"^fixedquery$", "fixedquery", "fixedquery\n"},
    {"^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$", "a.b@c.de", "a.b@c.d"},
    {"^\\+?[1-9]\\d{7,14}$", "+4930123456", "0493012345"},
    {"^#(?:[0-9a-fA-F]{3}){1,2}$", "#a0B1c2", "#a0B1"},
    {"^(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$", "10.0.255.1",
     "10.0.256.1"},
};

struct error_row {
    std::string_view refused;
    pattern_error error;
    std::string_view accepted;
};

constexpr error_row error_rows[] = {
    {"\xff", pattern_error::not_utf8, "\xc3\xbf"},
    {"(a", pattern_error::unbalanced_parenthesis, "(a)"},
    {"a)", pattern_error::unbalanced_parenthesis, "a\\)"},
    {"(?i", pattern_error::unbalanced_parenthesis, "(?i)"},
    {"[a", pattern_error::unclosed_class, "[a]"},
    {"[]", pattern_error::unclosed_class, "[]]"},
    {"[^]", pattern_error::unclosed_class, "[^]]"},
    {"[a-", pattern_error::unclosed_class, "[a-]"},
    {"[[a]", pattern_error::unclosed_class, "[[a]]"},
    {"(?x)[a #]", pattern_error::unclosed_class, "(?x)[a \\#]"},
    {"*a", pattern_error::nothing_to_repeat, "a*"},
    {"(+)", pattern_error::nothing_to_repeat, "()+"},
    {"a|?", pattern_error::nothing_to_repeat, "a|b?"},
    {"(?i)*", pattern_error::nothing_to_repeat, "(?i:)*"},
    {"{2}", pattern_error::nothing_to_repeat, "\\{2}"},
    {"\\", pattern_error::bad_escape, "\\\\"},
    {"\\Z", pattern_error::bad_escape, "\\z"},
    {"\\é", pattern_error::bad_escape, "\\%"},
    {"\\x4", pattern_error::bad_escape, "\\x41"},
    {"\\x{}", pattern_error::bad_escape, "\\x{0}"},
    {"\\x{110000}", pattern_error::bad_escape, "\\x{10FFFF}"},
    {"\\uD800", pattern_error::bad_escape, "\\uD7FF"},
    {"[\\b]", pattern_error::bad_escape, "[\\n]"},
    {"a{2", pattern_error::bad_repetition, "a{2}"},
    {"a{2,1}", pattern_error::bad_repetition, "a{1,2}"},
    {"a{,2}", pattern_error::bad_repetition, "a{0,2}"},
    {"a{b}", pattern_error::bad_repetition, "a\\{b}"},
    {"[z-a]", pattern_error::bad_class_range, "[a-z]"},
    {"[a-\\d]", pattern_error::bad_class_range, "[a\\-\\d]"},
    {"(?)", pattern_error::bad_group, "(?:)"},
    {"(?ii)", pattern_error::bad_group, "(?i)"},
    {"(?i-)", pattern_error::bad_group, "(?-i)"},
    {"(?q)", pattern_error::bad_group, "(?s)"},
    {"(?<>a)", pattern_error::bad_group, "(?<b>a)"},
    {"(?P<1>a)", pattern_error::bad_group, "(?P<_1>a)"},
    {"\\p{Klingon}", pattern_error::unknown_property, "\\p{Lu}"},
    {"\\p{Q}", pattern_error::unknown_property, "\\p{L}"},
    {"\\p{L", pattern_error::bad_escape, "\\pL"},
    {"(a)\\1", pattern_error::not_supported, "(a)1"},
    {"(?P<n>a)(?P=n)", pattern_error::not_supported, "(?P<n>a)"},
    {"(?=a)", pattern_error::not_supported, "(?:a)"},
    {"(?!a)", pattern_error::not_supported, "[^a]"},
    {"(?<=a)", pattern_error::not_supported, "(?<b>=a)"},
    {"(?<!a)", pattern_error::not_supported, "(?<b>!a)"},
    {"(?>a)", pattern_error::not_supported, "(?:>a)"},
    {"a{40000}", pattern_error::too_large, "a{4000}"},
    {"(a{200}){200}", pattern_error::too_large, "(a{200}){100}"},
    {"a{99999999999999999999}", pattern_error::too_large, "a{9}"},
};

pattern parsed(std::string_view text) {
    pattern_error error{};
    auto result = parse_pattern(text, error);
    REQUIRE_MESSAGE(result.has_value(), std::string(text), ": ", std::string(to_text(error)));
    return *std::move(result);
}

bool found(std::string_view pattern, std::string_view subject) {
    return search(parsed(pattern).view(), subject);
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i) result += text;
    return result;
}

template <fastapi::fixed_string Text>
inline constexpr pattern_error error_of = measured_pattern<Text>.error;

}  // namespace

static_assert(check_pattern<"^[a-z0-9-]+$">());
static_assert(compiled_pattern<"^[a-z0-9-]+$">().size == 5);
static_assert(compiled_pattern<"^[a-z0-9-]+$">().text == "^[a-z0-9-]+$");
static_assert(compiled_pattern<"^[a-z0-9-]+$">().classes[0].ascii[0] == 0x03FF'2000'0000'0000);
static_assert(compiled_pattern<"^[a-z0-9-]+$">().classes[0].ascii[1] == 0x07FF'FFFE'0000'0000);
static_assert(compiled_pattern<"(?i)\\p{Lu}">().classes[0].ascii[1] == 0x07FF'FFFE'07FF'FFFE);
static_assert(compiled_pattern<"">().size == 1);
static_assert(compiled_pattern<"(?:a{1000}){32}">().size == 32001);
static_assert(error_of<"(a"> == pattern_error::unbalanced_parenthesis);
static_assert(error_of<"[a"> == pattern_error::unclosed_class);
static_assert(error_of<"+"> == pattern_error::nothing_to_repeat);
static_assert(error_of<"\\q"> == pattern_error::bad_escape);
static_assert(error_of<"a{2,1}"> == pattern_error::bad_repetition);
static_assert(error_of<"(?=a)"> == pattern_error::not_supported);
static_assert(error_of<"(a{1000}){1000}"> == pattern_error::too_large);

TEST_CASE("pattern: each construct finds what it should and nothing next to it") {
    for (const search_row& row : search_rows) {
        CAPTURE(std::string(row.pattern));
        CHECK(found(row.pattern, row.found));
        CHECK_FALSE(found(row.pattern, row.not_found));
    }
}

TEST_CASE("pattern: each mistake is refused with its own reason, its correction accepted") {
    for (const error_row& row : error_rows) {
        CAPTURE(std::string(row.refused));
        pattern_error error{};
        CHECK_FALSE(parse_pattern(row.refused, error).has_value());
        CHECK(error == row.error);
        CHECK(to_text(error) != to_text(pattern_error::none));
        CHECK(parse_pattern(row.accepted, error).has_value());
        CHECK(error == pattern_error::none);
    }
}

TEST_CASE("pattern: an error says where it is") {
    CHECK(parse_pattern_into("ab[z-a]").position == 6);
    CHECK(parse_pattern_into("ab").error == pattern_error::none);
}

TEST_CASE("pattern: a template argument is matched by the program that the compiler made") {
    constexpr pattern_view slug = compiled_pattern<"^[a-z0-9-]+$">();
    CHECK(search(slug, "an-id-7"));
    CHECK_FALSE(search(slug, "An-id-7"));
    constexpr pattern_view any_case = compiled_pattern<"(?i)^\\p{Lu}{2}\\d*|é$">();
    CHECK(search(any_case, "ab1"));
    CHECK(search(any_case, "xÉ"));
    CHECK_FALSE(search(any_case, "1E"));
    constexpr pattern_view bracketed = compiled_pattern<"[\\w&&[^_]--[0-9]]">();
    CHECK(search(bracketed, "_1é"));
    CHECK_FALSE(search(bracketed, "_1"));
}

TEST_CASE("pattern: a full match leaves nothing before or behind") {
    const pattern origin = parsed("https://.*\\.example\\.org|null");
    CHECK(full_match(origin.view(), "https://a.example.org"));
    CHECK(full_match(origin.view(), "null"));
    CHECK_FALSE(full_match(origin.view(), "https://a.example.org.evil"));
    CHECK_FALSE(full_match(origin.view(), "xnull"));
    CHECK(full_match(parsed("a|ab").view(), "ab"));
    CHECK_FALSE(full_match(parsed("a|ab").view(), "abb"));
    CHECK(full_match(parsed("").view(), ""));
    CHECK_FALSE(full_match(parsed("").view(), "\n"));
}

TEST_CASE("pattern: the work is bounded by the size of the program times the code points") {
    const std::string subject(100'000, 'a');
    for (const std::string_view text :
         {"(a+)+$", "(a|aa)+$", "(.*)*x", "(a*)*b", "(?:a|a|a){5,9}b", "^(a?){20}a{20}b"}) {
        CAPTURE(std::string(text));
        const pattern program = parsed(text);
        const pattern_view view = program.view();
        pattern_matcher matcher(view, subject, false);
        CHECK(matcher.run() == (text.back() == '$'));
        CHECK(matcher.visits() > 0);
        CHECK(matcher.visits() <= view.size * (subject.size() + 1));
    }
}

TEST_CASE("pattern: a match ends the search, a failed anchor too") {
    const std::string subject(1000, 'a');
    const pattern early = parsed("aa");
    const pattern_view early_view = early.view();
    pattern_matcher first(early_view, subject, false);
    CHECK(first.run());
    CHECK(first.visits() < 10);
    const pattern anchored = parsed("^b");
    const pattern_view anchored_view = anchored.view();
    pattern_matcher second(anchored_view, subject, false);
    CHECK_FALSE(second.run());
    CHECK(second.visits() < 10);
}

TEST_CASE("pattern: a program too large for the stack gives the same answers") {
    const pattern large = parsed("^(?:ab?){1000}$");
    CHECK(search(large.view(), repeated("ab", 1000)));
    CHECK(search(large.view(), repeated("a", 1000)));
    CHECK_FALSE(search(large.view(), repeated("ab", 1001)));
    CHECK_FALSE(search(large.view(), repeated("ab", 999)));
}

TEST_CASE("pattern: a byte that is not UTF-8 is one unit that nothing matches") {
    CHECK(found("ab",
                "\xff"
                "ab"));
    CHECK_FALSE(found("^ab",
                      "\xff"
                      "ab"));
    CHECK_FALSE(found("a.b",
                      "a\xff"
                      "b"));
    CHECK_FALSE(found("(?s)^.$", "\xc3"));
    CHECK_FALSE(found("[^x]", "\xe2\x82"));
    CHECK_FALSE(found("\\W|\\S|\\D", "\xed\xa0\x80"));
    CHECK_FALSE(found("(?i)\\x{FF}", "\xff"));
    CHECK(found("a\\b", "a\xff"));
    CHECK(found("^$|é", "\xc3\xc3\xa9"));
}

TEST_CASE("pattern: groups and brackets nest to a bound, and no deeper") {
    pattern_error error{};
    CHECK(parse_pattern(repeated("(", 100) + "a" + repeated(")", 100), error).has_value());
    CHECK_FALSE(parse_pattern(repeated("(", 101) + "a" + repeated(")", 101), error).has_value());
    CHECK(error == pattern_error::too_large);
    CHECK(parse_pattern(repeated("[a&&", 16) + "a" + repeated("]", 16), error).has_value());
    CHECK_FALSE(parse_pattern(repeated("[a&&", 17) + "a" + repeated("]", 17), error).has_value());
    CHECK(error == pattern_error::too_large);
    CHECK(found(repeated("[a-z&&", 15) + "[a]" + repeated("]", 15), "a"));
    CHECK_FALSE(found(repeated("[a-z&&", 15) + "[a]" + repeated("]", 15), "b"));
}

TEST_CASE("unicode: categories, white space and case variants") {
    CHECK(category_of(U'A') == categories_named("Lu"));
    CHECK(category_of(U'\u00E9') == categories_named("Ll"));
    CHECK(category_of(0x10FFFF) == categories_named("Cn"));
    CHECK(category_of(0x10FFFD) == categories_named("Co"));
    CHECK(category_of(0xD800) == categories_named("Cs"));
    CHECK(categories_named("") == (category_set{1} << 30) - 1);
    CHECK(categories_named("X") == 0);
    CHECK(is_white_space(0x2028));
    CHECK_FALSE(is_white_space(0x200B));
    CHECK(case_variants_of(U'1').count == 1);
    CHECK(case_variants_of(U'a').count == 2);
    CHECK(case_variants_of(U'k').count == 3);
    CHECK(case_variants_of(0x212A).count == 3);
    CHECK(case_variants_of(0x1E9E).count == 2);
    CHECK(case_variants_of(0x345).count == 4);
}
