#pragma once

// `EmailStr`: a std::string that is an e-mail address, judged by the rules and in the words of
// Pydantic and email-validator 2.3 without a look at the DNS. What is kept is the normalised
// address: the domain in lower case and in Unicode, the local part as it was written. Of
// `Ana <ana@example.com>` the address alone is kept. Only the Unicode normalisation of the local
// part is left out.

#include "fastapi/core/json_writer.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/core/unicode.hpp"
#include "fastapi/model/email_domain.hpp"
#include "fastapi/model/punycode.hpp"
#include "fastapi/model/scalar.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace fastapi {

class EmailStr : public std::string {
public:
    /// No address: an empty text.
    EmailStr() = default;
    /// Throws std::invalid_argument for a text that `parse` refuses.
    explicit EmailStr(std::string_view text);
    explicit EmailStr(const char* text) : EmailStr(std::string_view(text)) {}
    explicit EmailStr(const std::string& text) : EmailStr(std::string_view(text)) {}

    static ParseOutcome parse(std::string_view text, EmailStr& out);
    /// The problem of an input that is not text.
    static ScalarProblem wrong_type() { return {"string_type", "Input should be a valid string"}; }
};

namespace detail {

/// Appends the JSON text of the value; both kinds of answer write the same.
void append_jsonable(std::string& out, const EmailStr& value);
void append_serialized(std::string& out, const EmailStr& value);

/// Reads the address alone, without a name: why it is none, or nothing and the normalised address
/// in `out`.
std::optional<std::string> read_email(std::u32string_view email, std::string& out);

}  // namespace detail

// ---- implementation ----

namespace detail {

// ---- local part ----

/// Nothing but atoms with single periods between them.
inline bool is_dot_atom(std::u32string_view text) {
    return !text.empty() && !text.starts_with(U'.') && !text.ends_with(U'.') &&
           text.find(U"..") == text.npos && std::all_of(text.begin(), text.end(), is_email_local);
}

inline email_failure check_local(std::u32string_view local, bool is_quoted) {
    if (local.empty()) return "There must be something before the @-sign.";
    if (is_dot_atom(local)) return is_ascii(local) ? std::nullopt : check_unsafe(local);
    if (is_quoted) {
        const email_failure bad = check_characters(
            local, is_email_quoted,
            "The email address contains invalid characters in quotes before the @-sign");
        return bad ? bad : check_unsafe(local, true);
    }
    if (email_failure bad =
            check_characters(local, is_email_local,
                             "The email address contains invalid characters before the @-sign"))
        return bad;
    return check_periods(local, "start with a {}.", "have a {} immediately before the @-sign.");
}

/// RFC 2142: mailboxes whose names have no case.
inline bool is_role_mailbox(std::string_view lowered_name) {
    static constexpr std::string_view names[] = {
        "info",       "marketing", "sales", "support",   "abuse", "noc",  "security", "postmaster",
        "hostmaster", "usenet",    "news",  "webmaster", "www",   "uucp", "ftp"};
    return std::find(std::begin(names), std::end(names), lowered_name) != std::end(names);
}

// ---- the whole ----

/// The place of the first of `specials` outside of quotes, or npos.
inline std::size_t find_unquoted(std::u32string_view text, std::u32string_view specials) {
    bool in_quotes = false, is_escaped = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text[i];
        if (!in_quotes && specials.find(c) != specials.npos) return i;
        if (c == '"' && !is_escaped) in_quotes = !in_quotes;
        is_escaped = in_quotes && c == '\\' && !is_escaped;
    }
    return text.npos;
}

inline std::string no_at_sign(std::u32string_view email) {
    if (email.find(char32_t{0xFF20}) != email.npos)
        return "The email address has the \"full-width\" at-sign (@) character instead of a "
               "regular at-sign.";
    if (email.find(char32_t{0xFE6B}) != email.npos)
        return "The email address has the \"small commercial at\" character instead of a regular "
               "at-sign.";
    return "An email address must have an @-sign.";
}

struct unquoted_text {
    std::u32string text;
    bool is_quoted = false;
};

/// Takes the quotes off a text that begins with one.
inline email_failure unquote(std::u32string_view text, unquoted_text& out) {
    out.is_quoted = text.starts_with(U'"');
    out.text = out.is_quoted ? U"" : std::u32string(text);
    bool is_escaped = false;
    for (std::size_t i = 1; out.is_quoted && i < text.size(); ++i) {
        if (!is_escaped && text[i] == '"') {
            const std::u32string_view rest = text.substr(i + 1);
            if (rest.empty()) return std::nullopt;
            return "Extra character(s) found after close quote: " +
                   joined(all_shown({rest.begin(), rest.end()}));
        }
        const bool escapes = !is_escaped && text[i] == '\\';
        if (!escapes) out.text.push_back(text[i]);
        is_escaped = escapes;
    }
    return std::nullopt;
}

inline constexpr std::size_t longest_email = 254;

/// RFC 3696 errata 1690. How many characters are too many is uncertain where they differ in bytes.
inline email_failure check_length(std::u32string_view address) {
    const std::size_t bytes = to_utf8(address).size();
    if (bytes <= longest_email) return std::nullopt;
    const std::size_t excess = bytes - longest_email;
    std::size_t widest = 1;
    for (const char32_t c : address) widest = std::max(widest, to_utf8({&c, 1}).size());
    const std::size_t fewest = std::max<std::size_t>(1, excess / widest);
    std::string reason = too_many(excess);
    if (fewest != excess) {
        std::string range;
        append_integer(range, fewest);
        reason.insert(1, range + "-");
    }
    return "The email address is too long " + reason + ".";
}

inline email_failure check_bytes(std::size_t bytes, std::string_view when) {
    if (bytes <= longest_email) return std::nullopt;
    return std::string("The email address is too long ").append(when).append(" ") +
           too_many(bytes - longest_email, "byte") + ".";
}

inline email_failure read_address(std::u32string_view local_text, std::u32string_view domain,
                                  std::string& out) {
    unquoted_text local;
    if (email_failure failure = unquote(local_text, local)) return failure;
    if (email_failure failure = check_local(local.text, local.is_quoted)) return failure;
    if (local.is_quoted) return "Quoting the part before the @-sign is not allowed here.";
    if (domain.empty()) return "There must be something after the @-sign.";
    if (domain.starts_with(U'[') && domain.ends_with(U']'))
        return refuse_literal(domain.substr(1, domain.size() - 2));
    email_domain read;
    if (email_failure failure = read_email_domain(domain, read)) return failure;
    std::string mailbox = to_utf8(local.text);
    if (is_role_mailbox(lowered(mailbox))) mailbox = lowered(mailbox);
    const std::size_t ascii_size = mailbox.size() + 1 + read.ascii.size();
    std::u32string original = local.text;
    original.append(U"@").append(domain);
    out = mailbox + "@" + to_utf8(read.unicode);
    if (email_failure failure = check_length(original)) return failure;
    if (email_failure failure = check_bytes(out.size(), "after normalization")) return failure;
    return check_bytes(ascii_size, "when the part after the @-sign is converted to IDNA ASCII");
}

/// An address in angle brackets that Pydantic did not take for one: refused, for whatever is wrong.
inline std::string refuse_named(std::u32string_view name, std::u32string_view rest) {
    while (!name.empty() && is_white_space(name.back())) name.remove_suffix(1);
    unquoted_text display;
    if (const auto failure = unquote(name, display)) return *failure;
    if (const auto failure =
            check_characters(display.text, is_email_name,
                             "The display name contains invalid characters when not quoted");
        failure && !display.is_quoted)
        return *failure;
    if (const auto failure = check_unsafe(display.text, true)) return *failure;
    if (rest.find(U'>') == rest.npos)
        return "An open angle bracket at the start of the email address has to be followed by a "
               "close angle bracket at the end.";
    if (!rest.ends_with(U'>')) return "There can't be anything after the email address.";
    std::u32string_view address = rest.substr(1);
    while (address.ends_with(U'>')) address.remove_suffix(1);
    const std::size_t at_sign = find_unquoted(address, U"@");
    if (at_sign == address.npos) return no_at_sign(address);
    unquoted_text local;
    if (const auto failure = unquote(address.substr(0, at_sign), local)) return *failure;
    return "A display name and angle brackets around the email address are not permitted here.";
}

inline std::optional<std::string> read_email(std::u32string_view email, std::string& out) {
    const std::size_t special = find_unquoted(email, U"@<");
    if (special == email.npos) return no_at_sign(email);
    if (email[special] == '<') return refuse_named(email.substr(0, special), email.substr(special));
    return read_address(email.substr(0, special), email.substr(special + 1), out);
}

// ---- Pydantic's part ----

/// Python's str.isspace.
inline bool is_python_space(char32_t c) { return is_white_space(c) || (c >= 0x1C && c <= 0x1F); }

inline std::u32string_view stripped(std::u32string_view text) {
    while (!text.empty() && is_python_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_python_space(text.back())) text.remove_suffix(1);
    return text;
}

/// A letter or digit of Python's `\w`, or what may stand in an atom.
inline bool is_pretty_name(char32_t c) {
    constexpr category_set word = categories_named("L") | categories_named("N");
    return c < 0x80 ? is_email_atom(c) : (category_of(c) & word) != 0;
}

/// The place of the '<' of `Ana <ana@example.com>`, npos where the text has another form. No line
/// may end between '<' and the last '>'.
inline std::size_t pretty_bracket(std::u32string_view text) {
    if (text.size() < 3 || !text.ends_with(U'>')) return text.npos;
    const std::size_t line = text.rfind(U'\n') + 1;  // 0 where there is but one
    if (!text.starts_with(U'"')) {
        const std::size_t bracket = text.find(U'<');
        const std::u32string_view name = text.substr(0, bracket);
        const bool is_name = std::all_of(name.begin(), name.end(), [](char32_t c) {
            return is_python_space(c) || is_pretty_name(c);
        });
        return is_name && bracket >= line && bracket + 2 < text.size() ? bracket : text.npos;
    }
    // A quoted name goes as far as it can.
    for (std::size_t i = text.size() - 2; i-- > std::max<std::size_t>(line, 3);) {
        if (text[i] != '<') continue;
        const std::u32string_view name = stripped(text.substr(0, i));
        if (name.size() > 2 && name.ends_with(U'"')) return i;
    }
    return text.npos;
}

inline ScalarProblem email_problem(std::string reason) {
    return {"value_error", "value is not a valid email address: " + reason, std::move(reason),
            "reason"};
}

}  // namespace detail

inline ParseOutcome EmailStr::parse(std::string_view text, EmailStr& out) {
    constexpr std::size_t longest_text = 2048;
    if (detail::count_code_points(text) > longest_text)
        return detail::email_problem("Length must not exceed 2048 characters");
    if (text.find_first_of("\r\n") != text.npos)
        return detail::email_problem("Carriage return and line feed characters are not allowed");
    const std::u32string code_points = detail::to_code_points(text);
    std::u32string_view email = detail::stripped(code_points);
    if (const std::size_t bracket = detail::pretty_bracket(email); bracket != email.npos)
        email = detail::stripped(email.substr(bracket + 1, email.size() - bracket - 2));
    std::string address;
    if (auto reason = detail::read_email(email, address)) return detail::email_problem(*reason);
    static_cast<std::string&>(out) = std::move(address);
    return std::nullopt;
}

inline EmailStr::EmailStr(std::string_view text) {
    if (const ParseOutcome problem = parse(text, *this))
        throw std::invalid_argument(problem->message);
}

namespace detail {

inline void append_jsonable(std::string& out, const EmailStr& value) {
    append_json_string(out, value);
}
inline void append_serialized(std::string& out, const EmailStr& value) {
    append_json_string(out, value);
}

}  // namespace detail
}  // namespace fastapi

template <>
struct std::hash<fastapi::EmailStr> : std::hash<std::string> {};
