// One token through a whole pre-norm transformer with a key/value cache: memory-bound matrix-vector products and attention
// without a copy, where ATen would dispatch some two hundred operators. Inference only.
#include <cmath>
#include <cstring>
#include <vector>
#include <ATen/Parallel.h>
#include <torch/library.h>
#include "guard.h"
#include "rows.h"

namespace {

constexpr int64_t kWeightsPerLayer = 16;
constexpr float kNormEps = 1e-5f;

void layer_norm(const float* x, const at::Tensor& weight, const at::Tensor& bias, float* out, int64_t rows, int64_t width) {
    const float* w = weight.data_ptr<float>();
    const float* b = bias.data_ptr<float>();
    for (int64_t r = 0; r < rows; ++r, x += width, out += width) {
        double sum = 0, squares = 0;
#pragma omp simd reduction(+ : sum)
        for (int64_t i = 0; i < width; ++i) sum += x[i];
        const float mean = static_cast<float>(sum / width);
#pragma omp simd reduction(+ : squares)
        for (int64_t i = 0; i < width; ++i) squares += static_cast<double>(x[i] - mean) * (x[i] - mean);
        const float scale = static_cast<float>(1 / std::sqrt(squares / width + kNormEps));
#pragma omp simd
        for (int64_t i = 0; i < width; ++i) out[i] = (x[i] - mean) * scale * w[i] + b[i];
    }
}

// Softmax(q k / sqrt(d)) v over the cache, for one query of each row and head.
void attend(const float* query, const float* keys, const float* values, float* out, int64_t batch, int64_t heads, int64_t capacity, int64_t length,
            int64_t size) {
    const float scale = 1 / std::sqrt(static_cast<float>(size));
    const int64_t grain = std::max<int64_t>(1, (1 << 14) / (2 * length * size));
    at::parallel_for(0, batch * heads, grain, [&](int64_t begin, int64_t end) {
        std::vector<float> scores(length);
        for (int64_t row = begin; row < end; ++row) {
            const float* q = query + row * size;
            const float* k = keys + row * capacity * size;
            const float* v = values + row * capacity * size;
            float* o = out + row * size;
            float top = -INFINITY;
            for (int64_t s = 0; s < length; ++s) {
                scores[s] = reverie::dot(q, k + s * size, size) * scale;
                top = std::max(top, scores[s]);
            }
            float total = 0;
#pragma omp simd reduction(+ : total)
            for (int64_t s = 0; s < length; ++s) {
                scores[s] = reverie::fast_exp(scores[s] - top);
                total += scores[s];
            }
            std::memset(o, 0, size * sizeof(float));
            for (int64_t s = 0; s < length; ++s) {
                const float weight = scores[s];
                const float* vs = v + s * size;
#pragma omp simd
                for (int64_t i = 0; i < size; ++i) o[i] += weight * vs[i];
            }
            const float normalise = 1 / total;
#pragma omp simd
            for (int64_t i = 0; i < size; ++i) o[i] *= normalise;
        }
    });
}

// Writes a fresh key or value, [B, heads, d], behind the others.
void append(const float* fresh, float* cache, int64_t rows, int64_t capacity, int64_t length, int64_t size) {
    for (int64_t row = 0; row < rows; ++row) std::memcpy(cache + (row * capacity + length) * size, fresh + row * size, size * sizeof(float));
}

// x [B, 1, E]; cache [layers, 2, B, heads, capacity, d], of which `length` tokens are filled. Returns the normalised output.
at::Tensor transformer_step_cpu(const at::Tensor& x, at::TensorList weights, const at::Tensor& cache, int64_t length, int64_t heads) {
    const int64_t batch = x.size(0), width = x.size(-1), layers = cache.size(0), capacity = cache.size(4), size = width / heads;
    TORCH_CHECK(x.is_contiguous() && x.scalar_type() == at::kFloat && x.numel() == batch * width, "transformer_step wants one float token a row");
    TORCH_CHECK(static_cast<int64_t>(weights.size()) == layers * kWeightsPerLayer + 2, "transformer_step wants 16 weights a layer and a last norm");
    TORCH_CHECK(cache.is_contiguous() && cache.size(2) == batch && length < capacity, "transformer_step's cache does not fit its input");
    for (const auto& weight : weights) {
        const bool fits = weight.scalar_type() == at::kFloat || (weight.dim() == 2 && weight.scalar_type() == at::kBFloat16);
        TORCH_CHECK(weight.is_contiguous() && fits, "transformer_step wants contiguous float weights; matrices may be bfloat16");
    }

    const int64_t n = batch * width;
    at::Tensor result = x.clone();
    float* h = result.data_ptr<float>();
    std::vector<float> memory(9 * n);
    float *normed = memory.data(), *q = normed + n, *k = q + n, *v = k + n, *mixed = v + n, *wide = mixed + n;
    const int64_t side = batch * heads * capacity * size;  // keys, or values, of one layer
    for (int64_t layer = 0; layer < layers; ++layer) {
        const auto* w = &weights[layer * kWeightsPerLayer];
        float* keys = cache.data_ptr<float>() + 2 * layer * side;
        float* values = keys + side;
        layer_norm(h, w[0], w[1], normed, batch, width);
        reverie::linear_rows3(normed, batch, width, w[2], w[3], q, w[4], w[5], k, w[6], w[7], v);
        append(k, keys, batch * heads, capacity, length, size);
        append(v, values, batch * heads, capacity, length, size);
        attend(q, keys, values, mixed, batch, heads, capacity, length + 1, size);
        reverie::linear_rows(mixed, batch, width, w[8], w[9], h, reverie::Store::add);
        layer_norm(h, w[10], w[11], normed, batch, width);
        reverie::linear_rows(normed, batch, width, w[12], w[13], wide, reverie::Store::gelu);
        reverie::linear_rows(wide, batch, 4 * width, w[14], w[15], h, reverie::Store::add);
    }
    layer_norm(h, weights[weights.size() - 2], weights[weights.size() - 1], normed, batch, width);
    std::memcpy(h, normed, n * sizeof(float));
    return result;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) {
    m.def("transformer_step(Tensor x, Tensor[] weights, Tensor(a!) cache, int length, int heads) -> Tensor");
}

TORCH_LIBRARY_IMPL(reverie, CPU, m) {
    m.impl("transformer_step", transformer_step_cpu);
}
