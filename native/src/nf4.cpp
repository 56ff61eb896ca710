// 4-bit NormalFloat (Dettmers et al., 2023): a weight as 16 levels times a scale per block, the scales optionally as 8-bit
// numbers of their own. The full-precision weight exists only while a product with it is computed.
#include <vector>
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/library.h>
#include "fused.h"
#include "require.h"

namespace {

using namespace reverie;
using at::Tensor;
using OptionalTensor = c10::optional<Tensor>;

struct Nf4 {
    Tensor packed, absmax, levels, nested_absmax, nested_map;
    double offset;
    int64_t rows, columns, block, nested_block;
};

void require_vector(const char* what, const Tensor& x, at::ScalarType type, int64_t count) {
    TORCH_CHECK(x.scalar_type() == type && x.is_contiguous() && x.numel() == count,
                "nf4: the ", what, " must be ", count, " contiguous numbers of type ", type, ", not ", x.scalar_type(), " ",
                x.sizes());
}

void require_whole(const Nf4& w) {
    const int64_t count = product("nf4", w.rows, w.columns);
    TORCH_CHECK(w.block > 0 && w.block % 2 == 0 && w.nested_block > 0,
                "nf4: block sizes must be positive, and that of the numbers even, not ", w.block, " and ", w.nested_block);
    const int64_t blocks = count / w.block + (count % w.block != 0);
    require_vector("packed numbers", w.packed, at::kByte, count / 2 + count % 2);
    require_vector("levels", w.levels, at::kFloat, 16);
    TORCH_CHECK(w.nested_absmax.defined() == w.nested_map.defined(), "nf4: the scales of scales and their levels come together or not at all");
    require_vector("block scales", w.absmax, w.nested_map.defined() ? at::kByte : at::kFloat, blocks);
    if (!w.nested_map.defined()) return;
    require_vector("levels of the block scales", w.nested_map, at::kFloat, 256);
    require_vector("scales of the block scales", w.nested_absmax, at::kFloat, blocks / w.nested_block + (blocks % w.nested_block != 0));
}

// Scales in single precision, whichever way they are kept. Product and sum round separately (see CMakeLists.txt).
Tensor scales(const Nf4& w) {
    if (!w.nested_absmax.defined()) return w.absmax;
    auto result = at::empty({w.absmax.numel()}, w.nested_absmax.options());
    const uint8_t* code = w.absmax.data_ptr<uint8_t>();
    const float* map = w.nested_map.data_ptr<float>();
    const float* outer = w.nested_absmax.data_ptr<float>();
    const float offset = static_cast<float>(w.offset);
    float* out = result.data_ptr<float>();
    for (int64_t i = 0; i < w.absmax.numel(); ++i) out[i] = map[code[i]] * outer[i / w.nested_block] + offset;
    return result;
}

// [rows, columns] in single precision.
Tensor dequantize(const Nf4& w) {
    require_whole(w);
    const int64_t count = w.rows * w.columns;
    const auto scale_tensor = scales(w);
    auto result = at::empty({w.rows, w.columns}, scale_tensor.options());
    const uint8_t* packed = w.packed.data_ptr<uint8_t>();
    const float* scale = scale_tensor.data_ptr<float>();
    const float* levels = w.levels.data_ptr<float>();
    float* out = result.data_ptr<float>();
    const int64_t block = w.block;
    at::parallel_for(0, scale_tensor.numel(), 512, [=](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) {
            float scaled[16];
            for (int level = 0; level < 16; ++level) scaled[level] = levels[level] * scale[i];
            const int64_t last = std::min(count, (i + 1) * block);
            for (int64_t k = i * block; k + 1 < last; k += 2) {
                const uint8_t pair = packed[k / 2];
                out[k] = scaled[pair >> 4];
                out[k + 1] = scaled[pair & 15];
            }
            if (last % 2 == 1) out[last - 1] = scaled[packed[last / 2] >> 4];
        }
    });
    return result;
}

Nf4 weight_of(const Tensor& packed, const Tensor& absmax, const Tensor& levels, const OptionalTensor& nested_absmax, const OptionalTensor& nested_map, double offset,
              int64_t rows, int64_t columns, int64_t block, int64_t nested_block) {
    return {packed, absmax, levels, nested_absmax.value_or(Tensor()), nested_map.value_or(Tensor()), offset, rows, columns, block, nested_block};
}

Tensor nf4_dequantize(const Tensor& packed, const Tensor& absmax, const Tensor& levels, const OptionalTensor& nested_absmax, const OptionalTensor& nested_map,
                      double offset, int64_t rows, int64_t columns, int64_t block, int64_t nested_block) {
    const Nf4 weight = weight_of(packed, absmax, levels, nested_absmax, nested_map, offset, rows, columns, block, nested_block);
    require_no_gradient("nf4_dequantize", weight.absmax, weight.levels, weight.nested_absmax, weight.nested_map);
    return dequantize(weight);
}

// y = x W^T + b, in the type of x.
Tensor product_with(const Tensor& x, const Nf4& w, const OptionalTensor& bias) {
    TORCH_CHECK(at::isFloatingType(x.scalar_type()), "nf4_linear: the input must be real numbers, not ", x.scalar_type());
    TORCH_CHECK(x.dim() > 0 && x.size(-1) == w.columns,
                "nf4_linear: an input of shape ", x.sizes(), " does not end with the weight's ", w.columns, " features");
    require_shape("nf4_linear", "bias", bias.value_or(Tensor()), {w.rows});
    return at::linear(x, dequantize(w).to(x.scalar_type()), bias);
}

class Nf4Linear : public torch::autograd::Function<Nf4Linear> {
public:
    static Tensor forward(torch::autograd::AutogradContext* context, const Tensor& x, const OptionalTensor& bias, const Nf4* weight) {
        at::AutoDispatchBelowADInplaceOrView below;
        // The 4-bit numbers are shared, not copied; they never change in place.
        context->saved_data["offset"] = weight->offset;
        context->saved_data["shape"] = std::vector<int64_t>{weight->rows, weight->columns, weight->block, weight->nested_block};
        context->saved_data["bias"] = bias.has_value() && bias->requires_grad();
        context->save_for_backward({weight->packed, weight->absmax, weight->levels, weight->nested_absmax, weight->nested_map});
        return product_with(x, *weight, bias);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context, torch::autograd::variable_list grads) {
        reverie::refuse_second_derivative("nf4_linear");
        at::AutoDispatchBelowADInplaceOrView below;
        const auto saved = context->get_saved_variables();
        const auto shape = context->saved_data["shape"].toIntVector();
        const Nf4 weight{saved[0], saved[1], saved[2], saved[3], saved[4], context->saved_data["offset"].toDouble(), shape[0], shape[1], shape[2], shape[3]};
        const auto& grad = grads[0];
        Tensor grad_x = at::matmul(grad, dequantize(weight).to(grad.scalar_type()));
        Tensor grad_bias = context->saved_data["bias"].toBool() ? grad.reshape({-1, weight.rows}).sum(0) : Tensor();
        return {grad_x, grad_bias, Tensor()};
    }
};

Tensor nf4_linear(const Tensor& x, const OptionalTensor& bias, const Tensor& packed, const Tensor& absmax, const Tensor& levels,
                  const OptionalTensor& nested_absmax, const OptionalTensor& nested_map, double offset, int64_t rows, int64_t columns, int64_t block,
                  int64_t nested_block) {
    return product_with(x, weight_of(packed, absmax, levels, nested_absmax, nested_map, offset, rows, columns, block, nested_block), bias);
}

Tensor nf4_linear_autograd(const Tensor& x, const OptionalTensor& bias, const Tensor& packed, const Tensor& absmax, const Tensor& levels,
                           const OptionalTensor& nested_absmax, const OptionalTensor& nested_map, double offset, int64_t rows, int64_t columns, int64_t block,
                           int64_t nested_block) {
    const Nf4 weight = weight_of(packed, absmax, levels, nested_absmax, nested_map, offset, rows, columns, block, nested_block);
    return Nf4Linear::apply(x, bias, &weight);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(reverie, m) {
    m.def("nf4_dequantize(Tensor packed, Tensor absmax, Tensor levels, Tensor? nested_absmax, Tensor? nested_map, float offset, int rows, int columns, "
          "int block, int nested_block) -> Tensor");
    m.def("nf4_linear(Tensor x, Tensor? bias, Tensor packed, Tensor absmax, Tensor levels, Tensor? nested_absmax, Tensor? nested_map, float offset, "
          "int rows, int columns, int block, int nested_block) -> Tensor");
}

TORCH_LIBRARY_IMPL(reverie, CPU, m) {
    m.impl("nf4_dequantize", nf4_dequantize);
    m.impl("nf4_linear", nf4_linear);
}
TORCH_LIBRARY_IMPL(reverie, AutogradCPU, m) { m.impl("nf4_linear", nf4_linear_autograd); }
