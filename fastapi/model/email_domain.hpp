#pragma once

// What e-mail addresses are made of: which characters may stand in them, the lengths they may have
// and the domain behind the @-sign, which is given both in ASCII (Punycode) and in Unicode. Every
// refusal is a whole sentence of email-validator 2.3, in the order in which that library looks.

#include "fastapi/core/text.hpp"
#include "fastapi/core/unicode.hpp"
#include "fastapi/model/punycode.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi::detail {

/// Why an address is refused: the whole sentence, or nothing.
using email_failure = std::optional<std::string>;

struct email_domain {
    std::string ascii;
    std::u32string unicode;
};

/// Reads the domain of an address, which is not empty.
email_failure read_email_domain(std::u32string_view domain, email_domain& out);
/// Why an address in brackets (RFC 5321 4.1.3) is refused, as all of them are.
std::string refuse_literal(std::u32string_view literal);

// ---- implementation ----

// ---- characters ----

/// RFC 5322 3.2.3 `atext`, and with RFC 6531 3.3 everything beyond ASCII.
inline bool is_email_atom(char32_t c) {
    if (c >= 0x80) return true;
    const char plain = static_cast<char>(c);
    return is_alpha(plain) || is_digit(plain) ||
           (plain != '\0' &&
            std::string_view("_!#$%&'*+-/=?^`{|}~").find(plain) != std::string_view::npos);
}

inline bool is_email_local(char32_t c) { return c == '.' || is_email_atom(c); }

inline bool is_email_hostname(char32_t c) {
    if (c >= 0x80) return true;
    const char plain = static_cast<char>(c);
    return is_alpha(plain) || is_digit(plain) || plain == '-' || plain == '.';
}

inline bool is_email_quoted(char32_t c) { return c >= ' ' && c != 0x7F; }
inline bool is_email_literal(char32_t c) { return c > ' ' && c < 0x7F && (c < '[' || c > ']'); }
inline bool is_email_name(char32_t c) { return c == ' ' || (c < 0x80 && is_email_atom(c)); }

inline constexpr category_set email_visible =
    categories_named("L") | categories_named("N") | categories_named("P") | categories_named("S");

struct named_character {
    char32_t code_point;
    std::string_view name;
};

/// The Unicode names of invisible characters that are found in pasted text.
inline constexpr named_character email_named[] = {
    {' ', "SPACE"},
    {0xA0, "NO-BREAK SPACE"},
    {0xAD, "SOFT HYPHEN"},
    {0x300, "COMBINING GRAVE ACCENT"},
    {0x301, "COMBINING ACUTE ACCENT"},
    {0x2002, "EN SPACE"},
    {0x2003, "EM SPACE"},
    {0x2005, "FOUR-PER-EM SPACE"},
    {0x2009, "THIN SPACE"},
    {0x200B, "ZERO WIDTH SPACE"},
    {0x200C, "ZERO WIDTH NON-JOINER"},
    {0x200D, "ZERO WIDTH JOINER"},
    {0x200E, "LEFT-TO-RIGHT MARK"},
    {0x200F, "RIGHT-TO-LEFT MARK"},
    {0x2028, "LINE SEPARATOR"},
    {0x2029, "PARAGRAPH SEPARATOR"},
    {0x202A, "LEFT-TO-RIGHT EMBEDDING"},
    {0x202B, "RIGHT-TO-LEFT EMBEDDING"},
    {0x202C, "POP DIRECTIONAL FORMATTING"},
    {0x202D, "LEFT-TO-RIGHT OVERRIDE"},
    {0x202E, "RIGHT-TO-LEFT OVERRIDE"},
    {0x202F, "NARROW NO-BREAK SPACE"},
    {0x2060, "WORD JOINER"},
    {0x3000, "IDEOGRAPHIC SPACE"},
    {0xFEFF, "ZERO WIDTH NO-BREAK SPACE"},
};

/// `U+00E9`, with as many digits as asked for at least.
inline std::string code_point_name(char32_t c, int digits) {
    std::string hex;
    for (auto value = static_cast<std::uint32_t>(c); value != 0 || digits > 0;
         value /= 16, --digits)
        hex.insert(hex.begin(), "0123456789ABCDEF"[value % 16]);
    return "U+" + hex;
}

/// A visible character in quotes, another by its name or its number.
inline std::string shown(char32_t c) {
    if (c == '\\' || c == '\'') return std::string{'"', static_cast<char>(c), '"'};
    if ((category_of(c) & email_visible) != 0) return "'" + to_utf8({&c, 1}) + "'";
    for (const named_character& each : email_named)
        if (each.code_point == c) return std::string(each.name);
    return code_point_name(c, c < 0xFFFF ? 4 : 8);
}

inline std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) out.append(out.empty() ? "" : ", ").append(item);
    return out;
}

inline std::vector<char32_t> sorted_once(std::vector<char32_t> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

inline std::vector<std::string> all_shown(const std::vector<char32_t>& characters) {
    std::vector<std::string> out;
    for (const char32_t c : characters) out.push_back(shown(c));
    return out;
}

/// `sentence` and the characters that `is_allowed` refuses, each once.
inline email_failure check_characters(std::u32string_view text, bool (*is_allowed)(char32_t),
                                      std::string_view sentence) {
    std::vector<char32_t> bad;
    for (const char32_t c : text)
        if (!is_allowed(c)) bad.push_back(c);
    if (bad.empty()) return std::nullopt;
    std::vector<std::string> names = all_shown(sorted_once(std::move(bad)));
    std::sort(names.begin(), names.end());
    return std::string(sentence).append(": ").append(joined(names)).append(".");
}

/// Nothing that hides, reorders or joins with what is around the address.
inline email_failure check_unsafe(std::u32string_view text, bool allow_space = false) {
    std::vector<char32_t> bad;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const category_set category = category_of(text[i]);
        const bool is_space = (category & categories_named("Zs")) != 0;
        const bool is_mark = (category & categories_named("M")) != 0;
        if ((category & email_visible) != 0 || (is_mark && i > 0) || (is_space && allow_space))
            continue;
        bad.push_back(text[i]);
    }
    if (bad.empty()) return std::nullopt;
    return "The email address contains unsafe characters: " +
           joined(all_shown(sorted_once(std::move(bad)))) + ".";
}

// ---- lengths and periods ----

inline std::string counted_of(std::size_t count, std::string_view noun) {
    std::string out;
    append_integer(out, count);
    return out.append(" ").append(noun).append(count > 1 ? "s" : "");
}

inline std::string too_many(std::size_t count, std::string_view noun = "character") {
    return "(" + counted_of(count, noun) + " too many)";
}

inline email_failure check_periods(std::u32string_view text, std::string_view at_start,
                                   std::string_view at_end) {
    const auto at = [](std::string_view where, std::string_view what) {
        return std::string("An email address cannot ")
            .append(where.substr(0, where.find('{')))
            .append(what)
            .append(where.substr(where.find('}') + 1));
    };
    if (text.ends_with(U'.')) return at(at_end, "period");
    if (text.starts_with(U'.')) return at(at_start, "period");
    if (text.find(U"..") != text.npos) return "An email address cannot have two periods in a row.";
    return std::nullopt;
}

inline email_failure check_hyphens(std::u32string_view domain) {
    if (domain.ends_with(U'-')) return "An email address cannot end with a hyphen.";
    if (domain.starts_with(U'-'))
        return "An email address cannot have a hyphen immediately after the @-sign.";
    if (domain.find(U".-") != domain.npos || domain.find(U"-.") != domain.npos)
        return "An email address cannot have a period and a hyphen next to each other.";
    // RFC 5890 2.3.1: of the labels with `--` at the third place only those of Punycode are valid.
    for (std::size_t i = 0; i < domain.size();
         i = std::min(domain.find(U'.', i), domain.size()) + 1)
        if (domain.substr(i).size() > 3 && domain.substr(i + 2, 2) == U"--" &&
            domain.substr(i, 2) != U"xn")
            return "An email address cannot have two letters followed by two dashes immediately "
                   "after the @-sign or after a period, except Punycode.";
    return std::nullopt;
}

// ---- domain ----

/// One of those that unfold to a text with a period in it.
inline bool has_no_hidden_period(char32_t c) {
    return !((c >= 0x2024 && c <= 0x2026) || (c >= 0x2488 && c <= 0x249B) || c == 0x33C2 ||
             c == 0x33C7 || c == 0x33D8 || c == 0xFE52 || c == 0x1F100);
}

inline std::string in_label(std::u32string_view label) { return "'" + to_utf8(label) + "'"; }

inline std::string at_position(std::size_t index) {
    std::string out = " at position ";
    append_integer(out, index + 1);
    return out;
}

/// RFC 5892 appendix A.3 to A.9: characters that only some neighbours allow. Nothing for others.
inline std::optional<bool> fits_context(std::u32string_view label, std::size_t i) {
    const auto in = [](char32_t c, char32_t first, char32_t last) {
        return c >= first && c <= last;
    };
    const auto any = [&](auto test) { return std::any_of(label.begin(), label.end(), test); };
    const char32_t c = label[i];
    const char32_t before = i > 0 ? label[i - 1] : 0,
                   after = i + 1 < label.size() ? label[i + 1] : 0;
    if (c == 0xB7) return before == 'l' && after == 'l';
    if (c == 0x375) return in(after, 0x370, 0x3FF) || in(after, 0x1F00, 0x1FFF);
    if (c == 0x5F3 || c == 0x5F4) return in(before, 0x591, 0x5F4);
    if (c == 0x30FB)
        return any([&](char32_t x) {
            return x != c && (in(x, 0x3005, 0x3007) || in(x, 0x3041, 0x30FF) ||
                              in(x, 0x3400, 0x9FFF) || in(x, 0x20000, 0x323AF));
        });
    if (in(c, 0x660, 0x669)) return !any([&](char32_t x) { return in(x, 0x6F0, 0x6F9); });
    if (in(c, 0x6F0, 0x6F9)) return !any([&](char32_t x) { return in(x, 0x660, 0x669); });
    return std::nullopt;
}

/// RFC 5891 4.2, in the words of Python's idna.
inline email_failure check_idna_label(std::u32string_view label) {
    if (label.substr(std::min<std::size_t>(2, label.size()), 2) == U"--")
        return "Label has disallowed hyphens in 3rd and 4th position";
    if (label.starts_with(U'-') || label.ends_with(U'-'))
        return "Label must not start or end with a hyphen";
    if (starts_with_mark(label)) return "Label begins with an illegal combining character";
    for (std::size_t i = 0; i < label.size(); ++i) {
        if (is_idna_letter(label[i])) continue;
        const std::optional<bool> fits = fits_context(label, i);
        if (fits.value_or(false)) continue;
        const std::string codepoint = "Codepoint " + code_point_name(label[i], 4);
        if (fits) return codepoint + " not allowed" + at_position(i) + " in " + in_label(label);
        return codepoint + at_position(i) + " of " + in_label(label) + " not allowed";
    }
    if (const auto turned = turned_position(label))
        return "Invalid direction for codepoint" + at_position(*turned) +
               (is_right_to_left(label[0]) ? " in a right-to-left label"
                                           : " in a left-to-right label");
    return std::nullopt;
}

inline constexpr std::size_t longest_label = 63;

/// The label in ASCII, appended; or why it has none.
inline email_failure append_a_label(std::string& out, std::u32string_view label) {
    const std::size_t start = out.size();
    if (is_ascii(label)) {
        out.append(to_utf8(label));
        return std::nullopt;
    }
    if (email_failure failure = check_idna_label(label)) return failure;
    if (!punycode_encode(label, out.append("xn--")) || out.size() - start > longest_label)
        return "Label too long";
    return std::nullopt;
}

/// The label in Unicode, appended; or why it is none.
inline email_failure append_u_label(std::u32string& out, std::string_view label) {
    if (!label.starts_with("xn--")) {
        out.append(label.begin(), label.end());
        return std::nullopt;
    }
    label.remove_prefix(4);
    if (label.empty()) return "Malformed A-label, no Punycode eligible content found";
    if (label.ends_with('-')) return "A-label must not end with a hyphen";
    const auto decoded = punycode_decode(label);
    if (!decoded || decoded->empty()) return "Invalid A-label";
    out.append(*decoded);
    return check_idna_label(*decoded);
}

inline email_failure append_ascii_domain(std::string& out, std::u32string_view domain) {
    for (bool more = true; more;) {
        const std::size_t dot = domain.find(U'.');
        if (const email_failure failure = append_a_label(out, domain.substr(0, dot)))
            return "The part after the @-sign is invalid (" + *failure + ").";
        more = dot != domain.npos;
        if (!more) break;
        out.push_back('.');
        domain.remove_prefix(dot + 1);
    }
    return std::nullopt;
}

inline email_failure append_unicode_domain(std::u32string& out, std::string_view domain) {
    for (bool more = true; more;) {
        const std::size_t dot = domain.find('.');
        if (const email_failure failure = append_u_label(out, domain.substr(0, dot)))
            return "The part after the @-sign is not valid IDNA (" + *failure + ").";
        more = dot != domain.npos;
        if (!more) break;
        out.push_back(U'.');
        domain.remove_prefix(dot + 1);
    }
    return std::nullopt;
}

/// RFC 6761 and others: names that nobody on the internet can have mail under.
inline bool is_special_domain(std::string_view domain) {
    for (const std::string_view name :
         {".arpa", ".invalid", ".local", ".localhost", ".onion", ".test"})
        if (domain.ends_with(name)) return true;
    return false;
}

/// RFC 1035 2.3.4, and what every public domain has.
inline email_failure check_ascii_domain(std::string_view domain, bool was_ascii) {
    constexpr std::size_t longest_domain = 253;
    if (domain.size() > longest_domain) {
        const std::size_t excess = domain.size() - longest_domain;
        const std::string reason =
            was_ascii ? too_many(excess)
                      : "(" + counted_of(excess, "byte") + " too many after IDNA encoding)";
        return "The email address is too long after the @-sign " + reason + ".";
    }
    for (std::size_t i = 0; i < domain.size();) {
        const std::size_t end = std::min(domain.find('.', i), domain.size());
        if (end - i > longest_label)
            return "After the @-sign, periods cannot be separated by so many characters " +
                   too_many(end - i - longest_label) + ".";
        i = end + 1;
    }
    if (domain.find('.') == domain.npos)
        return "The part after the @-sign is not valid. It should have a period.";
    if (!is_alpha(domain.back()))
        return "The part after the @-sign is not valid. It is not within a valid top-level domain.";
    if (is_special_domain(domain))
        return "The part after the @-sign is a special-use or reserved name that cannot be used "
               "with email.";
    return std::nullopt;
}

inline email_failure map_domain(std::u32string_view domain, std::u32string& out) {
    constexpr std::string_view invalid = "The part after the @-sign contains invalid characters";
    if (email_failure failure = check_characters(domain, is_email_hostname, invalid))
        return failure;
    if (email_failure failure = check_unsafe(domain)) return failure;
    if (email_failure failure = check_characters(domain, has_no_hidden_period, invalid))
        return failure;
    if (const auto refused = idna_map(domain, out))
        return std::string(invalid) + " (Codepoint " + code_point_name(domain[*refused], 4) +
               " not allowed" + at_position(*refused) + " in " + in_label(domain) + ").";
    return check_characters(out, is_email_hostname,
                            std::string(invalid) + " after Unicode normalization");
}

inline email_failure read_email_domain(std::u32string_view domain, email_domain& out) {
    std::u32string mapped;
    if (email_failure failure = map_domain(domain, mapped)) return failure;
    if (email_failure failure =
            check_periods(mapped, "have a {} immediately after the @-sign.", "end with a {}."))
        return failure;
    if (email_failure failure = check_hyphens(mapped)) return failure;
    if (email_failure failure = append_ascii_domain(out.ascii, mapped)) return failure;
    if (email_failure failure = check_ascii_domain(out.ascii, is_ascii(domain))) return failure;
    if (email_failure failure = append_unicode_domain(out.unicode, out.ascii)) return failure;
    return check_unsafe(out.unicode);
}

/// A wrong one is told apart from one that is only not allowed, but for the numbers in it.
inline std::string refuse_literal(std::u32string_view literal) {
    const auto is_address = [](char32_t c) { return c == '.' || (c >= '0' && c <= '9'); };
    const bool is_ipv4 =
        !literal.empty() && std::all_of(literal.begin(), literal.end(), is_address);
    if (is_ipv4 || literal.starts_with(U"IPv6:"))
        return "A bracketed IP address after the @-sign is not allowed here.";
    if (literal.find(U':') == literal.npos)
        return "The part after the @-sign in brackets is not an IPv4 address and has no address "
               "literal tag.";
    if (const auto bad =
            check_characters(literal, is_email_literal,
                             "The part after the @-sign contains invalid characters in brackets"))
        return *bad;
    return "The part after the @-sign contains an invalid address literal tag in brackets.";
}

}  // namespace fastapi::detail
