// Depthwise convolution over past steps and an optional SiLU behind it, forward and backward, on [batch, steps, channels] as it lies: sixteen
// channels at a time walk the steps with the last K inputs in registers. ATen's wants [batch, channels, steps] and two transposes.
//   v_t = bias + sum_k w_k x_(t-K+1+k);  y_t = v_t or v_t sigmoid(v_t)
#include <algorithm>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/library.h>
#include "fused.h"
#include "require.h"
#include "vector.h"

namespace {

using namespace reverie;
using at::Tensor;
using OptionalTensor = c10::optional<Tensor>;

constexpr int64_t kMostTaps = 8;
constexpr int64_t kGrain = 4;  // blocks of channels a thread takes at least

struct Convolution {
    int64_t batch, steps, channels, taps, blocks;
    bool silu;
    Tensor x, past, packed;  // past: the K - 1 inputs before x, [batch, K - 1, channels]; packed: weights and bias, [K + 1, blocks * lanes]

    Convolution(const Tensor& x0, const Tensor& weight, const Tensor& bias, const Tensor& past0, bool silu0) : silu(silu0) {
        TORCH_CHECK(x0.dim() == 3, "causal_convolution: x must be [batch, steps, channels]");
        batch = x0.size(0), steps = x0.size(1), channels = x0.size(2);
        TORCH_CHECK(weight.dim() == 3 && weight.size(0) == channels && weight.size(1) == 1, "causal_convolution: the weight must be [channels, 1, taps]");
        taps = weight.size(2);
        TORCH_CHECK(taps >= 1 && taps <= kMostTaps, "causal_convolution: 1 to ", kMostTaps, " taps, not ", taps);
        require_shape("causal_convolution", "bias", bias, {channels});
        require_shape("causal_convolution", "past", past0, {batch, channels, taps});
        require_floats("causal_convolution", x0, weight, bias, past0);
        blocks = (channels + kLanes - 1) / kLanes;
        x = x0.stride(2) == 1 ? x0 : x0.contiguous();
        if (past0.defined()) past = past0.narrow(2, 1, taps - 1).transpose(1, 2).contiguous();
        packed = at::zeros({taps + 1, blocks * kLanes}, x.options());
        packed.narrow(0, 0, taps).narrow(1, 0, channels).copy_(weight.squeeze(1).t());
        if (bias.defined()) packed.select(0, taps).narrow(0, 0, channels).copy_(bias);
    }

    // Sixteen inputs at a step, which is negative for those before x.
    vfloat input(int64_t b, int64_t t, int64_t channel, int64_t lanes) const {
        if (t >= 0) return load(x.data_ptr<float>() + b * x.stride(0) + t * x.stride(1) + channel, lanes);
        return past.defined() ? load(past.data_ptr<float>() + (b * (taps - 1) + taps - 1 + t) * channels + channel, lanes) : vfloat{};
    }

    template <typename F>
    void each_block(const F& body) const {
        at::parallel_for(0, batch * blocks, kGrain, [&](int64_t begin, int64_t end) {
            for (int64_t i = begin; i < end; ++i) body(i / blocks, i % blocks);
        });
    }

    int64_t lanes(int64_t block) const { return std::min<int64_t>(kLanes, channels - block * kLanes); }
};

// The last K values of a sequence; index K - 1 is the newest.
template <int kTaps>
struct Window {
    vfloat values[kTaps] = {};

    void push(vfloat newest) {
        for (int k = 0; k + 1 < kTaps; ++k) values[k] = values[k + 1];
        values[kTaps - 1] = newest;
    }
};

template <int kTaps>
struct Taps {
    vfloat weights[kTaps], bias;

    Taps(const Convolution& p, int64_t channel) {
        for (int k = 0; k <= kTaps; ++k) (k < kTaps ? weights[k] : bias) = load(p.packed.data_ptr<float>() + k * p.blocks * kLanes + channel);
    }

    vfloat operator()(const Window<kTaps>& window) const {
        vfloat sum = bias;
        for (int k = 0; k < kTaps; ++k) sum += weights[k] * window.values[k];
        return sum;
    }
};

template <int kTaps>
Window<kTaps> window_before(const Convolution& p, int64_t b, int64_t channel, int64_t lanes) {
    Window<kTaps> window;
    for (int64_t t = 1 - kTaps; t < 0; ++t) window.push(p.input(b, t, channel, lanes));
    return window;
}

template <int kTaps>
void forward(const Convolution& p, float* y) {
    p.each_block([&](int64_t b, int64_t block) {
        const int64_t channel = block * kLanes, lanes = p.lanes(block);
        const Taps<kTaps> taps(p, channel);
        auto window = window_before<kTaps>(p, b, channel, lanes);
        for (int64_t t = 0; t < p.steps; ++t) {
            window.push(p.input(b, t, channel, lanes));
            const vfloat v = taps(window);
            store(y + (b * p.steps + t) * p.channels + channel, p.silu ? v * sigmoid(v) : v, lanes);
        }
    });
}

// packed: gradients of weights and bias, [batch, K + 1, blocks * lanes]. The gradient of x_t needs those of v_t to v_(t+K-1), so it
// comes K - 1 steps late; past may be null.
template <int kTaps>
void backward(const Convolution& p, const float* grad_y, float* grad_x, float* grad_past, float* packed) {
    p.each_block([&](int64_t b, int64_t block) {
        const int64_t channel = block * kLanes, lanes = p.lanes(block);
        const Taps<kTaps> taps(p, channel);
        auto window = window_before<kTaps>(p, b, channel, lanes);
        Window<kTaps> grads;
        vfloat sums[kTaps + 1] = {};
        for (int64_t t = 0; t < p.steps + kTaps - 1; ++t) {
            vfloat g{};
            if (t < p.steps) {
                window.push(p.input(b, t, channel, lanes));
                g = load(grad_y + (b * p.steps + t) * p.channels + channel, lanes);
                if (p.silu) {
                    const vfloat v = taps(window), s = sigmoid(v);
                    g *= s * (1.0f + v * (1.0f - s));
                }
                for (int k = 0; k < kTaps; ++k) sums[k] += g * window.values[k];
                sums[kTaps] += g;
            }
            grads.push(g);
            vfloat out{};
            for (int k = 0; k < kTaps; ++k) out += taps.weights[k] * grads.values[kTaps - 1 - k];
            const int64_t at = t - kTaps + 1;
            if (at >= 0) store(grad_x + (b * p.steps + at) * p.channels + channel, out, lanes);
            else if (grad_past != nullptr) store(grad_past + (b * (kTaps - 1) + t) * p.channels + channel, out, lanes);
        }
        for (int k = 0; k <= kTaps; ++k) store(packed + (b * (kTaps + 1) + k) * p.blocks * kLanes + channel, sums[k]);
    });
}

// Calls body with the number of taps as a constant.
template <typename F>
void with_taps(int64_t taps, const F& body) {
    switch (taps) {
#define REVERIE_TAPS(n) \
    case n: return body(std::integral_constant<int, n>())
        REVERIE_TAPS(1);
        REVERIE_TAPS(2);
        REVERIE_TAPS(3);
        REVERIE_TAPS(4);
        REVERIE_TAPS(5);
        REVERIE_TAPS(6);
        REVERIE_TAPS(7);
        REVERIE_TAPS(8);
#undef REVERIE_TAPS
    }
}

Tensor run(const Convolution& p) {
    auto y = at::empty({p.batch, p.steps, p.channels}, p.x.options());
    with_taps(p.taps, [&](auto taps) { forward<taps()>(p, y.data_ptr<float>()); });
    return y;
}

class CausalConvolution : public torch::autograd::Function<CausalConvolution> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, const Tensor& weight, const OptionalTensor& bias,
                          const OptionalTensor& past, bool silu) {
        at::AutoDispatchBelowADInplaceOrView below;
        const Tensor offset = bias.value_or(Tensor());
        // A recurrent state is overwritten before backward comes.
        const Tensor before = past.has_value() ? past->clone() : Tensor();
        context->saved_data["silu"] = silu;
        context->save_for_backward({x, weight, offset, before});
        return run(Convolution(x, weight, offset, before, silu));
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        reverie::refuse_second_derivative("causal_convolution");
        at::AutoDispatchBelowADInplaceOrView below;
        const auto saved = context->get_saved_variables();
        const Convolution p(saved[0], saved[1], saved[2], saved[3], context->saved_data["silu"].toBool());
        const auto grad_y = grads[0].contiguous();
        auto grad_x = at::empty({p.batch, p.steps, p.channels}, p.x.options());
        auto grad_past = p.past.defined() ? at::empty_like(p.past) : Tensor();
        auto packed = at::empty({p.batch, p.taps + 1, p.blocks * kLanes}, p.x.options());
        with_taps(p.taps, [&](auto taps) {
            ::backward<taps()>(p, grad_y.data_ptr<float>(), grad_x.data_ptr<float>(), grad_past.defined() ? grad_past.data_ptr<float>() : nullptr,
                               packed.data_ptr<float>());
        });
        packed = packed.sum(0).narrow(1, 0, p.channels);
        return {grad_x, packed.narrow(0, 0, p.taps).t().unsqueeze(1).contiguous(), saved[2].defined() ? packed.select(0, p.taps).clone() : Tensor(),
                grad_past.defined() ? at::constant_pad_nd(grad_past.transpose(1, 2), {1, 0}) : Tensor(), Tensor()};
    }
};

Tensor causal_convolution(const Tensor& x, const Tensor& weight, const OptionalTensor& bias, const OptionalTensor& past, bool silu) {
    return run(Convolution(x, weight, bias.value_or(Tensor()), past.value_or(Tensor()), silu));
}

Tensor causal_convolution_autograd(const Tensor& x, const Tensor& weight, const OptionalTensor& bias, const OptionalTensor& past, bool silu) {
    if (torch::autograd::compute_requires_grad(x, weight, bias, past)) return CausalConvolution::apply(x, weight, bias, past, silu);
    at::AutoDispatchBelowADInplaceOrView below;
    return causal_convolution(x, weight, bias, past, silu);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) {
    m.def("causal_convolution(Tensor x, Tensor weight, Tensor? bias, Tensor? past, bool silu) -> Tensor");
}

TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("causal_convolution", causal_convolution); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("causal_convolution", causal_convolution_autograd); }
