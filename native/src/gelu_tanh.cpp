// The tanh form of GELU, forward and backward, in float or bfloat16 (computed in float). (1 + tanh u) / 2 is sigmoid(2 u): one exponential
// in the place of ATen's tanh, which takes longer than the memory does.
//   y = x sigmoid(v(x)),  v = 2 sqrt(2 / pi) (x + 0.044715 x^3)
#include <algorithm>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/library.h>
#include "fused.h"
#include "vector.h"

namespace {

using namespace reverie;
using at::Tensor;

constexpr float kScale = 1.5957691216057308f, kCube = 0.044715f;
constexpr int64_t kGrain = 1 << 11;  // vectors a thread takes at least

vfloat gate(vfloat x) { return sigmoid(kScale * (x + kCube * x * x * x)); }

template <typename F>
void each_vector(int64_t n, const F& body) {
    at::parallel_for(0, (n + kLanes - 1) / kLanes, kGrain, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) body(i * kLanes, std::min<int64_t>(kLanes, n - i * kLanes));
    });
}

Tensor gelu_tanh(const Tensor& x0) {
    const auto x = x0.contiguous();
    auto y = at::empty_like(x);
    with_data(x, "gelu_tanh", [&](auto* from) {
        auto* to = static_cast<decltype(from)>(y.data_ptr());
        each_vector(x.numel(), [=](int64_t i, int64_t lanes) {
            const vfloat v = load(from + i, lanes, 0);
            store(to + i, v * gate(v), lanes);
        });
    });
    return y;
}

Tensor gelu_tanh_backward(const Tensor& x0, const Tensor& grad0) {
    const auto x = x0.contiguous(), grad = grad0.contiguous();
    auto result = at::empty_like(x);
    with_data(x, "gelu_tanh", [&](auto* from) {
        const auto* dy = static_cast<decltype(from)>(grad.data_ptr());
        auto* dx = static_cast<decltype(from)>(result.data_ptr());
        each_vector(x.numel(), [=](int64_t i, int64_t lanes) {
            const vfloat v = load(from + i, lanes, 0), s = gate(v);
            const vfloat slope = s + v * s * (1.0f - s) * kScale * (1.0f + 3 * kCube * v * v);
            store(dx + i, load(dy + i, lanes, 0) * slope, lanes);
        });
    });
    return result;
}

class GeluTanh : public torch::autograd::Function<GeluTanh> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x) {
        at::AutoDispatchBelowADInplaceOrView below;
        context->save_for_backward({x});
        return gelu_tanh(x);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        reverie::refuse_second_derivative("gelu_tanh");
        at::AutoDispatchBelowADInplaceOrView below;
        return {gelu_tanh_backward(context->get_saved_variables()[0], grads[0])};
    }
};

Tensor gelu_tanh_autograd(const Tensor& x) {
    if (torch::autograd::compute_requires_grad(x)) return GeluTanh::apply(x);
    at::AutoDispatchBelowADInplaceOrView below;
    return gelu_tanh(x);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) { m.def("gelu_tanh(Tensor x) -> Tensor"); }
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("gelu_tanh", gelu_tanh); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("gelu_tanh", gelu_tanh_autograd); }
