// Categorical variables as one-hot vectors, [rows, variables * classes], and what DreamerV3 does with them.
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include "vector.h"

namespace reverie {

constexpr float kSmallestProbability = 1.1920928955078125e-07f;  // the distance from 1 to the next float

// p = softmax(raw), and the same with a little of the uniform distribution in it.
static inline void softmax_row(const float* raw, float* p, int64_t classes) {
    float top = -std::numeric_limits<float>::infinity(), sum = 0;
#pragma omp simd reduction(max : top)
    for (int64_t i = 0; i < classes; ++i) top = raw[i] > top ? raw[i] : top;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < classes; ++i) sum += p[i] = exp(raw[i] - top);
    const float inverse = 1 / sum;
#pragma omp simd
    for (int64_t i = 0; i < classes; ++i) p[i] *= inverse;
}

static inline float mixed(float p, float share, float uniform) {
    const float m = p * (1 - share) + uniform;
    return std::min(std::max(m, kSmallestProbability), 1 - kSmallestProbability);
}

// The class of a variable: the likeliest where `at` is negative, else the one in whose share of [0, 1) it lies.
static inline int64_t draw_class(const float* p, float share, int64_t classes, float at) {
    const float uniform = share / static_cast<float>(classes);
    if (at < 0) {
        int64_t best = 0;
        for (int64_t i = 1; i < classes; ++i)
            if (p[i] > p[best]) best = i;
        return best;
    }
    float below = 0;
    int64_t last = 0;
    for (int64_t i = 0; i < classes; ++i) {
        const float m = p[i] * (1 - share) + uniform;
        if (m > 0) last = i;
        below += m;
        if (at < below) return i;
    }
    return last;  // rounding: the shares sum to a little less than 1
}

}  // namespace reverie
