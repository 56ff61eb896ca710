// One pass over memory for an Adam step, where ATen on the CPU would make a dozen; and the norm of many gradients.
#include <cmath>
#include <vector>
#include <ATen/Parallel.h>
#include <torch/library.h>
#include "guard.h"

namespace {

void adam_cpu(at::TensorList params, at::TensorList grads, at::TensorList averages, at::TensorList squares, double lr, double beta1, double beta2,
              double eps, double weight_decay, bool decoupled, int64_t step) {
    const double correction1 = 1 - std::pow(beta1, static_cast<double>(step));
    const double correction2 = std::sqrt(1 - std::pow(beta2, static_cast<double>(step)));
    const float step_size = static_cast<float>(lr / correction1);
    const float inverse2 = static_cast<float>(1 / correction2);
    // 1 - beta in double precision first: 1 - 0.999f would be off by 5e-5 of itself.
    const float rest1 = static_cast<float>(1 - beta1), rest2 = static_cast<float>(1 - beta2);
    const float b2 = static_cast<float>(beta2), e = static_cast<float>(eps);
    const float shrink = decoupled ? static_cast<float>(1 - lr * weight_decay) : 1.0f;
    const float l2 = decoupled ? 0.0f : static_cast<float>(weight_decay);
    for (size_t k = 0; k < params.size(); ++k) {
        const auto grad_tensor = grads[k].contiguous();
        float* p = params[k].data_ptr<float>();
        const float* g = grad_tensor.data_ptr<float>();
        float* m = averages[k].data_ptr<float>();
        float* v = squares[k].data_ptr<float>();
        at::parallel_for(0, params[k].numel(), 1 << 15, [=](int64_t begin, int64_t end) {
            for (int64_t i = begin; i < end; ++i) {
                const float decayed = p[i] * shrink;
                const float gradient = g[i] + l2 * decayed;
                const float average = m[i] + (gradient - m[i]) * rest1;
                const float square = v[i] * b2 + gradient * gradient * rest2;
                m[i] = average;
                v[i] = square;
                p[i] = decayed - step_size * average / (std::sqrt(square) * inverse2 + e);
            }
        });
    }
}

// The Euclidean norm over all tensors together, accumulated in double precision, in a fixed order.
double total_norm_cpu(at::TensorList tensors) {
    double sum = 0;
    for (const auto& tensor : tensors) {
        const auto dense = tensor.contiguous();
        const float* x = dense.data_ptr<float>();
        const int64_t n = dense.numel();
        double lanes[8] = {0, 0, 0, 0, 0, 0, 0, 0};
        int64_t i = 0;
        for (; i + 8 <= n; i += 8)
            for (int lane = 0; lane < 8; ++lane) lanes[lane] += static_cast<double>(x[i + lane]) * x[i + lane];
        for (; i < n; ++i) lanes[0] += static_cast<double>(x[i]) * x[i];
        for (double lane : lanes) sum += lane;
    }
    return std::sqrt(sum);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) {
    m.def("adam_(Tensor[] params, Tensor[] grads, Tensor[] averages, Tensor[] squares, float lr, float beta1, float beta2, float eps, "
          "float weight_decay, bool decoupled, int step) -> ()");
    m.def("total_norm(Tensor[] tensors) -> float");
}

TORCH_LIBRARY_IMPL(reverie, CPU, m) {
    m.impl("adam_", adam_cpu);
    m.impl("total_norm", total_norm_cpu);
}
