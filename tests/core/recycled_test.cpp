#include "fastapi/core/recycled.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

using namespace fastapi::detail;

TEST_CASE("recycled: a size goes to the smallest class that holds it") {
    struct row {
        std::size_t bytes;
        std::size_t holds;
    };
    for (const row r :
         {row{0, 64}, {1, 64}, {64, 64}, {65, 128}, {128, 128}, {129, 256}, {4096, 4096}}) {
        CAPTURE(r.bytes);
        CHECK(block_cache::class_bytes(block_cache::size_class(r.bytes)) == r.holds);
    }
    CHECK(block_cache::size_class(4096) < block_cache::size_classes);
    CHECK(block_cache::size_class(4097) >= block_cache::size_classes);
}

TEST_CASE("recycled: a freed block is the next one of its class") {
    if (!recycles_memory) return;
    void* const first = recycled_allocate(100);
    recycled_deallocate(first, 100);
    void* const second = recycled_allocate(120);
    CHECK(second == first);
    void* const other_class = recycled_allocate(60);
    CHECK(other_class != first);
    recycled_deallocate(second, 120);
    recycled_deallocate(other_class, 60);
}

TEST_CASE("recycled: the cache is bounded and refuses blocks once it is closed") {
    block_cache cache;
    std::vector<void*> refused;
    std::size_t kept = 0;
    for (int i = 0; i < 10; ++i) {
        void* block = ::operator new(4096);
        cache.keep(block, 6) ? ++kept : (refused.push_back(block), std::size_t{0});
    }
    CHECK(kept == 4);
    CHECK(refused.size() == 6);
    cache.close();
    CHECK(cache.take(6) == nullptr);
    CHECK_FALSE(cache.keep(refused[0], 6));
    for (void* block : refused) ::operator delete(block);
}

TEST_CASE("recycled: blocks may be freed by another thread, and after the thread's own cache") {
    using numbers = std::vector<int, recycling_allocator<int>>;
    std::vector<numbers> made;
    std::thread maker([&] {
        for (int i = 0; i < 1000; ++i) made.emplace_back(static_cast<std::size_t>(i % 100), i);
    });
    maker.join();
    CHECK(made[999].back() == 999);
    std::thread([moved = std::move(made)]() mutable {
        thread_local numbers outlives_the_cache;
        outlives_the_cache = moved[50];
        moved.clear();
    }).join();
}
