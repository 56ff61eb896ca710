// Self-attention over a whole sequence for training: softmax(q k^T / sqrt(d)) with dropout, times v, a block of query rows at a
// time, so that scores stay in the cache, later keys are never touched and only the row's normaliser is kept for the backward
// pass (after Dao et al., 2022). ATen 1.13 would write [B, heads, T, T] some six times forward and as often backward.
#include <cmath>
#include <limits>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/library.h>
#include "fused.h"
#include "random_bits.h"
#include "require.h"
#include "rows.h"

namespace {

using at::Tensor;

constexpr int64_t kRows = 96;

struct Problem {
    int64_t batch, steps, heads, size, block;
    float scale;

    Problem(const Tensor& qkv, int64_t heads0, int64_t block0) : heads(heads0), block(block0) {
        TORCH_CHECK(qkv.dim() == 3 && qkv.is_contiguous(),
                    "self_attention: queries, keys and values must be contiguous and of shape [B, T, 3 E], not ", qkv.sizes());
        reverie::require_floats("self_attention", qkv);
        batch = qkv.size(0), steps = qkv.size(1);
        TORCH_CHECK(heads > 0 && qkv.size(2) % 3 == 0 && qkv.size(2) / 3 % heads == 0,
                    "self_attention: ", heads, " heads cannot share a last dimension of ", qkv.size(2),
                    ", which must be 3 times a multiple of their number");
        TORCH_CHECK(block > 0, "self_attention: a block has at least one token, not ", block);
        size = qkv.size(2) / 3 / heads;
        scale = 1 / std::sqrt(static_cast<float>(size));
    }

    // How many tokens a token sees: up to itself, or to the end of its block.
    int64_t seen(int64_t token) const { return std::min(steps, (token / block + 1) * block); }

    // The [T, d] of part 0 (queries), 1 (keys) or 2 (values) of a row and head.
    Tensor part(const Tensor& qkv, int64_t pair, int64_t which) const {
        return qkv.view({batch, steps, 3, heads, size}).select(0, pair / heads).select(1, which).select(1, pair % heads);
    }

    Tensor output(const Tensor& y, int64_t pair) const { return y.view({batch, steps, heads, size}).select(0, pair / heads).select(1, pair % heads); }

    // Calls body(pair, first row, rows, keys seen by any of them) for all row blocks of all pairs of batch row and head.
    template <typename Start, typename Body>
    void for_blocks(const Start& start, const Body& body) const {
        at::parallel_for(0, batch * heads, 1, [&](int64_t begin, int64_t end) {
            at::NoGradGuard no_grad;
            at::AutoDispatchBelowADInplaceOrView guard;
            const auto options = at::TensorOptions().dtype(at::kFloat);
            Tensor scratch[2] = {at::empty({std::min(kRows, steps), steps}, options), at::empty({std::min(kRows, steps), steps}, options)};
            for (int64_t pair = begin; pair < end; ++pair) {
                auto context = start(pair);
                for (int64_t first = 0; first < steps; first += kRows) {
                    const int64_t rows = std::min(kRows, steps - first), keys = seen(first + rows - 1);
                    body(context, pair, first, rows, keys, scratch[0].narrow(0, 0, rows).narrow(1, 0, keys), scratch[1].narrow(0, 0, rows).narrow(1, 0, keys));
                }
            }
        });
    }
};

// Turns a row of scores into dropped-out weights; returns log(sum(exp(scale score))).
float soften(float* row, int64_t seen, int64_t keys, float scale, const reverie::Dropout& dropout, uint32_t key) {
    float top = -std::numeric_limits<float>::infinity(), total = 0;
#pragma omp simd reduction(max : top)
    for (int64_t j = 0; j < seen; ++j) top = std::max(top, row[j]);
#pragma omp simd reduction(+ : total)
    for (int64_t j = 0; j < seen; ++j) {
        row[j] = reverie::exp((row[j] - top) * scale);
        total += row[j];
    }
    const float normalise = 1 / total;
    if (dropout.active()) {
#pragma omp simd
        for (int64_t j = 0; j < seen; ++j) row[j] *= normalise * dropout.factor(key, static_cast<uint32_t>(j));
    } else {
#pragma omp simd
        for (int64_t j = 0; j < seen; ++j) row[j] *= normalise;
    }
    std::fill(row + seen, row + keys, 0.0f);
    return top * scale + std::log(total);
}

struct Parts {
    Tensor q, k, v, y;
};

std::pair<Tensor, Tensor> run_forward(const Tensor& qkv, int64_t heads, int64_t block, double p, int64_t seed) {
    const Problem problem(qkv, heads, block);
    reverie::require_dropout("self_attention", p);
    const reverie::Dropout dropout(p, seed);
    auto y = at::empty({problem.batch, problem.steps, heads * problem.size}, qkv.options());
    auto normalisers = at::empty({problem.batch * heads, problem.steps}, qkv.options());
    float* logs = normalisers.data_ptr<float>();
    problem.for_blocks(
        [&](int64_t pair) { return Parts{problem.part(qkv, pair, 0), problem.part(qkv, pair, 1), problem.part(qkv, pair, 2), problem.output(y, pair)}; },
        [&](const Parts& parts, int64_t pair, int64_t first, int64_t rows, int64_t keys, Tensor scores, const Tensor&) {
            at::mm_out(scores, parts.q.narrow(0, first, rows), parts.k.narrow(0, 0, keys).t());
            for (int64_t r = 0; r < rows; ++r) {
                const int64_t row = pair * problem.steps + first + r;
                logs[row] = soften(scores.data_ptr<float>() + r * scores.stride(0), problem.seen(first + r), keys, problem.scale, dropout, reverie::row_key(seed, row));
            }
            auto out = parts.y.narrow(0, first, rows);
            at::mm_out(out, scores, parts.v.narrow(0, 0, keys));
        });
    return {y, normalisers};
}

struct GradParts {
    Tensor q, k, v, y, dq, dk, dv, dy;
};

Tensor run_backward(const Tensor& dy, const Tensor& qkv, const Tensor& y, const Tensor& normalisers, int64_t heads, int64_t block, double p, int64_t seed) {
    const Problem problem(qkv, heads, block);
    const reverie::Dropout dropout(p, seed);
    auto dqkv = at::zeros_like(qkv);
    const float* logs = normalisers.data_ptr<float>();
    problem.for_blocks(
        [&](int64_t pair) {
            return GradParts{problem.part(qkv, pair, 0),  problem.part(qkv, pair, 1),  problem.part(qkv, pair, 2),  problem.output(y, pair),
                             problem.part(dqkv, pair, 0), problem.part(dqkv, pair, 1), problem.part(dqkv, pair, 2), problem.output(dy, pair)};
        },
        [&](const GradParts& parts, int64_t pair, int64_t first, int64_t rows, int64_t keys, Tensor weights, Tensor slopes) {
            const auto q = parts.q.narrow(0, first, rows), dout = parts.dy.narrow(0, first, rows), out = parts.y.narrow(0, first, rows);
            const auto k = parts.k.narrow(0, 0, keys), v = parts.v.narrow(0, 0, keys);
            at::mm_out(weights, q, k.t());
            at::mm_out(slopes, dout, v.t());
            for (int64_t r = 0; r < rows; ++r) {
                const int64_t row = pair * problem.steps + first + r, seen = problem.seen(first + r);
                const uint32_t key = reverie::row_key(seed, row);
                const float log = logs[row], scale = problem.scale;
                const float mean = reverie::dot(dout.data_ptr<float>() + r * dout.stride(0), out.data_ptr<float>() + r * out.stride(0), problem.size);
                float* weight = weights.data_ptr<float>() + r * weights.stride(0);
                float* slope = slopes.data_ptr<float>() + r * slopes.stride(0);
#pragma omp simd
                for (int64_t j = 0; j < seen; ++j) {
                    const float probability = reverie::exp(weight[j] * scale - log);
                    const float kept = dropout.factor(key, static_cast<uint32_t>(j));
                    slope[j] = probability * (slope[j] * kept - mean) * scale;
                    weight[j] = probability * kept;
                }
                std::fill(weight + seen, weight + keys, 0.0f);
                std::fill(slope + seen, slope + keys, 0.0f);
            }
            auto dq = parts.dq.narrow(0, first, rows);
            at::mm_out(dq, slopes, k);
            parts.dk.narrow(0, 0, keys).addmm_(slopes.t(), q);
            parts.dv.narrow(0, 0, keys).addmm_(weights.t(), dout);
        });
    return dqkv;
}

struct SelfAttention : torch::autograd::Function<SelfAttention> {
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& qkv, int64_t heads, int64_t block, double p, int64_t seed) {
        at::AutoDispatchBelowADInplaceOrView guard;
        auto [y, normalisers] = run_forward(qkv, heads, block, p, seed);
        context->save_for_backward({qkv, y, normalisers});
        context->saved_data["heads"] = heads;
        context->saved_data["block"] = block;
        context->saved_data["p"] = p;
        context->saved_data["seed"] = seed;
        return y;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        reverie::refuse_second_derivative("self_attention");
        const auto saved = context->get_saved_variables();
        auto dqkv = run_backward(grads[0].contiguous(), saved[0], saved[1], saved[2], context->saved_data["heads"].toInt(),
                                 context->saved_data["block"].toInt(), context->saved_data["p"].toDouble(), context->saved_data["seed"].toInt());
        return {dqkv, Tensor(), Tensor(), Tensor(), Tensor()};
    }
};

Tensor self_attention_cpu(const Tensor& qkv, int64_t heads, int64_t block, double p, int64_t seed) { return run_forward(qkv, heads, block, p, seed).first; }

Tensor self_attention_autograd(const Tensor& qkv, int64_t heads, int64_t block, double p, int64_t seed) {
    if (torch::autograd::compute_requires_grad(qkv)) return SelfAttention::apply(qkv, heads, block, p, seed);
    at::AutoDispatchBelowADInplaceOrView guard;
    return self_attention_cpu(qkv, heads, block, p, seed);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) { m.def("self_attention(Tensor qkv, int heads, int block, float p, int seed) -> Tensor"); }
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("self_attention", self_attention_cpu); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("self_attention", self_attention_autograd); }
