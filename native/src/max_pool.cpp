// relu(max_pool2d(x, 2)) for images with their channels last. ATen also writes an index per output and takes a pass for the relu;
// here the backward pass finds the largest of four again, the first one where several are equal, as ATen does.
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

Tensor composed(const Tensor& x) { return at::relu(at::max_pool2d(x, {2, 2})); }

bool fusable(const Tensor& x) { return x.dim() == 4 && x.scalar_type() == at::kFloat && x.numel() > 0 && x.size(2) > 1 && x.size(3) > 1; }

// Calls body(offsets of the window's four pixels, offset of the output) for all windows, in parallel.
template <typename F>
void for_windows(const Tensor& x, const Tensor& y, const F& body) {
    const int64_t channels = x.size(1), height = x.size(2), width = x.size(3), rows = y.size(2), columns = y.size(3);
    at::parallel_for(0, y.size(0) * rows, 16, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i)
            for (int64_t column = 0; column < columns; ++column) {
                const int64_t first = ((i / rows * height + i % rows * 2) * width + column * 2) * channels;
                const int64_t window[4] = {first, first + channels, first + width * channels, first + (width + 1) * channels};
                body(window, (i * columns + column) * channels);
            }
    });
}

Tensor forward(const Tensor& input) {
    const auto x = input.contiguous(at::MemoryFormat::ChannelsLast);
    const int64_t channels = x.size(1);
    auto y = at::empty({x.size(0), channels, x.size(2) / 2, x.size(3) / 2}, x.options(), at::MemoryFormat::ChannelsLast);
    const float* from = x.data_ptr<float>();
    float* to = y.data_ptr<float>();
    for_windows(x, y, [&](const int64_t* window, int64_t out) {
        for (int64_t c = 0; c < channels; c += kLanes) {
            const int64_t n = std::min<int64_t>(kLanes, channels - c);
            vfloat best{};
            // NaN passes, as in ATen.
            for (int p = 0; p < 4; ++p) {
                const vfloat value = load(from + window[p] + c, n);
                best = (value <= best) | (best != best) ? best : value;
            }
            store(to + out + c, best, n);
        }
    });
    return y;
}

Tensor backward(const Tensor& x, const Tensor& y, const Tensor& dy) {
    const int64_t channels = x.size(1);
    auto dx = at::zeros_like(x, at::MemoryFormat::ChannelsLast);
    const float *in = x.data_ptr<float>(), *top = y.data_ptr<float>(), *grad = dy.data_ptr<float>();
    float* to = dx.data_ptr<float>();
    for_windows(x, y, [&](const int64_t* window, int64_t out) {
        for (int64_t c = 0; c < channels; c += kLanes) {
            const int64_t n = std::min<int64_t>(kLanes, channels - c);
            const vfloat best = load(top + out + c, n), zero{};
            vfloat left = best > zero ? load(grad + out + c, n) : zero;  // what no pixel has taken yet
            for (int p = 0; p < 4; ++p) {
                const auto taken = load(in + window[p] + c, n) == best;
                store(to + window[p] + c, taken ? left : zero, n);
                left = taken ? zero : left;
            }
        }
    });
    return dx;
}

struct MaxPoolRelu : torch::autograd::Function<MaxPoolRelu> {
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x) {
        at::AutoDispatchBelowADInplaceOrView guard;
        const auto y = ::forward(x);
        context->save_for_backward({x, y});
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        reverie::refuse_second_derivative("max_pool2x2_relu");
        const auto saved = context->get_saved_variables();
        return {::backward(saved[0].contiguous(at::MemoryFormat::ChannelsLast), saved[1], grads[0].contiguous(at::MemoryFormat::ChannelsLast))};
    }
};

Tensor cpu(const Tensor& x) { return fusable(x) ? forward(x) : composed(x); }

Tensor autograd(const Tensor& x) {
    if (!fusable(x)) return composed(x);
    if (torch::autograd::compute_requires_grad(x)) return MaxPoolRelu::apply(x);
    at::AutoDispatchBelowADInplaceOrView guard;
    return forward(x);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) { m.def("max_pool2x2_relu(Tensor x) -> Tensor"); }
TORCH_LIBRARY_IMPL(reverie, CompositeImplicitAutograd, m) { m.impl("max_pool2x2_relu", composed); }
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("max_pool2x2_relu", cpu); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("max_pool2x2_relu", autograd); }
