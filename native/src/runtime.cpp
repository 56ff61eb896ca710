// The library itself: versions, threads, allocator, devices, random generators.
#include <algorithm>
#include <malloc.h>
#include <thread>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/Context.h>
#include <torch/version.h>
#include "guard.h"

RV_API const char* rv_last_error() { return reverie::last_error.c_str(); }
RV_API const char* rv_torch_version() { return TORCH_VERSION; }

RV_API const char* rv_config() {
    static const std::string text = at::show_config();
    return text.c_str();
}

RV_API const char* rv_parallel_info() {
    thread_local std::string text;
    text = at::get_parallel_info();
    return text.c_str();
}

// glibc maps every buffer above 32 MB afresh, and each page of it faults again in every step. Keep them on the heap.
RV_API void rv_tune_allocator() {
#ifdef __GLIBC__
    mallopt(M_MMAP_MAX, 0);
    mallopt(M_TRIM_THRESHOLD, INT32_MAX);
    mallopt(M_TOP_PAD, 64 << 20);
#endif
}

namespace {

// Threads beyond the processors only take turns, and thousands of them wait for each other for minutes at every operator.
int32_t most_threads() { return std::max<int32_t>(64, 4 * static_cast<int32_t>(std::thread::hardware_concurrency())); }

}  // namespace

RV_API int32_t rv_set_threads(int32_t threads) {
    return reverie::guarded([&] {
        TORCH_CHECK(threads >= 1 && threads <= most_threads(), "the number of threads must be from 1 to ", most_threads(), ", not ", threads);
        at::set_num_threads(threads);
    });
}

RV_API int32_t rv_get_threads() { return at::get_num_threads(); }

RV_API int32_t rv_cuda_device_count() {
    int32_t count = 0;
    reverie::guarded([&] { count = at::hasCUDA() ? static_cast<int32_t>(at::detail::getCUDAHooks().getNumGPUs()) : 0; });
    return count;
}

namespace {

void* own(const at::Generator& generator) { return new at::Generator(generator); }

at::Generator& generator_of(void* handle) { return *static_cast<at::Generator*>(handle); }

}  // namespace

RV_API int32_t rv_generator_new(uint64_t seed, int64_t device, void** result) {
    return reverie::guarded([&] {
        const auto where = reverie::device_of(device);
        at::Generator generator;
        if (where.is_cpu()) {
            generator = at::make_generator<at::CPUGeneratorImpl>(seed);
        } else {
            const auto& source = at::globalContext().defaultGenerator(where);
            generator = source.clone();
            generator.set_current_seed(seed);
        }
        *result = own(generator);
    });
}

RV_API int32_t rv_generator_default(int64_t device, void** result) {
    return reverie::guarded([&] { *result = own(at::globalContext().defaultGenerator(reverie::device_of(device))); });
}

RV_API void rv_generator_release(void* generator) { delete static_cast<at::Generator*>(generator); }

RV_API int32_t rv_generator_seed(void* generator, uint64_t seed) {
    return reverie::guarded([&] {
        auto& g = generator_of(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        g.set_current_seed(seed);
    });
}

RV_API int32_t rv_generator_state(void* generator, void** state) {
    return reverie::guarded([&] {
        auto& g = generator_of(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        *state = reverie::give(g.get_state());
    });
}

RV_API int32_t rv_generator_set_state(void* generator, void* state) {
    return reverie::guarded([&] {
        auto& g = generator_of(generator);
        std::lock_guard<std::mutex> lock(g.mutex());
        g.set_state(reverie::borrow(state));
    });
}
