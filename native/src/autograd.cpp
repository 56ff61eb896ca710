// Gradients, grad mode and autocast.
#include <torch/csrc/autograd/autograd.h>
#include <torch/version.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include "fused.h"
#include "guard.h"

RV_API int32_t rv_requires_grad(void* tensor) { return reverie::impl(tensor)->requires_grad(); }

RV_API int32_t rv_set_requires_grad(void* tensor, int32_t value) {
    return reverie::guarded([&] { reverie::borrow(tensor).set_requires_grad(value != 0); });
}

RV_API int32_t rv_grad(void* tensor, void** result) {
    return reverie::guarded([&] {
        at::Tensor grad = reverie::borrow(tensor).grad();
        *result = reverie::give(std::move(grad));
    });
}

RV_API int32_t rv_set_grad(void* tensor, void* grad) {
    return reverie::guarded([&] { reverie::borrow(tensor).mutable_grad() = reverie::borrow(grad); });
}

RV_API int32_t rv_backward(void* loss, void* gradient, int32_t retain_graph) {
    return reverie::guarded([&] {
        std::vector<at::Tensor> gradients;
        if (gradient != nullptr) gradients.push_back(reverie::borrow(gradient));
        torch::autograd::backward({reverie::borrow(loss)}, gradients, retain_graph != 0, false);
    });
}

RV_API int32_t rv_gradients(void** outputs, int32_t n_outputs, void** inputs, int32_t n_inputs, void** grad_outputs,
                            int32_t retain_graph, int32_t create_graph, void** results) {
    return reverie::guarded([&] {
        std::vector<at::Tensor> out, in, grad_out;
        for (int32_t i = 0; i < n_outputs; ++i) out.push_back(reverie::borrow(outputs[i]));
        for (int32_t i = 0; i < n_inputs; ++i) in.push_back(reverie::borrow(inputs[i]));
        if (grad_outputs != nullptr)
            for (int32_t i = 0; i < n_outputs; ++i) grad_out.push_back(reverie::borrow(grad_outputs[i]));
        auto grads = torch::autograd::grad(out, in, grad_out, retain_graph != 0, create_graph != 0, true);
        for (int32_t i = 0; i < n_inputs; ++i) results[i] = reverie::give(std::move(grads[i]));
    });
}

RV_API int32_t rv_grad_mode(int32_t enabled) {
    const bool before = at::GradMode::is_enabled();
    at::GradMode::set_enabled(enabled != 0);
    return before;
}

RV_API int32_t rv_autocast(int32_t enabled, int32_t dtype) {
    const auto type = static_cast<at::ScalarType>(dtype);
    const bool before = reverie::autocast_on_cpu();
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
    at::autocast::set_autocast_dtype(at::kCPU, type);
    at::autocast::set_autocast_enabled(at::kCPU, enabled != 0);
#else
    at::autocast::set_autocast_cpu_dtype(type);
    at::autocast::set_cpu_enabled(enabled != 0);
#endif
    return before;
}

RV_API void rv_autocast_clear_cache() { at::autocast::clear_cache(); }
