// Gradients, grad mode and autocast.
#include <torch/csrc/autograd/autograd.h>
#include <torch/version.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include "fused.h"
#include "guard.h"

RV_API int32_t rv_requires_grad(void* tensor) { return reverie::impl(tensor)->requires_grad(); }

RV_API int32_t rv_set_requires_grad(void* tensor, int32_t value) {
    return reverie::guarded([&] {
        const auto t = reverie::borrow(tensor);
        TORCH_CHECK(value != 0 || t.is_leaf(), "the tensor was computed from tensors that require gradients; cut it off with Detach");
        t.set_requires_grad(value != 0);
    });
}

RV_API int32_t rv_grad(void* tensor, void** result) {
    return reverie::guarded([&] {
        at::Tensor grad = reverie::borrow(tensor).grad();
        *result = reverie::give(std::move(grad));
    });
}

RV_API int32_t rv_set_grad(void* tensor, void* grad) {
    return reverie::guarded([&] {
        const auto t = reverie::borrow(tensor), g = reverie::borrow(grad);
        if (g.defined()) {
            TORCH_CHECK(!g.is_same(t), "a tensor cannot be its own gradient");
            TORCH_CHECK(g.sizes() == t.sizes(), "a gradient has the shape of its tensor, which is ", t.sizes(), ", not ", g.sizes());
            TORCH_CHECK(g.scalar_type() == t.scalar_type(),
                        "a gradient has the element type of its tensor, which is ", t.scalar_type(), ", not ", g.scalar_type());
            TORCH_CHECK(g.device() == t.device(), "a gradient is on the device of its tensor, which is ", t.device(), ", not ", g.device());
        }
        t.mutable_grad() = g;
    });
}

namespace {

// libtorch itself would sum a larger gradient up to the shape of the tensor.
void require_gradient_of(const at::Tensor& tensor, const at::Tensor& grad) {
    TORCH_CHECK(!grad.defined() || grad.sizes() == tensor.sizes(),
                "the gradient of a tensor of shape ", tensor.sizes(), " must have that shape, not ", grad.sizes());
}

}  // namespace

RV_API int32_t rv_backward(void* loss, void* gradient, int32_t retain_graph) {
    return reverie::guarded([&] {
        const auto root = reverie::borrow(loss);
        std::vector<at::Tensor> gradients;
        if (gradient != nullptr) gradients.push_back(reverie::borrow(gradient));
        for (const auto& grad : gradients) require_gradient_of(root, grad);
        torch::autograd::backward({root}, gradients, retain_graph != 0, false);
    });
}

RV_API int32_t rv_gradients(void** outputs, int32_t n_outputs, void** inputs, int32_t n_inputs, void** grad_outputs,
                            int32_t retain_graph, int32_t create_graph, void** results) {
    return reverie::guarded([&] {
        std::vector<at::Tensor> out, in, grad_out;
        for (int32_t i = 0; i < n_outputs; ++i) out.push_back(reverie::borrow(outputs[i]));
        for (int32_t i = 0; i < n_inputs; ++i) in.push_back(reverie::borrow(inputs[i]));
        if (grad_outputs != nullptr)
            for (int32_t i = 0; i < n_outputs; ++i) {
                grad_out.push_back(reverie::borrow(grad_outputs[i]));
                require_gradient_of(out[i], grad_out[i]);
            }
        auto grads = torch::autograd::grad(out, in, grad_out, retain_graph != 0, create_graph != 0, true);
        for (const auto& grad : grads)
            if (grad.defined()) reverie::require_dense(grad);
        for (int32_t i = 0; i < n_inputs; ++i) results[i] = reverie::give(std::move(grads[i]));
    });
}

RV_API int32_t rv_grad_mode(int32_t enabled) {
    const bool before = at::GradMode::is_enabled();
    at::GradMode::set_enabled(enabled != 0);
    return before;
}

RV_API int32_t rv_autocast(int32_t enabled, int32_t dtype, int32_t* before) {
    return reverie::guarded([&] {
        const bool on = enabled != 0;
        const auto type = on ? reverie::scalar_type_of(dtype) : at::kBFloat16;
        TORCH_CHECK(type == at::kBFloat16 || type == at::kHalf, "the lower precision is BFloat16 or Float16, not ", type);
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
        *before = reverie::autocast_on_cpu() ? static_cast<int32_t>(at::autocast::get_autocast_dtype(at::kCPU)) : -1;
        at::autocast::set_autocast_dtype(at::kCPU, type);
        at::autocast::set_autocast_enabled(at::kCPU, on);
#else
        *before = reverie::autocast_on_cpu() ? static_cast<int32_t>(at::autocast::get_autocast_cpu_dtype()) : -1;
        at::autocast::set_autocast_cpu_dtype(type);
        at::autocast::set_cpu_enabled(on);
#endif
    });
}

RV_API void rv_autocast_clear_cache() { at::autocast::clear_cache(); }
