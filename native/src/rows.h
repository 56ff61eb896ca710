// y = x W^T + b for a handful of rows x, where a BLAS would be bound by overhead: 4 outputs by up to 4 rows at a time in
// registers, each weight read once per 4 rows, outputs split over the threads.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include "fused.h"
#include "vector.h"

namespace reverie {

constexpr int64_t kAhead = 8;  // outputs between a weight in use and the one that is fetched from memory meanwhile

static inline vfloat pick(vfloat a, vfloat b, vint from) {
#if defined(__clang__)
    vfloat v;
    for (int i = 0; i < kLanes; ++i) v[i] = from[i] < kLanes ? a[from[i]] : b[from[i] - kLanes];
    return v;
#else
    return __builtin_shuffle(a, b, from);
#endif
}

// Adds neighbours at a distance of Step: lanes of a where the lane's bit Step is clear, of b where it is set.
template <int Step>
static inline vfloat add_neighbours(vfloat a, vfloat b) {
    vint low, high;
    for (int i = 0; i < kLanes; ++i) {
        low[i] = i & Step ? kLanes + i - Step : i;
        high[i] = i & Step ? kLanes + i : i + Step;
    }
    return pick(a, b, low) + pick(a, b, high);
}

// Lane i of the result is the sum over the lanes of sums[i % N]; N is 4, 8 or 16. A few shuffles for all, where sums one by one
// would cost more than the products of a short row.
template <int N>
static inline vfloat totals(const vfloat* sums) {
    vfloat quads[N / 4];
    for (int i = 0; i < N / 4; ++i)
        quads[i] = add_neighbours<2>(add_neighbours<1>(sums[4 * i], sums[4 * i + 1]), add_neighbours<1>(sums[4 * i + 2], sums[4 * i + 3]));
    if constexpr (N == 4) return add_neighbours<8>(add_neighbours<4>(quads[0], quads[0]), add_neighbours<4>(quads[0], quads[0]));
    if constexpr (N == 8) {
        const vfloat octets = add_neighbours<4>(quads[0], quads[1]);
        return add_neighbours<8>(octets, octets);
    }
    if constexpr (N == 16) return add_neighbours<8>(add_neighbours<4>(quads[0], quads[1]), add_neighbours<4>(quads[2], quads[3]));
}

// erf within 1.5e-7 (Abramowitz and Stegun, 7.1.26).
static inline float erf(float x) {
    const float a = std::fabs(x);
    const float t = 1 / (1 + 0.3275911f * a);
    const float p = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;
    return std::copysign(1 - p * exp(-a * a), x);
}

static inline float gelu(float x) { return 0.5f * x * (1 + erf(x * 0.70710678118654752f)); }

// What becomes of a result: overwrite, add to what is there (a residual), or through a nonlinearity.
enum class Store { set, add, gelu };

template <int Rows, int Outputs, typename W>
void linear_tile(const float* x, int64_t in, const W* w, const float* bias, float* y, int64_t out, bool add) {
    vfloat sums[Rows * Outputs] = {};
    int64_t i = 0;
    for (; i + kLanes <= in; i += kLanes) {
        vfloat weights[Outputs];
        for (int o = 0; o < Outputs; ++o) {
            weights[o] = load(w + o * in + i);
            __builtin_prefetch(w + (o + kAhead) * in + i);
        }
        for (int r = 0; r < Rows; ++r) {
            const vfloat value = load(x + r * in + i);
            for (int o = 0; o < Outputs; ++o) sums[r * Outputs + o] += value * weights[o];
        }
    }
    float results[kLanes];
    if constexpr (Outputs == 4) {
        store(results, totals<Rows * Outputs>(sums));
    } else {  // in the same order: which outputs are left over hangs on the number of threads
        for (int r = 0; r < Rows; ++r) {
            const vfloat same[4] = {sums[r], sums[r], sums[r], sums[r]};
            results[r] = totals<4>(same)[0];
        }
    }
    for (int r = 0; r < Rows; ++r)
        for (int o = 0; o < Outputs; ++o) {
            float sum = results[r * Outputs + o] + bias[o];
            for (int64_t j = i; j < in; ++j) sum += x[r * in + j] * static_cast<float>(w[o * in + j]);
            y[r * out + o] = add ? y[r * out + o] + sum : sum;
        }
}

template <int Outputs, typename W>
void linear_outputs(const float* x, int64_t rows, int64_t in, const W* w, const float* bias, float* y, int64_t out, bool add) {
    int64_t r = 0;
    for (; r + 4 <= rows; r += 4) linear_tile<4, Outputs>(x + r * in, in, w, bias, y + r * out, out, add);
    for (; r + 2 <= rows; r += 2) linear_tile<2, Outputs>(x + r * in, in, w, bias, y + r * out, out, add);
    for (; r < rows; ++r) linear_tile<1, Outputs>(x + r * in, in, w, bias, y + r * out, out, add);
}

// Outputs [begin, end) of all rows.
template <typename W>
void linear_range(const float* x, int64_t rows, int64_t in, const W* w, const float* bias, float* y, int64_t out, int64_t begin, int64_t end, Store store) {
    const bool add = store == Store::add;
    int64_t o = begin;
    for (; o + 4 <= end; o += 4) linear_outputs<4>(x, rows, in, w + o * in, bias + o, y + o, out, add);
    for (; o < end; ++o) linear_outputs<1>(x, rows, in, w + o * in, bias + o, y + o, out, add);
    if (store != Store::gelu) return;
    for (int64_t r = 0; r < rows; ++r) {
        float* row = y + r * out;
#pragma omp simd
        for (int64_t i = begin; i < end; ++i) row[i] = gelu(row[i]);
    }
}

// Outputs a thread should take at least: below some 20 microseconds of work another thread does not pay.
static inline int64_t linear_grain(int64_t rows, int64_t in) { return std::max<int64_t>(16, (1 << 16) / (rows * in) & ~int64_t{3}); }

// x [rows, in], weight [out, in], y [rows, out].
static inline void linear_rows(const float* x, int64_t rows, int64_t in, const at::Tensor& weight, const at::Tensor& bias, float* y, Store store) {
    const float* b = bias.data_ptr<float>();
    const int64_t out = weight.size(0);
    with_data(weight, "linear_rows", [&](const auto* w) {
        at::parallel_for(0, out, linear_grain(rows, in), [&](int64_t begin, int64_t end) { linear_range(x, rows, in, w, b, y, out, begin, end, store); });
    });
}

// Three maps of the same rows (query, key and value) as one parallel product.
static inline void linear_rows3(const float* x, int64_t rows, int64_t in, const at::Tensor& w0, const at::Tensor& b0, float* y0, const at::Tensor& w1,
                         const at::Tensor& b1, float* y1, const at::Tensor& w2, const at::Tensor& b2, float* y2) {
    const at::Tensor* weights[3] = {&w0, &w1, &w2};
    const float* b[3] = {b0.data_ptr<float>(), b1.data_ptr<float>(), b2.data_ptr<float>()};
    float* y[3] = {y0, y1, y2};
    const int64_t out = w0.size(0);
    at::parallel_for(0, 3 * out, linear_grain(rows, in), [&](int64_t begin, int64_t end) {
        for (int64_t part = begin / out; part * out < end; ++part)
            with_data(*weights[part], "linear_rows", [&](const auto* w) {
                linear_range(x, rows, in, w, b[part], y[part], out, std::max<int64_t>(begin - part * out, 0), std::min(end - part * out, out), Store::set);
            });
    });
}

}  // namespace reverie
