// One token through a whole pre-norm transformer with a key/value cache: memory-bound matrix-vector products and attention
// without a copy, where ATen would dispatch some two hundred operators. Inference only.
#include <cmath>
#include <cstring>
#include <vector>
#include <ATen/Parallel.h>
#include <torch/library.h>
#include "require.h"
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

// scores[s] = scale q k_s for all keys; there is room for a multiple of 16 scores.
void score(const float* q, const float* keys, int64_t length, int64_t size, float scale, float* scores) {
    constexpr int kKeys = reverie::kLanes;
    for (int64_t s = 0; s < length; s += kKeys) {
        const int64_t count = std::min<int64_t>(kKeys, length - s);
        reverie::vfloat sums[kKeys] = {};
        int64_t i = 0;
        for (; i + reverie::kLanes <= size; i += reverie::kLanes) {
            const reverie::vfloat part = reverie::load(q + i);
            if (count == kKeys)
                for (int k = 0; k < kKeys; ++k) sums[k] += part * reverie::load(keys + (s + k) * size + i);
            else
                for (int64_t k = 0; k < count; ++k) sums[k] += part * reverie::load(keys + (s + k) * size + i);
        }
        reverie::store(scores + s, reverie::totals<kKeys>(sums));
        for (int64_t k = 0; k < count; ++k) {
            for (int64_t j = i; j < size; ++j) scores[s + k] += q[j] * keys[(s + k) * size + j];
            scores[s + k] *= scale;
        }
    }
}

// out = sum of weights[s] v_s, Vectors at a time in registers.
template <int Vectors>
void mix(const float* weights, const float* values, int64_t length, int64_t size, float factor, float* out) {
    reverie::vfloat sums[Vectors] = {};
    for (int64_t s = 0; s < length; ++s)
        for (int i = 0; i < Vectors; ++i) sums[i] += weights[s] * reverie::load(values + s * size + i * reverie::kLanes);
    for (int i = 0; i < Vectors; ++i) reverie::store(out + i * reverie::kLanes, sums[i] * factor);
}

// Softmax(q k / sqrt(d)) v over the cache, for one query of each row and head.
void attend(const float* query, const float* keys, const float* values, float* out, int64_t batch, int64_t heads, int64_t capacity, int64_t length,
            int64_t size) {
    const float scale = 1 / std::sqrt(static_cast<float>(size));
    const int64_t grain = std::max<int64_t>(1, (1 << 14) / (2 * length * size));
    at::parallel_for(0, batch * heads, grain, [&](int64_t begin, int64_t end) {
        std::vector<float> scores((length + reverie::kLanes - 1) / reverie::kLanes * reverie::kLanes);
        for (int64_t row = begin; row < end; ++row) {
            score(query + row * size, keys + row * capacity * size, length, size, scale, scores.data());
            const float top = *std::max_element(scores.begin(), scores.begin() + length);
            float total = 0;
#pragma omp simd reduction(+ : total)
            for (int64_t s = 0; s < length; ++s) {
                scores[s] = reverie::exp(scores[s] - top);
                total += scores[s];
            }
            const float* v = values + row * capacity * size;
            int64_t i = 0;
            for (; i + 4 * reverie::kLanes <= size; i += 4 * reverie::kLanes) mix<4>(scores.data(), v + i, length, size, 1 / total, out + row * size + i);
            for (; i + reverie::kLanes <= size; i += reverie::kLanes) mix<1>(scores.data(), v + i, length, size, 1 / total, out + row * size + i);
            for (; i < size; ++i) {
                float sum = 0;
                for (int64_t s = 0; s < length; ++s) sum += scores[s] * v[s * size + i];
                out[row * size + i] = sum / total;
            }
        }
    });
}

// Writes a fresh key or value, [B, heads, d], behind the others.
void append(const float* fresh, float* cache, int64_t rows, int64_t capacity, int64_t length, int64_t size) {
    for (int64_t row = 0; row < rows; ++row) std::memcpy(cache + (row * capacity + length) * size, fresh + row * size, size * sizeof(float));
}

// Per layer: norm; query, key and value; projection; norm; the two maps of the feed-forward part. Each has a weight and a bias;
// the numbers are rows and columns in widths, 0 columns: a vector.
constexpr int64_t kShapes[kWeightsPerLayer][2] = {{1, 0}, {1, 0}, {1, 1}, {1, 0}, {1, 1}, {1, 0}, {1, 1}, {1, 0},
                                                  {1, 1}, {1, 0}, {1, 0}, {1, 0}, {4, 1}, {4, 0}, {1, 4}, {1, 0}};

void require_weights(at::TensorList weights, int64_t layers, int64_t width) {
    const int64_t count = static_cast<int64_t>(weights.size());
    TORCH_CHECK(count == layers * kWeightsPerLayer + 2,
                "transformer_step wants ", kWeightsPerLayer, " weights a layer and a last norm, not ", count, " for ", layers, " layers");
    for (int64_t i = 0; i < count; ++i) {
        const auto& weight = weights[i];
        const auto [rows, columns] = i < count - 2 ? kShapes[i % kWeightsPerLayer] : kShapes[0];
        const bool fits = columns == 0 ? weight.dim() == 1 && weight.size(0) == rows * width
                                       : weight.dim() == 2 && weight.size(0) == rows * width && weight.size(1) == columns * width;
        TORCH_CHECK(fits, "transformer_step: weight ", i, " has the shape ", weight.sizes(), ", which does not fit a width of ", width);
        const bool known = weight.scalar_type() == at::kFloat || (columns > 0 && weight.scalar_type() == at::kBFloat16);
        TORCH_CHECK(weight.is_contiguous() && known, "transformer_step wants contiguous float weights; matrices may be bfloat16");
        reverie::require_no_gradient("transformer_step", weight);
    }
}

// x [B, 1, E]; cache [layers, 2, B, heads, capacity, d], of which `length` tokens are filled. Returns the normalised output.
at::Tensor transformer_step_cpu(const at::Tensor& x, at::TensorList weights, const at::Tensor& cache, int64_t length, int64_t heads) {
    TORCH_CHECK(x.dim() == 3 && x.size(1) == 1 && cache.dim() == 6,
                "transformer_step wants [B, 1, E] and [layers, 2, B, heads, capacity, d], not ", x.sizes(), " and ", cache.sizes());
    const int64_t batch = x.size(0), width = x.size(2), layers = cache.size(0), capacity = cache.size(4);
    TORCH_CHECK(heads > 0 && width > 0 && width % heads == 0, "transformer_step: ", heads, " heads cannot share a width of ", width);
    const int64_t size = width / heads;
    reverie::require_floats("transformer_step", x, cache);
    reverie::require_shape("transformer_step", "cache", cache, {layers, 2, batch, heads, capacity, size});
    TORCH_CHECK(x.is_contiguous() && cache.is_contiguous(), "transformer_step wants a contiguous token and cache");
    TORCH_CHECK(length >= 0 && length < capacity, "transformer_step: token ", length, " does not fit into a cache of ", capacity);
    require_weights(weights, layers, width);
    reverie::require_no_gradient("transformer_step", x, cache);
    if (batch == 0) return x.clone();

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
    cache.unsafeGetTensorImpl()->bump_version();
    return result;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) {
    m.def("transformer_step(Tensor x, Tensor[] weights, Tensor(a!) cache, int length, int heads) -> Tensor");
}

TORCH_LIBRARY_IMPL(reverie, CPU, m) {
    m.impl("transformer_step", transformer_step_cpu);
}
