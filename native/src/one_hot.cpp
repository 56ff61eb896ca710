// Draws of categorical variables, and linear maps of one-hot vectors: the sum of those rows of a table whose element is not zero.
#include <vector>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/library.h>
#include "fused.h"
#include "one_hot.h"
#include "require.h"

namespace {

using namespace reverie;
using at::Tensor;
using OptionalTensor = c10::optional<Tensor>;

constexpr int64_t kBlock = 64;      // columns of the table that a thread has in its cache
constexpr int64_t kMostClasses = 4096;

// raw [..., classes], uniforms [...] in [0, 1) or none for the likeliest.
Tensor one_hot_draw(const Tensor& raw, const OptionalTensor& uniforms, double share) {
    const Tensor given = uniforms.value_or(Tensor());
    TORCH_CHECK(raw.dim() > 0 && raw.size(-1) > 0 && raw.size(-1) <= kMostClasses, "one_hot_draw: logits end with 1 to ", kMostClasses, " classes, not ", raw.sizes());
    TORCH_CHECK(share >= 0 && share <= 1, "one_hot_draw: a share is between 0 and 1, not ", share);
    require_floats("one_hot_draw", raw, given);
    require_shape("one_hot_draw", "uniform numbers", given, raw.sizes().slice(0, raw.dim() - 1));
    const auto logits = raw.contiguous(), at = given.defined() ? given.contiguous() : Tensor();
    auto result = at::zeros_like(logits);
    const int64_t classes = raw.size(-1);
    const float *x = logits.data_ptr<float>(), *u = at.defined() ? at.data_ptr<float>() : nullptr;
    float* y = result.data_ptr<float>();
    at::parallel_for(0, logits.numel() / classes, std::max<int64_t>(1, 8192 / classes), [=](int64_t begin, int64_t end) {
        std::vector<float> p(classes);
        for (int64_t row = begin; row < end; ++row) {
            softmax_row(x + row * classes, p.data(), classes);
            y[row * classes + draw_class(p.data(), static_cast<float>(share), classes, u != nullptr ? u[row] : -1)] = 1;
        }
    });
    return result;
}

// Where the elements of a row are that are not zero.
struct Picks {
    std::vector<int64_t> starts;
    std::vector<int32_t> places;
    std::vector<float> values;

    Picks(const float* x, int64_t rows, int64_t width) : starts(rows + 1) {
        for (int64_t row = 0; row < rows; ++row) {
            const float* own = x + row * width;
            for (int64_t i = 0; i < width; i += kLanes) {
                const int64_t lanes = std::min<int64_t>(kLanes, width - i);
                bool any = false;
                for (int64_t k = 0; k < lanes; ++k) any |= own[i + k] != 0;
                if (!any) continue;
                for (int64_t k = i; k < i + lanes; ++k)
                    if (own[k] != 0) places.push_back(static_cast<int32_t>(k)), values.push_back(own[k]);
            }
            starts[row + 1] = static_cast<int64_t>(places.size());
        }
    }
};

void require_arguments(const Tensor& base, const Tensor& x, const Tensor& table) {
    TORCH_CHECK(x.dim() == 2 && table.dim() == 2 && x.size(1) == table.size(0), "one_hot_sum: x must be [rows, n] and the table [n, width], not ", x.sizes(), " and ", table.sizes());
    require_floats("one_hot_sum", base, x, table);
    require_shape("one_hot_sum", "base", base, {x.size(0), table.size(1)});
    require_no_gradient("one_hot_sum", x);
}

Tensor one_hot_sum(const Tensor& base, const Tensor& x0, const Tensor& table0) {
    require_arguments(base, x0, table0);
    const auto x = x0.contiguous(), table = table0.contiguous();
    const int64_t rows = x.size(0), width = table.size(1);
    auto y = base.clone(at::MemoryFormat::Contiguous);
    const Picks picks(x.data_ptr<float>(), rows, x.size(1));
    const float* t = table.data_ptr<float>();
    float* out = y.data_ptr<float>();
    at::parallel_for(0, rows, std::max<int64_t>(1, (1 << 16) / std::max<int64_t>(1, width * 8)), [&](int64_t begin, int64_t end) {
        for (int64_t row = begin; row < end; ++row) {
            float* own = out + row * width;
            for (int64_t k = picks.starts[row]; k < picks.starts[row + 1]; ++k) {
                const float *from = t + picks.places[k] * width, value = picks.values[k];
#pragma omp simd
                for (int64_t i = 0; i < width; ++i) own[i] += value * from[i];
            }
        }
    });
    return y;
}

Tensor table_gradient(const Tensor& grad, const Tensor& x, int64_t places) {
    const int64_t rows = x.size(0), width = grad.size(1);
    auto result = at::zeros({places, width}, grad.options());
    const Picks picks(x.data_ptr<float>(), rows, x.size(1));
    const float* g = grad.data_ptr<float>();
    float* out = result.data_ptr<float>();
    at::parallel_for(0, (width + kBlock - 1) / kBlock, 1, [&](int64_t begin, int64_t end) {
        for (int64_t block = begin; block < end; ++block) {
            const int64_t first = block * kBlock, count = std::min(kBlock, width - first);
            for (int64_t row = 0; row < rows; ++row) {
                const float* from = g + row * width + first;
                for (int64_t k = picks.starts[row]; k < picks.starts[row + 1]; ++k) {
                    float* to = out + picks.places[k] * width + first;
                    const float value = picks.values[k];
#pragma omp simd
                    for (int64_t i = 0; i < count; ++i) to[i] += value * from[i];
                }
            }
        }
    });
    return result;
}

class OneHotSum : public torch::autograd::Function<OneHotSum> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& base, const Tensor& x, const Tensor& table) {
        at::AutoDispatchBelowADInplaceOrView below;
        const auto dense = x.contiguous();
        context->saved_data["places"] = table.size(0);
        context->save_for_backward({dense});
        return one_hot_sum(base, dense, table);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        refuse_second_derivative("one_hot_sum");
        at::AutoDispatchBelowADInplaceOrView below;
        const auto x = context->get_saved_variables()[0];
        const auto grad = grads[0].contiguous();
        return {grad, Tensor(), table_gradient(grad, x, context->saved_data["places"].toInt())};
    }
};

Tensor one_hot_sum_autograd(const Tensor& base, const Tensor& x, const Tensor& table) {
    require_no_gradient("one_hot_sum", x);
    if (torch::autograd::compute_requires_grad(base, table)) return OneHotSum::apply(base, x, table);
    at::AutoDispatchBelowADInplaceOrView below;
    return one_hot_sum(base, x, table);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) {
    m.def("one_hot_draw(Tensor logits, Tensor? uniforms, float share) -> Tensor");
    m.def("one_hot_sum(Tensor base, Tensor x, Tensor table) -> Tensor");
}
TORCH_LIBRARY_IMPL(reverie, CPU, m) {
    m.impl("one_hot_draw", one_hot_draw);
    m.impl("one_hot_sum", one_hot_sum);
}
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("one_hot_sum", one_hot_sum_autograd); }
