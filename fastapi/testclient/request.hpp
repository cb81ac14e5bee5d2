#pragma once

// What a test says of a request, and the bytes that it becomes: the arguments of `client.post(url,
// {...})` and the bodies that httpx makes of them, to the byte but for the boundary of a multipart
// body, which is not random here: a failing test fails again.

#include "fastapi/core/any.hpp"
#include "fastapi/core/text.hpp"
#include "fastapi/http/content_disposition.hpp"
#include "fastapi/http/headers.hpp"
#include "fastapi/http/media_types.hpp"
#include "fastapi/testclient/cookie_jar.hpp"
#include "fastapi/testclient/url.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fastapi {

/// A body as bytes: one text, or several parts, which are sent one after the other without a
/// length, as httpx sends those of a generator.
class RequestContent {
public:
    RequestContent() = default;
    RequestContent(std::string bytes) : is_given_(true), parts_{std::move(bytes)} {}
    RequestContent(std::string_view bytes) : RequestContent(std::string(bytes)) {}
    RequestContent(const char* bytes) : RequestContent(std::string(bytes)) {}
    RequestContent(std::vector<std::string> parts)
        : is_given_(true), is_in_parts_(true), parts_(std::move(parts)) {}

    bool is_given() const { return is_given_; }
    bool is_in_parts() const { return is_in_parts_; }
    const std::vector<std::string>& parts() const { return parts_; }

private:
    bool is_given_ = false, is_in_parts_ = false;
    std::vector<std::string> parts_;
};

/// Names with values, for a query or a form: `{{"q", "a"}, {"tag", list{"x", "y"}}}`. A list stands
/// for several of the name, true and false are `true` and `false`, null is an empty text. Or a text
/// that is encoded already.
class RequestFields {
public:
    using value_type = std::pair<std::string, std::string>;

    RequestFields() = default;
    RequestFields(std::initializer_list<detail::dict_entry> fields);
    RequestFields(const dict& fields);
    RequestFields(std::string encoded) : is_given_(true), text_(std::move(encoded)) {}
    RequestFields(const char* encoded) : RequestFields(std::string(encoded)) {}

    bool is_given() const { return is_given_; }
    /// Whether there is anything to send.
    bool empty() const { return pairs_.empty() && text_.empty(); }
    /// The text that it was made of, else empty.
    const std::string& text() const { return text_; }
    const std::vector<value_type>& pairs() const { return pairs_; }

    /// `q=a&tag=x&tag=y`, as Python's urlencode writes it.
    std::string urlencoded() const;

private:
    void add(std::string_view name, const any& value);

    bool is_given_ = false;
    std::string text_;
    std::vector<value_type> pairs_;
};

/// A file of a form: its content alone (then its name is "upload"), or name, content, media type
/// and headers. Without a media type the name tells it. A name that is nullopt or empty makes a
/// plain field of it.
class RequestFile {
public:
    RequestFile(std::string bytes) : RequestFile("upload", std::move(bytes)) {}
    RequestFile(std::string_view bytes) : RequestFile(std::string(bytes)) {}
    RequestFile(const char* bytes) : RequestFile(std::string(bytes)) {}
    RequestFile(std::optional<std::string> name, std::string bytes, std::string content_type = {},
                MutableHeaders own_headers = {});

    std::optional<std::string> filename;
    std::string content;
    MutableHeaders headers;  ///< of its part, Content-Type among them
};

/// The files of a form: `{{"file", {"a.txt", "content", "text/plain"}}}`; a name may stand several
/// times.
class RequestFiles {
public:
    struct Item {
        std::string name;
        RequestFile file;
        Item(std::string_view field, RequestFile content) : name(field), file(std::move(content)) {}
    };

    RequestFiles() = default;
    RequestFiles(std::initializer_list<Item> files) : items_(files) {}
    RequestFiles(std::vector<Item> files) : items_(std::move(files)) {}

    const std::vector<Item>& items() const { return items_; }
    bool empty() const { return items_.empty(); }

private:
    std::vector<Item> items_;
};

/// A name and a password, sent as HTTP Basic has them (RFC 7617): `.auth = {"alice", "secret"}`.
class BasicAuth {
public:
    BasicAuth() = default;
    BasicAuth(std::string_view username, std::string_view password);

    bool is_given() const { return !header_.empty(); }
    /// The value of `Authorization`.
    const std::string& header() const { return header_; }

private:
    std::string header_;
};

/// The keyword arguments of `client.post(url, {...})`, in httpx's order. Of the bodies only one
/// counts: content, else files with data, else data, else json. https://www.python-httpx.org/api/
struct RequestArguments {
    RequestContent content = {};  ///< the body as bytes
    RequestFields data = {};      ///< a form; with `files` the fields beside them
    RequestFiles files = {};      ///< makes a multipart form
    any json = {};                ///< anything that an `any` can hold, models too; null: none
    RequestFields params = {};    ///< the query, in place of that of the URL
    MutableHeaders headers = {};  ///< over those of the client
    CookieJar cookies = {};       ///< for this request, beside those of the client
    BasicAuth auth = {};          ///< over what the URL holds
    std::optional<bool> follow_redirects = {};  ///< nothing: as the client has it
};

/// A request as it was sent: `response.request`.
struct TestRequest {
    std::string method;
    TestURL url;
    MutableHeaders headers;
    std::vector<std::string> parts;  ///< of the body

    /// The body.
    std::string content() const;
};

namespace detail {

/// `YWJj` of `abc` (RFC 4648 4).
std::string encoded_base64(std::string_view bytes);

/// Gives the request its body, and the headers that describe it.
void set_body(TestRequest& request, const RequestArguments& arguments);

/// Lays headers over others as httpx does: those of a name replace all that have it, and stand
/// behind.
void update_headers(MutableHeaders& headers, const MutableHeaders& others);

}  // namespace detail

// ---- implementation ----

namespace detail {

/// httpx's primitive_value_to_str.
inline std::string request_text(const any& value) {
    if (value.is_null()) return {};
    return value.is_string() ? value.as_string() : value.dump();
}

inline std::string encoded_base64(std::string_view bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t at) {
            return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0u;
        };
        const unsigned group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        text.append({digits[group >> 18], digits[group >> 12 & 63]});
        text.push_back(i + 1 < bytes.size() ? digits[group >> 6 & 63] : '=');
        text.push_back(i + 2 < bytes.size() ? digits[group & 63] : '=');
    }
    return text;
}

/// A parameter of Content-Disposition as browsers and httpx write it.
inline void append_form_param(std::string& out, std::string_view name, std::string_view value) {
    constexpr char digits[] = "0123456789ABCDEF";
    out.append(name).append("=\"");
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || (byte < 0x20 && byte != 0x1B))
            out.append({'%', digits[byte >> 4], digits[byte & 15]});
        else if (c == '\\')
            out.append("\\\\");
        else
            out.push_back(c);
    }
    out.push_back('"');
}

/// A multipart body (RFC 7578) in the making.
class multipart_writer {
public:
    explicit multipart_writer(std::string_view boundary) : boundary_(boundary) {}

    void add_field(std::string_view name, std::string_view value) {
        begin_part(name);
        body_.append("\r\n\r\n").append(value).append("\r\n");
    }
    void add_file(std::string_view name, const RequestFile& file) {
        begin_part(name);
        if (file.filename) append_form_param(body_.append("; "), "filename", *file.filename);
        for (const header_field& field : file.headers)
            body_.append("\r\n").append(field.name).append(": ").append(field.value);
        body_.append("\r\n\r\n").append(file.content).append("\r\n");
    }
    std::string finish() {
        return std::move(body_.append("--").append(boundary_).append("--\r\n"));
    }

private:
    void begin_part(std::string_view name) {
        body_.append("--").append(boundary_).append("\r\nContent-Disposition: form-data; ");
        append_form_param(body_, "name", name);
    }

    std::string_view boundary_;
    std::string body_;
};

inline bool occurs_in(const RequestArguments& arguments, std::string_view text) {
    for (const auto& [name, value] : arguments.data.pairs())
        if (value.find(text) != std::string::npos) return true;
    for (const RequestFiles::Item& item : arguments.files.items())
        if (item.file.content.find(text) != std::string::npos) return true;
    return false;
}

/// 32 digits, as many as httpx has, that stand nowhere in the form.
inline std::string make_boundary(const RequestArguments& arguments) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (std::uint64_t state = 0x9E3779B97F4A7C15u;; ++state) {
        std::string boundary;
        for (std::uint64_t mixed = state; boundary.size() < 32;
             mixed = mixed * 6364136223846793005u + 1442695040888963407u)
            boundary.push_back(digits[mixed >> 60]);
        if (!occurs_in(arguments, boundary)) return boundary;
    }
}

inline void set_multipart_body(TestRequest& request, const RequestArguments& arguments) {
    const std::string_view given_type = request.headers.get("content-type").value_or("");
    const header_options options = parse_header_options(given_type);
    const std::optional<std::string_view> given = options.get("boundary");
    const std::string boundary = given ? std::string(*given) : make_boundary(arguments);
    multipart_writer writer(boundary);
    for (const auto& [name, value] : arguments.data.pairs()) writer.add_field(name, value);
    for (const RequestFiles::Item& item : arguments.files.items())
        writer.add_file(item.name, item.file);
    request.parts.push_back(writer.finish());
    request.headers.setdefault("content-type", "multipart/form-data; boundary=" + boundary);
}

inline void set_one_part(TestRequest& request, std::string body, std::string_view content_type) {
    request.parts.push_back(std::move(body));
    request.headers.setdefault("content-type", content_type);
}

inline void set_body(TestRequest& request, const RequestArguments& arguments) {
    if (arguments.content.is_given())
        request.parts = arguments.content.parts();
    else if (!arguments.data.text().empty())
        request.parts.push_back(arguments.data.text());
    else if (!arguments.files.empty())
        set_multipart_body(request, arguments);
    else if (!arguments.data.empty())
        set_one_part(request, arguments.data.urlencoded(), "application/x-www-form-urlencoded");
    else if (!arguments.json.is_null())
        set_one_part(request, arguments.json.dump(), "application/json");
    if (request.headers.contains("content-length") || request.headers.contains("transfer-encoding"))
        return;
    const std::size_t size = request.content().size();
    const std::string_view method = request.method;
    if (arguments.content.is_in_parts())
        request.headers.append("transfer-encoding", "chunked");
    else if (size > 0 || method == "POST" || method == "PUT" || method == "PATCH")
        request.headers.append("content-length", std::to_string(size));
}

inline void update_headers(MutableHeaders& headers, const MutableHeaders& others) {
    for (const header_field& field : others) headers.remove(field.name);
    for (const header_field& field : others) headers.append(field.name, field.value);
}

}  // namespace detail

inline RequestFields::RequestFields(std::initializer_list<detail::dict_entry> fields)
    : is_given_(true) {
    for (const detail::dict_entry& field : fields) add(field.key, field.value);
}

inline RequestFields::RequestFields(const dict& fields) : is_given_(true) {
    for (const auto& [name, value] : fields) add(name, value);
}

inline void RequestFields::add(std::string_view name, const any& value) {
    if (!value.is_list()) return void(pairs_.emplace_back(name, detail::request_text(value)));
    for (const any& each : value.as_list()) pairs_.emplace_back(name, detail::request_text(each));
}

inline std::string RequestFields::urlencoded() const {
    std::string text = text_;
    for (const auto& [name, value] : pairs_)
        text.append(text.empty() ? "" : "&")
            .append(detail::quote_plus(name))
            .append("=")
            .append(detail::quote_plus(value));
    return text;
}

inline RequestFile::RequestFile(std::optional<std::string> name, std::string bytes,
                                std::string content_type, MutableHeaders own_headers)
    : filename(std::move(name)), content(std::move(bytes)), headers(std::move(own_headers)) {
    if (filename && filename->empty()) filename.reset();
    if (content_type.empty() && filename) {
        content_type = detail::guess_media_type(*filename);
        if (content_type.empty()) content_type = "application/octet-stream";
    }
    if (!content_type.empty()) headers.setdefault("Content-Type", content_type);
}

inline BasicAuth::BasicAuth(std::string_view username, std::string_view password)
    : header_("Basic " +
              detail::encoded_base64(std::string(username).append(":").append(password))) {}

inline std::string TestRequest::content() const {
    std::string whole;
    for (const std::string& part : parts) whole.append(part);
    return whole;
}

}  // namespace fastapi
