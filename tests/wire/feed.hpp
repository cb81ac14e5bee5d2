#pragma once

// Feeds bytes to a reader in given pieces and writes down everything that comes out, so that two
// ways of splitting can be compared. Each call sees its own exactly sized copy of the unread bytes,
// at a new address: a view kept too long, or a read past the end, is seen by the sanitizers.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "fastapi/wire/reader.hpp"

namespace feed {

struct transcript {
    std::string text;        // heads, bodies, ends and the refusal
    int requests = 0;        // complete ones
    int status = 0;          // of the refusal
    std::string_view why{};  // its reason
    std::size_t unread = 0;  // bytes waiting for more

    friend bool operator==(const transcript& a, const transcript& b) {
        return a.text == b.text && a.requests == b.requests && a.status == b.status &&
               a.why == b.why;
    }
};

inline std::string describe(const fastapi::wire::request_head& head) {
    std::string text = "[" + std::string(head.method) + " " + std::string(head.target) + " 1." +
                       std::to_string(head.minor_version) + " host=" + std::string(head.host);
    for (const auto& [name, value] : head.headers)
        text.append(" ").append(name).append("=").append(value);
    text += head.keep_alive ? " keep" : " close";
    if (head.expects_continue) text += " expects";
    if (head.chunked) text += " chunked";
    if (head.content_length > 0) text += " length=" + std::to_string(head.content_length);
    return text + "]";
}

class feeder {
public:
    explicit feeder(const fastapi::wire::limits& bounds) : reader_(bounds) {}

    void give(std::string_view piece) {
        if (result.status != 0) return;
        unread_.append(piece);
        while (step()) {}
        result.unread = unread_.size();
    }

    transcript result;

private:
    bool step() {
        using fastapi::wire::event_kind;
        const std::unique_ptr<char[]> copy(new char[unread_.size()]);
        unread_.copy(copy.get(), unread_.size());
        const auto event = reader_.read({copy.get(), unread_.size()}, head_);
        switch (event.kind) {
            case event_kind::head: result.text += describe(head_); break;
            case event_kind::body: result.text += event.data; break;
            case event_kind::end: result.text += "<end>", ++result.requests; break;
            case event_kind::refused:
                result.status = event.why->status;
                result.why = event.why->reason;
                break;
            case event_kind::need_more: break;
        }
        unread_.erase(0, event.consumed);
        return event.kind != event_kind::need_more && event.kind != event_kind::refused;
    }

    fastapi::wire::reader reader_;
    fastapi::wire::request_head head_;
    std::string unread_;
};

inline transcript whole(std::string_view bytes, const fastapi::wire::limits& bounds) {
    feeder to(bounds);
    to.give(bytes);
    return to.result;
}

inline transcript split_at(std::string_view bytes, std::size_t at,
                           const fastapi::wire::limits& bounds) {
    feeder to(bounds);
    to.give(bytes.substr(0, at));
    to.give(bytes.substr(at));
    return to.result;
}

inline transcript dripped(std::string_view bytes, const fastapi::wire::limits& bounds) {
    feeder to(bounds);
    for (std::size_t i = 0; i < bytes.size(); ++i) to.give(bytes.substr(i, 1));
    return to.result;
}

}  // namespace feed
