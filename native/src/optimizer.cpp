// One pass over memory for an Adam step, where ATen on the CPU would make a dozen; and the norm of many gradients.
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>
#include <ATen/Parallel.h>
#include <torch/library.h>
#include "require.h"

namespace {

constexpr int64_t kRun = 64;  // elements that are looked at together

template <typename T>
struct Rates {
    T step_size, inverse2, rest1, rest2, b2, eps, shrink, l2;
    bool leaves_untouched;  // what never had a gradient stays as it is
};

template <typename T>
inline bool is_zero(const T* x, int64_t count) {
    bool any = false;
    for (int64_t i = 0; i < count; ++i) any |= x[i] != 0;
    return !any;
}

template <typename T>
inline void adam_element(T& p, T g, T& m, T& v, const Rates<T>& r) {
    const T decayed = p * r.shrink;
    const T gradient = g + r.l2 * decayed;
    const T average = m + (gradient - m) * r.rest1;
    const T square = v * r.b2 + gradient * gradient * r.rest2;
    m = average;
    v = square;
    p = decayed - r.step_size * average / (std::sqrt(square) * r.inverse2 + r.eps);
}

// One pass over a parameter p, its gradient g and its moments m and v. A table of which few rows are ever used is passed over fast.
template <typename T>
void adam_pass(T* p, const T* g, T* m, T* v, int64_t count, const Rates<T>& r) {
    at::parallel_for(0, count, 1 << 15, [=](int64_t begin, int64_t end) {
        for (int64_t at = begin; at < end; at += kRun) {
            const int64_t stop = std::min(at + kRun, end);
            if (r.leaves_untouched && is_zero(g + at, stop - at) && is_zero(m + at, stop - at) && is_zero(v + at, stop - at)) continue;
            for (int64_t i = at; i < stop; ++i) adam_element(p[i], g[i], m[i], v[i], r);
        }
    });
}

// Whether two elements of a tensor may share memory, as after Expand: each dimension must step over all that the smaller ones span.
bool may_overlap(const at::Tensor& x) {
    if (x.is_non_overlapping_and_dense()) return false;
    std::vector<std::pair<int64_t, int64_t>> dims;  // stride, size
    for (int64_t i = 0; i < x.dim(); ++i)
        if (x.size(i) > 1) dims.emplace_back(x.stride(i), x.size(i));
    std::sort(dims.begin(), dims.end());
    int64_t span = 1;
    for (const auto& [stride, size] : dims) {
        if (stride < span) return true;
        span += stride * (size - 1);
    }
    return false;
}

void write_back(const at::Tensor& from, const at::Tensor& to) {
    if (!from.is_same(to)) to.copy_(from);
}

void require_parameter(const at::Tensor& p, const at::Tensor& grad, const at::Tensor& average, const at::Tensor& square) {
    if (p.scalar_type() != at::kDouble) reverie::require_floats("adam_", p, grad, average, square);
    TORCH_CHECK(grad.scalar_type() == p.scalar_type() && average.scalar_type() == p.scalar_type() && square.scalar_type() == p.scalar_type(),
                "adam_: gradient and moments of a parameter must have its type, ", p.scalar_type());
    reverie::require_shape("adam_", "gradient of a parameter", grad, p.sizes());
    reverie::require_shape("adam_", "average of a parameter", average, p.sizes());
    reverie::require_shape("adam_", "average square of a parameter", square, p.sizes());
    for (const auto* x : {&p, &average, &square})
        TORCH_CHECK(!may_overlap(*x), "adam_: a parameter of shape ", p.sizes(), " has elements that share memory, as after Expand; train what it was made of");
}

template <typename T>
void adam_as(at::TensorList params, at::TensorList grads, at::TensorList averages, at::TensorList squares, double lr, double beta1, double beta2,
             double eps, double weight_decay, bool decoupled, int64_t step) {
    const double correction1 = 1 - std::pow(beta1, static_cast<double>(step));
    const double correction2 = std::sqrt(1 - std::pow(beta2, static_cast<double>(step)));
    Rates<T> r;
    r.step_size = static_cast<T>(lr / correction1);
    r.inverse2 = static_cast<T>(1 / correction2);
    // 1 - beta in double precision first: 1 - 0.999f would be off by 5e-5 of itself.
    r.rest1 = static_cast<T>(1 - beta1), r.rest2 = static_cast<T>(1 - beta2);
    r.b2 = static_cast<T>(beta2), r.eps = static_cast<T>(eps);
    r.shrink = decoupled ? static_cast<T>(1 - lr * weight_decay) : T(1);
    r.l2 = decoupled ? T(0) : static_cast<T>(weight_decay);
    r.leaves_untouched = weight_decay == 0 && r.eps > 0;
    at::AutoDispatchBelowADInplaceOrView below;
    for (size_t k = 0; k < params.size(); ++k) {
        const auto grad = grads[k].contiguous();
        const auto &p = params[k], &m = averages[k], &v = squares[k];
        if (p.is_contiguous() && m.is_contiguous() && v.is_contiguous()) {
            adam_pass(p.data_ptr<T>(), grad.data_ptr<T>(), m.data_ptr<T>(), v.data_ptr<T>(), p.numel(), r);
        } else {
            const auto pc = p.contiguous(), mc = m.contiguous(), vc = v.contiguous();
            adam_pass(pc.data_ptr<T>(), grad.data_ptr<T>(), mc.data_ptr<T>(), vc.data_ptr<T>(), p.numel(), r);
            write_back(pc, p), write_back(mc, m), write_back(vc, v);
        }
        // A graph that has saved the parameter notices.
        for (const auto* x : {&p, &m, &v}) x->unsafeGetTensorImpl()->bump_version();
    }
}

void adam_cpu(at::TensorList params, at::TensorList grads, at::TensorList averages, at::TensorList squares, double lr, double beta1, double beta2,
              double eps, double weight_decay, bool decoupled, int64_t step) {
    TORCH_CHECK(grads.size() == params.size() && averages.size() == params.size() && squares.size() == params.size(),
                "adam_: the lists of parameters, gradients, averages and squares have the lengths ",
                params.size(), ", ", grads.size(), ", ", averages.size(), " and ", squares.size(), ", which must be the same");
    TORCH_CHECK(step >= 1 && beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && eps >= 0,
                "adam_: steps count from 1, betas are at least 0 and below 1, and epsilon is not negative; not ", step,
                ", ", beta1, ", ", beta2, " and ", eps);
    // All of them first: a step is taken as a whole or not at all.
    for (size_t k = 0; k < params.size(); ++k) require_parameter(params[k], grads[k], averages[k], squares[k]);
    for (size_t k = 1; k < params.size(); ++k)
        TORCH_CHECK(params[k].scalar_type() == params[0].scalar_type(), "adam_: all parameters of a call must have one type");
    if (params.empty()) return;
    if (params[0].scalar_type() == at::kDouble) adam_as<double>(params, grads, averages, squares, lr, beta1, beta2, eps, weight_decay, decoupled, step);
    else adam_as<float>(params, grads, averages, squares, lr, beta1, beta2, eps, weight_decay, decoupled, step);
}

// The Euclidean norm over all tensors together, accumulated in double precision, in a fixed order.
double total_norm_cpu(at::TensorList tensors) {
    double sum = 0;
    for (const auto& tensor : tensors) {
        reverie::require_floats("total_norm", tensor);
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
    m.def("adam_(Tensor(a!)[] params, Tensor[] grads, Tensor(b!)[] averages, Tensor(c!)[] squares, float lr, float beta1, float beta2, float eps, "
          "float weight_decay, bool decoupled, int step) -> ()");
    m.def("total_norm(Tensor[] tensors) -> float");
}

TORCH_LIBRARY_IMPL(reverie, CPU, m) {
    m.impl("adam_", adam_cpu);
    m.impl("total_norm", total_norm_cpu);
}
