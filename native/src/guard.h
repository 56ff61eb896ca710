// No exception crosses the C ABI: each exported function runs inside guarded().
#pragma once
#include <exception>
#include <string>
#include <ATen/ATen.h>
#include <c10/util/Exception.h>
#include "reverie.h"

namespace reverie {

inline thread_local std::string last_error;

template <typename F>
int32_t guarded(F&& body) {
    try {
        body();
        return 0;
    } catch (const c10::Error& e) {
        last_error = e.what_without_backtrace();
    } catch (const std::exception& e) {
        last_error = e.what();
    } catch (...) {
        last_error = "an unknown native error";
    }
    return 1;
}

// The tensor behind a handle, sharing ownership.
inline at::Tensor borrow(void* handle) {
    if (handle == nullptr) return at::Tensor();
    return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy(static_cast<at::TensorImpl*>(handle)));
}

// Gives the reference away to the caller.
inline void* give(at::Tensor&& tensor) {
    return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

inline at::TensorImpl* impl(void* handle) { return static_cast<at::TensorImpl*>(handle); }

// Devices travel as type * 256 + index + 1 (index -1: the current one).
inline c10::Device device_of(int64_t code) {
    return c10::Device(static_cast<c10::DeviceType>(code / 256), static_cast<c10::DeviceIndex>(code % 256 - 1));
}
inline int64_t code_of(const c10::Device& device) {
    return static_cast<int64_t>(device.type()) * 256 + device.index() + 1;
}

}  // namespace reverie
