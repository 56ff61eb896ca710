// No exception crosses the C ABI: each exported function that can fail runs inside guarded().
#pragma once
#include <exception>
#include <new>
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
    } catch (const std::bad_alloc&) {
        last_error = "there is not enough memory";
    } catch (const std::exception& e) {
        last_error = e.what();
    } catch (...) {
        last_error = "an unknown native error";
    }
    return 1;
}

inline at::TensorImpl* impl(void* handle) { return static_cast<at::TensorImpl*>(handle); }

// The tensor behind a handle, sharing ownership.
inline at::Tensor borrow(void* handle) {
    if (handle == nullptr) return at::Tensor();
    return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy(impl(handle)));
}

// Whether a tensor's values are what its memory holds, at its sizes and strides. All that C# holds are such: others throw when
// they are only asked for their sizes, and kernels would read their memory as something that it is not.
inline bool is_dense(const at::Tensor& tensor) {
    constexpr c10::DispatchKeySet others({c10::DispatchKey::NestedTensor, c10::DispatchKey::Conjugate, c10::DispatchKey::Negative,
                                         c10::DispatchKey::ZeroTensor});
    return tensor.layout() == at::kStrided && !tensor.key_set().has_any(others);
}

inline void require_dense(const at::Tensor& tensor) {
    TORCH_CHECK(is_dense(tensor),
                "the result is a sparse, nested, conjugated or otherwise not plainly stored tensor, which the bridge does not carry; make it dense first");
}

// Gives the reference away to the caller.
inline void* give(at::Tensor&& tensor) {
    if (!tensor.defined()) return nullptr;
    require_dense(tensor);
    return tensor.unsafeReleaseTensorImpl();
}

// An element type by its number. libtorch would take any number for an index into its tables.
inline at::ScalarType scalar_type_of(int64_t code) {
    constexpr int64_t bfloat16 = static_cast<int64_t>(at::kBFloat16);
    TORCH_CHECK((code >= 0 && code <= static_cast<int64_t>(at::kDouble)) || code == static_cast<int64_t>(at::kBool) || code == bfloat16,
                code, " is the number of no element type; use one of ScalarType's names");
    return static_cast<at::ScalarType>(code);
}

// Devices travel as type * 256 + index + 1 (index -1: the current one).
inline c10::Device device_of(int64_t code) {
    TORCH_CHECK(code >= 0 && code / 256 < static_cast<int64_t>(c10::DeviceType::COMPILE_TIME_MAX_DEVICE_TYPES) && code % 256 <= 128, code / 256, ":",
                code % 256 - 1, " is no device; use Device.Cpu or Device.Cuda(index)");
    return c10::Device(static_cast<c10::DeviceType>(code / 256), static_cast<c10::DeviceIndex>(code % 256 - 1));
}
inline int64_t code_of(const c10::Device& device) {
    return static_cast<int64_t>(device.type()) * 256 + device.index() + 1;
}

}  // namespace reverie
