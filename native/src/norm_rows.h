// A LayerNorm over the elements of a row and what often follows it, a row at a time: forward, and backward from the row that went in.
#pragma once
#include <cmath>
#include <cstdint>
#include "vector.h"

namespace reverie {

struct Moments {
    float mean, scale;  // scale: 1 / standard deviation
};

static inline Moments moments(const float* x, int64_t n, float eps) {
    float sum = 0, squares = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < n; ++i) sum += x[i];
    const float mean = sum / static_cast<float>(n);
#pragma omp simd reduction(+ : squares)
    for (int64_t i = 0; i < n; ++i) squares += (x[i] - mean) * (x[i] - mean);
    return {mean, 1 / std::sqrt(squares / static_cast<float>(n) + eps)};
}

// grad: the gradient of the row behind gain and offset, replaced by that of the row before the norm. of_gain and of_offset are added to.
static inline void norm_backward(const float* x, const Moments& m, const float* gain, float* grad, float* of_gain, float* of_offset, int64_t n) {
    float sum = 0, along = 0;
#pragma omp simd reduction(+ : sum, along)
    for (int64_t i = 0; i < n; ++i) {
        const float normal = (x[i] - m.mean) * m.scale, g = grad[i];
        of_gain[i] += g * normal;
        of_offset[i] += g;
        const float inner = g * gain[i];
        grad[i] = inner;
        sum += inner;
        along += inner * normal;
    }
    sum /= static_cast<float>(n), along /= static_cast<float>(n);
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) grad[i] = m.scale * (grad[i] - sum - (x[i] - m.mean) * m.scale * along);
}

// y = silu(norm(x))
static inline void norm_silu_row(const float* x, const float* gain, const float* offset, float eps, float* y, int64_t n) {
    const Moments m = moments(x, n, eps);
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) {
        const float v = (x[i] - m.mean) * m.scale * gain[i] + offset[i];
        y[i] = v * sigmoid(v);
    }
}

// grad: of y, replaced by that of x.
static inline void norm_silu_row_backward(const float* x, const float* gain, const float* offset, float eps, float* grad, float* of_gain, float* of_offset,
                                          int64_t n) {
    const Moments m = moments(x, n, eps);
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) {
        const float v = (x[i] - m.mean) * m.scale * gain[i] + offset[i], s = sigmoid(v);
        grad[i] *= s * (1 + v * (1 - s));
    }
    norm_backward(x, m, gain, grad, of_gain, of_offset, n);
}

constexpr float kUpdateBias = -1;

static inline float tanh_of(float x) { return 2 * sigmoid(2 * x) - 1; }

// The gates of DreamerV3's recurrent unit: r, c, u = norm(mixed) in three parts; h' = u' tanh(sigmoid(r) c) + (1 - u') h, u' = sigmoid(u - 1).
static inline void gru_row(const float* mixed, const float* gain, const float* offset, float eps, const float* hidden, float* next, int64_t n) {
    const Moments m = moments(mixed, 3 * n, eps);
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) {
        const auto normal = [&](int64_t k) { return (mixed[k] - m.mean) * m.scale * gain[k] + offset[k]; };
        const float candidate = tanh_of(sigmoid(normal(i)) * normal(n + i)), update = sigmoid(normal(2 * n + i) + kUpdateBias);
        next[i] = update * candidate + (1 - update) * hidden[i];
    }
}

// grad: of h'; of_mixed: overwritten with the gradient of mixed; of_hidden: with that of h.
static inline void gru_row_backward(const float* mixed, const float* gain, const float* offset, float eps, const float* hidden, const float* grad, float* of_mixed,
                                    float* of_hidden, float* of_gain, float* of_offset, int64_t n) {
    const Moments m = moments(mixed, 3 * n, eps);
#pragma omp simd
    for (int64_t i = 0; i < n; ++i) {
        const auto normal = [&](int64_t k) { return (mixed[k] - m.mean) * m.scale * gain[k] + offset[k]; };
        const float reset = sigmoid(normal(i)), raw = normal(n + i), candidate = tanh_of(reset * raw), update = sigmoid(normal(2 * n + i) + kUpdateBias);
        const float g = grad[i], through = g * update * (1 - candidate * candidate);
        of_hidden[i] = g * (1 - update);
        of_mixed[i] = through * raw * reset * (1 - reset);
        of_mixed[n + i] = through * reset;
        of_mixed[2 * n + i] = g * (candidate - hidden[i]) * update * (1 - update);
    }
    norm_backward(mixed, m, gain, of_mixed, of_gain, of_offset, 3 * n);
}

}  // namespace reverie
