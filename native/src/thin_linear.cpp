// y = x W^T + b for a handful of rows, as in decoding: every weight is read once from memory and used for all rows. General
// matrix products pack the weight first, which costs more than the product.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/library.h>
#include "fused.h"
#include "require.h"
#include "vector.h"

namespace {

using namespace reverie;
using at::Tensor;

constexpr int64_t kMostRows = 8;
constexpr int64_t kGrain = 32768;  // weights a task

struct Product {
    const float* x;
    const float* bias;
    float* y;
    int64_t in, out;
};

// W is [out, in]: a dot product for each output.
template <int kRows, typename T>
void by_rows(const Product& p, const T* weight) {
    at::parallel_for(0, p.out, std::max<int64_t>(1, kGrain / p.in), [&](int64_t begin, int64_t end) {
        for (int64_t o = begin; o < end; ++o) {
            const T* w = weight + o * p.in;
            vfloat total[kRows]{};
            int64_t i = 0;
            for (; i + kLanes <= p.in; i += kLanes) {
                const vfloat ws = load(w + i);
                for (int r = 0; r < kRows; ++r) total[r] += ws * load(p.x + r * p.in + i);
            }
            for (int r = 0; r < kRows; ++r) {
                float result = sum(total[r]) + (p.bias != nullptr ? p.bias[o] : 0.0f);
                for (int64_t j = i; j < p.in; ++j) result += static_cast<float>(w[j]) * p.x[r * p.in + j];
                p.y[r * p.out + o] = result;
            }
        }
    });
}

// W is [in, out]: outputs gather row after row of it.
template <int kRows, typename T>
void by_columns(const Product& p, const T* weight) {
    at::parallel_for(0, p.out, std::max<int64_t>(kLanes, kGrain / p.in), [&](int64_t begin, int64_t end) {
        for (int r = 0; r < kRows; ++r)
            for (int64_t o = begin; o < end; ++o) p.y[r * p.out + o] = p.bias != nullptr ? p.bias[o] : 0.0f;
        for (int64_t i = 0; i < p.in; ++i) {
            const T* w = weight + i * p.out;
            int64_t o = begin;
            for (; o + kLanes <= end; o += kLanes) {
                const vfloat ws = load(w + o);
                for (int r = 0; r < kRows; ++r) {
                    float* y = p.y + r * p.out + o;
                    store(y, load(y) + ws * p.x[r * p.in + i]);
                }
            }
            for (; o < end; ++o)
                for (int r = 0; r < kRows; ++r) p.y[r * p.out + o] += static_cast<float>(w[o]) * p.x[r * p.in + i];
        }
    });
}

template <typename T>
void multiply(const Product& p, const T* weight, bool transposed, int64_t rows) {
    switch (rows) {
#define REVERIE_ROWS(n) \
    case n: return transposed ? by_columns<n>(p, weight) : by_rows<n>(p, weight)
        REVERIE_ROWS(1);
        REVERIE_ROWS(2);
        REVERIE_ROWS(3);
        REVERIE_ROWS(4);
        REVERIE_ROWS(5);
        REVERIE_ROWS(6);
        REVERIE_ROWS(7);
        REVERIE_ROWS(8);
#undef REVERIE_ROWS
    }
}

Tensor thin_linear(const Tensor& x, const Tensor& weight, const c10::optional<Tensor>& bias, bool transposed) {
    TORCH_CHECK(weight.dim() == 2 && weight.is_contiguous() && weight.numel() > 0,
                "thin_linear: the weight must be a contiguous matrix with elements, not of shape ", weight.sizes());
    const int64_t in = weight.size(transposed ? 0 : 1), out = weight.size(transposed ? 1 : 0);
    TORCH_CHECK(x.dim() > 0 && x.size(-1) == in, "thin_linear: an input of shape ", x.sizes(), " does not end with the weight's ", in, " features");
    TORCH_CHECK(x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16, "thin_linear takes float or bfloat16, not ", x.scalar_type());
    const Tensor given = bias.value_or(Tensor());
    require_shape("thin_linear", "bias", given, {out});
    require_no_gradient("thin_linear", x, weight, given);
    const auto rows = x.reshape({-1, in}).to(at::kFloat).contiguous();
    TORCH_CHECK(rows.size(0) <= kMostRows, "thin_linear is for at most ", kMostRows, " rows, not ", rows.size(0));
    const auto offset = given.defined() ? given.to(at::kFloat).contiguous() : Tensor();
    auto shape = x.sizes().vec();
    shape.back() = out;
    auto y = at::empty(shape, rows.options());
    const Product product{rows.data_ptr<float>(), offset.defined() ? offset.data_ptr<float>() : nullptr, y.data_ptr<float>(), in, out};
    with_data(weight, "thin_linear", [&](const auto* w) { multiply(product, w, transposed, rows.size(0)); });
    return y.to(x.scalar_type());
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) { m.def("thin_linear(Tensor x, Tensor weight, Tensor? bias, bool transposed) -> Tensor"); }
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("thin_linear", thin_linear); }
