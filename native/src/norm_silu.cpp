// silu(LayerNorm(x)) in one pass over memory, forward and backward, where ATen makes two and four.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/library.h>
#include "fused.h"
#include "norm_rows.h"
#include "require.h"
#include "row_sums.h"

namespace {

using namespace reverie;
using at::Tensor;

constexpr int64_t kGrain = 1 << 13;  // elements a thread takes at least

void require_arguments(const Tensor& x, const Tensor& weight, const Tensor& bias) {
    TORCH_CHECK(x.dim() > 0 && x.size(-1) > 0, "norm_silu: x must have a last axis with elements, not the shape ", x.sizes());
    require_floats("norm_silu", x, weight, bias);
    require_shape("norm_silu", "weight", weight, {x.size(-1)});
    require_shape("norm_silu", "bias", bias, {x.size(-1)});
}

Tensor norm_silu(const Tensor& x0, const Tensor& weight0, const Tensor& bias0, double eps) {
    require_arguments(x0, weight0, bias0);
    const auto x = x0.contiguous(), weight = weight0.contiguous(), bias = bias0.contiguous();
    auto y = at::empty_like(x);
    const int64_t n = x.size(-1);
    const float *from = x.data_ptr<float>(), *gain = weight.data_ptr<float>(), *offset = bias.data_ptr<float>();
    float* to = y.data_ptr<float>();
    at::parallel_for(0, x.numel() / n, std::max<int64_t>(1, kGrain / n), [=](int64_t begin, int64_t end) {
        for (int64_t row = begin; row < end; ++row) norm_silu_row(from + row * n, gain, offset, static_cast<float>(eps), to + row * n, n);
    });
    return y;
}

class NormSilu : public torch::autograd::Function<NormSilu> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, const Tensor& weight, const Tensor& bias, double eps) {
        at::AutoDispatchBelowADInplaceOrView below;
        context->saved_data["eps"] = eps;
        context->save_for_backward({x, weight, bias});
        return norm_silu(x, weight, bias, eps);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        refuse_second_derivative("norm_silu");
        at::AutoDispatchBelowADInplaceOrView below;
        const auto saved = context->get_saved_variables();
        const auto x = saved[0].contiguous(), weight = saved[1].contiguous(), bias = saved[2].contiguous();
        const float eps = static_cast<float>(context->saved_data["eps"].toDouble());
        const int64_t n = x.size(-1);
        auto grad = grads[0].clone(at::MemoryFormat::Contiguous);
        RowSums sums(x.numel() / n, n, x.options());
        const float *from = x.data_ptr<float>(), *gain = weight.data_ptr<float>(), *offset = bias.data_ptr<float>();
        float* g = grad.data_ptr<float>();
        sums.each([=](int64_t row, float* of_gain, float* of_offset) {
            norm_silu_row_backward(from + row * n, gain, offset, eps, g + row * n, of_gain, of_offset, n);
        });
        return {grad, sums.gain(), sums.offset(), Tensor()};
    }
};

Tensor norm_silu_autograd(const Tensor& x, const Tensor& weight, const Tensor& bias, double eps) {
    if (torch::autograd::compute_requires_grad(x, weight, bias)) return NormSilu::apply(x, weight, bias, eps);
    at::AutoDispatchBelowADInplaceOrView below;
    return norm_silu(x, weight, bias, eps);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) { m.def("norm_silu(Tensor x, Tensor weight, Tensor bias, float eps) -> Tensor"); }
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("norm_silu", norm_silu); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("norm_silu", norm_silu_autograd); }
