#include "fastapi/model/punycode.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace fastapi::detail;

namespace {

std::string encoded(std::string_view label) {
    std::string out;
    return punycode_encode(to_code_points(label), out) ? out : "refused";
}

std::string decoded(std::string_view text) {
    const auto label = punycode_decode(text);
    return label ? to_utf8(*label) : "refused";
}

std::string mapped(std::string_view name) {
    std::u32string out;
    const auto refused = idna_map(to_code_points(name), out);
    return refused ? "refused at " + std::to_string(*refused) : to_utf8(out);
}

}  // namespace

TEST_CASE("punycode: labels of RFC 3492 7.1 and others go there and back") {
    struct row {
        const char* label;
        const char* text;
    };
    for (const row& each : {
             row{"münchen", "mnchen-3ya"},
             row{"ü", "tda"},
             row{"a", "a-"},
             row{"他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"},
             row{"почемужеонинеговорятпорусски", "b1abfaaepdrnnbgefbadotcwatmq2g4l"},
             row{"3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"},
             row{"ひとつ屋根の下2", "2-u9tlzr9756bt3uc0v"},
             row{"☃", "n3h"},
             row{"😀", "e28h"},
             row{"-", "--"},
         }) {
        CHECK(encoded(each.label) == each.text);
        CHECK(decoded(each.text) == each.label);
    }
    CHECK(decoded("MNCHEN-3YA") == "MüNCHEN");
}

TEST_CASE("punycode: what spells no label is refused") {
    for (const std::string_view text :
         {"0", "99999999999", "mnchen-3y", "a-b_", "mnchen-3yä", "ü-tda", "ib9b"}) {
        INFO(text);
        CHECK(decoded(text) == "refused");
    }
    CHECK(encoded(std::string(1000, 'a')) == std::string(1000, 'a') + "-");
    CHECK(encoded(std::string(1001, 'a')) == "refused");
    CHECK(decoded(std::string(2001, 'a')) == "refused");
}

TEST_CASE("punycode: names are folded, made narrow and freed of what is invisible") {
    struct row {
        const char* name;
        const char* out;
    };
    for (const row& each : {
             row{"ExAmple.COM", "example.com"},
             row{"MÜNCHEN", "münchen"},
             row{"ΣΑΣ", "σασ"},
             row{"σας", "σας"},
             row{"Straße", "straße"},
             row{"ＡＢ．１", "ab.1"},
             row{"a。b｡c", "a.b.c"},
             row{"a\xC2\xAD"
                 "b\xE2\x80\x8B"
                 "c\xEF\xBB\xBF",
                 "abc"},
             row{"☃", "☃"},
             row{"\xEF\xAC\x81x", "refused at 0"},  // ligature fi
             row{"xⓐ", "refused at 1"},             // a letter in a circle
             row{"e\xCC\x81", "refused at 1"},      // an accent that stands alone
             row{"a\xE2\x80\x8D"
                 "b",
                 "refused at 1"},               // a joiner
             row{"a\xC2\xA0", "refused at 1"},  // a space
             row{"\xFF", "refused at 0"},
         })
        CHECK(mapped(each.name) == each.out);
}

TEST_CASE("punycode: letters may stand in a label, symbols and capitals may not") {
    for (const std::string_view good :
         {"a", "0", "-", "ü", "ß", "ς", "中", "あ", "א", "ع", "ก", "ा", "ー"}) {
        INFO(good);
        CHECK(is_idna_letter(to_code_points(good)[0]));
    }
    for (const std::string_view bad : {"A", ".", "_", "Ü", "☃", "½", "ª", "、", "😀", "٠", "゙"}) {
        INFO(bad);
        CHECK_FALSE(is_idna_letter(to_code_points(bad)[0]));
    }
}

TEST_CASE("punycode: letters of both directions in one label are found") {
    const auto turned = [](std::string_view label) {
        return turned_position(to_code_points(label));
    };
    CHECK_FALSE(turned("abc1"));
    CHECK_FALSE(turned("אבג1"));
    CHECK(turned("abא") == 2u);
    CHECK(turned("אb") == 1u);
    CHECK_FALSE(turned(""));
}
