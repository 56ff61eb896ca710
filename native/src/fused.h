// What the operators have in common that do several steps at once.
#pragma once
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace reverie {

// Calls body with the tensor's data as what it is: float or bfloat16.
template <typename F>
void with_data(const at::Tensor& x, const char* name, const F& body) {
    TORCH_CHECK(x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16, name, " takes float or bfloat16, not ", x.scalar_type());
    if (x.scalar_type() == at::kFloat) body(x.data_ptr<float>());
    else body(x.data_ptr<at::BFloat16>());
}

// The gradients of fused operators are numbers, not functions: to differentiate them again would give zeros without a word.
inline void refuse_second_derivative(const char* name) {
    TORCH_CHECK(!at::GradMode::is_enabled(), name, " has no second derivative; compute gradients without createGraph");
}

inline bool autocast_on_cpu() {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    return at::autocast::is_autocast_enabled(at::kCPU);
#else
    return at::autocast::is_cpu_enabled();
#endif
}

}  // namespace reverie
