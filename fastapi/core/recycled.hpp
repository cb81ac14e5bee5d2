#pragma once

// An allocator whose freed blocks wait in the thread for the next request, so that a warm request
// does not call malloc. Blocks come in powers of two from 64 bytes to 4 KiB; a thread keeps at most
// 16 KiB of each size and gives them back when it ends. A block is plain `operator new` memory, so
// another thread than the one that allocated it may free it.

#include <array>
#include <bit>
#include <cstddef>
#include <limits>
#include <new>

namespace fastapi::detail {

// A recycled block would hide the use of freed memory from the address sanitizer.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool recycles_memory = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool recycles_memory = false;
#else
inline constexpr bool recycles_memory = true;
#endif
#else
inline constexpr bool recycles_memory = true;
#endif

void* recycled_allocate(std::size_t bytes);
void recycled_deallocate(void* block, std::size_t bytes) noexcept;

/// For containers that are built and dropped in every request: `std::vector<T,
/// recycling_allocator<T>>`.
template <class T>
struct recycling_allocator {
    using value_type = T;

    recycling_allocator() = default;
    template <class Other>
    constexpr recycling_allocator(const recycling_allocator<Other>&) noexcept {}

    T* allocate(std::size_t count) {
        static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
        if (count > std::numeric_limits<std::size_t>::max() / sizeof(T))
            throw std::bad_array_new_length();
        return static_cast<T*>(recycled_allocate(count * sizeof(T)));
    }
    void deallocate(T* block, std::size_t count) noexcept {
        recycled_deallocate(block, count * sizeof(T));
    }
    friend constexpr bool operator==(const recycling_allocator&, const recycling_allocator&) {
        return true;
    }
};

// ---- implementation ----

/// The free blocks of one thread. Has no destructor, because containers of static storage may free
/// blocks when the thread's destructors are over; `close` ends the recycling before.
class block_cache {
public:
    static constexpr std::size_t size_classes = 7;
    static constexpr std::size_t smallest_bytes = 64;
    static constexpr std::size_t kept_bytes_per_class = 16 * 1024;

    static std::size_t size_class(std::size_t bytes) {
        return bytes == 0 ? 0
                          : static_cast<std::size_t>(std::bit_width((bytes - 1) / smallest_bytes));
    }
    static std::size_t class_bytes(std::size_t size_class) { return smallest_bytes << size_class; }

    void* take(std::size_t size_class) {
        free_block* block = heads_[size_class];
        if (block == nullptr) return nullptr;
        heads_[size_class] = block->next;
        --counts_[size_class];
        return block;
    }

    bool keep(void* memory, std::size_t size_class) {
        if (closed_ || counts_[size_class] == kept_bytes_per_class / class_bytes(size_class))
            return false;
        heads_[size_class] = ::new (memory) free_block{heads_[size_class]};
        ++counts_[size_class];
        return true;
    }

    void close() {
        closed_ = true;
        for (std::size_t i = 0; i < size_classes; ++i)
            while (void* block = take(i)) ::operator delete(block);
    }

private:
    struct free_block {
        free_block* next;
    };
    std::array<free_block*, size_classes> heads_{};
    std::array<std::size_t, size_classes> counts_{};
    bool closed_ = false;
};

inline constinit thread_local block_cache thread_blocks;

struct block_cache_closer {
    ~block_cache_closer() { thread_blocks.close(); }
    void arm() {}
};

inline void* recycled_allocate(std::size_t bytes) {
    const std::size_t size_class = block_cache::size_class(bytes);
    if (!recycles_memory || size_class >= block_cache::size_classes) return ::operator new(bytes);
    if (void* block = thread_blocks.take(size_class)) return block;
    return ::operator new(block_cache::class_bytes(size_class));
}

inline void recycled_deallocate(void* block, std::size_t bytes) noexcept {
    const std::size_t size_class = block_cache::size_class(bytes);
    if (!recycles_memory || size_class >= block_cache::size_classes)
        return ::operator delete(block);
    thread_local block_cache_closer closer;  // made at a thread's first free, runs when it ends
    closer.arm();
    if (!thread_blocks.keep(block, size_class)) ::operator delete(block);
}

}  // namespace fastapi::detail
