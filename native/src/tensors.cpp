// Life and looks of tensors.
#include <cstring>
#include "guard.h"

using reverie::impl;

RV_API void rv_release(void* tensor) {
    if (tensor != nullptr) c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(impl(tensor));
}

RV_API void rv_release_many(void** tensors, int32_t count) {
    for (int32_t i = 0; i < count; ++i) rv_release(tensors[i]);
}

RV_API int32_t rv_dim(void* tensor) { return static_cast<int32_t>(impl(tensor)->dim()); }
RV_API const int64_t* rv_sizes(void* tensor) { return impl(tensor)->sizes().data(); }
RV_API int64_t rv_numel(void* tensor) { return impl(tensor)->numel(); }
RV_API int32_t rv_dtype(void* tensor) { return static_cast<int32_t>(c10::typeMetaToScalarType(impl(tensor)->dtype())); }
RV_API int64_t rv_device(void* tensor) { return reverie::code_of(impl(tensor)->device()); }
RV_API int32_t rv_is_contiguous(void* tensor) { return impl(tensor)->is_contiguous(); }

RV_API void* rv_data(void* tensor) {
    void* data = nullptr;
    reverie::guarded([&] { data = reverie::borrow(tensor).data_ptr(); });
    return data;
}

RV_API int32_t rv_from_memory(const void* data, int64_t bytes, const int64_t* sizes, int32_t dim, int32_t dtype, void** result) {
    return reverie::guarded([&] {
        auto tensor = at::empty(c10::IntArrayRef(sizes, dim), at::TensorOptions().dtype(reverie::scalar_type_of(dtype)));
        const auto expected = static_cast<int64_t>(tensor.numel() * tensor.element_size());
        TORCH_CHECK(expected == bytes, "the shape needs ", expected, " bytes but ", bytes, " were given");
        if (bytes > 0) std::memcpy(tensor.data_ptr(), data, static_cast<size_t>(bytes));
        *result = reverie::give(std::move(tensor));
    });
}

RV_API int32_t rv_item(void* tensor, double* real, int64_t* integer) {
    return reverie::guarded([&] {
        const auto scalar = reverie::borrow(tensor).item();
        *real = scalar.toDouble();
        *integer = scalar.isFloatingPoint() ? 0 : scalar.toLong();
    });
}
