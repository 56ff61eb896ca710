// Dropout with counter-based random bits: vectorised, on all threads and with no mask kept. ATen's draws one element after
// another from a Mersenne twister on one thread.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>
#include "random_bits.h"
#include "require.h"

namespace {

using at::Tensor;

constexpr int64_t kRow = 4096;

Tensor apply_dropout(const Tensor& input, double p, int64_t seed) {
    reverie::require_floats("dropout", input);
    reverie::require_dropout("dropout", p);
    const auto x = input.contiguous();
    auto y = at::empty_like(x);
    const float* from = x.data_ptr<float>();
    float* to = y.data_ptr<float>();
    const int64_t n = x.numel();
    const reverie::Dropout dropout(p, seed);
    at::parallel_for(0, (n + kRow - 1) / kRow, 4, [&](int64_t begin, int64_t end) {
        for (int64_t row = begin; row < end; ++row) {
            const uint32_t key = reverie::row_key(seed, row);
            const int64_t first = row * kRow;
            const uint32_t count = static_cast<uint32_t>(std::min(kRow, n - first));
#pragma omp simd
            for (uint32_t i = 0; i < count; ++i) to[first + i] = from[first + i] * dropout.factor(key, i);
        }
    });
    return y;
}

struct DropoutFunction : torch::autograd::Function<DropoutFunction> {
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, double p, int64_t seed) {
        at::AutoDispatchBelowADInplaceOrView guard;
        context->saved_data["p"] = p;
        context->saved_data["seed"] = seed;
        return apply_dropout(x, p, seed);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        // Recorded where a second derivative is wanted: it is the same mask again.
        return {apply(grads[0], context->saved_data["p"].toDouble(), context->saved_data["seed"].toInt()), Tensor(), Tensor()};
    }
};

Tensor dropout_autograd(const Tensor& x, double p, int64_t seed) { return DropoutFunction::apply(x, p, seed); }

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) { m.def("dropout(Tensor x, float p, int seed) -> Tensor"); }
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("dropout", apply_dropout); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("dropout", dropout_autograd); }
