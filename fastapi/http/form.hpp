#pragma once

// Forms: `FormData`, the fields and files of a body in their order, and the reader that makes it of
// urlencoded or multipart bytes as they arrive. The rule is Starlette's: which Content-Type is a
// form, what counts against which limit, and the text of each 400. Text in multipart is of the
// request's charset, and Latin-1 where the bytes are none; urlencoded, what is percent-coded is
// UTF-8 and any other byte Latin-1.

#include "fastapi/core/text.hpp"
#include "fastapi/http/content_disposition.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/multipart.hpp"
#include "fastapi/http/upload_file.hpp"
#include "fastapi/http/url.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace fastapi {

/// What one name of a form holds: text, or a file.
class FormValue {
public:
    FormValue(std::string text) : value_(std::move(text)) {}
    FormValue(const char* text) : value_(std::string(text)) {}
    FormValue(UploadFile file) : value_(std::move(file)) {}

    bool is_file() const { return std::holds_alternative<UploadFile>(value_); }
    bool is_text() const { return !is_file(); }
    /// The text; throws std::logic_error for a file.
    const std::string& text() const;
    /// The file; throws std::logic_error for text.
    UploadFile& file();
    const UploadFile& file() const;

    /// Whether the user left it blank: an empty text, or a file without name and bytes, which is
    /// what browsers send where none was chosen.
    bool blank() const;

    friend bool operator==(const FormValue& value, std::string_view text) {
        return value.is_text() && value.text() == text;
    }

private:
    std::variant<std::string, UploadFile> value_;
};

/// The fields and files of a form, in order; a name may stand several times.
/// https://www.starlette.io/requests/#request-files
class FormData {
public:
    using value_type = std::pair<std::string, FormValue>;
    using const_iterator = std::vector<value_type>::const_iterator;

    FormData() = default;
    FormData(std::initializer_list<value_type> items) : items_(items) {}

    /// The last value under this name, or null. Good until the next change.
    const FormValue* get(std::string_view name) const;
    /// All values under this name, in order.
    std::vector<const FormValue*> getlist(std::string_view name) const;
    bool contains(std::string_view name) const { return get(name) != nullptr; }
    /// The last value under this name; throws std::out_of_range where there is none.
    const FormValue& operator[](std::string_view name) const;

    /// Every pair, also the repeated ones.
    const std::vector<value_type>& multi_items() const { return items_; }
    const_iterator begin() const { return items_.begin(); }
    const_iterator end() const { return items_.end(); }
    std::size_t size() const { return items_.size(); }
    bool empty() const { return items_.empty(); }

    void append(std::string name, FormValue value) {
        items_.emplace_back(std::move(name), std::move(value));
    }

private:
    std::vector<value_type> items_;
};

/// How much a form may hold, as `request.form()` of Starlette takes it.
struct FormLimits {
    std::size_t max_files = 1000;
    std::size_t max_fields = 1000;
    std::size_t max_part_size = 1024 * 1024;   ///< bytes of one field; files are not limited
    std::size_t spool_max_size = 1024 * 1024;  ///< bytes of a file that are kept in memory
    std::size_t max_memory =
        16 * 1024 * 1024;  ///< of all fields, else 413; about the same of all files
};

namespace detail {

/// Makes pairs of a urlencoded body. Only '&' separates; a name without '=' has an empty value.
class urlencoded_parser {
public:
    explicit urlencoded_parser(const FormLimits& limits) : limits_(limits) {}

    /// Throws HTTPException beyond a limit, of status 400 or 413.
    void feed(std::string_view bytes, FormData& form);
    void finish(FormData& form);

private:
    void collect(std::string_view piece);
    void end_field(FormData& form);

    FormLimits limits_;
    std::string field_;  // as it came, undecoded
    bool has_equals_ = false;
    std::size_t fields_ = 0, bytes_ = 0;  // of those that are complete
};

/// Makes fields and files of the parts of a multipart body.
class form_collector final : public multipart_handler {
public:
    form_collector(const FormLimits& limits, std::string_view charset);

    void begin_part(std::vector<part_header>& headers) override;
    void part_data(std::string_view bytes) override;
    void end_part() override;

    bool may_write_to_disk(std::size_t bytes) const {
        return file_ && (!file_->file.in_memory() || file_->file.size() + bytes > file_limit_);
    }

    FormData form;

private:
    void begin_file(std::string_view filename, const std::vector<part_header>& headers);

    FormLimits limits_;
    bool utf8_;
    std::size_t files_ = 0, fields_ = 0;
    std::size_t field_bytes_ = 0, file_bytes_ = 0;  // in memory
    std::size_t file_limit_ = 0;  // of the present file, before it goes to the disk
    std::string name_, text_;
    std::optional<UploadFile> file_;
};

/// The form in the body of one request. What is no form by its Content-Type gives an empty one;
/// what it cannot read it refuses with HTTPException(400), what would not fit into memory with 413,
/// and is then of no further use.
class form_reader {
public:
    /// From the value of Content-Type, empty where there is none.
    explicit form_reader(std::string_view content_type, const FormLimits& limits = {});

    /// Whether Content-Type said that the body is a form; otherwise what is fed is not looked at.
    bool is_form() const { return multipart_.has_value() || urlencoded_.has_value(); }

    /// Whether to feed so many bytes may have to wait for a disk.
    bool may_write_to_disk(std::size_t bytes) const {
        return collector_ && collector_->may_write_to_disk(bytes);
    }

    /// The next bytes of the body.
    void feed(std::string_view bytes);
    /// The body is over. A multipart body that broke off gives the parts that were whole.
    FormData finish();

private:
    std::optional<urlencoded_parser> urlencoded_;
    std::optional<multipart_parser> multipart_;
    std::optional<form_collector> collector_;
    FormData form_;
};

}  // namespace detail

// ---- implementation ----

inline const std::string& FormValue::text() const {
    if (const auto* text = std::get_if<std::string>(&value_)) return *text;
    throw std::logic_error("fastapi: the form value is a file, not text");
}

inline UploadFile& FormValue::file() {
    if (auto* file = std::get_if<UploadFile>(&value_)) return *file;
    throw std::logic_error("fastapi: the form value is text, not a file");
}

inline const UploadFile& FormValue::file() const { return const_cast<FormValue*>(this)->file(); }

inline bool FormValue::blank() const {
    return is_text() ? text().empty() : file().filename.empty() && file().size == 0;
}

inline const FormValue* FormData::get(std::string_view name) const {
    for (auto item = items_.rbegin(); item != items_.rend(); ++item)
        if (item->first == name) return &item->second;
    return nullptr;
}

inline std::vector<const FormValue*> FormData::getlist(std::string_view name) const {
    std::vector<const FormValue*> values;
    for (const auto& [known, value] : items_)
        if (known == name) values.push_back(&value);
    return values;
}

inline const FormValue& FormData::operator[](std::string_view name) const {
    if (const FormValue* const value = get(name)) return *value;
    throw std::out_of_range("fastapi: there is no form field '" + detail::escaped_controls(name) +
                            "'");
}

namespace detail {

[[noreturn]] inline void refuse_too_many(std::string_view what, std::size_t maximum) {
    std::string text("Too many ");
    text.append(what).append(". Maximum number of ").append(what).append(" is ");
    append_integer(text, maximum);
    refuse_form(text + ".");
}

[[noreturn]] inline void refuse_too_large(std::string_view what, std::size_t maximum) {
    std::string text(what);
    append_integer(text.append(" exceeded maximum size of "), maximum / 1024);
    refuse_form(text + "KB.");
}

/// As for every other body: what is kept in memory has one limit, however it is divided.
inline void check_memory(std::size_t bytes, const FormLimits& limits) {
    if (bytes > limits.max_memory) throw HTTPException(413);
}

/// Each byte the code point of its number.
inline std::string decoded_latin1(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) append_utf8(text, static_cast<unsigned char>(c));
    return text;
}

inline std::string decoded_form_text(std::string bytes, bool utf8) {
    return utf8 && is_valid_utf8(bytes) ? std::move(bytes) : decoded_latin1(bytes);
}

/// Python's unquote_plus of bytes that are read as Latin-1, as Starlette does: only what is
/// percent-coded is UTF-8.
inline std::string decoded_urlencoded(std::string_view text) {
    const auto is_ascii_char = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    std::string decoded;
    while (!text.empty()) {
        const auto end = std::find_if_not(text.begin(), text.end(), is_ascii_char);
        const auto size = static_cast<std::size_t>(end - text.begin());
        percent_decode(text.substr(0, size), decoded, true);
        text.remove_prefix(size);
        for (; !text.empty() && !is_ascii_char(text.front()); text.remove_prefix(1))
            append_utf8(decoded, static_cast<unsigned char>(text.front()));
    }
    return decoded;
}

/// Python's names of that codec. Any other is read as Latin-1, of which ASCII is a part.
inline bool is_utf8_charset(std::string_view charset) {
    std::string name;
    for (const char c : charset)
        if (c != '-' && c != '_' && c != ' ') name.push_back(to_lower(c));
    return name == "utf8" || name == "u8" || name == "utf" || name == "cp65001";
}

inline void urlencoded_parser::feed(std::string_view bytes, FormData& form) {
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('&');
        collect(bytes.substr(0, end));
        if (end == std::string_view::npos) return;
        end_field(form);
        bytes.remove_prefix(end + 1);
    }
}

inline void urlencoded_parser::collect(std::string_view piece) {
    has_equals_ = has_equals_ || piece.find('=') != std::string_view::npos;
    const std::size_t separator = has_equals_ ? 1 : 0;  // does not count
    if (field_.size() + piece.size() - separator > limits_.max_part_size)
        refuse_too_large("Field", limits_.max_part_size);
    check_memory(bytes_ + field_.size() + piece.size(), limits_);
    field_.append(piece);
}

inline void urlencoded_parser::end_field(FormData& form) {
    if (field_.empty()) return;
    if (++fields_ > limits_.max_fields) refuse_too_many("fields", limits_.max_fields);
    const std::string_view field = field_;
    const std::size_t equals = field.find('=');
    std::string name = decoded_urlencoded(field.substr(0, equals)), value;
    if (equals != std::string_view::npos) value = decoded_urlencoded(field.substr(equals + 1));
    bytes_ += name.size() + value.size();
    form.append(std::move(name), std::move(value));
    field_.clear();
    has_equals_ = false;
}

inline void urlencoded_parser::finish(FormData& form) { end_field(form); }

inline form_collector::form_collector(const FormLimits& limits, std::string_view charset)
    : limits_(limits), utf8_(is_utf8_charset(charset)) {}

inline void form_collector::begin_part(std::vector<part_header>& headers) {
    std::string_view disposition;
    for (const part_header& header : headers)
        if (header.name == "content-disposition") disposition = header.value;
    const header_options options = parse_header_options(disposition);
    const auto name = options.get("name");
    if (!name) refuse_form("The Content-Disposition header field \"name\" must be provided.");
    name_ = decoded_form_text(std::string(*name), utf8_);
    text_.clear();
    file_.reset();
    if (const auto filename = options.get("filename")) return begin_file(*filename, headers);
    if (++fields_ > limits_.max_fields) refuse_too_many("fields", limits_.max_fields);
}

inline void form_collector::begin_file(std::string_view filename,
                                       const std::vector<part_header>& headers) {
    if (++files_ > limits_.max_files) refuse_too_many("files", limits_.max_files);
    MutableHeaders kept;
    for (const part_header& header : headers)
        kept.append(header.name, decoded_latin1(header.value));
    // Small ones stay in memory however many there are: a descriptor for each would cost more.
    constexpr std::size_t small = 64 * 1024;
    const std::size_t left = limits_.max_memory - std::min(file_bytes_, limits_.max_memory);
    file_limit_ = std::min(limits_.spool_max_size, std::max(left, small));
    file_.emplace(SpooledFile(file_limit_), decoded_form_text(std::string(filename), utf8_),
                  std::move(kept));
}

inline void form_collector::part_data(std::string_view bytes) {
    if (file_) return void(file_->file.write(bytes));
    if (bytes.size() > limits_.max_part_size - text_.size())
        refuse_too_large("Part", limits_.max_part_size);
    check_memory(field_bytes_ + text_.size() + bytes.size(), limits_);
    text_.append(bytes);
}

inline void form_collector::end_part() {
    if (!file_) {
        field_bytes_ += text_.size();
        return form.append(std::move(name_), decoded_form_text(std::exchange(text_, {}), utf8_));
    }
    file_->size = file_->file.size();
    if (file_->file.in_memory()) file_bytes_ += file_->size;
    file_->file.seek(0);
    form.append(std::move(name_), *std::exchange(file_, std::nullopt));
}

inline form_reader::form_reader(std::string_view content_type, const FormLimits& limits) {
    const header_options options = parse_header_options(content_type);
    if (options.value == "application/x-www-form-urlencoded") urlencoded_.emplace(limits);
    if (options.value != "multipart/form-data") return;
    const auto boundary = options.get("boundary");
    if (!boundary) refuse_form("Missing boundary in multipart.");
    multipart_.emplace(*boundary);
    collector_.emplace(limits, options.get("charset").value_or("utf-8"));
}

inline void form_reader::feed(std::string_view bytes) {
    if (multipart_) return multipart_->feed(bytes, *collector_);
    if (urlencoded_) urlencoded_->feed(bytes, form_);
}

inline FormData form_reader::finish() {
    if (multipart_) return std::move(collector_->form);
    if (urlencoded_) urlencoded_->finish(form_);
    return std::move(form_);
}

}  // namespace detail
}  // namespace fastapi
