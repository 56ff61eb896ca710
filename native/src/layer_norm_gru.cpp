// One step of DreamerV3's recurrent unit, forward and backward: a product, and one pass over its rows for norm and gates.
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

constexpr int64_t kGrain = 1 << 12;  // elements of the state a thread takes at least

void require_arguments(const Tensor& x, const Tensor& hidden, const Tensor& weight, const Tensor& gain, const Tensor& offset) {
    TORCH_CHECK(x.dim() == 2 && hidden.dim() == 2 && hidden.size(1) > 0, "layer_norm_gru: input and state must be [rows, numbers], not ", x.sizes(), " and ", hidden.sizes());
    require_floats("layer_norm_gru", x, hidden, weight, gain, offset);
    const int64_t rows = x.size(0), n = hidden.size(1);
    require_shape("layer_norm_gru", "state", hidden, {rows, n});
    require_shape("layer_norm_gru", "weight", weight, {3 * n, n + x.size(1)});
    require_shape("layer_norm_gru", "norm's weight", gain, {3 * n});
    require_shape("layer_norm_gru", "norm's bias", offset, {3 * n});
}

// The new state, and what the gates were made of, [rows, 3 n].
std::pair<Tensor, Tensor> step(const Tensor& x, const Tensor& hidden0, const Tensor& weight, const Tensor& gain0, const Tensor& offset0, double eps) {
    require_arguments(x, hidden0, weight, gain0, offset0);
    const auto hidden = hidden0.contiguous(), gain = gain0.contiguous(), offset = offset0.contiguous();
    const int64_t n = hidden.size(1);
    auto mixed = at::mm(hidden, weight.narrow(1, 0, n).t());
    mixed.addmm_(x, weight.narrow(1, n, x.size(1)).t());
    auto next = at::empty_like(hidden);
    const float *m = mixed.data_ptr<float>(), *h = hidden.data_ptr<float>(), *g = gain.data_ptr<float>(), *o = offset.data_ptr<float>();
    float* y = next.data_ptr<float>();
    at::parallel_for(0, hidden.size(0), std::max<int64_t>(1, kGrain / n), [=](int64_t begin, int64_t end) {
        for (int64_t row = begin; row < end; ++row) gru_row(m + 3 * row * n, g, o, static_cast<float>(eps), h + row * n, y + row * n, n);
    });
    return {next, mixed};
}

class LayerNormGru : public torch::autograd::Function<LayerNormGru> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, const Tensor& hidden, const Tensor& weight, const Tensor& gain,
                          const Tensor& offset, double eps) {
        at::AutoDispatchBelowADInplaceOrView below;
        const auto [next, mixed] = step(x, hidden, weight, gain, offset, eps);
        context->saved_data["eps"] = eps;
        context->save_for_backward({x, hidden, weight, gain, offset, mixed});
        return next;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        refuse_second_derivative("layer_norm_gru");
        at::AutoDispatchBelowADInplaceOrView below;
        const auto saved = context->get_saved_variables();
        const auto &x = saved[0], &weight = saved[2], &mixed = saved[5];
        const auto hidden = saved[1].contiguous(), gain = saved[3].contiguous(), offset = saved[4].contiguous(), grad = grads[0].contiguous();
        const float eps = static_cast<float>(context->saved_data["eps"].toDouble());
        const int64_t n = hidden.size(1), width = x.size(1);
        auto of_mixed = at::empty_like(mixed);
        auto of_hidden = at::empty_like(hidden);
        RowSums sums(hidden.size(0), 3 * n, hidden.options());
        const float *m = mixed.data_ptr<float>(), *h = hidden.data_ptr<float>(), *a = gain.data_ptr<float>(), *b = offset.data_ptr<float>(), *g = grad.data_ptr<float>();
        float *gm = of_mixed.data_ptr<float>(), *gh = of_hidden.data_ptr<float>();
        sums.each([=](int64_t row, float* of_gain, float* of_offset) {
            gru_row_backward(m + 3 * row * n, a, b, eps, h + row * n, g + row * n, gm + 3 * row * n, gh + row * n, of_gain, of_offset, n);
        });
        of_hidden.addmm_(of_mixed, weight.narrow(1, 0, n));
        auto of_weight = at::empty({3 * n, n + width}, weight.options());
        auto of_state_part = of_weight.narrow(1, 0, n), of_input_part = of_weight.narrow(1, n, width);
        at::mm_out(of_state_part, of_mixed.t(), hidden);
        at::mm_out(of_input_part, of_mixed.t(), x);
        return {at::mm(of_mixed, weight.narrow(1, n, width)), of_hidden, of_weight, sums.gain(), sums.offset(), Tensor()};
    }
};

Tensor layer_norm_gru(const Tensor& x, const Tensor& hidden, const Tensor& weight, const Tensor& gain, const Tensor& offset, double eps) {
    return step(x, hidden, weight, gain, offset, eps).first;
}

Tensor layer_norm_gru_autograd(const Tensor& x, const Tensor& hidden, const Tensor& weight, const Tensor& gain, const Tensor& offset, double eps) {
    if (torch::autograd::compute_requires_grad(x, hidden, weight, gain, offset)) return LayerNormGru::apply(x, hidden, weight, gain, offset, eps);
    at::AutoDispatchBelowADInplaceOrView below;
    return layer_norm_gru(x, hidden, weight, gain, offset, eps);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) {
    m.def("layer_norm_gru(Tensor x, Tensor hidden, Tensor weight, Tensor norm_weight, Tensor norm_bias, float eps) -> Tensor");
}
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("layer_norm_gru", layer_norm_gru); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("layer_norm_gru", layer_norm_gru_autograd); }
