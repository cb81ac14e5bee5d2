#include "fastapi/model/email.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_set>

using namespace fastapi;

namespace {

/// The normalised address, or why there is none.
std::string read(std::string_view text) {
    EmailStr email;
    const ParseOutcome problem = EmailStr::parse(text, email);
    return problem ? problem->reason : std::string(email);
}

struct row {
    std::string text;
    std::string_view out;
};

const std::string l49 = "1111111111222222222233333333334444444444555555555";
const std::string l49b = "6666666666777777777788888888889999999999000000000";
const std::string four = l49 + "." + l49b + "." + l49 + "." + l49b + ".";
const std::string hyphen_next =
    "An email address cannot have a period and a hyphen next to each other.";
const std::string special =
    "The part after the @-sign is a special-use or reserved name that cannot be used with email.";

}  // namespace

TEST_CASE("email: addresses and their normal form") {
    for (const row& each : {
             row{"alice@example.com", "alice@example.com"},
             row{"Alice@EXAMPLE.Com", "Alice@example.com"},
             row{" a@b.co\t", "a@b.co"},
             row{"Abc.123@test-example.com", "Abc.123@test-example.com"},
             row{"user+mailbox/department=shipping@example.tld",
                 "user+mailbox/department=shipping@example.tld"},
             row{"!#$%&'*+-/=?^_`.{|}~@example.tld", "!#$%&'*+-/=?^_`.{|}~@example.tld"},
             row{"INFO@example.tld", "info@example.tld"},
             row{"Informer@example.tld", "Informer@example.tld"},
             row{"jeff@臺網中心.tw", "jeff@臺網中心.tw"},
             row{"jeff@xn--fiqq24b10vi0d.tw", "jeff@臺網中心.tw"},
             row{"a@MÜNCHEN.de", "a@münchen.de"},
             row{"a@XN--MNCHEN-3YA.de", "a@münchen.de"},
             row{"राम@मोहन.ईन्फो", "राम@मोहन.ईन्फो"},
             row{"θσερ@εχαμπλε.ψομ", "θσερ@εχαμπλε.ψομ"},
             row{"葉士豪@臺網中心.台灣", "葉士豪@臺網中心.台灣"},
             row{"ñoñó@example.tld", "ñoñó@example.tld"},
             row{"чебурашкаящик-с-апельсинами.рф@example.tld",
                 "чебурашкаящик-с-апельсинами.рф@example.tld"},
             row{"a@example．com", "a@example.com"},
             row{"a@col·lectiu.cat",
                 "The part after the @-sign is invalid (Codepoint U+00B7 not "
                 "allowed at position 4 in 'col·ectiu')."},
             row{"a@l·l.cat", "a@l·l.cat"},
             row{std::string(70, 'a') + "@b.co", ""},
         }) {
        if (each.text == "a@col·lectiu.cat") {
            CHECK(read("a@col·ectiu.cat") == each.out);
            CHECK(read(each.text) == each.text);
        } else {
            CHECK(read(each.text) == (each.out.empty() ? each.text : each.out));
        }
    }
}

TEST_CASE("email: of a name and an address in angle brackets the address is kept") {
    for (const row& each : {
             row{"Ana <a@b.co>", "a@b.co"},
             row{"Ana Maria Söder  < a@B.co > ", "a@b.co"},
             row{"<a@b.co>", "a@b.co"},
             row{"Ana<a@b.co>", "a@b.co"},
             row{"\"Ana. (x) <y>\" <a@b.co>", "a@b.co"},
             row{"\"a \" <x> \" <a@b.co>", "a@b.co"},
             row{"Ana. <a@b.co>",
                 "The display name contains invalid characters when not quoted: '.'."},
             row{"\"\" <a@b.co>",
                 "A display name and angle brackets around the email address are not permitted "
                 "here."},
             row{"Ana <a@b.co",
                 "An open angle bracket at the start of the email address has to be followed by a "
                 "close angle bracket at the end."},
             row{"<a@b.co> !", "There can't be anything after the email address."},
             row{"Ana <a@\nb.co>", "Carriage return and line feed characters are not allowed"},
             row{"a@b.co\r", "Carriage return and line feed characters are not allowed"},
             row{"Ana <>", "An email address must have an @-sign."},
             row{"Ana <b>", "An email address must have an @-sign."},
         }) {
        INFO(each.text);
        CHECK(read(each.text) == each.out);
    }
}

TEST_CASE("email: the parts around the @-sign") {
    for (const row& each : {
             row{"", "An email address must have an @-sign."},
             row{"alice", "An email address must have an @-sign."},
             row{"hello＠world.de",
                 "The email address has the \"full-width\" at-sign (@) character instead of a "
                 "regular "
                 "at-sign."},
             row{"hello﹫world.de",
                 "The email address has the \"small commercial at\" character instead of a regular "
                 "at-sign."},
             row{"@example.com", "There must be something before the @-sign."},
             row{"a@", "There must be something after the @-sign."},
             row{"a@b@c.de", "The part after the @-sign contains invalid characters: '@'."},
             row{".a@b.co", "An email address cannot start with a period."},
             row{"a..b@b.co", "An email address cannot have two periods in a row."},
             row{"a.@b.co", "An email address cannot have a period immediately before the @-sign."},
             row{"a.é.@b.co",
                 "An email address cannot have a period immediately before the @-sign."},
             row{"white space@b.co",
                 "The email address contains invalid characters before the @-sign: SPACE."},
             row{"m\x0B"
                 "y@b.co",
                 "The email address contains invalid characters before the @-sign: U+000B."},
             row{"a;(b\\';@b.co",
                 "The email address contains invalid characters before the @-sign: \"\\\", '(', "
                 "';'."},
             row{"bad\"quotes\"@example.com",
                 "The email address contains invalid characters before the @-sign: '\"'."},
             row{"\"quoted@b\"@example.com",
                 "Quoting the part before the @-sign is not allowed here."},
             row{"\"a\"b@example.com", "Extra character(s) found after close quote: 'b'"},
             row{"\"a\x0B"
                 "b\"@example.com",
                 "The email address contains invalid characters in quotes before the @-sign: "
                 "U+000B."},
             row{"a\xE2\x80\xAD"
                 "b\xE2\x80\xAE"
                 "c\xE2\x80\xAD@b.co",
                 "The email address contains unsafe characters: LEFT-TO-RIGHT OVERRIDE, "
                 "RIGHT-TO-LEFT OVERRIDE."},
             row{"\xCC\x80"
                 "a@b.co",
                 "The email address contains unsafe characters: COMBINING GRAVE ACCENT."},
             row{"\xC2\x9C"
                 "a@b.co",
                 "The email address contains unsafe characters: U+009C."},
             row{"\xF4\x8F\xB7\xAF"
                 "a@b.co",
                 "The email address contains unsafe characters: U+0010FDEF."},
         }) {
        INFO(each.text);
        CHECK(read(each.text) == each.out);
    }
}

TEST_CASE("email: domains that are none") {
    for (
        const row& each : {
            row{"my@localhost", "The part after the @-sign is not valid. It should have a period."},
            row{"my@.leadingdot.com",
                "An email address cannot have a period immediately after the @-sign."},
            row{"my@．leadingfwdot.com",
                "An email address cannot have a period immediately after the @-sign."},
            row{"my@twodots..com", "An email address cannot have two periods in a row."},
            row{"my@trailingdot.com.", "An email address cannot end with a period."},
            row{"me@-dash.de",
                "An email address cannot have a hyphen immediately after the @-sign."},
            row{"me@trailingdash-", "An email address cannot end with a hyphen."},
            row{"my@baddash.-.com", hyphen_next},
            row{"my@baddash.b-.com", hyphen_next},
            row{"my@baddashfw.－a.com", hyphen_next},
            row{"my@exam\x0B"
                "ple.com",
                "The part after the @-sign contains invalid characters: U+000B."},
            row{"me@x!y.de", "The part after the @-sign contains invalid characters: '!'."},
            row{"me@a_b.de", "The part after the @-sign contains invalid characters: '_'."},
            row{"me@⒈x.com", "The part after the @-sign contains invalid characters: '⒈'."},
            row{"me@ﬁx.com",
                "The part after the @-sign contains invalid characters (Codepoint "
                "U+FB01 not allowed at position 1 in 'ﬁx.com')."},
            row{"me@x＠y.com",
                "The part after the @-sign contains invalid characters after Unicode "
                "normalization: '@'."},
            row{"me@☃.com",
                "The part after the @-sign is invalid (Codepoint U+2603 at position 1 of "
                "'☃' not allowed)."},
            row{"me@xn--n3h.com",
                "The part after the @-sign is not valid IDNA (Codepoint U+2603 at "
                "position 1 of '☃' not allowed)."},
            row{"me@aא.com",
                "The part after the @-sign is invalid (Invalid direction for codepoint "
                "at position 2 in a left-to-right label)."},
            row{"me@bad.tld-2",
                "The part after the @-sign is not valid. It is not within a valid "
                "top-level domain."},
            row{"me@1.2.3.4",
                "The part after the @-sign is not valid. It is not within a valid "
                "top-level domain."},
            row{"me@xn--0.tld", "The part after the @-sign is not valid IDNA (Invalid A-label)."},
            row{"me@yy--0.tld",
                "An email address cannot have two letters followed by two dashes immediately after "
                "the @-sign or after a period, except Punycode."},
            row{"me@[127.0.0.1]", "A bracketed IP address after the @-sign is not allowed here."},
            row{"me@[IPv6:::1]", "A bracketed IP address after the @-sign is not allowed here."},
            row{"me@[tag:text]",
                "The part after the @-sign contains an invalid address literal tag in brackets."},
            row{"me@[untaggedtext]",
                "The part after the @-sign in brackets is not an IPv4 address "
                "and has no address literal tag."},
            row{"me@[tag:invalid space]",
                "The part after the @-sign contains invalid characters in brackets: SPACE."},
            row{"me@[", "The part after the @-sign contains invalid characters: '['."},
            row{"me@anything.arpa", special},
            row{"me@valid.invalid", special},
            row{"me@link.local", special},
            row{"me@host.LOCALHOST", special},
            row{"me@onion.onion", special},
            row{"me@test.test", special},
            row{"me@example.testing", "me@example.testing"},
            row{"me@a.example", "me@a.example"},
        }) {
        INFO(each.text);
        CHECK(read(each.text) == each.out);
    }
}

TEST_CASE("email: lengths") {
    const std::string l50 = "11111111112222222222333333333344444444445555555555";
    for (const row& each : {
             row{"me@" + four + l50 + ".com",
                 "The email address is too long after the @-sign (1 character too many)."},
             row{"me@中" + four + "1111111111222222222233333333334444444444.com",
                 "The email address is too long after the @-sign (1 byte too many after IDNA "
                 "encoding)."},
             row{"me@" + std::string(63, '1') + ".com", ""},
             row{"me@" + std::string(64, '1') + ".com",
                 "After the @-sign, periods cannot be separated by so many characters (1 character "
                 "too "
                 "many)."},
             row{"me@中" + std::string(58, '1') + ".com",
                 "The part after the @-sign is invalid (Label too long)."},
             row{"meme@" + four + l49 + ".com",
                 "The email address is too long (4 characters too many)."},
             row{"m@" + four + l49.substr(2) + ".com", ""},
             row{"my.long.address@λ1" + four.substr(2) + "1111111111222222222233333333334444.info",
                 "The email address is too long (1-2 characters too many)."},
             row{"my.long.address@λ1" + four.substr(2) + "11111111112222222222333333.info",
                 "The email address is too long when the part after the @-sign is converted to "
                 "IDNA "
                 "ASCII (1 byte too many)."},
             row{std::string(2049, 'a'), "Length must not exceed 2048 characters"},
             row{std::string(2048, 'a'), "An email address must have an @-sign."},
         }) {
        INFO(each.text);
        CHECK(read(each.text) == (each.out.empty() ? each.text : each.out));
    }
}

TEST_CASE("email: problems are Pydantic's, and leave the value as it was") {
    EmailStr email("a@b.co");
    const ParseOutcome problem = EmailStr::parse("nobody", email);
    REQUIRE(problem);
    CHECK(problem->type == "value_error");
    CHECK(problem->message ==
          "value is not a valid email address: An email address must have an @-sign.");
    CHECK(problem->context_key == "reason");
    CHECK(email == "a@b.co");
    CHECK(EmailStr::wrong_type().type == "string_type");
    CHECK_THROWS_AS(EmailStr("x"), std::invalid_argument);
    CHECK(EmailStr().empty());
}

TEST_CASE("email: an address is a std::string") {
    const EmailStr email("a@b.co");
    const std::string_view view = email;
    CHECK(view == "a@b.co");
    const std::unordered_set<EmailStr> seen{email, EmailStr("a@B.co")};
    CHECK(seen.size() == 1);
    std::string json;
    detail::append_jsonable(json, email);
    detail::append_serialized(json, email);
    CHECK(json == "\"a@b.co\"\"a@b.co\"");
}
