// Cross entropy of each row of logits over a large vocabulary, in float or bfloat16: forward reads the logits and keeps one number a row,
// backward reads them again and writes the gradient. ATen writes the log-probabilities too, and a second matrix of gradients.
//   loss = log sum_j exp(l_j) - l_target;  0 where the target is to be ignored
#include <algorithm>
#include <cmath>
#include <limits>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/library.h>
#include "fused.h"
#include "vector.h"

namespace {

using namespace reverie;
using at::Tensor;

// Not a number where a logit is not one, or where all or any are infinite so that there is no probability.
template <typename T>
float log_sum_exp(const T* row, int64_t n) {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    vfloat largest = splat(-infinity);
    vint bad{};
    for (int64_t i = 0; i < n; i += kLanes) {
        const vfloat v = load(row + i, n - i, -infinity);
        bad |= v != v;
        largest = max(largest, v);
    }
    float top = -infinity;
    bool broken = false;
    for (int k = 0; k < kLanes; ++k) top = std::max(top, largest[k]), broken |= bad[k] != 0;
    if (broken || !std::isfinite(top)) return std::numeric_limits<float>::quiet_NaN();
    vfloat total{};
    for (int64_t i = 0; i < n; i += kLanes) total += exp(load(row + i, n - i, -infinity) - top);
    return top + std::log(sum(total));
}

// The targets, each of which is in the vocabulary or to be ignored.
const int64_t* targets_of(const Tensor& targets, int64_t vocabulary, int64_t ignored) {
    const int64_t* target = targets.data_ptr<int64_t>();
    for (int64_t r = 0; r < targets.numel(); ++r)
        TORCH_CHECK(target[r] == ignored || (target[r] >= 0 && target[r] < vocabulary),
                    "token_loss: target ", target[r], " is not in the vocabulary of ", vocabulary);
    return target;
}

// logits [N, V], targets [N] -> losses [N] and the rows' log-sum-exp [N], in float.
std::tuple<Tensor, Tensor> forward(const Tensor& logits, const Tensor& targets, int64_t ignored) {
    TORCH_CHECK(logits.dim() == 2 && logits.is_contiguous(), "token_loss: the logits must be [rows, vocabulary] and contiguous");
    TORCH_CHECK(targets.dim() == 1 && targets.size(0) == logits.size(0) && targets.scalar_type() == at::kLong && targets.is_contiguous(),
                "token_loss: the targets must be one 64-bit integer for each row of logits");
    const int64_t rows = logits.size(0), n = logits.size(1);
    const int64_t* target = targets_of(targets, n, ignored);
    auto losses = at::zeros({rows}, logits.options().dtype(at::kFloat)), sums = at::zeros_like(losses);
    with_data(logits, "token_loss", [&](const auto* data) {
        float *loss = losses.data_ptr<float>(), *lse = sums.data_ptr<float>();
        at::parallel_for(0, rows, 1, [&](int64_t begin, int64_t end) {
            for (int64_t r = begin; r < end; ++r) {
                if (target[r] == ignored) continue;
                lse[r] = log_sum_exp(data + r * n, n);
                loss[r] = lse[r] - static_cast<float>(data[r * n + target[r]]);
            }
        });
    });
    return {losses, sums};
}

Tensor backward(const Tensor& logits, const Tensor& targets, const Tensor& sums, const Tensor& grads, int64_t ignored) {
    auto result = at::empty_like(logits);
    const int64_t rows = logits.size(0), n = logits.size(1);
    const int64_t* target = targets_of(targets, n, ignored);  // asked again: their memory may have been overwritten since
    const float *lse = sums.data_ptr<float>(), *grad = grads.data_ptr<float>();
    with_data(logits, "token_loss", [&](auto* data) {
        auto* out = static_cast<decltype(data)>(result.data_ptr());
        at::parallel_for(0, rows, 1, [&](int64_t begin, int64_t end) {
            for (int64_t r = begin; r < end; ++r) {
                const auto* from = data + r * n;
                auto* to = out + r * n;
                if (target[r] == ignored) {
                    std::fill(to, to + n, 0.0f);
                    continue;
                }
                const float scale = std::isnan(lse[r]) ? lse[r] : grad[r];
                for (int64_t i = 0; i < n; i += kLanes)
                    store(to + i, scale * exp(load(from + i, n - i, 0) - lse[r]), std::min<int64_t>(kLanes, n - i));
                to[target[r]] = scale * (std::exp(static_cast<float>(from[target[r]]) - lse[r]) - 1);
            }
        });
    });
    return result;
}

class TokenLoss : public torch::autograd::Function<TokenLoss> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& logits, const Tensor& targets, int64_t ignored) {
        at::AutoDispatchBelowADInplaceOrView below;
        auto [losses, sums] = ::forward(logits, targets, ignored);
        context->saved_data["ignored"] = ignored;
        context->save_for_backward({logits, targets, sums});
        return losses;
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        reverie::refuse_second_derivative("token_loss");
        at::AutoDispatchBelowADInplaceOrView below;
        const auto saved = context->get_saved_variables();
        return {::backward(saved[0], saved[1], saved[2], grads[0].contiguous(), context->saved_data["ignored"].toInt()), Tensor(), Tensor()};
    }
};

Tensor token_loss(const Tensor& logits, const Tensor& targets, int64_t ignored) { return std::get<0>(forward(logits, targets, ignored)); }

Tensor token_loss_autograd(const Tensor& logits, const Tensor& targets, int64_t ignored) {
    if (torch::autograd::compute_requires_grad(logits)) return TokenLoss::apply(logits, targets, ignored);
    at::AutoDispatchBelowADInplaceOrView below;
    return token_loss(logits, targets, ignored);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) { m.def("token_loss(Tensor logits, Tensor targets, int ignored) -> Tensor"); }
TORCH_LIBRARY_IMPL(reverie, CPU, m) { m.impl("token_loss", token_loss); }
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("token_loss", token_loss_autograd); }
