#include "fastapi/http/background.hpp"

#include <doctest/doctest.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using fastapi::async;
using fastapi::BackgroundTask;
using fastapi::BackgroundTasks;
using runner = fastapi::detail::background_access;

namespace {

async<> run_in_order(const BackgroundTasks& tasks) {
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        if (!runner::is_async(tasks, i)) {
            runner::run_sync(tasks, i);
            continue;
        }
        async<> running = runner::run_async(tasks, i);
        co_await std::move(running);
    }
}

void run(const BackgroundTasks& tasks) {
    asio::io_context loop;
    std::exception_ptr error;
    asio::co_spawn(loop, run_in_order(tasks), [&](std::exception_ptr thrown) { error = thrown; });
    loop.run();
    if (error) std::rethrow_exception(error);
}

std::string letters;

int send_letter(std::string_view to, const std::string& name) {
    letters.append(to).append("/").append(name).append(" ");
    return 1;
}

async<> send_later(std::string to, const std::string& name) {
    letters.append("later ").append(to).append("/").append(name).append(" ");
    co_return;
}

struct mailer {
    std::string prefix;
    void send(int number) { letters += prefix + std::to_string(number) + " "; }
};

}  // namespace

TEST_CASE("background: plain and asynchronous functions run in the order of their adding") {
    letters.clear();
    BackgroundTasks tasks;
    CHECK(tasks.empty());
    tasks.add_task(send_letter, "a@b.co", "Ann");
    tasks.add_task(send_later, std::string("c@d.co"), "Cid");
    tasks.add_task([](int number) { letters += std::to_string(number) + " "; }, 7);
    tasks.add_task([]() -> async<int> {
        letters += "ignored ";
        co_return 1;
    });
    CHECK(tasks.size() == 4);
    CHECK_FALSE(runner::is_async(tasks, 0));
    CHECK(runner::is_async(tasks, 1));
    CHECK_FALSE(runner::is_async(tasks, 2));
    CHECK(runner::is_async(tasks, 3));
    CHECK(letters.empty());
    run(tasks);
    CHECK(letters == "a@b.co/Ann later c@d.co/Cid 7 ignored ");
}

TEST_CASE("background: arguments are copies, views become texts") {
    letters.clear();
    BackgroundTasks tasks;
    {
        std::string to = "first", name = "name";
        tasks.add_task(send_letter, std::string_view(to), name);
        to.assign("other");
        name.assign("other");
    }
    run(tasks);
    CHECK(letters == "first/name ");
}

TEST_CASE("background: arguments may be taken over, changed, or refer to what lives on") {
    letters.clear();
    BackgroundTasks tasks;
    int count = 0;
    mailer own{"mail "};
    tasks.add_task([](std::unique_ptr<int> owned) { letters += std::to_string(*owned) + " "; },
                   std::make_unique<int>(5));
    tasks.add_task([](std::string& text) { letters += text += "! "; }, std::string("hello"));
    tasks.add_task([](int& counted) { ++counted; }, std::ref(count));
    tasks.add_task(&mailer::send, &own, 3);
    run(tasks);
    CHECK(letters == "5 hello! mail 3 ");
    CHECK(count == 1);
}

TEST_CASE("background: what has to be converted for a coroutine lives as long as the coroutine") {
    letters.clear();
    struct item {
        std::string name;
        virtual std::string kind() const { return "item "; }
        item(const char* given) : name(given) {}
        item(const item&) = default;
        virtual ~item() = default;
    };
    struct special : item {
        using item::item;
        std::string kind() const override { return "special "; }
    };
    struct worker {
        async<> work(const item& given, const long& number) {
            letters += given.kind() + given.name + std::to_string(number) + " ";
            co_return;
        }
    };
    worker own;
    BackgroundTasks tasks;
    {
        char text[] = "a text that is too long for the inside of a std::string";
        tasks.add_task(
            [](const std::string& name) -> async<> {
                letters += name + " ";
                co_return;
            },
            text);
        tasks.add_task(
            [](std::string_view name) -> async<> {
                letters += name;
                co_return;
            },
            text);
        text[0] = 'b';
    }
    tasks.add_task(&worker::work, &own, "x", 1);
    tasks.add_task(
        [](const item& given) -> async<> {
            letters += given.kind() + given.name;
            co_return;
        },
        special("y"));
    run(tasks);
    CHECK(letters ==
          "a text that is too long for the inside of a std::string "
          "a text that is too long for the inside of a std::stringitem x1 special y");
}

TEST_CASE("background: what a task throws comes out, those behind it have not run") {
    letters.clear();
    BackgroundTasks tasks(BackgroundTask([] { letters += "one "; }));
    tasks.add_task([] { throw std::runtime_error("lost"); });
    tasks.add_task([] { letters += "three "; });
    CHECK_THROWS_WITH_AS(run(tasks), "lost", std::runtime_error);
    CHECK(letters == "one ");
}

TEST_CASE("background: lists can be joined; a task is run as what it is") {
    letters.clear();
    BackgroundTasks first(BackgroundTask([] { letters += "one "; })), second;
    second.add_task(BackgroundTask([]() -> async<> {
        letters += "two ";
        co_return;
    }));
    runner::append(first, second);
    REQUIRE(first.size() == 2);
    run(first);
    CHECK(letters == "one two ");
    CHECK_THROWS_AS(runner::run_sync(first, 1), std::logic_error);
    CHECK_THROWS_AS(static_cast<void>(runner::run_async(first, 0)), std::logic_error);
    CHECK_THROWS_AS(runner::run_sync(first, 2), std::out_of_range);
}
