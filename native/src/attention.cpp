// Causal attention without a [T, S] matrix per head: blocks of queries, whose scores stay in the cache, only look at keys they
// may see; backward recomputes a block's shares from the logarithm of their sum (Dao et al., 2022).
#include <algorithm>
#include <cmath>
#include <vector>
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

constexpr int64_t kBlock = 128;       // queries at a time
constexpr int64_t kFewQueries = 4;    // up to here a matrix product costs more than plain dot products
constexpr float kHidden = -1e30f;     // finite, so that a query that sees nothing still gives numbers
constexpr float kNothing = -86.0f;    // e to this is no share any more

struct Problem {
    Tensor q, k, v, bias;  // [B, H, T, d], [B, G, S, d] twice, [B, S] added to the scores
    int64_t batch, heads, key_heads, group, steps, length, size, past;
    float scale;

    Problem(const Tensor& q0, const Tensor& k0, const Tensor& v0, const Tensor& visible, double scale0) : scale(static_cast<float>(scale0)) {
        TORCH_CHECK(q0.dim() == 4 && k0.dim() == 4 && v0.sizes() == k0.sizes(), "causal_attention: q, k and v must be [batch, heads, steps, size]");
        batch = q0.size(0), heads = q0.size(1), steps = q0.size(2), size = q0.size(3);
        key_heads = k0.size(1), length = k0.size(2), past = length - steps;
        TORCH_CHECK(heads > 0 && key_heads > 0 && heads % key_heads == 0, "causal_attention: ", heads, " query heads cannot share ", key_heads, " key heads");
        TORCH_CHECK(k0.size(0) == batch && k0.size(3) == size && past >= 0,
                    "causal_attention: keys of shape ", k0.sizes(), " do not fit queries of shape ", q0.sizes());
        require_floats("causal_attention", q0, k0, v0);
        group = heads / key_heads;
        q = dense_rows(q0), k = dense_rows(k0), v = dense_rows(v0);
        if (visible.defined()) {
            TORCH_CHECK(visible.dim() == 2 && visible.size(0) == batch && visible.size(1) == length, "causal_attention: the mask must be [batch, keys]");
            bias = at::zeros({batch, length}, q.options()).masked_fill_(visible.eq(0), kHidden);
        }
    }

    static Tensor dense_rows(const Tensor& x) { return x.stride(3) == 1 ? x : x.contiguous(); }
    const float* bias_of(int64_t b) const { return bias.defined() ? bias.data_ptr<float>() + b * length : nullptr; }
};

// x += factor * y
void accumulate(float* x, const float* y, float factor, int64_t n) {
    for (int64_t i = 0; i < n; ++i) x[i] += factor * y[i];
}

// Scores of one query become shares of the first `limit` keys and zeros behind; returns log(sum e^score).
float softmax(float* s, int64_t limit, int64_t width, const float* bias, float scale) {
    float top = -INFINITY;
    for (int64_t j = 0; j < limit; ++j) {
        s[j] = bias != nullptr ? s[j] * scale + bias[j] : s[j] * scale;
        top = s[j] > top ? s[j] : top;
    }
    vfloat total{};
    int64_t j = 0;
    const vfloat zero{};
    for (; j + kLanes <= limit; j += kLanes) {
        const vfloat x = load(s + j) - top;
        const vfloat e = x < kNothing ? zero : exp(x);
        total += e;
        store(s + j, e);
    }
    float mass = sum(total);
    for (; j < limit; ++j) {
        s[j] = s[j] - top < kNothing ? 0.0f : std::exp(s[j] - top);
        mass += s[j];
    }
    const float inverse = 1 / mass;
    for (j = 0; j < limit; ++j) s[j] *= inverse;
    std::fill(s + limit, s + width, 0.0f);
    return top + std::log(mass);
}

void forward_few(const Problem& p, const Tensor& out, const Tensor& lse) {
    at::parallel_for(0, p.batch * p.heads, 1, [&](int64_t begin, int64_t end) {
        std::vector<float> shares(p.length);
        for (int64_t i = begin; i < end; ++i) {
            const int64_t b = i / p.heads, h = i % p.heads, g = h / p.group;
            const float* k = p.k.data_ptr<float>() + b * p.k.stride(0) + g * p.k.stride(1);
            const float* v = p.v.data_ptr<float>() + b * p.v.stride(0) + g * p.v.stride(1);
            for (int64_t t = 0; t < p.steps; ++t) {
                const float* q = p.q.data_ptr<float>() + b * p.q.stride(0) + h * p.q.stride(1) + t * p.q.stride(2);
                const int64_t limit = p.past + t + 1;
                for (int64_t s = 0; s < limit; ++s) shares[s] = dot(q, k + s * p.k.stride(2), p.size);
                const float log_sum = softmax(shares.data(), limit, limit, p.bias_of(b), p.scale);
                if (lse.defined()) lse.data_ptr<float>()[i * p.steps + t] = log_sum;
                float* y = out.data_ptr<float>() + ((b * p.steps + t) * p.heads + h) * p.size;
                std::fill(y, y + p.size, 0.0f);
                for (int64_t s = 0; s < limit; ++s) accumulate(y, v + s * p.v.stride(2), shares[s], p.size);
            }
        }
    });
}

void forward_blocks(const Problem& p, const Tensor& out, const Tensor& lse) {
    const int64_t blocks = (p.steps + kBlock - 1) / kBlock;
    const auto y = out.permute({0, 2, 1, 3});
    at::parallel_for(0, p.batch * p.heads * blocks, 1, [&](int64_t begin, int64_t end) {
        at::AutoDispatchBelowADInplaceOrView below;
        auto buffer = at::empty({std::min(kBlock, p.steps) * p.length}, p.q.options());
        for (int64_t i = begin; i < end; ++i) {
            const int64_t b = i / blocks / p.heads, h = i / blocks % p.heads, first = i % blocks * kBlock;
            const int64_t rows = std::min(kBlock, p.steps - first), width = p.past + first + rows;
            auto shares = buffer.narrow(0, 0, rows * width).view({rows, width});
            at::mm_out(shares, p.q[b][h].narrow(0, first, rows), p.k[b][h / p.group].narrow(0, 0, width).t());
            float* s = shares.data_ptr<float>();
            for (int64_t r = 0; r < rows; ++r) {
                const float log_sum = softmax(s + r * width, p.past + first + r + 1, width, p.bias_of(b), p.scale);
                if (lse.defined()) lse.data_ptr<float>()[(b * p.heads + h) * p.steps + first + r] = log_sum;
            }
            auto slot = y[b][h].narrow(0, first, rows);
            at::mm_out(slot, shares, p.v[b][h / p.group].narrow(0, 0, width));
        }
    });
}

// Output [B, T, H, d], and log(sum e^score) [B, H, T] where wanted.
std::tuple<Tensor, Tensor> forward(const Problem& p, bool keep) {
    auto out = at::empty({p.batch, p.steps, p.heads, p.size}, p.q.options());
    auto lse = keep ? at::empty({p.batch, p.heads, p.steps}, p.q.options()) : Tensor();
    if (p.steps <= kFewQueries) forward_few(p, out, lse);
    else forward_blocks(p, out, lse);
    return {out, lse};
}

// Shares again, and the gradient of the scores in the place of the gradient of the shares.
void differentiate(float* s, float* ds, int64_t limit, int64_t width, const float* bias, float scale, float log_sum, float delta) {
    const vfloat zero{};
    int64_t j = 0;
    for (; j + kLanes <= limit; j += kLanes) {
        vfloat x = load(s + j) * scale - log_sum;
        if (bias != nullptr) x += load(bias + j);
        const vfloat share = x < kNothing ? zero : exp(x);
        store(s + j, share);
        store(ds + j, share * (load(ds + j) - delta) * scale);
    }
    for (; j < limit; ++j) {
        const float x = s[j] * scale - log_sum + (bias != nullptr ? bias[j] : 0.0f);
        s[j] = x < kNothing ? 0.0f : std::exp(x);
        ds[j] = s[j] * (ds[j] - delta) * scale;
    }
    std::fill(s + limit, s + width, 0.0f);
    std::fill(ds + limit, ds + width, 0.0f);
}

std::tuple<Tensor, Tensor, Tensor> backward(const Problem& p, const Tensor& out, const Tensor& lse, const Tensor& grad) {
    // In memory as the projections give them, [B, T, H, d]: what comes next needs no copy.
    auto dq = at::empty({p.batch, p.steps, p.heads, p.size}, p.q.options()).permute({0, 2, 1, 3});
    auto dk = at::zeros({p.batch, p.length, p.key_heads, p.size}, p.q.options()).permute({0, 2, 1, 3});
    auto dv = at::zeros({p.batch, p.length, p.key_heads, p.size}, p.q.options()).permute({0, 2, 1, 3});
    const auto dy = grad.contiguous().view({p.batch, p.steps, p.heads, p.size}).permute({0, 2, 1, 3});
    const float* y = out.data_ptr<float>();
    at::parallel_for(0, p.batch * p.key_heads, 1, [&](int64_t begin, int64_t end) {
        at::AutoDispatchBelowADInplaceOrView below;
        auto buffer = at::empty({2, std::min(kBlock, p.steps) * p.length}, p.q.options());
        for (int64_t i = begin; i < end; ++i) {
            const int64_t b = i / p.key_heads, g = i % p.key_heads;
            for (int64_t h = g * p.group; h < (g + 1) * p.group; ++h) {
                for (int64_t first = 0; first < p.steps; first += kBlock) {
                    const int64_t rows = std::min(kBlock, p.steps - first), width = p.past + first + rows;
                    auto shares = buffer[0].narrow(0, 0, rows * width).view({rows, width});
                    auto ds = buffer[1].narrow(0, 0, rows * width).view({rows, width});
                    const auto q = p.q[b][h].narrow(0, first, rows), dyb = dy[b][h].narrow(0, first, rows);
                    const auto k = p.k[b][g].narrow(0, 0, width), v = p.v[b][g].narrow(0, 0, width);
                    at::mm_out(shares, q, k.t());
                    at::mm_out(ds, dyb, v.t());
                    for (int64_t r = 0; r < rows; ++r) {
                        const int64_t t = first + r;
                        const float delta = dot(dyb.data_ptr<float>() + r * dyb.stride(0), y + ((b * p.steps + t) * p.heads + h) * p.size, p.size);
                        differentiate(shares.data_ptr<float>() + r * width, ds.data_ptr<float>() + r * width, p.past + t + 1, width, p.bias_of(b), p.scale,
                                      lse.data_ptr<float>()[(b * p.heads + h) * p.steps + t], delta);
                    }
                    auto dqb = dq[b][h].narrow(0, first, rows);
                    at::mm_out(dqb, ds, k);
                    dk[b][g].narrow(0, 0, width).addmm_(ds.t(), q);
                    dv[b][g].narrow(0, 0, width).addmm_(shares.t(), dyb);
                }
            }
        }
    });
    return {dq, dk, dv};
}

class CausalAttention : public torch::autograd::Function<CausalAttention> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& q, const Tensor& k, const Tensor& v, const OptionalTensor& visible, double scale) {
        at::AutoDispatchBelowADInplaceOrView below;
        const Tensor mask = visible.value_or(Tensor());
        auto [out, lse] = ::forward(Problem(q, k, v, mask, scale), true);
        context->saved_data["scale"] = scale;
        context->save_for_backward({q, k, v, mask, lse, out});
        return out;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        reverie::refuse_second_derivative("causal_attention");
        at::AutoDispatchBelowADInplaceOrView below;
        const auto saved = context->get_saved_variables();
        const Problem p(saved[0], saved[1], saved[2], saved[3], context->saved_data["scale"].toDouble());
        auto [dq, dk, dv] = ::backward(p, saved[5], saved[4], grads[0]);
        return {dq, dk, dv, Tensor(), Tensor()};
    }
};

Tensor causal_attention(const Tensor& q, const Tensor& k, const Tensor& v, const OptionalTensor& visible, double scale) {
    return std::get<0>(forward(Problem(q, k, v, visible.value_or(Tensor()), scale), false));
}

Tensor causal_attention_autograd(const Tensor& q, const Tensor& k, const Tensor& v, const OptionalTensor& visible, double scale) {
    if (!torch::autograd::compute_requires_grad(q, k, v)) {
        at::AutoDispatchBelowADInplaceOrView below;
        return causal_attention(q, k, v, visible, scale);
    }
    return CausalAttention::apply(q, k, v, visible, scale);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) { m.def("causal_attention(Tensor q, Tensor k, Tensor v, Tensor? visible, float scale) -> Tensor"); }
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("causal_attention", causal_attention); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("causal_attention", causal_attention_autograd); }
