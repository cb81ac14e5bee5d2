// Random bytes as a multipart body: read whole, drop by drop, and split at places that the input
// names, the form or the refusal must be the same; what is written as a form is read back so.
// clang++ -std=c++20 -I. -O1 -g -fsanitize=fuzzer,address,undefined tests/fuzz/multipart_fuzz.cpp
// The first byte chooses the limits and the Content-Type, the second how many bytes at the end are
// places to split at.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "fastapi/http/form.hpp"
#include "form_pieces.hpp"

namespace {

using fastapi::FormData;
using fastapi::FormLimits;
using fastapi::detail::form_reader;

constexpr std::string_view content_type(std::uint8_t choice) {
    constexpr std::string_view types[] = {"multipart/form-data; boundary=b",
                                          "multipart/form-data; boundary=--",
                                          "multipart/form-data; boundary=\"a b\"; charset=latin-1",
                                          "multipart/form-data; boundary=bbb"};
    return types[choice & 3];
}

FormLimits limits_for(std::uint8_t choice) {
    FormLimits limits;
    if (choice & 4) limits.max_files = 1;
    if (choice & 8) limits.max_fields = 2;
    if (choice & 16) limits.max_part_size = 5;
    return limits;
}

std::string described(const FormData& form) {
    std::string text;
    for (const auto& [name, value] : form) {
        demand(fastapi::detail::is_valid_utf8(name));
        text.append(name).append("=");
        if (value.is_text()) {
            demand(fastapi::detail::is_valid_utf8(value.text()));
            text.append(value.text()).append("|");
            continue;
        }
        fastapi::UploadFile file = value.file();
        demand(fastapi::detail::is_valid_utf8(file.filename));
        demand(fastapi::detail::is_valid_utf8(file.headers.block()));
        demand(file.size == file.file.size());
        text.append(file.filename).append("<").append(file.file.read()).append("|");
    }
    return text;
}

/// Takes the body as pieces that end at the places; `drop` gives one byte at a time.
std::string read(std::string_view body, std::string_view places, bool drop, std::uint8_t choice) {
    form_reader reader(content_type(choice), limits_for(choice));
    return read_in_pieces(reader, body, places, drop, described);
}

/// `data` as the only field of a form comes out as it was, where no delimiter stands in it.
void check_round_trip(std::string_view data) {
    if (data.find("\r\n--b") != std::string_view::npos) return;
    const std::string body = "--b\r\nContent-Disposition: form-data; name=a; filename=f\r\n\r\n" +
                             std::string(data) + "\r\n--b--";
    form_reader reader(content_type(0));
    reader.feed(body);
    const FormData form = reader.finish();
    demand(form.size() == 1 && form["a"].file().size == data.size());
    fastapi::UploadFile file = form["a"].file();
    demand(file.file.read() == data);
}

void check_options(std::string_view text) {
    const auto options = fastapi::detail::parse_header_options(text);
    std::size_t size = options.value.size();
    for (const auto& [name, value] : options.parameters) {
        demand(options.get(name).has_value());
        size += name.size() + value.size();
    }
    demand(size <= text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > 4096) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
    const std::size_t places = data[1] < input.size() ? data[1] % 8 : 0;
    const std::string_view body = input.substr(0, input.size() - places);
    const std::string whole = read(body, {}, false, data[0]);
    demand(read(body, {}, true, data[0]) == whole);
    demand(read(body, input.substr(input.size() - places), false, data[0]) == whole);
    check_round_trip(input);
    check_options(input);
    return 0;
}
