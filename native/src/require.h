// What kernels ask of their arguments. They read raw memory: what is not asked here is read beyond an end, or as something else.
#pragma once
#include <limits>
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

namespace reverie {

// Arguments that are not there (undefined) pass all of these.

template <typename... Tensors>
void require_floats(const char* name, const Tensors&... tensors) {
    const auto check = [&](const at::Tensor& x) {
        TORCH_CHECK(!x.defined() || x.scalar_type() == at::kFloat, name, " works in single precision (Float), not on ", x.scalar_type());
    };
    (check(tensors), ...);
}

inline void require_shape(const char* name, const char* what, const at::Tensor& x, at::IntArrayRef shape) {
    TORCH_CHECK(!x.defined() || x.sizes() == shape, name, ": the ", what, " must have the shape ", shape, ", not ", x.sizes());
}

// For kernels without a backward pass, whose results would have no gradient without a word.
template <typename... Tensors>
void require_no_gradient(const char* name, const Tensors&... tensors) {
    const bool recorded = at::GradMode::is_enabled() && ((tensors.defined() && tensors.requires_grad()) || ...);
    TORCH_CHECK(!recorded, name, " has no derivative, but one of its arguments requires a gradient; call it under NoGrad");
}

inline void require_dropout(const char* name, double p) { TORCH_CHECK(p >= 0 && p < 1, name, ": a dropout probability is at least 0 and below 1, not ", p); }

// The product of two sizes, none of which is negative.
inline int64_t product(const char* name, int64_t a, int64_t b) {
    TORCH_CHECK(a >= 0 && b >= 0 && (b == 0 || a <= std::numeric_limits<int64_t>::max() / b), name, ": ", a, " x ", b, " is no size of a matrix");
    return a * b;
}

}  // namespace reverie
